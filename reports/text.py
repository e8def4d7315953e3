"""How text falls into paragraphs, and what a word processor's layout leaves in it. Pure functions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kuznetsk_report.printable import clean

_BLANKS = re.compile("[ \t]+")
_DIGITS = re.compile(r"(\d+)")
_LONE_DASH = re.compile("[-–—]")
_STARTS_LIST_ITEM = re.compile(r"[-–—•]|(?:\d{1,3}|[a-zа-яё]|[ivx]{1,5})\)|[ivx]{1,5}\.\s")
# A tab after one of these sets the text apart from it; any other sets columns apart.
_MARKER = re.compile(
    r"(?:[-–—•·]|\(?(?:\d{1,3}|[a-zа-яёivx]{1,5})\)|\d{1,3}(?:\.\d{1,3})*\.|\d{1,3}(?:\.\d{1,3})+)(?=\t)"
)
_ENDING = 40
# Nobody ends a paragraph with these words.
_HANGS = re.compile(
    r"(?:^|\s)(?:и|или|а|в|во|на|по|о|об|от|до|из|за|к|ко|с|со|у|для|при|без|между|через|не|более|менее|№|далее)$",
    re.IGNORECASE,
)
# «№ 44-ФЗ» wants its «"О контрактной системе…"».
_WANTS_TITLE = re.compile(r"№\s?\S+$")
# «города Кузнецка» goes on with «Пензенской области».
_TERRITORY = re.compile(r"[А-ЯЁ][а-яё-]+(?:ой|ого) (?:области|края|округа|района)\b")
# Words that the source breaks with a hyphen in mid-line, as if at the end of one. A list: no rule tells them from words
# that are written with a hyphen («учебно-практических»).
_BROKEN_WORDS = {"антикор-рупционной": "антикоррупционной"}


def tidy_layout(text: str) -> str:
    """Undo the layout noise of a word processor's table cell and keep every word.

    The rules, in this order (docs/normalization.md has them with examples):

    1. runs of blanks and tabs become one blank, or one tab where it sets columns apart; blanks at the ends of lines and
       empty lines go;
    2. a dash alone on its line is joined to the line below it («-» + «проведения» -> «- проведения»);
    3. a line is joined to the one above it if it plainly goes on with it (_continues): such breaks were made to fit a
       narrow column. List items, numbered lines, rows of tables and what begins like a sentence or a title stay lines;
    4. a hyphen left inside a known word by a former end of line goes («антикор-рупционной»).
    """
    lines: list[list[str]] = []
    for raw in clean(text).text.split("\n"):
        line = _one_by_one(raw)
        if not line:
            continue
        if lines and _continues(lines[-1], line):
            lines[-1].append(line)
        else:
            lines.append([line])
    tidy = "\n".join(" ".join(pieces) for pieces in lines)
    for broken, whole in _BROKEN_WORDS.items():
        tidy = tidy.replace(broken, whole)
    return tidy


def _one_by_one(line: str) -> str:
    """The line with single blanks, and single tabs where they set columns apart."""
    single = _BLANKS.sub(lambda run: "\t" if "\t" in run[0] else " ", line).strip()
    marker = _MARKER.match(single)
    return single if marker is None else f"{marker[0]} {single[marker.end() + 1 :]}"


def _continues(above: Sequence[str], line: str) -> bool:
    """Whether the break between these two lines is layout only; the one above is given in its pieces."""
    if len(above) == 1 and _LONE_DASH.fullmatch(above[0]):
        return True
    if above[-1][-1] in ".:;!?" or _STARTS_LIST_ITEM.match(line) or "\t" in above[-1] or "\t" in line:
        return False
    # As much of it as tells how it ends.
    ending = " ".join(above[-2:])[-_ENDING:]
    if line[0].islower() or line[0] in "(),%»" or _HANGS.search(ending):
        return True
    return bool(_TERRITORY.match(line) or (line[0] in '"«“„' and _WANTS_TITLE.search(ending)))


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
