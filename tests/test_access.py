"""Every URL for every person. A URL that is missing from the matrix fails."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from kuznetsk_report.accounts.models import User
from reports import actions
from reports.actions import job_run
from reports.figures import Entry
from reports.models import Job, Notice
from reports.vocabulary import NoticeKind

from .conftest import Stage
from .test_editions import brought_by_admin as brought
from .test_intake import apply, line, take_in
from .test_views_intake import document

CAST = ["official", "colleague", "supervisor", "clerk", "region_clerk", "outsider", "anonymous"]
SIGN_IN = 302
# What is asked for about a report that has been submitted.
SUBMITTED = {"review", "review-row", "decide", "receipt", "receipt-file", "item", "chart-submissions", "chart-spread"}

# name, method -> status for: official, colleague, supervisor, clerk, region_clerk, outsider, anonymous
MATRIX = {
    ("home", "get"): [200, 200, 200, 200, 200, 200, SIGN_IN],
    ("open-report", "post"): [302, 302, 302, 404, 404, 404, SIGN_IN],
    ("matrix", "get"): [404, 404, 200, 404, 200, 404, SIGN_IN],
    ("matrix-file", "get"): [404, 404, 200, 404, 200, 404, SIGN_IN],
    ("take-edition", "get"): [404, 404, 404, 404, 404, 404, SIGN_IN],
    ("take-edition", "post"): [404, 404, 404, 404, 404, 404, SIGN_IN],
    ("edition", "get"): [404, 404, 404, 404, 404, 404, SIGN_IN],
    ("edition", "post"): [404, 404, 404, 404, 404, 404, SIGN_IN],
    ("report", "get"): [200, 200, 200, 200, 200, 404, SIGN_IN],
    ("add-rows", "post"): [302, 302, 403, 403, 403, 404, SIGN_IN],
    ("document", "get"): [200, 200, 200, 200, 200, 404, SIGN_IN],
    ("document-page", "get"): [200, 200, 200, 200, 200, 404, SIGN_IN],
    ("download", "get"): [200, 200, 200, 200, 200, 404, SIGN_IN],
    ("row", "get"): [200, 200, 200, 200, 200, 404, SIGN_IN],
    ("row", "post"): [302, 302, 403, 403, 403, 404, 401],
    ("take-in", "get"): [200, 200, 403, 403, 403, 404, SIGN_IN],
    ("take-in", "post"): [302, 302, 403, 403, 403, 404, SIGN_IN],
    ("handout", "get"): [200, 200, 403, 403, 403, 404, SIGN_IN],
    ("intake", "get"): [200, 404, 404, 404, 404, 404, SIGN_IN],
    ("intake", "post"): [302, 404, 404, 404, 404, 404, SIGN_IN],
    ("take-back", "post"): [302, 302, 403, 403, 403, 404, SIGN_IN],
    ("submit", "get"): [200, 200, 403, 403, 403, 404, SIGN_IN],
    ("submit", "post"): [302, 302, 403, 403, 403, 404, SIGN_IN],
    ("review", "get"): [403, 403, 200, 403, 403, 404, SIGN_IN],
    ("review-row", "post"): [403, 403, 302, 403, 403, 404, 401],
    ("decide", "post"): [403, 403, 302, 403, 403, 404, SIGN_IN],
    ("reopen", "get"): [403, 403, 200, 403, 403, 404, SIGN_IN],
    ("reopen", "post"): [403, 403, 302, 403, 403, 404, 401],
    ("history", "get"): [200, 200, 200, 200, 200, 404, SIGN_IN],
    ("consolidated", "get"): [404, 404, 200, 404, 200, 404, SIGN_IN],
    ("make-consolidated", "post"): [404, 404, 302, 404, 302, 404, SIGN_IN],
    ("save-summary", "post"): [404, 404, 302, 404, 403, 404, 401],
    ("register", "get"): [200, 200, 200, 200, 200, 200, SIGN_IN],
    ("reports-zip", "post"): [302, 302, 302, 302, 302, 302, SIGN_IN],
    ("issued", "get"): [200, 200, 200, 200, 200, 200, SIGN_IN],
    ("issued-file", "get"): [200, 200, 200, 200, 200, 404, SIGN_IN],
    ("verify", "get"): [200, 200, 200, 200, 200, 200, SIGN_IN],
    ("verify", "post"): [422, 422, 422, 422, 422, 422, SIGN_IN],
    ("receipts", "get"): [200, 200, 200, 200, 200, 200, SIGN_IN],
    ("receipt", "get"): [200, 200, 200, 200, 200, 404, SIGN_IN],
    ("receipt-file", "get"): [200, 200, 200, 200, 200, 404, SIGN_IN],
    ("item", "get"): [404, 404, 200, 404, 200, 404, SIGN_IN],
    ("item", "post"): [404, 404, 302, 404, 403, 404, 401],
    ("executor", "get"): [200, 200, 200, 200, 200, 404, SIGN_IN],
    ("charts", "get"): [404, 404, 200, 404, 200, 404, SIGN_IN],
    ("chart-submissions", "get"): [404, 404, 200, 404, 200, 404, SIGN_IN],
    ("chart-years", "get"): [404, 404, 200, 404, 200, 404, SIGN_IN],
    ("chart-spread", "get"): [404, 404, 200, 404, 200, 404, SIGN_IN],
    ("jobs", "get"): [200, 200, 200, 200, 200, 200, SIGN_IN],
    ("job", "get"): [404, 404, 200, 404, 404, 404, SIGN_IN],
    ("job-status", "get"): [404, 404, 200, 404, 404, 404, SIGN_IN],
    ("cancel-job", "post"): [404, 404, 302, 404, 404, 404, SIGN_IN],
    ("download-job", "get"): [404, 404, 200, 404, 404, 404, SIGN_IN],
    ("notices", "get"): [200, 200, 200, 200, 200, 200, SIGN_IN],
    ("open-notice", "post"): [302, 404, 404, 404, 404, 404, SIGN_IN],
    ("read-notices", "post"): [302, 302, 302, 302, 302, 302, SIGN_IN],
    ("login", "get"): [302, 302, 302, 302, 302, 302, 200],
    ("logout", "post"): [302, 302, 302, 302, 302, 302, 302],
    ("password_change", "get"): [200, 200, 200, 200, 200, 200, SIGN_IN],
    ("password_change_done", "get"): [200, 200, 200, 200, 200, 200, SIGN_IN],
}


def own_names(resolver: URLResolver) -> Iterator[str]:
    """Names of all URLs but the admin's, whose access is Django's own."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                yield from own_names(pattern)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern} has no name"
            yield pattern.name


