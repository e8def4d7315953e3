"""Counts of the indicator's things that are limited to another topic than the indicator's."""

from collections.abc import Sequence

from reports.russian import Token
from reports.russian.counts import Count
from reports.russian.nouns import PEOPLE, is_noun
from reports.russian.roots import root
from reports.russian.zones import OWN

from .indicators import Indicator, concept, concepts_of

_ABOUT = frozenset("о об обо на по про касательно относительно насчет связать связанный касаться касающийся".split())
# «Обращений на горячую линию», «по телефону доверия», «на служащих»: how they came or of whom, not of what.
_WAYS = frozenset(
    """
    линия телефон почта сайт портал прием приемная адрес имя форма ящик доверие итог результат год квартал полугодие
    месяц поручение действие бездействие лицо чиновник глава факт случай вопрос тема
    """.split()
)
_GENERAL = frozenset("факт случай вопрос тема проблема сфера область повод".split())
_MEETINGS = frozenset("заседание сессия совещание собрание".split())
_BODIES = frozenset(
    map(root, "комиссия дума совет коллегия собрание комитет штаб группа депутат правление суд президиум".split())
)
_COMMISSION = "комиссия"
_OTHER_COMMISSIONS = frozenset(
    """
    конкурсный избирательный аттестационный жилищный административный призывной земельный закупочный эвакуационный
    котировочный аукционный бюджетный экспертный приемочный
    """.split()
)
# «Комиссия по соблюдению требований к служебному поведению и урегулированию конфликта интересов»
_OWN_COMMISSION = frozenset(
    """
    соблюдение требование служебный поведение урегулирование конфликт интерес коррупция коррупционный противодействие
    антикоррупционный этика профилактика координация
    """.split()
)
# «Заседаний комиссии по представлению прокуратуры»: why they were held, not of which commission.
_OCCASIONS = frozenset(
    "представление поручение инициатива запрос предложение результат итог факт материал уведомление заявление".split()
)
_REACH = 6  # words that a topic is told in
_PART_WAYS = frozenset(map(root, "том число человек чел форма формат режим полугодие квартал год единица ед".split()))


def is_of_other_topic(count: Count, indicator: Indicator) -> bool:
    """«Жалоб на уборку дорог – 2» among appeals about corruption, «заседаний Думы – 5» among those of a commission."""
    if any(_is_of_other_body(tokens, indicator) for tokens in count.own):
        return True
    # «Жалоб на дороги – 2, обе рассмотрены»: both are of the roads
    told = (tokens for level, tokens in count.zones if level == OWN or count.noun in tokens)
    return bool(indicator.about) and any(_is_about_other(tokens, count, indicator) for tokens in told)


def is_mere_part(count: Count, indicator: Indicator) -> bool:
    """«…, в том числе дистанционно (3 чел.)»: how or when some were, nothing of what tells the indicator's."""
    if not count.is_part or count.has_predicate:
        return False
    told = indicator.concepts - indicator.heads
    for tokens in count.own:
        for token in tokens:
            if concepts_of(token) & told:
                return False
            if is_noun(token) and not {root(lemma) for lemma in token.lemmas} & _PART_WAYS:
                return False
    return True


def _is_about_other(tokens: Sequence[Token], count: Count, indicator: Indicator) -> bool:
    """Whether a topic follows the counted noun, and the clause does not name the indicator's."""
    if count.noun not in tokens or any(concepts_of(token) & indicator.about for token in tokens):
        return False
    at = tokens.index(count.noun) + 1
    while at < len(tokens) and (is_noun(tokens[at]) or tokens[at].is_a("ADJF")) and not _opens(tokens[at]):
        at += 1
    if at >= len(tokens) or not _opens(tokens[at]):
        return False
    nouns = [token for token in _phrase(tokens[at + 1 : at + 1 + _REACH]) if is_noun(token)]
    while len(nouns) > 1 and nouns[0].lemmas & _GENERAL:
        nouns.pop(0)  # «по вопросам ЖКХ»
    return bool(nouns) and not nouns[0].lemmas & (_WAYS | PEOPLE) and "anim" not in nouns[0].forms[0].tags


def _opens(token: Token) -> bool:
    return token.lower in _ABOUT or bool(token.lemmas & _ABOUT)


def _phrase(tokens: Sequence[Token]) -> Sequence[Token]:
    """The words up to a sign, a number or what was done."""
    end = next((i for i, t in enumerate(tokens) if t.kind != "word" or t.is_a("VERB", "PRTS")), len(tokens))
    return tokens[:end]


def _is_of_other_body(tokens: Sequence[Token], indicator: Indicator) -> bool:
    """«Заседаний Думы», «заседаний конкурсной комиссии», «заседаний комиссии по делам несовершеннолетних»."""
    own = {name for name in indicator.concepts if name in {concept(body) for body in _BODIES}}
    if not own:
        return False
    for at, token in enumerate(tokens):
        if not token.lemmas & _MEETINGS:
            continue
        following = _phrase(tokens[at + 1 : at + 1 + _REACH])
        body = next((i for i, t in enumerate(following) if {root(lemma) for lemma in t.lemmas} & _BODIES), None)
        if body is None or any(t.is_a("PREP") for t in following[:body]):
            continue
        if not concepts_of(following[body]) & own:
            return True
        if _COMMISSION in following[body].lemmas:
            return _is_other_commission(following, body)
    return False


def _is_other_commission(tokens: Sequence[Token], at: int) -> bool:
    if any(token.lemmas & _OTHER_COMMISSIONS for token in tokens[:at]):
        return True
    topic = tokens[at + 1 :]
    named = [token for token in topic[1:] if is_noun(token) or token.is_a("ADJF")]
    is_topic = bool(named) and topic[0].lower == "по" and not named[0].lemmas & _OCCASIONS
    return is_topic and not any(token.lemmas & _OWN_COMMISSION for token in named)
