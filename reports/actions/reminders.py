"""Reminders of deadlines and of returned reports. Safe to repeat: of each reminder a person gets one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from kuznetsk_report.accounts.models import Membership, Organization
from kuznetsk_report.accounts.roles import Role
from plans import in_force
from plans.models import Plan
from reports.models import Notice, Report
from reports.vocabulary import EventKind, NoticeKind, State
from reports.wording import plural

_WEEK = 7
_LAST_DAY_AFTER = 90
_AFTER = (1, *range(_WEEK, _LAST_DAY_AFTER + 1, _WEEK))


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many notices were written now: about a deadline to come, one that has passed, returned reports, to
    supervisors."""

    due: int
    late: int
    returned: int
    supervisors: int


@dataclass(frozen=True, slots=True)
class _Campaign:
    """A year of a plan whose deadline is near, before or behind us."""

    plan: Plan
    year: int
    deadline: date
    reports: dict[int, Report]  # by organization
    executors: list[Organization]

    @property
    def silent(self) -> list[Organization]:
        """Those who have not submitted yet, or not even begun."""
        return [e for e in self.executors if e.pk not in self.reports or self.reports[e.pk].state == State.DRAFT]

    @property
    def returned(self) -> list[Report]:
        return [report for report in self.reports.values() if report.state == State.RETURNED]


@transaction.atomic
def remind(*, today: date) -> Reminded:
    """Write the notices that are due today and not written yet.

    Whoever has not submitted is reminded settings.REMINDER_DAYS before the deadline, and 1, 7, 14, … days after it, for
    90 days; who has a report to work on, every 7 days since its return; supervisors learn once a week after the
    deadline who is silent. A day on which this was not run is made up for by the next run, with one notice for all
    that was missed.
    """
    campaigns = _campaigns(today)
    returned = _returned_since(today)
    organizations = {e.pk for campaign in campaigns for e in campaign.silent}
    officials = _people(organizations | {report.organization_id for report in returned}, Role.OFFICIAL)
    supervisors = _people({campaign.plan.supervisor_id for campaign in campaigns}, Role.SUPERVISOR)
    to_silent = [notice for campaign in campaigns for notice in _to_silent(campaign, today, officials)]
    return Reminded(
        due=_write(notice for notice in to_silent if notice.kind == NoticeKind.DUE),
        late=_write(notice for notice in to_silent if notice.kind == NoticeKind.LATE),
        returned=_write(n for report, since in returned.items() for n in _to_returned(report, since, today, officials)),
        supervisors=_write(n for campaign in campaigns for n in _to_supervisors(campaign, today, supervisors)),
    )


def stage(days: int) -> int | None:
    """The last day for a reminder that has come, counted from the deadline (negative: before it); None: none has.

    `days` have passed since the deadline.
    """
    if days > _LAST_DAY_AFTER:
        return None
    return max((day for day in (*(-day for day in settings.REMINDER_DAYS), *_AFTER) if day <= days), default=None)


def _campaigns(today: date) -> list[_Campaign]:
    near = [
        (plan, year)
        for plan in Plan.objects.select_related("supervisor")
        for year in plan.years
        if stage((today - plan.deadline(year)).days) is not None
    ]
    plans = [plan for plan, _ in near]
    reports: dict[tuple[int, int], dict[int, Report]] = defaultdict(dict)
    found = Report.objects.filter(plan__in=plans, year__in=[year for _, year in near])
    for report in found.select_related("organization").defer("filed_content").order_by("organization__short_name"):
        reports[report.plan_id, report.year][report.organization_id] = report
    # Who has a report counts as an executor of its year, even where the items were taken away later.
    executors = {
        (plan.pk, year): {*(o for _, o in in_force.assigned_in(plan, year)), *reports[plan.pk, year]}
        for plan, year in near
    }
    organizations = Organization.objects.in_bulk({pk for pks in executors.values() for pk in pks})
    return [
        _Campaign(
            plan=plan,
            year=year,
            deadline=plan.deadline(year),
            reports=reports[plan.pk, year],
            executors=sorted((organizations[pk] for pk in executors[plan.pk, year]), key=lambda o: o.short_name),
        )
        for plan, year in near
    ]


