"""Two people at one row: what each changed since they both saw the same, and what must be chosen between."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reports import past
from reports.compare import Piece, compare
from reports.figures import Entry
from reports.models import ReportRow
from reports.vocabulary import COPIED_FROM


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


def is_only_copied(row: ReportRow, version: int) -> bool:
    """Whether nothing happened to the row since that version but values of shared facts, entered in other rows."""
    later = row.events.filter(version__gt=version)
    return all(COPIED_FROM in event.changes for event in later)


def conflict(row: ReportRow, version: int, mine: Mapping[str, Any], unreadable: Mapping[str, str]) -> Conflict:
    """Compare the stored row with mine, which was begun at `version`.

    `mine` are the arguments of actions.save_row(); `unreadable` is what stands in number fields that could not be read,
    by indicator code.
    """
    stored = past.stored(row)
    begun = past.undo(stored, row.events.filter(version__gt=version).order_by("-version"))
    written = past.flat(mine["answer"], mine["implementation"], mine["result"], mine["entries"])
    written |= {f"reply_{pk}": text for pk, text in mine["replies"].items()}
    written |= {f"value_{code}": text for code, text in unreadable.items()}
    labels, dates = past.labels(row), past.dates(row)
    untouched, differences = [], []
    for name, my_value in written.items():
        their_value, first_value = stored.get(name, Entry()), begun.get(name, Entry())
        if my_value == first_value:
            untouched.append(name)
        elif their_value not in (first_value, my_value):
            my_text, their_text = past.shown(name, my_value, dates), past.shown(name, their_value, dates)
            differences.append(Difference(name, labels[name], my_text, their_text, compare(their_text, my_text)))
    return Conflict(row, untouched, differences)
