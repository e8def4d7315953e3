"""What a measure asks for, as pieces of work, and which statements of a text are about them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from reports.russian import Sentence, Token, read

from .clauses import is_noun, noun_lemma
from .lexicon import (
    CALLED_OFF,
    EVENTS,
    EXISTING,
    LIGHT_NOUNS,
    LIGHT_VERBS,
    NEUTRAL,
    PLANNED,
    POSTPONED,
    PUT_OFF,
    TRAINING,
    WRONGDOING,
    key,
)
from .statements import Statement

# Work that waits for something to happen: not having done it is no failure by itself.
_REACTIVE = frozenset("привлечение устранение выявление изменение включение направление увольнение".split())
_MAKING = frozenset(["разработка", "создание"])
_OF_MADE = frozenset(["утверждение", "обновление", "размещение", "издание"])
_EVENT = "мероприятие"
_LATER = frozenset(["следующий", "будущий", "неопределенный", "очередной"])
_FURTHER = frozenset("второй третий четвертый пятый другой иной".split())
_TIMES = frozenset("раз год полугодие полгода квартал месяц неделя".split())
_AND = frozenset(["и", "также", "или", "числе"])


@dataclass(frozen=True)
class Task:
    """A piece of work: of «рассмотрение вопросов на заседаниях» `core` is «рассмотрение» (keys throughout)."""

    core: str
    objects: frozenset[str]  # the nouns beside it: «вопрос», «заседание»
    words: frozenset[str]  # those and their adjectives
    begins: bool  # the first of its sentence or line: a measure of its own

    @property
    def is_reactive(self) -> bool:
        """Whether it waits for something to happen."""
        return self.core in _REACTIVE


@lru_cache(maxsize=1024)
def tasks(measure: str) -> tuple[Task, ...]:
    """The pieces of work of a measure, in its order."""
    return tuple(task for sentence in read(measure).sentences for task in _of_sentence(sentence))


def starts_of_tasks(sentence: Sentence) -> list[int]:
    """The indexes of the tokens that name the pieces of work of a sentence of a measure."""
    return list(_starts(sentence.tokens))


def _of_sentence(sentence: Sentence) -> Iterator[Task]:
    tokens = sentence.tokens
    starts = list(_starts(tokens))
    named: list[Token] = []
    found: list[Task] = []
    for at, following in reversed(list(pairwise([*starts, len(tokens)]))):
        # «Утверждение и актуализация карты»: the map is meant twice.
        named = [t for t in tokens[at + 1 : following] if is_noun(t) or t.is_a("ADJF")] or named
        core = _core(tokens[at])
        objects = frozenset(key(noun_lemma(t)) for t in named if is_noun(t)) - {core, *NEUTRAL}
        words = frozenset(key(noun_lemma(t)) for t in named) - {core}
        if core not in WRONGDOING:
            found.append(Task(core, objects, words, at == starts[0]))
    yield from reversed(found)


def _starts(tokens: tuple[Token, ...]) -> Iterator[int]:
    """Where a piece of work is named: after «проведение», «обеспечение» …, or by a noun of doing in the nominative."""
    awaited = True
    doers = False
    for at, token in enumerate(tokens):
        if token.lemma == "проверочный" and awaited:
            awaited = False
            yield at
        if not is_noun(token):
            continue
        lemma = noun_lemma(token)
        if lemma in _TIMES:
            continue  # «проведение два раза в год ревизии»
        # «Проведение органами местного самоуправления анализа»
        if token.forms[0].case == "ablt" or (doers and lemma in NEUTRAL):
            doers = True
            continue
        doers = False
        follows = at > 0 and (tokens[at - 1].kind == "sign" or tokens[at - 1].lower in _AND)
        if lemma in LIGHT_NOUNS and (awaited or follows):
            awaited = True
        elif awaited and not _governed(tokens, at):
            awaited = False
            yield at
        elif token.forms[0].case == "nomn" and is_doing(lemma) and not _governed(tokens, at, but=()):
            yield at


def _governed(tokens: tuple[Token, ...], at: int, but: tuple[str, ...] = ("по", "на")) -> bool:
    """Whether a preposition stands before the noun and its adjectives: «в порядке»; not «работа по оценке»."""
    before = at - 1
    while before >= 0 and tokens[before].is_a("ADJF", "PRTF") and not is_noun(tokens[before]):
        before -= 1
    return before >= 0 and tokens[before].is_a("PREP") and tokens[before].lower not in but


def is_doing(lemma: str) -> bool:
    """Whether a noun names doing: «размещение», «актуализация»."""
    return lemma.endswith(("ание", "ение", "яние", "тие", "ация", "яция", "зация"))


def _core(token: Token) -> str:
    lemma = noun_lemma(token)
    return key(lemma) if lemma != "проверочный" else "проверка"


def concerns(statement: Statement, task: Task) -> bool:
    """Whether a statement says that this piece of work was, or was not, done."""
    if statement.verb in PUT_OFF and not statement.denied:
        return is_called_off(statement) and bool(statement.abouts & _events_of(task))
    things = statement.abouts if statement.denied else statement.abouts | statement.nouns
    kinds = EVENTS if task.core == _EVENT else TRAINING if task.core == "обучение" else frozenset()
    # A meeting that was not held considered nothing.
    missed = statement.denied and bool(things & task.objects & EVENTS)
    # «Работа по оценке рисков ведётся», «прочитаны лекции»
    is_under_way = not statement.denied and (
        bool(things & kinds) or (statement.about in LIGHT_NOUNS and task.core in statement.keys)
    )
    # A map that was not drawn up was not approved or kept up.
    is_unmade = statement.denied and key(statement.verb) in _MAKING and task.core in _OF_MADE
    if is_under_way or (is_unmade and statement.nouns & task.objects):
        return True
    if task.core in things or things & kinds or missed:
        return statement.verb in LIGHT_VERBS or statement.verb in EXISTING or key(statement.verb) == task.core
    if key(statement.verb) != task.core:
        return False
    shared = len(statement.keys & task.objects) if not statement.denied else 0
    return not statement.about or statement.about in NEUTRAL or bool(things & task.objects) or shared > 1


def is_called_off(statement: Statement) -> bool:
    """«Семинар отменён», «встреча сорвалась», «конкурс перенесён на следующий год»; not «перенесён на 5 мая»."""
    # «Второе мероприятие отменено»
    if not statement.finished or statement.limited or any(token.lemmas & _FURTHER for token in statement.tokens):
        return False
    if statement.verb in POSTPONED:
        return bool(statement.years) or any(token.lemmas & _LATER for token in statement.tokens)
    return statement.verb in CALLED_OFF


def _events_of(task: Task) -> frozenset[str]:
    """The events that a piece of work is about: any, for «мероприятия»."""
    return EVENTS if task.core == _EVENT else (task.objects | {task.core}) & EVENTS


def narrows(statement: Statement, known: frozenset[str]) -> bool:
    """Whether an adjective of the thing tells it from what the plan names: «независимая экспертиза»."""
    if statement.thing is None:
        return False
    at = statement.beside.index(statement.thing)
    for token in reversed(statement.beside[:at]):
        if not token.is_a("ADJF", "PRTF"):
            break
        if token.lemmas & PLANNED:
            continue  # «запланированное мероприятие» is that of the plan
        if key(token.lemma) not in known and key(token.lemma) not in NEUTRAL:
            return True
    return False
