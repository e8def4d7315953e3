"""manage.py import_plan: what it prints, what it changes, how it ends."""

import json
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from kuznetsk_report.accounts.models import User
from plans.models import PlanEdition, Section

from .conftest import Stage
from .intake.plans import document, workbook
from .test_editions import distinct


@pytest.fixture
def file(stage: Stage, tmp_path: Path) -> Path:
    """The plan with 2.9 renumbered, 2.10 left out and a new measure."""
    User.objects.create_superuser("admin", password="x")
    distinct(stage)
    wordings = dict(stage.plan.items.values_list("number", "wording"))
    path = tmp_path / "план.docx"
    path.write_bytes(
        document(
            [
                ["1.4", wordings["1.4"], "Исполнитель 001", "", "ожидаемый результат 1.4"],
                ["2.1", wordings["2.9"], "Исполнитель 001", "ежегодно", ""],
                ["3.1", "Изготовление сувенирной продукции", "Некий комитет", "", ""],
            ]
        )
    )
    return path


def run(file: Path, *arguments: str) -> dict[str, object]:
    out = StringIO()
    call_command("import_plan", str(file), "--plan", "plan", "--format", "json", *arguments, stdout=out)
    told: dict[str, object] = json.loads(out.getvalue())
    return told


def found(told: dict[str, object]) -> list[tuple[str, str]]:
    items = told["items"]
    assert isinstance(items, list)
    return [(item["number"], item["action"]) for item in items]


def test_a_dry_run_says_all_and_changes_nothing(stage: Stage, file: Path) -> None:
    told = run(file, "--dry-run")
    assert found(told)[1:] == [("2.1", "change"), ("3.1", "new"), ("2.10", "removed")]
    assert told["warnings"] == ["Исполнители не распознаны: Некий комитет."]
    assert list(stage.plan.items.values_list("number", flat=True)) == ["1.4", "2.9", "2.10"]
    assert not PlanEdition.objects.exists()


def test_an_edition_is_applied(stage: Stage, file: Path) -> None:
    item = stage.plan.items.get(number="2.9")
    run(file)
    item.refresh_from_db()
    assert (item.number, item.term) == ("2.1", "ежегодно")
    assert list(stage.plan.items.filter(excluded_on=None).values_list("number", flat=True)) == ["1.4", "2.1", "3.1"]
    assert PlanEdition.objects.get().state == PlanEdition.State.APPLIED
    assert {action for _, action in found(run(file))} == {"same"}
    assert PlanEdition.objects.count() == 1


def test_what_is_missing_may_be_kept(stage: Stage, file: Path) -> None:
    told = run(file, "--keep-missing")
    assert "Пункта 2.10 в файле нет, он оставлен в плане." in told["warnings"]  # type: ignore[operator]
    assert stage.plan.items.get(number="2.10").excluded_on is None


def test_in_words(stage: Stage, file: Path) -> None:
    out = StringIO()
    call_command("import_plan", str(file), "--plan", "plan", "--dry-run", stdout=out)
    assert "п. 2.1  изменён\n" in out.getvalue()
    assert "    Номер: «2.9» → «2.1»\n" in out.getvalue()


