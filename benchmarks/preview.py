"""A Word report from the upload to the preview on the page, as an official does it."""

from collections.abc import Iterator
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from benchmarks.measure import Line, ms, seconds
from kuznetsk_report.accounts.models import Organization, User
from plans.models import Plan, PlanItem
from reports import actions, queries
from reports.documents import docx
from reports.models import Intake, Report
from tests.documents.build import content, row

SOURCE = Path(__file__).parent.parent / "fixtures" / "source" / "kuznetsk_2023.docx"
_LONG = 200


def run() -> Iterator[Line]:
    official = User.objects.get(username="official")
    executor = Organization.objects.get(slug="kuznetsk")
    plan = Plan.objects.get(slug="penza-2021-2024")
    client = Client()
    client.force_login(official)
    empty = actions.open_report(plan=plan, organization=executor, year=2022, by=official)
    source = SOURCE.read_bytes()
    many = _long_report(plan, executor, official)
    long = _exported(many, "2023")
    short_time, long_time = seconds(lambda: _preview(client, empty, source), lambda: _preview(client, many, long))
    yield Line(
        "The source report in Word into an empty year, upload to preview, at most 1 s", ms(short_time), short_time <= 1
    )
    yield Line(f"{_LONG} new rows in Word, upload to preview, at most 3 s", ms(long_time), long_time <= 3)
    _fill(many, long, official)
    edited = _exported(many, "2024")
    (edits,) = seconds(lambda: _preview(client, many, edited), rounds=3)
    yield Line(f"{_LONG} edited rows of an exported report, upload to preview, at most 3 s", ms(edits), edits <= 3)
    matched = [card.match.confidence for card in queries.intake_preview(_taken(client, empty, source)).cards]
    sure = sum(1 for confidence in matched if confidence == 1)
    yield Line(
        "Rows of the source report that find their item", f"{sure} of {len(matched)}", sure == len(matched) == 25
    )


def _long_report(model: Plan, executor: Organization, official: User) -> Report:
    """A report of many rows with the measures and the texts of the real one."""
    plan = Plan.objects.create(
        slug="long-preview", title="Большой план", title_genitive="Большого плана",
        first_year=2024, last_year=2024, supervisor=model.supervisor,
    )  # fmt: skip
    wordings = list(model.items.order_by("number").values_list("wording", flat=True))
    PlanItem.objects.bulk_create(
        PlanItem(plan=plan, number=f"{at // 20 + 1}.{at % 20 + 1}", wording=f"{wordings[at % 25]} Часть {at}")
        for at in range(_LONG)
    )
    for item in plan.items.all():
        item.executors.set([executor])
    return actions.open_report(plan=plan, organization=executor, year=2024, by=official)


def _exported(report: Report, year: str) -> bytes:
    """The report as this portal exports it, filled with the texts of the real one."""
    texts = list(Report.objects.get(year=2023, plan__slug="penza-2021-2024").rows.order_by("number"))
    rows = [
        row(
            number=each.number,
            measure=each.wording,
            implementation=texts[at % 25].implementation.replace("2023", year),
            result=texts[at % 25].result,
        )
        for at, each in enumerate(report.rows.order_by("number"))
    ]
    return docx.render(content(*rows))


def _fill(report: Report, data: bytes, official: User) -> None:
    client = Client()
    client.force_login(official)
    intake = _taken(client, report, data)
    chosen, _ = queries.intake_choices(queries.intake_preview(intake).cards)
    actions.apply_intake(intake=intake, choices=chosen, by=official)


def _taken(client: Client, report: Report, data: bytes) -> Intake:
    url = reverse("take-in", args=[report.pk])
    response = client.post(url, {"file": SimpleUploadedFile("report.docx", data)})
    return Intake.objects.select_related("report__plan", "report__organization").get(
        pk=response["Location"].split("/")[-2]
    )


def _preview(client: Client, report: Report, data: bytes) -> None:
    page = client.get(_taken(client, report, data).get_absolute_url())
    assert page.status_code == 200
