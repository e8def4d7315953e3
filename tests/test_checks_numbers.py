"""The numbers that a text states for indicators: against their values, and offered for empty ones."""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reports.checks import CheckedRow, Finding, Tied, Wording
from reports.checks.counts import stated
from reports.checks.numbers import numbers
from reports.checks.offers import offers
from reports.checks.sentence import sentence
from reports.figures import Definition, Entry, figures

FIXTURES = Path(__file__).parent.parent / "fixtures"
ITEMS: dict[str, list[dict[str, Any]]] = {
    item["number"]: item["indicators"]
    for item in json.loads((FIXTURES / "penza_plan_2021_2024.json").read_text(encoding="utf-8"))["items"]
}
REAL = json.loads((FIXTURES / "kuznetsk_2023.json").read_text(encoding="utf-8"))


def lines(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "\n".join(text)


def row(item: str, text: str, values: Mapping[str, int] | None = None, **further: Any) -> CheckedRow:
    """A row of the demonstration plan; without values its fields are blank."""
    definitions = [
        Definition(
            each["code"],
            each["name"],
            each["unit"],
            numerator=each.get("numerator", ""),
            denominator=each.get("denominator", ""),
        )
        for each in ITEMS[item]
    ]
    entries = {code: Entry(Decimal(value)) for code, value in (values or {}).items()}
    wordings = {
        each["code"]: Wording(each.get("phrase", ""), each.get("phrase_for_zero", ""), each.get("words", ""))
        for each in ITEMS[item]
    }
    known: dict[str, Any] = {"year": 2024, "answer": "done", "result": "", **further}
    return CheckedRow(
        item, implementation=text, figures=tuple(figures(definitions, entries)), wordings=wordings, **known
    )


def said(item: str, text: str) -> dict[str, int]:
    return {code: int(each.value) for code, each in stated(row(item, text)).items()}


@pytest.mark.parametrize(
    ("item", "text", "expected"),
    [
        (
            "1.4",
            (
                "Комиссия провела 7 заседаний. На них рассмотрены материалы в отношении 9 служащих, 6 привлечены к "
                "дисциплинарной ответственности."
            ),
            {"meetings": 7, "considered": 9, "disciplined": 6},
        ),
        (
            "1.4",
            (
                "- проведено заседаний: 5;\n- рассмотрены материалы в отношении: 9 чел.;\n- привлечены к "
                "дисциплинарной ответственности: 6 чел."
            ),
            {"meetings": 5, "considered": 9, "disciplined": 6},
        ),
        (
            "1.4",
            (
                "Проведены 3 заседания. Из 8 муниципальных служащих, чьи материалы рассмотрены, к дисциплинарной "
                "ответственности привлечены шестеро."
            ),
            {"meetings": 3, "considered": 8, "disciplined": 6},
        ),
        ("1.4", "Состоялось шесть заседаний комиссии (в 2023 году – 4).", {"meetings": 6}),
        ("1.4", "Комиссия собиралась пять раз.", {"meetings": 5}),
        ("1.4", "Проведены заседания комиссии: 2 – в первом полугодии, 3 – во втором.", {"meetings": 5}),
        ("1.4", "Всего за год прошло 6 заседаний: 4 очередных и 2 внеочередных.", {"meetings": 6}),
        ("1.7", "Выявлено 4 коррупционных правонарушения.", {"corruption_facts": 4}),
        ("1.7", "Ни одного факта коррупции не выявлено.", {"corruption_facts": 0}),
        ("2.1", "Сведения представили 88 служащих из 90 обязанных.", {"submitted": 88, "obliged": 90}),
        ("2.1", "Все обязанные лица (двадцать восемь) представили сведения.", {"submitted": 28, "obliged": 28}),
        ("2.1", "Представили сведения 119 человек из 120.", {"submitted": 119, "obliged": 120}),
        (
            "2.10",
            (
                "Администрации подведомственны 33 учреждения. Проанализирована деятельность 30 из них, выявлено семь "
                "нарушений."
            ),
            {"organizations": 33, "analysed": 30, "violations": 7},
        ),
        ("2.10", "Проанализирована деятельность 16 учреждений. В одном учреждении нет плана.", {"analysed": 16}),
        ("2.11", "Установлено два факта нарушения запретов и один факт неисполнения обязанностей.", {"violations": 3}),
        (
            "2.13",
            (
                "Факты недостоверности сведений установлены в отношении 7 служащих, к дисциплинарной ответственности "
                "привлечены шестеро. В связи с утратой доверия уволены двое."
            ),
            {"false_information": 7, "false_information_held": 6, "disciplined": 6, "dismissed": 2},
        ),
        ("2.13", "По собственному желанию уволились 4 служащих.", {}),
        (
            "3.6",
            "Выявлены: факты несоблюдения запретов – 2, аффилированности – 1.",
            {"violations": 2, "affiliations": 1},
        ),
        (
            "4.2",
            (
                "Экспертизу прошли 312 проектов и 54 действующих НПА. Выявлено и исключено 9 коррупциогенных факторов "
                "в проектах, 4 – в действующих НПА."
            ),
            {
                "drafts": 312,
                "acts": 54,
                "draft_factors": 9,
                "draft_factors_removed": 9,
                "act_factors": 4,
                "act_factors_removed": 4,
            },
        ),
        ("4.2", "В трёх проектах выявлено по одному коррупциогенному фактору.", {"draft_factors": 3}),
        ("4.2", "Экспертиза проведена в отношении 264 НПА и их проектов.", {}),
        ("5.5", "Рассмотрено 215 обращений граждан, из них по фактам коррупции – 2.", {"appeals": 2}),
        ("5.5", "Рассмотрено 215 обращений граждан. Фактов коррупции не выявлено.", {}),
        ("5.6", "На двух заседаниях общественного совета рассмотрено три вопроса.", {"questions": 3}),
        ("6.3", "Проведено 12 мероприятий, из них 3 – к Международному дню борьбы с коррупцией.", {"events": 3}),
        (
            "8.2",
            "Вводный инструктаж прошли 9 впервые принятых служащих, адаптационный курс – 4.",
            {"briefed": 9, "adaptation_course": 4},
        ),
        ("8.3", "Обучены 12 человек (план – 10). Семинар прошёл с участием 40 служащих.", {"trained": 12}),
        (
            "8.5",
            (
                "Проведено 9 мероприятий: 5 семинаров, 4 тренинга. Состоялось 14 инструктажей при приёме и 10 – при "
                "увольнении, всего 24 инструктажа."
            ),
            {"events": 9, "seminars": 5, "hiring_briefings": 14, "dismissal_briefings": 10},
        ),
        (
            "8.5",
            "В 2025 году запланировано 8 семинаров. Проведено 2 семинара из 4 запланированных.",
            {"seminars": 2},
        ),
    ],
)
def test_what_a_text_states(item: str, text: str, expected: dict[str, int]) -> None:
    assert said(item, text) == expected


@pytest.mark.parametrize("item", [number for number, indicators in ITEMS.items() if indicators])
def test_a_sentence_made_of_the_numbers_states_them(item: str) -> None:
    codes = [each["code"] for each in ITEMS[item] if "numerator" not in each]
    values = dict(zip(codes, (5, 9, 3, 21, 48, 11), strict=False))
    assert said(item, sentence(row(item, "", values))) == values


def found(item: str, text: str, values: Mapping[str, int], **further: Any) -> list[Finding]:
    return list(numbers(row(item, text, values, **further)))


def test_another_number_in_the_text() -> None:
    [finding] = found("1.4", "Проведено шесть заседаний комиссии.", {"meetings": 5})
    assert (finding.code, finding.field) == ("number-mismatch", "value_meetings")
    assert finding.evidence == "Проведено шесть заседаний комиссии"
    assert finding.message == (
        "В тексте — «Проведено шесть заседаний комиссии», а в показателе «Проведено заседаний комиссий» — 5\N{NBSP}ед. "
        "Исправьте текст или показатель."
    )


def test_one_number_against_two_indicators_is_one_finding() -> None:
    text = "Сведения представлены всеми обязанными лицами (87 чел.)."
    [finding] = found("2.1", text, {"obliged": 78, "submitted": 78})
    assert finding.field == "value_obliged"
    assert "в показателях" in finding.message
    assert "«Лица, представившие сведения» — 78" in finding.message


@pytest.mark.parametrize(
    ("item", "text", "values"),
    [
        ("1.4", "Проведено 5 заседаний.", {"meetings": 5}),
        ("1.4", "Проведено 5 заседаний.", {}),
        ("1.4", "Проведены заседания: в I квартале – одно, во II – два.", {"meetings": 3}),
        ("1.4", "Внеплановых заседаний не проводилось.", {"meetings": 3}),
        ("5.5", "Обращений по фактам коррупции не поступало.", {"appeals": 2}),
        ("8.5", "Проведён 1 семинар, семинар посетили 40 человек.", {"seminars": 1}),
        ("2.1", "Двое не представили сведения.", {"submitted": 88}),
        (
            "2.13",
            (
                "Привлечены к дисциплинарной ответственности за недостоверность сведений 5 служащих из 6, "
                "за несоблюдение запрета – 1."
            ),
            {"disciplined": 6, "false_information": 6, "false_information_held": 5, "ban_violators_held": 1},
        ),
    ],
)
def test_no_mismatch(item: str, text: str, values: dict[str, int]) -> None:
    assert found(item, text, values) == []


def test_a_number_in_column_5_counts_where_column_4_has_none() -> None:
    [finding] = found("1.4", "Комиссия работала.", {"meetings": 5}, result="проведено 4 заседания комиссии")
    assert finding.code == "number-mismatch"
    taken_over = {"result": "проведение не менее 4 заседаний", "expected_result": "проведение не менее 4 заседаний"}
    assert found("1.4", "Комиссия работала.", {"meetings": 5}, **taken_over) == []


def test_the_real_report_has_no_mismatch() -> None:
    for each in REAL["rows"]:
        assert found(each["number"], lines(each["implementation"]), each["values"], year=2023) == []


TIED = (Tied("disciplined", "2.13", "Привлечены к дисциплинарной ответственности", Decimal(4)),)


def test_one_fact_with_two_values() -> None:
    [finding] = found("1.4", "", {"disciplined": 3}, tied=TIED)
    assert (finding.code, finding.field) == ("cross-item-mismatch", "value_disciplined")
    assert "в пункте 1.4 — 3\N{NBSP}чел., а в пункте 2.13 — 4\N{NBSP}чел. Это" in finding.message


def test_a_blank_field_is_compared_by_its_text() -> None:
    text = "К дисциплинарной ответственности привлечены трое."
    [finding] = found("1.4", text, {}, tied=TIED)
    assert finding.code == "cross-item-mismatch"
    assert "3\N{NBSP}чел. по тексту" in finding.message
    assert found("1.4", text, {}, tied=TIED, answer="no_cases") == []


@pytest.mark.parametrize("values", [{"disciplined": 4}, {}])
def test_one_fact_with_one_value(values: dict[str, int]) -> None:
    assert found("1.4", "", values, tied=TIED) == []


def offered(item: str, text: str, values: Mapping[str, int] | None = None, year: int = 2024) -> dict[str, int]:
    return {offer.code: int(offer.value) for offer in offers(row(item, text, values, year=year))}


# What the text of the real report does not state as a number of that thing.
NOT_STATED = {
    ("2.13", "ban_violators"),  # «Нарушений не выявлено» does not say of what
    ("2.13", "ban_violators_held"),  # follows from there being no violators
    ("2.13", "false_information"),  # stands in the text of 1.4
    ("6.3", "events"),  # a contest is named, not counted
}


def test_every_number_of_the_real_report_is_offered() -> None:
    for each in REAL["rows"]:
        number = each["number"]
        expected = {code: value for code, value in each["values"].items() if (number, code) not in NOT_STATED}
        assert offered(number, lines(each["implementation"]), year=2023) == expected, number


@pytest.mark.parametrize(
    ("item", "text", "expected"),
    [
        ("5.5", "Обращений граждан по фактам коррупции не поступало.", {"appeals": 0}),
        ("5.5", "Обращений граждан не поступало.", {}),
        ("5.5", "В первом квартале обращений по фактам коррупции не поступало.", {}),
        ("2.13", "Случаев увольнения в связи с утратой доверия нет.", {"dismissed": 0}),
        ("2.13", "Нарушений не выявлено.", {}),
        (
            "4.2",
            "Экспертизу прошли 140 проектов НПА и 30 действующих НПА. Факторов не выявлено.",
            {"drafts": 140, "acts": 30},
        ),
        ("1.7", "Выявлен 1 факт коррупции. Других фактов коррупции не выявлено.", {"corruption_facts": 1}),
        ("2.1", "До 1 апреля сведения представили 22 человека, до 30 апреля – ещё 8.", {}),
        ("5.5", "Поступило 999 999 999 999 999 обращений по фактам коррупции.", {"appeals": 999_999_999_999_999}),
        ("5.5", "Поступило 1 000 000 000 000 000 обращений по фактам коррупции.", {}),  # more than can be entered
        ("8.5", "При приёме и при увольнении проведено 9 инструктажей (6 и 3 соответственно).", {}),
    ],
)
def test_what_is_offered(item: str, text: str, expected: dict[str, int]) -> None:
    assert offered(item, text) == expected


def test_only_empty_fields_are_offered_something() -> None:
    assert offered("1.4", "Проведено 5 заседаний, привлечены к дисциплинарной ответственности 3.", {"meetings": 5}) == {
        "disciplined": 3
    }


ANALYSED = {"organizations": 41, "analysed": 34, "violations": 0}


@pytest.mark.parametrize(
    ("item", "text", "values"),
    [
        (
            "1.4",
            (
                "Заседания комиссии прошли 18 февраля, 20 мая и 7 октября, итого три. Представления касались 4 "
                "человек, все четверо получили замечания."
            ),
            {"meetings": 3, "considered": 4, "disciplined": 4},
        ),
        (
            "2.10",
            "Анализом охвачены восемнадцать МБОУ, девять МБДОУ и две школы, всего 29 организаций.",
            {"organizations": 29, "analysed": 29, "violations": 3},
        ),
        ("2.10", "Анализом охвачены 18 МБОУ, 9 МБДОУ и две школы.", {"organizations": 29, "analysed": 29}),
        ("2.10", "Проверены 5 МБОУ, 4 МБДОУ и 2 МКУ, итого 11.", {"organizations": 11, "analysed": 11}),
        ("2.1", "Справки представили 45 служащих, 12 руководителей и глава города, итого 58.", {"submitted": 58}),
        ("8.3", "Обучение прошли начальник отдела закупок и два специалиста.", {"trained": 3}),
        ("8.3", "Обучение прошли два специалиста и начальник отдела.", {"trained": 3}),
        ("8.3", "Обучение прошли: 2 работника отдела закупок, 1 юрист, итого трое.", {"trained": 3}),
        ("2.13", "Наказаны трое, один уволился до применения взыскания.", {"disciplined": 3, "dismissed": 0}),
        (
            "8.5",
            "Проведено 4 семинара; инструктажи: 3 – при приёме, 2 – при увольнении.",
            {"seminars": 4, "hiring_briefings": 3, "dismissal_briefings": 2},
        ),
        ("2.10", "Анализ выполнен в 34 организациях из 41.", ANALYSED),
        ("2.10", "Анализ проведён в 34 из 41 организации.", ANALYSED),
        ("2.10", "Анализ проведён в 34 (из 41) подведомственных организациях.", ANALYSED),
        ("2.10", "Анализом охвачены 34 организации (из 41).", ANALYSED),
        ("2.10", "В 34 учреждениях из имеющихся 41 проведён анализ.", ANALYSED),
        ("2.10", "Проанализированы 34 организации из общего числа 41.", ANALYSED),
        ("8.5", "По сравнению с 2022 годом число мероприятий увеличено с четырёх до шести.", {"events": 6}),
        (
            "2.1",
            "Сведения представили 112 лиц (96 служащих и 16 руководителей), то есть все обязанные.",
            {"obliged": 112},
        ),
        ("8.5", "Первый семинар состоялся 18 апреля. Затем прошли ещё один семинар и тренинг.", {"seminars": 2}),
        ("2.1", "Справки сданы 63 обязанными лицами. Уточняющие справки подали семеро.", {"submitted": 63}),
        ("1.4", "Комиссия собиралась дважды в первом полугодии и трижды во втором.", {"meetings": 5}),
        (
            "2.13",
            "За неполные сведения к ответственности привлечены трое.",
            {"disciplined": 5, "ban_violators_held": 2, "false_information_held": 3},
        ),
    ],
)
def test_totals_and_parts_with_their_wholes_are_right(item: str, text: str, values: dict[str, int]) -> None:
    assert list(numbers(row(item, text, values))) == []


@pytest.mark.parametrize(
    ("item", "text", "values", "evidence"),
    [
        (
            "1.4",
            "Заседания комиссии прошли 18 февраля, 20 мая и 7 октября, итого три.",
            {"meetings": 5, "considered": 4, "disciplined": 4},
            "итого три",
        ),
        ("2.10", "Анализ выполнен в 34 организациях из 41.", {**ANALYSED, "analysed": 30}, "34 организациях из 41"),
        ("2.10", "Анализ проведён в 34 из 41 организации.", {**ANALYSED, "organizations": 45}, "34 из 41 организации"),
        ("2.1", "Сведения представлены 118 служащими (из 121).", {"submitted": 118, "obliged": 120}, "(из 121)"),
        ("8.3", "Обучены четверо специалистов отдела закупок.", {"trained": 5}, "четверо специалистов"),
        ("8.3", "Двое работников контрактной службы прошли обучение.", {"trained": 3}, "Двое работников"),
        ("8.3", "Обучение прошли начальник отдела закупок и два специалиста.", {"trained": 4}, "два специалиста"),
        ("8.3", "Обучение прошли: 2 работника отдела закупок, 1 юрист, итого трое.", {"trained": 4}, "трое"),
        ("1.4", "Шестеро служащих понесли дисциплинарную ответственность.", {"disciplined": 5}, "Шестеро служащих"),
        ("8.5", "Число мероприятий увеличилось с 4 до 6.", {"events": 4}, "Число мероприятий"),
        ("1.4", "Комиссия собиралась трижды.", {"meetings": 4}, "собиралась трижды"),
        ("1.4", "По итогам рассмотрения шести служащим объявлены замечания.", {"disciplined": 5}, "шести служащим"),
        ("2.1", "Справки за 2023 год поступили от ста четырёх лиц.", {"submitted": 103}, "ста четырёх лиц"),
        ("2.1", "Сведения представили 96 лиц, замещающих муниципальные должности.", {"submitted": 90}, "96 лиц"),
        ("2.10", "Анализ проведён в каждой из 11 подведомственных организаций.", {"organizations": 12}, "каждой из 11"),
        (
            "8.5",
            "По сравнению с 2023 годом, когда состоялось 4 мероприятия, их стало больше: проведено 7 мероприятий.",
            {"events": 4},
            "7 мероприятий",
        ),
        (
            "2.13",
            "За неполные сведения привлечены все трое: двоим объявлено замечание, одному – выговор.",
            {"disciplined": 2, "ban_violators_held": 0, "false_information_held": 3},
            "все трое",
        ),
        (
            "2.13",
            "За неполные сведения к ответственности привлечены трое.",
            {"disciplined": 4, "ban_violators_held": 0, "false_information_held": 3},
            "трое",
        ),
        (
            "8.5",
            "Инструктажей при приёме на работу – 11, при увольнении – 6.",
            {"hiring_briefings": 17, "dismissal_briefings": 6},
            "– 11",
        ),
        (
            "1.4",
            "Проведено 5 заседаний комиссии по представлению прокуратуры города.",
            {"meetings": 4},
            "5 заседаний комиссии",
        ),
    ],
)
def test_totals_and_parts_with_their_wholes_are_wrong(
    item: str, text: str, values: dict[str, int], evidence: str
) -> None:
    (finding,) = numbers(row(item, text, values))
    assert evidence in finding.evidence


def test_a_number_of_a_year_that_is_a_slip_counts_for_the_reports() -> None:
    (finding,) = numbers(row("8.3", "В 2023 году двое работников прошли обучение.", {"trained": 3}))
    assert "двое работников" in finding.evidence


@pytest.mark.parametrize(
    ("text", "trained"),
    [
        ("В 2023 году двое работников прошли обучение.", 0),
        ("В 2023 году двое работников прошли обучение, в 2024 году – трое.", 3),
        ("Обучены трое (в 2023 году – двое).", 3),
    ],
)
def test_a_number_of_an_earlier_year_stays_there(text: str, trained: int) -> None:
    assert list(numbers(row("8.3", text, {"trained": trained}))) == []


@pytest.mark.parametrize(
    ("item", "text", "expected"),
    [
        ("8.3", "Обучение прошёл 1 сотр. отдела закупок (72 ч.).", {"trained": 1}),
        ("8.3", "Обучены 2 муниц. служ.", {"trained": 2}),
        ("8.3", "Обучены двое сотр. отдела.", {"trained": 2}),
        ("8.3", "Прошли обучение 2 спец. УМИ, план выполнен.", {"trained": 2}),
        ("8.3", "Обучение прошли: муниц. служ. – 3.", {"trained": 3}),
        ("8.3", "Обучение завершили сотр. отдела закупок (5 чел.).", {"trained": 5}),
        ("8.3", "Обучены 3 спец. Семинаров – 2.", {"trained": 3}),
        ("8.3", "Обучено 6 специал. контрактной службы.", {"trained": 6}),
        ("2.13", "Уволен 1 муниц. служ. в связи с утратой доверия.", {"dismissed": 1}),
        (
            "1.4",
            "Рассмотрены материалы на 4 муниц. служ., привлечены к дисциплинарной ответственности 3 служ.",
            {"considered": 4, "disciplined": 3},
        ),
    ],
)
def test_shortened_names_of_people_are_people(item: str, text: str, expected: dict[str, int]) -> None:
    assert said(item, text) == expected


@pytest.mark.parametrize(
    ("item", "text", "expected"),
    [
        ("5.5", "Обращений о фактах коррупции не было. Жалоб на уборку дорог – 2, обе рассмотрены.", {}),
        ("5.5", "Обращений по фактам коррупции нет; обращений по вопросам ЖКХ – 14.", {}),
        ("5.5", "О коррупции сообщений не поступало, заявлений о ремонте подъездов – 7.", {}),
        ("5.5", "Обращений по фактам коррупции не поступало. Обращений на качество воды поступило 9.", {}),
        ("5.5", "Обращений граждан о коррупции – 2, жалоб на дороги – 5.", {"appeals": 2}),
        ("5.5", "Поступило 2 жалобы на действия служащего, связанные с коррупцией.", {"appeals": 2}),
        ("5.5", "По фактам коррупции поступило 4 обращения на горячую линию.", {"appeals": 4}),
        ("5.5", "Поступило 3 обращения, в том числе по телефону доверия – 2, о фактах коррупции.", {"appeals": 2}),
        ("1.4", "Заседаний Думы – 5.", {}),
        ("1.4", "Проведено 3 заседания комиссии. Состоялось 12 заседаний городской Думы.", {"meetings": 3}),
        ("1.4", "Состоялось 7 заседаний общественного совета.", {}),
        ("1.4", "Прошло 4 заседания комиссии по делам несовершеннолетних.", {}),
        ("1.4", "Проведено 9 заседаний конкурсной комиссии.", {}),
        ("1.4", "Проведено 6 заседаний комиссии по соблюдению требований к служебному поведению.", {"meetings": 6}),
        ("1.4", "Проведено 6 заседаний комиссии администрации по урегулированию конфликтов.", {"meetings": 6}),
        ("5.6", "На заседаниях Думы рассмотрено 5 вопросов.", {}),
    ],
)
def test_things_of_another_topic_are_something_else(item: str, text: str, expected: dict[str, int]) -> None:
    assert said(item, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Обучение завершили служащие контрактной службы (4 чел.), в том числе дистанционно (3 чел.).",
        "Обучение прошли 4 служащих, в том числе дистанционно – 3.",
        "Обучены 4 человека, из них 3 – дистанционно.",
        "Обучены четверо служащих, из них трое заочно.",
        "Обучено служащих: 4, в том числе в первом полугодии – 3.",
    ],
)
def test_the_total_is_the_indicators_and_not_how_some_were(text: str) -> None:
    assert len(found("8.3", text, {"trained": 3})) == 1
    assert found("8.3", text, {"trained": 4}) == []


@pytest.mark.parametrize(
    "text",
    [
        "Обучены 12 человек, в том числе служащие контрактной службы – 4.",
        "Обучены 12 человек, из них 4 – в контрактной службе.",
    ],
)
def test_a_part_may_be_the_one_that_the_indicator_counts(text: str) -> None:
    assert found("8.3", text, {"trained": 4}) == []


@pytest.mark.parametrize(
    "text",
    [
        (
            "Из двадцати двух служащих, чьи материалы рассмотрены, к дисциплинарной ответственности привлечены "
            "шестнадцать (72,7 %)."
        ),
        (
            "Материалы рассмотрены на двадцать двух служащих, из них привлечены к дисциплинарной ответственности"
            " шестнадцать (72,7 %)."
        ),
        (
            "К дисциплинарной ответственности привлечены шестнадцать из двадцати двух служащих, материалы на которых"
            " рассмотрены."
        ),
        "Рассмотрены материалы двадцати двух служащих; привлечены к дисциплинарной ответственности 16 (72,7 %).",
    ],
)
def test_whole_and_part_in_words(text: str) -> None:
    assert said("1.4", text) == {"considered": 22, "disciplined": 16}
