"""How texts speak of what an indicator counts, as far as its name and its wording tell."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reports.figures import Figure
from reports.russian import Token, read
from reports.russian.nouns import EMPTY, PEOPLE, first_noun
from reports.russian.roots import root
from reports.russian.zones import BEFORE, EARLIER

from .finding import Wording

# Words for one thing in such reports; the first stands for all.
_SAME = (
    "нарушение несоблюдение неисполнение правонарушение неуведомление непредставление сокрытие невыполнение",
    "организация учреждение предприятие",
    "коррупция взятка взяточничество подкуп",
    "акт нпа мнпа",
    "обращение жалоба заявление сообщение",
    "заседание собираться собраться заседать",
    "исключить устранить удалить снять",
    "представить подать сдать отчитаться",
    "обучение обучить обучиться обученный квалификация переподготовка",
    "привлечь наказать взыскание понести выговор замечание",
    "уволить расторгнуть",
    "анализ изучить проверить обследовать",
    "выявить установить обнаружить найти",
    "рассмотреть изучить",
    "недостоверность неполнота",
    "материал отношение",
    "подведомственный ведение учредитель",
    "коррупция коррупционный",
)
_FIRST = {root(lemma): root(group.split()[0]) for group in reversed(_SAME) for lemma in group.split()}
# These say nothing of what is counted.
_STOP = frozenset(
    "муниципальный государственный должностной противодействие область сфера антикоррупционный город администрация"
    " орган год период отчетный пройти провести число количество всего факт случай который чей свой характер связь"
    " установленный".split()
) | frozenset(PEOPLE)
# A verb that many indicators share does not tell which one is meant.
_WEAK_VERBS = frozenset("пройти провести установить выявить рассмотреть поступить получить".split())
# Of these there are always many: only those about the indicator's own subject are meant.
_BROAD = frozenset(map(root, "обращение жалоба заявление сообщение письмо запрос публикация".split()))
_CONTENT = ("NOUN", "ADJF", "ADJS", "VERB", "INFN", "PRTF", "PRTS", "GRND", "")
_EXCEPT = frozenset("без кроме исключение".split())
_VERBS = ("VERB", "INFN", "PRTF", "PRTS")
_INSTITUTION = ("У", "П")  # МБОУ, МКУ, МУП
_SHORTEST_NO = 6  # letters of «неуведомление» and its like


@dataclass(frozen=True, slots=True)
class Indicator:
    """What an indicator counts, in concepts: roots, one for all words that mean the same.

    `heads`: the thing counted, empty for people; `is_fact` if its cases are counted («фактов аффилированности»).
    `required`: of these at least one must be said of people for them to be meant. `about`: what a thing of which there
    are always many must be about. `foreign`: who is left out («без уведомивших»).
    """

    code: str
    of_people: bool
    heads: frozenset[str]
    is_fact: bool
    required: frozenset[str]
    about: frozenset[str]
    foreign: frozenset[str]
    concepts: frozenset[str]
    attributes: frozenset[str]  # those of them that only adjectives name: «дисциплинарный»
    verbs: frozenset[str]  # those that say what was done


def concept(key: str) -> str:
    """The root that stands for this one and for the others that mean the same."""
    return _FIRST.get(key, key)


def concepts_of(token: Token) -> frozenset[str]:
    """The concepts that a word may stand for."""
    if token.text.isupper() and token.text.startswith(("М", "Г")) and token.text.endswith(_INSTITUTION):
        return frozenset([concept(root("организация"))])
    return frozenset(concept(root(lemma)) for lemma in token.lemmas)


def is_wrong(key: str) -> bool:
    """Whether a root names a wrong: «нарушение» and the nouns that say what was not done."""
    return concept(key) == root("нарушение") or (key.startswith("не") and len(key) >= _SHORTEST_NO)


def indicators(figures: Iterable[Figure], wordings: Mapping[str, Wording]) -> list[Indicator]:
    """Those that are entered as a number, in their order."""
    return [
        _indicator(definition.code, definition.name, definition.unit, wordings.get(definition.code, Wording()))
        for definition in (figure.definition for figure in figures)
        if not definition.is_computed and not definition.is_date
    ]


def nearest(concepts: Iterable[str], near: Mapping[str, float]) -> float:
    """How near the nearest of the concepts stands, by levels as in Count.words; 0: nowhere."""
    return max((near.get(name, 0) for name in concepts), default=0)


def told_apart(
    possible: Sequence[Indicator], near: Mapping[str, float], *, is_of_all: bool = False, lacks_verb: bool = False
) -> list[Indicator]:
    """Those of the possible indicators that no other fits better, by the words in which they differ.

    Words may fit two («выявлено и исключено 4 фактора»). Where nothing tells two apart, it is neither. Of «все 18
    организаций проанализированы» is said both how many there are and how many were analysed. What lacks a verb has
    that of the clause before.
    """
    reach = EARLIER if lacks_verb else BEFORE

    def fits_better(other: Indicator, indicator: Indicator) -> bool:
        own, others = indicator.concepts - other.concepts, other.concepts - indicator.concepts
        if not own and not others:
            return True
        if not own:  # the other is the narrower one
            if not indicator.of_people and nearest(indicator.concepts - indicator.heads, near) <= BEFORE:
                return not is_of_all  # just any such things: «в одном учреждении»
            return nearest(others, near) > reach and not is_of_all
        if not others or others <= other.attributes:
            return nearest(own, near) <= EARLIER
        if not indicator.of_people and indicator.verbs == other.verbs and nearest(own, near) == nearest(others, near):
            return True  # «9 инструктажей при приёме и увольнении» are those of both together
        return nearest(others, near) > nearest(own, near) or nearest(own, near) == 0

    return [i for i in possible if not any(fits_better(other, i) for other in possible if other is not i)]


@lru_cache(maxsize=4096)
def _indicator(code: str, name: str, unit: str, wording: Wording) -> Indicator:
    tokens, excepted = _without_brackets(read(name).tokens)
    of_people = unit.startswith("чел")
    noun = first_noun(tokens)
    heads: set[str] = set()
    is_fact = False
    if noun is not None and not of_people:
        heads = set(concepts_of(noun))
        is_fact = any(token.lemmas & {"факт", "случай"} for token in tokens[: tokens.index(noun)])
    further = [*_counted(wording.phrase), *_named_further(wording.words)]
    # «нарушение» alone does not tell whose: of a ban, of the law, of a term
    named = _concepts(tokens) - ({concept(root("нарушение"))} if of_people else set())
    about: frozenset[str] = frozenset()
    if heads & _BROAD:
        preposition = next((at for at, token in enumerate(tokens) if token.is_a("PREP")), len(tokens))
        about = _concepts(tokens[preposition:])
    return Indicator(
        code=code,
        of_people=of_people,
        heads=frozenset() if of_people else frozenset(heads).union(*further),
        is_fact=is_fact,
        required=_required(tokens).union(*_named_further(wording.words)) if of_people else frozenset(),
        about=about,
        foreign=_concepts(excepted),
        concepts=named,
        attributes=_concepts(token for token in tokens if token.forms and token.forms[0].part == "ADJF"),
        verbs=_concepts(token for token in tokens if token.is_a(*_VERBS)),
    )


def _counted(phrase: str) -> Iterator[frozenset[str]]:
    """What the phrase counts: of «{проведено} {1 заседание комиссии}» the noun that follows the number."""
    for braced in re.findall(r"{1 ([^{}]*)}", phrase):
        noun = first_noun(read(braced).tokens)
        if noun is not None and not noun.lemmas & EMPTY:
            yield concepts_of(noun)


def _named_further(words: str) -> Iterator[frozenset[str]]:
    """The nouns of «совещание комиссии, собрание»."""
    for word in words.split(","):
        noun = first_noun(read(word).tokens)
        if noun is not None:
            yield concepts_of(noun)


def _required(tokens: tuple[Token, ...]) -> frozenset[str]:
    """The verb that says what was done to the people, or, if it says little, all that is said of them."""
    for token in tokens:
        if token.is_a(*_VERBS) and not token.lemmas & PEOPLE:
            if token.lemmas & _WEAK_VERBS:
                break
            return frozenset(concept(root(form.lemma)) for form in token.forms if form.part in _VERBS)
    weak = (_WEAK_VERBS - {"рассмотреть"}) | {"коррупция", "нарушение"}
    return _concepts(tokens) - {concept(root(lemma)) for lemma in weak}


def _concepts(tokens: Iterable[Token]) -> frozenset[str]:
    found: set[str] = set()
    for token in tokens:
        if (
            token.kind == "word"
            and token.is_a(*_CONTENT)
            and not token.is_a("PREP", "CONJ")
            and not token.lemmas & _STOP
        ):
            found |= concepts_of(token)
    return frozenset(found)


def _without_brackets(tokens: tuple[Token, ...]) -> tuple[tuple[Token, ...], list[Token]]:
    """The words outside of brackets, and those inside that say who is left out."""
    kept: list[Token] = []
    excepted: list[Token] = []
    depth = 0
    leaves_out = False
    for token in tokens:
        depth += token.text == "("
        if not depth:
            kept.append(token)
        elif token.lemmas & _EXCEPT:
            leaves_out = True
        elif leaves_out:
            excepted.append(token)
        depth -= token.text == ")"
    return tuple(kept), excepted
