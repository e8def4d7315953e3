"""reports.intake.about: the year and the executor that a document names."""

import pytest

from reports.intake.about import name_warnings, year_warnings
from reports.intake.table import read

from .build import docx, p, tbl, tr

TITLE = "о выполнении мероприятий Плана противодействия коррупции в Пензенской области на 2021 - 2024 годы"
NAMES = {
    "Кузнецк": ("администрация города Кузнецка", "администрации города Кузнецка"),
    "Пенза": ("администрация города Пензы", "администрации города Пензы"),
}


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("за 2023 год", "за 2023 год"),
        ("ОТЧЁТ за  2023 г. о работе", "за 2023 г."),
        ("Отчёт за\xa09 месяцев 2023 года", "за 9 месяцев 2023 года"),
        ("Информация о реализации в 2023 году", "в 2023 году"),
        ("(2023 год)", "2023 год"),
        ("за 2023 год\nза 2023 год", "за 2023 год"),
    ],
)
def test_another_year_is_said(text: str, phrase: str) -> None:
    expected = f"В файле написано «{phrase}», а отчёт — за 2024-й. Проверьте, тот ли это файл."
    assert year_warnings([TITLE, text], 2024) == [expected]
    assert year_warnings([TITLE, text], 2023) == []


@pytest.mark.parametrize(
    "text",
    [
        "на 2021–2024 годы",
        "за 2021-2023 годы",
        "за период с 2021 по 2023 год",
        "постановление от 31.01.2023 № 5",
        "«__» января 2023 г.",
        "Закон Пензенской области от 14 ноября 2006 года",
        "за 2022 год\nза 2023 год",
        "до 1 февраля 2023 года",
        "",
    ],
)
def test_what_is_no_year_of_the_report_says_nothing(text: str) -> None:
    assert year_warnings([text], 2024) == []


def test_another_executor_is_said_unless_our_own_is_named_too() -> None:
    expected = ["В файле назван другой исполнитель: «Пенза», а отчёт — «Кузнецк». Проверьте, тот ли это файл."]
    assert name_warnings(["О Т Ч Е Т", "администрации  города Пензы"], "Кузнецк", NAMES) == expected
    assert name_warnings(["администрации города Пензы", "Администрация города Кузнецка"], "Кузнецк", NAMES) == []
    assert name_warnings(["администрации города Пензыбурга"], "Кузнецк", NAMES) == []


def test_a_document_tells_of_itself_above_its_table_and_in_its_headings() -> None:
    table = tbl(tr("Пункт", "Мероприятие", "Информация за 2022 год"), tr("1.4", "Мера", "Проведено в 2021 году"))
    made = read(docx(p("за 2023 год"), p("письмо " * 60), table, p("за 2020 год")))
    assert made.about == ("Пункт", "Мероприятие", "Информация за 2022 год", "за 2023 год")
