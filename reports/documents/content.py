"""What a report's documents say: one content model for every format and for the screen."""

import hashlib
import json
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any, Protocol

from reports.figures import Definition, Entry, Figure, figures

_LATER = {"parts", "is_date"}  # fields of Definition

COLUMNS = (
    "№ п/п",
    "№ пункта Плана",
    "Наименование мероприятия Плана",
    "Информация о реализации мероприятия (проведенная работа)",
    "Информация о результативности мероприятия",
)


class TableRow(Protocol):
    """What the five columns show of a row; № п/п is its position. `section` is the section that starts here."""

    @property
    def number(self) -> str: ...
    @property
    def measure(self) -> str: ...
    @property
    def implementation(self) -> str: ...
    @property
    def result(self) -> str: ...
    @property
    def section(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a report. `answer` is a value of vocabulary.Answer or ""; the printed form has no column for it.

    `item` is the id of the plan's item, which stays when the plan is numbered anew. No document shows it, so it counts
    neither for equality nor for the fingerprint.
    """

    item: int = field(compare=False)
    number: str
    measure: str
    implementation: str
    result: str
    section: str
    definitions: tuple[Definition, ...]
    entries: tuple[tuple[str, Entry], ...]
    answer: str = ""

    @property
    def figures(self) -> list[Figure]:
        return figures(self.definitions, dict(self.entries))


@dataclass(frozen=True, slots=True)
class ReportContent:
    """A whole report, independent of format. № п/п is the position in `rows`, counted from 1.

    `origin` (handout.Origin as text) is what a document says of itself to be known when it comes back, "" where it need
    not be. Nobody sees it, so it counts neither for equality nor for the fingerprint.
    """

    executor: str  # in the nominative, for metadata
    executor_genitive: str
    executor_short: str
    executor_caption: str
    plan_genitive: str
    years: str
    year: int
    rows: tuple[Row, ...]
    is_project: bool  # not accepted: every page says ПРОЕКТ
    origin: str = field(default="", compare=False)

    @property
    def subject(self) -> str:
        """The lines of the heading under the executor, as one."""
        return f"о выполнении мероприятий {self.plan_genitive} на {self.years} за {self.year} год"

    @property
    def title(self) -> str:
        """The document's title in metadata: «Отчёт администрации города Кузнецка о выполнении …»."""
        return f"{'ПРОЕКТ. ' if self.is_project else ''}Отчёт {self.executor_genitive} {self.subject}"

    @property
    def fingerprint(self) -> str:
        """SHA-256 (hex) of everything that a document shows: equal exactly when the documents say the same."""
        return fingerprint_of(self)


def fingerprint_of(content: object) -> str:
    """SHA-256 (hex) of content made of dataclasses, texts and numbers: equal exactly when everything in it is."""
    plain = json.dumps(content, default=_compared, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()


def to_json(content: ReportContent) -> dict[str, Any]:
    """Plain data for a JSON column; numbers become text, so that no digit is lost."""
    plain: dict[str, Any] = json.loads(json.dumps(content, default=_plain))
    return plain


def _plain(value: Any) -> str | dict[str, Any]:
    """A dataclass as its fields, a number as text. dataclasses.asdict would first copy everything, which is slow."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return {each.name: getattr(value, each.name) for each in fields(value)}


def _compared(value: Any) -> str | dict[str, Any]:
    """Like _plain(), without the fields that do not count when two are compared.

    What a definition got later than the first receipts counts only where it is used: their fingerprints still prove.
    """
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    unused = _LATER & {each.name for each in fields(value) if getattr(value, each.name) == each.default}
    return {each.name: getattr(value, each.name) for each in fields(value) if each.compare and each.name not in unused}


def from_json(plain: dict[str, Any]) -> ReportContent:
    """The inverse of to_json()."""
    return ReportContent(**{**plain, "rows": tuple(row_from_json(row) for row in plain["rows"])})


def row_from_json(plain: dict[str, Any]) -> Row:
    """One of the rows of to_json()."""
    definitions = (
        Definition(**{**d, "target": _decimal(d["target"]), "parts": tuple(d.get("parts", ()))})
        for d in plain["definitions"]
    )
    entries = ((code, Entry(_decimal(entry["value"]), entry["not_applicable"])) for code, entry in plain["entries"])
    return Row(**{**plain, "definitions": tuple(definitions), "entries": tuple(entries)})


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
