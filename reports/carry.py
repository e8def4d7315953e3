"""Last year's text for this year: the year moves on, and what must be confirmed is marked. Pure functions."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from .russian import numerals, read
from .russian.dates import DAY, DAY_IN_WORDS, GAP, LAW, OF_YEAR, PERIOD

# The first alternative that matches wins, so what needs no confirming stands before what would swallow its digits.
_TOKEN = re.compile(
    rf"""
    (?P<reference>
        (?:от\s{{1,3}})?(?:{DAY}|{DAY_IN_WORDS}){OF_YEAR}{GAP}{LAW}   # a law: «от 25.12.2008 № 273-ФЗ»
        | {LAW}
        | (?:стать[а-я]+|ст\.|част[а-я]+|ч\.|пункт[а-я]*|п\.|подпункт[а-я]*|пп\.|глав[а-я]+){GAP}\d+(?:\.\d+)*
        | (?<=на\s)\d{{4}}{GAP}[-–—]{GAP}\d{{4}}{GAP}(?:г\b|год)[а-я]* # the years of a plan: «на 2021 - 2024 годы»
    )
    | (?P<act> от\s{{1,3}}(?:{DAY}|{DAY_IN_WORDS}){OF_YEAR}{GAP}№{GAP}[^\s,;.()«»]+ )
    | (?P<day> {DAY} )
    | (?P<period> {DAY_IN_WORDS} | {PERIOD}\s{{1,3}}\d{{4}} )
    | (?P<year> (?<![\d.–—-])(?:19|20)\d\d(?=\s{{0,3}}(?:год|г\.|г\b)) )
    | (?P<number> \d+(?:[\u00a0\u202f\x20]\d{{3}}(?!\d))*(?:[.,]\d+)?(?:\s?%)? )
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
    found = list(_TOKEN.finditer(text))
    taken = {place for match in found for place in range(match.start(), match.end())}
    marks = [Mark(match.start(), match.end()) for match in found if match.lastgroup != "reference"]
    marks += [mark for mark in _in_words(text) if mark.start not in taken]
    return sorted(marks, key=lambda mark: mark.start)


def _in_words(text: str) -> Iterator[Mark]:
    for sentence in read(text).sentences:
        for numeral in numerals(sentence.tokens):
            yield Mark(sentence.tokens[numeral.first].start, sentence.tokens[numeral.last].end)


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
