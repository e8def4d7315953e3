"""Who is told what about a report. Notices are written in the transaction of the action; e-mail follows from them."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from kuznetsk_report.accounts.models import Organization, User
from kuznetsk_report.accounts.roles import Role
from reports.models import Notice, Remark, Report
from reports.vocabulary import NoticeKind, State

_SUBJECTS = {
    NoticeKind.RETURNED: "Отчёт возвращён на доработку",
    NoticeKind.ACCEPTED: "Отчёт принят",
    NoticeKind.REOPENED: "Принятый отчёт открыт для исправления",
}


def people(organization: Organization, *roles: Role) -> QuerySet[User]:
    """Everybody who holds one of these roles in the organization and can sign in."""
    return User.objects.filter(
        is_active=True, memberships__organization=organization, memberships__role__in=roles
    ).distinct()


def tell(recipients: Iterable[User], *, kind: NoticeKind, subject: str, link: str, body: str = "") -> None:
    """The same notice to several people."""
    Notice.objects.bulk_create(
        Notice(user=user, kind=kind, subject=subject, body=body, link=link) for user in recipients
    )


def tell_supervisors(report: Report, *, by: User) -> None:
    """A report has been submitted."""
    again = " повторно" if report.state == State.RESUBMITTED else ""
    tell(
        people(report.plan.supervisor, Role.SUPERVISOR).exclude(pk=by.pk),
        kind=NoticeKind.SUBMITTED,
        subject=f"Отчёт представлен{again}: {report}",
        link=report.get_absolute_url(),
    )


def tell_executor(
    report: Report, kind: NoticeKind, *, by: User, remarks: Sequence[Remark] = (), note: str = ""
) -> None:
    """The supervising body has decided on the report. The remarks stand in the message itself."""
    lines = [note] if note else []
    if kind == NoticeKind.RETURNED:
        lines += [f"Пункт {remark.row.number}. {remark.text}" for remark in remarks]
    if kind == NoticeKind.REOPENED:
        lines.append(f"Открыты пункты: {', '.join(remark.row.number for remark in remarks)}.")
    tell(
        people(report.organization, Role.OFFICIAL, Role.CLERK).exclude(pk=by.pk),
        kind=kind,
        subject=f"{_SUBJECTS[kind]}: {report}",
        body="\n\n".join(lines),
        link=report.get_absolute_url(),
    )