def test_no_url_is_missing() -> None:
    assert {name for name, _ in MATRIX} == set(own_names(get_resolver()))


def another_submitted_report(stage: Stage) -> None:
    """Of the other executor, with another number: two values make a spread."""
    report = actions.open_report(plan=stage.plan, organization=stage.other_executor, year=2024, by=stage.outsider)
    stage.complete(report)
    stage.save(report.rows.get(number="1.4"), by=stage.outsider, entries={"considered": Entry(Decimal(50))})
    actions.submit(report=report, by=stage.outsider)


def finished_job(stage: Stage) -> Job:
    """A document that the supervisor has asked for."""
    job = actions.request_reports_zip(reports=[stage.last_year], formats=["docx"], by=stage.supervisor)
    job_run.finish_job(job=job_run.begin_job(pk=job.pk, attempt=1), file_name="Отчёты_2023.zip", data=b"PK")
    return job


def request(client: Client, name: str, method: str, stage: Stage) -> int:
    row = stage.row("2.9")
    receipt = 0
    if name in SUBMITTED:
        receipt = stage.submit().receipts.get().pk
    if name == "chart-spread":
        another_submitted_report(stage)
    issued = 0
    if name == "issued-file":
        issued = actions.issue(report=stage.last_year, file_format="docx", by=stage.official).pk
    edition = brought(stage).pk if name == "edition" else 0
    intake = take_in(stage, line("2.9", "Сделано.")) if name in ("intake", "take-back") else None
    if intake and name == "take-back":
        apply(intake, stage.official)
    job = finished_job(stage)
    notice = Notice.objects.create(user=stage.official, kind=NoticeKind.ACCEPTED, subject="Отчёт принят", link="/")
    arguments: dict[str, list[object]] = {
        "matrix": [stage.plan.slug],
        "matrix-file": [stage.plan.slug, "csv"],
        "take-edition": [stage.plan.slug],
        "edition": [edition],
        "report": [stage.report.pk],
        "add-rows": [stage.report.pk],
        "document": [stage.report.pk],
        "document-page": [stage.report.pk, 1],
        "download": [stage.report.pk, "docx"],
        "row": [row.pk],
        "take-in": [stage.report.pk],
        "handout": [stage.report.pk],
        "intake": [intake and intake.pk],
        "take-back": [intake and intake.pk],
        "submit": [stage.report.pk],
        "review": [stage.report.pk],
        "review-row": [row.pk],
        "decide": [stage.report.pk],
        "reopen": [stage.last_year.pk],
        "history": [stage.report.pk],
        "consolidated": ["plan", 2023],
        "make-consolidated": ["plan", 2023],
        "save-summary": ["plan", 2023, "2.9"],
        "issued-file": [issued],
        "item": ["plan", 2024, "2.9"],
        "executor": ["plan", "executor"],
        "charts": ["plan", 2024],
        "chart-submissions": ["plan", 2024],
        "chart-years": ["plan", 2024, "1.4", "share"],
        "chart-spread": ["plan", 2024, "1.4", "considered"],
        "receipt": [receipt],
        "receipt-file": [receipt],
        "job": [job.pk],
        "job-status": [job.pk],
        "cancel-job": [job.pk],
        "download-job": [job.pk],
        "open-notice": [notice.pk],
    }
    data = {
        "open-report": {"plan": stage.plan.pk, "organization": stage.executor.pk, "year": 2022},
        "row": {"version": row.version, "answer": "done", "implementation": "Сделано.", "result": ""},
        "item": {
            "remark": row.pk,
            f"text-{row.pk}": "Уточните.",
            f"seen-{row.pk}": actions.last_event(row.report, row),
        },
        "review-row": {
            "decision": "remark",
            "seen": actions.last_event(row.report, row),
            "page_seen": actions.last_event(row.report),
            "text": "Уточните.",
        },
        "decide": {"decision": "accept", "seen": actions.last_event(stage.report)},
        "reopen": {
            "rows": [stage.row("2.9", stage.last_year).pk],
            "reason": "Уточните.",
            "seen": actions.last_event(stage.last_year),
        },
        "take-in": {"file": SimpleUploadedFile("отчёт.docx", document(("1.4", "Мероприятие", "Сделано.", "")))},
        "intake": {"drop": "1"},
        "make-consolidated": {"format": "docx"},
        "save-summary": {"text": "Обобщение.", "version": 0, "offer": "По числам."},
        "read-notices": {"up_to": notice.pk},
    }
    url = reverse(name, args=arguments.get(name, []))
    return int(getattr(client, method)(url, data.get(name, {})).status_code)


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize(("name", "method"), MATRIX)
def test_matrix(stage: Stage, client: Client, name: str, method: str, who: str) -> None:
    if who != "anonymous":
        client.force_login(getattr(stage, who))
    assert request(client, name, method, stage) == MATRIX[name, method][CAST.index(who)]


