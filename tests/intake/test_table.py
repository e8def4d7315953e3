"""reports.intake.table, columns, source: from tables to the rows of a report."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.intake.source import SourceReport, from_json, to_json
from reports.intake.table import read
from reports.text import tidy_layout

from .build import HEADING, below, docx, p, report, tbl, tc, top, tr

FIXTURES = Path(__file__).parents[2] / "fixtures"
APPROVAL = tbl(tr("", "УТВЕРЖДАЮ\nГлава города"), tr("", "«__» января 2024 г."))
SIGNATURE = tbl(tr("Глава администрации", "подпись", "И. И. Иванов"))


def read_table(*blocks: str) -> SourceReport:
    return read(docx(*blocks))


def rows(*blocks: str) -> list[tuple[str, ...]]:
    """The four texts of each row."""
    return texts(read_table(*blocks))


def texts(report: SourceReport) -> list[tuple[str, ...]]:
    return [(row.item, row.measure, row.implementation, row.result) for row in report.rows]


def warnings(*blocks: str) -> tuple[str, ...]:
    return read(docx(*blocks)).warnings


def test_the_seed_says_what_the_fixtures_say() -> None:
    seed = read((FIXTURES / "source" / "kuznetsk_2023.docx").read_bytes())
    filed = json.loads((FIXTURES / "kuznetsk_2023.json").read_text("utf-8"))["rows"]

    def text(value: str | list[str]) -> str:
        return value if isinstance(value, str) else "\n".join(value)

    assert [row.item.removesuffix(".") for row in seed.rows] == [row["number"] for row in filed]
    assert seed.rows[5].item == "2.11."
    assert [(tidy_layout(row.implementation), tidy_layout(row.result)) for row in seed.rows] == [
        (text(row["implementation"]), text(row["result"])) for row in filed
    ]
    assert seed.outside[1] == "администрации города Кузнецка"
    assert len(seed.outside) == 5
    assert seed.warnings == ()


def test_rows_know_where_they_stand() -> None:
    made = read(docx(APPROVAL, report(tr("1.", "1.4", "Мера", "Сделано", "Итог"), tr("2.", "1.6", "Мера", "", ""))))
    assert [row.place for row in made.rows] == ["таблица 2, строка 2", "таблица 2, строка 3"]


def test_source_survives_json() -> None:
    made = read(
        docx(
            p("О Т Ч Е Т"),
            tbl(tr(*HEADING, "Срок"), tr("Раздел 1"), tr("1.", "1.4", "Мера", "Сделано", "Итог", "2023 год")),
            SIGNATURE,
        )
    )
    assert made.rows[0].extra == (("Срок", "2023 год"),)
    assert from_json(json.loads(json.dumps(to_json(made)))) == made


@pytest.mark.parametrize(
    ("heading", "order"),
    [
        (HEADING, "oimwr"),
        (
            (
                "№\n\nп/п",
                "№\nпункта Плана",
                "Наимено-\nвание меро-\nприятия",
                "Инфор-\nмация о реализации",
                "Результат",
            ),
            "oimwr",
        ),
        (("Мероприятие", "Пункт Плана", "Проведённая работа", "Достигнутый результат", "п/п"), "miwro"),
        (("№", "Номер пункта", "Содержание мероприятия", "Отметка о выполнении", "Результативность"), "oimwr"),
        (("№ пункта Плана", "Мероприятия Плана", "Информация о выполнении", "Информация о результатах"), "imwr"),
        (("№ п/п", "№ мероприятия", "Наименование мероприятия", "Ход исполнения", "Эффективность"), "oimwr"),
        (("Наименование мероприятия, подлежащего выполнению", "Проделанная работа"), "mw"),
        (("№ по плану", "Запланированные мероприятия", "Выполненные мероприятия", "Итоги"), "imwr"),
        (("Пункт", "Мероприятие", "Информация о результатах реализации", "Реализация мероприятия"), "imrw"),
        (("Пункт", "Мероприятие", "Результативность", "Информация о результатах реализации"), "imrw"),
    ],
)
def test_columns_are_known_by_their_headings(heading: tuple[str, ...], order: str) -> None:
    cells = {"o": "3.", "i": "1.4", "m": "Мера", "w": "Сделано", "r": "Итог"}
    expected = tuple(cells[each] if each in order else "" for each in "imwr")
    made = read(docx(tbl(tr(*heading), tr(*(cells[each] for each in order)))))
    assert texts(made) == [expected]
    assert made.rows[0].extra == ()
    assert made.warnings == ()


def test_other_columns_are_kept_under_their_headings() -> None:
    heading = (
        *("№ п/п", "Пункт", "Мероприятие", "Срок исполнения", "Ответственный исполнитель", "Ожидаемый результат"),
        *("Информация о реализации", "Результат", "Причины невыполнения", "Реквизиты документа", "%", "Примечание"),
    )
    cells = (
        "1",
        "1.4",
        "Мера",
        "до 1 июля",
        "Отдел кадров",
        "не менее 70 %",
        "Сделано",
        "Итог",
        "нет",
        "№ 5",
        "80",
        "",
    )
    [row] = read(docx(tbl(tr(*heading), tr(*cells)))).rows
    assert (row.measure, row.implementation, row.result) == ("Мера", "Сделано", "Итог")
    assert row.extra == (
        *(("Срок исполнения", "до 1 июля"), ("Ответственный исполнитель", "Отдел кадров")),
        *(("Ожидаемый результат", "не менее 70 %"), ("Причины невыполнения", "нет")),
        *(("Реквизиты документа", "№ 5"), ("%", "80")),
    )


def test_a_heading_of_two_rows() -> None:
    made = read(
        docx(
            tbl(
                tr(
                    top("№ п/п"),
                    top("№ пункта"),
                    top("Мероприятие"),
                    tc("Информация", span=2),
                    tc("Показатель", span=2),
                ),
                tr(below(), below(), below(), "о реализации", "о результативности", "план", "факт"),
                tr("1", "2", "3", "4", "5", "6", "7"),
                tr("1.", "1.4", "Мера", "Сделано", "Итог", "10", "12"),
            )
        )
    )
    assert texts(made) == [("1.4", "Мера", "Сделано", "Итог")]
    assert made.rows[0].extra == (("Показатель план", "10"), ("Показатель факт", "12"))


def test_a_row_whose_cell_is_split_is_no_heading() -> None:
    heading = ("№ пункта", "Мероприятие", tc("Информация о реализации", span=2), "Результат")
    assert rows(tbl(tr(*heading), tr("1.4", "Мера", "Первое", "Второе", "Итог"))) == [
        ("1.4", "Мера", "Первое\nВторое", "Итог")
    ]


def test_of_two_years_the_later_counts_and_the_other_is_kept() -> None:
    heading = ("Пункт", "Мероприятие", "Информация о реализации за 2022 год", "Информация о реализации за 2023 год")
    made = read(docx(tbl(tr(*heading), tr("1.4", "Мера", "Было", "Стало"))))
    assert texts(made) == [("1.4", "Мера", "Стало", "")]
    assert made.rows[0].extra == (("Информация о реализации за 2022 год", "Было"),)
    [warning] = made.warnings
    assert "«Информация о реализации за 2023 год»" in warning


def test_a_mark_of_completion_yields_to_what_was_done() -> None:
    heading = ("Пункт", "Мероприятие", "Отметка о выполнении", "Информация о реализации")
    [row] = read(docx(tbl(tr(*heading), tr("1.4", "Мера", "Выполнено", "Сделано")))).rows
    assert (row.implementation, row.extra) == ("Сделано", (("Отметка о выполнении", "Выполнено"),))


def test_implementation_and_result_in_one_column_stay_whole() -> None:
    made = read(docx(tbl(tr("Пункт", "Мероприятие", "О реализации и результативности"), tr("1.4", "Мера", "Всё"))))
    assert texts(made) == [("1.4", "Мера", "Всё", "")]
    [warning] = made.warnings
    assert "в одной графе «О реализации и результативности»" in warning


def test_the_only_number_is_the_items_if_it_has_dots() -> None:
    heading = ("№ п/п", "Мероприятие", "Информация о реализации")
    made = rows(tbl(tr(*heading), tr("1.4.", "Мера", "а"), tr("5", "Мера", "б")))
    assert [row[0] for row in made] == ["1.4.", ""]


def test_sections_with_arabic_and_roman_numbers_and_parts() -> None:
    table = report(
        tr(tc("I. Организационные меры", span=5)),
        tr(tc("1. Комиссии", span=5)),
        tr("1.", "1.4", "Мера", "а", ""),
        tr(tc("2. Сайты", span=5)),
        tr("2.", "1.6", "Мера", "б", ""),
        tr("II.", tc("Другие меры", span=4)),
        tr("3.", "2.1", "Мера", "в", ""),
        tr("Раздел 3", "", "", "", ""),
        tr(tc("Кадры", span=5)),
        tr("4.", "3.1", "Мера", "г", ""),
        tr("4", tc("Просвещение", span=4)),
        tr(tc("4.1. Школы", span=5)),
        tr("5.", "4.1", "Мера", "д", ""),
        tr(tc("Примечание: сведения на 31 декабря.", span=5)),
    )
    made = read(docx(table))
    assert [(row.implementation, row.section) for row in made.rows] == [
        ("а", "I. Организационные меры\n1. Комиссии"),
        ("б", "I. Организационные меры\n2. Сайты"),
        ("в", "II. Другие меры"),
        ("г", "Раздел 3\nКадры"),
        ("д", "4 Просвещение\n4.1. Школы"),
    ]
    assert made.outside == ("Примечание: сведения на 31 декабря.",)


def test_repeated_headings_and_column_numbers_are_dropped() -> None:
    numbers = tr("1", "2", "3", "4", "5")
    made = rows(
        report(numbers, tr("1.", "1.4", "Мера", "а", ""), tr(*HEADING), numbers, tr("2.", "1.6", "Мера", "б", ""))
    )
    assert [row[2] for row in made] == ["а", "б"]


def test_answers_may_use_the_words_of_headings() -> None:
    table = tbl(
        tr("Мероприятие", "Информация о реализации"),
        tr("Мероприятия по просвещению", "Проведено 5 мероприятий"),
        tr("Мероприятия с пунктами 1.4 и 1.5", "Результат достигнут"),
    )
    assert [row[1] for row in rows(table)] == ["Мероприятия по просвещению", "Мероприятия с пунктами 1.4 и 1.5"]


def test_merged_numbers_and_measures_hold_for_every_answer() -> None:
    made = read_table(
        report(
            tr(top("1."), top("1.4"), top("Мера"), "а", "итог а"),
            tr(below(), below(), below(), "б", "итог б"),
            tr(below(), below(), below(), "", ""),
            tr("2.", "1.6", "Мера 2", top("общее"), top("общий")),
            tr("3.", "1.7", "Мера 3", below(), below()),
        )
    )
    assert texts(made) == [
        ("1.4", "Мера", "а", "итог а"),
        ("1.4", "Мера", "б", "итог б"),
        ("1.6", "Мера 2", "общее", "общий"),
        ("1.7", "Мера 3", "общее", "общий"),
    ]
    assert [row.continues for row in made.rows] == [False, True, False, False]
    shared = tuple(
        f"Ячейка графы «{title}» объединена для нескольких пунктов: её текст показан у каждого из них. Проверьте."
        for title in HEADING[3:]
    )
    assert [row.notes for row in made.rows] == [(), (), shared, shared]


def test_a_further_answer_says_only_what_is_its_own() -> None:
    made = read_table(
        report(
            tr(top("1."), top("1.4"), top("Мера"), top("всё"), "итог а"),
            tr(below(), below(), below(), below(), "итог б"),
            tr("2.", "1.6", "Мера 2", "в", ""),
            tr("3.", "1.6", "Мера  2", "г", ""),
            tr("4.", "1.6", "", "д", ""),
        )
    )
    assert [(row.implementation, row.result, row.continues) for row in made.rows] == [
        ("всё", "итог а", False),
        ("", "итог б", True),
        ("в", "", False),
        ("г", "", True),
        ("д", "", False),
    ]
    assert not any(row.notes for row in made.rows)


def test_more_cells_than_columns_lose_nothing() -> None:
    [row] = read_table(report(tr("1", "1.4", "Мера", "часть а", "часть б", "итог"))).rows
    assert (row.implementation, row.result, row.extra) == ("часть а", "часть б", (("", "итог"),))
    assert row.notes == ("В этой строке таблицы ячеек больше, чем граф: текст мог попасть не в свою графу. Проверьте.",)


def test_a_number_may_stand_before_the_measure_itself() -> None:
    heading = ("Наименование мероприятия", "Информация о реализации")
    made = rows(tbl(tr(*heading), tr("1.4. Проведение заседаний", "а"), tr("12.05.2024 проведено", "б")))
    assert [row[:2] for row in made] == [("1.4", "Проведение заседаний"), ("", "12.05.2024 проведено")]


def test_words_in_the_column_of_numbers_are_kept() -> None:
    [row, other] = read_table(
        report(tr("5. снято с контроля", "1.4", "Мера", "а", ""), tr("2.10", "", "", "б", ""))
    ).rows
    assert (row.item, row.extra) == ("1.4", (("№ п/п", "5. снято с контроля"),))
    assert (other.item, other.extra) == ("2.10", ())


def test_a_part_of_a_section_without_rows_stays_readable() -> None:
    names = ("I. Организационные меры", "1. Комиссии", "2. Сайты")
    made = read_table(report(*(tr(tc(name, span=5)) for name in names), tr("1.", "1.4", "Мера", "а", "")))
    assert (made.rows[0].section, made.outside) == ("I. Организационные меры\n2. Сайты", ("1. Комиссии",))


@pytest.mark.parametrize("title", ["Содержание", "Содержание мероприятия", "Мера"])
def test_the_measure_may_be_called_its_content(title: str) -> None:
    assert rows(tbl(tr("№ пункта", title, "Информация о реализации"), tr("1.4", "Мера", "а"))) == [
        ("1.4", "Мера", "а", "")
    ]


def test_of_two_results_of_work_the_later_year_counts() -> None:
    heading = ("Пункт", "Мероприятие", "Результат исполнения за 2023 год", "Результат исполнения за 2024 год")
    made = read_table(tbl(tr(*heading), tr("1.4", "Мера", "Было", "Стало")))
    assert texts(made) == [("1.4", "Мера", "Стало", "")]
    assert made.rows[0].extra == (("Результат исполнения за 2023 год", "Было"),)
    assert "несколько граф; взята графа «Результат исполнения за 2024 год»" in made.warnings[0]


@st.composite
def wild_rows(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Rows of a table as XML: spans at random, merged cells, too many and too few of them; and all their words."""
    made: list[str] = []
    words: list[str] = []
    for _ in range(draw(st.integers(1, 5))):
        cells = []
        for _ in range(draw(st.integers(1, 8))):
            kind = draw(st.sampled_from(["plain", "plain", "number", "empty", "top", "below"]))
            word = f"{'7.' if kind == 'number' else 'слово'}{len(words) + 1000}"
            said = [] if kind in {"empty", "below"} else [word]
            words += said
            merge = {"top": '<w:vMerge w:val="restart"/>', "below": "<w:vMerge/>"}.get(kind, "")
            cells.append(tc(*said, span=draw(st.integers(1, 3)), properties=merge))
        made.append(tr(*cells))
    return made, words


