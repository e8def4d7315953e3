"""The counts of a text: which numbers they are, and what each counts."""

import time

import pytest

from reports.russian import read
from reports.russian.amounts import amounts
from reports.russian.counts import counts
from reports.russian.denials import denials
from reports.russian.roots import root


def values(text: str) -> list[int]:
    return [amount.value for sentence in read(text).sentences for amount in amounts(sentence.tokens)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Проведено 5 заседаний", [5]),
        ("(103 чел.)", [103]),
        ("5-ти служащих, 2-х фактов", [5, 2]),
        ("3 (три) заседания, пять (5) материалов", [3, 5]),
        ("1 240 обращений", [1240]),
        ("семинары – 2;", [2]),
        ("двадцать один служащий, ни одного обращения", [21, 0]),
        ("по 2 семинара", [2]),
        ("6 муниципальных служащих прошли вводный инструктаж", [6]),
        ("в отношении 9 муниципальных служащих, 3 человека привлечены", [9, 3]),
    ],
)
def test_counts(text: str, expected: list[int]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "В 2023 году и за 2024 г., в 2021-2024 годах, на 2021 – 2024 годы, 2023/2024 учебный год",
        "от 20.12.2023 №2308, № 01-22/640, распоряжением № 51-р",
        "статьи 13.3 Федерального закона № 273-ФЗ, ст. 14, пунктов 3–5, п. 2, пунктами 1, 2 и 3",
        "9 декабря, с 4 по 9 декабря, 14 и 21 мая, до 30 апреля 2024 года",
        "не менее 70 %, 11,3 %, 100 процентов",
        "на 450 тыс. рублей, 18,4 млн рублей, 300 рублей",
        "36 часов, 72 ч., 10 рабочих дней, 30-дневный срок, 5 лет, в возрасте от 22 до 35 лет",
        "I квартал, 1 квартал, 2 полугодие, 5-й семинар, 3-го числа",
        "не менее 4 мероприятий, более 40 работ, около 50 жителей, до 25 организаций, план – 10",
        "телефон 8 (8412) 00-00-00",
        "учащиеся 8–11 классов, в 10:30, школа № 5",
        "против 134 в прошлом году, на 2 человека больше",
        "программа «Противодействие коррупции: 10 практических шагов»",
        "контрактной службы из 5 человек",
        "1. Организация работы",
        "впервые, во-вторых, одним из направлений",
    ],
)
def test_what_is_no_count(text: str) -> None:
    assert values(text) == []


def counted(text: str) -> list[tuple[int, str, bool | None]]:
    return [(count.value, count.noun.lower if count.noun else "", count.of_people) for count in counts(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Проведено 5 заседаний", [(5, "заседаний", False)]),
        ("5 впервые принятых муниципальных служащих", [(5, "служащих", True)]),
        ("6 инструктажей при приёме, 9 – при увольнении", [(6, "инструктажей", False), (9, "инструктажей", False)]),
        (
            "Инструктажи:\n- при приёме – 12;\n- при увольнении – 9.",
            [(12, "инструктажи", False), (9, "инструктажи", False)],
        ),
        ("Инструктажей при приёме на работу проведено 5", [(5, "инструктажей", None)]),
        ("48 – НПА, прошедших экспертизу", [(48, "нпа", False)]),
        ("привлечены двое", [(2, "", True)]),
        ("10 служащих, 7 из них привлечены", [(10, "служащих", True), (7, "служащих", True)]),
        ("двое получили замечание, один – выговор", [(2, "", True), (1, "", None)]),
        ("Все обязанные лица (28) представили", [(28, "лица", True)]),
        ("проекты НПА (90 ед.)", [(90, "проекты", False)]),
        ("семинары проводились 5 раз", [(5, "семинары", False)]),
        ("16 из 18 организаций", [(16, "организаций", False), (18, "организаций", False)]),
        ("По фактам коррупции – 2", [(2, "", None)]),
    ],
)
def test_what_is_counted(text: str, expected: list[tuple[int, str, bool | None]]) -> None:
    assert counted(text) == expected


def test_each_count_has_the_words_of_its_own_clause() -> None:
    considered, disciplined = counts("Рассмотрены материалы на 10 служащих, к ответственности привлечены 8 человек.")
    own = [
        {root(lemma) for tokens in count.own for token in tokens for lemma in token.lemmas}
        for count in (considered, disciplined)
    ]
    assert root("рассмотреть") in own[0] - own[1]
    assert root("привлечь") in own[1] - own[0]


def test_parts_wholes_and_years() -> None:
    text = "В 2024 году проведено 6 заседаний (в 2023 году – 4), из них 2 внеплановых; 5 служащих из 9 наказаны."
    six, four, two, five, nine = counts(text)
    assert [sorted(count.years) for count in (six, four)] == [[2024], [2023]]
    assert (two.is_part, six.is_part) == (True, False)
    assert (nine.is_whole, five.is_whole) == (True, False)


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("Нарушений не выявлено.", "нарушение"),
        ("В 2023 году фактов коррупции не выявлено.", "коррупция"),
        ("Случаев увольнения служащих (должностных лиц) в связи с утратой доверия нет.", "увольнение"),
        ("При проведении оценки нарушений не выявлено.", "нарушение"),
        ("Вопросы общественным советом не рассматривались.", "вопрос"),
        ("Обращения отсутствуют.", "обращение"),
    ],
)
def test_denials(text: str, noun: str) -> None:
    [denial] = denials(text)
    assert root(noun) in denial.noun
    assert not denial.is_limited


@pytest.mark.parametrize(
    "text",
    [
        "Проведено 5 заседаний.",
        "Сроки не нарушались.",
        "Нельзя сказать, что нарушений не было.",
        "В случае если нарушений не выявлено, карта не меняется.",
    ],
)
def test_what_is_no_denial(text: str) -> None:
    assert denials(text) == ()


@pytest.mark.parametrize(
    "text", ["Иных нарушений не выявлено.", "В первом квартале обращений не поступало.", "Новых фактов не выявлено."]
)
def test_limited_denials(text: str) -> None:
    [denial] = denials(text)
    assert denial.is_limited


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("выявить", "выявление"),
        ("представить", "предоставление"),
        ("уволить", "увольнение"),
        ("обучить", "обучение"),
        ("недостоверный", "недостоверность"),
        ("рассматриваться", "рассмотрение"),
        ("обязанный", "обязанность"),
        ("привлекаться", "привлечение"),
    ],
)
def test_relatives_share_a_root(one: str, other: str) -> None:
    assert root(one) == root(other)


@pytest.mark.parametrize(
    ("one", "other"), [("проверка", "провести"), ("обращение", "образование"), ("приём", "прийти")]
)
def test_strangers_do_not(one: str, other: str) -> None:
    assert root(one) != root(other)


@pytest.mark.parametrize("text", ["1 семинар, ", "5 семинаров ", "двое, ", "- 5;\n", "1, ", "из них ", "сто ", "(5 "])
def test_time_grows_with_the_text_and_not_faster(text: str) -> None:
    """Four times the text in much less than sixteen times the time."""

    def seconds(times: int) -> float:
        long = text * times
        start = time.process_time()
        counts(long)
        denials(long)
        return time.process_time() - start

    seconds(10)  # words are looked up once
    assert min(seconds(1200) for _ in range(3)) < 10 * seconds(300) + 0.1
