"""Adjectives with their nouns, prepositions with their cases, clauses with what they belong to."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from reports.russian import analyse, inflect, shapes
from reports.russian.inflection import compound_form
from reports.russian.shapes import (
    ABLT,
    ACCS,
    ANIM,
    ANY,
    DATV,
    GENT,
    INAN,
    LOCT,
    MASC,
    NEUT,
    NOMN,
    PLUR,
    SING,
    Shape,
    cases,
)

from .slip import Clause, Group, Slip

# The case that a preposition takes most often comes first.
PREPOSITIONS = {
    word: tuple(governed.split())
    for words, governed in (
        (
            "без безо вне внутри возле вокруг вместо ввиду вследствие для до из изо из-за из-под касательно кроме",
            "gent",
        ),
        ("насчет около от ото относительно помимо после посредством путем ради свыше среди у", "gent"),
        ("благодаря вопреки к ко согласно", "datv"),
        ("о об обо при", "loct"),
        ("над перед", "ablt"),
        ("между", "ablt gent"),
        ("в во на", "loct accs"),
        ("за под", "ablt accs"),
        ("с со", "ablt gent"),
        ("по", "datv"),
        ("про сквозь через", "accs"),
    )
    for word in words.split()
}
# May be adverbs as well («после комиссия решила»), and then a subject may follow.
_ADVERBS = frozenset("вне внутри возле вокруг около относительно после свыше".split())
# «с» after these, and all that comes with them, takes one case.
_WITH = frozenset(
    "борьба взаимодействие вместе встреча наряду одновременно связанный связать связь совместно соответствие "
    "сотрудничество сравнение".split()
)
# «Контроль за соблюдением», «ответственность за нарушения».
_FOLLOWED_FROM_BEHIND = frozenset(["контроль", "надзор", "наблюдение"])
_ANSWERED_FOR = frozenset(["взыскание", "ответственность", "ответственный", "наказание", "штраф"])
# A preposition and a noun that are always followed by a genitive.
_TAKE_GENITIVE = frozenset(
    "в адрес|в качестве|в отношении|в области|в рамках|в сфере|в течение|в ходе|в целях|во исполнение|на предмет|"
    "по вопросам|по вопросу|по фактам|по факту|при участии|с участием|с учетом|с целью|за исключением".split("|")
)
# What stands beside these may depend on them: «подведомственных администрации учреждений».
GOVERNING = frozenset(
    "адекватный аналогичный благодарный близкий богатый верный доступный довольный известный нужный "
    "необходимый обязанный обязательный подведомственный подконтрольный подобный подотчетный поднадзорный подчиненный "
    "подсудный полезный понятный посильный предшествующий присущий равный родственный свойственный следующий "
    "смежный согласный соответствующий соразмерный созвучный сопутствующий чуждый".split()
)
# May stand for nouns: «в целом комиссия …», «ответственным служба вручила …».
_STANDING_ALONE = frozenset(
    "большой будущий виновный ведущий высокий главный дальнейший доверенный другой лучший малый небольшой новый "
    "обратный общий основной ответственный отдельный первый переменный последний пострадавший постоянный прежний "
    "прошлый прямой свой средний старший старый сторонний текущий третий узкий уполномоченный целый частный "
    "второй четвертый пятый шестой".split()
)
# «считать законными действия», «является обязательным участие»
_COPULAS = frozenset(
    "быть делать считать считаться являться стать становиться признать признавать признаваться сделать остаться "
    "оставаться оказаться назвать называть называться оставить оставлять".split()
)
# Nouns that do something themselves: «из проведённых комиссия признала …».
BODIES = frozenset("администрация ведомство комиссия отдел прокуратура совет собрание суд управление".split())
_DONE_TO = frozenset("анализ изучение исполнение мониторинг обновление осуществление проведение соблюдение".split())
_PLAIN_PARTICIPLES = frozenset(["действовать", "действующий"])
_TAKING_GENITIVE = frozenset(["достойный", "лишить", "лишенный", "полный", "удостоить", "удостоенный"])
# «Год назад», «третьего числа», «тысячу рублей», «по декабрь»
MEASURES = frozenset(
    "время год день месяц миллион минута неделя период полугодие процент раз рубль сторона сутки тысяча час число "
    "понедельник вторник среда четверг пятница суббота воскресенье январь февраль март апрель май июнь июль август "
    "сентябрь октябрь ноябрь декабрь".split()
)
_FEW = 5
_AND = frozenset(["и", "или", "либо", ",", "а", "так", "также", "(", "–", "-", "—"])


def agreement(clause: Clause) -> Iterator[Slip]:
    """What does not agree within a sentence, or stands in the wrong case after a preposition."""
    for group in clause.groups:
        slip = (
            _government(clause, group)
            or _disagreement(clause, group)
            or _complement(clause, group)
            or _lone_locative(clause, group)
            or _lone_accusative(clause, group)
        )
        if slip:
            yield slip
    yield from _compounds(clause)


def _compounds(clause: Clause) -> Iterator[Slip]:
    """«Согласно плана-графика», «для семинару-совещанию»: two nouns in one, right after a preposition."""
    for at, word in enumerate(clause.shapes[1:], start=1):
        taken = governed(clause, at - 1) if word.compound else ()
        if taken and not word.compound & (sum(shapes.CASES[case] for case in taken) | NOMN):
            preposition, wrong = clause.quote(at - 1, at), clause.quote(at, at + 1)
            right = compound_form(wrong.lower(), taken[0])
            yield Slip(
                clause.tokens[at - 1].start,
                clause.tokens[at].end,
                f"«{preposition} {wrong}»: слово стоит не в том падеже. "
                + (f"Напишите «{preposition} {right}»." if right else "Исправьте падеж."),
            )


def governed(clause: Clause, at: int) -> tuple[str, ...]:
    """The cases that the preposition at a place takes, the usual one first; none if it is no preposition."""
    is_glued = clause.before(at) == "-" and clause.tokens[at - 1].end == clause.tokens[at].start
    word = "" if is_glued else clause.lower[at].replace("ё", "е")  # «приказ № 188-к»
    if word == "по":
        return PREPOSITIONS[word] + _after_po(clause, at + 1)
    if word in ("с", "со") and at and not _WITH.isdisjoint(clause.tokens[at - 1].lemmas):
        return ("ablt",)
    if word == "на" and clause.before(at) == "несмотря":
        return ("accs",)
    if word == "за" and at and clause.tokens[at - 1].lemmas & _FOLLOWED_FROM_BEHIND:
        return ("ablt",)
    if word == "за" and at and clause.tokens[at - 1].lemmas & _ANSWERED_FOR:
        return ("accs", "ablt")
    return PREPOSITIONS.get(word, ())


def _after_po(clause: Clause, at: int) -> tuple[str, ...]:
    """The rarer cases after «по»: «по окончании», «по сей день», «по 31 декабря»."""
    group = clause.group(at)
    if group.noun is None or not group.noun.lemmas.isdisjoint(MEASURES) or clause.shapes[at].is_pronoun:
        return ("loct", "accs")
    return ("loct",) if group.noun.noun & LOCT & SING else ()


def _government(clause: Clause, group: Group) -> Slip | None:
    """A preposition before another case than it takes: «об экспертизы», «согласно постановления»."""
    at = group.first - 1
    while at > 0 and clause.shapes[at].is_other and _is_adverb(clause.lower[at]):
        at -= 1
    first = clause.shapes[group.first]
    if at < 0 or (first.is_pronoun and first.noun):
        return None
    if takes_genitive(clause, at):
        # «по вопросам комиссией приняты …», «в целях граждане …»
        may_be_free = first.forms & ABLT or (first.is_animate and first.forms & DATV)
        is_wrong = not first.forms & GENT and not may_be_free
        return _wrong_case(clause, group, at - 1, ("gent",)) if is_wrong else None
    taken = governed(clause, at)
    allowed = sum(shapes.CASES[case] for case in taken)
    if not taken or group.agreed & allowed:
        return None
    if first.forms & allowed:  # «об антикоррупционной экспертизы», but not «во второй квартале»
        place = _conflict(group, allowed)
        is_wrong = bool(group.agreed and place) and _is_sure(clause, group, place)
    else:
        is_wrong = not _may_be_subject(clause, group, clause.lower[at])
    return _wrong_case(clause, group, at, taken) if is_wrong else None


def _complement(clause: Clause, group: Group) -> Slip | None:
    """«Мониторинг независимой экспертизе осуществляется»: what begins a sentence and is done to something."""
    if group.first != 1 or clause.shapes[0].lemmas.isdisjoint(_DONE_TO) or group.end == len(clause.tokens):
        return None
    is_wrong = group.agreed and not group.agreed & ~(DATV | LOCT) and clause.lower[group.end].endswith(("тся", "лся"))
    return _wrong_case(clause, group, 0, ("gent",)) if is_wrong else None


def takes_genitive(clause: Clause, at: int) -> bool:
    """Whether a preposition and its noun end here that a genitive always follows: «в отношении»."""
    return at > 0 and " ".join(clause.lower[at - 1 : at + 1]).replace("ё", "е") in _TAKE_GENITIVE


def _may_be_subject(clause: Clause, group: Group, preposition: str) -> bool:
    """«После комиссия решила», «избран в депутаты»; «постановления» may be a nominative, but hardly is one."""
    first = clause.shapes[group.first]
    if preposition in ("в", "во"):
        return bool(first.forms & NOMN & PLUR) and first.is_animate
    is_likely = any(form.case == "nomn" for form in clause.tokens[group.end - 1].forms[:1])
    return bool(first.forms & NOMN) and is_likely and preposition in _ADVERBS


@lru_cache(maxsize=10_000)
def _is_adverb(word: str) -> bool:
    return word.isalpha() and all(form.part == "ADVB" for form in analyse(word))


def _wrong_case(clause: Clause, group: Group, at: int, taken: tuple[str, ...]) -> Slip:
    wrong = clause.quote(at, group.end)
    right = _dative_of_genitive(clause, group, taken) or _best(clause, group, taken)
    before = clause.quote(at, group.first)
    return Slip(
        clause.tokens[at].start,
        clause.tokens[group.end - 1].end,
        f"«{wrong}»: слово стоит не в том падеже. "
        + (f"Напишите «{before} {right}»." if right else "Исправьте падеж."),
    )


def _dative_of_genitive(clause: Clause, group: Group, taken: tuple[str, ...]) -> str:
    """«согласно графику» for «графика»: what was meant as a genitive, though the word has likelier readings."""
    word = clause.lower[group.first]
    if taken != ("datv",) or group.end - group.first > 1:
        return ""
    genitive = next((form for form in analyse(word) if form.part == "NOUN" and form.case == "gent"), None)
    return (genitive and inflect(word, genitive, genitive.number, "datv")) or ""


def _best(clause: Clause, group: Group, allowed: tuple[str, ...] = (), beside: int = 0) -> str:
    """The group bent so that it agrees and as few of its words as possible change; "" if that cannot be said.

    Only in the cases `allowed`, if there are any; so as to agree with the forms `beside` it, if there are any.
    """
    if group.noun is None:
        return ""
    words = [*(adjective.adjective for adjective in group.adjectives), group.noun.noun]
    # Without a preposition to tell, the noun is likelier to be wrong than each adjective: it was written last
    weights = [*(1 if allowed else 2 for _ in group.adjectives), 1]
    numbers = {"sing": SING, "plur": PLUR}
    case_bits = {**shapes.CASES, "accs": ANIM if group.noun.is_animate else INAN}
    usual = clause.tokens[group.end - 1].forms[0].number

    def likelihood(form: tuple[str, str]) -> tuple[bool, int, int, bool]:
        case, number = case_bits[form[0]], numbers[form[1]]
        fitting = sum(weight for word, weight in zip(words, weights, strict=True) if word & case & number)
        numbered = sum(weight for word, weight in zip(words, weights, strict=True) if word & number)
        return bool(beside & case & number), fitting, numbered, form[1] == usual

    return clause.in_case(group, *max(product(allowed or shapes.CASES, numbers), key=likelihood))


def _disagreement(clause: Clause, group: Group) -> Slip | None:
    """An adjective beside a noun in another case, number or gender: «коррупциогенные факторов»."""
    beside = 0
    while group.adjectives and group.adjectives[0].is_pronoun:
        beside = group.adjectives[0].adjective
        group = Group(group.first + 1, group.end, group.adjectives[1:], group.noun)
    if group.agreed or not group.adjectives:
        return None
    place = _conflict(group, ANY)
    if not _is_sure(clause, group, place):
        return None
    if group.adjectives[place - 1].adjective & ABLT and any(token.lemmas & _COPULAS for token in clause.tokens):
        return None
    wrong = clause.quote(group.first, group.end)
    taken = governed(clause, group.first - 1) if group.first else ()
    is_attribute = bool(group.first and clause.shapes[group.first - 1].noun)  # «с руководителями …»
    advice = "Напишите" if taken or beside else "Вероятно, нужно"
    right = _best(clause, group, taken, beside or (GENT if is_attribute else 0))
    return Slip(
        clause.tokens[group.first].start,
        clause.tokens[group.end - 1].end,
        f"Слова не согласованы: «{wrong}». " + (f"{advice} «{right}»." if right else "Согласуйте их."),
    )


def _conflict(group: Group, forms: int) -> int:
    """Which word of a group, counted from 0, leaves none of these forms."""
    for place, adjective in enumerate(group.adjectives):
        forms &= adjective.adjective
        if not forms:
            return place
    return len(group.adjectives)


def _is_sure(clause: Clause, group: Group, place: int) -> bool:
    """Whether the word at a place of a group must agree with the adjectives before it, and not with something else."""
    adjective = group.adjectives[place - 1]
    is_noun = place == len(group.adjectives)
    word = group.noun if is_noun and group.noun else group.adjectives[place]
    forms = word.noun if is_noun else word.adjective
    shared = cases(forms) & cases(adjective.adjective)
    # «государственной и муниципальной служб», «три муниципальных учреждения»
    is_listed = clause.before(group.first) in _AND or _is_counted(clause, group.first)
    is_woman = word.is_animate and shared & cases(forms & SING) & cases(adjective.adjective & SING)
    is_name = is_noun and clause.tokens[group.end - 1].text[0].isupper()
    return not (is_name or is_woman or (is_listed and shared) or _may_be_apart(adjective, word, forms))


def _may_be_apart(adjective: Shape, word: Shape, forms: int) -> bool:
    """Whether an adjective may stand for a noun or govern what follows, so that the two need not agree."""
    # «Во второй квартале»: nothing but a preposition asks for this case.
    is_located = forms & LOCT and not forms & ~(LOCT | DATV) and not word.is_animate
    return bool(
        (adjective.lemmas & _STANDING_ALONE and "лицо" not in word.lemmas and not is_located)
        or (adjective.is_pronoun and "наш" not in adjective.lemmas and not is_located)
        or (word.is_pronoun and forms == word.noun)  # «недоступные вам»
        or (adjective.lemmas & GOVERNING and forms & (DATV | ABLT))
        or (adjective.lemmas & _TAKING_GENITIVE and forms & GENT)
        or (adjective.is_participle and not _goes_with(adjective, word, forms))
    )


def _goes_with(participle: Shape, word: Shape, forms: int) -> bool:
    """Whether what follows a participle cannot be its agent or object: «выявленных нарушения», not «… комиссией»."""
    if participle.lemmas & _PLAIN_PARTICIPLES:
        return True
    oblique = ANY & ~NOMN & ~ACCS
    may_stand_alone = participle.adjective & oblique & (MASC | NEUT)  # «с учётом изложенного комиссия …»
    return (
        participle.is_passive
        and not may_stand_alone
        and not forms & (DATV | ABLT)
        and not word.is_animate
        and not word.lemmas & BODIES
    )


def _is_counted(clause: Clause, at: int) -> bool:
    """Whether a number stands before, with or without a word in brackets: «3 (три) муниципальных учреждения»."""
    return any(token.kind == "number" or token.is_a("NUMR") for token in clause.tokens[max(at - _FEW, 0) : at])


def _lone_locative(clause: Clause, group: Group) -> Slip | None:
    """A form that only follows «в», «на», «о», «при», «по», without any of them: «руководителями учреждениях»."""
    is_name = clause.has_capital(group)  # «в городе Кузнецке»
    if not group.agreed or group.agreed & ~LOCT or is_name or not follows_noun(clause, group):
        return None
    for at in range(group.first - 1):
        taken = governed(clause, at)
        after = clause.group(at + 1)
        # «в проводимых администрацией мероприятиях», «в возложенных на служащих обязанностях»
        if "loct" in taken and not (after.noun and after.agreed & sum(shapes.CASES[case] for case in taken)):
            return None
    return of_noun_before(clause, group)


def follows_noun(clause: Clause, group: Group) -> bool:
    """Whether a group with a noun stands right after another noun."""
    if group.noun is None or not group.first:
        return False
    before = clause.shapes[group.first - 1]
    return not (before.is_other or before.adjective or before.is_pronoun)


def _lone_accusative(clause: Clause, group: Group) -> Slip | None:
    """An object where no verb takes one: «ведётся работа по актуализации информацию»."""
    if not group.agreed or group.agreed & ~ACCS or not follows_noun(clause, group):
        return None
    if group.noun and not group.noun.lemmas.isdisjoint(MEASURES):
        return None
    if any(other.noun is None and other.end <= group.first for other in clause.groups):
        return None  # «на возложенную на отдел работу»
    if takes_object(clause) or not any(token.is_a("PRTS", "VERB") for token in clause.tokens):
        return None
    return of_noun_before(clause, group)


def takes_object(clause: Clause) -> bool:
    """Whether a sentence has a verb, in whatever form, that may take an object."""
    return any(
        form.part in ("INFN", "GRND", "PRED") or (form.part in ("VERB", "PRTF") and {"tran", "actv"} & form.tags)
        for token in clause.tokens
        for form in token.forms
        if "pssv" not in form.tags
    )


def of_noun_before(clause: Clause, group: Group) -> Slip:
    """A group that should be in the genitive, after the noun that it depends on."""
    wrong = clause.quote(group.first - 1, group.end)
    right = clause.in_case(group, "gent")
    return Slip(
        clause.tokens[group.first - 1].start,
        clause.tokens[group.end - 1].end,
        f"«{wrong}»: слово стоит не в том падеже. "
        + (f"Напишите «{clause.tokens[group.first - 1].text} {right}»." if right else "Исправьте падеж."),
    )
