"""The content of documents, their names, and that every way out gives the same file."""

from collections.abc import Callable
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from kuznetsk_report.accounts.models import Organization, User
from plans.models import Indicator, Section, Target
from reports import queries
from reports.documents.content import from_json, to_json
from reports.documents.files import FORMATS, file_name
from reports.documents.gather import content_of, gather
from reports.figures import Entry
from reports.handout import Origin
from reports.intake.table import read
from reports.models import Report

from .conftest import Stage

SignIn = Callable[[User], Client]


def fresh(report: Report) -> Report:
    return Report.objects.select_related("plan", "organization").get(pk=report.pk)


def test_content_says_what_the_rows_say(stage: Stage) -> None:
    stage.save(
        stage.row("1.4"),
        answer="done",
        implementation="Проведено.",
        result="Итог",
        entries={"considered": Entry(Decimal(9)), "disciplined": Entry(Decimal(3))},
    )
    content = gather(stage.report)
    assert [row.number for row in content.rows] == ["1.4", "2.9", "2.10"]
    row = content.rows[0]
    assert (row.measure, row.implementation, row.result) == (
        "Мероприятие 1.4 на территории территории 001",
        "Проведено.",
        "Итог",
    )
    assert [figure.text.replace("\u00a0", " ") for figure in row.figures] == ["9 чел.", "3 чел.", "33,3 % (3 из 9)"]
    assert content.subject == "о выполнении мероприятий Плана испытаний на 2021–2024 годы за 2024 год"
    assert content.is_project


def test_content_survives_json(stage: Stage) -> None:
    content = content_of(stage.last_year)
    assert from_json(to_json(content)) == content
    assert content.fingerprint == from_json(to_json(content)).fingerprint


def test_the_fingerprint_changes_with_any_word(stage: Stage) -> None:
    before = gather(stage.report).fingerprint
    stage.save(stage.row("2.9"), result="слово")
    assert gather(fresh(stage.report)).fingerprint != before


def test_a_filed_report_is_not_rewritten_by_later_corrections(stage: Stage) -> None:
    before = content_of(fresh(stage.last_year))
    Organization.objects.filter(pk=stage.executor.pk).update(name_genitive="иначе", short_name="Иначе")
    Indicator.objects.filter(code="share").update(name="Иначе")
    Target.objects.update(value=Decimal(1))
    stage.plan.title_genitive = "Иного плана"
    stage.plan.save()
    assert content_of(fresh(stage.last_year)) == before
    row = queries.visible_rows(stage.official).get(pk=stage.row("1.4", stage.last_year).pk)
    assert queries.row_page(row).figures[2].target_text == "не менее 70\u00a0%"
    beside = queries.row_page(queries.visible_rows(stage.official).get(pk=stage.row("1.4").pk)).last_year
    assert beside is not None
    assert beside.figures[2].met is False
    assert content_of(fresh(stage.report)).executor_genitive == "иначе"


def test_only_an_accepted_report_is_no_project(stage: Stage) -> None:
    assert content_of(stage.last_year).is_project is False
    assert content_of(stage.report).is_project is True
    Report.objects.filter(pk=stage.last_year.pk).update(state="submitted")
    assert content_of(fresh(stage.last_year)).is_project is True


def test_a_section_is_named_once(stage: Stage) -> None:
    section = Section.objects.create(plan=stage.plan, number="2", title="Второй")
    stage.plan.items.filter(number__in=["2.9", "2.10"]).update(section=section)
    assert [row.section for row in gather(fresh(stage.report)).rows] == ["", "2. Второй", ""]


def test_file_names(stage: Stage) -> None:
    assert file_name(content_of(stage.last_year), "docx") == "Отчёт_Исполнитель_001_2023.docx"
    assert file_name(content_of(stage.report), "pdf") == "ПРОЕКТ_Отчёт_Исполнитель_001_2024.pdf"
    stage.report.organization.short_name = ' а/б\\"в"\n..'
    assert file_name(content_of(stage.report), "xlsx") == "ПРОЕКТ_Отчёт_а_б_в_2024.xlsx"


