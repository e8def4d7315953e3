"""What people choose of a document: for each of its rows, and in the end for each row of the report. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from reports.figures import Entry


class Seen(NamedTuple):
    """What the differences on the page were about: the report's row at a version, replaced or appended to."""

    row: int
    version: int
    append: bool


@dataclass(frozen=True, slots=True)
class Placing:
    """What a person chose for one row of the document.

    `row` is the id of the report's row, or None: not to be taken. `ticked` are the names of the fields to be written,
    unless the row as a whole `is_left` out.
    """

    row: int | None
    append: bool = False
    ticked: frozenset[str] = frozenset()
    is_left: bool = False
    seen: Seen | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be written in one row, and the version of it that the person saw. None: the field is left alone.

    An empty answer or text is deleted.
    """

    row: int
    version: int
    answer: str | None = None
    implementation: str | None = None
    result: str | None = None
    entries: Mapping[str, Entry] = field(default_factory=dict)