def test_everything_that_changes_is_told(stage: Stage, file: Path, tmp_path: Path) -> None:
    section = Section.objects.create(plan=stage.plan, number="1", title="Меры")
    stage.plan.items.update(section=section)
    wordings = dict(stage.plan.items.values_list("number", "wording"))
    rows: list[list[str] | list[str | None]] = [
        ["Раздел 1. Новые меры", None, None, None, None],
        ["1.4", wordings["1.4"], "Исполнитель 002", "", "ожидаемый результат 1.4"],
        *([number, wordings[number], "Исполнитель 001", "", ""] for number in ("2.9", "2.10")),
    ]
    made = load_workbook(BytesIO(workbook(rows, formats="@")))
    made["План"].merge_cells("A2:E2")
    sheet = made.create_sheet("Показатели")
    sheet.append(["№ пункта", "Показатель", "Единица измерения", "Цель"])
    sheet.append(["1.4", "Проведено заседаний", "ед.", "не менее 4 заседаний"])
    path = tmp_path / "план.xlsx"
    made.save(path)
    told = run(path, "--dry-run", "--from-year", "2023")
    assert told["first_year"] == 2023
    assert told["sections"] == [{"number": "1", "before": "Меры", "after": "Новые меры"}]
    indicator = told["indicators"][0]  # type: ignore[index]
    assert (indicator["name"], indicator["after"]) == ("Проведено заседаний", "не менее 4 («не менее 4 заседаний»)")
    [change] = [each for each in told["items"][0]["what"] if each["field"] == "executors"]  # type: ignore[index]
    assert (change["label"], change["after"]) == ("Исполнители", "Исполнитель 002")
    out = StringIO()
    call_command("import_plan", str(path), "--plan", "plan", stdout=out)
    said = out.getvalue()
    assert "раздел 1: «Меры» → «Новые меры»" in said
    assert "п. 1.4  новый показатель: Проведено заседаний: ед., не менее 4" in said
    assert "→ «Исполнитель 002»" in said
    assert "Изменено с 2024 года: пунктов — 3, названий разделов — 1, показателей и целей — 1." in said


def test_what_is_unsure_is_told_and_left(stage: Stage, file: Path, tmp_path: Path) -> None:
    stage.plan.items.filter(number="2.9").update(wording="Размещение информационных стендов в помещениях")
    path = tmp_path / "план.docx"
    path.write_bytes(document([["2.9", "Организация конкурса детских рисунков", "", "", ""]]))
    with pytest.raises(SystemExit) as ended:
        run(path, "--keep-missing")
    assert ended.value.code == 1
    assert stage.plan.items.get(number="2.9").wording == "Размещение информационных стендов в помещениях"


def test_a_year_from_which_no_edition_can_hold(stage: Stage, file: Path) -> None:
    for arguments in (["--from-year", "2030"], ["--from-year", "2030", "--dry-run"]):
        with pytest.raises(CommandError, match="с 2021 по 2024") as error:
            run(file, *arguments)
        assert error.value.returncode == 1


def test_why_a_file_cannot_be_read_is_said_in_russian(stage: Stage, tmp_path: Path) -> None:
    for path, reason in ((tmp_path, "это папка"), (tmp_path / "x.docx", "такого файла или папки нет")):
        with pytest.raises(CommandError, match=reason) as error:
            run(path)
        assert error.value.returncode == 2


@pytest.mark.parametrize(
    ("name", "content", "code", "message"),
    [
        ("план.docx", b"PK\x03\x04", 2, "повреждён"),
        ("план.pdf", b"%PDF-1.7", 2, "PDF"),
        ("план.docx", document([["1", "2"]], ["Имя", "Год"]), 1, "Таблица плана не найдена"),
    ],
)
def test_how_it_ends(
    stage: Stage, file: Path, tmp_path: Path, name: str, content: bytes, code: int, message: str
) -> None:
    path = tmp_path / f"bad-{name}"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=message) as error:
        run(path)
    assert error.value.returncode == code


def test_lines_that_only_a_person_can_place(stage: Stage, file: Path, tmp_path: Path) -> None:
    path = tmp_path / "план.xlsx"
    path.write_bytes(workbook([["", "Неведомое дело", "", "", ""]]))
    with pytest.raises(SystemExit) as ended:
        run(path)
    assert ended.value.code == 1
    assert stage.plan.items.count() == 3


def test_whose_edition_it_is_must_be_clear(stage: Stage, file: Path) -> None:
    User.objects.create_superuser("second", password="x")
    with pytest.raises(CommandError, match="Укажите --by") as error:
        run(file)
    assert error.value.returncode == 1
    with pytest.raises(CommandError, match="не администратор планов"):
        run(file, "--by", "official")
    run(file, "--by", "second")
    assert PlanEdition.objects.get().by.username == "second"


def test_an_unknown_plan(stage: Stage, file: Path) -> None:
    with pytest.raises(CommandError, match="Плана «other» нет"):
        call_command("import_plan", str(file), "--plan", "other")
