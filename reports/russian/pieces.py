"""A sentence in pieces: clauses, and the members of a list that have a number each."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise

from .amounts import Amount, amounts, year_of
from .words import Sentence, Token

_PREDICATES = ("VERB", "PRTS", "PRED")
_JOINING = frozenset("и а но также".split())
_DASHES = ("–", "—", "-")
_COMPARED = frozenset("чем против сравнение отличие".split())
_OF_INCOME = frozenset("доход расход имущество обязательство сведение справка декларация декларационный".split())


@dataclass(frozen=True)
class Piece:
    """A stretch of a sentence; the places of its amounts count from its first token."""

    tokens: tuple[Token, ...]
    amounts: tuple[Amount, ...]
    in_brackets: bool = False
    opens_list: bool = False  # a colon follows

    @cached_property
    def has_predicate(self) -> bool:
        return has_predicate(self.tokens)


def has_predicate(tokens: Sequence[Token]) -> bool:
    """Whether the words say that something is or was done."""
    return any(token.forms and token.forms[0].part in _PREDICATES for token in tokens)


def denied(tokens: Sequence[Token]) -> Iterator[int]:
    """Where the words stand that «не» denies: «не представили», «не был привлечён», «проведён не был»."""
    for at, token in enumerate(tokens):
        if "невыполненный" in token.lemmas:
            yield at  # «остался невыполненным»
        if token.lower not in ("не", "нет", "без"):
            continue
        beyond = at + 1
        if beyond < len(tokens) and "быть" in tokens[beyond].lemmas:
            if at and tokens[at - 1].is_a("PRTS", "PRED"):
                yield at - 1
            beyond += 1
        yield min(beyond, len(tokens) - 1)  # «обращений не было»: nothing but that


def own_years(tokens: Sequence[Token]) -> tuple[int, ...]:
    """Years in which something was; not «чем в 2023 году», «на 2024 год», «с 2019 года», «доходы за 2023 год»."""
    found = []
    for at, token in enumerate(tokens):
        year = year_of(token)
        before = tokens[at - 1].lower if at else ""
        after = tokens[at + 1].text if at + 1 < len(tokens) else ""
        if year is None or before in ("на", "с", "до", *_DASHES) or after in _DASHES:
            continue
        is_compared = any(word.lemmas & _COMPARED for word in tokens[max(0, at - 4) : at])
        is_of_something = any(word.is_a("PRTF") for word in tokens[max(0, at - 5) : at])  # «принятых в 2022 году»
        if not is_compared and not is_of_income(tokens, at) and not is_of_something:
            found.append(year)
    return tuple(found)


def is_of_income(tokens: Sequence[Token], at: int) -> bool:
    """Whether the year at this place is that of a declaration: «сведения о доходах за 2022 год»."""
    return any(word.lemmas & _OF_INCOME for word in tokens[max(0, at - 12) : at])


@lru_cache(maxsize=10_000)
def pieces(sentence: Sentence) -> tuple[Piece, ...]:
    """The pieces, in order; signs between them belong to none.

    A comma cuts only where both sides say something of their own, a number or what was done: not between the members
    of a mere enumeration. «и» and a dash cut between two numbers.
    """
    tokens = sentence.tokens
    found: list[Piece] = []
    for group in _joined(_stretches(tokens, amounts(tokens))):
        found += _cut_between_numbers(_as_one(group))
    return tuple(found)


def _joined(stretches: Iterable[Piece]) -> Iterator[list[Piece]]:
    """What commas, colons, semicolons and brackets set apart, together again where it makes but one clause."""
    begun: list[Piece] = []
    says = False
    for piece in stretches:
        last = begun[-1] if begun else None
        if last and (last.opens_list or last.in_brackets != piece.in_brackets or (says and _says(piece))):
            yield begun
            begun, says = [], False
        begun.append(piece)
        says = says or _says(piece)
    if begun:
        yield begun


def _as_one(group: Sequence[Piece]) -> Piece:
    tokens: list[Token] = []
    numbers: list[Amount] = []
    for piece in group:
        numbers += (_moved(number, len(tokens)) for number in piece.amounts)
        tokens += piece.tokens
    return Piece(tuple(tokens), tuple(numbers), group[-1].in_brackets, group[-1].opens_list)


def _says(piece: Piece) -> bool:
    return bool(piece.amounts) or piece.has_predicate


def _stretches(tokens: Sequence[Token], numbers: Sequence[Amount]) -> Iterator[Piece]:
    within = {at for number in numbers for at in range(number.first + 1, number.last + 1)}
    ahead = deque(numbers)
    start, in_brackets = 0, False
    for at, token in enumerate(tokens):
        is_cut = token.kind == "sign" and token.text in ",;:()" and at not in within
        if not is_cut and at + 1 < len(tokens):
            continue
        end = at if is_cut else at + 1
        if end > start:
            piece = Piece(tuple(tokens[start:end]), _taken(ahead, start, end), in_brackets, token.text == ":")
            # brackets that say nothing of their own do not interrupt: «служащих (должностных лиц) не уволено»
            yield piece if _says(piece) else replace(piece, in_brackets=False)
        start = at + 1
        if is_cut and token.text in "()":
            in_brackets = token.text == "("


def _taken(ahead: deque[Amount], start: int, end: int) -> tuple[Amount, ...]:
    """Takes the numbers before `end`; their places count from `start`."""
    taken = []
    while ahead and ahead[0].first < end:
        taken.append(_moved(ahead.popleft(), -start))
    return tuple(taken)


def _cut_between_numbers(piece: Piece) -> Iterator[Piece]:
    """«14 при приёме и 10 – при увольнении» are two."""
    cuts = []
    for number, following in pairwise(piece.amounts):
        between = range(number.last + 1, following.first)
        joins = [at for at in between if piece.tokens[at].lower in _JOINING and not _joins_verbs(piece.tokens, at)]
        joins = joins or [at for at in between if _is_dash(piece.tokens, at)]
        cuts += joins[-1:]
    ahead = deque(piece.amounts)
    start = 0
    for end in [*cuts, len(piece.tokens)]:
        opens_list = piece.opens_list and end == len(piece.tokens)
        yield Piece(piece.tokens[start:end], _taken(ahead, start, end), piece.in_brackets, opens_list)
        start = end


def _joins_verbs(tokens: Sequence[Token], at: int) -> bool:
    """«выявлен и устранён»."""
    return has_predicate(tokens[at - 1 : at]) and has_predicate(tokens[at + 1 : at + 2])


def _is_dash(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].text in _DASHES and tokens[at].start > tokens[at - 1].end and tokens[at - 1].kind == "word"


def _moved(number: Amount, by: int) -> Amount:
    return replace(number, first=number.first + by, last=number.last + by)
