"""The consolidated report from the database: who counts, what it costs, the command, and the answers of old reports."""

import importlib
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kuznetsk_report.accounts.models import Organization
from plans.models import Indicator, PlanItem, Section, for_supervisor
from reports.documents.consolidated import ConsolidatedContent
from reports.documents.files import CONSOLIDATED_FORMATS
from reports.documents.gather import content_of
from reports.documents.gather_consolidated import gather_consolidated
from reports.models import ItemSummary, Report, ReportRow
from reports.vocabulary import State

from .conftest import Stage

NAMES = ("Исполнитель 001", "Исполнитель 002")


def gathered(stage: Stage, year: int = 2023) -> ConsolidatedContent:
    return gather_consolidated(stage.plan, year)


def groups(content: ConsolidatedContent) -> dict[str, list[str]]:
    return {item.number: [group.text for group in item.groups] for item in content.items}


def test_says_what_the_accepted_reports_say(stage: Stage) -> None:
    content = gathered(stage)
    assert groups(content) == {
        "1.4": ["Выполнено — 1: Исполнитель 001", "Не представили отчёт — 1: Исполнитель 002"],
        "2.9": ["Случаев не было — 1: Исполнитель 001", "Не представили отчёт — 1: Исполнитель 002"],
        "2.10": ["Выполнено — 1: Исполнитель 001", "Не представили отчёт — 1: Исполнитель 002"],
    }
    assert [total.text().replace("\u00a0", " ") for total in content.items[0].totals] == [
        "Рассмотрено лиц: 9 чел.",
        "Привлечено лиц: 3 чел.",
        "Доля привлечённых: 33,3 % (3 из 9); цель (не менее 70 %) не достигнута",
    ]
    assert content.reports == (content_of(stage.last_year),)
    assert [(e.short_name, e.is_accepted) for e in content.executors] == [(NAMES[0], True), (NAMES[1], False)]
    assert content.note == "Принят отчёт 1 исполнителя из 2.\nНе представили отчёт — 1: Исполнитель 002."
    assert content.row(content.items[2].given[0]).implementation == "Сделано."


@pytest.mark.parametrize(
    ("state", "line"),
    [
        (State.DRAFT, "Не представили отчёт — 2: Исполнитель 001, Исполнитель 002."),
        (State.SUBMITTED, "Отчёт на проверке или доработке — 1: Исполнитель 001."),
        (State.RETURNED, "Отчёт на проверке или доработке — 1: Исполнитель 001."),
        (State.RESUBMITTED, "Отчёт на проверке или доработке — 1: Исполнитель 001."),
    ],
)
def test_only_accepted_reports_count(stage: Stage, state: State, line: str) -> None:
    filed = None if state in (State.DRAFT, State.RETURNED) else stage.last_year.filed_content
    Report.objects.filter(pk=stage.last_year.pk).update(state=state, filed_content=filed)
    content = gathered(stage)
    assert content.reports == ()
    assert line in content.note.split("\n")
    assert content.items[0].totals[0].text() == "Рассмотрено лиц: нет данных"


def test_later_corrections_do_not_change_what_was_filed(stage: Stage) -> None:
    stage.last_year.rows.update(answer="not_done")
    assert groups(gathered(stage))["1.4"][0] == "Выполнено — 1: Исполнитель 001"


def test_an_executor_counts_for_its_own_items(stage: Stage) -> None:
    for item in PlanItem.objects.filter(number__in=["1.4", "2.9"]):
        item.executors.remove(stage.other_executor, stage.executor)
    assert groups(gathered(stage)) == {
        "1.4": ["Выполнено — 1: Исполнитель 001"],  # its report has the row
        "2.9": ["Случаев не было — 1: Исполнитель 001"],
        "2.10": ["Выполнено — 1: Исполнитель 001", "Не представили отчёт — 1: Исполнитель 002"],
    }


