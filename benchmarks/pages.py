"""Pages with 25 and with 200 rows: queries, and server time against a bare view that runs the same queries."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import include, path, reverse

from benchmarks.measure import Line, ms, seconds
from kuznetsk_report.accounts.models import Membership, Organization, User
from kuznetsk_report.accounts.roles import Role
from plans.models import Indicator, Plan, PlanItem
from reports import access, actions, queries
from reports.figures import Entry
from reports.models import Report, ReportRow

AT_MOST = 3
SIZES = (25, 200)
TEXT = "В 2024 году проведено 5 заседаний, рассмотрены материалы в отношении 9 служащих. " * 8

Page = Callable[[], object]


def bare_report(request: Any, pk: int) -> HttpResponse:
    """The queries of the report page; nothing is shown."""
    report = queries.visible_reports(request.user).get(pk=pk)
    queries.row_lines(report)
    queries.additions(report)
    queries.last_decision(report)
    queries.receipts_of(report)
    queries.unread_notices(request.user)
    return HttpResponse()


def bare_row(request: Any, pk: int) -> HttpResponse:
    """The queries of the row page; nothing is shown."""
    row = queries.visible_rows(request.user).get(pk=pk)
    queries.row_page(row)
    access.may_edit_row(request.user, row)
    queries.unread_notices(request.user)
    return HttpResponse()


def bare_save(request: Any, pk: int) -> HttpResponse:
    """The queries of saving a row; nothing is validated or shown."""
    row = queries.visible_rows(request.user).get(pk=pk)
    access.require_edit_row(request.user, row)
    list(row.item.indicators.all())
    list(row.values.select_related("indicator"))
    actions.save_row(
        row=row,
        version=int(request.POST["version"]),
        by=request.user,
        answer=request.POST["answer"],
        implementation=request.POST["implementation"],
        result="",
        entries={"seen": Entry(Decimal(request.POST["value_seen"]))},
    )
    row = queries.visible_rows(request.user).get(pk=pk)
    queries.row_page(row)
    access.may_edit_row(request.user, row)
    return HttpResponse()


urlpatterns = [
    path("bare/report/<int:pk>/", bare_report, name="bare-report"),
    path("bare/row/<int:pk>/", bare_row, name="bare-row"),
    path("bare/save/<int:pk>/", bare_save, name="bare-save"),
    path("", include("kuznetsk_report.urls")),
]


def run() -> Iterator[Line]:
    with override_settings(ROOT_URLCONF="benchmarks.pages"):
        client = Client()
        official = User.objects.create_user("benchmark")
        reports = [_report(official, size) for size in SIZES]
        client.force_login(official)
        yield from _compared(
            "report page", [(_get(client, "report", r.pk), _get(client, "bare-report", r.pk)) for r in reports]
        )
        rows = [report.rows.get(number="2.2") for report in reports]
        yield from _compared("row page", [(_get(client, "row", r.pk), _get(client, "bare-row", r.pk)) for r in rows])
        savers = [(_save(client, "row", r.pk), _save(client, "bare-save", r.pk)) for r in rows]
        yield from _compared("row save", savers)


def _compared(name: str, pages: list[tuple[Page, Page]]) -> Iterator[Line]:
    """`pages` are the real and the bare page of a report with 25 and with 200 rows."""
    numbers = []
    for size, (page, bare) in zip(SIZES, pages, strict=True):
        real, plain = _queries(page), _queries(bare)
        assert real == plain, f"{name}: {real} queries, the bare view makes {plain}"
        numbers.append(real)
        ours, theirs = seconds(page, bare, rounds=31)
        yield Line(
            f"{name}, {size} rows, at most {AT_MOST} times a bare view with the same queries",
            f"{ms(ours)} against {ms(theirs)} ({ours / theirs:.2f})",
            ours <= AT_MOST * theirs,
        )
    yield Line(
        f"{name}, as many queries for 25 as for 200 rows", " and ".join(map(str, numbers)), len(set(numbers)) == 1
    )


def _queries(page: Page) -> int:
    page()
    with CaptureQueriesContext(connection) as captured:
        page()
    return len(captured)


def _get(client: Client, name: str, pk: int) -> Page:
    url = reverse(name, args=[pk])
    return lambda: _ok(client.get(url))


def _save(client: Client, name: str, pk: int) -> Page:
    """Saves another text and number each time it is called."""
    url = reverse(name, args=[pk])

    def save() -> object:
        version = ReportRow.objects.values_list("version", flat=True).get(pk=pk)
        data = {"version": version, "answer": "done", "implementation": f"{TEXT} {version}", "value_seen": version}
        return _ok(client.post(url, data, headers={"HX-Request": "true"}))

    return save


def _ok(response: Any) -> Any:
    assert response.status_code == 200, response.content.decode(settings.DEFAULT_CHARSET)
    return response


def _report(official: User, size: int) -> Report:
    """A report of a made-up executor with `size` filled rows of two indicators each."""
    executor = Organization.objects.create(
        slug=f"executor-{size}",
        name=f"Проба {size:03}",
        name_genitive=f"пробы {size:03}",
        short_name=f"Проба {size:03}",
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
    official = User.objects.get(pk=official.pk)  # with the role just given
    report = actions.open_report(plan=plan, organization=executor, year=2024, by=official)
    for row in report.rows.all():
        actions.save_row(row=row, version=1, by=official, answer="done", implementation=TEXT, result="Итог", entries={})
    return report
