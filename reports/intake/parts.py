"""What one row of a document would write into one row of the report, field by field. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from reports.compare import Kind, Piece, compare, excerpt, readable
from reports.handout import fingerprint, kept
from reports.text import tidy_layout
from reports.vocabulary import Answer

from .brought import BroughtRow

TEXTS = {"implementation": "Информация о реализации", "result": "Информация о результативности"}
ANSWER = "answer"
# Beyond this many pairs of characters two texts are shown as wholes: word by word would take too long.
_MAX_PAIRS = 9_000_000


@dataclass(frozen=True, slots=True)
class Part:
    """What would be written in one field. `state`: new (the field is empty), change, same, or old.

    Old is what a document of this portal has if the text was changed here after it had been exported: no edit.
    `value` is what the document has: a text, or the code of an answer. Where it is appended, `pieces` show the field as
    it would be. `is_crossed`: the field was changed on the portal, too, since the file was handed out.
    """

    name: str
    label: str
    value: str
    current: str
    state: str
    pieces: list[Piece]
    is_ticked: bool = False
    is_crossed: bool = False

    @property
    def shown(self) -> str:
        """The value for people."""
        return answer_label(self.value) if self.name == ANSWER else self.value

    @property
    def shown_current(self) -> str:
        """What stands in the report, for people."""
        return answer_label(self.current) if self.name == ANSWER else self.current

    @property
    def is_layout(self) -> bool:
        """Whether only blanks and line ends differ, which nobody would see in the comparison."""
        return self.value.split() == self.current.split()

    @property
    def overwrites(self) -> bool:
        """Whether words that stand in the report would go."""
        return any(piece.kind == Kind.REMOVED for piece in self.pieces)

    @property
    def is_replaced(self) -> bool:
        """Whether the two texts are shown as wholes."""
        return [piece.kind for piece in self.pieces] == [Kind.REMOVED, Kind.ADDED]

    @property
    def excerpt(self) -> list[Piece]:
        """The differences with some words around them."""
        return excerpt(self.pieces)


def parts(
    brought: BroughtRow,
    current: Mapping[str, str],
    *,
    own: bool,
    append: bool,
    is_sure: bool,
    ticked: Collection[str] | None,
    base: Mapping[str, str] | None = None,
    earlier: Mapping[str, Collection[str]] | None = None,
) -> list[Part]:
    """The fields for which the document has something to say.

    `current` maps answer, implementation and result to what stands in the report, `base` the texts to what stood there
    when the document was exported, if that is known; else `earlier` are all texts that ever stood there. `ticked` are
    the fields that the person ticked; None: nobody has chosen yet, so where the row is sure new texts are ticked, and
    of what would overwrite a text only that which is known to be an edit of this very text.
    """
    found = []
    is_known = base is not None or brought.key is not None
    for name, label in TEXTS.items():
        value, there = getattr(brought, name), current[name]
        if name in brought.silent:
            continue
        is_untouched = base is not None and _is_same(value, base[name], own=own)
        # An empty cell says that the text was deleted only where the text had been put there by this portal.
        if not value and (is_untouched or not (own and there and not append)):
            continue
        if _is_same(value, there, own=own):
            found.append(Part(name, label, value, there, "same", []))
            continue
        # What is known to have been changed in the file is an edit, even back to what once was.
        is_old = is_untouched if is_known else own and not append and value in (earlier or {}).get(name, ())
        is_crossed = not is_old and _is_crossed(brought, name, there, base)
        by_itself = is_sure and not (is_old or is_crossed) and (is_known or append or not there)
        found.append(
            Part(
                name=name,
                label=label,
                value=value,
                current=there,
                state="old" if is_old else "change" if there else "new",
                pieces=_appended(there, value) if append else differences(there, value),
                is_ticked=by_itself if ticked is None else name in ticked,
                is_crossed=is_crossed,
            )
        )
    answer = _answer(brought, current[ANSWER], is_sure=is_sure, ticked=ticked)
    return [*found, *([answer] if answer else [])]


def answer_label(answer: str) -> str:
    """An answer in words."""
    return str(Answer(answer).label) if answer else "нет ответа"


def _answer(brought: BroughtRow, there: str, *, is_sure: bool, ticked: Collection[str] | None) -> Part | None:
    """The answer, where there is none yet; a workbook that was handed out may change it and take it back."""
    value = brought.answer
    is_known = brought.key is not None
    if ANSWER in brought.silent or value == there or (there and not is_known):
        return None
    is_crossed = _is_crossed(brought, ANSWER, str(Answer(there).label) if there else "")
    pieces = [Piece(Kind.REMOVED, answer_label(there))] if there else []
    pieces.append(Piece(Kind.ADDED, answer_label(value)))
    is_ticked = is_sure and not is_crossed if ticked is None else ANSWER in ticked
    return Part(ANSWER, "Ответ", value, there, "change" if there else "new", pieces, is_ticked, is_crossed)


def _is_crossed(brought: BroughtRow, name: str, there: str, base: Mapping[str, str] | None = None) -> bool:
    """Whether it is known that what was handed out was something else."""
    if brought.key is not None:
        return brought.key.fields.get(name, "") != fingerprint(there)
    return base is not None and kept(base[name]) != kept(there)


def joined(text: str, more: Collection[str]) -> str:
    """The text with others below it, each beginning a line."""
    return "\n".join(each for each in (text, *more) if each)


def differences(old: str, new: str) -> list[Piece]:
    """compare(), for many pairs of texts at once: only what lies between the first and the last difference is compared.

    Texts that have little in common are shown as wholes.
    """
    start = _common(old, new)
    while start and not old[start - 1].isspace():
        start -= 1
    end = _common(old[start:][::-1], new[start:][::-1])
    while end and not old[len(old) - end].isspace():
        end -= 1
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    if before and after and len(before) * len(after) <= _MAX_PAIRS:
        between = compare(before, after)
    else:
        between = [Piece(Kind.REMOVED, before), Piece(Kind.ADDED, after)]
    pieces = [Piece(Kind.SAME, old[:start]), *between, Piece(Kind.SAME, old[len(old) - end :])]
    return readable(_merged(pieces))


def _merged(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces without empty ones, neighbours of one kind as one."""
    merged: list[Piece] = []
    for piece in filter(lambda each: each.text, pieces):
        if merged and merged[-1].kind == piece.kind:
            merged[-1] = Piece(piece.kind, merged[-1].text + piece.text)
        else:
            merged.append(piece)
    return merged


def _common(one: str, other: str) -> int:
    """How many characters at their beginning two texts share."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _appended(there: str, value: str) -> list[Piece]:
    return [Piece(Kind.SAME, f"{there}\n"), Piece(Kind.ADDED, value)] if there else [Piece(Kind.ADDED, value)]


def _is_same(value: str, there: str, *, own: bool) -> bool:
    """Whether the document says what stands there already, but for what its reading takes away (brought.bring)."""
    return value in (there, kept(there) if own else tidy_layout(there))
