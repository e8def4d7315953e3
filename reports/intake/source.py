"""What was read of a report: plain data, before anybody knows which item a row belongs to."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from reports.handout import Key, Origin


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """What a workbook has for an indicator: a number or a date as text, or that it does not apply; both empty: blank.

    Known by its `code` if the hidden key is there (then `handed` is the fingerprint of what was handed out), else by
    its name. `cell` says where it is, for people.
    """

    code: str
    name: str
    written: str
    is_absent: bool
    handed: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """The report for which a workbook was handed out: its id, and if the hidden sheet is there what it is called."""

    report: int
    plan: str = ""
    organization: str = ""
    year: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of the report's table, every text as written. `place` says where: «таблица 1, строка 5».

    `extra` holds the texts of other columns under their headings, `section` the headings of sections above the row.
    `continues`: it is a further answer to the measure of the row above. `notes` are Russian sentences about what is to
    be looked at, though it is taken.

    Of a workbook: `answer` in words and the cell that it is in, `entries` of indicators, `key` what the portal wrote
    beside the row, `silent` the fields of which the row says nothing (left as handed out, for one), `problems` what
    cannot be taken, in Russian sentences. `is_rounded`: Excel made a number of `item`, so that 1.1 may have been 1.10.
    """

    place: str
    item: str
    measure: str
    implementation: str
    result: str
    extra: tuple[tuple[str, str], ...] = ()
    section: str = ""
    answer: str = ""
    answer_cell: str = ""
    entries: tuple[SourceEntry, ...] = ()
    key: Key | None = None
    silent: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    is_rounded: bool = False
    continues: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceReport:
    """The rows of a report, the text around its table, and what the person who brought it must know.

    `own`: the document was exported by this portal, so that every character of it is meant; `origin` says from which
    report, `handed` for which report a workbook was handed out.
    `about` is where a document would say whose report it is and for what year: the text above its first row, and the
    headings of its columns.
    """

    rows: tuple[SourceRow, ...]
    outside: tuple[str, ...]
    warnings: tuple[str, ...]
    own: bool = False
    handed: Handed | None = None
    origin: Origin | None = None
    about: tuple[str, ...] = ()


def to_json(report: SourceReport) -> dict[str, Any]:
    """Plain data for JSON."""
    return asdict(report)


def from_json(plain: dict[str, Any]) -> SourceReport:
    """The inverse of to_json()."""
    rows = tuple(SourceRow(**{**row, **row_parts(row)}) for row in plain["rows"])
    outside, warnings, about = (tuple(plain[name]) for name in ("outside", "warnings", "about"))
    return SourceReport(rows, outside, warnings, plain["own"], handed_of(plain), origin_of(plain), about)


def handed_of(plain: Mapping[str, Any]) -> Handed | None:
    """The report for which it was handed out, of a report's plain data."""
    return Handed(**plain["handed"]) if plain.get("handed") else None


def origin_of(plain: Mapping[str, Any]) -> Origin | None:
    """The report from which it was exported, of a report's plain data."""
    return Origin(**plain["origin"]) if plain.get("origin") else None


def row_parts(plain: Mapping[str, Any]) -> dict[str, Any]:
    """Those parts of a row's plain data that JSON has no types for."""
    return {
        "extra": tuple((heading, text) for heading, text in plain["extra"]),
        "entries": tuple(SourceEntry(**entry) for entry in plain.get("entries", ())),
        "key": Key(**plain["key"]) if plain.get("key") else None,
        "silent": tuple(plain.get("silent", ())),
        "problems": tuple(plain.get("problems", ())),
        "notes": tuple(plain.get("notes", ())),
    }
