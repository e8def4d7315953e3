from dataclasses import dataclass
from enum import IntEnum

from reports.figures import Figure


class Level(IntEnum):
    """How heavy a finding weighs. Only errors keep a report from being submitted."""

    ERROR = 1
    WARNING = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend or to look at: `message` is a Russian sentence that says what to do.

    `code` is stable. `field` is the name of the field on the row's page, or "" for the row as a whole.
    """

    item: str
    code: str
    level: Level
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row as the checks see it. `needs_numbers` is false where the answer leaves nothing to count."""

    item: str
    answer: str
    implementation: str
    result: str
    figures: tuple[Figure, ...]
    unconfirmed: int
    unanswered_remarks: int
    needs_numbers: bool
