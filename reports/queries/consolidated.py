"""The consolidated report's page: its items with the paragraphs that stand there now, and how these came about."""

from collections import defaultdict
from dataclasses import dataclass

from plans import in_force
from plans.models import Plan
from reports.compare import Piece, compare
from reports.documents.consolidated import ConsolidatedContent, ConsolidatedItem
from reports.models import Event, ItemSummary
from reports.vocabulary import EventKind


@dataclass(frozen=True, slots=True)
class SummaryChange:
    """One writing of a paragraph, with the difference to what stood there; the offered one if no other did."""

    event: Event
    what: str
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class SummarizedItem:
    """An item of the consolidated table; `version` is what saving its paragraph must name, 0 where none was written.

    `history` is newest first.
    """

    pk: int
    item: ConsolidatedItem
    version: int
    summary: ItemSummary | None
    history: list[SummaryChange]

    @property
    def is_outdated(self) -> bool:
        """Whether a supervisor wrote the paragraph when other figures were offered."""
        return self.summary is not None and bool(self.summary.text) and self.summary.offer != self.item.offered


def with_summaries(plan: Plan, year: int, content: ConsolidatedContent) -> list[SummarizedItem]:
    """The items of the content in their order, which is the plan's; three queries for any number of them."""
    summaries = ItemSummary.objects.filter(item__plan=plan, year=year).select_related("updated_by")
    written = {summary.item_id: summary for summary in summaries}
    changes: dict[int, list[SummaryChange]] = defaultdict(list)
    events = Event.objects.filter(kind=EventKind.SUMMARY_SAVED, summary__item__plan=plan, summary__year=year)
    for event in events.select_related("actor").order_by("-pk"):
        changes[event.summary_id or 0].append(_change(event))
    found = []
    for pk, item in zip((item.pk for item in in_force.items_in(plan, year)), content.items, strict=True):
        summary = written.get(pk)
        version, history = (0, []) if summary is None else (summary.version, changes[summary.pk])
        found.append(SummarizedItem(pk, item, version, summary, history))
    return found


def _change(event: Event) -> SummaryChange:
    before, after = event.changes["text"]["from"], event.changes["text"]["to"]
    offer = event.changes["offer"]
    if after is None:
        what = "Оставлен предложенный абзац"
    elif after == before:
        what = "Абзац оставлен при новых числах"
    else:
        what = "Абзац изменён" if after else "Абзац убран"
    return SummaryChange(event, what, compare(offer if before is None else before, offer if after is None else after))
