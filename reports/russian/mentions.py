"""Years and dates in a text, each with the words of its sentence around it."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property, lru_cache

from .dates import GAP, MONTH, MONTHS, PERIOD
from .words import Sentence, Token, read

_OF_YEAR = rf"(?:{GAP}(?:гг?\.|гг?\b|года?\b|году\b))"
_MENTION = re.compile(
    rf"""
    (?<![\d.,/-]) \d{{1,2}}\.(?P<month>0?[1-9]|1[0-2])\.(?P<year>20\d\d|\d\d) (?!\d|\.\d) {_OF_YEAR}?
    | (?<![\d.,]) \d{{1,2}}\s{{1,3}}(?P<month_name>{MONTH})\s{{1,3}}(?P<day_year>20\d\d) (?!\d) {_OF_YEAR}?
    | \b(?P<stretch> {PERIOD} | весной | летом | осенью | зимой )\s{{1,3}}(?P<stretch_year>20\d\d) (?!\d) {_OF_YEAR}?
    | (?<![\d.,–—/-]) (?P<years>
        20\d\d(?: {_OF_YEAR}?{GAP}(?:[-–—/]|,|\bи|\bпо){GAP}(?:в\s)?20\d\d | [-–—/]\d\d )*
      ) (?!\d) (?:-[а-я]{{1,2}})? {GAP} (?:(?:учебн|отч[её]тн)[а-я]{{2,3}}\s)? (?: гг?\. | гг?\b | год[а-я]{{0,3}}\b )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_RANGE = re.compile(r"[-–—/]|\bпо\b", re.IGNORECASE)
_LONG = 4  # digits of a year that is written in full
# What ends a phrase in a sentence.
_BREAKS = frozenset(",:;()")


@dataclass(frozen=True)
class Mention:
    """A year or date at text[start:end]. `years` are all years of a range or list."""

    text: str
    start: int
    end: int
    kind: str  # day; month (also a quarter, half-year or season); year
    years: frozenset[int]
    month: int  # 1 to 12; 0: not known
    is_range: bool  # «2021–2024 годы», but not «2023 и 2024 годы»
    is_short: bool  # «15.03.23»
    sentence: Sentence

    @cached_property
    def _starts(self) -> list[int]:
        return [token.start for token in self.sentence.tokens]

    @cached_property
    def before(self) -> tuple[Token, ...]:
        """What stands before it in its sentence."""
        return self.sentence.tokens[: bisect_left(self._starts, self.start)]

    @cached_property
    def after(self) -> tuple[Token, ...]:
        """What follows it in its sentence."""
        return self.sentence.tokens[bisect_left(self._starts, self.end) :]


@lru_cache(maxsize=1024)
def mentions(text: str) -> tuple[Mention, ...]:
    """The years and dates of a text in their order, but for those in quotation marks: names keep their year.

    A year needs its «год» or «г.», or a month, quarter, half-year or season before it.
    """
    found = [mention for sentence in read(text).sentences for mention in _of_sentence(sentence)]
    quoted = quotations(text) if found else []
    return tuple(each for each in found if not any(start < each.start < end for start, end in quoted))


@lru_cache(maxsize=10_000)
def _of_sentence(sentence: Sentence) -> tuple[Mention, ...]:
    return tuple(_mention(match, sentence) for match in _MENTION.finditer(sentence.text))


def _mention(match: re.Match[str], sentence: Sentence) -> Mention:
    digits = re.findall(r"\d+", match["years"] or match["year"] or match["day_year"] or match["stretch_year"])
    named = [int(each) if len(each) == _LONG else 2000 + int(each) for each in digits]
    is_range = bool(match["years"] and _RANGE.search(match["years"]))
    name = match["month_name"] or match["stretch"] or ""
    return Mention(
        text=match.group(),
        start=sentence.start + match.start(),
        end=sentence.start + match.end(),
        kind="year" if match["years"] else "month" if match["stretch"] else "day",
        years=frozenset(range(min(named), max(named) + 1) if is_range else named),
        month=int(match["month"] or _month(name.lower())),
        is_range=is_range,
        is_short=bool(match["year"]) and len(match["year"]) < _LONG,
        sentence=sentence,
    )


def _month(name: str) -> int:
    """The number of a month in any case, 0 for another stretch of time."""
    stem = "мая" if name == "май" else name
    return next((n for n, month in enumerate(MONTHS, start=1) if month[:3] == stem[:3]), 0)


def quotations(text: str) -> list[tuple[int, int]]:
    """Where quotations stand, also one in another: from mark to mark. One that its line does not close is none."""
    spans = []
    opened: list[int] = []
    straight = None
    for match in re.finditer('[«»"\n]', text):
        sign = match.group()
        if sign == "\n":
            opened, straight = [], None
        elif sign == "«":
            opened.append(match.start())
        elif sign == "»" and opened:
            spans.append((opened.pop(), match.start()))
        elif sign == '"' and straight is not None:
            spans.append((straight, match.start()))
            straight = None
        elif sign == '"':
            straight = match.start()
    return spans


def phrase(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens up to the first comma, colon, semicolon or bracket."""
    return tokens[: next((at for at, token in enumerate(tokens) if token.text in _BREAKS), len(tokens))]
