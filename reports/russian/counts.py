"""How many of what: the counts of a text, each with the noun that is counted and what is said of it.

What one clause leaves out («при увольнении – 8») is taken from the clauses before it, or from the line that a list
begins with.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise

from .amounts import Amount, year_of
from .nouns import complement_of, first_noun, is_noun, is_person, last_noun, noun_after
from .pieces import Piece, denied, has_predicate, is_of_income, own_years, pieces
from .roots import root
from .words import Sentence, Token, read
from .zones import BEFORE, EARLIER, NEAR, OWN, Zone, roots_of

_ALL = frozenset("все всех всем всеми всего итого оба обе обоих".split())
_THEY = frozenset("он она они все оба каждый".split())
_PART_MARKS = {("из", "них"), ("из", "которых"), ("том", "числе"), ("из", "числа"), ("среди", "них")}
_UNITS = frozenset("ед единица шт штука".split())
_NUMBER = frozenset("число количество".split())
_TOTALS = frozenset("всего итого".split())
_PERIODS = frozenset("полугодие квартал".split())
_LIST_MARKS = ("-", "–", "—", "•")
_MEMORY = 8  # pieces before a count that may say what it leaves out
_WINDOW = 60  # words of a clause on either side of a number that are looked at
_OPENING = 6  # words of a sentence in which «В 2023 году …» is said of all of it


@dataclass(frozen=True)
class Count:
    """A number of things or people, at text[start:end]."""

    value: int
    start: int
    end: int
    sentence: int  # where its sentence starts
    quote: str  # the clause that says it, as it stands
    noun: Token | None  # what is counted
    is_inherited: bool  # the noun stands with an earlier count, or at the head of the list
    of_people: bool | None  # None: the text does not say
    is_times: bool = False  # «собиралась 5 раз», «собиралась дважды»
    is_part: bool = False  # «из них 3», «в том числе 3»
    is_whole: bool = False  # «3 из 9»: the 9
    is_total: bool = False  # «18 школ и 9 садов, всего 27»: the 27
    is_of_period: bool = False  # «2 – в первом полугодии, 3 – во втором»
    in_brackets: bool = False
    preposition: str = ""  # directly before: «на двух заседаниях»
    governor: str = ""  # the lemma before: «с участием 9», «в отношении 9»
    years: frozenset[int] = frozenset()  # that the clause names as its own
    zones: tuple[Zone, ...] = field(default=(), repr=False)

    @cached_property
    def words(self) -> dict[str, float]:
        """The roots of the words around, each with how near it stands: OWN clause, NEAR, BEFORE, EARLIER and less."""
        return roots_of(self.zones, only_free=False)

    @cached_property
    def free_words(self) -> dict[str, float]:
        """Like words, without nouns that only complete another: of «проекты актов» the «проекты»."""
        return roots_of(self.zones, only_free=True)

    @cached_property
    def denied(self) -> frozenset[str]:
        """Roots of what the own clause denies: «двое не представили»."""
        return frozenset(root(lemma) for tokens in self.own for at in denied(tokens) for lemma in tokens[at].lemmas)

    @cached_property
    def own(self) -> tuple[tuple[Token, ...], ...]:
        """The words of the own clause."""
        return tuple(tokens for level, tokens in self.zones if level == OWN)

    @cached_property
    def is_of_all(self) -> bool:
        """«все 9», «всего 9», «все лица представили (9 чел.)»."""
        words = [token.lower for level, tokens in self.zones if level >= NEAR for token in tokens]
        is_of_each = self.governor == "каждый"  # «в каждой из 11 организаций»
        return is_of_each or bool(_ALL.intersection(words)) or ("100", "%") in pairwise(words)

    @cached_property
    def has_predicate(self) -> bool:
        """Whether the own clause says what was done."""
        return any(has_predicate(tokens) for tokens in self.own)

    @cached_property
    def complement(self) -> frozenset[str]:
        """Roots of the noun that completes the counted one: «2 факта аффилированности»; none if there is none."""
        for tokens in self.own:
            for at, token in enumerate(tokens):
                if token is self.noun:
                    return complement_of(tokens, at)
        return frozenset()


@lru_cache(maxsize=4096)
def counts(text: str) -> tuple[Count, ...]:
    """The counts of a text, in order. What is no count: see amounts()."""
    reader = _Reader(text)
    for sentence in read(text).sentences:
        reader.read(sentence)
    return tuple(reader.found)


class _Reader:
    """Goes through a text and keeps in mind what a count may leave out."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Count] = []
        self.past: list[Piece] = []
        self.heading: list[Piece] = []  # the line that the current list began with
        self.of_list = 0  # the number of counts before the current list
        self.clauses: list[Piece] = []  # of this sentence; a semicolon does not end it
        self.before = 0  # the number of counts before this sentence
        self.is_open = False

    def read(self, sentence: Sentence) -> None:
        is_item = sentence.tokens[0].text in _LIST_MARKS
        cut = list(pieces(sentence))
        if not is_item:
            self.heading = []
        if is_item or not self.is_open:
            self.past = (self.past + self.clauses)[-_MEMORY:]
            self.clauses = []
            self.before = len(self.found)
        if not self.heading:
            self.of_list = self.before
        clauses = [*self.clauses[-_MEMORY:], *cut]
        for at, piece in enumerate(clauses[len(clauses) - len(cut) :], len(clauses) - len(cut)):
            for number in range(len(piece.amounts)):
                self.found.append(_Place(self, sentence, clauses, at, number).count())
        if sentence.tokens[-1].text == ":":
            self.heading = cut if len(cut) < _MEMORY else [*cut[:1], *cut[-_MEMORY:]]
            self.of_list = len(self.found)
        self.clauses = clauses
        self.is_open = sentence.tokens[-1].text == ";"