def _returned_since(today: date) -> dict[Report, date]:
    """Reports that wait for the executor's work for a week or more, with the day since which they wait."""
    opened = [EventKind.RETURNED, EventKind.REOPENED]
    found = Report.objects.filter(state=State.RETURNED, events__kind__in=opened).annotate(since=Max("events__at"))
    waiting = found.select_related("plan", "organization").defer("filed_content").order_by("pk")
    since = {report: timezone.localdate(report.since) for report in waiting}
    return {report: day for report, day in since.items() if (today - day).days >= _WEEK}


def _people(organizations: Iterable[int], role: Role) -> dict[int, list[int]]:
    """The ids of those who hold the role and can sign in, by organization."""
    found: dict[int, list[int]] = defaultdict(list)
    members = Membership.objects.filter(organization__in=organizations, role=role, user__is_active=True)
    for organization_id, user_id in members.order_by("user").values_list("organization", "user"):
        found[organization_id].append(user_id)
    return found


def _to_silent(campaign: _Campaign, today: date, officials: dict[int, list[int]]) -> Iterable[Notice]:
    passed = (today - campaign.deadline).days
    year, day = campaign.year, f"{campaign.deadline:%d.%m.%Y}"
    for executor in campaign.silent:
        report = campaign.reports.get(executor.pk)
        begun = "Отчёт ещё не начат." if report is None else "Отчёт начат, но не представлен."
        if passed > 0:
            kind, subject = NoticeKind.LATE, f"Срок отчёта прошёл {day}: {executor}, {year}"
            body = f"{begun} Срок прошёл {plural(passed, 'день', 'дня', 'дней')} назад. Представьте отчёт."
        else:
            left = "сегодня" if passed == 0 else f"через {plural(-passed, 'день', 'дня', 'дней')}"
            kind, subject = NoticeKind.DUE, f"Срок отчёта {left}, {day}: {executor}, {year}"
            body = f"{begun} Представьте его не позднее {day}."
        for user in officials[executor.pk]:
            yield Notice(
                user_id=user,
                kind=kind,
                subject=subject,
                body=f"{campaign.plan}.\n{body}",
                link=reverse("home") if report is None else report.get_absolute_url(),
                key=f"deadline-{campaign.plan.pk}-{year}-{campaign.deadline}-{executor.pk}-{stage(passed)}",
            )


def _to_returned(report: Report, since: date, today: date, officials: dict[int, list[int]]) -> Iterable[Notice]:
    days = (today - since).days
    for user in officials[report.organization_id]:
        yield Notice(
            user_id=user,
            kind=NoticeKind.RETURNED,
            subject=f"Отчёт ждёт доработки {plural(days, 'день', 'дня', 'дней')}: {report}",
            body="Ответьте на замечания, исправьте открытые строки и представьте отчёт снова.",
            link=report.get_absolute_url(),
            key=f"returned-{report.pk}-{since}-{days // _WEEK}",
        )


def _to_supervisors(campaign: _Campaign, today: date, supervisors: dict[int, list[int]]) -> Iterable[Notice]:
    passed = (today - campaign.deadline).days
    silent, returned = campaign.silent, campaign.returned
    if passed <= 0 or not (silent or returned):
        return
    lines = [f"{campaign.plan}. Срок прошёл {campaign.deadline:%d.%m.%Y}."]
    if silent:
        lines += [f"Не представили отчёт за {campaign.year} год:", *(f"- {executor}" for executor in silent)]
    if returned:
        lines += ["Дорабатывают возвращённый отчёт:", *(f"- {report.organization}" for report in returned)]
    for user in supervisors[campaign.plan.supervisor_id]:
        yield Notice(
            user_id=user,
            kind=NoticeKind.LATE,
            subject=f"Отчёты за {campaign.year} год: не представили {len(silent)}, дорабатывают {len(returned)}",
            body="\n".join(lines),
            link=f"{reverse('home')}?year={campaign.year}",
            key=f"silent-{campaign.plan.pk}-{campaign.year}-{campaign.deadline}-{(passed - 1) // _WEEK}",
        )


def _write(notices: Iterable[Notice]) -> int:
    """Store those that have not been written before."""
    wanted = list(notices)
    keys = Notice.objects.filter(user__in={n.user_id for n in wanted}, key__in={n.key for n in wanted})
    written = set(keys.values_list("user", "key"))
    new = [notice for notice in wanted if (notice.user_id, notice.key) not in written]
    # Two runs at the same moment: the second one's are ignored.
    Notice.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)
