"""manage.py import_report: a Word report into an open one, told to people and to programs."""

import json
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from plans.models import Plan
from reports import demo
from reports.documents.files import FORMATS
from reports.documents.gather import content_to_export
from reports.figures import Entry
from reports.models import Event, Intake, Report
from tests.test_fixtures import FILED, NUMBERS, text

from .conftest import Stage
from .intake import build
from .test_handout import edited, handed_out, put, without_keys
from .test_intake import texts
from .test_views_intake import document

SEED = Path(__file__).resolve().parent.parent / "fixtures/source/kuznetsk_2023.docx"
ROW = ("1.4", "Мероприятие 1.4 на территории территории 001", "Сделано.", "Итог.")
CONTENT = ["source_number", "item", "confidence", "implementation", "result"]


def run(path: Path, *options: str, year: int = 2024, organization: str = "executor") -> tuple[str, int]:
    out = StringIO()
    arguments = ["--organization", organization, "--year", str(year), *options]
    if organization == "executor" and "--by" not in options:
        arguments += ["--by", "official"]
    try:
        call_command("import_report", str(path), *arguments, stdout=out)
    except SystemExit as end:
        return out.getvalue(), int(end.code or 0)
    return out.getvalue(), 0


def refused(path: Path, *options: str, **how: Any) -> tuple[str, int]:
    with pytest.raises(CommandError) as caught:
        run(path, *options, **how)
    return str(caught.value), caught.value.returncode


@pytest.fixture
def word(tmp_path: Path) -> Path:
    path = tmp_path / "отчёт.docx"
    path.write_bytes(document(ROW, ("9.9", "Разное", "Что-то", "")))
    return path


def test_json_and_the_report(stage: Stage, word: Path) -> None:
    out, code = run(word, "--format", "json")
    told = json.loads(out)
    assert code == 0
    assert list(told) == ["rows", "unmatched", "warnings"]
    assert [list(row) for row in told["rows"]] == [[*CONTENT, "action"]]
    assert told["rows"][0] == {
        "source_number": "1.4",
        "item": "1.4",
        "confidence": 1.0,
        "implementation": "Сделано.",
        "result": "Итог.",
        "action": "new",
    }
    assert [(row["source_number"], row["item"], row["implementation"]) for row in told["unmatched"]] == [
        ("9.9", None, "Что-то")
    ]
    assert texts(stage)["1.4"] == ("Сделано.", "Итог.")
    assert Event.objects.latest("pk").actor == stage.official
    assert Intake.objects.get().state == "applied"


def test_again_is_the_same_and_other_texts_are_changes(stage: Stage, word: Path) -> None:
    run(word)
    out, code = run(word, "--format", "json")
    assert (code, [row["action"] for row in json.loads(out)["rows"]]) == (0, ["same"])
    stage.save(stage.row("1.4"), implementation="Другое.")
    out, _ = run(word)
    assert "п. 1.4  изменена  (в файле «1.4», 100%)" in out
    assert "не распознано: таблица 1, строка 3, «9.9»" in out
    assert "Перенесено строк: 1, таких же: 0." in out
    assert texts(stage)["1.4"] == ("Сделано.", "Итог.")


def test_a_dry_run_writes_nothing_and_starts_no_report(stage: Stage, word: Path) -> None:
    out, code = run(word, "--dry-run")
    assert (code, "Было бы перенесено строк: 1" in out) == (0, True)
    assert texts(stage)["1.4"] == ("", "")
    out, code = run(word, "--dry-run", year=2022)
    assert (code, "п. 1.4  новая" in out) == (0, True)
    assert not Report.objects.filter(year=2022).exists()
    assert not Intake.objects.exists()


def test_a_year_without_a_report_gets_one(stage: Stage, word: Path) -> None:
    run(word, year=2022)
    assert Report.objects.get(year=2022, organization=stage.executor).rows.get(number="1.4").result == "Итог."


