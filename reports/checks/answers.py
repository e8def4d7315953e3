"""The chosen answer against what the text says."""

from itertools import pairwise

from reports.vocabulary import Answer

from .clauses import is_preposition, noun_lemma
from .finding import CheckedRow
from .lexicon import CARRIERS, FINDING, LIGHT_VERBS, RECEIVING
from .performance import not_done, told, work_done
from .statements import Statement, statements

_CASES = frozenset(
    "факт случай нарушение коррупция обращение жалоба сообщение недостоверность аффилированность".split()
)
_PENALTIES = frozenset("выговор замечание взыскание наказание".split())
_WORKING = LIGHT_VERBS | frozenset(
    """
    направить разместить подготовить разработать изготовить утвердить рассмотреть проверить проанализировать обучить
    опубликовать внести составить издать собрать актуализировать обновить устранить привлечь изучить обобщить выдать
    включить исключить изменить дополнить скорректировать подписать представить доложить зарегистрировать
    разъяснить проконсультировать распространить роздать раздать установить выявить отчитать
    """.split()
)
# Whose work it is, where an instrumental says so: «экспертиза проведена управлением юстиции».
_OTHERS = frozenset(
    "управление прокуратура министерство департамент комитет правительство губернатор полиция дума".split()
)
_ACTS = frozenset("распоряжение постановление приказ решение указ".split())
_PASSED_ON = frozenset(["компетенция", "подведомственность", "принадлежность"])
# «Мероприятие исключено из плана», «функции включены в положение об управлении»: whose work it is.
_MOVED = frozenset("включить исключить изменить дополнить".split())
_DUTIES = frozenset("мероприятие пункт полномочие функция обязанность задача исполнитель вопрос".split())
_ADVICE = {
    Answer.DONE: "Смените ответ или исправьте текст.",
    Answer.NOT_DONE: "Если работа сделана хотя бы частично, смените ответ.",
    Answer.NO_CASES: "Смените ответ или исправьте текст.",
    Answer.NOT_COMPETENT: "Если это работа исполнителя, смените ответ.",
}


def against_answer(row: CheckedRow) -> Statement | None:
    """The statement of the text that the row's answer contradicts."""
    match row.answer:
        case Answer.DONE:
            return next(iter(not_done(row)), None)
        case Answer.NOT_DONE:
            return work_done(row) or told(row)
        case Answer.NO_CASES:
            return _case(row)
        case Answer.NOT_COMPETENT:
            return _own_work(row)
    return None


def advice(answer: str) -> str:
    """What to do about a text that contradicts this answer."""
    return _ADVICE[Answer(answer)]


def _case(row: CheckedRow) -> Statement | None:
    """A case that the text names; or, where it denies nothing, work of the measure."""
    said = statements(row.implementation)
    denied = {statement.about for statement in said if statement.denied}
    # «Период прошёл без нарушений, требующих привлечения к ответственности»
    without = {statement.predicate.start for statement in said if statement.denied}
    for statement in said:
        is_told = statement.finished and not statement.limited and statement.about not in denied
        if statement.predicate.start in without:
            continue
        if is_told and (_is_case(statement) or (statement.verb in RECEIVING and not denied)):
            return statement
    return None if denied else work_done(row)


def _is_case(statement: Statement) -> bool:
    if statement.verb in FINDING or statement.verb in RECEIVING:
        is_fact = statement.thing is not None and noun_lemma(statement.thing) in CARRIERS
        return is_fact or statement.about in _CASES
    is_penalty = statement.verb in ("объявить", "наложить", "применить") and statement.about in _PENALTIES
    return is_penalty or statement.verb == "уволить" or {"привлечение", "ответственность"} <= statement.keys


def _own_work(row: CheckedRow) -> Statement | None:
    """Work that the text describes as done, and not by others."""
    return next((s for s in statements(row.implementation) if s.finished and not s.limited and _is_own(s)), None)


def _is_own(statement: Statement) -> bool:
    if statement.verb not in _WORKING or any(token.lemmas & _PASSED_ON for token in statement.tokens):
        return False
    if statement.verb in _MOVED and any(token.lemmas & _DUTIES for token in statement.tokens):
        return False
    return not any(
        token.lemma in _OTHERS
        and (before.lemma in _ACTS or (token.forms[0].case == "ablt" and not is_preposition(before)))
        for before, token in pairwise((statement.predicate, *statement.tokens))
    )
