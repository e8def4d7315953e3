"""How text falls into paragraphs, and what a word processor's layout leaves in it. Pure functions."""

import re
from dataclasses import dataclass

from kuznetsk_report.printable import clean

_BLANKS = re.compile("[ \t]+")
_DIGITS = re.compile(r"(\d+)")
_LONE_DASH = re.compile("[-–—]")
_STARTS_LIST_ITEM = re.compile("[-–—•]")
# Words that the source breaks with a hyphen in mid-line, as if at the end of one. A list: no rule tells them from words
# that are written with a hyphen («учебно-практических»).
_BROKEN_WORDS = {"антикор-рупционной": "антикоррупционной"}


def tidy_layout(text: str) -> str:
    """Undo the layout noise of a word processor's table cell and keep every word.

    The rules, in this order (docs/normalization.md has them with examples):

    1. runs of blanks and tabs become one blank; blanks at the ends of lines and empty lines go;
    2. a dash alone on its line is joined to the line below it («-» + «проведения» -> «- проведения»);
    3. a line is joined to the one above it, unless that one ends a sentence or a list item (. : ; ! ?) or this one
       starts a list item (a dash): such breaks were made to fit a narrow column;
    4. a hyphen left inside a known word by a former end of line goes («антикор-рупционной»).
    """
    lines: list[str] = []
    for raw in clean(text).text.split("\n"):
        line = _BLANKS.sub(" ", raw).strip()
        if not line:
            continue
        if lines and _continues(lines[-1], line):
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
    tidy = "\n".join(lines)
    for broken, whole in _BROKEN_WORDS.items():
        tidy = tidy.replace(broken, whole)
    return tidy


def _continues(above: str, line: str) -> bool:
    """Whether the break between these two lines is layout only."""
    if _LONE_DASH.fullmatch(above):
        return True
    return above[-1] not in ".:;!?" and not _STARTS_LIST_ITEM.match(line)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a cell; `is_item` if it starts with a dash or a bullet and is set with a hanging indent."""

    text: str
    is_item: bool


_ITEM = re.compile(r"[-–—•·]\s*\S")


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs as a document shows them: one per line, blank lines at either end dropped."""
    return [Paragraph(line, bool(_ITEM.match(line))) for line in text.strip("\n").split("\n")]


def folded(text: str) -> str:
    """The text without the differences that a search passes over: capitals, and «ё» for «е»."""
    return text.casefold().replace("ё", "е")


def name_key(name: str) -> list[str | int]:
    """Sorts names as people look for them: «ё» with «е», capitals with small letters, «Школа № 9» before «№ 10»."""
    return [int(part) if part.isdecimal() else part for part in _DIGITS.split(folded(name))]
