"""What the consolidated report's documents say: a table over all executors and the accepted reports as appendices."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from reports.consolidation import (
    ACCEPTED,
    GROUP_LABELS,
    PENDING,
    SILENT,
    Group,
    Total,
    accepted_sentence,
    offered_paragraph,
)

from .content import ReportContent, Row, fingerprint_of

# Told how many steps of how many are done; it may raise to end the work.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Given:
    """An executor's row about an item: where it stands in ConsolidatedContent.reports."""

    executor: str  # by short name, as it is now; the report keeps the name that it was filed under
    report: int
    row: int


@dataclass(frozen=True, slots=True)
class ConsolidatedItem:
    """One row of the consolidated table: a content.TableRow."""

    number: str
    measure: str
    section: str
    edited: str | None  # the summarizing paragraph as a supervisor wrote it; "": none is wanted; None: not written
    groups: tuple[Group, ...]
    totals: tuple[Total, ...]
    given: tuple[Given, ...]
    # Kinds of group whose executors are, one and all, those that the heading names: a row does not repeat them.
    named_above: tuple[str, ...] = ()

    @property
    def offered(self) -> str:
        """The summarizing paragraph that follows from the figures."""
        return offered_paragraph(self.groups, self.totals)

    @property
    def summary(self) -> str:
        """The summarizing paragraph that is printed; "" if none is."""
        return self.offered if self.edited is None else self.edited

    @property
    def implementation(self) -> str:
        groups = (group.count_text if group.kind in self.named_above else group.text for group in self.groups)
        return "\n".join([*filter(None, [self.summary]), *groups])

    @property
    def result(self) -> str:
        above = [(), *(total.missing for total in self.totals)]
        return "\n".join(total.text(named) for total, named in zip(self.totals, above, strict=False))


@dataclass(frozen=True, slots=True)
class Executor:
    """An executor of the plan; `standing` is a key of consolidation.STANDING_LABELS."""

    name: str
    short_name: str
    standing: str

    @property
    def is_accepted(self) -> bool:
        return self.standing == ACCEPTED


@dataclass(frozen=True)
class ConsolidatedContent:
    """A whole consolidated report, independent of format. `reports` are the accepted ones in the order of appendices.

    № п/п is the position in `items`, the appendix's number the position in `reports`, both counted from 1.
    """

    supervisor: str  # in the nominative, for metadata
    supervisor_genitive: str
    supervisor_short: str
    plan_genitive: str
    years: str
    year: int
    executors: tuple[Executor, ...]
    items: tuple[ConsolidatedItem, ...]
    reports: tuple[ReportContent, ...]

    @property
    def subject(self) -> str:
        """The lines of the heading under the supervising body, as one."""
        return f"о выполнении мероприятий {self.plan_genitive} на {self.years} за {self.year} год"

    @property
    def title(self) -> str:
        """The document's title in metadata: «Сводный отчёт Управления по … о выполнении …»."""
        return f"Сводный отчёт {self.supervisor_genitive} {self.subject}"

    @property
    def note(self) -> str:
        """The lines between heading and table: how many reports it is made of, and who has none, by name."""
        accepted = sum(executor.is_accepted for executor in self.executors)
        lines = [accepted_sentence(accepted, len(self.executors))]
        for standing in (PENDING, SILENT):
            names = [executor.short_name for executor in self.executors if executor.standing == standing]
            if names:
                lines.append(f"{GROUP_LABELS[standing]} — {len(names)}: {', '.join(names)}.")
        return "\n".join(lines)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 (hex) of everything that a document shows: equal exactly when the documents say the same."""
        return fingerprint_of(self)

    def row(self, given: Given) -> Row:
        """The executor's own row about an item."""
        return self.reports[given.report].rows[given.row]


def appendix_number(number: int) -> str:
    """What stands above the executor's name at the head of an appendix, counted from 1."""
    return f"Приложение {number}"
