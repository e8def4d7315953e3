"""The consolidated report of 60 made-up executors with 25 rows each, against docxtpl and LibreOffice."""

import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from django.core.cache import caches
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.table import Table
from docxtpl import DocxTemplate

from benchmarks.measure import Line, ms, seconds
from kuznetsk_report.accounts.models import Organization
from plans.models import Indicator, Plan, PlanItem, Target
from reports.documents import consolidated_docx, consolidated_pdf
from reports.documents.consolidated import ConsolidatedContent
from reports.documents.content import COLUMNS, ReportContent, Row, to_json
from reports.documents.gather import content_of
from reports.documents.gather_consolidated import gather_consolidated
from reports.models import Report, ReportRow
from reports.vocabulary import State

EXECUTORS = 60
YEAR = 2023
_INDICATOR_FIELDS = ("code", "position", "name", "kind", "unit", "decimals")


# Each changed content serves one measurement.
ROUNDS = 3


def run() -> list[Line]:
    plan = stage()
    content = gather_consolidated(plan, YEAR)
    return [*_docx(content), *_pdf(plan, content)]


def _docx(content: ConsolidatedContent) -> list[Line]:
    template = _template()
    ours, theirs = seconds(
        lambda: consolidated_docx.render(content, progress=_unseen),
        lambda: _with_docxtpl(template, content),
        rounds=ROUNDS,
    )
    what = f"Consolidated DOCX of {EXECUTORS} executors"
    return [
        Line(f"{what}, at most 2 s", ms(ours), ours <= 2),
        Line(f"{what}, at most twice docxtpl", f"{ms(ours)} against {ms(theirs)}", ours <= 2 * theirs),
    ]


def _pdf(plan: Plan, content: ConsolidatedContent) -> list[Line]:
    def fresh() -> None:
        caches["documents"].clear()
        consolidated_pdf.render(content, progress=_unseen)

    what = f"Consolidated PDF of {EXECUTORS} executors"
    office = shutil.which("soffice")
    if office is None:
        (ours,) = seconds(fresh, rounds=ROUNDS)
        lines = [Line(f"{what} (LibreOffice is not installed: nothing to compare with)", ms(ours), None)]
    else:
        with tempfile.TemporaryDirectory() as directory:
            source = Path(directory) / "consolidated.docx"
            source.write_bytes(consolidated_docx.render(content, progress=_unseen))
            convert = [office, f"-env:UserInstallation=file://{directory}/profile", "--headless", "--convert-to", "pdf"]

            def theirs_fresh() -> None:
                subprocess.run([*convert, "--outdir", directory, source], check=True, capture_output=True)

            ours, theirs = seconds(fresh, theirs_fresh, rounds=ROUNDS)
        measured = f"{ms(ours)} against {ms(theirs)} ({ours / theirs:.2f})"
        lines = [Line(f"{what} from nothing, no slower than LibreOffice", measured, ours <= theirs)]
    for change, answers in (("a text", False), ("a text and an answer", True)):
        (again,) = seconds(_one_by_one(_changed(plan, answers=answers)), rounds=ROUNDS)
        measured = f"{ms(again)} ({again / ours:.3f})"
        lines.append(Line(f"{what} after {change} changed, at most a tenth of that", measured, again <= ours / 10))
    return lines


def _one_by_one(contents: list[ConsolidatedContent]) -> Callable[[], object]:
    """Something that renders the next content each time it is called."""
    remaining: Iterator[ConsolidatedContent] = iter(contents)
    return lambda: consolidated_pdf.render(next(remaining), progress=_unseen)


def _unseen(_done: int, _total: int) -> None:
    """Nobody watches the progress."""


def _changed(plan: Plan, *, answers: bool) -> list[ConsolidatedContent]:
    """What is gathered after the text of a row, and its answer if asked for, has changed in one report more."""
    contents = []
    reports = Report.objects.filter(plan=plan).order_by("-pk" if answers else "pk")
    for number, report in enumerate(reports[: ROUNDS + 1]):
        assert report.filed_content is not None
        row = report.filed_content["rows"][number]
        row["implementation"] += " Сведения уточнены."
        if answers:
            row["answer"] = "not_done"
        report.save(update_fields=["filed_content"])
        contents.append(gather_consolidated(plan, YEAR))
    return contents


