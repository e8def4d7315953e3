"""The clerks' register: accepted reports, what was issued of them, and whether a file is one of those."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery

from kuznetsk_report.accounts.models import User
from plans.models import Plan
from reports import access
from reports.models import Event, IssuedDocument, Job, Report
from reports.vocabulary import EventKind, State

from .visible import organizations_like, visible_reports


@dataclass(frozen=True, slots=True)
class Choice:
    """The years and plans of which there is an accepted report to see."""

    years: list[int]
    plans: list[Plan]


def accepted_reports(user: User, *, plan: str = "", year: int | None = None, search: str = "") -> QuerySet[Report]:
    """Accepted reports that this person may see, with `version`, `accepted_at` and `issued_count`; newest year first.

    `version` is 0 for a report that was accepted on paper.
    """
    decided = Event.objects.filter(report=OuterRef("pk"), kind__in=[EventKind.ACCEPTED, EventKind.FILED]).order_by(
        "-pk"
    )
    reports = (
        visible_reports(user)
        .filter(state=State.ACCEPTED)
        .defer("filed_content")
        .annotate(
            version=Max("receipts__version", default=0),
            issued_count=Count("issued", distinct=True),
            accepted_at=Subquery(decided.values("at")[:1]),
        )
        .order_by("-year", "organization__short_name", "pk")
    )
    if plan:
        reports = reports.filter(plan__slug=plan)
    if year is not None:
        reports = reports.filter(year=year)
    if search:
        reports = reports.filter(organization__in=organizations_like(search))
    return reports


def choices(user: User) -> Choice:
    """What the register can be narrowed to."""
    pairs = set(visible_reports(user).filter(state=State.ACCEPTED).order_by().values_list("year", "plan"))
    plans = Plan.objects.filter(pk__in={plan for _, plan in pairs})
    return Choice(years=sorted({year for year, _ in pairs}, reverse=True), plans=list(plans))


def visible_issued(user: User) -> QuerySet[IssuedDocument]:
    """Issued documents of the reports that this person may see, without their bytes; the latest first."""
    return (
        IssuedDocument.objects.filter(report__in=Report.objects.filter(access.visible_reports(user)))
        .defer("data")
        .select_related("report__organization", "report__plan", "by")
        .order_by("-pk")
    )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the portal knows of a file.

    `document` is a document of one report that it issued, `job` one of several reports, or an archive, that it made in
    the background; both None if it gave out no such file, or none that this person may see. `is_current`: the report
    has not been opened or accepted anew since.
    """

    sha256: str
    document: IssuedDocument | None = None
    job: Job | None = None
    is_current: bool = False


def verify(user: User, chunks: Iterable[bytes]) -> Verdict:
    """Whether a file is, byte for byte, one that the portal gave out, and that says what this person may see."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    sha256 = digest.hexdigest()
    document = visible_issued(user).filter(sha256=sha256).first()
    if document is None:
        return Verdict(sha256, job=_job_of(user, sha256))
    report = document.report
    is_current = report.state == State.ACCEPTED and report.receipts.count() == document.version
    return Verdict(sha256, document, is_current=is_current)


def _job_of(user: User, sha256: str) -> Job | None:
    """The first job that made this file. Its fingerprint outlives the file itself."""
    made = Job.objects.filter(sha256=sha256).select_related("plan", "requested_by").defer("data").order_by("pk")
    return next((job for job in made if access.may_have_job(user, job)), None)
