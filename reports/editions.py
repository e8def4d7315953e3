"""A plan's new edition: what a document would change of the plan as it stands, and what it changes in a draft."""

from collections.abc import Collection, Iterable, Sequence

from kuznetsk_report.accounts.models import Organization
from plans import in_force
from plans.models import Indicator, Plan, PlanEdition, PlanItem
from plans.numbers import canonical

from .intake.edition import Choices, Edition, Item, State, compare_editions
from .intake.executors import Body
from .intake.plan_indicators import Goal, Known
from .intake.plan_source import from_json
from .models import Report, ReportRow


def edition_now(edition: PlanEdition, choices: Choices) -> Edition:
    """What the document would change now, with what a person has said about it; a fixed number of queries."""
    return compare_editions(from_json(edition.content), state_of(edition.plan), choices, canonical)


def state_of(plan: Plan) -> State:
    """The plan as it stands."""
    items = plan.items.select_related("section").prefetch_related("executors")
    indicators = Indicator.objects.filter(item__plan=plan).prefetch_related("targets")
    organizations = list(Organization.objects.order_by("pk"))
    return State(
        items=tuple(
            Item(
                pk=item.pk,
                number=item.number,
                wording=item.wording,
                expected_result=item.expected_result,
                term=item.term,
                section="" if item.section is None else item.section.number,
                executors=frozenset(executor.pk for executor in item.executors.all()),
                is_excluded=item.excluded_on is not None,
            )
            for item in items
        ),
        sections=dict(plan.sections.values_list("number", "title")),
        bodies=tuple(
            Body(o.pk, (o.name, o.short_name, o.name_genitive), o.pk == plan.supervisor_id) for o in organizations
        ),
        territories=tuple(_territories(organizations)),
        indicators=tuple(
            Known(each.pk, each.item_id, each.name, _goal(each), each.kind == Indicator.Kind.DATE)
            for each in indicators
        ),
    )


def missing_items(report: Report) -> list[PlanItem]:
    """The items of the report's year that are its executor's and have no row in it; four queries."""
    there = set(report.rows.order_by().values_list("item", flat=True))
    due = in_force.items_of(report.plan, report.year, report.organization_id)
    return [item for item in due if item.pk not in there]


def due_numbers(report: Report, added: Iterable[PlanItem]) -> list[tuple[ReportRow, str]]:
    """The rows that get another number when rows for these items are added, with it, in their order."""
    rows = list(report.rows.all())
    current = in_force.numbers_in(report.plan, report.year)
    used = {current[row.item_id] for row in rows if row.item_id in current} | {item.number for item in added}
    found = []
    for row in rows:
        number = current.get(row.item_id) or _aside(row.number, used)
        used.add(number)
        if number != row.number:
            found.append((row, number))
    return found


def _aside(number: str, used: Collection[str]) -> str:
    """A number next to this one that nobody has, for a row whose item is not in the plan any more."""
    while number in used:
        number = f"{number}.0"
    return number


def _goal(indicator: Indicator) -> Goal:
    """The target that took over last."""
    targets = list(indicator.targets.all())
    if not targets:
        return Goal()
    last = targets[-1]
    return Goal(last.phrase, last.rule, "" if last.value is None else f"{last.value.normalize():f}")


def _territories(organizations: Sequence[Organization]) -> list[str]:
    """The longest first: «Кузнецкого района Пензенской области» holds «Кузнецкого района»."""
    found = {o.territory_genitive for o in organizations if o.territory_genitive}
    return sorted(found, key=lambda name: (-len(name), name))
