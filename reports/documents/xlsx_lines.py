"""How many lines a text takes in a column, and where to cut one that is taller than an Excel row can be.

Excel shows at most 409 points of a row and hides the rest, in print too, and LibreOffice finds no height for wrapped
text when it converts. So heights are written into the file, estimated from the widths of Times New Roman on the safe
side: a line too many is white, a line too few is lost.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

# 24 lines of 15.75 points: below Excel's limit, and below what the repeated header leaves of a page.
MAX_LINES = 24

# Advance widths of Times New Roman at 12 points, rounded up to a fifth of a point.
_WIDTHS = {
    character: width
    for width, characters in (
        (2.2, "'"),
        (2.4, "|"),
        (3.0, " ,.\xa0"),
        (3.4, "/:;\\ijlt"),
        (4.0, "!()-I[]`fr’"),
        (4.8, "Js°з"),
        (5.0, '"г'),
        (5.2, "э"),
        (5.4, "?acez„“”ёаест"),
        (5.6, "ья"),
        (5.8, "^{}в"),
        (6.0, "#$*0123456789_bdghknopquvxy«»–§клорух"),
        (6.2, "Збдч"),
        (6.4, "ъ"),
        (6.6, "~ийнпц"),
        (6.8, "+<=>FPSР"),
        (7.0, "БГЬ"),
        (7.4, "ELTZЁЕТ"),
        (7.6, "м"),
        (7.8, "Чф"),
        (8.0, "BCRВКСЭЯ"),
        (8.2, "ДЛы"),
        (8.4, "ж"),
        (8.6, "УЪ"),
        (8.8, "ADGHKNOQUVXYwАИЙНОПХЦ"),
        (9.0, "ю"),
        (9.4, "&mшщ"),
        (9.6, "Ф"),
        (10.0, "%"),
        (10.6, "Ы"),
        (10.8, "MЖМ"),
        (11.2, "@"),
        (11.4, "W"),
        (11.6, "№"),
        (12.0, "—…"),
        (12.2, "ШЩ"),
        (12.4, "Ю"),
    )
    for character in characters
}
_OTHER_WIDTH = 16.5  # emoji and the widest letters of other scripts
# Excel's own widths on the screen are whole pixels and differ a little from the font's.
_TOLERANCE = 1.03
_WORDS = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    ends_paragraph: bool


def count_lines(text: str, width: float) -> int:
    """How many lines the text takes at most in a column `width` points wide."""
    return len(_lines(text, width))


def chunks(text: str, width: float, max_lines: int) -> list[str]:
    """The text in pieces of at most `max_lines` lines; together they are the whole text.

    Between two pieces stands what a paragraph's end was, or nothing where a paragraph had to be cut. The cut is made
    after a paragraph if one ends in the last third of the piece.
    """
    lines = _lines(text, width)
    pieces = []
    while lines:
        size = min(max_lines, len(lines))
        if size < len(lines):
            ends = (n for n in range(size, size * 2 // 3, -1) if lines[n - 1].ends_paragraph)
            size = next(ends, size)
        piece, lines = lines[:size], lines[size:]
        pieces.append("".join(line.text + "\n" * line.ends_paragraph for line in piece).removesuffix("\n"))
    return pieces


def _lines(text: str, width: float) -> list[_Line]:
    return [line for paragraph in text.split("\n") for line in _wrap(paragraph, width)]


def _wrap(paragraph: str, width: float) -> list[_Line]:
    """The lines of one paragraph, broken between words, and inside a word that is wider than the column."""
    starts, used = [0], 0.0
    for word in _WORDS.finditer(paragraph):
        word_width = _width(word.group())
        if used + word_width <= width:
            used += word_width
            continue
        if used:
            starts.append(word.start())
            used = 0.0
        for position in range(word.start(), word.end()):
            character_width = _width(paragraph[position])
            if used + character_width > width:
                starts.append(position)
                used = 0.0
            used += character_width
    ends = [*starts[1:], len(paragraph)]
    return [_Line(paragraph[s:e], e == len(paragraph)) for s, e in zip(starts, ends, strict=True)]


@lru_cache(maxsize=8192)
def _width(text: str) -> float:
    return sum(_WIDTHS.get(character, _OTHER_WIDTH) for character in text) * _TOLERANCE
