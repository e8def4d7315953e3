"""The consolidated report's page: its items with the paragraphs that stand there now."""

from dataclasses import dataclass

from plans.models import Plan
from reports.documents.consolidated import ConsolidatedContent, ConsolidatedItem
from reports.models import ItemSummary


@dataclass(frozen=True, slots=True)
class SummarizedItem:
    """An item of the consolidated table; `version` is what saving its paragraph must name, 0 where none was written."""

    pk: int
    item: ConsolidatedItem
    version: int
    summary: ItemSummary | None


def with_summaries(plan: Plan, year: int, content: ConsolidatedContent) -> list[SummarizedItem]:
    """The items of the content in their order, which is the plan's."""
    written = {
        summary.item_id: summary
        for summary in ItemSummary.objects.filter(item__plan=plan, year=year).select_related("updated_by")
    }
    pks = list(plan.items.values_list("pk", flat=True))
    return [
        SummarizedItem(pk, item, written[pk].version if pk in written else 0, written.get(pk))
        for pk, item in zip(pks, content.items, strict=True)
    ]
