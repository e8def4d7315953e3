"""A rule tried on a report: what its rows' figures and findings would become."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from reports.checklist import CheckedReportRow, Noted
from reports.checks import Level
from reports.figures import Figure
from reports.models import ReportRow

LEVEL_LABELS = {Level.ERROR: "ошибка", Level.WARNING: "предупреждение", Level.HINT: "подсказка"}


class Change(StrEnum):
    """What becomes of a finding."""

    NEW = "new"
    GONE = "gone"
    SAME = "same"
    HEAVIER = "heavier"
    LIGHTER = "lighter"


CHANGE_LABELS = {
    Change.NEW: "появится",
    Change.GONE: "исчезнет",
    Change.SAME: "останется",
    Change.HEAVIER: "станет строже",
    Change.LIGHTER: "станет мягче",
}


@dataclass(frozen=True, slots=True)
class TriedFigure:
    """An indicator now and then; None: it is not there."""

    before: Figure | None
    after: Figure | None

    @property
    def name(self) -> str:
        figure = self.after or self.before
        assert figure is not None  # one of them is there
        return figure.definition.name

    @property
    def is_changed(self) -> bool:
        return _shown(self.before) != _shown(self.after)


@dataclass(frozen=True, slots=True)
class TriedFinding:
    """A finding with what becomes of it; `noted` is as it would be, of one that goes as it is."""

    noted: Noted
    change: Change
    former: Level | None

    @property
    def change_label(self) -> str:
        return CHANGE_LABELS[self.change]

    @property
    def level_label(self) -> str:
        """«предупреждение», or «предупреждение → ошибка»."""
        now = LEVEL_LABELS[self.noted.finding.level]
        is_moved = self.change in (Change.HEAVIER, Change.LIGHTER) and self.former is not None
        return f"{LEVEL_LABELS[self.former]} → {now}" if is_moved and self.former else now


@dataclass(frozen=True, slots=True)
class TriedRow:
    """A row of the report under the rules that are tried."""

    row: ReportRow
    figures: list[TriedFigure]
    findings: list[TriedFinding]

    @property
    def is_changed(self) -> bool:
        return any(each.is_changed for each in self.figures) or any(f.change != Change.SAME for f in self.findings)


@dataclass(frozen=True, slots=True)
class Trial:
    """The rows that are shown: that of the item in question, and of the others what changes in them."""

    rows: list[TriedRow]
    unchanged: int  # rows that are not shown

    @property
    def is_changed(self) -> bool:
        return any(row.is_changed for row in self.rows)


def trial(before: Iterable[CheckedReportRow], after: Iterable[CheckedReportRow], item: int | None) -> Trial:
    """Compare a report's rows under the rules as they are with the same under those that are tried."""
    earlier = {checked.row.pk: checked for checked in before}
    rows = [_row(earlier[checked.row.pk], checked) for checked in after]
    shown = [row if row.row.item_id == item else _changed(row) for row in rows]
    shown = [row for row in shown if row.row.item_id == item or row.is_changed]
    return Trial(shown, len(rows) - len(shown))


def _changed(row: TriedRow) -> TriedRow:
    """What changes in the row, alone."""
    return TriedRow(
        row.row,
        [figure for figure in row.figures if figure.is_changed],
        [finding for finding in row.findings if finding.change != Change.SAME],
    )


def _row(before: CheckedReportRow, after: CheckedReportRow) -> TriedRow:
    figures = ({f.definition.code: f for f in checked.seen.figures} for checked in (before, after))
    old, new = figures
    # By the words, too: of a target that is missed as before, but is another one, the key is the same.
    then, now = (
        {(noted.finding.key, noted.finding.message): noted for noted in checked.noted} for checked in (before, after)
    )
    found = [TriedFinding(noted, *_change(then.get(key), noted)) for key, noted in now.items()]
    gone = [TriedFinding(noted, Change.GONE, None) for key, noted in then.items() if key not in now]
    return TriedRow(
        row=after.row,
        figures=[TriedFigure(old.get(code), new.get(code)) for code in dict.fromkeys([*new, *old])],
        findings=sorted([*found, *gone], key=lambda each: list(Change).index(each.change)),
    )


def _change(before: Noted | None, after: Noted) -> tuple[Change, Level | None]:
    if before is None:
        return Change.NEW, None
    old, new = before.finding.level, after.finding.level
    if old == new:
        return Change.SAME, old
    return (Change.HEAVIER if new < old else Change.LIGHTER), old


def _shown(figure: Figure | None) -> tuple[str, str, bool | None] | None:
    return None if figure is None else (figure.text, figure.target_text, figure.met)