class _Place:
    """The place of one number: in which piece of which sentence, and what stands around."""

    def __init__(self, reader: _Reader, sentence: Sentence, cut: Sequence[Piece], at: int, number: int) -> None:
        self.reader = reader
        self.sentence = sentence
        self.cut = cut
        self.at = at
        self.piece = cut[at]
        self.amount = self.piece.amounts[number]
        self.tokens = self.piece.tokens
        self.previous = self.piece.amounts[number - 1] if number else None
        self.following = self.piece.amounts[number + 1] if number + 1 < len(self.piece.amounts) else None
        # the count before this one, if it stands in the same sentence
        self.last = reader.found[-1] if len(reader.found) > reader.before else None
        self.noun_at = noun_after(self.tokens, self.amount)
        named = self.tokens[self.noun_at].lemmas if self.noun_at is not None else frozenset()
        self.is_times = self.amount.is_times or "раз" in named
        self.is_whole = self._is_whole()

    def count(self) -> Count:
        noun, is_inherited, of_people = self._noun()
        first = self.tokens[self.amount.first]
        last = self.tokens[self._last()]
        preposition, governor = self._governor()
        zones = tuple(self._zones())
        return Count(
            value=self.amount.value,
            start=first.start,
            end=last.end,
            sentence=self.sentence.start,
            quote=self._quote(),
            noun=noun,
            is_inherited=is_inherited,
            of_people=of_people,
            is_times=self.is_times,
            is_part=self._is_part(),
            is_whole=self.is_whole,
            is_total=self._is_total(),
            is_of_period=self._is_of_period(is_inherited=is_inherited),
            in_brackets=self.piece.in_brackets,
            preposition=preposition,
            governor=governor,
            years=self._years(),
            zones=zones,
        )

    def _noun(self) -> tuple[Token | None, bool, bool | None]:
        """What is counted, whether that was said before, and whether it is people (None: perhaps)."""
        after = None if self.noun_at is None else self.tokens[self.noun_at]
        if self.is_times:
            return self._of_times(), False, False
        if after is not None and is_noun(after) and not after.lemmas & _UNITS:
            return after, False, is_person(after)
        if self.amount.is_collective:
            return None, bool(self.last or self._headings()), True
        before = self._noun_before()
        if before is not None:
            # «адаптационный курс – 4» may be people, «проекты (4 ед.)» are things
            return before, False, is_person(before) or (None if after is None else False)
        return self._noun_of_another()

    def _noun_of_another(self) -> tuple[Token | None, bool, bool | None]:
        earlier = self._earlier()
        if earlier is None and self._is_after_total_word():
            # «Заседания прошли 18 февраля и 20 мая, итого два»
            named = next((noun for piece in self._pieces_before() if (noun := first_noun(piece.tokens))), None)
            return named, True, is_person(named) if named else None
        opening = self.cut[self.at - 1] if self.at else None
        if opening and opening.opens_list and not opening.amounts and (named := first_noun(opening.tokens)):
            return named, True, is_person(named) or None  # «4 семинара; инструктажи: 3 – при приёме»
        if earlier is not None and earlier.noun is not None:
            # «проведено 5 заседаний, привлечено 3»: perhaps people after all
            is_certain = earlier.of_people or self._is_anaphoric() or not has_predicate(self._own_tokens())
            return earlier.noun, True, earlier.of_people if is_certain else None
        noun = next((noun for piece in reversed(self._headings()) if (noun := first_noun(piece.tokens))), None)
        return noun, True, is_person(noun) if noun else None

    def _is_whole(self) -> bool:
        """«3 служащих из 9», «3 из 9 служащих», «3 служащих (из 9)», but not «5 работ из 3 школ»."""
        if self.previous is None:
            before = self.cut[self.at - 1] if self.at and self.piece.in_brackets else None
            return before is not None and bool(before.amounts) and _is_out_of(self.tokens[: self.amount.first])
        if self.previous.last + 1 >= self.amount.first:
            return False
        end = _end(self.tokens, self.previous)
        if _is_out_of(self.tokens[self.previous.last + 1 : self.amount.first]):
            return True
        if not _is_out_of(self.tokens[end : self.amount.first]):
            return False
        part, whole = self.tokens[end - 1], None if self.noun_at is None else self.tokens[self.noun_at]
        if whole is None or not is_noun(whole) or not is_noun(part):
            return True
        return bool(part.lemmas & whole.lemmas) or (is_person(part) and is_person(whole))

    def _of_times(self) -> Token | None:
        """«Семинары проводились 5 раз», «…, при увольнении – 3 раза»."""
        here = first_noun(self.tokens[max(0, self.amount.first - _WINDOW) : self.amount.first])
        before = (noun for piece in reversed(self._pieces_before()) if (noun := first_noun(piece.tokens)))
        return here or (self.last.noun if self.last else next(before, None))

    def _is_anaphoric(self) -> bool:
        after = [token.lower for token in self.tokens[self.amount.last + 1 : self.amount.last + 3]]
        return after in (["из", "них"], ["из", "которых"])

    def _earlier(self) -> Count | None:
        """The count whose noun this one leaves out."""
        if self.last:
            return self.last
        is_reference = self._is_anaphoric() or self._is_part() or self.tokens[self.amount.first].lemma == "оба"
        in_list = bool(self.reader.heading) and len(self.reader.found) > self.reader.of_list
        return self.reader.found[-1] if (is_reference and self.reader.found) or in_list else None

    def _noun_before(self) -> Token | None:
        """«Инструктажей проведено 5», «проекты – 118», «все обязанные лица (28)»; not of «5 из них», «9 обязанных»."""
        after = None if self.noun_at is None else self.tokens[self.noun_at]
        if self._is_anaphoric() or (after is not None and not after.lemmas & _UNITS):
            return None
        start = 0 if self.previous is None else min(_end(self.tokens, self.previous), self.amount.first)
        noun = first_noun(self.tokens[start : self.amount.first])
        is_alone = not any(token.kind == "word" for token in self.tokens[self._last() + 1 :])
        if noun is None and self.piece.in_brackets and self.at and is_alone:
            noun = last_noun(self.cut[self.at - 1].tokens)
        return noun

    def _last(self) -> int:
        """The last word of the number with its noun."""
        return self.amount.last if self.noun_at is None else self.noun_at

    def _headings(self) -> list[Piece]:
        return self.reader.heading[-2:] + [piece for piece in self._pieces_before() if piece.opens_list]

    def _pieces_before(self) -> Sequence[Piece]:
        return self.cut[max(0, self.at - _MEMORY) : self.at]

    def _own_tokens(self) -> tuple[Token, ...]:
        start = 0 if self.previous is None else min(_end(self.tokens, self.previous), self.amount.first)
        if self.is_whole:
            start = self.amount.first
        end = len(self.tokens) if self.following is None else self.following.first
        return self.tokens[start:end]

    def _zones(self) -> Iterator[Zone]:
        own = self._own_tokens()
        yield OWN, own
        if self._is_total():
            return  # «…, всего 14 инструктажей»: not only those of the clause before
        before = list(self._pieces_before())
        if self.piece.in_brackets and not has_predicate(own) and before:
            bracketed = before.pop()
            yield (NEAR if bracketed.amounts else OWN), bracketed.tokens
        if self.following is None:
            yield from self._after(before)
        counted = before
        if self.previous is None:
            counted = []
            for at, piece in enumerate(before):
                is_near = not any(between.amounts for between in before[at:])
                if is_near or (piece.opens_list and not piece.amounts):
                    yield NEAR, piece.tokens
                else:
                    counted.append(piece)
        for piece in self.reader.heading:
            yield (BEFORE if piece.amounts else NEAR), piece.tokens
        yield BEFORE, self.tokens[max(0, self.amount.first - _WINDOW) : self.amount.last + _WINDOW]
        yield from ((BEFORE - at / 20, piece.tokens) for at, piece in enumerate(reversed(counted)))
        yield from ((EARLIER - at / 20, piece.tokens) for at, piece in enumerate(reversed(self.reader.past)))

    def _after(self, before: Sequence[Piece]) -> Iterator[Zone]:
        """The clauses up to the next number: «6 служащих, впервые поступившие, прошли …»."""
        # «выявлено 4 фактора: 3 – в проектах, 1 – в актах, исключены все» says that of the 4
        is_member = any(piece.opens_list and piece.amounts for piece in before)
        # «112 лиц (96 служащих и 16 руководителей), то есть все обязанные» says that of the 112
        bracketed = next((piece for piece in reversed(self._pieces_before()) if not piece.in_brackets), None)
        is_aside = self.piece.in_brackets and bracketed is not None and bool(bracketed.amounts)
        for piece in self.cut[self.at + 1 : self.at + 1 + _MEMORY]:
            if piece.in_brackets and not self.piece.in_brackets:
                continue
            if piece.amounts or (is_aside and not piece.in_brackets):
                break
            refers = piece is self.cut[self.at + 1] and bool(piece.tokens[0].lemmas & _THEY)
            yield EARLIER if is_member else OWN if refers else NEAR, piece.tokens

    def _is_total(self) -> bool:
        return self.last is not None and self._is_after_total_word()

    def _is_after_total_word(self) -> bool:
        before = self.tokens[max(0, self.amount.first - 3) : self.amount.first]
        return any(token.lower in _TOTALS for token in before)

    def _is_part(self) -> bool:
        start = 0 if self.previous is None else self.previous.last
        before = [token.lower for token in self.tokens[start : self.amount.first]]
        if self.piece.in_brackets and self.at and self.previous is None and not self.cut[self.at - 1].amounts:
            before = [token.lower for token in self.cut[self.at - 1].tokens] + before
        after = tuple(token.lower for token in self.tokens[self.amount.last + 1 : self.amount.last + 3])
        return "включая" in before or any(pair in _PART_MARKS for pair in (*pairwise(before), after))

    def _is_of_period(self, *, is_inherited: bool) -> bool:
        own = self._own_tokens()
        continues = self.last is not None and self.last.is_of_period and is_inherited and not has_predicate(own)
        return continues or any(token.lemmas & _PERIODS for token in own)

    def _governor(self) -> tuple[str, str]:
        at = self.amount.first - 1
        while at >= 0 and (self.tokens[at].lower in _ALL or self.tokens[at].is_a("ADJF")):
            at -= 1
        preposition = self.tokens[at].lower if at >= 0 and self.tokens[at].is_a("PREP") else ""
        if preposition:
            at -= 1
        return preposition, self.tokens[at].lemma if at >= 0 else ""

    def _years(self) -> frozenset[int]:
        own = own_years(self._own_tokens())
        if not own and self.piece.in_brackets and self.at:
            own = _last_year(self.cut[self.at - 1].tokens)  # «больше, чем в 2023 году (100 проектов)»
        if not own:
            opening = [*self.reader.heading[:1], *self.cut[:1]]
            own = tuple(year for piece in opening for year in own_years(piece.tokens[:_OPENING]))
        return frozenset(own)

    def _quote(self) -> str:
        """The clause, without the dash of a list; with the clause before it if it is but a number in brackets."""
        first, last = max(0, self.amount.first - _WINDOW), min(len(self.tokens), self.amount.last + _WINDOW) - 1
        start = self.tokens[first].start
        if self.piece.in_brackets and self.at:
            start = self.cut[self.at - 1].tokens[-_WINDOW:][0].start
        text = self.reader.text[start : self.tokens[last].end].lstrip("-–—• ")
        return f"{text})" if self.piece.in_brackets else text


def _is_out_of(tokens: Sequence[Token]) -> bool:
    """«из», «из имеющихся», «из общего числа»."""
    words = (token.is_a("ADJF", "PRTF") or token.lemmas & _NUMBER for token in tokens[1:])
    return bool(tokens) and tokens[0].lower == "из" and all(words)


def _end(tokens: Sequence[Token], amount: Amount) -> int:
    noun = noun_after(tokens, amount)
    return (amount.last if noun is None else noun) + 1


def _last_year(tokens: Sequence[Token]) -> tuple[int, ...]:
    years = (year for at, token in enumerate(tokens) if (year := year_of(token)) and not is_of_income(tokens, at))
    return tuple(years)[-1:]
