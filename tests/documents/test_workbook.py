"""reports.documents.workbook: what is handed out to be filled in in Excel."""

import io
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator

from reports import handout
from reports.documents import workbook
from reports.documents.workbook import HandedReport, HandedRow, HandedValue
from reports.figures import Entry
from reports.vocabulary import Answer

from .read import part

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}row"
_ROW: dict[str, Any] = {
    "item": 1,
    "version": 3,
    "number": "1.10",
    "measure": "Обеспечение деятельности комиссий",
    "expected_result": "не менее 70 %",
    "answer": "done",
    "implementation": "Проведено 5 заседаний.",
    "result": "",
    "values": (),
}


def value(entry: Entry | None = None, **fields: Any) -> HandedValue:
    plain = {"code": "held", "name": "Проведено заседаний", "unit": "ед.", "decimals": 0, "is_date": False}
    return HandedValue(**{**plain, "entry": entry or Entry(), **fields})


def row(**fields: Any) -> HandedRow:
    return HandedRow(**{**_ROW, **fields})


def content(*rows: HandedRow, **fields: Any) -> HandedReport:
    about = {"report": 7, "plan": "plan", "organization": "city", "year": 2024, "first_year": 2021}
    titles = {"plan_title": "План на 2021 - 2024 годы", "executor": "Администрация города Примерска"}
    return HandedReport(**{**about, **titles, "rows": rows, **fields})


def sheets(report: HandedReport) -> dict[str, Worksheet]:
    return {sheet.title: sheet for sheet in load_workbook(io.BytesIO(workbook.render(report))).worksheets}


def texts(sheet: Worksheet) -> list[list[Any]]:
    return [list(line[1:]) for line in sheet.iter_rows(values_only=True)]


def test_what_stands_in_it() -> None:
    made = sheets(
        content(
            row(values=(value(Entry(Decimal(5))), value(Entry(not_applicable=True), code="na", name="Прочее"))),
            row(item=2, number="2.1", answer="", implementation="", values=(value(decimals=2, name="Сумма"),)),
        )
    )
    assert list(made) == ["Как заполнять", "Отчёт", "Показатели", "Служебный лист"]
    assert texts(made["Отчёт"]) == [
        [
            "№ пункта",
            "Мероприятие",
            "Ожидаемый результат",
            "Ответ",
            "Информация о реализации (проведённая работа)",
            "Информация о результативности",
        ],
        ["1.10", _ROW["measure"], _ROW["expected_result"], "Выполнено", _ROW["implementation"], None],
        ["2.1", _ROW["measure"], _ROW["expected_result"], None, None, None],
    ]
    assert texts(made["Показатели"]) == [
        ["№ пункта", "Показатель", "Единица", "Значение", "Не применимо"],
        ["1.10", "Проведено заседаний", "ед.", 5, None],
        ["1.10", "Прочее", "ед.", None, "да"],
        ["2.1", "Сумма", "ед.", None, None],
    ]
    assert made["Служебный лист"].sheet_state == "hidden"
    assert "2024" in str(made["Как заполнять"]["A1"].value)


def test_what_may_be_typed_into() -> None:
    made = sheets(content(row(values=(value(),))))
    for name, is_open in (("Отчёт", "EFG"), ("Показатели", "EF"), ("Как заполнять", "")):
        sheet = made[name]
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        unlocked = {cell.coordinate[0] for line in sheet.iter_rows() for cell in line if not cell.protection.locked}
        assert unlocked == set(is_open)
    assert made["Отчёт"].column_dimensions["A"].hidden
    assert made["Отчёт"].freeze_panes == "C2"
    assert made["Отчёт"]["F2"].alignment.wrap_text
    assert {made["Отчёт"][f"{column}2"].number_format for column in "BEFG"} == {"@"}


def test_rows_grow_with_what_is_typed() -> None:
    rows = list(part(workbook.render(content(row(implementation="Слово. " * 300))), "xl/worksheets/sheet2.xml").iter(S))
    assert [line.get("customHeight") for line in rows[1:]] == [None]
    assert float(rows[1].get("ht", "0")) > 100


def test_rules_of_the_cells() -> None:
    made = sheets(
        content(
            row(
                values=(
                    value(),
                    value(code="sum", decimals=2),
                    value(Entry(Decimal(20240430)), code="day", is_date=True),
                )
            )
        )
    )
    (answers,) = made["Отчёт"].data_validations.dataValidation
    assert str(answers.formula1).strip('"').split(",") == [str(label) for label in Answer.labels]
    assert str(answers.sqref) == "E2"
    rules = {str(rule.sqref): rule for rule in made["Показатели"].data_validations.dataValidation}
    assert {cells: (rule.type, rule.formula1) for cells, rule in rules.items()} == {
        "E2": ("whole", "0"),
        "E3": ("decimal", "0"),
        "E4": ("date", "44197"),
        "F2:F4": ("list", '"да"'),
    }
    assert all(len(str(rule.error)) <= 255 for rule in rules.values())
    day = made["Показатели"]["E4"]
    assert (str(day.value)[:10], day.number_format) == ("2024-04-30", "DD.MM.YYYY")


def test_nothing_becomes_a_formula() -> None:
    sheet = sheets(content(row(implementation="=1+1", result="-5", measure="@SUM(A1)")))["Отчёт"]
    for cell in ("C2", "F2", "G2"):
        assert (sheet[cell].data_type, sheet[cell].quotePrefix) == ("s", True)


def test_a_text_that_no_cell_holds_stays_out_whole() -> None:
    fitting, long, high = "я" * 32_767, "🙂" * 16_384, "а\n" * 254
    made = sheets(content(row(implementation=fitting, result=long), row(item=2, number="2", implementation=high)))
    sheet = made["Отчёт"]
    assert sheet["F2"].value == fitting
    assert sheet["G2"].value == sheet["F3"].value == handout.TOO_LONG
    assert [sheet[cell].protection.locked for cell in ("F2", "G2", "F3", "G3")] == [False, True, True, False]
    assert any(handout.TOO_LONG in str(line[0]) for line in made["Как заполнять"].iter_rows(values_only=True))


def test_more_digits_than_excel_keeps_are_text() -> None:
    exact = Decimal("1234567890123456.25")
    sheet = sheets(content(row(values=(value(Entry(exact), decimals=2),))))["Показатели"]
    assert sheet["E2"].value == "1\xa0234\xa0567\xa0890\xa0123\xa0456,25"


@pytest.mark.parametrize("rows", [(), (row(), row(item=2, number="2.10", values=(value(), value(is_date=True))))])
def test_it_obeys_the_schema(rows: tuple[HandedRow, ...], tmp_path: Any) -> None:
    path = tmp_path / "workbook.xlsx"
    path.write_bytes(workbook.render(content(*rows)))
    errors = [f"{error.part_uri}: {error.description}" for error in OpenXmlValidator().validate(path).errors]
    # As in test_xlsx.py: Excel reads both.
    assert [e for e in errors if "inline-string" not in e and "styles.xml: Unexpected element" not in e] == []


def test_the_same_content_makes_the_same_file() -> None:
    assert workbook.render(content(row())) == workbook.render(content(row()))


def test_keys_come_back() -> None:
    sheet = sheets(content(row(values=(value(),))))
    for name, code in (("Отчёт", ""), ("Показатели", "held")):
        written = str(sheet[name]["A2"].value)
        key = handout.read_key(written)
        assert key is not None
        assert (key.report, key.item, key.version, key.number, key.code) == (7, 1, 3, "1.10", code)
        assert str(key) == written
    assert handout.read_key("row:1:2") is None
