"""What happened to a report, told to people: who, when, what, from what to what."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from kuznetsk_report.accounts.models import User
from reports import access, past
from reports.models import Event, Intake, Remark, Report, ReportRow
from reports.vocabulary import COPIED_FROM, ROW_WRITING, TAKEN_BACK, TAKEN_FROM, EventKind, State
from reports.workflow import Action

from .review import Change, differences

# A row is saved every few seconds while somebody types: what one person wrote without a longer pause is one entry.
_PAUSE = timedelta(minutes=30)
_DECISIONS = (EventKind.RETURNED, EventKind.ACCEPTED, EventKind.REOPENED)


@dataclass(slots=True)
class Entry:
    """One line of the history, from one event or from several saves of one row by one person."""

    events: list[Event]
    changes: list[Change]

    @property
    def first(self) -> Event:
        return self.events[0]

    @property
    def last(self) -> Event:
        return self.events[-1]

    @property
    def began_at(self) -> datetime:
        return self.first.at

    @property
    def at(self) -> datetime:
        return self.last.at

    @property
    def actor(self) -> User:
        return self.last.actor

    @property
    def row(self) -> ReportRow | None:
        return self.last.row

    @property
    def what(self) -> str:
        """One plain sentence."""
        return sentence(self.last)

    @property
    def file(self) -> dict[str, Any] | None:
        """The document that the content comes from, or the one that is taken back, by its id and name."""
        changes = self.last.changes
        named: dict[str, Any] | None = changes.get(TAKEN_FROM) or changes.get(TAKEN_BACK)
        return named

    @property
    def is_taken_back(self) -> bool:
        """Whether the content is what stood here before the document."""
        return TAKEN_BACK in self.last.changes

    @property
    def is_copied(self) -> bool:
        """Whether a number was written here along with another row."""
        return COPIED_FROM in self.last.changes

    @property
    def label(self) -> str:
        """What happened, without the item."""
        return _label(self.last)

    @property
    def quotes(self) -> list[str]:
        """What was said: the remark, the note to a return, what a check found and what was answered."""
        said = [self.last.changes.get(key, "") for key in ("remark", "note", "message", "text")]
        return [text for text in said if text]

    @property
    def state(self) -> tuple[str, str] | None:
        """(from, to) in words, if the event moved the report."""
        change = self.last.changes.get("state")
        return None if change is None else (State(change["from"]).label, State(change["to"]).label)


@dataclass(slots=True)
class Group:
    """Entries that are told together: one, or all that one document changed, in the order of its rows."""

    entries: list[Entry]

    @property
    def first(self) -> Entry:
        return self.entries[0]

    @property
    def items(self) -> int:
        """How many rows were changed: one may be told of twice, as a number came into it with another row."""
        return len({entry.row.pk for entry in self.entries if entry.row})


def sentence(event: Event) -> str:
    """An event in plain Russian, without the person and the time."""
    item = f"Пункт {event.row.number}: " if event.row else ""
    match event.kind:
        case EventKind.SUBMITTED:
            return f"Отчёт представлен, версия {event.changes['version']}, квитанция № {event.changes['receipt']}"
        case EventKind.RETURNED:
            return f"Отчёт возвращён на доработку. Открыты пункты: {', '.join(event.changes['rows'])}"
        case EventKind.REOPENED:
            return f"Принятый отчёт открыт снова. Открыты пункты: {', '.join(event.changes['rows'])}"
        case EventKind.ROWS_ADDED:
            added = f"Добавлены пункты Плана: {', '.join(event.changes['items'])}"
            renumbered = [f"{old} → {new}" for old, new in event.changes.get("renumbered", ())]
            return f"{added}. По Плану изменены номера: {', '.join(renumbered)}" if renumbered else added
        case EventKind.ISSUED:
            return f"Выдан документ «{event.changes['file']}», SHA-256 {event.changes['sha256']}"
    label = _label(event)
    return f"{item}{label}" if item else label[0].upper() + label[1:]


def _label(event: Event) -> str:
    if event.kind == EventKind.FINDING_ANSWERED and not event.changes["text"]:
        return "объяснение к вопросу проверки снято"
    if COPIED_FROM in event.changes:
        done = "возвращено" if TAKEN_BACK in event.changes else "внесено"
        return f"число {done} вместе с пунктом {event.changes[COPIED_FROM]}"
    if TAKEN_BACK in event.changes:
        return f"возвращено, как было до переноса из файла «{event.changes[TAKEN_BACK]['file']}»"
    label = str(EventKind(event.kind).label)
    return f"{label}, текст из файла «{event.changes[TAKEN_FROM]['file']}»" if TAKEN_FROM in event.changes else label


def history(report: Report, user: User, row: ReportRow | None = None) -> list[Entry]:
    """What this person may know of the report, or of one of its rows, newest first; a fixed number of queries."""
    events = report.events.select_related("actor", "row").order_by("pk")
    if row is not None:
        events = events.filter(row=row)
    if not access.sees_review(user, report.plan):
        events = events.exclude(_not_for_the_executor(report))
    entries: list[Entry] = []
    writing: dict[int, Entry] = {}
    for event in events:
        current = writing.get(event.row_id or 0)
        if event.kind in ROW_WRITING and current is not None and _goes_on(current, event):
            current.events.append(event)
            continue
        entry = Entry([event], [])
        entries.append(entry)
        if event.row_id:
            writing[event.row_id] = entry
        else:
            writing.clear()
    entries.sort(key=lambda entry: entry.last.pk, reverse=True)
    return entries


def by_file(entries: Iterable[Entry]) -> list[Group]:
    """The entries, those together that tell one after the other what one document changed, or what of it was undone."""
    groups: list[Group] = []
    for entry in entries:
        told = groups[-1].first if groups else None
        if told and entry.file and (told.file, told.is_taken_back) == (entry.file, entry.is_taken_back):
            groups[-1].entries.insert(0, entry)
        else:
            groups.append(Group([entry]))
    return groups


def to_take_back(report: Report, user: User) -> set[int]:
    """Ids of the documents whose changes to the report this person may take back."""
    if not access.may(user, Action.EDIT, report):
        return set()
    applied = report.intakes.filter(state=Intake.State.APPLIED)
    return set(applied.order_by().values_list("pk", flat=True))


def last_decision(report: Report) -> Event | None:
    """The supervising body's last decision about the report: returned, accepted or reopened."""
    return report.events.filter(kind__in=_DECISIONS).select_related("actor").order_by("-pk").first()


