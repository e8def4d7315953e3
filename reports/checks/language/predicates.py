"""Predicates with their subjects: «проведена семинар», «работа комиссии ведутся», «нарушений не выявлены»."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from reports.russian import analyse
from reports.russian.inflection import predicate_form
from reports.russian.shapes import ABLT, ACCS, CASES, COLUMNS, DATV, GENT, LOCT, NEUT, NOMN, PLUR, SING

from .agreement import MEASURES, follows_noun, governed, of_noun_before, takes_object
from .slip import Clause, Group, Slip

# «Большинство проголосовали», «проведено множество проверок»
_COLLECTIVE = frozenset(
    "большинство группа десяток доля количество меньшинство множество объем половина пара процент ряд треть часть "
    "четверть".split()
)
_WITH_GENITIVE = frozenset(
    "бояться держаться добиваться добиться достигнуть избегать избежать исполнить касаться коснуться лишить лишиться "
    "опасаться потребоваться придерживаться требоваться удостоить удостоиться хватать хватить".split()
)
# Verbs that say what is done to something; it follows them as often as it precedes them.
_PASSIVE = frozenset(
    "вестись направляться обеспечиваться обновляться осуществляться оформляться проводиться публиковаться "
    "разрабатываться рассматриваться размещаться реализовываться утверждаться выполняться готовиться".split()
)
_LIKE_PASSIVE = frozenset(
    "войти входить возникать возникнуть завершиться начаться начинаться открыться поступать поступить появиться "
    "появляться состояться".split()
)
# Nouns that are counted one by one, whose genitive looks like their plural: «проведено проверки» is neither.
_COUNTED = frozenset(
    "беседа встреча должность жалоба замечание заседание заявление консультация лекция мера мероприятие нарушение "
    "обращение памятка постановление предложение представление проверка публикация распоряжение решение сведение "
    "совещание соглашение сообщение справка уведомление учреждение экспертиза".split()
)
_ABSTRACT_ENDINGS = ("ость", "ние", "тие", "ция")
_JOINING = frozenset(["и", "или", "либо", "с", "со", "совместно", "вместе", "а", "плюс"])
_AND = frozenset(["и", "или", "либо"])
_INFINITIVE_WITHIN = 8


@dataclass(frozen=True, slots=True)
class Predicate:
    """A word that is nothing but a predicate: the forms of the subject that it agrees with."""

    subjects: int
    is_participle: bool
    is_intransitive: bool
    is_passive: bool  # its subject may follow


def predicates(clause: Clause) -> Iterator[Slip]:
    """What does not agree with its subject, in sentences where there is no doubt which that is."""
    for at, token in enumerate(clause.tokens):
        predicate = predicate_of(clause.lower[at]) if clause.shapes[at].is_other and token.kind == "word" else None
        if predicate is None:
            continue
        slip = _after_number(clause, at, predicate) or _after(clause, at, predicate) or _before(clause, at, predicate)
        if slip:
            yield slip
    yield from _strays(clause)


def _strays(clause: Clause) -> Iterator[Slip]:
    """A nominative after another noun that is the subject of nothing: «анализ обращений граждане проведён».

    Only between signs where there is one predicate, where nothing else can be meant; in a sentence with several
    stretches of words only beside a subject («на которых выступили сотрудники прокуратуры город»).
    """
    signs = [at for at, token in enumerate(clause.tokens) if token.kind == "sign"]
    is_whole = not signs or signs == [len(clause.tokens) - 1]
    if takes_object(clause):
        return
    for start, end in pairwise([-1, *signs, len(clause.tokens)]):
        found = (predicate_of(clause.lower[at]) for at in range(start + 1, end) if clause.shapes[at].is_other)
        every = [predicate for predicate in found if predicate]
        if len(every) == 1:
            yield from _strays_between(clause, start, end, every[0], is_whole=is_whole)


def _strays_between(clause: Clause, start: int, end: int, predicate: Predicate, *, is_whole: bool) -> Iterator[Slip]:
    groups = [group for group in clause.groups if start < group.first and group.end <= end]
    subjects = [group for group in _may_be_subjects(clause, predicate) if start < group.first and group.end <= end]
    if not is_whole and not subjects:
        return
    for before, group in pairwise(groups):
        is_nominative = group.agreed & NOMN and not group.agreed & ~(NOMN | ACCS)
        is_subject = group.agreed & predicate.subjects or not before.agreed & (NOMN | GENT | ACCS)
        if not is_nominative or is_subject or not follows_noun(clause, group) or clause.has_capital(group):
            continue
        is_animate_subject = any(subject.noun and subject.noun.is_animate for subject in subjects)
        is_joined = not _JOINING.isdisjoint(clause.lower[group.end : group.end + 1])
        may_be_joined = is_joined and not (is_animate_subject and group.noun and not group.noun.is_animate)
        if not may_be_joined and group.noun and not group.noun.lemmas & (MEASURES | _COLLECTIVE):
            yield of_noun_before(clause, group)


@lru_cache(maxsize=10_000)
def predicate_of(word: str) -> Predicate | None:
    """What a word (in small letters) says of its subject; None if it may be something else than a predicate."""
    forms = analyse(word)
    parts = {form.part for form in forms}
    is_participle = "PRTS" in parts and parts <= {"PRTS", "ADJS"}
    if not is_participle and (parts != {"VERB"} or not all(form.tags & {"past", "3per"} for form in forms)):
        return None
    subjects = 0
    for form in forms:
        subjects |= PLUR if form.number == "plur" else COLUMNS.get(form.gender, SING)
    return Predicate(
        subjects & NOMN,
        is_participle=is_participle,
        is_intransitive=is_participle or all("intr" in form.tags for form in forms),
        is_passive=is_participle or any(form.lemma in _PASSIVE or form.lemma in _LIKE_PASSIVE for form in forms),
    )


def _is_denied(clause: Clause, at: int) -> bool:
    return clause.before(at) in ("не", "ни")


def _may_be_subjects(clause: Clause, predicate: Predicate) -> Iterator[Group]:
    """All groups that agree with a predicate and that no preposition governs."""
    for group in clause.groups:
        if group.agreed & predicate.subjects and not (group.first and governed(clause, group.first - 1)):
            yield group


def _has_subject_before(clause: Clause, at: int, predicate: Predicate) -> bool:
    return any(group.end <= at for group in _may_be_subjects(clause, predicate))


def _after_number(clause: Clause, at: int, predicate: Predicate) -> Slip | None:
    """«проведён 5 семинаров»: with numbers but one the predicate is neuter or plural."""
    if not predicate.is_participle or predicate.subjects & (NEUT | PLUR) or at + 1 == len(clause.tokens):
        return None
    number = clause.tokens[at + 1]
    group = clause.group(at + 2)
    is_number = number.kind == "number" or (bool(number.forms) and number.forms[0].part == "NUMR")
    if not is_number or group.noun is None or not group.agreed & GENT or group.agreed & NOMN & SING:
        return None
    if not group.noun.lemmas.isdisjoint(MEASURES) or _has_subject_before(clause, at, predicate):
        return None
    return _slip(clause, at, group.end, f"{_bent(clause, at, NEUT)} {clause.quote(at + 1, group.end)}")


def _after(clause: Clause, at: int, predicate: Predicate) -> Slip | None:
    """The subject right after a predicate: «проведена семинар», «проводится проверку»."""
    group = clause.group(at + 1)
    noun = group.noun
    forms = group.agreed
    if not predicate.is_passive or noun is None or not forms or forms & (DATV | ABLT | LOCT):
        return None
    is_woman = noun.is_animate and not predicate.subjects & (NEUT | PLUR)  # «назначена специалист»
    if is_woman or noun.is_pronoun or noun.lemmas & MEASURES or clause.has_capital(group):
        return None
    if forms & predicate.subjects:
        return _attribute(clause, at, group)
    if _may_be_genitive(clause, at, predicate, group) or _may_disagree(clause, at, predicate, group):
        return None
    if forms & (NOMN | GENT):
        right = f"{_bent(clause, at, forms & NOMN or NEUT)} {clause.quote(group.first, group.end)}"
    else:
        right = f"{_bent(clause, at, forms)} {clause.in_case(group, 'nomn')}"
    return _slip(clause, at, group.end, right)


def _may_be_genitive(clause: Clause, at: int, predicate: Predicate, group: Group) -> bool:
    """«Не выявлено нарушения», «проведено заседаний – 5», «лишены права»; but «проведено проверки» is neither."""
    forms = group.agreed
    if forms & GENT and predicate.subjects & NEUT:
        is_counted = forms & NOMN and group.noun is not None and group.noun.lemmas & _COUNTED
        return not is_counted or _is_denied(clause, at)
    is_genitive = not forms & (NOMN | ACCS)
    return is_genitive and bool(not predicate.is_participle or clause.tokens[at].lemmas & _WITH_GENITIVE)


def _may_disagree(clause: Clause, at: int, predicate: Predicate, group: Group) -> bool:
    """Whether more than the group is the subject, or something before: «проведены семинар, лекция и …»."""
    assert group.noun is not None
    if group.noun.lemmas & _COLLECTIVE and ("ряд" not in group.noun.lemmas or predicate.subjects & PLUR):
        return True
    if not predicate.is_participle and _has_subject_before(clause, at, predicate):
        return True
    after = clause.tokens[group.end : -1]
    is_listed = any(token.kind == "sign" or token.lower in _JOINING for token in after)
    return bool(is_listed and group.agreed & NOMN and predicate.subjects & PLUR)


def _attribute(clause: Clause, at: int, subject: Group) -> Slip | None:
    """A nominative after the subject where a genitive is meant: «проведена проверка достоверность»."""
    group = clause.group(subject.end)
    if group.noun is None or group.noun.is_animate or not group.agreed or group.agreed & ~(NOMN | ACCS):
        return None
    if not clause.tokens[group.end - 1].lemma.endswith(_ABSTRACT_ENDINGS) or clause.has_capital(group):
        return None
    right = clause.in_case(group, "gent")
    return _slip(clause, at, group.end, f"{clause.quote(at, subject.end)} {right}") if right else None


def _before(clause: Clause, at: int, predicate: Predicate) -> Slip | None:
    """A subject with what depends on it, from the beginning of the sentence, and the predicate after it."""
    subject = subject_before(clause, at)
    if subject is None or subject.noun is None:
        return None
    if any(token.is_a("INFN") for token in clause.tokens[at + 1 : at + _INFINITIVE_WITHIN]):
        return None  # «эти меры следует принять»
    forms = subject.agreed
    if not forms & NOMN:
        return _absent(clause, at, predicate, subject)
    may_be_object = forms & ACCS and not predicate.is_intransitive
    may_be_genitive = forms & GENT and not _is_counted_subject(clause, at, predicate, subject)
    if forms & predicate.subjects or may_be_object or may_be_genitive or subject.noun.lemmas & (MEASURES | _COLLECTIVE):
        return None
    # «председатель сообщила», «комиссия с прокуратурой провели»
    is_woman = subject.noun.is_animate and bool(forms & PLUR) == bool(predicate.subjects & PLUR)
    is_joined = predicate.subjects & PLUR and not _JOINING.isdisjoint(clause.lower[:at])
    if is_woman or is_joined:
        return None
    right = f"{clause.quote(subject.first, at)} {_bent(clause, at, forms & NOMN)}"
    return _slip(clause, subject.first, at + 1, right)


def _is_counted_subject(clause: Clause, at: int, predicate: Predicate, subject: Group) -> bool:
    """Whether what may be a genitive is a nominative: not in «нарушения не выявлено», «проверки проведено 2»."""
    if any(_may_be_subjects(clause, predicate)):
        return False
    if not predicate.subjects & NEUT:
        return True
    following = clause.tokens[at + 1 : at + 2]
    is_followed = any(token.kind != "word" or token.is_a("NUMR", "ADVB", "CONJ") for token in following)
    is_counted = subject.noun is not None and not subject.noun.lemmas.isdisjoint(_COUNTED)
    return (
        predicate.is_passive
        and is_counted
        and not _is_denied(clause, at)
        and not (is_followed and following[0].text not in ".;")
    )


def _absent(clause: Clause, at: int, predicate: Predicate, subject: Group) -> Slip | None:
    """«Нарушений не выявлены»: where something is said not to be, nothing agrees with it."""
    if clause.before(at) != "не" or predicate.subjects & NEUT or not predicate.is_intransitive:
        return None
    if not clause.tokens[at].lemmas.isdisjoint(_WITH_GENITIVE):
        return None
    if _is_before(clause, at - 1, predicate):
        return None
    for group in clause.groups:
        # «законодательства» may be a nominative, too, but hardly is one
        if group.agreed & NOMN and clause.tokens[group.end - 1].forms[0].case != "gent":
            return None
    return _slip(clause, subject.first, at + 1, f"{clause.quote(subject.first, at)} {_bent(clause, at, NEUT)}")


def _is_before(clause: Clause, at: int, predicate: Predicate) -> bool:
    """Whether a subject ends there, and completes no other noun: «… с коррупцией мероприятия» (не проводились)."""
    last = next((group for group in clause.groups if group.end == at), None)
    if last is None or last.noun is None or not last.agreed & NOMN & predicate.subjects:
        return False
    completes = any(group.end == last.first and group.agreed & GENT for group in clause.groups)
    return bool(last.noun.lemmas & _COUNTED) and not completes


def subject_before(clause: Clause, at: int) -> Group | None:
    """The one group before a predicate that nothing else there can govern; None if there is a doubt.

    It stands in the nominative, or in the genitive alone, with its attributes; before it and among them there may be
    adverbs, groups after prepositions («в 2024 году», «по вопросам …») and an agent («комиссией»).
    """
    subject = None
    place = first = _beginning(clause, at)
    is_open = False  # what comes next may depend on the group before it: «ввиду отсутствия обращений …»
    while place < at:
        group = clause.group(place)
        if taken := governed(clause, place):
            place = _after_preposition(clause, place, taken)
            is_open = clause.tokens[place - 1].lemmas.isdisjoint(MEASURES)
        elif subject is not None and (end := _after_participle(clause, place, at, subject)):
            place = end
        elif place > first and clause.lower[place] in _AND:
            return None  # «в прокуратуру и отдел полиции направлено …»
        elif group.end == group.first:
            is_adverb = clause.tokens[place].is_a("ADVB", "PRCL") and clause.lower[place] not in _JOINING
            place = place + 1 if is_adverb else 0
        else:
            may_be_subject = subject is None and not (is_open and group.agreed & GENT)
            if may_be_subject and group.agreed and not group.agreed & ~(NOMN | ACCS | GENT):
                subject = group
            elif (may_be_subject and group.agreed & ~ABLT) or not group.agreed & (GENT | DATV | ABLT):
                return None
            place = group.end if group.noun and not group.noun.is_pronoun else 0
        if not place:
            return None
    return subject


def _after_participle(clause: Clause, at: int, before: int, subject: Group) -> int:
    """Where «…, назначенные на должности впервые, …» of a subject ends; 0 where nothing of the kind begins."""
    if clause.lower[at] != "," or at + 1 >= before:
        return 0
    word = clause.shapes[at + 1]
    end = next((i for i in range(at + 2, before) if clause.tokens[i].kind == "sign"), 0)
    if not word.is_participle or not word.adjective & subject.agreed & NOMN or not end or clause.lower[end] != ",":
        return 0
    return end + 1


def _beginning(clause: Clause, at: int) -> int:
    """Where the clause of a predicate begins: after a comma, if what stands before has its own predicate."""
    comma = next((place for place in range(at - 1, 0, -1) if clause.tokens[place].kind == "sign"), 0)
    if clause.lower[comma] == "," and any(
        token.kind == "word" and predicate_of(token.lower) for token in clause.tokens[:comma]
    ):
        return comma + 1
    return 0


def _after_preposition(clause: Clause, at: int, taken: tuple[str, ...]) -> int:
    """Where the words that belong to a preposition end; 0 if that is not sure."""
    place = at + 1
    if place < len(clause.tokens) and clause.tokens[place].kind == "number":
        group = clause.group(place + 1)
        return group.end if group.noun and group.noun.lemmas & MEASURES else 0
    group = clause.group(place)
    return group.end if group.noun and group.agreed & sum(CASES[case] for case in taken) else 0


def _bent(clause: Clause, at: int, forms: int) -> str:
    """The predicate in the column of a subject's forms."""
    column = next((name for name, bits in COLUMNS.items() if forms & bits), "")
    word = predicate_form(clause.lower[at], column) or clause.lower[at]
    return word.capitalize() if clause.tokens[at].text[0].isupper() else word


def _slip(clause: Clause, first: int, end: int, right: str) -> Slip:
    return Slip(
        clause.tokens[first].start,
        clause.tokens[end - 1].end,
        f"Слова не согласованы: «{clause.quote(first, end)}». Напишите «{right}».",
    )
