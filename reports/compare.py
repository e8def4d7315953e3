"""Two texts compared word by word, for people. Pure functions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORD = re.compile(r"\s+|[^\s\w]|\w+")
_WORDS = re.compile(r"\w+")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
# Word by word the time grows with the square of the length; beyond this many pieces lines are compared instead.
_MAX_WORDS = 4000
_FEW_WORDS = 4
_KEPT = 0.5


class Kind(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stands in both, only in the old, or only in the new text."""

    kind: Kind
    text: str


def readable(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, or both texts as wholes, the old one first, where the shreds of the comparison would say less.

    That is where most words of the shorter text went, and for a few words that were replaced, such as a number.
    """
    words = {kind: sum(len(_WORDS.findall(piece.text)) for piece in pieces if piece.kind == kind) for kind in Kind}
    if not words[Kind.REMOVED] or not words[Kind.ADDED]:
        return list(pieces)
    old, new = words[Kind.SAME] + words[Kind.REMOVED], words[Kind.SAME] + words[Kind.ADDED]
    if max(old, new) >= _FEW_WORDS and words[Kind.SAME] >= _KEPT * min(old, new):
        return list(pieces)
    return [
        Piece(kind, "".join(piece.text for piece in pieces if piece.kind in (Kind.SAME, kind)))
        for kind in (Kind.REMOVED, Kind.ADDED)
    ]


def compare_readably(old: str, new: str) -> list[Piece]:
    """compare(), made readable()."""
    return readable(compare(old, new))


def excerpt(pieces: Sequence[Piece], around: int = 80) -> list[Piece]:
    """The pieces with long stretches that are the same in both shortened to `around` characters next to a change."""
    last = len(pieces) - 1
    return [
        Piece(piece.kind, _shortened(piece.text, around, is_first=position == 0, is_last=position == last))
        if piece.kind == Kind.SAME
        else piece
        for position, piece in enumerate(pieces)
    ]


def _shortened(text: str, around: int, *, is_first: bool, is_last: bool) -> str:
    if len(text) <= 2 * around:
        return text
    # Cut between words where there is a blank to cut at.
    head = "" if is_first else text[:around].rpartition(" ")[0] or text[:around]
    tail = "" if is_last else text[-around:].partition(" ")[2] or text[-around:]
    return f"{head} … {tail}"


def compare(old: str, new: str) -> list[Piece]:
    """The pieces in reading order. SAME and REMOVED together are the old text, SAME and ADDED the new one."""
    pattern = _WORD if max(len(old), len(new)) < _MAX_WORDS * 3 else _LINE
    before, after = pattern.findall(old), pattern.findall(new)
    pieces = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Kind.SAME, "".join(before[a:b])))
            continue
        if a < b:
            pieces.append(Piece(Kind.REMOVED, "".join(before[a:b])))
        if c < d:
            pieces.append(Piece(Kind.ADDED, "".join(after[c:d])))
    return pieces
