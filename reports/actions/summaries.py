"""The paragraphs that supervisors write into the consolidated report."""

from django.db import transaction
from django.utils import timezone

from kuznetsk_report.accounts.models import User
from plans.models import Plan, PlanItem
from reports import access
from reports.models import Event, ItemSummary
from reports.vocabulary import EventKind


class StaleSummaryError(Exception):
    """Somebody else has written the paragraph meanwhile. `summary` is what stands there now."""

    def __init__(self, summary: ItemSummary) -> None:
        super().__init__(f"summary {summary.pk} is at version {summary.version}")
        self.summary = summary


@transaction.atomic
def save_summary(*, item: PlanItem, year: int, text: str | None, offer: str, version: int, by: User) -> ItemSummary:
    """Write the paragraph of an item for a year; a text of None, or the offered one, lets it follow the figures.

    `offer` is the paragraph that was offered to the writer. `version` is the one that the writer saw, 0 where there was
    none.

    Raises StaleSummaryError if somebody else was faster, PermissionDenied, ValueError for a year outside the plan.
    """
    # The lock is the plan's: the paragraph may not be there yet. It leaves the key free for what others add to the
    # plan: they may hold the person, whose key the paragraph needs.
    plan = Plan.objects.select_for_update(no_key=True).get(pk=item.plan_id)
    access.require_summarize(by, plan)
    if year not in plan.years:
        raise ValueError(f"{plan} не охватывает {year} год.")
    summary = ItemSummary.objects.filter(item=item, year=year).first()
    if summary is not None and summary.version != version:
        raise StaleSummaryError(summary)
    if summary is None:
        summary = ItemSummary(item=item, year=year, version=0)
    if text == offer:
        text = None
    before, after = (summary.text, summary.offer), (text, "" if text is None else offer)
    if before == after and summary.version:
        return summary
    summary.text, summary.offer = after
    summary.version += 1
    summary.updated_at, summary.updated_by = timezone.now(), by
    summary.save()
    Event.objects.create(
        summary=summary,
        kind=EventKind.SUMMARY_SAVED,
        actor=by,
        version=summary.version,
        changes={"text": {"from": before[0], "to": text}, "offer": offer},
    )
    return summary
