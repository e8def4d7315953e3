"""What happens to text at the door, and how it falls into paragraphs. Pure functions."""

import re
from dataclasses import dataclass

# XML 1.0, which DOCX and XLSX are made of, has no way to write any other character, and PostgreSQL none for NUL.
_UNPRINTABLE = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# U+xFFFE and U+xFFFF are noncharacters on every plane; so are U+FDD0..U+FDEF.
_PLANE_ENDS = "".join(chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in range(0x10000, 0x110000, 0x10000))
_NONCHARACTERS = re.compile(f"[\ufdd0-\ufdef{_PLANE_ENDS}]")
_LINE_ENDS = re.compile("\r\n|\r|\x0b|\x0c|\u2028|\u2029")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Text that every database and document can hold, and how many characters had to go."""

    text: str
    removed: int


def clean(text: str) -> Cleaned:
    """Make text storable and printable without touching anything that a person can see.

    Every kind of line end (Word's manual break included) becomes a newline; control characters, lone surrogates and
    noncharacters are removed and counted. Non-breaking blanks, soft hyphens, dashes and quotes stay as they are.
    """
    text = _LINE_ENDS.sub("\n", text)
    text, unprintable = _UNPRINTABLE.subn("", text)
    text, noncharacters = _NONCHARACTERS.subn("", text)
    return Cleaned(text, unprintable + noncharacters)


_BLANKS = re.compile("[ \t]+")
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
