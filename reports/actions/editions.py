"""New editions of a plan: a document is read, looked at, and applied to the plan as far as an administrator agrees.

Items keep their identity: reports' rows, charts and last year's row hang on them, so history follows a measure through
new numbers and wordings. An edition holds from a year on: before it, items stay what they were (plans/in_force.py).
Reports are not touched: what is filed or begun keeps number and wording.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import timedelta
from itertools import count
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kuznetsk_report.accounts.models import Organization, User
from plans import in_force
from plans.models import Plan, PlanEdition, PlanItem, Section
from reports import access
from reports.editions import edition_now
from reports.intake.edition import Action, Change, Choices, Edition, Entry
from reports.intake.plan_indicators import goal_text
from reports.intake.plan_source import PlanFile, to_json

from .edition_indicators import write_indicator

_LONGEST_NAME = 255
_TEXTS = ("wording", "expected_result", "term")


class EditionClosedError(Exception):
    """The document has been applied or dropped already. The message is for people."""

    def __init__(self, edition: PlanEdition) -> None:
        state = edition.get_state_display()
        super().__init__(f"Редакция «{edition.name}» уже {state}. Загрузите файл снова, если нужно.")


class StaleEditionError(Exception):
    """What would be done now is not what the person has seen: the plan or the choices are others."""


class EditionRefusedError(Exception):
    """The chosen changes cannot stand together. The message says in Russian why, and what to do."""


@transaction.atomic
def take_edition(*, plan: Plan, file: PlanFile, by: User) -> PlanEdition:
    """Keep what was read of a file for a plan, to be looked at: nothing of it stands in the plan yet."""
    access.require_edit_plans(by)
    name = file.name[-_LONGEST_NAME:]
    return PlanEdition.objects.create(plan=plan, by=by, name=name, sha256=file.sha256, content=to_json(file.content))


@transaction.atomic
def apply_edition(
    *, edition: PlanEdition, choices: Choices, ticked: Collection[str], first_year: int, seen: str, by: User
) -> PlanEdition:
    """Write the ticked changes into the plan, all of them or nothing, and keep a record of them with the edition.

    `ticked` are "line-3" (a new item), "line-3:wording" (a field of an item), "item-17" (an item that is left out), and
    "section-2" (its title); `seen` is the fingerprint of the Edition that the person saw. The plan is changed from
    `first_year` on. An item that is left out is deleted if it never held and no report has a row for it; otherwise it
    stays, excluded and without executors.

    Raises EditionClosedError, StaleEditionError, and EditionRefusedError where nothing is ticked, for numbers that
    would stand twice, and for a year from which no edition can hold.
    """
    edition = _open(edition, by)
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=edition.plan_id)
    edition.plan = plan
    now = edition_now(edition, choices)
    if now.fingerprint != seen:
        raise StaleEditionError
    if not ticked:
        raise EditionRefusedError("Ничего не отмечено: отметьте, что изменить в плане, или нажмите «Не применять».")
    earliest = in_force.earliest_year(plan)
    if not earliest <= first_year <= plan.last_year:
        raise EditionRefusedError(
            f"Ничего не изменено: редакция не может действовать с {first_year} года. Укажите год "
            f"с {earliest} по {plan.last_year}: раньше действовала прежняя редакция, позже план не действует."
        )
    writer = _Writer(plan, now, frozenset(ticked), first_year)
    writer.write()
    edition.state, edition.applied_at, edition.changes = PlanEdition.State.APPLIED, timezone.now(), writer.changes
    edition.first_year = first_year
    edition.save(update_fields=["state", "applied_at", "first_year", "changes"])
    return edition


@transaction.atomic
def drop_edition(*, edition: PlanEdition, by: User) -> PlanEdition:
    """Put a document aside without changing the plan. Raises EditionClosedError like apply_edition()."""
    edition = _open(edition, by)
    edition.state = PlanEdition.State.DROPPED
    edition.save(update_fields=["state"])
    return edition


@transaction.atomic
def prune_editions() -> None:
    """Forget what was read of documents before settings.INTAKE_KEEP_DAYS, and of closed ones at once.

    That they were brought in, and what they changed, stays.
    """
    old = timezone.now() - timedelta(days=settings.INTAKE_KEEP_DAYS)
    open_ones = PlanEdition.objects.filter(state=PlanEdition.State.OPEN)
    open_ones.filter(at__lt=old).update(state=PlanEdition.State.DROPPED)
    PlanEdition.objects.exclude(state=PlanEdition.State.OPEN).exclude(content={}).update(content={})


def _open(edition: PlanEdition, by: User) -> PlanEdition:
    access.require_edit_plans(by)
    edition = PlanEdition.objects.select_for_update(of=("self",)).select_related("plan").get(pk=edition.pk)
    if edition.state != PlanEdition.State.OPEN:
        raise EditionClosedError(edition)
    return edition


class _Writer:
    """Writes what is ticked of an edition; `changes` is the record of it."""

    def __init__(self, plan: Plan, edition: Edition, ticked: frozenset[str], first_year: int) -> None:
        self._plan, self._edition, self._ticked, self._first_year = plan, edition, ticked, first_year
        self._items = {item.pk: item for item in plan.items.select_related("section")}
        self._sections = {section.number: section for section in plan.sections.all()}
        self._titles = {number: title for number, _, title in edition.sections}
        self._names: Mapping[int, str] = dict(Organization.objects.values_list("pk", "short_name"))
        self.changes: list[dict[str, Any]] = []

    def write(self) -> None:
        chosen = [(entry, self._of(entry)) for entry in self._edition.entries]
        self._keep_former({entry.item for entry, changes in chosen if changes or entry.key in self._ticked})
        self._retitle()
        # Numbers that leave the plan are free for those that come.
        for entry, _ in chosen:
            if entry.action is Action.REMOVED and entry.key in self._ticked:
                self._remove(entry)
        self._renumber({e.item: c.after for e, cs in chosen for c in cs if c.field == "number" and e.item is not None})
        for entry, changes in chosen:
            if entry.action is Action.NEW and entry.key in self._ticked:
                self._add(entry)
            elif changes:
                self._change(self._items[entry.item or 0], entry, changes)
        self._write_indicators()

    def _keep_former(self, changed: Collection[int | None]) -> None:
        """Past years keep what will be changed: these items, and those whose section gets another title."""
        retitled = {number for number, before, _ in self._edition.sections if before and self._is_retitled(number)}
        for item in self._items.values():
            if item.pk in changed or (item.section is not None and item.section.number in retitled):
                in_force.keep_former(item, self._plan, self._first_year)
                item.save(update_fields=["first_year"])

    def _is_retitled(self, number: str) -> bool:
        return f"section-{number}" in self._ticked

    def _write_indicators(self) -> None:
        """Those of items that are in the plan: one of a new item that was not ticked has no place."""
        items = {item.pk: item for item in self._plan.items.filter(excluded_on=None)}
        by_number = {item.number: item for item in items.values()}
        for change in self._edition.indicators:
            item = by_number.get(change.number) if change.item is None else items.get(change.item)
            if change.key in self._ticked and item is not None:
                write_indicator(item, change, self._first_year)
                before, after = (f"{change.name}: {goal_text(goal)}" for goal in (change.before, change.after))
                was = "" if change.indicator is None else before
                self._record(item.number, Action.CHANGE, [Change("indicator", was, after)])

    def _of(self, entry: Entry) -> list[Change]:
        """The ticked changes of an item that stays; those of an excluded one count if it comes back."""
        if entry.action is not Action.CHANGE:
            return []
        ticked = [change for change in entry.changes if f"{entry.key}:{change.field}" in self._ticked]
        fields = {change.field for change in ticked}
        return ticked if "excluded" in fields or self._items[entry.item or 0].excluded_on is None else []

    def _renumber(self, numbers: Mapping[int, str]) -> None:
        """Check that no number stands twice, new items counted in, and give the items theirs."""
        restored = {
            entry.item
            for entry in self._edition.entries
            if any(change.field == "excluded" for change in self._of(entry))
        }
        current = [item for item in self._items.values() if item.excluded_on is None or item.pk in restored]
        final = Counter(numbers.get(item.pk, item.number) for item in current)
        final.update(e.number for e in self._edition.entries if e.action is Action.NEW and e.key in self._ticked)
        twice = [number for number, times in final.items() if times > 1]
        if twice:
            raise EditionRefusedError(
                f"Ничего не изменено: по два пункта получили бы номера {', '.join(sorted(twice))}. Отметьте и другие "
                "изменения номеров, уберите лишние отметки или исключите прежний пункт."
            )
        moved = [self._items[pk] for pk in numbers]
        taken = {item.number for item in self._items.values()} | set(numbers.values())
        # By way of numbers that nobody has: two items may change places, and none may stand twice even for a moment.
        free = (str(number) for number in count() if str(number) not in taken)
        for round_numbers in (free, list(numbers.values())):
            for item, number in zip(moved, round_numbers, strict=False):
                item.number = number
            PlanItem.objects.bulk_update(moved, ["number"])

    def _retitle(self) -> None:
        for number, before, after in self._edition.sections:
            if before and self._is_retitled(number):
                self._sections[number].title = after
                self._sections[number].save(update_fields=["title"])
                self._record("", "section", [Change("section", f"{number}. {before}", f"{number}. {after}")])

    def _section(self, number: str) -> Section | None:
        """The section of this number, made if the plan has none yet."""
        if not number:
            return None
        if number not in self._sections:
            title = self._titles.get(number) or f"Раздел {number}"
            self._sections[number] = Section.objects.create(plan=self._plan, number=number, title=title)
        return self._sections[number]

    def _add(self, entry: Entry) -> None:
        fields = {change.field: change.after for change in entry.changes}
        item = PlanItem.objects.create(
            plan=self._plan,
            number=fields["number"],
            section=self._section(fields.get("section", "")),
            first_year=self._first_year if self._first_year > self._plan.first_year else None,
            **{name: fields.get(name, "") for name in _TEXTS},
        )
        item.executors.set(_identifiers(fields.get("executors", "")))
        self._record(item.number, Action.NEW, entry.changes)

    def _change(self, item: PlanItem, entry: Entry, changes: list[Change]) -> None:
        for change in changes:
            if change.field in _TEXTS:
                setattr(item, change.field, change.after)
            elif change.field == "section":
                item.section = self._section(change.after)
            elif change.field == "executors":
                item.executors.set(_identifiers(change.after))
            elif change.field == "excluded":
                item.excluded_on = None
        item.save(update_fields=[*_TEXTS, "section", "excluded_on"])
        self._record(item.number, entry.action, changes)

    def _remove(self, entry: Entry) -> None:
        item = self._items[entry.item or 0]
        self._record(item.number, Action.REMOVED, [Change("wording", item.wording, "")])
        if item.rows.exists() or item.summaries.exists() or item.formers.exists():
            item.excluded_on = timezone.localdate()
            item.save(update_fields=["excluded_on"])
            item.executors.clear()
            return
        # Shares and parts hold on to what they are made of.
        item.indicators.exclude(numerator=None, denominator=None).delete()
        item.indicators.update(part_of=None)
        del self._items[item.pk]
        item.delete()

    def _record(self, number: str, action: str, changes: Collection[Change]) -> None:
        fields = {
            change.field: [self._said(change, change.before), self._said(change, change.after)] for change in changes
        }
        self.changes.append({"number": number, "action": str(action), "fields": fields})

    def _said(self, change: Change, value: str) -> str:
        """The value for people, now and when an organization or a section has gone."""
        if change.field == "executors":
            return ", ".join(self._names[pk] for pk in _identifiers(value))
        if change.field == "section" and value in self._sections:
            return str(self._sections[value])
        return value


def _identifiers(joined: str) -> list[int]:
    return [int(each) for each in joined.split(",") if each]
