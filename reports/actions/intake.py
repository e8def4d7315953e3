"""Documents of people's own: read, looked at, and taken into a report as far as they agree."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kuznetsk_report.accounts.models import User
from plans.models import Indicator
from reports import access, past
from reports.figures import Entry
from reports.intake.brought import BroughtFile, to_json
from reports.intake.choice import Choice
from reports.intake.source import Handed
from reports.models import Event, Intake, Report, ReportRow
from reports.vocabulary import COPIED_FROM, MARKS_BEFORE, ROW_WRITING, TAKEN_FROM
from reports.workflow import Action

from .base import RowsRefusedError, StaleVersionError, locked
from .filling import save_row

_LONGEST_NAME = 255
_CLOSED = "Эта строка закрыта: к ней нет замечаний."


class WrongReportError(Exception):
    """The workbook was handed out for another report. The message is for people and names it; `handed` is that one."""

    def __init__(self, handed: Handed) -> None:
        self.handed = handed
        which = f"для другого отчёта: {handed.name[:_LONGEST_NAME]}" if handed.name else "для другого отчёта"
        super().__init__(f"Эта книга выдана {which}. Откройте тот отчёт и загрузите её там.")


class IntakeClosedError(Exception):
    """The document has been applied or dropped already. The message is for people."""

    def __init__(self, intake: Intake) -> None:
        super().__init__(f"Файл «{intake.name}» уже {intake.get_state_display()}. Загрузите его снова, если нужно.")


class NotAppliedError(Exception):
    """There is nothing of the document to be taken back. The message is for people."""

    def __init__(self, intake: Intake) -> None:
        if intake.state == Intake.State.TAKEN_BACK:
            super().__init__(
                f"Как было до переноса из файла «{intake.name}», уже возвращено. Сейчас ничего не изменено."
            )
        else:
            super().__init__(f"Файл «{intake.name}» {intake.get_state_display()}: возвращать нечего.")


@dataclass(slots=True)
class TakenBack:
    """The rows in which a document wrote: restored, or left because changed since or because closed."""

    restored: list[ReportRow] = field(default_factory=list)
    changed: list[ReportRow] = field(default_factory=list)
    closed: list[ReportRow] = field(default_factory=list)


@transaction.atomic
def take_in(*, report: Report, file: BroughtFile, by: User) -> Intake:
    """Keep what was read of a file for an open report, to be looked at: nothing of it stands in the report yet.

    Raises WrongReportError for a workbook of another report.
    """
    report = locked(report, Action.EDIT, by)
    _require_same(report, file.content.handed)
    name = file.name[-_LONGEST_NAME:]
    return Intake.objects.create(report=report, by=by, name=name, sha256=file.sha256, content=to_json(file.content))


def _require_same(report: Report, handed: Handed | None) -> None:
    """Ids alone tell only where the workbook has lost what it is called."""
    if handed is None:
        return
    if handed.name:
        is_same = (handed.plan, handed.organization, handed.year) == (
            report.plan.slug,
            report.organization.slug,
            report.year,
        )
    else:
        is_same = handed.report == report.pk
    if not is_same:
        raise WrongReportError(handed)


@transaction.atomic
def apply_intake(*, intake: Intake, choices: Sequence[Choice], by: User) -> list[ReportRow]:
    """Write what was chosen of the document, all of it or nothing; returns the rows that changed.

    Raises IntakeClosedError for a document that is dealt with, and
    RowsRefusedError with every row that has changed since the person saw it or that is closed to them.
    """
    report = locked(intake.report, Action.EDIT, by)
    intake = _open(intake, by)
    rows = {row.pk: row for row in report.rows.select_related("item").order_by("number")}
    open_rows = set(report.rows.filter(access.open_rows(report)).values_list("pk", flat=True))
    refusals: list[tuple[ReportRow, Exception]] = []
    for choice in choices:
        row = rows.get(choice.row)
        if row is None:
            raise PermissionDenied("Такой строки в отчёте нет.")
        if row.pk not in open_rows:
            refusals.append((row, PermissionDenied(_CLOSED)))
        elif row.version != choice.version:
            refusals.append((row, StaleVersionError(row)))
    if refusals:
        raise RowsRefusedError(refusals)
    changed = [row for choice in choices if (row := _written(rows[choice.row], choice, intake, by)) is not None]
    intake.state, intake.applied_at = Intake.State.APPLIED, timezone.now()
    intake.save(update_fields=["state", "applied_at"])
    return changed


@transaction.atomic
def take_back_intake(*, intake: Intake, by: User) -> TakenBack:
    """Write into the rows that a document changed what stood there before.

    A row whose answer, texts or numbers have changed since is left as it is, and so is one that is closed to the
    person. A number that the document brought into other rows, too, goes from all of them. If every row is left, the
    document stays applied. Raises NotAppliedError for a document that is not applied.
    """
    report = locked(intake.report, Action.EDIT, by)
    intake = Intake.objects.select_for_update(of=("self",)).defer("content").get(pk=intake.pk)
    if intake.state != Intake.State.APPLIED:
        raise NotAppliedError(intake)
    open_rows = set(report.rows.filter(access.open_rows(report)).values_list("pk", flat=True))
    back = TakenBack()
    # What every row is to hold is found before the first one is written: a shared number changes several.
    former: list[tuple[ReportRow, past.Content, list[list[Any]]]] = []
    for row, own, later in _written_by(intake, report):
        now = past.stored(row)
        after = past.undo(now, later)
        if row.pk not in open_rows:
            back.closed.append(row)
        elif past.own_content(after) != past.own_content(now):
            back.changed.append(row)
        else:
            former.append((row, past.undo(after, own), _marks_before(own)))
    back.restored = [_restored(row, content, marks, intake, by) for row, content, marks in former]
    if back.restored:
        intake.state = Intake.State.TAKEN_BACK
        intake.save(update_fields=["state"])
    return back


@transaction.atomic
def drop_intake(*, intake: Intake, by: User) -> Intake:
    """Put a document aside without writing anything of it. Raises IntakeClosedError like apply_intake()."""
    intake = _open(intake, by)
    intake.state = Intake.State.DROPPED
    intake.save(update_fields=["state"])
    return intake


@transaction.atomic
def prune_intakes() -> None:
    """Forget what was read of documents before settings.INTAKE_KEEP_DAYS. That they were brought in stays."""
    old = Intake.objects.filter(at__lt=timezone.now() - timedelta(days=settings.INTAKE_KEEP_DAYS))
    old.filter(state=Intake.State.OPEN).update(state=Intake.State.DROPPED)
    old.exclude(state=Intake.State.OPEN).exclude(content={}).update(content={})


def _open(intake: Intake, by: User) -> Intake:
    intake = Intake.objects.select_for_update(of=("self",)).select_related("report").get(pk=intake.pk)
    access.require_intake(by, intake)
    if intake.state != Intake.State.OPEN:
        raise IntakeClosedError(intake)
    return intake


def _written(row: ReportRow, choice: Choice, intake: Intake, by: User) -> ReportRow | None:
    """The row as it stands after the choice is written, or None if the choice changed nothing.

    Its version is looked up anew: a number that is entered once for several rows changes those as well.
    """
    row = ReportRow.objects.select_related("report").get(pk=row.pk)
    before = row.version
    saved = save_row(
        row=row,
        version=before,
        by=by,
        answer=row.answer if choice.answer is None else choice.answer,
        implementation=row.implementation if choice.implementation is None else choice.implementation,
        result=row.result if choice.result is None else choice.result,
        entries=choice.entries,
        intake=intake,
    )
    return saved if saved.version != before else None


def _written_by(intake: Intake, report: Report) -> list[tuple[ReportRow, list[Event], list[Event]]]:
    """The rows that were chosen of a document, in order, each with its own events and those later, the newest first.

    Not those that only got a number along with another row.
    """
    own = report.events.filter(**{f"changes__{TAKEN_FROM}__id": intake.pk})
    first = own.order_by("pk").values_list("pk", flat=True).first() or 0
    since: dict[int, list[Event]] = defaultdict(list)
    for event in report.events.filter(kind__in=ROW_WRITING, pk__gte=first).order_by("-pk"):
        since[event.row_id or 0].append(event)
    chosen = own.exclude(changes__has_key=COPIED_FROM).order_by().values("row")
    rows = report.rows.filter(pk__in=chosen).select_related("item").order_by("number")
    found = []
    for row in rows.prefetch_related("values__indicator", "remarks"):
        by_it = [event for event in since[row.pk] if event.changes.get(TAKEN_FROM, {}).get("id") == intake.pk]
        found.append((row, by_it, [event for event in since[row.pk] if event.pk > by_it[0].pk]))
    return found


def _marks_before(own: Sequence[Event]) -> list[list[Any]]:
    for event in own:
        if MARKS_BEFORE in event.changes:
            marks: list[list[Any]] = event.changes[MARKS_BEFORE]
            return marks
    return []


def _restored(row: ReportRow, content: past.Content, marks: list[list[Any]], intake: Intake, by: User) -> ReportRow:
    entered = row.item.indicators.filter(kind__in=Indicator.ENTERED).values_list("code", flat=True)
    names = {code: f"value_{code}" for code in entered}
    row = ReportRow.objects.select_related("report").get(pk=row.pk)
    return save_row(
        row=row,
        version=row.version,
        by=by,
        answer=str(content["answer"]),
        implementation=str(content["implementation"]),
        result=str(content["result"]),
        entries={code: entry for code, name in names.items() if isinstance(entry := content.get(name), Entry)},
        taken_back=intake,
        marks=marks,
    )
