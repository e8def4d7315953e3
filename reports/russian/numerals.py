"""Numbers that are written in words: «трое», «двадцать один», «пять тысяч двести», «ни одного»."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from .words import Token, analyse

# The forms are morphology's job: these are lemmas.
_VALUES = {
    lemma: value
    for words, values in (
        ("ноль нуль", (0, 0)),
        ("один два три четыре пять шесть семь восемь девять десять", range(1, 11)),
        ("двое трое четверо пятеро шестеро семеро восьмеро девятеро десятеро", range(2, 11)),
        ("оба", (2,)),
        ("одиннадцать двенадцать тринадцать четырнадцать пятнадцать", range(11, 16)),
        ("шестнадцать семнадцать восемнадцать девятнадцать", range(16, 20)),
        ("двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто", range(20, 91, 10)),
        ("сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот", range(100, 901, 100)),
    )
    for lemma, value in zip(words.split(), values, strict=True)
}
_POWERS = {"тысяча": 1_000, "миллион": 1_000_000}
_PARTS = ("NUMR", "ADJF", "NOUN")  # «пять», «один», «ноль»
_TENS, _HUNDREDS = 20, 100


@dataclass(frozen=True, slots=True)
class Numeral:
    """A whole number in words: tokens[first : last + 1] of what was searched."""

    value: int
    first: int
    last: int
    is_collective: bool  # «двое», «трое»: of people, where no noun follows


def numerals(tokens: Sequence[Token]) -> Iterator[Numeral]:
    """The numbers in words among the tokens of a sentence, in order; «ни одного» is 0.

    Not among them: ordinals («первый», «двадцать первый», the year «две тысячи двадцать четвёртый»), «один из
    направлений» (but «один из них»), «одни», «одно и то же», «не один».
    """
    at = 0
    while at < len(tokens):
        end, value = _compound(tokens, at)
        if end == at:
            at += 1
            continue
        if not _is_ordinal(tokens, end, value):
            if value == 1 and tokens[at].lemma == "один":
                yield from _one(tokens, at)
            else:
                yield Numeral(value, at, end - 1, is_collective="Coll" in tokens[at].forms[0].tags)
        at = end


def _compound(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """Where the number that begins at `at` ends (at `at` itself, if none does) and its value."""
    start = at
    total = part = 0
    smallest = 1_000  # of the part: «двадцать один», but «один двадцать» are two numbers
    power_before = 1_000_000_000
    while at < len(tokens) and tokens[at].kind == "word":
        power = _POWERS.get(tokens[at].lemma)
        if power is not None:
            # «тысячи жителей» is no number, «тысяча жителей» is
            is_vague = part == 0 and any(form.number == "plur" for form in tokens[at].forms)
            if power >= power_before or is_vague:
                break
            total += (part or 1) * power
            part, smallest, power_before = 0, 1_000, power
        else:
            value = _simple(tokens, at)
            if value is None or (at > start and not 0 < value < smallest):
                break
            part += value
            smallest = _place(value)
        at += 1
    return at, total + part


def _place(value: int) -> int:
    """What may follow a number's part must be smaller than this: after «двадцать» only units."""
    if value >= _HUNDREDS:
        return _HUNDREDS
    return 10 if value >= _TENS else 0


def _simple(tokens: Sequence[Token], at: int) -> int | None:
    """The value of one word, or None; of «семью» the reading as a number must fit the word that follows."""
    token = tokens[at]
    value = _value_of(token.lower)
    if value is None or (token.text.isupper() and len(token.text) > 1):
        return None  # «СТО» is an abbreviation
    if token.lemma == "семья":
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        with_number = following and any(form.case == "ablt" and form.number == "plur" for form in following.forms)
        return value if with_number else None
    return value


@cache
def _value_of(word: str) -> int | None:
    return next((_VALUES[form.lemma] for form in analyse(word) if form.lemma in _VALUES and form.part in _PARTS), None)


def _is_ordinal(tokens: Sequence[Token], end: int, value: int) -> bool:
    """Whether an ordinal ends the number: «двадцать первый», «две тысячи двадцать четвёртый»."""
    if end == len(tokens) or value < _TENS or value % 10:
        return False
    return any("Anum" in form.tags and form.lemma != "один" and form.number == "sing" for form in tokens[end].forms)


def _one(tokens: Sequence[Token], at: int) -> Iterator[Numeral]:
    """«Один» as a number: not where it only means «some» or «the same»."""
    before = tokens[at - 1].lower if at else ""
    after = [token.lower for token in tokens[at + 1 : at + 3]] + ["", ""]
    if before == "ни":
        yield Numeral(0, at - 1, at, is_collective=False)
    elif before != "не" and tokens[at].forms[0].number == "sing":
        is_part = after[0] == "из" and after[1] not in ("них", "которых")
        is_same = after[0] == "и" and after[1].startswith("т")
        if not is_part and not is_same:
            yield Numeral(1, at, at, is_collective=False)
