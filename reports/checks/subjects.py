"""What an indicator counts, in words that can be compared with those of a text."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from reports.figures import Definition
from reports.russian import Token, read

from .clauses import is_noun, noun_lemma
from .finding import CheckedRow, Wording
from .lexicon import CARRIERS, FINDING, LIGHT_VERBS, NEUTRAL, PEOPLE, RECEIVING, key, plain
from .statements import denials

_WORK = frozenset("анализ проверка экспертиза мониторинг обучение опрос".split())


@dataclass(frozen=True)
class Subject:
    """`counted`: keys of the thing counted and of what befell it; `keys`: of all words of the indicator's name.

    `held_at`: of the occasions without which there is none: «заседание» of «рассмотрено вопросов на заседаниях».
    """

    counted: frozenset[str]
    keys: frozenset[str]
    held_at: frozenset[str]


def subject(row: CheckedRow, definition: Definition) -> Subject:
    """What an indicator of the row counts."""
    wording = row.wordings.get(definition.code, Wording())
    return _subject(definition.name, wording.words, wording.phrase_for_zero)


def telling(row: CheckedRow, definition: Definition) -> frozenset[str]:
    """The words that tell this indicator from the row's others which count the same: of two briefings «увольнение»."""
    own = subject(row, definition)
    others = (subject(row, f.definition) for f in row.figures if f.definition.code != definition.code)
    alike = [other for other in others if other.counted & own.counted]
    return own.keys - frozenset(k for other in alike for k in other.keys) if alike else frozenset()


@lru_cache(maxsize=4096)
def _subject(name: str, words: str, phrase_for_zero: str) -> Subject:
    tokens = read(name).words
    counted = [key(plain(t.forms[0].lemma)) for t in tokens if _befell(t)]
    # «Лица с установленными фактами недостоверности»: what is counted is the last of the chain.
    for at, token in enumerate(tokens):
        if not is_noun(token):
            continue
        counted_lemma = noun_lemma(token)
        if counted_lemma in PEOPLE and _is_followed(tokens, at):
            continue
        if counted_lemma in CARRIERS:
            continue
        if not (_is_place(tokens, at) and counted):
            counted.append(key(counted_lemma))
        break
    counted += [
        key(noun_lemma(t)) for at, t in enumerate(tokens) if noun_lemma(t) in _WORK and not _is_place(tokens, at)
    ]
    counted += [key(lemma) for part in words.split(",") for lemma in _first_noun(part)]
    named = [t for t in tokens if is_noun(t) or t.is_a("ADJF", "PRTF", "PRTS", "VERB")]
    keys = frozenset(key(noun_lemma(t) if is_noun(t) else plain(t.forms[0].lemma)) for t in named)
    counted += [about for denial in denials(phrase_for_zero) for about in denial.abouts if about not in NEUTRAL]
    held_at = frozenset(key(noun_lemma(t)) for before, t in pairwise(tokens) if before.lower == "на" and is_noun(t))
    return Subject(frozenset(counted), keys | frozenset(key(lemma) for lemma in read(words).lemmas), held_at)


def _befell(token: Token) -> bool:
    """«Привлечены», «проанализирована», «исключённые»: what was done with it, if that says more than «проведено»."""
    form = token.forms[0]
    lemma = plain(form.lemma)
    if form.part not in ("PRTS", "PRTF", "VERB") or lemma in LIGHT_VERBS or lemma in FINDING or lemma in RECEIVING:
        return False
    return form.part != "PRTF" or "past" in form.tags


def _is_followed(tokens: tuple[Token, ...], at: int) -> bool:
    return any(is_noun(token) for token in tokens[at + 1 :])


def _is_place(tokens: tuple[Token, ...], at: int) -> bool:
    return at > 0 and tokens[at - 1].is_a("PREP")


def _first_noun(part: str) -> list[str]:
    return [noun_lemma(token) for token in read(part).words if is_noun(token)][:1]
