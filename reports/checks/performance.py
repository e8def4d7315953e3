"""What was not done, and no reason is given."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from reports.russian import lemmas
from reports.vocabulary import Answer

from .finding import CheckedRow, Finding
from .lexicon import (
    EXISTING,
    FINDING,
    GENERAL,
    LIGHT_NOUNS,
    LIGHT_VERBS,
    NEEDING,
    PLANNED,
    PRONOUNS,
    PUT_OFF,
    RECEIVING,
    key,
    plain,
)
from .measure import Task, concerns, is_called_off, narrows, tasks
from .reasons import reason
from .statements import Statement, denials, quote, statements

_INFORMING = "направление"
_OPENING = 3  # words: «В 2023 году …»
_NO_WORK = PUT_OFF | NEEDING | EXISTING | frozenset(["остать", "оставать"])


def performance(row: CheckedRow) -> Iterator[Finding]:
    """«Не выполнено», or a text that says so, without a reason."""
    if not row.implementation or not row.needs_numbers:
        return
    text = f"{row.implementation}\n{row.own_result}"
    undone = not_done(row)
    if row.answer == Answer.NOT_DONE:
        if reason(text, undone) or (not undone and (work_done(row) or told(row) or _nothing_happened(row))):
            return
        evidence = quote(undone[0]) if undone else ""
        yield row.finding(
            "not-performed",
            "implementation",
            "Мероприятие не выполнено, а причина не названа. Напишите, почему (например, «в связи с …»), "
            "и когда оно будет выполнено.",
            evidence=evidence,
        )
        return
    left = [] if undone else left_out(row)
    if (undone or left) and not reason(text, undone or left):
        words = quote((undone or left)[0])
        why = "План просит сообщать о каждом случае, и случаи были: " if left else ""
        yield row.finding(
            "not-performed",
            "implementation",
            f"В тексте — «{words}», а причина не названа. {why}{'н' if left else 'Н'}апишите, почему это не сделано.",
            evidence=words,
        )


@dataclass(frozen=True)
class Reading:
    """The pieces of work of a row, with what the text says of each: as done, and as not done."""

    required: tuple[Task, ...]
    done: dict[Task, list[Statement]]
    undone: dict[Task, list[Statement]]


@lru_cache(maxsize=4096)
def _read(measure: str, expected_result: str, text: str, year: int) -> Reading:
    required = tuple(dict.fromkeys((*tasks(measure), *tasks(expected_result))))
    known = words_of_plan(measure, expected_result)
    done: dict[Task, list[Statement]] = {}
    undone: dict[Task, list[Statement]] = {}
    called_off: list[Statement] = []
    said = statements(text)
    is_idle = not any(statement.finished and statement.is_doing for statement in said)
    for statement in said:
        if is_called_off(statement) and not statement.years <= {year, year + 1}:
            continue
        if is_called_off(statement):
            called_off.append(statement)
            continue
        if (statement.denied and statement.limited) or (not statement.denied and statement.years - {year}):
            continue
        for task in required:
            if _is_about(statement, task, known) or (is_idle and _is_of_everything(statement, known)):
                (undone if statement.denied else done).setdefault(task, []).append(statement)
    for task in required:
        if task not in undone and (off := [s for s in called_off if concerns(s, task)]):
            undone[task] = off
    return Reading(required, done, undone)


@lru_cache(maxsize=1024)
def words_of_plan(measure: str, expected_result: str) -> frozenset[str]:
    """The keys of all words of a measure and of what it is to bring."""
    return frozenset(key(plain(lemma)) for lemma in lemmas(measure) | lemmas(expected_result))


def _is_about(statement: Statement, task: Task, known: frozenset[str]) -> bool:
    if statement.denied and (narrows(statement, known) or statement.verb in (*FINDING, *RECEIVING)):
        return False
    # «Увольнений не было» is no work left undone.
    return concerns(statement, task) and not (task.is_reactive and statement.verb in EXISTING)


def _is_of_everything(statement: Statement, known: frozenset[str]) -> bool:
    """«Работа не проводилась», «мероприятие не выполнено»: whatever the plan asks for."""
    is_general = statement.about in LIGHT_NOUNS or statement.about == "мероприятие"
    return (
        statement.denied and is_general and statement.verb in LIGHT_VERBS and not statement.attributes - known - PLANNED
    )


def reading(row: CheckedRow) -> Reading:
    """What the row's text says of each piece of work that its measure asks for."""
    return _read(row.measure, row.expected_result, row.implementation, row.year)


def not_done(row: CheckedRow) -> list[Statement]:
    """The statements that say that the measure as a whole was not done; none if some of it was."""
    found = reading(row)
    main = [task for task in found.required if not task.is_reactive] or list(found.required)
    said = [statement for task in main for statement in found.undone.get(task, [])]
    if not said or any(task in found.done for task in main):
        return []
    if main[0] not in found.undone and _does_the_like(row, main):
        return []
    if main[0].is_reactive and _nothing_happened(row):
        return []
    # «Обращения не рассматривались, так как не поступали»
    awaited = {d.about for d in denials(row.implementation) if d.verb in RECEIVING and d.about}
    return [statement for statement in said if not statement.keys & awaited]


def _does_the_like(row: CheckedRow, main: list[Task]) -> bool:
    """Whether something was done in the way that the measure asks for, if with other things: «размещены материалы»."""
    cores = {task.core for task in main}
    said = (s for s in statements(row.implementation) if s.finished and not s.years - {row.year})
    return any(key(s.verb) in cores for s in said)


def work_done(row: CheckedRow) -> Statement | None:
    """A statement of finished work that the measure asks for."""
    found = reading(row)
    told = (s for task in found.required for s in found.done.get(task, []) if s.finished and not s.limited)
    return next((s for s in told if not _came_to_nothing(row, s)), None)


def told(row: CheckedRow) -> Statement | None:
    """What the text tells of as done, where it neither says that anything was not done nor why."""
    said = statements(row.implementation)
    if any(s.denied and s.verb in LIGHT_VERBS for s in said) or not_done(row) or reason(row.implementation):
        return None
    return next((s for s in said if _is_of_year(s, row.year) and s.verb not in _NO_WORK), None)


def _is_of_year(statement: Statement, year: int) -> bool:
    """«Размещены», «размещались», but not «велась работа», nor in another year."""
    is_past = "past" in statement.predicate.forms[0].tags and statement.about not in GENERAL
    is_told = not statement.denied and not statement.limited and (statement.finished or is_past)
    opens_with_other = any(token.whole in statement.years - {year} for token in statement.tokens[:_OPENING])
    return is_told and not opens_with_other


def _came_to_nothing(row: CheckedRow, statement: Statement) -> bool:
    """«Был подготовлен флешмоб, однако он не состоялся»."""
    return any(
        denial.sentence is statement.sentence
        and denial.start > statement.start
        and denial.verb in LIGHT_VERBS
        and denial.about in {statement.about, "", *PRONOUNS}
        for denial in denials(row.implementation)
    )


def left_out(row: CheckedRow) -> list[Statement]:
    """The statements that say that a part was not done which the plan asks for in each case, though there are cases."""
    found = reading(row)
    if not any(figure.value and not figure.definition.is_computed for figure in row.figures):
        return []
    return [s for task in found.required if task.core == _INFORMING and task.begins for s in found.undone.get(task, [])]


def _nothing_happened(row: CheckedRow) -> bool:
    """Whether the text says that there was nothing to react to: «обращений не поступало», «нарушений не выявлено»."""
    return any(s.is_finding or s.verb in RECEIVING for s in denials(row.implementation))
