"""What a document's texts become: layout goes from other people's documents, nothing from the portal's own."""

import pytest
from hypothesis import given, settings

from kuznetsk_report.printable import clean
from reports.documents import docx
from reports.intake import brought, table
from reports.intake.brought import BroughtRow, bring
from reports.intake.parts import Part, parts
from reports.intake.source import SourceReport, SourceRow
from tests.documents.build import content, row

from . import build
from .test_round_trip import TYPED


def source(own: bool = False, **texts: object) -> SourceReport:
    fields = {"place": "таблица 1, строка 3", "item": "1.4", "measure": "Мероприятие"}
    made = SourceRow(**{**fields, "implementation": "", "result": "", **texts})  # type: ignore[arg-type]
    return SourceReport((made,), (" Текст  вне\nтаблицы", "\n"), ("Предупреждение.",), own)


def test_layout_goes_from_another_document() -> None:
    made = bring(source(implementation="Проведено  5\nзаседаний. \n\n-\nанти\u00adкоррупционная  273\u2011ФЗ"))
    assert made.rows[0].implementation == "Проведено 5 заседаний.\n- антикоррупционная 273-ФЗ"
    assert made.outside == ("Текст вне таблицы",)


def test_paragraphs_lists_and_tables_of_another_document_stay_lines() -> None:
    numbered = build.part(
        "numbering",
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
    )
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    cell = build.tc(
        "Работа велась по трём направлениям",
        "Семинар для впервые поступивших",
        "Лекция юриста (15 человек)",
        "1) первое",
        "2) второе",
        build.p("третье", properties=listed),
        build.p("четвёртое", properties=listed),
        build.tbl(build.tr("Год", "Число"), build.tr("2024", "17"), build.tr("всего", "17")),
        "и так далее",
    )
    data = build.docx(build.report(build.tr("1.", "1.4", "Мера", cell, "")), parts={"numbering": numbered})
    assert bring(table.read(data)).rows[0].implementation.split("\n") == [
        "Работа велась по трём направлениям",
        "Семинар для впервые поступивших",
        "Лекция юриста (15 человек)",
        "1) первое",
        "2) второе",
        "1. третье",
        "2. четвёртое",
        "Год\t— Число",
        "2024\t— 17",
        "всего\t— 17",
        "и так далее",
    ]


def test_further_answers_to_one_measure_become_lines_of_its_row() -> None:
    below = build.below()
    rows = (
        build.tr(build.top("1."), build.top("1.4"), build.top("Мера"), "ответ А", "итог"),
        build.tr(below, below, below, "ответ Б", "итог"),
        build.tr("2.", "1.6", "Мера 2", "в", ""),
    )
    first, second = bring(table.read(build.docx(build.report(*rows)))).rows
    assert (first.number, first.implementation, first.result) == ("1.4", "ответ А\nответ Б", "итог")
    assert (second.number, second.implementation) == ("1.6", "в")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("№3.1", "3.1"),
        ("№ п. 1.6.", "1.6"),
        ("Пункт 1.4 Плана", "1.4 Плана"),
        ("пункты 1.4, 1.6", "1.4, 1.6"),
        ("2.11.", "2.11"),
        ("б/н", "б/н"),
    ],
)
def test_a_number_is_shown_without_what_stands_around_it(written: str, shown: str) -> None:
    assert bring(source(item=written)).rows[0].number == shown


def test_everything_stays_in_an_own_document() -> None:
    text = "Проведено  5\nзаседаний. \n\n-\nанти\u00adкоррупционная\t273\u2011ФЗ "
    assert bring(source(own=True, implementation=f"{text}\n\n")).rows[0].implementation == text
    assert bring(source(own=True, implementation=" \n ")).rows[0].implementation == ""


@pytest.mark.parametrize(
    ("said", "answer"),
    [("Выполнено", "done"), (" не выполнено. ", "not_done"), ("Случаев не было", "no_cases"), ("Выполнено в срок", "")],
)
def test_one_of_the_five_answers_is_read_from_a_further_column(said: str, answer: str) -> None:
    (made,) = bring(source(extra=(("Срок", "2023 год"), ("Отметка", said), ("Ссылка", " ")))).rows
    assert made.answer == answer
    assert [heading for heading, _ in made.extra] == ["Срок", "Отметка"]


def test_json_and_back() -> None:
    made = bring(source(extra=(("Срок", "2023 год"),), section="I. Раздел"))
    assert brought.from_json(brought.to_json(made)) == made


def test_the_portals_own_document_is_known_by_its_styles() -> None:
    own = table.read(docx.render(content(row(implementation="Первая строка\n\n  вторая  строка\t.\n- пункт"))))
    assert own.own
    assert bring(own).rows[0].implementation == "Первая строка\n\n  вторая  строка\t.\n- пункт"
    other = table.read(
        build.docx(build.p("Отчёт"), build.report(build.tr("1.", "1.4", "Мероприятие", "Сделано.", "Итог")))
    )
    assert not other.own


def back(implementation: str, result: str) -> BroughtRow:
    """A stored row, exported and read again."""
    (made,) = bring(table.read(docx.render(content(row(implementation=implementation, result=result))))).rows
    return made


def changes(made: BroughtRow, implementation: str, result: str) -> list[Part]:
    current = {"answer": "", "implementation": implementation, "result": result}
    return [
        part for part in parts(made, current, own=True, append=False, is_sure=True, ticked=None) if part.state != "same"
    ]


@settings(max_examples=200, deadline=None)
@given(typed=TYPED, other=TYPED)
def test_an_exported_row_comes_back_unchanged_and_exports_the_same(typed: str, other: str) -> None:
    implementation, result = (text if text.strip() else "" for text in (clean(typed).text, clean(other).text))
    made = back(implementation, result)
    assert changes(made, implementation, result) == []
    again = content(row(implementation=made.implementation, result=made.result))
    assert docx.render(again) == docx.render(content(row(implementation=implementation, result=result)))


@settings(max_examples=100, deadline=None)
@given(typed=TYPED, edited=TYPED)
def test_an_edit_of_an_exported_row_is_all_that_changes(typed: str, edited: str) -> None:
    stored, wanted = (f"а{clean(text).text}я" for text in (typed, edited))
    found = changes(back(wanted, "Итог."), stored, "Итог.")
    assert [(part.name, part.value) for part in found] == ([("implementation", wanted)] if wanted != stored else [])