def test_anonymous_is_sent_to_sign_in_and_back(stage: Stage, client: Client) -> None:
    url = reverse("row", args=[stage.row("2.9").pk])
    assert client.get(url).headers["Location"] == f"{reverse('login')}?next={url}"


def test_a_background_request_without_session_is_told_so(stage: Stage, client: Client) -> None:
    response = client.post(reverse("row", args=[stage.row("2.9").pk]), headers={"HX-Request": "true"})
    assert response.status_code == 401
    assert "Сеанс завершён" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("open-report", "get"),
        ("matrix", "post"),
        ("matrix-file", "post"),
        ("add-rows", "get"),
        ("report", "post"),
        ("download", "post"),
        ("row", "put"),
        ("take-in", "put"),
        ("handout", "post"),
        ("intake", "put"),
        ("take-back", "get"),
        ("item", "put"),
        ("executor", "post"),
        ("charts", "post"),
        ("chart-years", "post"),
        ("job", "post"),
        ("cancel-job", "get"),
        ("notices", "post"),
        ("open-notice", "get"),
    ],
)
def test_other_methods_are_refused(stage: Stage, sign_in: Callable[[User], Client], name: str, wrong: str) -> None:
    assert request(sign_in(stage.official), name, wrong, stage) == 405


@pytest.mark.parametrize(
    "path", ["/reports/999999/", "/rows/999999/", "/reports/1/download/exe/", "/plans/none/matrix/", "/nowhere/"]
)
def test_what_is_not_there_is_404_in_the_portals_look(
    stage: Stage, sign_in: Callable[[User], Client], path: str
) -> None:
    response = sign_in(stage.official).get(path)
    assert response.status_code == 404
    assert "Страница не найдена" in response.content.decode()


def test_the_same_person_in_two_bodies_sees_both(stage: Stage, client: Client) -> None:
    stage.outsider.memberships.create(organization=stage.region, role="supervisor")
    client.force_login(stage.outsider)
    assert client.get(reverse("report", args=[stage.report.pk])).status_code == 200


@pytest.mark.parametrize("path", ["", "plans/plan/", "plans/planitem/", "reports/report/", "accounts/user/"])
def test_the_admin_is_for_administrators(stage: Stage, client: Client, path: str) -> None:
    client.force_login(stage.supervisor)
    assert client.get(f"/admin/{path}").status_code == 302
    stage.supervisor.is_staff = stage.supervisor.is_superuser = True
    stage.supervisor.save()
    assert client.get(f"/admin/{path}").status_code == 200