def test_an_item_assigned_after_the_report_has_no_answer(stage: Stage) -> None:
    item = PlanItem.objects.create(plan=stage.plan, number="3.1", wording="Новое")
    Indicator.objects.create(item=item, code="n", name="Проведено", unit="ед.")
    item.executors.add(stage.executor)
    content = gathered(stage)
    assert groups(content)["3.1"] == ["Нет ответа — 1: Исполнитель 001"]
    assert content.items[-1].result == "Проведено — нет данных: Исполнитель 001"


def test_rows_are_found_after_the_items_were_numbered_anew(stage: Stage) -> None:
    item = PlanItem.objects.get(number="2.10")
    item.number = "7.1"
    item.save()
    assert groups(gathered(stage))["7.1"][0] == "Выполнено — 1: Исполнитель 001"


def test_an_indicator_that_the_plan_lost_is_still_summed_up(stage: Stage) -> None:
    Indicator.objects.filter(code="considered").update(code="renamed")
    lines = [total.text() for total in gathered(stage).items[0].totals]
    assert lines[0] == "Рассмотрено лиц — нет данных: Исполнитель 001"
    assert lines[-1] == "Рассмотрено лиц: 9\u00a0чел."


def test_edited_paragraph_stands_in_place_of_the_offered_one(stage: Stage) -> None:
    def write(text: str) -> None:
        ItemSummary.objects.update_or_create(
            item=PlanItem.objects.get(number="1.4"),
            year=2023,
            defaults={"text": text, "updated_at": timezone.now(), "updated_by": stage.supervisor},
        )

    offered = gathered(stage).items[0].summary
    assert offered.startswith("Принят отчёт 1 исполнителя из 2. Мероприятие выполнено 1 исполнителем. Рассмотрено лиц")
    write("Своими словами.")
    item = gathered(stage).items[0]
    assert (item.summary, item.offered) == ("Своими словами.", offered)
    assert gathered(stage, 2024).items[0].edited is None
    write("")
    assert gathered(stage).items[0].summary == ""


def test_the_placeholder_is_read_for_the_whole_region(stage: Stage) -> None:
    assert [item.measure for item in gathered(stage).items] == [
        f"Мероприятие {n} на территории" for n in ("1.4", "2.9", "2.10")
    ]
    stage.region.territory_genitive = "города Примерска"
    stage.region.save()
    stage.plan.refresh_from_db()
    assert gathered(stage).items[0].measure == "Мероприятие 1.4 на территории города Примерска"


@pytest.mark.parametrize(
    ("wording", "read"),
    [
        ("органы {территории} Пензенской области", "органы Пензенской области"),
        ("администрации {территории} и", "администрации и"),
        ("{территории} меры\n{территории}", "меры\n"),
        ("без неё", "без неё"),
    ],
)
def test_for_supervisor_without_a_territory(wording: str, read: str) -> None:
    assert for_supervisor(wording, Organization()) == read


def test_a_section_is_named_once(stage: Stage) -> None:
    section = Section.objects.create(plan=stage.plan, number="2", title="Второй")
    stage.plan.items.filter(number__in=["2.9", "2.10"]).update(section=section)
    assert [item.section for item in gathered(stage).items] == ["", "2. Второй", ""]


def accept_more(stage: Stage, count: int) -> None:
    """Other executors with the same items and the same report as the first one."""
    for number in range(count):
        organization = Organization.objects.create(
            slug=f"more-{number}", name=f"Ещё {number}", name_genitive=f"ещё {number}", short_name=f"Ещё {number}"
        )
        report = Report.objects.create(
            plan=stage.plan,
            organization=organization,
            year=2023,
            state=State.ACCEPTED,
            filed_content=stage.last_year.filed_content,
        )
        for row in stage.last_year.rows.all():
            ReportRow.objects.create(report=report, item=row.item, number=row.number, wording=row.wording)
            row.item.executors.add(organization)