@settings(max_examples=150, deadline=None)
@given(wild_rows())
def test_no_word_of_a_table_is_lost(wild: tuple[list[str], list[str]]) -> None:
    made, words = wild
    found = read_table(report(tr("1", "1.1", "Мера", "а", "б"), *made))
    told = [*found.outside]
    for row in found.rows:
        told += [row.item, row.measure, row.implementation, row.result, row.section, *(text for _, text in row.extra)]
    assert set(words) <= set(" ".join(told).split())


def test_an_answer_over_two_columns_goes_to_the_first_and_that_is_said() -> None:
    made = read(docx(report(tr("1.", "1.4", "Мера", tc("Не проводилось", span=2)))))
    assert texts(made) == [("1.4", "Мера", "Не проводилось", "")]
    [warning] = made.warnings
    assert warning.startswith("Таблица 1, строка 2: ячейки граф «Информация о реализации», «Результативность»")


def test_grids_may_drift_apart() -> None:
    heading = [tc(title, span=10) for title in HEADING]
    drifted = [tc("1.", span=9), tc("1.4", span=12), tc("Мера", span=10), tc("а", span=8), tc("б", span=11)]
    split = [
        tc("2.", span=10),
        tc("1.6", span=9),
        tc("Мера", span=11),
        tc("а", span=4),
        tc("а2", span=6),
        tc("б", span=10),
    ]
    assert rows(tbl(tr(*heading), tr(*drifted), tr(*split))) == [
        ("1.4", "Мера", "а", "б"),
        ("1.6", "Мера", "а\nа2", "б"),
    ]


