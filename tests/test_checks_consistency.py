import pytest

from reports.checks import Finding
from reports.checks.consistency import consistency
from reports.figures import Definition

from .checked import (
    ACTS,
    APPEALS,
    BANS,
    CORRUPTION,
    DISCIPLINED,
    DISMISSAL,
    DISMISSED,
    DRAFTS,
    HIRING,
    MEETINGS,
    QUESTIONS,
    SEMINARS,
    TRAINED,
    VIOLATIONS,
    row,
)

WORK = "Проведение анализа информации об участниках закупок и направление информации в Управление"


def found(
    text: str, answer: str = "done", values: dict[Definition, float] | None = None, measure: str = WORK
) -> list[Finding]:
    return list(consistency(row(text, answer, values, measure=measure)))


@pytest.mark.parametrize(
    ("text", "definition"),
    [
        ("Нарушений не выявлено.", VIOLATIONS),
        ("Проверено 12 контрактов, нарушений не обнаружено.", VIOLATIONS),
        ("Нарушения отсутствуют.", VIOLATIONS),
        ("Нарушений законодательства в сфере закупок не допущено.", VIOLATIONS),
        ("Ни одного нарушения не выявлено.", VIOLATIONS),
        ("Нарушений не выявлено.", DISCIPLINED),
        ("К дисциплинарной ответственности никто не привлекался.", DISCIPLINED),
        ("К ответственности не привлекался ни один служащий.", DISCIPLINED),
        ("Фактов нарушения запретов не установлено.", BANS),
        ("Лиц, нарушивших запреты, не выявлено.", BANS),
        ("Увольнений в связи с утратой доверия не было.", DISMISSED),
        ("Никто не уволен.", DISMISSED),
        ("Фактов нарушения запретов не прослеживается.", BANS),
        ("Нарушений запретов общественники не нашли.", BANS),
        ("Обращений граждан по фактам коррупции не поступало.", APPEALS),
        ("Жалоб и обращений не поступало.", APPEALS),
        ("Обращения не поступили.", APPEALS),
        ("Заседания комиссии не проводились.", MEETINGS),
        ("Вопросы не рассматривались.", QUESTIONS),
        ("Заседания общественного совета не состоялись.", QUESTIONS),
        ("Обучение никто не проходил.", TRAINED),
        ("Семинары в отчётном году не проводились.", SEMINARS),
        ("Инструктажи при увольнении не проводились.", DISMISSAL),
        ("Коррупционных преступлений не выявлено.", CORRUPTION),
        ("Сведений о фактах коррупции не поступало.", CORRUPTION),
        ("Экспертиза проектов НПА не проводилась.", DRAFTS),
    ],
)
def test_a_denial_beside_a_number_of_the_same_thing(text: str, definition: Definition) -> None:
    (finding,) = found(text, values={definition: 3})
    assert (finding.code, finding.field) == ("contradiction", f"value_{definition.code}")
    assert finding.evidence in text
    assert definition.name in finding.message
    assert found(text, values={definition: 0}) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Проведено 12 проверок, нарушений не выявлено.", {MEETINGS: 12, VIOLATIONS: 0}),
        ("Иных нарушений не выявлено.", {VIOLATIONS: 1}),
        ("Кроме этого случая, нарушений не выявлено.", {VIOLATIONS: 1}),
        ("Нарушений при закупках у единственного поставщика не выявлено.", {VIOLATIONS: 1}),
        ("Выявлено 2 нарушения. Нарушений сроков не выявлено.", {VIOLATIONS: 2}),
        ("В двух школах выявлены нарушения, в остальных нарушений не установлено.", {VIOLATIONS: 2}),
        ("Увольнений не было, объявлены три выговора.", {DISCIPLINED: 3}),
        ("Нарушений запретов и ограничений не выявлено.", {DISCIPLINED: 3}),
        ("Рассмотрено 2 обращения граждан. Обращений от организаций не было.", {APPEALS: 2}),
        ("Рассмотрены 2 обращения. Факты коррупции не подтвердились.", {APPEALS: 2}),
        ("В первом полугодии обращения не поступали.", {APPEALS: 2}),
        ("Инструктажи при увольнении не проводились.", {HIRING: 4, DISMISSAL: 0}),
        ("Проведена экспертиза 5 НПА. Экспертиза проектов не проводилась.", {DRAFTS: 0, ACTS: 5}),
        ("Независимая экспертиза не проводилась.", {DRAFTS: 5}),
        ("Коррупционных преступлений не выявлено.", {DISCIPLINED: 3}),
        ("Сведения сданы 31 служащим, лиц, не представивших сведения, не имеется.", {VIOLATIONS: 31}),
        ("Заседание, назначенное на 20 мая, не состоялось из-за отсутствия кворума.", {MEETINGS: 3}),
        ("Если нарушений не выявлено, отчёт не представляется.", {VIOLATIONS: 1}),
        ("Не допустивших нарушений лиц нет.", {VIOLATIONS: 1}),
        (
            "Выявлено одно нарушение в региональном проекте. В федеральных проектах нарушений не выявлено.",
            {VIOLATIONS: 1},
        ),
    ],
)
def test_a_denial_of_another_thing_or_of_a_part(text: str, values: dict[Definition, float]) -> None:
    assert found(text, values=values) == []


