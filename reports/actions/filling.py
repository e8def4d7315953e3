"""Starting a report and filling in its rows."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import count
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from kuznetsk_report.accounts.models import Organization, User
from plans import in_force
from plans.models import Indicator, Plan, PlanItem, for_territory
from reports import access, carry
from reports.carry import Mark
from reports.documents.gather import entries as gathered_entries
from reports.editions import due_numbers, missing_items
from reports.figures import Entry, is_storable
from reports.models import Event, IndicatorValue, Intake, Remark, Report, ReportRow
from reports.vocabulary import COPIED_FROM, MARKS_BEFORE, TAKEN_BACK, TAKEN_FROM, EventKind
from reports.workflow import Action

from .base import StaleVersionError, locked

TEXT_FIELDS = ("implementation", "result")


@transaction.atomic
def open_report(*, plan: Plan, organization: Organization, year: int, by: User) -> Report:
    """Start the report of a year with one row per assigned item; the one that is there already if there is one.

    Raises ValueError (Russian) for a year outside the plan or an organization without items in it.
    """
    access.require_open(by, plan, organization)
    existing = Report.objects.filter(plan=plan, organization=organization, year=year).first()
    if existing is not None:
        return existing
    if year not in plan.years:
        raise ValueError(f"{plan} не охватывает {year} год.")
    items = in_force.items_of(plan, year, organization.pk)
    if not items:
        raise ValueError(f"В плане «{plan}» нет пунктов, порученных организации «{organization}» на {year} год.")
    try:
        with transaction.atomic():
            report = Report.objects.create(plan=plan, organization=organization, year=year)
    except IntegrityError:
        # A colleague was faster by a moment: their report is the report.
        return Report.objects.get(plan=plan, organization=organization, year=year)
    _create_rows(report, items)
    Event.objects.create(report=report, kind=EventKind.OPENED, actor=by)
    return report


@transaction.atomic
def add_missing_rows(*, report: Report, by: User) -> list[ReportRow]:
    """Rows for items that were assigned after the report had been started.

    Where the plan has been numbered anew since, the rows that are there first get the numbers that their items have in
    the report's year: a new item may have the former number of another. A row whose item the plan has no longer makes
    way: 2.9 becomes 2.9.0.
    """
    report = locked(report, Action.ADD_ROWS, by)
    items = missing_items(report)
    if not items:
        return []
    renumbered = _renumber(report, items)
    rows = _create_rows(report, items)
    changes: dict[str, Any] = {"items": [row.number for row in rows]}
    if renumbered:
        changes["renumbered"] = renumbered
    Event.objects.create(report=report, kind=EventKind.ROWS_ADDED, actor=by, changes=changes)
    return rows


def _renumber(report: Report, added: Iterable[PlanItem]) -> list[list[str]]:
    """Give the rows their items' numbers; returns [from, to] of each that had another."""
    due = due_numbers(report, added)
    moved = [row for row, _ in due]
    changes = [[row.number, number] for row, number in due]
    # By way of numbers that nobody has: two rows may change places, and no number may stand twice even for a moment.
    taken = {*report.rows.values_list("number", flat=True), *(number for _, number in due)}
    free = (str(number) for number in count() if str(number) not in taken)
    for numbers in (free, [number for _, number in due]):
        for row, number in zip(moved, numbers, strict=False):
            row.number = number
        ReportRow.objects.bulk_update(moved, ["number"])
    return changes


