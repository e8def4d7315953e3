"""«Сводка в цифрах» and the pictures of the charts."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from kuznetsk_report.accounts.models import User
from plans.models import Indicator, PlanItem
from reports import actions, charts, queries
from reports.figures import Entry
from reports.models import Report

from .conftest import Stage
from .test_views_item import numbers, reported

SignIn = Callable[[User], Client]


def url(year: int = 2024) -> str:
    return reverse("charts", args=["plan", year])


def picture(client: Client, address: str) -> Image.Image:
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/png"
    return Image.open(io.BytesIO(response.content))


def sources(html: str) -> list[str]:
    return [part.split('"')[0].replace("&amp;", "&") for part in html.split('<img class="chart" src="')[1:]]


@pytest.fixture
def submit_on(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Callable[[Report, datetime], None]:
    """Submit a report as if it were that moment."""

    def submit(report: Report, moment: datetime) -> None:
        stage.complete(report)
        with monkeypatch.context() as patch:
            patch.setattr(timezone, "now", lambda: moment)
            by = stage.official if report.organization == stage.executor else stage.outsider
            actions.submit(report=report, by=by)

    return submit


def test_a_report_counts_on_the_day_of_its_first_submission_in_local_time(
    stage: Stage, submit_on: Callable[[Report, datetime], None]
) -> None:
    other = actions.open_report(plan=stage.plan, organization=stage.other_executor, year=2024, by=stage.outsider)
    # In Moscow it is the 1st of February already, and the second of them is late.
    submit_on(stage.report, datetime(2025, 1, 31, 22, 30, tzinfo=UTC))
    submit_on(other, datetime(2025, 2, 1, 21, 30, tzinfo=UTC))
    stage.return_with("2.9")
    submit_on(Report.objects.get(pk=stage.report.pk), datetime(2025, 3, 5, 9, 0, tzinfo=UTC))
    data = queries.submissions(stage.plan, 2024)
    assert [(step.day, step.total) for step in data.steps] == [(date(2025, 2, 1), 1), (date(2025, 2, 2), 2)]
    assert (data.executors, data.on_time, data.undated) == (2, 1, 0)


def test_reports_accepted_on_paper_have_no_day(stage: Stage, sign_in: SignIn) -> None:
    data = queries.submissions(stage.plan, 2023)
    assert (data.steps, data.undated, data.executors) == ((), 1, 2)
    html = sign_in(stage.supervisor).get(url(2023)).content.decode()
    assert "Пока не представлен ни один отчёт." in html
    assert "Внесено принятых на бумаге: 1." in html
    assert "submissions.png" not in html


def test_a_report_accepted_on_paper_is_not_late_when_it_is_submitted_again(stage: Stage) -> None:
    """Opened again years later it gets its first receipt: not the day on which it was given."""
    report, row = stage.last_year, stage.row("2.9", stage.last_year)
    actions.reopen_report(
        report=report, rows=[row], reason="Уточните.", seen=actions.last_event(report), by=stage.supervisor
    )
    assert queries.submissions(stage.plan, 2023).undated == 1
    stage.submit(report)
    data = queries.submissions(stage.plan, 2023)
    assert (data.steps, data.total, data.undated) == ((), 0, 1)


def test_totals_by_year_are_sums_and_shares_of_sums(stage: Stage) -> None:
    reported(stage, 10, entries=numbers(1, 1))
    reported(stage, 11, entries=numbers(99, 0))
    reported(stage, 12, entries=numbers(None, 5))
    item = stage.plan.items.prefetch_related("indicators").get(number="1.4")
    [found] = queries.totals_by_year(stage.plan, [item])
    assert [(year.year, year.reports, year.text) for year in found.indicators[2].years] == [
        (2021, 0, "отчётов нет"),
        (2022, 0, "отчётов нет"),
        (2023, 1, "33,3\u00a0% (3 из 9)"),
        (2024, 3, "1\u00a0% (1 из 100)"),
    ]
    assert found.indicators[2].years[3].total.missing == ("Исполнитель 012",)
    assert [year.text for year in found.indicators[1].years[2:]] == ["3\u00a0чел.", "6\u00a0чел."]


def test_the_page_has_a_picture_and_a_table_for_everything(stage: Stage, sign_in: SignIn) -> None:
    stage.submit()
    client = sign_in(stage.supervisor)
    html = client.get(url()).content.decode()
    assert [source.split("?")[0].rpartition("/charts/")[2] for source in sources(html)] == [
        "submissions.png",
        "1.4/considered/years.png",
        "1.4/disciplined/years.png",
        "1.4/share/years.png",
    ]
    assert 'alt="Доля привлечённых, итог по годам: 2021 год — отчётов нет;' in html
    assert "2023 год — 33,3\u00a0% (3 из 9); 2024 год — 80\u00a0% (8 из 10)." in html
    assert f'width="{charts.WIDTH}" height="{charts.YEARS_HEIGHT}"' in html
    assert "1&nbsp;из&nbsp;2" in html
    for number in ("1.4", "2.9", "2.10"):
        assert reverse("item", args=["plan", 2024, number]) in html


def test_every_picture_of_the_page_is_served_and_kept_by_the_browser(stage: Stage, sign_in: SignIn) -> None:
    stage.submit()
    reported(stage, 10, entries=numbers(4, 4))
    client = sign_in(stage.supervisor)
    addresses = sources(client.get(url()).content.decode())
    addresses += sources(client.get(reverse("item", args=["plan", 2024, "1.4"])).content.decode())
    assert len(addresses) == 7
    for address in addresses:
        image = picture(client, address)
        assert image.width == charts.WIDTH * 3
        assert client.get(address).headers["Cache-Control"] == "private, max-age=86400"
        assert client.get(address.split("?")[0]).headers["Cache-Control"] == "no-store"


def test_the_size_on_the_page_is_the_pictures(stage: Stage, sign_in: SignIn) -> None:
    stage.submit()
    reported(stage, 10, entries=numbers(4, 4))
    client = sign_in(stage.supervisor)
    html = client.get(reverse("item", args=["plan", 2024, "1.4"])).content.decode()
    for source in sources(html):
        tag = html.split(source.replace("&", "&amp;"))[1].split(">")[0]
        image = picture(client, source)
        assert f'width="{image.width // 3}" height="{image.height // 3}"' in tag


def test_a_new_number_gives_a_new_address(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.supervisor)
    stage.submit()
    before = sources(client.get(url()).content.decode())
    reported(stage, 10, entries=numbers(4, 4))
    after = sources(client.get(url()).content.decode())
    assert len(before) == len(after) == 4
    assert not set(before) & set(after)


@pytest.mark.parametrize(
    "path",
    [
        "submissions.png",
        "1.4/nothing/years.png",
        "1.4/nothing/spread.png",
        "1.4/considered/spread.png",
        "9.9/considered/years.png",
        "2.9/considered/years.png",
    ],
)
def test_without_data_there_is_no_picture(stage: Stage, sign_in: SignIn, path: str) -> None:
    assert sign_in(stage.supervisor).get(f"{url()}{path}").status_code == 404


def test_without_numbers_there_is_a_sentence(stage: Stage, sign_in: SignIn) -> None:
    stage.plan.reports.filter(year=2023).update(year=2022)
    Indicator.objects.create(item=stage.plan.items.get(number="2.9"), code="a", name="Новый", unit="ед.")
    html = sign_in(stage.supervisor).get(url()).content.decode()
    assert "2.9/a/years.png" not in html
    assert "Чисел пока нет ни за один год." in html
    item = sign_in(stage.supervisor).get(reverse("item", args=["plan", 2024, "2.9"])).content.decode()
    assert "Новый: чисел пока нет." in item
    assert '<img class="chart"' not in item


def test_a_plan_without_indicators(stage: Stage, sign_in: SignIn) -> None:
    for row in stage.plan.items.get(number="1.4").rows.all():
        row.values.all().delete()
    Indicator.objects.filter(kind="share").delete()
    Indicator.objects.all().delete()
    assert "У пунктов этого Плана нет показателей." in sign_in(stage.supervisor).get(url()).content.decode()


@pytest.mark.parametrize("year", [1999, 2020, 2025])
def test_a_year_outside_the_plan_is_not_there(stage: Stage, sign_in: SignIn, year: int) -> None:
    assert sign_in(stage.supervisor).get(url(year)).status_code == 404
    assert sign_in(stage.supervisor).get(f"/plans/plan/{year}/items/1.4/").status_code == 404


@pytest.mark.parametrize(
    ("path", "status"), [("1.4", 200), ("01.4", 200), ("9.9", 404), ("1.", 404), ("999999.1", 404)]
)
def test_an_item_has_one_number_in_any_spelling(stage: Stage, sign_in: SignIn, path: str, status: int) -> None:
    assert sign_in(stage.supervisor).get(f"/plans/plan/2024/items/{path}/").status_code == status


def count_queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_queries_grow_neither_with_reports_nor_with_items(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.supervisor)
    addresses = [
        url(),
        f"{url()}submissions.png",
        f"{url()}1.4/share/years.png",
        f"{url()}1.4/share/spread.png",
    ]
    counts = []
    for number in range(10, 13):
        reported(stage, number, entries=numbers(10, number - 9))
        reported(stage, number, entries=numbers(10, number - 9), year=2022)
        item = PlanItem.objects.create(plan=stage.plan, number=f"7.{number}", wording="Новое")
        Indicator.objects.create(item=item, code="a", name="Показатель", unit="ед.")
        if number > 10:
            counts.append([count_queries(client, address) for address in addresses])
    assert counts[0] == counts[1]


def test_ten_items_a_page(stage: Stage, sign_in: SignIn) -> None:
    for number in range(1, 13):
        item = PlanItem.objects.create(plan=stage.plan, number=f"7.{number}", wording="Новое")
        Indicator.objects.create(item=item, code="a", name=f"Показатель {number}", unit="ед.")
    client = sign_in(stage.supervisor)
    first, second = (client.get(f"{url()}?page={page}") for page in (1, 2))
    assert [len(response.context["items"]) for response in (first, second)] == [10, 3]
    assert "Показатель 12" in second.content.decode()


def test_a_number_that_does_not_apply_is_not_drawn_as_zero(stage: Stage) -> None:
    report = reported(stage, 10, entries={"considered": Entry(not_applicable=True), "disciplined": Entry(Decimal(0))})
    contributions = queries.given_contributions(stage.plan.items.get(number="1.4"), 2024)
    assert [each.executor for each in contributions] == [report.organization.short_name]
    assert contributions[0].entries == {"considered": Entry(not_applicable=True), "disciplined": Entry(Decimal(0))}
