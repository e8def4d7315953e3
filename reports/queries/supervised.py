"""The part of home that is the supervisor's: who is where, what waits to be read, who is late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from kuznetsk_report.accounts.models import User
from plans.models import Plan
from reports import access
from reports.models import Report
from reports.workflow import Action, allowed

from .progress import Progress, progress
from .standings import QUEUE, STATE_LABELS, Standing, counts, late, latest_years, queue, standings, years_of
from .visible import visible_plans

# Home is for the next step; the matrix has the rest.
SHOWN = 50


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many executors are in a state."""

    state: str
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class SupervisedPlan:
    """A plan in one year. `queue` and `late` hold the first few, `waiting` and `overdue` say how many there are.

    `reviewable` are ids of the reports of the queue that this person may review: not those that they wrote in.
    """

    plan: Plan
    year: int
    years: list["SupervisedYear"]
    deadline: date
    is_past: bool
    executors: int
    counts: list[StateCount]
    queue: list[tuple[Standing, Progress]]
    waiting: int
    late: list[Standing]
    overdue: int
    reviewable: set[int]
    may_open: bool


@dataclass(frozen=True, slots=True)
class SupervisedYear:
    """A year to choose, and how many reports wait there to be reviewed."""

    year: int
    waiting: int


def supervised_plans(user: User, *, today: date, year: int | None) -> list[SupervisedPlan]:
    """The plans that one's body supervises, each in the chosen year or else in the latest one with a report."""
    plans = list(visible_plans(user))
    reports = Report.objects.filter(plan__in=plans).order_by()
    waiting = {
        (plan, its_year): number
        for plan, its_year, number in reports.filter(state__in=QUEUE)
        .values_list("plan", "year")
        .annotate(number=Count("pk"))
    }
    years = latest_years(plans)
    if year is not None:
        years |= {plan: year for plan in plans if year in plan.years}
    found = standings(years, today=today)
    queues = {plan: queue(its) for plan, its in found.items()}
    shown = [standing for its in queues.values() for standing in its[:SHOWN]]
    done = progress(shown)
    to_review = Report.objects.filter(pk__in=[standing.report for standing in shown]).select_related(
        "plan", "organization"
    )
    reviewable = access.may_each(user, Action.REVIEW, to_review.defer("filed_content"))
    return [
        _supervised(user, plan, years[plan], found[plan], queues[plan], waiting, done, reviewable, today=today)
        for plan in plans
    ]


def _supervised(
    user: User,
    plan: Plan,
    year: int,
    found: list[Standing],
    to_review: list[Standing],
    waiting: Mapping[tuple[int, int], int],
    done: Mapping[int, Progress],
    reviewable: set[int],
    *,
    today: date,
) -> SupervisedPlan:
    overdue = late(found)
    roles = access.supervising_roles(user, plan)
    return SupervisedPlan(
        plan=plan,
        year=year,
        years=[SupervisedYear(each, waiting.get((plan.pk, each), 0)) for each in years_of(plan, today=today)],
        deadline=plan.deadline(year),
        is_past=today > plan.deadline(year),
        executors=len(found),
        counts=[StateCount(state, str(STATE_LABELS[state]), number) for state, number in counts(found).items()],
        queue=[(standing, done[standing.report]) for standing in to_review[:SHOWN] if standing.report],
        waiting=len(to_review),
        late=overdue[:SHOWN],
        overdue=len(overdue),
        reviewable=reviewable,
        may_open=allowed(Action.OPEN, None, roles),
    )