@transaction.atomic
def save_row(
    *,
    row: ReportRow,
    version: int,
    by: User,
    answer: str,
    implementation: str,
    result: str,
    entries: Mapping[str, Entry],
    confirmed: Collection[tuple[str, int]] = (),
    replies: Mapping[int, str] | None = None,
    intake: Intake | None = None,
    taken_back: Intake | None = None,
    marks: list[list[Any]] | None = None,
) -> ReportRow:
    """Write what was filled in and return the row as it stands.

    `version` is the one that the writer saw; `entries` maps indicator codes to what stands in their fields (an Entry
    without value: the field is blank); codes left out keep their value. `confirmed` are (field, start) of unconfirmed
    marks in the texts as stored at that version. `replies` maps remarks to the executor's answer, an empty one taking
    it back; remarks left out keep theirs. `intake` is the document that the content comes from, `taken_back` the one
    whose content makes way for what was there before, with the unconfirmed `marks` of then. Writing what is there
    already conflicts with nobody.

    What is changed of a fact that is entered once is written into the other open rows that state it, too, each with
    an event of its own; what is taken back only into those that the document changed.

    Raises StaleVersionError if somebody else has saved since, PermissionDenied if this person may not write now,
    ValueError for a number that the database would not give back (figures.is_storable).
    """
    report, row = locked_row(row, by)
    before = gathered_entries(row.values.select_related("indicator"))
    changes: dict[str, Any] = {}
    if answer != row.answer:
        changes["answer"] = {"from": row.answer, "to": answer}
    for field, text in (("implementation", implementation), ("result", result)):
        if text != getattr(row, field):
            changes[field] = _edit(getattr(row, field), text)
    values = {code: entry for code, entry in entries.items() if entry != before.get(code, Entry())}
    if values:
        changes["values"] = _value_changes(before, values)
    remarks = _replied(row, replies or {})
    if remarks:
        changes["replies"] = {str(remark.pk): {"from": remark.answer, "to": text} for remark, text in remarks}
    if changes and version != row.version:
        raise StaleVersionError(row)
    unconfirmed = marks
    if unconfirmed is None:
        unconfirmed = _unconfirmed_after(row, {"implementation": implementation, "result": result}, confirmed)
    if not changes and unconfirmed == row.unconfirmed:
        return row
    changes |= _mark_changes(row, unconfirmed, intake)
    origin = _origin(intake, taken_back)
    row.answer, row.implementation, row.result, row.unconfirmed = answer, implementation, result, unconfirmed
    _write_values(row, values)
    _write_replies(remarks, by)
    _write(report, row, EventKind.ROW_SAVED, changes | origin, by)
    _copy_into_others(report, row, values, by, origin)
    return row


def _origin(intake: Intake | None, taken_back: Intake | None) -> dict[str, Any]:
    """What an event says about the document by which the row was changed."""
    documents = {TAKEN_FROM: intake, TAKEN_BACK: taken_back}
    return {key: {"id": each.pk, "file": each.name} for key, each in documents.items() if each is not None}


def _copy_into_others(
    report: Report, row: ReportRow, values: Mapping[str, Entry], by: User, origin: Mapping[str, Any]
) -> None:
    """Write what was entered in a row into the report's other open rows where the same fact is to be entered once."""
    shared = row.item.indicators.filter(code__in=values, tie__entered_once=True)
    facts = {indicator.tie_id: values[indicator.code] for indicator in shared}
    if not facts:
        return
    twins: dict[int, dict[str, Entry]] = defaultdict(dict)
    holding = Indicator.objects.exclude(first_year__gt=report.year)
    for twin in holding.filter(tie__in=facts).exclude(item=row.item_id):
        twins[twin.item_id][twin.code] = facts[twin.tie_id]
    rows = report.rows.filter(access.open_rows(report), item__in=twins).select_related("item")
    if TAKEN_BACK in origin:
        # A row that had the same number before has nothing to be taken back.
        changed_by_it = report.events.filter(**{f"changes__{TAKEN_FROM}__id": origin[TAKEN_BACK]["id"]})
        rows = rows.filter(pk__in=changed_by_it.order_by().values("row"))
    for other in rows.prefetch_related("values__indicator"):
        before = gathered_entries(other.values.all())
        changed = {code: e for code, e in twins[other.item_id].items() if e != before.get(code, Entry())}
        if changed:
            _write_values(other, changed)
            changes = {"values": _value_changes(before, changed), COPIED_FROM: row.number, **origin}
            _write(report, other, EventKind.ROW_SAVED, changes, by)


def _value_changes(before: Mapping[str, Entry], values: Mapping[str, Entry]) -> dict[str, Any]:
    return {code: {"from": _plain(before.get(code, Entry())), "to": _plain(e)} for code, e in values.items()}


@transaction.atomic
def carry_last_year(*, row: ReportRow, version: int, source: ReportRow, by: User) -> ReportRow:
    """Take last year's texts into the row's empty fields: the year moved on, every number and date to be confirmed.

    A field with a text of its own is left alone. Raises like save_row().
    """
    report, row = locked_row(row, by)
    if version != row.version:
        raise StaleVersionError(row)
    empty = [field for field in TEXT_FIELDS if not getattr(row, field)]
    if not empty:
        return row
    changes: dict[str, Any] = {"source": source.pk}
    for field in empty:
        text = carry.move_year(getattr(source, field), source.report.year, report.year)
        changes[field] = _edit("", text)
        # The expected result, taken over as it stands, is the plan's text and states nothing of last year.
        marks = [] if text == row.expected_result else carry.to_confirm(text, report.year)
        row.unconfirmed += [[field, mark.start, mark.end] for mark in marks]
        setattr(row, field, text)
    row.unconfirmed.sort()
    _write(report, row, EventKind.TEXT_CARRIED, changes, by)
    return row


