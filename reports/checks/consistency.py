"""What contradicts itself: text, numbers and answer of one row."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from reports.figures import Figure
from reports.vocabulary import Answer

from .answers import advice, against_answer
from .clauses import is_noun, noun_lemma
from .finding import CheckedRow, Finding
from .lexicon import (
    EVENTS,
    EXISTING,
    FINDING,
    LIGHT_VERBS,
    MESSAGES,
    NEEDING,
    NEUTRAL,
    PEOPLE,
    RECEIVING,
    WRONGDOING,
    key,
)
from .performance import words_of_plan
from .statements import Statement, denials, quote, statements
from .subjects import Subject, subject, telling

# The kinds of wrong that «нарушений не выявлено» denies; and what only follows upon a wrong.
_WRONGS = frozenset(["нарушение", "недостоверность", "преступление", "коррупция", "непредставление"])
_OFFENCES = frozenset(["нарушение", "преступление"])
_PENALTIES = frozenset(["взыскание", "наказание"])
_PUNISHED = frozenset(["привлечение", "ответственность", "взыскание", "наказание", "выговор", "замечание"])
# What a reader thinks of first when a wrong is denied.
_TELLING = frozenset(["нарушение", "ответственность"])
_PUNISHING = frozenset("объявить объявлять привлечь привлекать наказать наложить уволить применить устранить".split())
# «Нарушений законодательства о противодействии коррупции»: still any wrong.
_GENERAL = frozenset("законодательство противодействие сфера федеральный закон какой-либо комиссия норма".split())
# What is broken when no more is said than that duties were: those of the item's own subject.
_DUTIES = frozenset(
    map(
        key,
        "требование служебный поведение запрет ограничение обязанность конфликт интерес предотвращение урегулирование "
        "муниципальный служба этика".split(),
    )
)
# «Обращений, содержащих информацию о фактах коррупции»: any that are about it.
_CONTAINING = frozenset(map(key, "содержать содержащий содержаться сведение информация".split()))


def consistency(row: CheckedRow) -> Iterator[Finding]:
    """A denial beside a number or a statement of the same thing; the answer against numbers and text."""
    numbers = [f for f in row.figures if f.value and not f.definition.is_computed and not f.definition.is_date]
    if numbers and not row.needs_numbers:
        yield _numbers_without_cases(row, numbers)
        return
    counted = list(_denied_and_counted(row))
    yield from counted
    statement = against_answer(row)
    # One slip, one finding: a denial that a number contradicts is not held against the answer, too.
    if statement and quote(statement) not in {finding.evidence for finding in counted}:
        words = quote(statement)
        yield row.finding(
            "contradiction",
            "answer",
            f"Ответ — «{Answer(row.answer).label}», а в тексте — «{words}». {advice(row.answer)}",
            words,
        )
    elif not counted:
        yield from _denied_and_stated(row)


def _numbers_without_cases(row: CheckedRow, numbers: list[Figure]) -> Finding:
    """Numbers under an answer that leaves nothing to count; a 0 agrees with it."""
    named = _named(numbers)
    return row.finding(
        "contradiction",
        f"value_{numbers[0].definition.code}",
        f"Числа стоят при ответе, при котором считать нечего: {named}. "
        "Уберите числа или смените ответ: в сводном отчёте такие числа не учитываются.",
        evidence=named,
    )


def _named(numbers: Iterable[Figure]) -> str:
    return ", ".join(f"«{figure.definition.name}» — {figure.text}" for figure in numbers).removesuffix(".")


@dataclass(frozen=True)
class _Count:
    """An entered number, with what it takes to see whether a denial is about it."""

    figure: Figure
    counted: Subject
    telling: frozenset[str]
    stated: tuple[Statement, ...]  # what the text says of that which it counts as having happened


def _counts(row: CheckedRow) -> list[_Count]:
    happened = [statement for statement in statements(row.implementation) if not statement.denied]
    counts = []
    for figure in row.figures:
        if figure.value is None or figure.definition.is_computed or figure.definition.is_date:
            continue
        counted, told_by = subject(row, figure.definition), telling(row, figure.definition)
        stated = tuple(
            statement
            for statement in happened
            if (statement.abouts & counted.counted or key(statement.verb) in counted.counted)
            and (not told_by or statement.keys & told_by)
            and not _is_of_another(row, statement, counted)
        )
        counts.append(_Count(figure, counted, told_by, stated))
    return counts


def _is_of_another(row: CheckedRow, statement: Statement, counted: Subject) -> bool:
    """«В проектах выявлено 3 фактора» is not of the factors in acts."""
    # What was not found cannot have been removed either.
    named = statement.keys - {key(statement.verb)} if statement.denied else statement.keys
    named -= frozenset(_of_drafts(statement))
    others = (subject(row, figure.definition) for figure in row.figures)
    return any(
        other.counted & counted.counted
        and named & (other.keys - counted.keys)
        and not named & (counted.keys - other.keys)
        for other in others
    )


def _of_drafts(statement: Statement) -> Iterator[str]:
    """What only says of what there are drafts: of «в проектах НПА» the «НПА»."""
    words = [token for token in statement.tokens if not token.is_a("ADJF") or is_noun(token)]
    for before, token in pairwise(words):
        if "проект" in before.lemmas and is_noun(token):
            yield key(noun_lemma(token))


def _denied_and_counted(row: CheckedRow) -> Iterator[Finding]:
    """«Нарушений не выявлено» beside 3 violations, or 3 people disciplined for violations."""
    counts = _counts(row)
    zeros = [count for count in counts if not count.figure.value]
    seen: set[str] = set()
    for denial in _whole(row):
        against = [c for c in counts if c.figure.value and _denies(row, denial, c, counts, zeros)]
        against.sort(key=lambda count: not count.counted.counted & _TELLING)
        if not against or against[0].figure.definition.code in seen:
            continue
        seen.add(against[0].figure.definition.code)
        yield row.finding(
            "contradiction",
            f"value_{against[0].figure.definition.code}",
            f"В тексте — «{quote(denial)}», а в показателях — {_named(count.figure for count in against[:2])}. "
            "Исправьте одно из них или уточните в тексте, чего именно не было.",
            evidence=quote(denial),
        )


def _whole(row: CheckedRow) -> list[Statement]:
    """The denials that are not of a part only."""
    return [d for d in denials(row.implementation) if not d.limited and d.verb not in NEEDING]


def _denies(row: CheckedRow, denial: Statement, count: _Count, counts: list[_Count], zeros: list[_Count]) -> bool:
    """Whether what the text denies is what the indicator counts, or what it could not have come about without."""
    counted = count.counted
    # «Проверено 12 учреждений, нарушений не выявлено» may well mean those twelve only.
    names_it_whole = not counted.keys - denial.keys
    is_elsewhere = bool(count.stated) and not names_it_whole and _is_scoped(row, denial)
    denies_duties = _denies_duties(row, denial, counts) and counted.counted & _PUNISHED
    if not count.stated and (denies_duties or _denies_people(row, denial, count)):
        return True
    if _denies_any_wrong(denial) and counted.counted & (_PUNISHED | _WRONGS):
        is_same = "нарушение" in counted.counted
        return not is_elsewhere and not (count.stated and is_same and _fits_any(denial, zeros))
    is_other = _is_of_another(row, denial, counted) or any(_is_of_others(denial, s) for s in count.stated)
    is_other = is_other or (bool(count.stated) and _fits_any(denial, zeros))
    if not _matches(denial, counted) or is_elsewhere or is_other:
        return False
    narrowing = denial.attributes - counted.keys
    if denial.about in MESSAGES:
        narrowing -= _CONTAINING
    # «Факторы в актах и их проектах не выявлены»: what this indicator is of is named, and what others are
    named = denial.attributes & (counted.keys - counted.counted)
    if denial.keys & count.telling or named:
        # «Инструктажи при приёме и при увольнении не проводились»: this indicator, and another of the same thing.
        alike = (other.counted for other in counts if other.counted.counted & counted.counted)
        narrowing -= frozenset(k for other in alike for k in other.keys)
    if named:
        narrowing -= words_of_plan(row.measure, row.expected_result)
    if narrowing and (count.stated or narrowing - words_of_plan(row.measure, row.expected_result)):
        return False
    # «Рассмотрено 2 обращения граждан. Обращений от организаций не было»
    if not (names_it_whole or named) and any(denial.narrowing - statement.keys for statement in count.stated):
        return False
    # «Инструктажи при увольнении не проводились», and none are counted.
    return not any(_matches(denial, zero.counted) and denial.keys & zero.telling for zero in zeros)


def _is_of_others(denial: Statement, statement: Statement) -> bool:
    """«Выявлено одно в региональном проекте … в федеральных проектах не выявлено»: projects, but not the same."""
    is_like = denial.attributes & statement.attributes
    return bool(is_like and denial.attributes - statement.keys and statement.attributes - denial.keys)


def _matches(denial: Statement, counted: Subject) -> bool:
    verb = key(denial.verb)
    if denial.about in _OFFENCES and "коррупция" in counted.counted & denial.keys:
        return denial.is_finding or denial.verb in RECEIVING
    if denial.about in _PENALTIES and "привлечение" in counted.counted:
        return True
    if denial.abouts & counted.held_at & EVENTS:
        return denial.verb in LIGHT_VERBS or denial.verb in EXISTING
    if not denial.abouts & counted.counted:
        # «К ответственности никто не привлекался», «запреты не нарушались»
        is_done_to = denial.verb not in LIGHT_VERBS and not denial.is_finding and verb in counted.counted
        return is_done_to and (denial.thing is None or denial.about in NEUTRAL | counted.keys)
    is_plain = denial.is_finding or denial.verb in RECEIVING or denial.verb in LIGHT_VERBS
    return is_plain or verb in counted.counted


def _denies_any_wrong(denial: Statement) -> bool:
    """«Нарушений не выявлено», of no kind in particular."""
    is_corrupt = any(token.lemma == "коррупционный" for token in denial.tokens)
    return denial.is_finding and denial.about == "нарушение" and not is_corrupt and not denial.attributes - _GENERAL


def _denies_duties(row: CheckedRow, denial: Statement, counts: list[_Count]) -> bool:
    """«Нарушений требований к служебному поведению не установлено», where the measure is about these.

    Not where another kind of wrong is counted, which people may have been disciplined for.
    """
    if not denial.is_finding or denial.about != "нарушение":
        return False
    if any(count.counted.counted & (_WRONGS - {"нарушение"}) for count in counts):
        return False
    named = denial.attributes - _GENERAL
    return named <= _DUTIES & words_of_plan(row.measure, row.expected_result)


def _denies_people(row: CheckedRow, denial: Statement, count: _Count) -> bool:
    """«Граждан, впервые поступивших на службу, не было», where those are briefed who the measure says come."""
    if denial.verb not in EXISTING or denial.thing is None or noun_lemma(denial.thing) not in PEOPLE:
        return False
    is_of_people = count.figure.definition.unit.startswith("чел")
    of_plan = denial.about not in WRONGDOING and denial.about in words_of_plan(row.measure, row.expected_result)
    return is_of_people and of_plan and denial.about not in NEUTRAL


def _is_scoped(row: CheckedRow, denial: Statement) -> bool:
    """Whether something is told before it in the same sentence."""
    return any(
        statement.start < denial.start
        for statement in statements(row.implementation)
        if statement.sentence is denial.sentence and not statement.denied
    )


def _fits_any(denial: Statement, zeros: list[_Count]) -> bool:
    """Whether it may well mean an indicator that is 0."""
    return any(_matches(denial, zero.counted) and not denial.attributes - zero.counted.keys for zero in zeros)


def _denied_and_stated(row: CheckedRow) -> Iterator[Finding]:
    """«Выявлено 2 нарушения … нарушений не выявлено», «за допущенные нарушения объявлен выговор»."""
    said = statements(row.implementation)
    denied = [d for d in _whole(row) if d.about and d.start == d.sentence.start]
    stated = [s for s in said if s.finished and not s.limited]
    for denial in denied:
        for statement in stated:
            if statement.sentence is not denial.sentence and _excludes(denial, statement):
                yield row.finding(
                    "contradiction",
                    "implementation",
                    f"В тексте — «{quote(denial)}» и «{quote(statement)}». Исправьте одно из них или уточните, "
                    "чего именно не было.",
                    evidence=f"{quote(denial, 100)} / {quote(statement, 100)}",
                )
                return


def _excludes(denial: Statement, statement: Statement) -> bool:
    if denial.is_finding and denial.about == "нарушение" and statement.verb in _PUNISHING:
        # «… нарушений запретов не нашли … объявлено замечание за нарушение запрета»
        is_same = _denies_any_wrong(denial) or bool(denial.attributes & statement.keys - _GENERAL)
        return is_same and "нарушение" in statement.keys
    kinds = (FINDING | EXISTING, RECEIVING | EXISTING, LIGHT_VERBS)
    of_denied, of_stated = _completion(denial), _completion(statement)
    if of_denied and of_stated and of_denied != of_stated:
        return False  # «экспертиза проектов» and «экспертиза действующих актов»
    return (
        any(denial.verb in kind and statement.verb in kind for kind in kinds)
        and denial.about == statement.about
        and denial.about not in NEUTRAL
        and not denial.attributes - statement.keys
    )


def _completion(statement: Statement) -> str:
    """The key of the noun that completes the thing: of «экспертиза 5 проектов НПА» that of «проектов»."""
    if statement.thing not in statement.tokens:
        return ""
    after = statement.tokens[statement.tokens.index(statement.thing) + 1 :]
    for token in after:
        if is_noun(token):
            return key(noun_lemma(token))
        if token.kind != "number" and not token.is_a("ADJF", "PRTF", "NUMR"):
            break
    return ""