@pytest.mark.parametrize("file_format", sorted(FORMATS))
def test_browser_and_shell_give_the_same_file(stage: Stage, sign_in: SignIn, tmp_path: Path, file_format: str) -> None:
    response = sign_in(stage.official).get(reverse("download", args=[stage.last_year.pk, file_format]))
    assert response.headers["Content-Type"] == FORMATS[file_format].content_type
    assert response.headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''"
        f"%D0%9E%D1%82%D1%87%D1%91%D1%82_%D0%98%D1%81%D0%BF%D0%BE%D0%BB%D0%BD%D0%B8%D1%82%D0%B5%D0%BB%D1%8C_001_2023.{file_format}"
    )
    output = tmp_path / f"report.{file_format}"
    out = StringIO()
    arguments = ["--organization", "executor", "--year", "2023", "--format", file_format, "--output", str(output)]
    call_command("export_report", *arguments, stdout=out)
    assert output.read_bytes() == response.content
    assert "Записано" in out.getvalue()


def test_export_without_a_report_says_so(stage: Stage, tmp_path: Path) -> None:
    arguments = ["--organization", "executor", "--year", "2021", "--format", "pdf", "--output", str(tmp_path / "x")]
    with pytest.raises(CommandError, match="за 2021 год нет"):
        call_command("export_report", *arguments)


def test_export_to_a_place_that_is_not_there_says_so(stage: Stage, tmp_path: Path) -> None:
    output = tmp_path / "нет" / "x.docx"
    arguments = ["--organization", "executor", "--year", "2024", "--format", "docx", "--output", str(output)]
    with pytest.raises(CommandError, match="Не удалось записать"):
        call_command("export_report", *arguments)


def test_the_screen_shows_every_page_and_links_every_row(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    html = client.get(reverse("document", args=[stage.report.pk])).content.decode()
    assert "Страница 1 документа" in html
    for row in stage.report.rows.all():
        assert f'href="/rows/{row.pk}/"' in html
        assert f'id="row-{row.pk}"' in html
    picture = client.get(reverse("document-page", args=[stage.report.pk, 1]))
    assert picture.headers["Content-Type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert client.get(reverse("document-page", args=[stage.report.pk, 2])).status_code == 404
    assert client.get(reverse("document-page", args=[stage.report.pk, 0])).status_code == 404


def test_a_pdf_that_cannot_be_made_is_said_on_the_page(stage: Stage, sign_in: SignIn, settings: Settings) -> None:
    settings.PDF_TIMEOUT_SECONDS = 0
    client = sign_in(stage.official)
    stage.save(stage.row("2.9"), result="чтобы не взять готовый")
    response = client.get(reverse("document", args=[stage.report.pk]))
    assert response.status_code == 503
    assert "PDF не удалось подготовить" in response.content.decode()
    assert client.get(reverse("document-page", args=[stage.report.pk, 1])).status_code == 503
    followed = client.get(reverse("download", args=[stage.report.pk, "pdf"]), follow=True)
    assert "PDF не удалось подготовить" in followed.content.decode()


def test_an_export_says_which_report_it_is_from_and_after_which_event(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.official)

    def origin() -> Origin | None:
        response = client.get(reverse("download", args=[stage.report.pk, "docx"]))
        return read(response.content).origin

    assert origin() == Origin("plan", "executor", 2024, 0)
    stage.complete()
    written = stage.report.events.latest("pk").pk
    stage.submit()
    assert origin() == Origin("plan", "executor", 2024, written)
    stage.return_with("2.9")
    assert origin() == Origin("plan", "executor", 2024, written)
    stage.save(stage.row("2.9"), implementation="Дополнено.")
    assert origin() == Origin("plan", "executor", 2024, stage.report.events.latest("pk").pk)
