"""A document that is brought in, and what a person chooses of it, as the pages post it."""

import re

from django import forms
from django.http import QueryDict

from .fields import OfficeFileField
from .forms import identifiers
from .intake.choice import Placing, Seen
from .intake.parts import TEXTS

_NAME = re.compile(r"(row|loose-row|column)-(\d{1,6})")


class DocumentForm(forms.Form):
    """A report to be read, in a document or a workbook."""

    file = OfficeFileField(of="отчёта", advice="Уменьшите или удалите рисунки в нём и загрузите снова.")


def placings(data: QueryDict) -> dict[int, Placing]:
    """What was chosen for each row of the document that is named in the data; nonsense counts as not chosen."""
    return {
        at: Placing(
            row=_identifier(data.get(f"row-{at}", "")),
            append=bool(data.get(f"append-{at}")),
            ticked=frozenset(data.getlist(f"tick-{at}")),
            # Only rows that are shown closed have a tick for the whole row.
            is_left=bool(data.get(f"closed-{at}")) and not data.get(f"take-{at}"),
            seen=_seen(data.get(f"seen-{at}", "")),
        )
        for at in _positions(data, "row")
    }


def loose_texts(data: QueryDict) -> dict[int, tuple[int | None, str]]:
    """For each text outside the table the row and the field that were chosen for it."""
    return {
        at: (_identifier(data.get(f"loose-row-{at}", "")), _text_field(data.get(f"loose-field-{at}", "")))
        for at in _positions(data, "loose-row")
    }


def columns(data: QueryDict) -> dict[int, str]:
    """For each column that the report has none for the field that was chosen for it."""
    return {at: _text_field(data.get(f"column-{at}", "")) for at in _positions(data, "column")}


def _positions(data: QueryDict, kind: str) -> list[int]:
    return [int(found[2]) for name in data if (found := _NAME.fullmatch(name)) and found[1] == kind]


def _identifier(value: str) -> int | None:
    return next(iter(identifiers([value])), None)


def _text_field(value: str) -> str:
    return value if value in TEXTS else ""


def _seen(value: str) -> Seen | None:
    """«15:3:1»: version 3 of row 15, with what would be appended; «15:3:0»: with what would replace it."""
    found = identifiers(value.split(":"))
    return Seen(found[0], found[1], bool(found[2])) if len(found) == len(Seen._fields) else None
