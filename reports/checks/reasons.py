"""Whether a text says why something was not done or not reached."""

from collections.abc import Collection
from functools import lru_cache

from reports.russian import Sentence, Token, read

from .lexicon import EVENTS, EXISTING, LIGHT_VERBS, PUT_OFF, RECEIVING, WRONGDOING, key
from .statements import Statement, statements

_CONJUNCTIONS = frozenset("поскольку поэтому ввиду вследствие из-за ибо".split())
# Two words that begin a reason, by the lemma of the second.
_PAIRS = {
    "так": frozenset(["как"]),
    "потому": frozenset(["что"]),
    "в": frozenset(["сила", "связь", "отсутствие"]),
    "по": frozenset(["причина", "обстоятельство", "болезнь", "решение", "вина", "просьба", "инициатива"]),
    "за": frozenset(["отсутствие", "неимение", "недостаток"]),
    "при": frozenset(["отсутствие"]),
    "до": frozenset(["создание", "утверждение", "принятие", "получение"]),
}
_CAUSES = frozenset(
    """
    причина обусловить объясняться объяснять вызвать помешать препятствовать отмена малозначительный малозначительность
    """.split()
)
# Where one of these stands beside what was not done, it is why.
_MISFORTUNES = frozenset(
    """
    невозможно невозможность карантин отпуск нетрудоспособность реорганизация ликвидация вакансия вакантный
    болезнь неисправность авария
    """.split()
)
# «В связи с Международным днём», «в связи с утратой доверия» say on which occasion or ground, not why not.
_OCCASIONS = frozenset("день доверие праздник годовщина юбилей неделя декада месячник".split())
# What must be there before the work can be: «совет не создан», «срок не наступил», «средства не выделены».
_CONDITIONS = frozenset(
    """
    создать создавать сформировать формировать образовать избрать избирать наступить наступать выделить выделять
    предусмотреть предусматривать назначить истечь истекать укомплектовать хватить хватать
    требовать требоваться потребоваться понадобиться относиться входить являться финансировать реализовывать
    планировать запланировать набрать обратиться
    """.split()
)
_CASES = frozenset({*WRONGDOING, "увольнение", "обращение", "жалоба", "привлечение", "сообщение", "случай"})
_NO_CONDITIONS = _CASES | EVENTS | {"протокол", "отчет"}
_PREVENTED = frozenset("отменить приостановить закрыть болеть заболеть отсутствовать".split())


def reason(text: str, undone: Collection[Statement] = ()) -> str:
    """The sentence of a text that says why something was not done; "" if none does.

    A reason for work that was done («в связи с изменением закона утверждён порядок») is none; nor is that it was not
    done (`undone`).
    """
    return next((sentence.text for sentence in read(text).sentences if _explains(text, sentence, undone)), "")


@lru_cache(maxsize=4096)
def _said(text: str) -> dict[int, list[Statement]]:
    found: dict[int, list[Statement]] = {}
    for statement in statements(text):
        found.setdefault(statement.sentence.start, []).append(statement)
    return found


def _explains(text: str, sentence: Sentence, undone: Collection[Statement]) -> bool:
    said = _said(text).get(sentence.start, [])
    if any(token.lemmas & _CAUSES for token in sentence.words) or _explains_after_colon(sentence, said):
        return True
    if _names_cause(sentence.tokens):
        return any(s.denied or s.verb in _PREVENTED | PUT_OFF or not s.finished for s in said) or not said
    said = [s for s in said if s not in undone]
    return any(_is_condition(s, undone) if s.denied else s.verb in _PREVENTED for s in said)


def _explains_after_colon(sentence: Sentence, said: list[Statement]) -> bool:
    """«Мероприятия не проведены: школы находились на дистанционном обучении», «…: зал закрыт»."""
    colon = next((token.start for token in sentence.tokens if token.text == ":"), None)
    if colon is None or not any(statement.denied and statement.start < colon for statement in said):
        return False
    after = [s for s in said if s.start > colon and not (s.denied and s.verb in LIGHT_VERBS)]
    if not all(map(_is_work, after)):
        return True
    return any(word.start > colon and word.forms[0].part == "ADJS" for word in sentence.words)


def _is_work(statement: Statement) -> bool:
    """«Анализ не завершён: проверены 3 учреждения» gives no reason."""
    return statement.finished and (statement.verb in LIGHT_VERBS or key(statement.verb) != statement.verb)


def _is_condition(denial: Statement, undone: Collection[Statement]) -> bool:
    """«Совет не создан», «финансирование отсутствует»; that there were no cases, only if it is them that wait."""
    is_lacking = denial.verb in EXISTING or denial.verb in RECEIVING
    is_awaited = denial.about not in _NO_CONDITIONS or any(denial.about in statement.keys for statement in undone)
    return denial.verb in _CONDITIONS or (is_lacking and is_awaited)


def _names_cause(tokens: tuple[Token, ...]) -> bool:
    for at, token in enumerate(tokens):
        if token.lower in _CONJUNCTIONS or token.lemmas & _MISFORTUNES:
            return True
        second = tokens[at + 1] if at + 1 < len(tokens) else None
        wanted = _PAIRS.get(token.lower)
        if second is None or wanted is None:
            # «по техническим причинам»
            continue
        if token.lower == "по" and second.is_a("ADJF", "PRTF"):
            second = next((t for t in tokens[at + 2 : at + 6] if t.lemmas & wanted), second)
        if second.lemmas & wanted and not _is_no_cause(tokens, at):
            return True
    return False


def _is_no_cause(tokens: tuple[Token, ...], at: int) -> bool:
    # «вступило в силу», «в силу статьи 13», «в связи с утратой доверия»
    if at and tokens[at - 1].lemma.startswith("вступ"):
        return True
    return any(token.lemmas & (_OCCASIONS | {"статья", "закон"}) for token in tokens[at + 2 : at + 6])
