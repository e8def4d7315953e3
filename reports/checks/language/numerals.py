"""Numbers with what they count."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from reports.russian import Form, analyse, shapes
from reports.russian.shapes import ABLT, ACCS, ANY, DATV, GENDERS, GENT, LOCT, NOMN, PLUR, SING, word_shape

from .agreement import BODIES, GOVERNING, governed, takes_genitive
from .slip import Clause, Group, Slip

# The number before these may say which, not how many.
_ORDINAL = frozenset(
    "абзац век глава год графа день категория квартал класс корпус курс месяц место микрорайон номер пункт подпункт "
    "полугодие раздел разряд созыв статья степень тур уровень форма час число этап этаж январь февраль март апрель май "
    "июнь июль август сентябрь октябрь ноябрь декабрь".split()
)
# A number after these names one of them.
_NAMED = frozenset(
    "абзац вопрос глава графа дело дом кабинет класс корпус курс лицей номер отряд п подпункт полугодие приложение "
    "приказ протокол пункт раздел распоряжение решение сад ст статья столбец строка таблица часть форма ч школа "
    "указ".split()
)
_BEFORE_GENITIVE = frozenset(["более", "менее", "свыше", "около", "порядка", "количестве", "до", "для", "из", "от"])
_FEW_WORDS = frozenset(["два", "три", "четыре", "оба"])
# «Прошли обучение 3 …», «привлечены к ответственности 2 …»
_OUTCOMES = frozenset(["инструктаж", "обучение", "ответственность", "тестирование", "участие"])
_STANDING_ALONE = ("остальные", "прочие", "другие")
_NO_NUMBER = frozenset(["полтора", "полтораста", "несколько", "сколько", "столько", "много", "мало"])
_GENDERED = {
    word: forms for forms in (("один", "одна", "одно"), ("два", "две", "два"), ("оба", "обе", "оба")) for word in forms
}
_YEARS = range(1900, 2101)
_HUNDRED, _TEN, _FIVE, _TEENS = 100, 10, 5, range(11, 15)


@dataclass(frozen=True, slots=True)
class Demand:
    """What a number asks of the words after it.

    `together` are the forms in which all of them may stand. `few`: or the noun in the genitive singular, in the columns
    given, after adjectives in the plural («два плановых заседания»).
    """

    together: int
    few: int
    case: str  # of the form to offer
    number: str  # "few", "sing", "plur"

    def is_met(self, group: Group) -> bool:
        if group.agreed & self.together:
            return True
        if not self.few or not all(word.adjective & PLUR & (GENT | NOMN | ACCS) for word in group.adjectives):
            return False
        noun = group.noun
        if noun is None:
            return True
        return bool(noun.noun & (PLUR & (GENT | NOMN) if noun.adjective else self.few))  # «3 служащих», «2 проверки»


def numerals(clause: Clause) -> Iterator[Slip]:
    """«5 заседания», «3 муниципальный служащий», «двух служащим», «две семинара», «одна заседание»."""
    for at, token in enumerate(clause.tokens[:-1]):
        is_numeral = clause.shapes[at].is_other or "один" in clause.shapes[at].lemmas
        if token.kind == "sign" or not is_numeral:
            continue
        demand = _of_digits(clause, at) if token.kind == "number" else _of_word(clause, at)
        if demand is None:
            continue
        first = at + 1
        if clause.lower[first] == "(" and clause.lower[first + 2 : first + 3] == (")",):
            first += 3  # «3 (три) заседания»
        group = clause.group(first)
        if group.end == group.first or demand.is_met(group) or not _is_sure(clause, at, group):
            continue
        if _depends(group) and demand.is_met(Group(group.first, group.first + 1, group.adjectives[:1], None)):
            continue
        wrong = clause.quote(at, group.end)
        right = _right(clause, group, demand)
        number = _in_gender(clause, at, group) or clause.quote(at, first)
        yield Slip(
            token.start,
            clause.tokens[group.end - 1].end,
            f"Слово не согласовано с числом: «{wrong}». "
            + (f"Напишите «{number} {right}»." if right else "Исправьте форму слова."),
        )


def _in_gender(clause: Clause, at: int, group: Group) -> str:
    """«одна», «два», «обе» in the gender of the noun after it; "" for other numbers."""
    forms = _GENDERED.get(clause.lower[at])
    if forms is None or group.noun is None:
        return ""
    noun = clause.in_case(Group(group.end - 1, group.end, (), group.noun), "nomn", "sing")
    nominative = word_shape(noun).noun & NOMN if noun else 0
    right = next((form for form, column in zip(forms, GENDERS.values(), strict=True) if nominative & column), "")
    return right.capitalize() if clause.tokens[at].text[0].isupper() else right


def _is_sure(clause: Clause, at: int, group: Group) -> bool:
    token = clause.tokens[at]
    is_direct = token.kind == "number" or clause.before(at) == "ни" or any(form.case == "nomn" for form in token.forms)
    if group.agreed & NOMN and (not is_direct or (group.noun and group.noun.lemmas & BODIES)):
        return False  # «в отношении двоих проверка продолжается»
    # «Остальные девятнадцать правки не требуют»
    if clause.has_capital(group) or clause.before(at) in _STANDING_ALONE:
        return False
    return not (group.noun and group.noun.lemmas & _ORDINAL)


def _depends(group: Group) -> bool:
    """Whether the noun may depend on an adjective: «5 проводимых комиссией проверок»."""
    return any(word.is_participle or word.lemmas & GOVERNING for word in group.adjectives)


def _right(clause: Clause, group: Group, demand: Demand) -> str:
    if group.noun and "человек" in group.noun.lemmas and demand.number == "plur" and demand.case == "gent":
        return "человек"
    if demand.number != "few" or group.noun is None:
        return clause.in_case(group, demand.case, "sing" if demand.number == "sing" else "plur")
    if group.noun.adjective:
        return clause.in_case(group, "gent", "plur")
    noun = clause.in_case(Group(group.end - 1, group.end, (), group.noun), "gent", "sing")
    plural = clause.in_case(group, "gent", "plur")
    return f"{plural.rpartition(' ')[0]} {noun}".strip() if noun and plural else ""


def _of_digits(clause: Clause, at: int) -> Demand | None:
    whole = clause.tokens[at].whole
    if whole is None or whole in _YEARS or _is_name(clause, at):
        return None
    count = whole % _HUNDRED
    taken = governed(clause, at - 1) if at else ()
    if clause.before(at) in _BEFORE_GENITIVE or takes_genitive(clause, at - 1):
        taken = ("gent",)
    is_subject = _is_subject(clause, at)
    if count not in _TEENS and count % _TEN == 1:
        allowed = NOMN | ACCS | DATV | ABLT if is_subject else _allowed(taken, ANY)
        return Demand(SING & allowed, 0, taken[0] if taken else "nomn", "sing")
    oblique = PLUR & _allowed(tuple(case for case in taken if case != "accs"), GENT | DATV | ABLT | LOCT)
    if taken and "accs" not in taken:
        return Demand(oblique, 0, taken[0], "plur")
    if count in _TEENS or not 1 < count % _TEN < _FIVE:
        return Demand(oblique | PLUR & GENT, 0, "gent", "plur")
    return Demand(PLUR & (DATV | ABLT) if is_subject else oblique | PLUR & GENT, SING & GENT, "gent", "few")


def _allowed(taken: tuple[str, ...], usual: int) -> int:
    """The cases that a preposition takes, or the usual ones where there is none."""
    return sum(shapes.CASES[case] for case in taken) if taken else usual


def _is_name(clause: Clause, at: int) -> bool:
    """Whether a number is a name or a part of another number: «статья 5», «№ 3», «2–3», «пунктами 3, 4»."""
    if not at:
        return False
    before = clause.tokens[at - 1]
    if before.kind == "word":
        is_list = before.text == "и" and at > 1 and clause.tokens[at - 2].kind == "number"
        return is_list or (before.text.isupper() and len(before.text) > 1) or not before.lemmas.isdisjoint(_NAMED)
    if before.kind == "sign" and before.text not in "(«:":
        is_joined = before.end == clause.tokens[at].start
        return is_joined or before.text in "№." or (at > 1 and clause.tokens[at - 2].kind == "number")
    return before.kind == "number"


def _is_subject(clause: Clause, at: int) -> bool:
    """Whether a number surely stands in the nominative: «проведено 3 …», «привлечены к ответственности 2 …»."""
    if not at:
        return False
    if clause.before(at) == "них" and clause.before(at, 2) in ("из", "среди"):
        # «прошло 7 мероприятий, среди них 3 семинара»
        readings = (form for token in clause.tokens[:at] for form in token.forms)
        return any(form.part == "PRTS" or (form.part == "VERB" and form.gender == "neut") for form in readings)
    last = at - 1
    if not _OUTCOMES.isdisjoint(clause.tokens[last].lemmas):
        first = next(group.first for group in clause.groups if group.end == at)
        last = first - 2 if clause.before(first) == "к" else first - 1
    forms = clause.tokens[last].forms if last >= 0 else ()
    if not forms or clause.before(last) in ("не", "ни"):
        return False
    if last < at - 1:
        return all(form.number == "plur" and form.part in ("PRTS", "VERB") for form in forms)
    return all(
        form.part == "PRTS" or (form.part == "VERB" and form.gender == "neut" and "intr" in form.tags) for form in forms
    )


def _of_word(clause: Clause, at: int) -> Demand | None:
    word = clause.lower[at]
    if word in ("один", "одна", "одно") or (clause.before(at) == "ни" and "один" in clause.shapes[at].lemmas):
        following = clause.shapes[at + 1]
        is_sure = following.noun and not following.adjective and not following.is_animate
        case = clause.tokens[at].forms[0].case
        return Demand(clause.shapes[at].adjective, 0, case, "sing") if is_sure else None
    readings = _readings(word)
    if not readings:
        return None
    if any("Anum" in form.tags for form in clause.tokens[at + 1].forms):
        return None  # «двадцать пятого»
    is_few = readings[0].lemma in _FEW_WORDS
    together = few = 0
    case = "gent"
    for form in readings:
        is_direct = form.case == "nomn" or (form.case == "accs" and "anim" not in form.tags)
        if is_direct and is_few:
            few |= SING & GENT & GENDERS.get(form.gender, SING)
        elif is_direct or form.case == "accs":
            together |= PLUR & GENT
        else:
            together |= PLUR & shapes.CASES[form.case]
            case = form.case
    if few and not together & ~GENT:
        return Demand(0, few, "gent", "few")
    return Demand(together, few, case, "plur")


@lru_cache(maxsize=10_000)
def _readings(word: str) -> tuple[Form, ...]:
    """The readings of a word as a number, if that is what it is in all likelihood."""
    forms = analyse(word)
    if forms[0].part != "NUMR" or forms[0].lemma in _NO_NUMBER:
        return ()
    return tuple(form for form in forms if form.part == "NUMR")
