"""A plan as it held in a year: an edition holds from a year on, and the years before keep what held in them."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from .models import FormerItem, Plan, PlanItem, Section
from .numbers import sortable


def items_in(plan: Plan, year: int, *related: str) -> list[PlanItem]:
    """The items that held in a year, with the numbers, words and sections that they had then; in their order.

    Items that did not hold but stand in a report of the year come, too, after those that held under their number.
    They are for reading: what is written on one would become the item's present. `related` is prefetched; two queries
    beside that.
    """
    formers = _formers(plan.pk, year)
    reported = plan.items.filter(rows__report__year=year).order_by().values("pk")
    found = plan.items.filter(_holds_in(year) | Q(pk__in=formers) | Q(pk__in=reported)).order_by()
    aside: dict[int, bool] = {}
    items = []
    for item in found.select_related("section").prefetch_related(*related):
        former = formers.get(item.pk)
        aside[item.pk] = former is None and (item.excluded_on is not None or (item.first_year or year) > year)
        items.append(item if former is None else _put_back(item, former))
    return sorted(items, key=lambda item: (sortable(item.number), aside[item.pk], item.pk))


def item_in(plan: Plan, year: int, number: str, pk: int | None = None) -> PlanItem | None:
    """Of items_in() the one with this key, or without a key the first of that number; with indicators and targets."""
    items = items_in(plan, year, "indicators__targets")
    return next((item for item in items if (item.number == number if pk is None else item.pk == pk)), None)


def numbers_in(plan: Plan, year: int) -> dict[int, str]:
    """The numbers of the items that held in a year; two queries."""
    numbers = dict(plan.items.filter(_holds_in(year)).values_list("pk", "number"))
    return numbers | {pk: former.number for pk, former in _formers(plan.pk, year).items()}


def sections_then(plan: int, year: int) -> dict[int, Section | None]:
    """The sections in a year of those items that were others then, by item; `plan` is a plan's key. One query."""
    return {pk: _section(former) for pk, former in _formers(plan, year).items()}


def assignments(plan: Plan, year: int) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """Who had which item in a year: (item, organization) of the items as they stand, and as they were."""
    now = PlanItem.executors.through.objects.filter(_holds_in(year, "planitem__"), planitem__plan=plan)
    then = FormerItem.executors.through.objects.filter(
        formeritem__item__plan=plan, formeritem__first_year__lte=year, formeritem__last_year__gte=year
    )
    return (
        now.order_by().values_list("planitem_id", "organization_id"),
        then.order_by().values_list("formeritem__item_id", "organization_id"),
    )


def assigned_in(
    plan: Plan, year: int, *, item: int | None = None, organization: int | None = None
) -> set[tuple[int, int]]:
    """(item, organization): who had which item in a year, of all or of one item or organization; one query."""
    now, then = assignments(plan, year)
    if item is not None:
        now, then = now.filter(planitem=item), then.filter(formeritem__item=item)
    if organization is not None:
        now, then = now.filter(organization=organization), then.filter(organization=organization)
    return set(now.union(then))


def years_of(organizations: Collection[int]) -> set[tuple[int, int, int]]:
    """(plan, organization, year) where one of these organizations had an item; two queries."""
    own = PlanItem.executors.through.objects.filter(organization__in=organizations)
    now = own.filter(planitem__excluded_on=None).values_list(
        "planitem__plan",
        "organization",
        Coalesce("planitem__first_year", "planitem__plan__first_year"),
        "planitem__plan__last_year",
    )
    then = FormerItem.executors.through.objects.filter(organization__in=organizations).values_list(
        "formeritem__item__plan", "organization", "formeritem__first_year", "formeritem__last_year"
    )
    return {
        (plan, organization, year)
        for plan, organization, first, last in [*now.distinct(), *then.distinct()]
        for year in range(first, last + 1)
    }


def items_of(plan: Plan, year: int, organization: int) -> list[PlanItem]:
    """Those of items_in() that the organization has to report on; three queries."""
    own = {item for item, _ in assigned_in(plan, year, organization=organization)}
    return [item for item in items_in(plan, year) if item.pk in own]


def earliest_year(plan: Plan) -> int:
    """The first year from which a new edition may hold: the present one must not lose years to the one before it."""
    begun = [*plan.items.values_list("first_year", flat=True), plan.first_year]
    ended = FormerItem.objects.filter(item__plan=plan).values_list("last_year", flat=True)
    return max([year for year in begun if year is not None] + [year + 1 for year in ended])


def usual_year(plan: Plan, this_year: int) -> int:
    """From when a new edition holds unless somebody says otherwise: the plan's start if it has no items, else now."""
    if not plan.items.exists():
        return plan.first_year
    return min(max(this_year, earliest_year(plan)), max(plan.last_year, earliest_year(plan)))


def keep_former(item: PlanItem, plan: Plan, year: int) -> None:
    """Keep the item as it stands for the years before `year`, from which on it will be another."""
    first = item.first_year or plan.first_year
    if item.excluded_on is None and first < year:
        section = item.section
        former = FormerItem.objects.create(
            item=item,
            first_year=first,
            last_year=year - 1,
            number=item.number,
            wording=item.wording,
            expected_result=item.expected_result,
            term=item.term,
            section=section,
            section_title="" if section is None else section.title,
        )
        former.executors.set(item.executors.all())
    item.first_year = year if year > plan.first_year else None


def _holds_in(year: int, prefix: str = "") -> Q:
    """A condition on items: what stands now held in the year already."""
    begun = Q(**{f"{prefix}first_year": None}) | Q(**{f"{prefix}first_year__lte": year})
    return Q(**{f"{prefix}excluded_on": None}) & begun


def _formers(plan: int, year: int) -> dict[int, FormerItem]:
    found = FormerItem.objects.filter(item__plan=plan, first_year__lte=year, last_year__gte=year)
    return {former.item_id: former for former in found.select_related("section")}


def _put_back(item: PlanItem, former: FormerItem) -> PlanItem:
    for name in ("number", "wording", "expected_result", "term"):
        setattr(item, name, getattr(former, name))
    item.section = _section(former)
    return item


def _section(former: FormerItem) -> Section | None:
    """The section with the title that it had."""
    if former.section is not None:
        former.section.title = former.section_title
    return former.section