def _template() -> bytes:
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    for text in ("С В О Д Н Ы Й  О Т Ч Е Т", "{{ content.supervisor_genitive }}", "{{ content.subject }}"):
        document.add_paragraph(text)
    _fill(document.add_table(rows=5, cols=5), "content.items")
    document.add_paragraph("{%p for report in content.reports %}")
    for text in ("{{ report.executor }}", "О Т Ч Е Т", "{{ report.executor_genitive }}", "{{ report.subject }}"):
        document.add_paragraph(text)
    _fill(document.add_table(rows=5, cols=5), "report.rows")
    document.add_paragraph("{%p endfor %}")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _fill(table: Table, rows: str) -> None:
    """Header, column numbers and a loop over the rows."""
    fields = ["{{ loop.index }}.", *(f"{{{{ row.{f} }}}}" for f in ("number", "measure", "implementation", "result"))]
    for number, texts in enumerate((COLUMNS, "12345", [f"{{%tr for row in {rows} %}}"], fields, ["{%tr endfor %}"])):
        for cell, text in zip(table.rows[number].cells, texts, strict=False):
            cell.text = text


def _with_docxtpl(template: bytes, content: ConsolidatedContent) -> bytes:
    document = DocxTemplate(io.BytesIO(template))
    document.render({"content": content}, autoescape=True)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def stage() -> Plan:
    """A plan like the one of 2021–2024 for 60 executors, each with an accepted report of its own words for 2023."""
    content = content_of(Report.objects.get(organization__slug="kuznetsk", year=YEAR))
    source = Plan.objects.get(slug="penza-2021-2024")
    plan = Plan.objects.create(
        slug="consolidated-benchmark",
        title=source.title,
        title_genitive=source.title_genitive,
        first_year=YEAR,
        last_year=YEAR,
        supervisor=source.supervisor,
    )
    organizations = Organization.objects.bulk_create(_organization(number) for number in range(1, EXECUTORS + 1))
    items = {item.number: _copied(item, plan, organizations) for item in source.items.all()}
    for number, organization in enumerate(organizations, start=1):
        own = _varied(content, organization, number, items)
        report = Report.objects.create(
            plan=plan, organization=organization, year=YEAR, state=State.ACCEPTED, filed_content=to_json(own)
        )
        ReportRow.objects.bulk_create(
            ReportRow(report=report, item=items[row.number], number=row.number, wording=row.measure, answer=row.answer)
            for row in own.rows
        )
    return plan


def _organization(number: int) -> Organization:
    return Organization(
        slug=f"executor-{number:03}",
        name=f"Исполнитель {number:03}",
        name_genitive=f"исполнителя {number:03}",
        short_name=f"Исполнитель {number:03}",
        territory_genitive=f"территории {number:03}",
    )


def _copied(item: PlanItem, plan: Plan, executors: list[Organization]) -> PlanItem:
    """The item with its indicators in another plan."""
    copied = PlanItem.objects.create(plan=plan, number=item.number, wording=item.wording)
    copied.executors.set(executors)
    created: dict[int | None, Indicator] = {}
    for indicator in item.indicators.all():
        copy = created[indicator.pk] = Indicator.objects.create(
            item=copied,
            numerator=created.get(indicator.numerator_id),
            denominator=created.get(indicator.denominator_id),
            **{field: getattr(indicator, field) for field in _INDICATOR_FIELDS},
        )
        Target.objects.bulk_create(
            Target(indicator=copy, rule=target.rule, value=target.value, phrase=target.phrase)
            for target in indicator.targets.all()
        )
    return copied


def _varied(
    content: ReportContent, organization: Organization, number: int, items: dict[str, PlanItem]
) -> ReportContent:
    """The report as this executor would have written it: own territory, own sentence in every row, these items."""

    def own(row: Row) -> Row:
        texts = (row.measure, row.implementation, row.result)
        measure, implementation, result = (text.replace("города Кузнецка", f"территории {number:03}") for text in texts)
        implementation += f" {organization.short_name} провёл дополнительно мероприятий: {number}."
        return replace(row, item=items[row.number].pk, measure=measure, implementation=implementation, result=result)

    return replace(
        content,
        executor=organization.name,
        executor_genitive=organization.name_genitive,
        executor_short=organization.short_name,
        rows=tuple(own(row) for row in content.rows),
    )
