"""Whether a denial is of the whole: not of a part, of another time, nor of those who did not."""

from collections.abc import Iterator
from itertools import pairwise

from reports.russian import Token

from .clauses import MONTHS, is_preposition
from .lexicon import EXISTING, FINDING, OCCASIONS, PLANNED, PRONOUNS, RECEIVING, plain

# Beside one of these a denial speaks of a part only, or of another time.
_LIMITING = MONTHS | frozenset(
    """
    иной другой прочий остальной новый повторный дополнительный внеплановый очередной второй третий четвертый больше
    ранее прежде кроме помимо исключение только лишь отдельный некоторый часть частично всегда полностью изначально
    первый последний квартал полугодие месяц неделя весна лето осень зима первоначально вовремя своевременно бы ли
    """.split()
)
_THERE = frozenset(["в", "во", "у", "к", "на", "по", "при", "среди"])
_LINKS = frozenset([("в", "связи"), ("по", "причине"), ("в", "силу"), ("так", "как")])
_BECAUSE = frozenset(["ввиду", "вследствие", "из-за", "поскольку"])


def reason_at(clause: tuple[Token, ...], predicate: Token) -> int:
    """Where it says why: «не проводились в связи с отсутствием оснований», but not «в связи с утратой доверия»."""
    for at in range(clause.index(predicate) + 2, len(clause)):
        if _begins_reason(clause, at - 1):
            return at - 1
    return len(clause)


def _begins_reason(clause: tuple[Token, ...], at: int) -> bool:
    if clause[at].lower in _BECAUSE:
        return True
    is_link = (clause[at].lower, clause[at + 1].lower) in _LINKS if at + 1 < len(clause) else False
    return is_link and not any("утрата" in token.lemmas for token in clause[at + 2 : at + 4])


def _said_of_all(clause: tuple[Token, ...], predicate: Token, thing: Token | None) -> Iterator[Token]:
    """The clause without why something was not done, and without when it was to be.

    «В связи с карантином, введённым 2 декабря, …», «… из-за болезни в мае», «проверка, назначенная в декабре, …».
    """
    clause = clause[: reason_at(clause, predicate)]
    start = 0
    if _begins_reason(clause, 0) and thing in clause:
        before = range(1, clause.index(thing))
        start = next((at + 1 for at in reversed(before) if clause[at].text == ","), 0)
    planned = False
    for token in clause[start:]:
        if token is thing or token.text == ",":
            planned = False
        planned = planned or (token.is_a("PRTF") and bool(token.lemmas & PLANNED))
        if not planned:
            yield token


def is_limited(clause: tuple[Token, ...], predicate: Token, thing: Token | None) -> bool:
    """Whether a denial speaks of a part only, or of another time: «иных нарушений», «в мае», «у двух школ»."""
    before: Token | None = None
    left_of_thing = thing in clause
    is_of_being = plain(predicate.forms[0].lemma) in FINDING | EXISTING | RECEIVING
    occasion = False
    for token in _said_of_all(clause, predicate, thing):
        if token is thing:
            left_of_thing = False
        # 9 December is the name of a day: of the one against corruption.
        is_the_day = before is not None and before.text == "9" and "декабрь" in token.lemmas
        if token.lemmas & _LIMITING and token is not predicate and not is_the_day:
            return True
        if before is not None and is_preposition(before):
            # «В них», «среди них»
            is_at_it = before.lower == "на" and not is_of_being  # «совет не собирался, вопросы на нём не …»
            if before.lower in _THERE and token.lemmas & PRONOUNS and not is_at_it:
                return True
            occasion = token.lemma in OCCASIONS
        elif token.kind == "sign":
            occasion = False
        # «В действиях одного служащего», «у двух учреждений нарушений не выявлено»
        if left_of_thing and not occasion and _is_count(token, before):
            return True
        # «В ходе четырёх из них»
        if token.lower == "из" and before is not None and "один" not in before.lemmas and _is_count(before, None):
            return True
        before = token
    return False


def is_of_undone(clause: tuple[Token, ...], verb: str) -> bool:
    """«Не представивших сведения нет»: of those who did nothing is denied."""
    return verb in EXISTING and any(a.lower == "не" and b.is_a("PRTF") for a, b in pairwise(clause))


def _is_count(token: Token, before: Token | None) -> bool:
    if token.kind == "number":
        is_reference = before is not None and (before.text == "№" or before.lemma in ("статья", "пункт", "часть", "от"))
        return not is_reference and token.whole is not None and len(token.text) < 4  # noqa: PLR2004 (a year has four)
    if "один" in token.lemmas:
        return not (before is not None and before.lower in ("ни", "не"))
    return bool(token.forms) and token.forms[0].part == "NUMR"
