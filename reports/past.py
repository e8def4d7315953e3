"""A row's content as it stood at an earlier time: the stored one with every later event undone."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any

from plans.models import Indicator
from reports.documents import gather
from reports.figures import Entry, format_date, format_number
from reports.models import Event, ReportRow
from reports.vocabulary import Answer

# Everything that can be written in a row, by the names of RowForm's fields.
Content = dict[str, str | Entry]

_LABELS = {
    "answer": "Ответ",
    "implementation": "Информация о реализации",
    "result": "Информация о результативности",
}


def flat(answer: str, implementation: str, result: str, entries: Mapping[str, Entry]) -> Content:
    """A row's own content; answers to remarks are not in it."""
    numbers: Content = {f"value_{code}": entry for code, entry in entries.items()}
    return {"answer": answer, "implementation": implementation, "result": result} | numbers


def stored(row: ReportRow) -> Content:
    """The row as it stands, with its values (and their indicators) and its remarks; prefetched ones are used."""
    content = flat(row.answer, row.implementation, row.result, gather.entries(row.values.all()))
    return content | {f"reply_{remark.pk}": remark.answer for remark in row.remarks.all()}


def own_content(content: Content) -> Content:
    """The content without answers to remarks and blank numbers, to be compared with that of another time."""
    return {name: value for name, value in content.items() if value != Entry() and not name.startswith("reply_")}


def labels(row: ReportRow) -> dict[str, str]:
    """What people call the fields of this row."""
    named = {f"value_{indicator.code}": indicator.name for indicator in row.item.indicators.all()}
    named |= {f"reply_{remark.pk}": f"Ответ на замечание «{remark.text}»" for remark in row.remarks.all()}
    return _LABELS | named


def dates(row: ReportRow) -> set[str]:
    """The fields of this row that hold dates."""
    return {f"value_{i.code}" for i in row.item.indicators.all() if i.kind == Indicator.Kind.DATE}


def undo(content: Content, events: Iterable[Event]) -> Content:
    """The content before these events of the row, which stand from the newest to the oldest."""
    content = dict(content)
    for event in events:
        for field, change in event.changes.items():
            if field in ("implementation", "result"):
                content[field] = _undone(str(content[field]), change)
            elif field == "answer":
                content[field] = change["from"]
            elif field == "values":
                content |= {f"value_{code}": _entry_of(edit["from"]) for code, edit in change.items()}
            elif field == "replies":
                content |= {f"reply_{pk}": edit["from"] for pk, edit in change.items()}
    return content


def shown(name: str, value: str | Entry, dates: Collection[str]) -> str:
    """The content of a field in words; `dates` are the fields that hold dates."""
    if isinstance(value, Entry):
        if value.not_applicable:
            return "не применимо"
        if value.value is None:
            return "не заполнено"
        return format_date(value.value) if name in dates else format_number(value.value)
    if name == "answer":
        return str(Answer(value).label) if value else "нет ответа"
    return value


def _undone(text: str, edit: Mapping[str, Any]) -> str:
    at, after = edit["at"], edit["at"] + len(edit["added"])
    return f"{text[:at]}{edit['removed']}{text[after:]}"


def _entry_of(plain: str | None) -> Entry:
    """The inverse of what an event holds for a number."""
    if plain == "n/a":
        return Entry(not_applicable=True)
    return Entry() if plain is None else Entry(Decimal(plain))
