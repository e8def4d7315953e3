"""The door for text: what no database or document can hold is removed, everything that a person can see stays. Pure."""

import re
from dataclasses import dataclass

# XML 1.0, which DOCX and XLSX are made of, has no way to write any other character, and PostgreSQL none for NUL.
_UNPRINTABLE = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# U+xFFFE and U+xFFFF are noncharacters on every plane; so are U+FDD0..U+FDEF.
_PLANE_ENDS = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
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
