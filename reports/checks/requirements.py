"""What the plan asks for, and the text does otherwise or passes over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reports.russian import Sentence, Token, read
from reports.vocabulary import Answer

from .clauses import is_noun, noun_lemma
from .events import is_event, is_held
from .finding import CheckedRow, Finding
from .lexicon import EVENTS, EXISTING, LIGHT_VERBS, NEEDING, NEUTRAL, PRINTED, TRAINING, WRONGDOING, key, plain
from .measure import is_doing, starts_of_tasks
from .rhythm import rhythms
from .statements import denials, statements

_MAKING = frozenset(
    """
    проведение издание изготовление выпуск организация подготовка разработка распространение размещение тиражирование
    публикация создание проводить провести
    """.split()
)
_POLLS = frozenset("опрос анкета соцопрос респондент опрошенный тестирование".split())
_WORK = frozenset("анализ мониторинг проверка оценка экспертиза обмен сбор опрос".split()) | EVENTS


@dataclass(frozen=True)
class _Rhythm:
    """How often, in times a year, and of what: `work` are keys of doing, `about` of all words of substance."""

    often: float
    words: str
    work: frozenset[str]
    about: frozenset[str]


def requirements(row: CheckedRow) -> Iterator[Finding]:
    """A rarer rhythm than the plan's; a thing that the plan expects and no word tells of."""
    if not row.implementation or not row.needs_numbers or row.answer == Answer.NOT_DONE:
        return
    text = f"{row.implementation}\n{row.own_result}".strip()
    yield from _rarer(row, text)
    yield from _passed_over(row, text)


def _rarer(row: CheckedRow, text: str) -> Iterator[Finding]:
    told = _told(text)
    for asked in (*_asked(row.measure), *_asked(row.expected_result)):
        same = [rhythm for rhythm in told if _is_same_work(asked, rhythm)]
        if same and all(rhythm.often < asked.often for rhythm in same):
            yield row.finding(
                "requirement-mismatch",
                "implementation",
                f"План просит «{asked.words}», а в тексте — «{same[0].words}». Проверьте, как часто это делалось, "
                "и напишите об этом.",
                evidence=same[0].words,
            )
            return


def _is_same_work(asked: _Rhythm, told: _Rhythm) -> bool:
    if asked.work & told.work:
        return True
    if "обучение" in asked.work and told.about & TRAINING:
        return True
    return len((asked.about & told.about) - NEUTRAL) > 1


@lru_cache(maxsize=1024)
def _asked(text: str) -> tuple[_Rhythm, ...]:
    found = []
    for sentence in read(text).sentences:
        starts = starts_of_tasks(sentence)
        for low, high, often in rhythms(sentence.tokens):
            after = [at for at in starts if at >= high]
            before = [at for at in starts if at < low]
            is_adjective = sentence.tokens[low].is_a("ADJF")
            if not (before or after):
                continue
            start = after[0] if after and (is_adjective or not before) else before[-1]
            end = next((at for at in starts if at > start), len(sentence.tokens))
            named = frozenset({key(noun_lemma(sentence.tokens[start]))})
            found.append(_rhythm(sentence, low, high, often, sentence.tokens[start:end], named))
    return tuple(found)


@lru_cache(maxsize=4096)
def _told(text: str) -> tuple[_Rhythm, ...]:
    found = []
    clauses = [statement for statement in statements(text) if not statement.denied]
    for sentence in read(text).sentences:
        for low, high, often in rhythms(sentence.tokens):
            token = sentence.tokens[low]
            said = next((s for s in clauses if token in s.tokens), None)
            named = said.abouts if said and said.verb in LIGHT_VERBS else frozenset()
            found.append(_rhythm(sentence, low, high, often, said.tokens if said else sentence.tokens, named))
    return tuple(found)


def _rhythm(
    sentence: Sentence, low: int, high: int, often: float, clause: Sequence[Token], named: frozenset[str]
) -> _Rhythm:
    words = sentence.text[sentence.tokens[low].start - sentence.start : sentence.tokens[high - 1].end - sentence.start]
    rhythm = sentence.tokens[low:high]
    about = frozenset(
        key(noun_lemma(t) if is_noun(t) else t.lemma)
        for t in clause
        if t not in rhythm and (is_noun(t) or t.is_a("ADJF", "VERB", "INFN", "PRTF", "PRTS"))
    )
    work = frozenset(
        key(noun_lemma(t) if is_noun(t) else t.forms[0].lemma) for t in clause if t.kind == "word" and _is_work(t)
    )
    return _Rhythm(often, words, work | named, about)


def _is_work(token: Token) -> bool:
    form = token.forms[0]
    if form.part in ("VERB", "PRTS"):
        return plain(form.lemma) not in LIGHT_VERBS
    return is_noun(token) and (is_doing(noun_lemma(token)) or noun_lemma(token) in _WORK)


def _passed_over(row: CheckedRow, text: str) -> Iterator[Finding]:
    """«Проведение не менее 4 мероприятий», «издание памятки», and nothing of the kind in the text."""
    # «Впервые поступивших на службу не было»: nobody to train.
    if any(d.verb in EXISTING | NEEDING and d.about not in WRONGDOING for d in denials(text)):
        return
    for words, things in _demanded(row.expected_result):
        if not _names_any(text, things):
            yield row.finding(
                "requirement-mismatch",
                "implementation",
                f"План ожидает «{words}», а в тексте об этом ни слова. Напишите, что сделано.",
                evidence=words,
            )
            return


@lru_cache(maxsize=1024)
def _demanded(expected_result: str) -> tuple[tuple[str, frozenset[str]], ...]:
    found = []
    for sentence in read(expected_result).sentences:
        made: Token | None = None
        for at, token in enumerate(sentence.tokens):
            if token.kind == "sign":
                made = None
            if token.kind != "word":
                continue
            lemma = noun_lemma(token)
            begins = at == 0 or sentence.tokens[at - 1].kind == "sign"
            things = _things(sentence.tokens, at, lemma)
            if things and (made or (begins and things is TRAINING)):
                found.append((_phrase(sentence, made or token, token), things))
                made = None
            if lemma in _MAKING:
                made = token
    return tuple(found)


def _things(tokens: Sequence[Token], at: int, lemma: str) -> frozenset[str]:
    """All that would do for a thing that the plan names; none for what is no such thing."""
    if lemma == "обучение":
        return TRAINING
    if key(lemma) == "опрос":
        return _POLLS
    if is_noun(tokens[at]) and is_event(tokens, at):
        return EVENTS
    return PRINTED if is_noun(tokens[at]) and lemma in PRINTED else frozenset()


def _phrase(sentence: Sentence, first: Token, last: Token) -> str:
    return sentence.text[first.start - sentence.start : last.end - sentence.start]


def _names_any(text: str, things: frozenset[str]) -> bool:
    if things is EVENTS:
        return any(map(is_held, statements(text))) or any(
            is_event(sentence.tokens, at)
            for sentence in read(text).sentences
            for at, token in enumerate(sentence.tokens)
            if token.kind == "word"
        )
    named = read(text).lemmas
    return bool(named & things) or (things is not PRINTED and bool({key(lemma) for lemma in named} & things))