def test_the_number_that_follows_upon_a_wrong_is_named_first() -> None:
    text = "За неполноту сведений наказаны 3 служащих. Нарушений не выявлено."
    (finding,) = found(text, values={MEETINGS: 5, DISCIPLINED: 3})
    assert finding.field == "value_disciplined"
    assert "Проведено заседаний" not in finding.message


@pytest.mark.parametrize(
    ("text", "contradicts"),
    [
        ("Выявлено 2 нарушения. Нарушений не выявлено.", True),
        ("Нарушений не выявлено. За допущенные нарушения объявлены выговоры.", True),
        ("Обнаружен конфликт интересов. Конфликта интересов не обнаружено.", True),
        ("Выявлено 2 нарушения порядка. Аффилированности не выявлено.", False),
        ("В школах выявлено 2 нарушения. В детских садах нарушений не выявлено.", False),
        ("Проверено 4 учреждения, нарушений не выявлено. В пятом выявлено нарушение.", False),
    ],
)
def test_a_denial_beside_a_statement_of_the_same_thing(text: str, contradicts: bool) -> None:
    assert [finding.field for finding in found(text)] == ["implementation"] * contradicts


@pytest.mark.parametrize(
    ("answer", "text", "quoted"),
    [
        ("done", "Анализ информации об участниках закупок не проводился.", "Анализ информации"),
        ("done", "План утверждён 12.02.2024. Анализ проведён не был.", "Анализ проведён не был"),
        ("done", "Работа не проводилась.", "Работа не проводилась"),
        ("done", "Анализ не проводился из-за отсутствия специалиста с мая.", "Анализ не проводился"),
        ("done", "В связи с карантином, введённым в декабре, анализ не проводился.", "анализ не проводился"),
        ("done", "Анализ, назначенный на декабрь, не проведён.", "Анализ, назначенный на декабрь, не проведён"),
        ("done", "Анализ намечался на май, но он не состоялся.", "он не состоялся"),
        ("done", "Провести анализ не удалось.", "Провести анализ не удалось"),
        ("done", "Комиссия заседала, анализ на ней не проводился.", "анализ на ней не проводился"),
        ("not_competent", "По дороге отчитались перед Управлением дважды.", "отчитались перед Управлением"),
        ("not_done", "Издана памятка тиражом 300 экземпляров.", "Издана памятка"),
        ("not_done", "Проекты размещались на сайте.", "Проекты размещались"),
        ("not_done", "Отчёт составлен, нарушений не выявлено (в 2023 году – 2).", "Отчёт составлен"),
        ("not_done", "Анализ информации проведён, составлена справка.", "Анализ информации проведён"),
        ("no_cases", "Выявлен один факт аффилированности.", "Выявлен один факт аффилированности"),
        ("no_cases", "Двое служащих привлечены к ответственности.", "Двое служащих привлечены"),
        ("not_competent", "Отделом проверены 14 поставщиков.", "Отделом проверены 14 поставщиков"),
    ],
)
def test_the_answer_against_the_text(answer: str, text: str, quoted: str) -> None:
    (finding,) = found(text, answer)
    assert (finding.code, finding.field) == ("contradiction", "answer")
    assert quoted in finding.message
    assert finding.evidence in text


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("done", "Анализ проведён, нарушений не выявлено, информация не направлялась."),
        ("done", "Анализ проведён в 9 учреждениях. В трёх учреждениях анализ не проводился."),
        ("done", "Анализ проведён. Внеплановый анализ не проводился."),
        ("partial", "Анализ за второе полугодие не проводился."),
        ("not_done", "Анализ не проводился, так как закупок не было."),
        ("not_done", "В 2023 году анализ проведён в полном объёме."),
        ("not_done", "Анализ запланирован на 2025 год."),
        ("not_done", "Анализ остался невыполненным."),
        ("not_done", "Велась работа по подготовке анализа."),
        ("not_done", "Специалист уволился в мае, поэтому анализ не состоялся."),
        ("no_cases", "Рассмотрено 210 обращений граждан, по фактам коррупции – ни одного."),
        ("no_cases", "Проведено 4 проверки, фактов нарушения не установлено."),
        ("not_competent", "Полномочия учредителя переданы управлению имущественных отношений."),
        ("not_competent", "Анализ проведён управлением закупок области."),
        ("", "Анализ не проводился."),
    ],
)
def test_an_answer_that_agrees_with_the_text(answer: str, text: str) -> None:
    assert found(text, answer) == []


