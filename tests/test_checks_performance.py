import pytest

from reports.checks import Finding
from reports.checks.performance import performance
from reports.checks.reasons import reason
from reports.figures import Definition

from .checked import DISCIPLINED, row

MEASURE = "Рассмотрение вопросов антикоррупционной политики на заседаниях общественных советов"
SITE = (
    "Работа по поддержанию в актуальном состоянии подразделов официальных сайтов.\n"
    "Размещение информационных стендов и актуализация информации на них."
)
PUNISH = (
    "Обеспечение привлечения виновных лиц к ответственности.\n"
    "Направление информации по применению мер юридической ответственности в каждом случае в Управление"
)


def found(
    text: str, answer: str = "done", values: dict[Definition, float] | None = None, measure: str = MEASURE
) -> list[Finding]:
    return list(performance(row(text, answer, values, measure=measure)))


@pytest.mark.parametrize("answer", ["not_done", "done", "partial", ""])
@pytest.mark.parametrize(
    "text",
    [
        "В 2024 году вопросы антикоррупционной политики на заседаниях общественных советов не рассматривались.",
        "Заседания общественного совета не состоялись.",
        "Рассмотрение вопросов не организовано.",
        "Мероприятие не выполнено.",
    ],
)
def test_work_that_was_not_done_without_a_reason(answer: str, text: str) -> None:
    (finding,) = found(text, answer)
    assert (finding.code, finding.field) == ("not-performed", "implementation")
    assert finding.evidence in text


@pytest.mark.parametrize("answer", ["not_done", "done"])
@pytest.mark.parametrize(
    "reason_given",
    [
        "в связи с отсутствием кворума",
        "по причине болезни председателя",
        "по техническим причинам",
        "по независящим от исполнителя обстоятельствам",
        "так как совет не создан",
        "поскольку срок полномочий совета истёк",
        "потому что заявки не представлены",
        "ввиду карантина",
        "из-за ремонта зала",
        "в силу отсутствия председателя",
        "за отсутствием общественного совета",
    ],
)
def test_a_reason_in_the_sentence(answer: str, reason_given: str) -> None:
    assert found(f"Вопросы на заседаниях не рассматривались {reason_given}.", answer) == []


def test_what_was_not_done_told_again_is_no_reason() -> None:
    assert found("Вопросы не рассматривались: заседания не проводились.", "not_done")


@pytest.mark.parametrize(
    "text",
    [
        "Вопросы не рассматривались. Общественный совет не создан.",
        "Вопросы не рассматривались. Срок полномочий совета не наступил.",
        "Заседания не проводились: совет не избран.",
        "Вопросы не рассматривались: зал закрыт на ремонт.",
        "Вопросы не рассматривались. Причина – отсутствие кворума.",
        "Ввиду отсутствия совета вопросы не рассматривались.",
        "Вопросы не рассматривались, финансирование отсутствует.",
        "Вопросы не рассматривались, заседание было отменено.",
    ],
)
def test_a_reason_in_other_words(text: str) -> None:
    assert found(text, "not_done") == []


@pytest.mark.parametrize(
    "text",
    [
        "Вопросы не рассматривались. Мероприятие планируется выполнить в 2025 году.",
        "В связи с изменением закона утверждён порядок работы совета. Вопросы не рассматривались.",
        "Вопросы в связи с Международным днём борьбы с коррупцией не рассматривались.",
        "Порядок вступил в силу 01.02.2024. Вопросы не рассматривались.",
        "Рассмотрение вопросов отложено на 2025 год.",
    ],
)
def test_what_is_no_reason(text: str) -> None:
    assert len(found(text, "not_done")) == 1


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Рассмотрены 3 вопроса. Других заседаний не проводилось.", "done"),
        ("Вопросы не рассматривались.", "no_cases"),
        ("Вопросы не рассматривались.", "not_competent"),
        ("Рассмотрены 3 вопроса.", "not_done"),
        ("", "not_done"),
        ("Замечаний к работе совета не поступало.", "done"),
    ],
)
def test_no_failure_to_perform(text: str, answer: str) -> None:
    assert found(text, answer) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Подраздел сайта не обновлялся, информация на стендах не актуализировалась.", 1),
        ("Подраздел сайта обновлён 12 раз. Стенды не размещались.", 0),
        ("На сайте размещено 6 материалов. Стенды не размещались.", 0),
        ("Ответственный за сайт назначен. Подраздел сайта не обновлялся.", 1),
    ],
)
def test_a_measure_of_several_pieces_is_not_done_if_none_is(text: str, count: int) -> None:
    assert len(found(text, measure=SITE)) == count


def test_no_cases_to_react_to_are_no_failure() -> None:
    text = "Виновных лиц не выявлено. К ответственности никто не привлекался, информация не направлялась."
    assert found(text, values={DISCIPLINED: 0}, measure=PUNISH) == []


def test_what_the_plan_asks_for_in_each_case_and_there_are_cases() -> None:
    text = "Привлечены 3 служащих. Информация в 2024 году не направлялась."
    (finding,) = found(text, "partial", {DISCIPLINED: 3}, measure=PUNISH)
    assert finding.evidence == "Информация в 2024 году не направлялась"
    assert found(text, "partial", {DISCIPLINED: 0}, measure=PUNISH) == []


def test_the_sentence_of_a_reason_is_given() -> None:
    text = "Привлечены 3 из 9. В остальных случаях нарушения признаны малозначительными."
    assert reason(text) == "В остальных случаях нарушения признаны малозначительными."
    assert reason("Привлечены 3 из 9.") == ""


EVENTS = "Проведение мероприятий, приуроченных к Международному дню борьбы с коррупцией"


@pytest.mark.parametrize(
    "text",
    [
        "Запланированное к 9 декабря мероприятие не состоялось.",
        "Запланированное мероприятие не проведено.",
        "Намеченная на 9 декабря встреча не проводилась.",
        "Мероприятие отменено.",
        "Семинар был отменён.",
        "Запланированный на декабрь круглый стол сорвался.",
        "Конкурс перенесён на 2025 год.",
        "Встреча со студентами отложена на неопределённый срок.",
        "Викторина перенесена на следующий год.",
        "Мероприятия к 9 декабря не проводились.",
    ],
)
def test_an_event_that_did_not_come_about(text: str) -> None:
    (finding,) = found(text, measure=EVENTS)
    assert finding.evidence in text


@pytest.mark.parametrize(
    "text",
    [
        "Мероприятие отменено в связи с карантином.",
        "Встреча сорвалась по вине школы.",
        "Лекция отменена по просьбе прокуратуры города.",
        "Семинар перенесён на 2025 год из-за болезни лектора.",
        "Викторина перенесена с 5 на 9 декабря.",
        "Встреча отменена, вместо неё проведён семинар.",
        "Проведены 3 семинара, конкурс отменён.",
        "Постановление об утверждении порядка отменено.",
        "Отменённых мероприятий нет, проведена викторина.",
        "Проведена викторина. Запланированная лекция не состоялась.",
        "Перенесённый на 9 декабря семинар состоялся.",
        "На 2025 год перенесено утверждение порядка, викторина проведена.",
    ],
)
def test_an_event_that_came_about_or_a_reason_why_not(text: str) -> None:
    assert found(text, measure=EVENTS) == []


def test_what_was_not_drawn_up_was_not_approved() -> None:
    text = "Карту рисков и перечень должностей мы пока не составляли."
    (finding,) = found(text, measure="Утверждение и актуализация карты коррупционных рисков")
    assert finding.evidence in text
