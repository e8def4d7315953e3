"""Last year's text for this year: the year moves on, and what must be confirmed is marked. Pure functions."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

_MONTHS = "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
_DAY = r"\d{1,2}\.\d{1,2}\.\d{4}"
_DAY_IN_WORDS = rf"\d{{1,2}}\s+(?:{_MONTHS})(?:\s+\d{{4}})?"
_LAW = r"№?\s*\d+(?:-\d+)?-(?:Ф?КЗ|ФЗ|ЗПО|ЗО|З|РЗ)\b"
_NUMERALS = (
    r"дв(?:а|е|ух|ум|умя|ое|оих|оим|оими)|тр(?:и|ех|ёх|ем|ём|емя|ёмя|ое|оих|оим|оими)"
    r"|четыр(?:е|ех|ёх|ем|ём|ьмя)|четвер(?:о|ых|ым|ыми)"
    r"|(?:пят|шест|сем|восем|девят|десят)(?:ь|и|ью|еро|ерых|ерым|ерыми)|вос(?:емь|ьми|емью|ьмью)"
    r"|(?:один|две|три|четыр|пят|шест|сем|восем|девят)надцат(?:ь|и|ью)"
    r"|(?:два|три)дцат(?:ь|и|ью)|сорока?|(?:пять|шесть|семь|восемь)десят|девяност[оа]|ст[оа]"
    r"|одн(?:ому|им|ого)\s+(?:из|человек\w*)"
)

# The first alternative that matches wins, so what needs no confirming stands before what would swallow its digits.
_TOKEN = re.compile(
    rf"""
    (?P<reference>
        (?:от\s+)?(?:{_DAY}|{_DAY_IN_WORDS})\s*(?:г\.|года)?\s*{_LAW}   # a law: «от 25.12.2008 № 273-ФЗ»
        | {_LAW}
        | (?:стать[а-я]+|ст\.|част[а-я]+|ч\.|пункт[а-я]*|п\.|подпункт[а-я]*|пп\.|глав[а-я]+)\s*\d+(?:\.\d+)*
        | \d{{4}}\s*[-–—]\s*\d{{4}}\s*(?:г\b|год)[а-я]*                 # the years of a plan
    )
    | (?P<act> от\s+(?:{_DAY}|{_DAY_IN_WORDS})\s*(?:г\.|года)?\s*№\s*[^\s,;.()«»]+ )
    | (?P<day> {_DAY} )
    | (?P<day_in_words> {_DAY_IN_WORDS} )
    | (?P<year> (?<!\d)(?:19|20)\d\d(?!\d)(?=\s*(?:год|г\.|г\b|гг)) )
    | (?P<number> \d+(?:[\u00a0\u202f\x20]\d{{3}}(?!\d))*(?:[.,]\d+)?(?:\s?%)? )
    | (?P<numeral> (?<![а-яё])(?:{_NUMERALS})(?![а-яё]) )
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A number or date at text[start:end] that came with last year's text and awaits confirmation."""

    start: int
    end: int


def facts(text: str) -> list[Mark]:
    """Every number and date in the text that states something of its year.

    Numbers that only name a document's place are none: laws («от 25.12.2008 № 273-ФЗ»), articles and items
    («статьи 13.3»), the years of a plan («2021–2024 годы»), and a year that stands by itself («в 2023 году»).
    """
    return [
        Mark(match.start(), match.end())
        for match in _TOKEN.finditer(text)
        if match.lastgroup not in ("reference", "year")
    ]


def move_year(text: str, old: int, new: int) -> str:
    """The text with the reported year moved on; its length and every other character stay as they are.

    «В 2023 году» and «30.04.2023» become 2024. The date of an act («от 20.12.2023 №2308») and everything that facts()
    leaves out stay: an act keeps its date. 29 February stays where the new year has none.
    """

    def moved(match: re.Match[str]) -> str:
        found = match.group()
        if match.lastgroup in ("year", "day_in_words"):
            return re.sub(rf"(?<!\d){old}(?!\d)", str(new), found)
        if match.lastgroup == "day" and found.endswith(f".{old}"):
            day, month = (int(part) for part in found.split(".")[:2])
            return found[:-4] + str(new) if _exists(day, month, new) else found
        return found

    return _TOKEN.sub(moved, text)


def _exists(day: int, month: int, year: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def still_unconfirmed(marks: Collection[Mark], old: str, new: str) -> list[Mark]:
    """Where the marks stand after an edit from `old` to `new`.

    A mark follows its number through any rewording around it and falls away when the number is changed or deleted:
    the person has dealt with it.
    """
    if not marks:
        return []
    if old == new:
        return sorted(marks, key=lambda mark: mark.start)
    before, after = facts(old), facts(new)
    marked = {mark.start for mark in marks}
    matcher = SequenceMatcher(None, _spellings(before, old), _spellings(after, new), autojunk=False)
    return [
        after[block.b + offset]
        for block in matcher.get_matching_blocks()
        for offset in range(block.size)
        if before[block.a + offset].start in marked
    ]


def _spellings(marks: Iterable[Mark], text: str) -> list[str]:
    return [text[mark.start : mark.end] for mark in marks]