def test_numbers_under_an_answer_without_cases_are_found_once() -> None:
    (finding,) = found("Выявлено 2 нарушения.", "no_cases", {VIOLATIONS: 2})
    assert finding.field == "value_violations"
    assert "Числа стоят при ответе" in finding.message


def test_one_denial_is_held_against_one_thing() -> None:
    text = "Обучение в отчётном году никто не проходил."
    (finding,) = found(text, "done", {TRAINED: 3}, measure="Обучение муниципальных служащих")
    assert finding.field == "value_trained"


CONDUCT = "Обеспечение соблюдения служащими требований к служебному поведению и урегулирования конфликта интересов"
AFFILIATIONS = Definition("affiliations", "Выявлено фактов аффилированности коммерческим структурам", "ед.")
INACCURATE = Definition("inaccurate", "Лица с установленными фактами недостоверности или неполноты сведений", "чел.")


@pytest.mark.parametrize(
    "text",
    [
        "Нарушений требований к служебному поведению не установлено.",
        "Несоблюдения требований к служебному поведению комиссией не выявлено.",
        "Нарушений требований к служебному поведению комиссия не усмотрела.",
        "Фактов нарушения требований к служебному поведению не имелось.",
        "Нарушений требований об урегулировании конфликта интересов не допущено.",
    ],
)
def test_a_denial_limited_by_the_items_own_subject_denies_the_whole(text: str) -> None:
    (finding,) = found(text, values={DISCIPLINED: 3}, measure=CONDUCT)
    assert finding.evidence == text.removesuffix(".")


@pytest.mark.parametrize(
    "text",
    [
        "Нарушений порядка работы комиссии не выявлено.",
        "Нарушений сроков рассмотрения материалов не допущено.",
        "Конфликта интересов не установлено.",
        "Иных нарушений требований к служебному поведению не установлено.",
        "В действиях одного служащего нарушений требований к служебному поведению не установлено.",
        "Привлечены трое. Нарушений требований к служебному поведению не установлено.",
    ],
)
def test_a_denial_of_something_else_beside_people_disciplined(text: str) -> None:
    assert found(text, values={DISCIPLINED: 3}, measure=CONDUCT) == []


def test_people_may_have_been_disciplined_for_another_wrong() -> None:
    text = "Нарушений требований к служебному поведению не установлено."
    assert found(text, values={DISCIPLINED: 3, INACCURATE: 3}, measure=CONDUCT) == []


def test_ties_are_affiliations() -> None:
    assert found("Аффилированных связей не установлено.", values={AFFILIATIONS: 1})
    assert not found("Дружественных связей не установлено.", values={AFFILIATIONS: 1})


