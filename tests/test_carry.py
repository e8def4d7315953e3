import pytest

from reports.carry import Mark, facts, move_year, still_unconfirmed, to_confirm


def spelled(text: str) -> list[str]:
    return [text[mark.start : mark.end] for mark in to_confirm(text, 2023)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("В 2023 году проведено 5 заседания", ["5"]),
        ("статьи 13.3 Федерального закона от 25.12.2008 № 273-ФЗ", []),
        ("Закон Пензенской области от 24.04.2024 № 4204-ЗПО", []),
        ("постановлением от 20.12.2023 №2308.", ["от 20.12.2023 №2308"]),
        ("В срок до 30.04.2023 г. (103 чел.)", ["30.04.2023", "103"]),
        ("Плана на 2021 - 2024 годы", []),
        ("9 декабря проведены", ["9 декабря"]),
        ("до 30 апреля 2023 года", ["30 апреля 2023"]),
        ("выполнено 33,3 % из 1 234 случаев", ["33,3 %", "1 234"]),
        ("двое привлечены, проведено пять заседаний", ["двое", "пять"]),
        ("пункт 2.10 Плана и п. 3 Положения", []),
        ("в отчётном 2022 году", ["2022"]),
        ("в октябре 2023 года и IV квартале 2023 г.", ["октябре 2023", "квартале 2023"]),
        ("в 2021-2022 годах", ["2021", "2022"]),
        ("за 2023/2024 учебный", ["2024"]),
        ("впервые поступившие, двадцать стендов", ["двадцать"]),
        ("двадцать один служащий, сто три справки", ["двадцать один", "сто три"]),
        ("одно заседание, ни одного обращения", ["одно", "ни одного"]),
        ("одним из направлений, члены семьи", []),
        ("от пяти служащих", ["пяти"]),
        ("", []),
    ],
)
def test_facts(text: str, expected: list[str]) -> None:
    assert spelled(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("В 2023 году и за 2023 год", "В 2024 году и за 2024 год"),
        ("до 30.04.2023 г.", "до 30.04.2024 г."),
        ("до 30 апреля 2023 года", "до 30 апреля 2024 года"),
        ("от 20.12.2023 №2308", "от 20.12.2023 №2308"),
        ("в 2022 году", "в 2022 году"),
        ("на 2021 - 2024 годы", "на 2021 - 2024 годы"),
        ("на 2023 – 2025 годы", "на 2023 – 2025 годы"),
        ("12023 штук", "12023 штук"),
        ("в октябре 2023 года", "в октябре 2024 года"),
        ("за IV квартал 2023 г.", "за IV квартал 2024 г."),
        ("по сравнению с 2022 годом", "по сравнению с 2022 годом"),
    ],
)
def test_the_year_moves_on(text: str, expected: str) -> None:
    assert move_year(text, 2023, 2024) == expected


def test_a_day_that_the_new_year_lacks_stays() -> None:
    assert move_year("до 29.02.2024", 2024, 2025) == "до 29.02.2024"


def after_edit(old: str, new: str) -> list[str]:
    return [new[mark.start : mark.end] for mark in still_unconfirmed(facts(old), old, new)]


def test_marks_follow_their_numbers_through_rewording() -> None:
    old = "Проведено 5 заседаний, рассмотрено 9 лиц, наказаны 3."
    new = "В этом году комиссией проведено 5 заседаний; рассмотрены материалы о 9 лицах. Наказаны 3 человека."
    assert after_edit(old, new) == ["5", "9", "3"]


def test_a_changed_number_is_dealt_with() -> None:
    assert after_edit("Проведено 5 заседаний, наказаны 3.", "Проведено 6 заседаний, наказаны 3.") == ["3"]


def test_a_number_added_by_hand_is_not_marked() -> None:
    assert after_edit("Наказаны 3.", "Проведено 7. Наказаны 3.") == ["3"]


def test_a_confirmed_number_stays_confirmed() -> None:
    text = "5 и 9 и 3"
    only_nine = [Mark(4, 5)]
    assert still_unconfirmed(only_nine, text, "сначала " + text) == [Mark(12, 13)]


def test_no_text_no_marks() -> None:
    assert still_unconfirmed([Mark(0, 1)], "5 раз", "") == []


def test_a_moved_paragraph_takes_its_marks_along() -> None:
    assert after_edit("Наказаны 3.\nПроведено 5 раз.", "Проведено 5 раз.\nНаказаны 3.") == ["5", "3"]


@pytest.mark.parametrize("text", ["20.12.2023" + " " * 50_000, "от " * 20_000, "1 " * 20_000, "2023 г" * 10_000])
def test_no_text_takes_long(text: str) -> None:
    """Patterns with several free runs of blanks would need hours here."""
    facts(text)
    move_year(text, 2023, 2024)
