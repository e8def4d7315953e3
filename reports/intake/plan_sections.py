"""The sections of a plan: rows with a number, Arabic or Roman, and a title."""

import re

from reports.text import folded

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_WELL_FORMED = re.compile("c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
# Some type Roman numbers with Cyrillic letters.
_LOOKALIKES = str.maketrans("іхс", "ixc")
_SECTION = re.compile(
    r"(?:(?:под)?раздел|глава|часть)?\s*(?P<number>[ivxlcіх]{1,6}|\d{1,2}(?:\.\d{1,2}){0,2})(?:[.):]\s*|\s*[-–—]\s+|\s+|$)"
    r"(?P<title>.*)",
    re.IGNORECASE | re.DOTALL,
)
_NAMED = re.compile(r"(?:под)?раздел\b|глава\b|[ivxlcіх]{1,6}[.)]\s", re.IGNORECASE)
_SAME_NUMBER = (
    "Номер {} стоит у двух разделов: «{}» и «{}». Мероприятия обоих отнесены к первому; если разделы разные, исправьте "
    "номер в файле и загрузите его снова."
)


class Sections:
    """Which section the rows of a plan are in, from one heading to the next."""

    def __init__(self) -> None:
        self.number, self.title = "", ""
        self.warnings: list[str] = []
        self._waits_for_title = False
        self._titles: dict[str, str] = {}

    def enter(self, text: str) -> None:
        """Begin a section; a name in a row of its own belongs to the «Раздел 1» above it."""
        found = _SECTION.match(text)
        number = "" if found is None else section_number(found["number"])
        title = text if found is None or not number else found["title"].strip()
        if not number and self._waits_for_title:
            number, title = self.number, text
        self._waits_for_title = bool(number) and not title
        self.number, self.title = number, self._first_title(number, title)

    def leave_heading(self) -> None:
        """A row of another kind: what comes after it is no title of the number above."""
        self._waits_for_title = False

    def _first_title(self, number: str, title: str) -> str:
        """A plan has one section of a number: the first one's title stays."""
        if not number or not title:
            return title
        first = self._titles.setdefault(number, title)
        if folded(first).strip(" .") != folded(title).strip(" ."):
            self.warnings.append(_SAME_NUMBER.format(number, first, title))
        return first


def is_named(text: str) -> bool:
    """Whether the text says of itself that it is a section's: «Раздел 2», «II. Просвещение»."""
    return bool(_NAMED.match(text))


def section_number(text: str) -> str:
    """«IV» -> "4"; "" for what is no number: «VVVX», or a word that happens to be of Roman letters."""
    if text[0].isdigit():
        return text
    letters = text.lower().translate(_LOOKALIKES)
    if not _WELL_FORMED.fullmatch(letters):
        return ""
    values = [_ROMAN[letter] for letter in letters]
    return str(sum(-v if v < max(values[at:]) else v for at, v in enumerate(values)))
