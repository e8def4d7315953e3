"""Two people at one row: what each changed since they both saw the same, and what must be chosen between."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reports.compare import Piece, compare
from reports.documents import gather
from reports.figures import Entry, format_number
from reports.models import ReportRow
from reports.vocabulary import Answer

_LABELS = {
    "answer": "Ответ",
    "implementation": "Информация о реализации",
    "result": "Информация о результативности",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that two people filled differently. `name` is the field's name in RowForm."""

    name: str
    label: str
    mine: str
    theirs: str
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Conflict:
    """What somebody else saved while I was writing.

    `untouched` are the fields that I left as I had found them: theirs hold. `differences` are those that both changed.
    """

    row: ReportRow
    untouched: list[str]
    differences: list[Difference]


def conflict(row: ReportRow, version: int, mine: Mapping[str, Any], unreadable: Mapping[str, str]) -> Conflict:
    """Compare the stored row with mine, which was begun at `version`.

    `mine` are the arguments of actions.save_row(); `unreadable` is what stands in number fields that could not be read,
    by indicator code.
    """
    stored = _flat(row.answer, row.implementation, row.result, _stored_entries(row))
    begun = _as_of(row, version, stored)
    written = _flat(mine["answer"], mine["implementation"], mine["result"], mine["entries"])
    written |= {f"value_{code}": text for code, text in unreadable.items()}
    names = {f"value_{code}": name for code, name in row.item.indicators.values_list("code", "name")} | _LABELS
    untouched, differences = [], []
    for name, my_value in written.items():
        their_value, first_value = stored.get(name, Entry()), begun.get(name, Entry())
        if my_value == first_value:
            untouched.append(name)
        elif their_value not in (first_value, my_value):
            my_text, their_text = _shown(name, my_value), _shown(name, their_value)
            differences.append(Difference(name, names[name], my_text, their_text, compare(their_text, my_text)))
    return Conflict(row, untouched, differences)


_Flat = dict[str, str | Entry]


def _flat(answer: str, implementation: str, result: str, entries: Mapping[str, Entry]) -> _Flat:
    """A row's content by the names of the form's fields."""
    numbers: _Flat = {f"value_{code}": entry for code, entry in entries.items()}
    return {"answer": answer, "implementation": implementation, "result": result} | numbers


def _stored_entries(row: ReportRow) -> dict[str, Entry]:
    return gather.entries(row.values.select_related("indicator"))


def _as_of(row: ReportRow, version: int, stored: _Flat) -> _Flat:
    """The content as it stood at an earlier version: the stored one with every later event undone."""
    content = dict(stored)
    for event in row.events.filter(version__gt=version).order_by("-version"):
        for field, change in event.changes.items():
            if field in ("implementation", "result"):
                content[field] = _undone(str(content[field]), change)
            elif field == "answer":
                content[field] = change["from"]
            elif field == "values":
                content |= {f"value_{code}": _entry_of(edit["from"]) for code, edit in change.items()}
    return content


def _undone(text: str, edit: Mapping[str, Any]) -> str:
    at, after = edit["at"], edit["at"] + len(edit["added"])
    return f"{text[:at]}{edit['removed']}{text[after:]}"


def _entry_of(plain: str | None) -> Entry:
    """The inverse of what an event holds for a number."""
    if plain == "n/a":
        return Entry(not_applicable=True)
    return Entry() if plain is None else Entry(Decimal(plain))


def _shown(name: str, value: str | Entry) -> str:
    if isinstance(value, Entry):
        if value.not_applicable:
            return "не применимо"
        return "не заполнено" if value.value is None else format_number(value.value)
    if name == "answer":
        return str(Answer(value).label) if value else "нет ответа"
    return value