def test_appeals_that_contain_reports_are_appeals() -> None:
    text = "Обращений, содержащих сведения о фактах коррупции, не поступало."
    assert found(text, values={APPEALS: 2})
    assert not found(f"Поступило 2 обращения. Анонимных {text[0].lower()}{text[1:]}", values={APPEALS: 2})


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("not_competent", "Постановлением от 02.10.2024 № 1140 в перечень включены две должности отдела архитектуры."),
        ("not_competent", "Из перечня исключена одна должность."),
        ("not_competent", "Внесены изменения в перечень должностей."),
        ("not_competent", "Направлено письмо в прокуратуру города."),
        ("not_competent", "Перечень должностей дополнен двумя строками."),
        ("not_competent", "Памятка подготовлена и размещена на сайте."),
        ("done", "Запланированный анализ не проведён."),
    ],
)
def test_finished_work_against_the_answer(answer: str, text: str) -> None:
    (finding,) = found(text, answer)
    assert (finding.code, finding.field) == ("contradiction", "answer")


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("not_competent", "Мероприятие исключено из плана города."),
        ("not_competent", "Эти полномочия включены в положение об управлении."),
        ("not_competent", "Исполнителем мероприятия включено управление закупок."),
        ("not_competent", "Изменения в перечень не вносились."),
        ("not_competent", "Должности исключены из перечня распоряжением губернатора."),
        ("not_competent", "Перечень утверждён приказом министерства."),
        ("no_cases", "Отчётный период прошёл без нарушений, требующих привлечения к ответственности."),
        ("no_cases", "Год завершён без каких-либо нарушений."),
        ("no_cases", "Проверка завершена без замечаний."),
        ("no_cases", "Закупки проведены без нарушений законодательства."),
    ],
)
def test_an_answer_that_agrees_with_what_is_said_of_others_and_without(answer: str, text: str) -> None:
    assert found(text, answer) == []


@pytest.mark.parametrize(
    "text",
    ["Отчётный период прошёл без нарушений.", "Год завершён без каких-либо нарушений.", "Год прошёл без нарушений."],
)
def test_a_year_without_wrong_beside_its_number(text: str) -> None:
    assert [finding.field for finding in found(text, "done", {VIOLATIONS: 3})] == ["value_violations"]


@pytest.mark.parametrize(
    "text",
    [
        "Проверка школы № 5 прошла без нарушений.",
        "Первый квартал прошёл без нарушений.",
        "Год прошёл не без нарушений.",
        "Две проверки завершены без замечаний.",
        "Год не прошёл без нарушений.",
    ],
)
def test_a_part_without_wrong_beside_a_number(text: str) -> None:
    assert found(text, "done", {VIOLATIONS: 3}) == []


def test_what_came_to_nothing_is_not_done() -> None:
    text = "Подготовлено мероприятие ко Дню борьбы с коррупцией"
    measure = "Подготовка мероприятий, приуроченных к Международному дню борьбы с коррупцией"
    assert found(f"{text}.", "not_done", measure=measure)
    assert not found(f"{text}, однако оно не состоялось по причине карантина.", "not_done", measure=measure)


def test_what_was_not_found_may_stand_after_when_and_before_where() -> None:
    text = "В 2024 году нарушений при реализации национальных, федеральных и региональных проектов не выявлено."
    measure = "Выявление нарушений при реализации национальных, федеральных и региональных проектов"
    assert found(text, values={VIOLATIONS: 1}, measure=measure)


FALSE = Definition("false", "Лица с установленными фактами недостоверности или неполноты сведений", "чел.")
DRAFT_FACTORS = Definition("draft_factors", "Коррупциогенные факторы, выявленные в проектах", "ед.")
ACT_FACTORS = Definition("act_factors", "Коррупциогенные факторы, выявленные в актах", "ед.")
FACTORS = "В проектах выявлено 3 фактора; в действующих актах коррупциогенных факторов не выявлено."


@pytest.mark.parametrize(
    ("text", "values", "contradicts"),
    [
        ("Недостоверных сведений о доходах не выявлено.", {FALSE: 4}, True),
        ("Фактов представления неполных сведений не установлено.", {FALSE: 4}, True),
        ("Недостоверных сведений о доходах не выявлено.", {FALSE: 0, BANS: 4}, False),
        ("Уволенных в связи с утратой доверия нет.", {DISMISSED: 2}, True),
        ("Благодаря проведённой работе нарушений не выявлено.", {VIOLATIONS: 2}, True),
        (FACTORS, {DRAFT_FACTORS: 3, ACT_FACTORS: 1}, True),
        (FACTORS, {DRAFT_FACTORS: 3, ACT_FACTORS: 0}, False),
        ("В проектах НПА факторов не выявлено.", {DRAFT_FACTORS: 0, ACT_FACTORS: 1}, False),
        (
            "Экспертиза действующих НПА не проводилась. Проведена экспертиза 4 проектов НПА.",
            {DRAFTS: 4, ACTS: 0},
            False,
        ),
    ],
)
def test_a_denial_is_of_the_very_thing_that_is_counted(
    text: str, values: dict[Definition, float], contradicts: bool
) -> None:
    assert bool(found(text, values=values)) is contradicts
