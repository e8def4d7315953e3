"""Where every executor of a plan stands with a year's report: what supervisors count, list, filter and sort."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django.db.models import Case, Exists, Max, OuterRef, Q, Subquery, When
from django.urls import reverse
from django.utils import timezone

from kuznetsk_report.accounts.models import Organization
from plans import in_force
from plans.models import Plan
from reports.models import Event, Receipt, Report
from reports.text import name_key
from reports.vocabulary import AWAITING_STATES, EventKind, State
from reports.wording import plural

# In the place of a state where there is no report.
NOT_BEGUN = "none"
NOT_BEGUN_LABEL = "не начат"
STATE_LABELS = {NOT_BEGUN: NOT_BEGUN_LABEL, **dict(State.choices)}
# Those that the supervisor has to read.
QUEUE = AWAITING_STATES
# Those that the executor has to work on.
OWED = (NOT_BEGUN, State.DRAFT, State.RETURNED)


class Standing(NamedTuple):
    """Where one executor stands with the report of one year. Light: a page may hold hundreds.

    `report` is None and `state` NOT_BEGUN where there is no report. `submitted_at` is the time of the last receipt;
    `returned_at` is set while a report is on rework.
    """

    organization: int
    name: str
    full_name: str
    deadline: date
    today: date
    report: int | None = None
    state: str = NOT_BEGUN
    submitted_at: datetime | None = None
    returned_at: datetime | None = None

    @property
    def days_late(self) -> int | None:
        """Days since the deadline, or since the return if that was later; None: not late."""
        if self.state not in OWED or self.today <= self.deadline:
            return None
        since = self.deadline if self.returned_at is None else max(self.deadline, _day(self.returned_at))
        return (self.today - since).days

    @property
    def url(self) -> str:
        """The report's page, "" where there is none."""
        return "" if self.report is None else reverse("report", args=[self.report])

    @property
    def late_text(self) -> str:
        """How late, in words."""
        days = self.days_late
        return "" if days is None else _days(days)

    @property
    def waiting_text(self) -> str:
        """How long ago the report was submitted, in words."""
        return "" if self.submitted_at is None else _days((self.today - _day(self.submitted_at)).days)

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(STATE_LABELS[self.state])


def years_of(plan: Plan, *, today: date) -> list[int]:
    """The years of the plan that have begun."""
    return [year for year in plan.years if year <= today.year]


def latest_years(plans: Collection[Plan]) -> dict[Plan, int]:
    """The year that people mean unless they say otherwise: the latest with a report, or the plan's first."""
    reports = Report.objects.filter(plan__in=plans).order_by()
    latest = dict(reports.values_list("plan").annotate(latest=Max("year")))
    return {plan: latest.get(plan.pk, plan.first_year) for plan in plans}


def standings(years: Mapping[Plan, int], *, today: date) -> dict[Plan, list[Standing]]:
    """Every executor of each plan with its report of the year that goes with the plan, in the order of names.

    Executors are those to whom items are assigned, and those who have a report of that year. Two queries.
    """
    executors = _executors(years)
    reports = _reports(years, [pk for pk, *_ in executors])
    found: dict[Plan, list[Standing]] = {plan: [] for plan in years}
    deadlines = {plan: plan.deadline(year) for plan, year in years.items()}
    for pk, name, full_name, *executes in executors:
        for plan, is_assigned in zip(years, executes, strict=True):
            report = reports.get((plan.pk, pk), ())
            if report or is_assigned:
                found[plan].append(Standing(pk, name, full_name, deadlines[plan], today, *report))
    return found


def _executors(years: Mapping[Plan, int]) -> list[Any]:
    """Id, short and full name of everybody in question, in the order of names, and for each plan: if it has items."""
    reported = Report.objects.filter(_in(years), organization=OuterRef("pk"))
    assigned = {}
    for plan, year in years.items():
        now, then = (each.filter(organization=OuterRef("pk")) for each in in_force.assignments(plan, year))
        assigned[f"executes_{plan.pk}"] = Q(Exists(now)) | Q(Exists(then))
    anything = Q.create([Q(Exists(reported)), *(Q(**{name: True}) for name in assigned)], Q.OR)
    found = Organization.objects.annotate(**assigned).filter(anything).order_by()
    return sorted(found.values_list("pk", "short_name", "name", *assigned), key=lambda each: name_key(each[1]))


def _in(years: Mapping[Plan, int]) -> Q:
    return Q.create([Q(plan=plan, year=year) for plan, year in years.items()], Q.OR)


def _reports(years: Mapping[Plan, int], organizations: Collection[int]) -> dict[tuple[int, int], Any]:
    """By plan and organization: the last four fields of Standing."""
    receipts = Receipt.objects.filter(report=OuterRef("pk")).order_by("-version")
    returns = Event.objects.filter(report=OuterRef("pk"), kind__in=(EventKind.RETURNED, EventKind.REOPENED))
    found = (
        # Named one by one, the organizations let the database use its unique index instead of reading whole reports.
        Report.objects.filter(_in(years), organization__in=organizations)
        .order_by()
        .annotate(
            submitted_at=Subquery(receipts.values("at")[:1]),
            # Asked only of the few to which it matters: a report may have hundreds of events.
            returned_at=Case(When(state=State.RETURNED, then=Subquery(returns.order_by("-pk").values("at")[:1]))),
        )
        .values_list("plan", "organization", "pk", "state", "submitted_at", "returned_at")
    )
    return {(plan, organization): rest for plan, organization, *rest in found}


def _days(days: int) -> str:
    return plural(days, "день", "дня", "дней") if days else "меньше дня"


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def counts(found: Collection[Standing]) -> dict[str, int]:
    """How many executors are in which state; all states, in the order of the work."""
    numbers = dict.fromkeys(STATE_LABELS, 0)
    for standing in found:
        numbers[standing.state] += 1
    return numbers


def queue(found: Iterable[Standing]) -> list[Standing]:
    """What waits to be reviewed, the oldest submission first."""
    return sorted((standing for standing in found if standing.state in QUEUE), key=_submitted)


def _submitted(standing: Standing) -> datetime:
    return standing.submitted_at or datetime.max.replace(tzinfo=UTC)


def late(found: Iterable[Standing]) -> list[Standing]:
    """Who is late, the latest first."""
    days = [(standing.days_late, standing) for standing in found]
    return [standing for _, standing in sorted(((d, s) for d, s in days if d is not None), key=lambda pair: -pair[0])]
