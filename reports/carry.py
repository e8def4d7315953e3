"""Last year's text for this year: the year moves on, and what must be confirmed is marked. Pure functions."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

_MONTHS = "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
_MONTH_IN_ANY_CASE = "(?:январ|феврал|март|апрел|ма[йяею]|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-я]{0,3}"
# Never more than a few blanks: a pattern that may take any number of them in several places takes for ever.
_GAP = r"\s{0,3}"
_DAY = r"\d{1,2}\.\d{1,2}\.\d{4}"
_DAY_IN_WORDS = rf"\d{{1,2}}\s{{1,3}}(?:{_MONTHS})(?:\s{{1,3}}\d{{4}})?"
_OF_YEAR = r"(?:\s{0,3}(?:г\.|года))?"
_LAW = rf"№?{_GAP}\d+(?:-\d+)?-(?:Ф?КЗ|ФЗ|ЗПО|ЗО|З|РЗ)\b"
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
        (?:от\s{{1,3}})?(?:{_DAY}|{_DAY_IN_WORDS}){_OF_YEAR}{_GAP}{_LAW}   # a law: «от 25.12.2008 № 273-ФЗ»
        | {_LAW}
        | (?:стать[а-я]+|ст\.|част[а-я]+|ч\.|пункт[а-я]*|п\.|подпункт[а-я]*|пп\.|глав[а-я]+){_GAP}\d+(?:\.\d+)*
        | (?<=на\s)\d{{4}}{_GAP}[-–—]{_GAP}\d{{4}}{_GAP}(?:г\b|год)[а-я]* # the years of a plan: «на 2021 - 2024 годы»
    )
    | (?P<act> от\s{{1,3}}(?:{_DAY}|{_DAY_IN_WORDS}){_OF_YEAR}{_GAP}№{_GAP}[^\s,;.()«»]+ )
    | (?P<day> {_DAY} )
    | (?P<period> {_DAY_IN_WORDS}
        | (?:{_MONTH_IN_ANY_CASE}|квартал[а-я]{{0,3}}|полугоди[а-я]{{0,2}})\s{{1,3}}\d{{4}} )
    | (?P<year> (?<![\d.–—-])(?:19|20)\d\d(?=\s{{0,3}}(?:год|г\.|г\b)) )
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
    """Every number, date and year in the text, but for those that only name a document's place.

    None are: laws («от 25.12.2008 № 273-ФЗ»), articles and items («статьи 13.3»), the years of a plan («на 2021–2024
    годы»).
    """
    return [Mark(match.start(), match.end()) for match in _TOKEN.finditer(text) if match.lastgroup != "reference"]


def to_confirm(text: str, year: int) -> list[Mark]:
    """Those facts that must be confirmed in a text for this year: all but the year itself («в 2024 году»)."""
    return [mark for mark in facts(text) if text[mark.start : mark.end] != str(year)]


def move_year(text: str, old: int, new: int) -> str:
    """The text with the reported year moved on; its length and every other character stay as they are.

    «В 2023 году», «в октябре 2023 года» and «30.04.2023» become 2024. The date of an act («от 20.12.2023 №2308») and
    everything that facts() leaves out stay: an act keeps its date. 29 February stays where the new year has none.
    """

    def moved(match: re.Match[str]) -> str:
        found = match.group()
        if match.lastgroup in ("year", "period"):
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
    pending = {mark.start for mark in marks}
    matcher = SequenceMatcher(None, _spellings(before, old), _spellings(after, new), autojunk=False)
    kept, strays, free = [], Counter[str](), []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            kept += [after[c + n] for n in range(b - a) if before[a + n].start in pending]
            continue
        strays.update(_spellings((mark for mark in before[a:b] if mark.start in pending), old))
        free += after[c:d]
    # A paragraph that was moved takes its marks along: by spelling, as its place says nothing.
    for mark in free:
        spelling = new[mark.start : mark.end]
        if strays[spelling]:
            strays[spelling] -= 1
            kept.append(mark)
    return sorted(kept, key=lambda mark: mark.start)


def _spellings(marks: Iterable[Mark], text: str) -> list[str]:
    return [text[mark.start : mark.end] for mark in marks]
