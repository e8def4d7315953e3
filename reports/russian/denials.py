"""What a text says that there was none of: «нарушений не выявлено», «обращений не поступало», «увольнений нет»."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .nouns import complement_of, first_noun, is_noun
from .pieces import Piece, own_years, pieces
from .roots import root
from .words import Token, read

# To deny these is to say that there was nothing; «не нарушались», «не размещён» says something else.
_OF_BEING = frozenset(
    root(lemma)
    for lemma in (
        "быть иметься существовать выявить выявляться установить установиться устанавливаться обнаружить фиксироваться"
        " зафиксировать поступить поступать провести проводиться состояться рассмотреть рассматриваться допустить"
        " допускаться привлечь привлекаться применить применяться увольняться уволить зарегистрировать"
        " регистрироваться возникнуть возникать подать подаваться"
    ).split()
)
# What makes the denial one of a part only: «иных нарушений», «кроме этого случая», «в первом квартале».
_LIMITS = frozenset(
    "иной другой новый дополнительный повторный остальной прочий кроме исключение квартал полугодие месяц внеплановый"
    " ранее больше более помимо пока".split()
)
_DOUBTS = frozenset("нельзя если".split())


@dataclass(frozen=True, slots=True)
class Denial:
    """That there was none of something, at text[start:end]."""

    start: int
    end: int
    quote: str
    noun: frozenset[str]  # roots of what there was none of
    complement: frozenset[str]  # roots of the noun that completes it: of «нарушений запретов» that of «запретов»
    verbs: frozenset[str]  # roots of what was not done
    words: frozenset[str]  # roots of the whole clause
    qualifiers: frozenset[str]  # roots of the adjectives of the noun
    is_limited: bool
    years: frozenset[int]


@lru_cache(maxsize=4096)
def denials(text: str) -> tuple[Denial, ...]:
    """What the text says that there was none of, in order."""
    return tuple(
        denial
        for sentence in read(text).sentences
        for piece in pieces(sentence)
        if not piece.amounts and not sentence.lemmas & _DOUBTS
        for denial in _denial(piece, text)
    )


def _denial(piece: Piece, text: str) -> Iterator[Denial]:
    tokens = piece.tokens
    verbs = frozenset(_denied_verbs(tokens))
    if not verbs:
        return
    noun = first_noun(tokens) or _noun_before_denial(tokens)
    roots: frozenset[str] = frozenset()
    complement: frozenset[str] = frozenset()
    qualifiers: frozenset[str] = frozenset()
    if noun is not None:
        at = next(at for at, token in enumerate(tokens) if token is noun)
        roots = frozenset(root(lemma) for lemma in noun.lemmas)
        complement = complement_of(tokens, at)
        qualifiers = frozenset(_qualifiers(tokens, at))
    lemmas = {lemma for token in tokens for lemma in token.lemmas}
    start, end = tokens[0].start, tokens[-1].end
    yield Denial(
        start=start,
        end=end,
        quote=text[start:end].lstrip("-–—• "),
        noun=roots,
        complement=complement,
        verbs=verbs,
        words=frozenset(root(lemma) for lemma in lemmas),
        qualifiers=qualifiers,
        is_limited=bool(lemmas & _LIMITS),
        years=frozenset(own_years(tokens)),
    )


def _noun_before_denial(tokens: Sequence[Token]) -> Token | None:
    """«При проведении оценки нарушений не выявлено»: the last genitive before the denial."""
    at = next((at for at, token in enumerate(tokens) if token.lower in ("не", "нет")), 0)
    last = tokens[at - 1] if at else None
    return last if last and is_noun(last) and any(form.case == "gent" for form in last.forms) else None


def _denied_verbs(tokens: Sequence[Token]) -> Iterator[str]:
    """Roots of the verbs of being that are denied; of «нет» and «отсутствуют» that of «быть»."""
    for at, token in enumerate(tokens):
        if token.lemma in ("нет", "отсутствовать"):
            yield root("быть")
        if token.lower != "не":
            continue
        for beyond in tokens[at + 1 : at + 3]:
            found = {root(form.lemma) for form in beyond.forms if form.part in ("VERB", "PRTS", "INFN")} & _OF_BEING
            yield from found
            if found != {root("быть")}:
                break
        if at and tokens[at - 1].is_a("PRTS"):
            yield from {root(lemma) for lemma in tokens[at - 1].lemmas} & _OF_BEING


def _qualifiers(tokens: Sequence[Token], at: int) -> Iterator[str]:
    for token in reversed(tokens[:at]):
        if not token.is_a("ADJF", "PRTF"):
            break
        yield from (root(lemma) for lemma in token.lemmas)