def test_one_report_over_several_tables() -> None:
    made = read(
        docx(
            APPROVAL,
            report(tr(tc("Раздел 1", span=5)), tr("1.", "1.4", "Мера", "а", "")),
            p("продолжение"),
            tbl(tr("2.", "1.6", "Мера", "б", "")),
            report(tr("3.", "1.7", "Мера", "в", "")),
            SIGNATURE,
        )
    )
    assert [(row.item, row.section) for row in made.rows] == [
        ("1.4", "Раздел 1"),
        ("1.6", "Раздел 1"),
        ("1.7", "Раздел 1"),
    ]
    assert made.outside == (
        "УТВЕРЖДАЮ Глава города\n\t«__» января 2024 г.",
        "продолжение",
        "Глава администрации\tподпись\tИ. И. Иванов",
    )
    assert made.warnings == ()


def test_later_tables_keep_the_order_of_the_first() -> None:
    first = tbl(tr("Мероприятие", "№ пункта", "Сделанная работа"), tr("Мера", "1.4", "а"))
    assert [row[:3] for row in rows(first, tbl(tr("Мера", "1.6", "б")))] == [
        ("1.4", "Мера", "а"),
        ("1.6", "Мера", "б"),
    ]


def test_five_columns_without_a_heading_are_read_in_the_usual_order() -> None:
    made = read(docx(tbl(tr("1", "2", "3", "4", "5"), tr("1.", "1.4", "Мера", "Сделано", "Итог"))))
    assert texts(made) == [("1.4", "Мера", "Сделано", "Итог")]
    [warning] = made.warnings
    assert "нет заголовков граф" in warning