def since(report: Report, user: User, seen: int, row: ReportRow | None = None) -> list[Entry]:
    """What happened after the event `seen`, newest first, with what changed in the rows."""
    whole = history(report, user, row)
    later = [entry for entry in whole if entry.last.pk > seen]
    with_changes(report, later, whole)
    return later


def _not_for_the_executor(report: Report) -> Q:
    """A review that is going on, and remarks that were taken back: the executor learns what was decided in the end."""
    decisions = report.events.filter(kind__in=_DECISIONS).order_by("-pk")
    decided = decisions.values_list("pk", flat=True).first() or 0
    sent = Remark.objects.filter(row__report=report, sent_at__isnull=False)
    return (
        Q(kind=EventKind.REMARK_WITHDRAWN)
        | Q(kind__in=[EventKind.ROW_ACCEPTED, EventKind.ROW_REOPENED], pk__gt=decided)
        | (Q(kind=EventKind.REMARK_MADE) & ~Q(changes__remark_id__in=list(sent.values_list("pk", flat=True))))
    )


def with_changes(report: Report, entries: Iterable[Entry], whole: Iterable[Entry]) -> None:
    """Fill in what changed in the rows, for the `entries` that are shown; `whole` is the history that they are from."""
    wanted = {id(entry) for entry in entries if entry.first.kind in ROW_WRITING}
    rows = {
        row.pk: row
        for row in report.rows.filter(pk__in={entry.row.pk for entry in entries if entry.row})
        .select_related("item")
        .prefetch_related("item__indicators", "values__indicator", "remarks")
    }
    contents = {pk: past.stored(row) for pk, row in rows.items()}
    by_row: dict[int, list[Entry]] = defaultdict(list)
    for entry in whole:
        if entry.row and entry.row.pk in rows and entry.first.kind in ROW_WRITING:
            by_row[entry.row.pk].append(entry)
    for pk, own in by_row.items():
        for entry in own:
            after = contents[pk]
            contents[pk] = past.undo(after, reversed(entry.events))
            if id(entry) in wanted:
                entry.changes = differences(rows[pk], contents[pk], after, with_replies=True)


def _goes_on(entry: Entry, event: Event) -> bool:
    return (
        entry.last.kind == event.kind == EventKind.ROW_SAVED
        and entry.actor == event.actor
        and entry.last.changes.get(COPIED_FROM) == event.changes.get(COPIED_FROM)
        and entry.last.changes.get(TAKEN_FROM) == event.changes.get(TAKEN_FROM)
        and entry.last.changes.get(TAKEN_BACK) == event.changes.get(TAKEN_BACK)
        and event.at - entry.last.at < _PAUSE
    )