def locked_row(row: ReportRow, by: User) -> tuple[Report, ReportRow]:
    """The row with its report, locked until the end of the transaction, if this person may write in it now."""
    report = locked(row.report, Action.EDIT, by)
    row = ReportRow.objects.select_related("item").get(pk=row.pk)
    row.report = report
    access.require_edit_row(by, row)
    return report, row


def _create_rows(report: Report, items: list[PlanItem]) -> list[ReportRow]:
    return ReportRow.objects.bulk_create(
        ReportRow(
            report=report,
            item=item,
            number=item.number,
            wording=for_territory(item.wording, report.organization),
            expected_result=for_territory(item.expected_result, report.organization),
        )
        for item in items
    )


def _write(report: Report, row: ReportRow, kind: EventKind, changes: dict[str, Any], by: User) -> None:
    row.version += 1
    row.updated_at = timezone.now()
    row.updated_by = by
    written = ReportRow.objects.filter(pk=row.pk, version=row.version - 1).update(
        answer=row.answer,
        implementation=row.implementation,
        result=row.result,
        unconfirmed=row.unconfirmed,
        version=row.version,
        updated_at=row.updated_at,
        updated_by=by,
    )
    if not written:
        raise StaleVersionError(ReportRow.objects.get(pk=row.pk))
    Event.objects.create(report=report, row=row, kind=kind, actor=by, version=row.version, changes=changes)


def _write_values(row: ReportRow, values: Mapping[str, Entry]) -> None:
    if not values:
        return
    indicators = {i.code: i for i in row.item.indicators.filter(kind__in=Indicator.ENTERED, code__in=values)}
    for code, entry in values.items():
        if entry.value is not None and not is_storable(entry.value):
            raise ValueError(f"{code}: {entry.value} cannot be stored as a value.")
    blank = [indicators[code].pk for code, entry in values.items() if entry == Entry()]
    row.values.filter(indicator__in=blank).delete()
    IndicatorValue.objects.bulk_create(
        [
            IndicatorValue(row=row, indicator=indicators[code], value=entry.value, not_applicable=entry.not_applicable)
            for code, entry in values.items()
            if entry != Entry()
        ],
        update_conflicts=True,
        unique_fields=["row", "indicator"],
        update_fields=["value", "not_applicable"],
    )


def _replied(row: ReportRow, replies: Mapping[int, str]) -> list[tuple[Remark, str]]:
    """The row's remarks that get another answer than they have; those that are closed keep theirs."""
    remarks = row.remarks.filter(pk__in=replies, closed_at=None)
    return [(remark, replies[remark.pk]) for remark in remarks if remark.answer != replies[remark.pk]]


def _write_replies(remarks: Iterable[tuple[Remark, str]], by: User) -> None:
    for remark, text in remarks:
        remark.answer = text
        remark.answered_at, remark.answered_by = (timezone.now(), by) if text else (None, None)
        remark.save(update_fields=["answer", "answered_at", "answered_by"])


def _unconfirmed_after(
    row: ReportRow, texts: Mapping[str, str], confirmed: Collection[tuple[str, int]]
) -> list[list[Any]]:
    """The row's unconfirmed marks, moved along with the edit of each text, without those just confirmed."""
    pending: dict[str, list[Mark]] = {field: [] for field in TEXT_FIELDS}
    for field, start, end in row.unconfirmed:
        if (field, start) not in confirmed:
            pending[field].append(Mark(start, end))
    return [
        [field, mark.start, mark.end]
        for field, marks in pending.items()
        for mark in carry.still_unconfirmed(marks, getattr(row, field), texts[field])
    ]


def _mark_changes(row: ReportRow, unconfirmed: list[list[Any]], intake: Intake | None) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if len(unconfirmed) != len(row.unconfirmed):
        changes["unconfirmed"] = {"from": len(row.unconfirmed), "to": len(unconfirmed)}
    if intake is not None and row.unconfirmed:
        changes[MARKS_BEFORE] = row.unconfirmed
    return changes


def _edit(old: str, new: str) -> dict[str, Any]:
    """What changed between two texts, as one replaced stretch: new == old[:at] + added + old[at + len(removed):]."""
    at = 0
    shorter = min(len(old), len(new))
    while at < shorter and old[at] == new[at]:
        at += 1
    tail = 0
    while tail < shorter - at and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return {"at": at, "removed": old[at : len(old) - tail], "added": new[at : len(new) - tail]}


def _plain(entry: Entry) -> str | None:
    """An entry for the event's JSON: the number as text, "n/a", or None for a blank."""
    if entry.not_applicable:
        return "n/a"
    return None if entry.value is None else f"{entry.value.normalize():f}"
