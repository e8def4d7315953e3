"""Pages with 25 and with 200 rows: number of queries, and server time against a bare view that runs the same queries."""

from collections.abc import Callable, Iterator
from itertools import count

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import include, path, reverse

from benchmarks.measure import Line, ms, seconds
from kuznetsk_report.accounts.models import Membership, Organization, User
from kuznetsk_report.accounts.roles import Role
from plans.models import Indicator, Plan, PlanItem
from reports import actions
from reports.models import Report

AT_MOST = 3
SIZES = (25, 200)
TEXT = "В 2024 году проведено 5 заседаний, рассмотрены материалы в отношении 9 служащих. " * 8

_statements: list[str] = []


def bare(_request: HttpRequest) -> HttpResponse:
    """Runs the queries that were captured from the real page, fetches what they give and shows nothing."""
    with connection.cursor() as cursor:
        for statement in _statements:
            cursor.execute(statement)
            if cursor.description:
                cursor.fetchall()
    return HttpResponse()


urlpatterns = [path("bare/", bare), path("", include("kuznetsk_report.urls"))]

Page = Callable[[], HttpResponse]


def run() -> Iterator[Line]:
    with override_settings(ROOT_URLCONF="benchmarks.pages"):
        client = Client()
        official = User.objects.create_user("benchmark")
        reports = [_report(official, size) for size in SIZES]
        client.force_login(official)
        yield from _compared("report page", client, [_get(client, "report", report.pk) for report in reports])
        rows = [report.rows.get(number="2.2") for report in reports]
        yield from _compared("row page", client, [_get(client, "row", row.pk) for row in rows])
        yield from _compared("row save", client, [_save(client, row.pk) for row in rows])


def _compared(name: str, client: Client, pages: list[Page]) -> Iterator[Line]:
    """`pages` are the same page of a report with 25 and with 200 rows."""
    numbers = []
    for size, page in zip(SIZES, pages, strict=True):
        _statements.clear()
        with CaptureQueriesContext(connection) as of_middleware:
            client.get("/bare/")
        page()
        with CaptureQueriesContext(connection) as all_queries:
            page()
        numbers.append(len(all_queries))
        _statements.extend(query["sql"] for query in all_queries.captured_queries[len(of_middleware) :])
        ours, theirs = seconds(page, lambda: client.get("/bare/"), rounds=31)
        yield Line(
            f"{name}, {size} rows, at most {AT_MOST} times a bare view with the same queries",
            f"{ms(ours)} against {ms(theirs)} ({ours / theirs:.2f})",
            ours <= AT_MOST * theirs,
        )
    yield Line(
        f"{name}, as many queries for 25 as for 200 rows", " and ".join(map(str, numbers)), len(set(numbers)) == 1
    )


def _get(client: Client, name: str, pk: int) -> Page:
    url = reverse(name, args=[pk])
    return lambda: _ok(client.get(url))


def _save(client: Client, pk: int) -> Page:
    url = reverse("row", args=[pk])
    versions = count(2)

    def save() -> HttpResponse:
        version = next(versions)
        data = {"version": version, "answer": "done", "implementation": f"{TEXT} {version}", "value_seen": version}
        return _ok(client.post(url, data, headers={"HX-Request": "true"}))

    return save


def _ok(response: HttpResponse) -> HttpResponse:
    assert response.status_code == 200, response.content.decode(settings.DEFAULT_CHARSET)
    return response


def _report(official: User, size: int) -> Report:
    """A report of a made-up executor with `size` filled rows of two indicators each."""
    executor = Organization.objects.create(
        slug=f"executor-{size}",
        name=f"Исполнитель {size:03}",
        name_genitive=f"исполнителя {size:03}",
        short_name=f"Исполнитель {size:03}",
    )
    Membership.objects.create(user=official, organization=executor, role=Role.OFFICIAL)
    plan = Plan.objects.create(
        slug=f"plan-{size}",
        title=f"План {size}",
        title_genitive=f"Плана {size}",
        first_year=2023,
        last_year=2024,
        supervisor=executor,
    )
    for position in range(size):
        item = PlanItem.objects.create(
            plan=plan, number=f"{position // 10 + 1}.{position % 10 + 1}", wording="Мероприятие плана. " * 12
        )
        item.executors.add(executor)
        for code in ("seen", "done"):
            Indicator.objects.create(item=item, code=code, name=f"Показатель {code}", unit="ед.")
    report = actions.open_report(plan=plan, organization=executor, year=2024, by=official)
    for row in report.rows.all():
        actions.save_row(row=row, version=1, by=official, answer="done", implementation=TEXT, result="Итог", entries={})
    return report