def test_what_stands_above_the_heading_is_outside() -> None:
    made = read(docx(tbl(tr(tc("Отчёт о выполнении Плана", span=5)), tr(*HEADING), tr("1.", "1.4", "Мера", "а", ""))))
    assert (len(made.rows), made.outside) == (1, ("Отчёт о выполнении Плана",))


@pytest.mark.parametrize(
    "answer", ["Не проводилось", "не поступало", "–", "в компетенцию не входит", "срок не наступил"]
)
def test_short_answers_are_answers(answer: str) -> None:
    assert rows(report(tr("1.", "1.4", "Мера", answer, "")))[0][2] == answer


def test_empty_rows_are_dropped_and_unanswered_ones_kept() -> None:
    made = rows(report(tr("", "", "", "", ""), tr("1.", "1.4", "Мера", "", "")))
    assert made == [("1.4", "Мера", "", "")]


def test_a_document_without_a_report_says_so() -> None:
    made = read(
        docx(p("Письмо"), SIGNATURE, tbl(tr("№", "Мероприятия", "Исполнители", "Срок"), tr("1", "а", "б", "в")))
    )
    assert made.rows == ()
    assert made.outside[0] == "Письмо"
    [warning] = made.warnings
    assert warning.startswith("Таблица отчёта не найдена")