def test_nothing_usable_ends_with_1_and_leaves_nothing(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "чужой.docx"
    path.write_bytes(document(("9.9", "Совсем о другом", "Что-то", "")))
    out, code = run(path, "--format", "json", year=2022)
    assert (code, json.loads(out)["rows"], len(json.loads(out)["unmatched"])) == (1, [], 1)
    assert not Report.objects.filter(year=2022).exists()


def test_a_file_that_is_refused_ends_with_2(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "скан.docx"
    path.write_bytes(b"%PDF-1.7\n")
    message, code = refused(path)
    assert (message.startswith("скан.docx: Это PDF"), code) == (True, 2)
    assert refused(tmp_path / "нет.docx")[1] == 2


def test_where_nothing_can_be_written_it_says_so(stage: Stage, word: Path) -> None:
    assert refused(word, year=2023) == ("Отчёт за 2023 год уже принят: перенести в него ничего нельзя.", 1)
    assert refused(word, year=2030)[1] == 1
    assert refused(word, organization="nobody") == ("Организации «nobody» нет.", 1)
    assert refused(word, "--plan", "none")[1] == 1


def test_who_writes(stage: Stage, word: Path) -> None:
    assert (
        refused(word, "--by", "clerk")[0]
        == "«clerk» — не исполнитель организации «Исполнитель 001» (есть colleague, official)."
    )
    with pytest.raises(CommandError, match="укажите --by"):
        call_command("import_report", str(word), "--organization", "executor", "--year", "2024", stdout=StringIO())
    assert run(word, organization="other")[1] == 0
    assert Event.objects.latest("pk").actor == stage.outsider
    stage.outsider.is_active = False
    stage.outsider.save()
    assert "нет действующего исполнителя" in refused(word, organization="other")[0]


def test_several_plans_are_to_be_told_apart(stage: Stage, word: Path) -> None:
    other = Plan.objects.create(
        slug="second", title="Другой план", title_genitive="Другого плана", first_year=2024, last_year=2024,
        supervisor=stage.region,
    )  # fmt: skip
    other.items.create(number="1", wording="Что-то").executors.set([stage.executor])
    assert refused(word) == ("Планов несколько: укажите --plan (есть second, plan).", 1)
    assert run(word, "--plan", "plan")[1] == 0


def test_closed_rows_are_left_out_and_told(stage: Stage, word: Path) -> None:
    stage.submit()
    stage.return_with("2.9")
    out, code = run(word, "--format", "json")
    assert code == 1
    assert json.loads(out)["unmatched"][0]["reason"].endswith("; пункт 1.4 закрыт")
    assert texts(stage)["1.4"][0] == "Сделано по пункту 1.4."


def test_what_was_changed_on_the_portal_too_is_left_out_and_told(stage: Stage, tmp_path: Path) -> None:
    stage.save(stage.row("1.4"), implementation="Было.")
    handed = edited(handed_out(stage.report), put("1.4", "Информация о реализации", "Из книги."))
    path = tmp_path / "книга.xlsx"
    path.write_bytes(handed)
    stage.save(stage.row("1.4"), implementation="На портале.")
    left = "п. 1.4, не перенесено: Информация о реализации (после выдачи файла изменено и на портале)."
    for options in (["--dry-run"], []):
        out, code = run(path, *options, "--format", "json")
        told = json.loads(out)
        assert ([row["action"] for row in told["rows"]], code) == (["skipped", "same", "same"], 0)
        assert told["warnings"] == [left]
        out, _ = run(path, *options)
        assert "п. 1.4  не перенесена" in out
        assert f"внимание: {left}" in out
        assert "строк: 0, таких же: 2, не перенесено: 1." in out
    assert texts(stage)["1.4"][0] == "На портале."
    put_also = edited(handed, put("1.4", "Информация о результативности", "Итог."))
    path.write_bytes(put_also)
    for options in (["--dry-run"], []):
        told = json.loads(run(path, *options, "--format", "json")[0])
        assert ([row["action"] for row in told["rows"]], told["warnings"]) == (["change", "same", "same"], [left])
    assert texts(stage)["1.4"] == ("На портале.", "Итог.")


def test_values_that_would_overwrite_are_left_out_and_told(stage: Stage, tmp_path: Path) -> None:
    stage.save(stage.row("1.4"), entries={"considered": Entry(Decimal(5))})
    path = tmp_path / "книга.xlsx"
    change = put("1.4", "Значение", 77, "Рассмотрено лиц")
    path.write_bytes(edited(handed_out(stage.report), change, without_keys))
    out, _ = run(path, "--format", "json")
    told = json.loads(out)
    assert told["rows"][0]["action"] == "skipped"
    assert "п. 1.4, не перенесено: Рассмотрено лиц (заменило бы то, что уже есть на портале)." in told["warnings"]
    assert [value.value for value in stage.row("1.4").values.all()] == [5]


def test_an_export_of_another_year_overwrites_nothing(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "прошлый год.docx"
    path.write_bytes(FORMATS["docx"].render(content_to_export(stage.last_year)))
    for number in ("1.4", "2.9", "2.10"):
        stage.save(stage.row(number), implementation="Этот год.", result="Итог этого года.")
    before = texts(stage)
    out, code = run(path, "--format", "json")
    told = json.loads(out)
    assert (code, [row["action"] for row in told["rows"]]) == (1, ["skipped"] * 3)
    assert told["warnings"][0].startswith("Файл выгружен с портала из другого отчёта: Исполнитель 001, 2023 год.")
    assert texts(stage) == before


def test_columns_that_the_report_has_not_are_told(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "графы.docx"
    path.write_bytes(
        build.docx(
            build.tbl(
                build.tr("№ пункта", "Мероприятие", "Информация о реализации", "Срок"),
                build.tr("1.4", ROW[1], "Сделано.", "до 1 июля"),
            )
        )
    )
    out, _ = run(path, "--format", "json")
    assert json.loads(out)["warnings"] == ["Графы, которых в отчёте нет, не перенесены: Срок."]


def test_several_answers_to_one_measure_are_joined(stage: Stage, tmp_path: Path) -> None:
    below, (number, measure) = build.below(), ROW[:2]
    merged = build.report(
        build.tr(build.top("1."), build.top(number), build.top(measure), "ответ А", "итог А"),
        build.tr(below, below, below, "ответ Б", "итог Б"),
        build.tr("2.", "2.9", "Мероприятие 2.9 на территории территории 001", "своё", ""),
    )
    path = tmp_path / "отчёт.docx"
    path.write_bytes(build.docx(merged, build.report(build.tr("3.", number, measure, "ответ В", ""))))
    for action in ("new", "same"):
        out, code = run(path, "--format", "json")
        assert (code, json.loads(out)["rows"][0]["action"]) == (0, action)
        assert texts(stage)["1.4"] == ("ответ А\nответ Б\nответ В", "итог А\nитог Б")


def test_what_contradicts_itself_is_listed_and_not_written(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "отчёт.docx"
    path.write_bytes(document(ROW, ("2.10", "Мероприятие 2.9 на территории территории 001", "Чьё?", "")))
    out, code = run(path, "--format", "json")
    [unmatched] = json.loads(out)["unmatched"]
    assert (code, unmatched["reason"]) == (0, "В файле номер 2.10, а мероприятие изложено как в п. 2.9.")
    assert texts(stage) == {"1.4": ("Сделано.", "Итог."), "2.9": ("", ""), "2.10": ("", "")}


@pytest.mark.django_db
def test_the_real_report_arrives_to_the_letter() -> None:
    demo.load(password="a long test password")
    out, code = run(SEED, "--format", "json", year=2022, organization="kuznetsk")
    told = json.loads(out)
    assert (code, told["unmatched"]) == (0, [])
    assert told["warnings"] == ["В файле написано «за 2023 год», а отчёт — за 2022-й. Проверьте, тот ли это файл."]
    assert [row["item"] for row in told["rows"]] == NUMBERS
    rows = Report.objects.get(organization__slug="kuznetsk", year=2022).rows.order_by("number")
    assert [(row.implementation, row.result) for row in rows] == [
        (text(filed["implementation"]), text(filed["result"])) for filed in FILED["rows"]
    ]
