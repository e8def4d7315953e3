"""What a document brings, ready to be placed: its texts as they would stand in the report."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import Any

from kuznetsk_report.printable import clean
from reports.handout import Key, Origin
from reports.text import tidy_layout
from reports.vocabulary import Answer

from . import process
from .source import Handed, SourceEntry, SourceReport, SourceRow, handed_of, origin_of, row_parts

# Where a line may break, and where it may not, is layout.
_LAYOUT = {ord("\N{SOFT HYPHEN}"): None, ord("\N{NON-BREAKING HYPHEN}"): "-"}
_ANSWERS = {str(label).casefold(): value for value, label in Answer.choices}
# What stands before an item's number, and is written before it again where it is shown.
_SIGNS = re.compile(r"^(?:(?:№|п\.|пп\.|пункт[а-я]*\b)\s*)+(?=\d)", re.IGNORECASE)
_SHOWN = 100  # characters of what is no answer
_NOT_AN_ANSWER = (
    f"Ответа «{{}}»{{}} нет среди пяти: {', '.join(f'«{label}»' for label in Answer.labels)}. Он не перенесён."
)


@dataclass(frozen=True, slots=True)
class BroughtRow:
    """A row of the document. `place` is where it stands in it.

    `number` is the item's number as it is written there, without «№» and «п.» before it and a dot behind it.
    `answer` is one of the five if a column names it in words; `extra` are the columns that the report has none for.
    `notes`, and what only a workbook has, are as in SourceRow.
    """

    place: str
    section: str
    number: str
    measure: str
    implementation: str
    result: str
    answer: str = ""
    extra: tuple[tuple[str, str], ...] = ()
    entries: tuple[SourceEntry, ...] = ()
    key: Key | None = None
    silent: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    is_rounded: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Brought:
    """A document's content. `own`: exported by this portal, so that every character of it is meant.

    `handed` is the report for which a workbook was handed out, `origin` the one that a document was exported from,
    `about` is as in SourceReport.
    """

    own: bool
    rows: tuple[BroughtRow, ...]
    outside: tuple[str, ...]
    warnings: tuple[str, ...]
    handed: Handed | None = None
    origin: Origin | None = None
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BroughtFile:
    """A file that was read: its name, its SHA-256 (hex), and what it brings."""

    name: str
    sha256: str
    content: Brought


def read_file(data: bytes, name: str) -> BroughtFile:
    """Read a document that somebody uploaded. Raises guard.Refused, with a Russian sentence."""
    content = bring(process.read_report(data, name))
    return BroughtFile(clean(name).text, sha256(data).hexdigest(), content)


def bring(source: SourceReport) -> Brought:
    """The document's texts as they would be written (docs/normalization.md).

    Of a document of another origin a word processor's layout is taken away; one that this portal exported is taken to
    the letter.
    """
    return Brought(
        own=source.own,
        rows=_rows(source),
        outside=tuple(text for text in (_text(each, own=source.own) for each in source.outside) if text),
        warnings=source.warnings,
        handed=source.handed,
        origin=source.origin,
        about=tuple(filter(None, (_text(each, own=False) for each in source.about))),
    )


def to_json(brought: Brought) -> dict[str, Any]:
    """Plain data for a JSON column."""
    return asdict(brought)


def from_json(plain: dict[str, Any]) -> Brought:
    """The inverse of to_json()."""
    return Brought(
        own=plain["own"],
        rows=tuple(BroughtRow(**{**row, **row_parts(row)}) for row in plain["rows"]),
        outside=tuple(plain["outside"]),
        warnings=tuple(plain["warnings"]),
        handed=handed_of(plain),
        origin=origin_of(plain),
        about=tuple(plain.get("about", ())),
    )


def _rows(source: SourceReport) -> tuple[BroughtRow, ...]:
    """The rows; further answers to one measure become lines of its row."""
    made: list[BroughtRow] = []
    for row in source.rows:
        brought = _row(row, own=source.own)
        if row.continues and made:
            made[-1] = _joined(made[-1], brought)
        else:
            made.append(brought)
    return tuple(made)


def _joined(row: BroughtRow, further: BroughtRow) -> BroughtRow:
    """Two answers to one measure as one: what the second repeats is said once."""
    return replace(
        row,
        implementation=_lines(row.implementation, further.implementation),
        result=_lines(row.result, further.result),
        answer="" if row.answer and further.answer not in ("", row.answer) else row.answer or further.answer,
        extra=tuple(dict.fromkeys([*row.extra, *further.extra])),
        problems=tuple(dict.fromkeys([*row.problems, *further.problems])),
        notes=tuple(dict.fromkeys([*row.notes, *further.notes])),
    )


def _lines(text: str, further: str) -> str:
    return "\n".join(filter(None, [text, "" if further == text else further]))


def _row(row: SourceRow, *, own: bool) -> BroughtRow:
    is_unknown = "answer" not in row.silent and bool(row.answer.strip()) and not _answer([("", row.answer)])
    cell = f" ({row.answer_cell})" if row.answer_cell else ""
    problems = [_NOT_AN_ANSWER.format(clean(row.answer).text.strip()[:_SHOWN], cell)] if is_unknown else []
    extra = [(_text(heading, own=False), _text(text, own=own)) for heading, text in row.extra]
    return BroughtRow(
        place=row.place,
        section=_text(row.section, own=False),
        number=_SIGNS.sub("", clean(row.item).text.strip()).rstrip(" ."),
        measure=_text(row.measure, own=own),
        implementation=_text(row.implementation, own=own),
        result=_text(row.result, own=own),
        answer=_answer([*extra, ("", row.answer)]),
        extra=tuple((heading, text) for heading, text in extra if text),
        entries=tuple(replace(entry, written=clean(entry.written).text) for entry in row.entries),
        key=row.key,
        silent=(*row.silent, "answer") if problems else row.silent,
        problems=(*row.problems, *problems),
        is_rounded=row.is_rounded,
        notes=row.notes,
    )


def _text(text: str, *, own: bool) -> str:
    if not own:
        return tidy_layout(text.translate(_LAYOUT))
    # Blank lines at either end are not printed, so that they are not in the file does not say that they were deleted.
    taken = clean(text).text.strip("\n")
    return taken if taken.strip() else ""


def _answer(extra: Sequence[tuple[str, str]]) -> str:
    for _, text in extra:
        answer = _ANSWERS.get(text.strip().rstrip(".").casefold())
        if answer:
            return answer
    return ""