def test_queries_do_not_grow_with_executors(stage: Stage) -> None:
    counts = []
    for more in (0, 2):
        accept_more(stage, more)
        stage.plan.refresh_from_db()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            content = gathered(stage)
        assert len(content.reports) == 1 + more
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 11
    assert content.items[0].totals[0].text() == "Рассмотрено лиц: 27\u00a0чел."


def test_executors_stand_in_the_order_of_their_names(stage: Stage) -> None:
    accept_more(stage, 2)
    assert [e.short_name for e in gathered(stage).executors] == ["Ещё 0", "Ещё 1", *NAMES]


# ---- the command ----


def export(stage: Stage, output: Path, **changes: str) -> str:
    options = {"plan": "plan", "year": "2023", "format": "docx", "output": str(output), **changes}
    out = StringIO()
    call_command("export_consolidated", *[f"--{name}={value}" for name, value in options.items()], stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("file_format", sorted(CONSOLIDATED_FORMATS))
def test_the_command_writes_the_file(stage: Stage, tmp_path: Path, file_format: str) -> None:
    output = tmp_path / "file"
    said = export(stage, output, format=file_format)
    data = output.read_bytes()
    assert said == f"Записано: {output}, {len(data)} байт.\n"
    assert data.startswith(b"%PDF-" if file_format == "pdf" else b"PK")
    made = CONSOLIDATED_FORMATS[file_format].render(gathered(stage), progress=lambda _done, _total: None)
    assert data == made


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"plan": "нет"}, "Плана «нет» нет. Укажите один из имеющихся: plan."),
        ({"year": "2025"}, "План испытаний на 2021–2024 годы не охватывает 2025 год."),
    ],
)
def test_the_command_says_what_is_wrong(stage: Stage, tmp_path: Path, changes: dict[str, str], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        export(stage, tmp_path / "x", **changes)


def test_the_command_says_where_it_cannot_write(stage: Stage, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Не удалось записать"):
        export(stage, tmp_path / "нет" / "x")


# ---- reports that were filed before answers were kept ----


def test_old_reports_get_their_answers(stage: Stage) -> None:
    migration = importlib.import_module("reports.migrations.0003_filed_answers")
    filed: Any = Report.objects.get(pk=stage.last_year.pk).filed_content
    migration.remove_answers(apps, None)
    old: Any = Report.objects.get(pk=stage.last_year.pk).filed_content
    assert all("answer" not in row and "item" not in row for row in old["rows"])
    migration.add_answers(apps, None)
    assert Report.objects.get(pk=stage.last_year.pk).filed_content == filed
    assert [row["answer"] for row in filed["rows"]] == ["done", "no_cases", "done"]
    items = stage.plan.items.order_by("number").values_list("pk", flat=True)
    assert [row["item"] for row in filed["rows"]] == list(items)


def test_a_long_list_of_the_silent_is_not_repeated_in_every_row(stage: Stage) -> None:
    more = [
        Organization.objects.create(
            slug=f"silent-{number}",
            name=f"Молчун {number}",
            name_genitive=f"молчуна {number}",
            short_name=f"Молчун {number}",
        )
        for number in range(4)
    ]
    for item in stage.plan.items.all():
        item.executors.add(*more)
    stage.plan.items.get(number="2.9").executors.remove(more[0])
    content = gather_consolidated(stage.plan, 2023)
    rows = {item.number: item.implementation.split("\n")[-1] for item in content.items}
    everybody = "Исполнитель 002, Молчун 0, Молчун 1, Молчун 2, Молчун 3"
    assert content.note.endswith(f"Не представили отчёт — 5: {everybody}.")
    assert rows == {
        "1.4": "Не представили отчёт — 5 (названы в начале)",
        "2.9": "Не представили отчёт — 4: Исполнитель 002, Молчун 1, Молчун 2, Молчун 3",
        "2.10": "Не представили отчёт — 5 (названы в начале)",
    }
