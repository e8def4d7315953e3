"""What several counts that may be one indicator's value say together: parts and wholes, lists, totals."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from reports.russian import Token
from reports.russian.counts import Count

from .indicators import concepts_of
from .lexicon import EVENTS

_LONGEST_SUM = 12
_JOINED_WITHIN = 5  # words
_MOST_SINGLES = 3
_DASHES = ("-", "–", "—")
FAR_BEHIND = 5  # so much less of a rank no longer speaks for another value


@dataclass(frozen=True, slots=True)
class Fit:
    """That a count may be an indicator's value; the greater the rank, the likelier."""

    count: Count
    at: int  # its place among the text's counts
    value: int
    rank: float
    is_certain: bool = True  # else another indicator fits better, and the count only adds to the others
    is_mere_part: bool = False  # «в том числе дистанционно 3»


@dataclass(frozen=True, slots=True)
class Chosen:
    """The value, the count that shows it, and whether nothing speaks for another."""

    value: int
    count: Count  # that shows it
    is_only: bool


def without_parts(fits: Sequence[Fit]) -> list[Fit]:
    """The fits without those that make up an earlier one: of «трое: двоим – замечание, одному – выговор» the three."""
    kept: list[Fit] = []
    at = 0
    while at < len(fits):
        whole = fits[at]
        kept.append(whole)
        at += 1
        end, rest = at, whole.value
        while end < len(fits) and fits[end].count.sentence == whole.count.sentence and rest > 0:
            rest -= fits[end].value
            end += 1
        if not rest and end - at > 1 and all(part.rank <= whole.rank for part in fits[at:end]):
            at = end
    return kept


def choose(fits: Sequence[Fit], all_counts: Sequence[Count]) -> Chosen | None:
    """The value that the counts speak for; None if it is not clear."""
    return _chosen(fits) or _total(all_counts, fits)


def further(fits: Sequence[Fit], all_counts: Sequence[Count], others: Collection[int] = ()) -> set[int]:
    """All values that the counts can be read as giving, in whatever sum; `others`: where others' stand."""
    values = {
        fit.value
        for fit in fits
        if fit.is_certain and not fit.is_mere_part and not any(_is_part_of(fit, other) for other in fits)
    }
    values |= set(_sums(fits)) | set(_enumerated(all_counts, fits, others))
    singles = min(max((_singles(fit.count) for fit in fits), default=0), _MOST_SINGLES)
    return values | {value + more for value in values for more in range(1, singles + 1)}


def _is_part_of(fit: Fit, other: Fit) -> bool:
    """Whether a count is but a part of another one or, like it, of their sum.

    «Выявлено 6 фактов, четыре из них – на стадии следствия», «в первом полугодии 3, во втором – 4».
    """
    if other is fit or not other.is_certain or other.count.sentence != fit.count.sentence:
        return False
    first, last = sorted((fit, other), key=lambda each: each.at)
    if _are_of_occasions(first.count, last.count):
        return True
    # Of people a part may well be those meant: «обучены 12 человек, из них 4 – в контрактной службе»
    is_of_things = fit.count.is_part and fit.count.is_inherited and not fit.count.of_people
    return first is other and is_of_things and fit.rank < other.rank


def _are_of_occasions(before: Count, after: Count) -> bool:
    """«В первом полугодии 3, во втором – 4», «на первом заседании рассмотрены два вопроса, на втором – три»."""
    if before.is_of_period and after.is_of_period:
        return True
    if not after.is_inherited or after.has_predicate or after.is_part or after.is_whole:
        return False
    opening = next(iter(before.own), ())[:1]
    match next(iter(after.own), ())[:4]:
        case [preposition, _, dash, number] if opening and dash.text in _DASHES and number.start == after.start:
            return preposition.is_a("PREP") and preposition.lower == opening[0].lower
    return False


def _chosen(fits: Sequence[Fit]) -> Chosen | None:
    """What the counts say together; None if it is not clear."""
    certain = [fit for fit in fits if fit.is_certain]
    if not certain:
        return None
    best = max(fit.rank for fit in certain)
    first = next(fit for fit in certain if fit.rank == best)
    top = [fit for fit in certain if fit.rank == best or _continues(first, fit)]
    values = [fit.value for fit in top]
    largest = max(top, key=lambda fit: fit.value)
    shown = {fit.at for fit in top}
    close = [fit for fit in fits if fit.rank > best - FAR_BEHIND or not fit.is_certain]
    beside = [fit.value for fit in close if fit.at not in shown]

    def chosen(value: int, count: Count) -> Chosen:
        return Chosen(value, count, is_only=set(beside) <= {value} or sum(beside) == value)

    if len(top) > 1 and sum(values) == 2 * largest.value and len(set(values)) > 1:  # the whole and its parts
        return chosen(largest.value, largest.count)
    is_list = len(top) > 1 and all(fit is first or _continues(first, fit) for fit in top)
    if len(set(values)) == 1 and not is_list:
        return chosen(values[0], first.count)
    if is_list or all(fit is first or fit.count.is_inherited for fit in top):
        return chosen(sum(values), first.count)
    return None


def _continues(first: Fit, fit: Fit) -> bool:
    """Whether a count adds to the first one, and does not merely stand in the same text.

    «2 факта нарушения запретов и один факт неисполнения», «54 служащих и 6 руководителей», «в первом полугодии 3
    мероприятия, во втором – 4».
    """
    before, after = first.count, fit.count
    if after.sentence != before.sentence or after.start <= before.start:
        return False
    if _are_of_occasions(before, after):
        return True
    if after.has_predicate or after.is_inherited or after.is_part or after.is_whole or after.in_brackets:
        return False
    if before.of_people and after.of_people:
        return fit.at == first.at + 1 and any(tokens and tokens[0].lower == "и" for tokens in after.own)
    if before.noun is None or after.noun is None or not concepts_of(before.noun) & concepts_of(after.noun):
        return False
    return after.preposition == before.preposition


def _total(all_counts: Sequence[Count], fits: Sequence[Fit]) -> Chosen | None:
    """«Обучение прошли: 2 работника, 1 юрист, итого трое»: the total that the indicator's counts make."""
    last = fits[-1].at + 1
    if last == len(all_counts) or [fit.at for fit in fits] != list(range(fits[0].at, last)):
        return None
    total = all_counts[last]
    return (
        Chosen(total.value, total, is_only=True)
        if total.is_total and total.value == sum(fit.value for fit in fits)
        else None
    )


def _enumerated(all_counts: Sequence[Count], fits: Sequence[Fit], others: Collection[int]) -> Iterator[int]:
    """What an enumeration with one of these counts makes: of «18 МБОУ, 9 МБДОУ и две школы, всего 29» the 29."""
    for fit in fits:
        value = fit.value
        for at, count in enumerate(all_counts[fit.at + 1 : fit.at + _LONGEST_SUM], fit.at + 1):
            if at in others:
                break  # «инструктажей при приёме – 11, при увольнении – 6»
            if count.sentence != fit.count.sentence or count.has_predicate or count.is_whole or count.is_part:
                break
            if count.is_total:
                yield count.value
                break
            if _is_of_other_kind(fit.count, count):
                break
            value += count.value
            yield value


def _is_of_other_kind(one: Count, other: Count) -> bool:
    """«3 семинара, два тренинга»: both nouns are words for events; of «9 МБДОУ и две школы» it cannot be told."""
    if one.noun is None or other.noun is None or concepts_of(one.noun) & concepts_of(other.noun):
        return False
    return bool(one.noun.lemmas & EVENTS) and bool(other.noun.lemmas & EVENTS)


def _singles(count: Count) -> int:
    """How many more people may be joined without a number: «начальник отдела и два специалиста», «12 лиц и глава»."""
    if not count.of_people:
        return 0
    tokens = [token for own in count.own for token in own]
    joined = [at for at, token in enumerate(tokens) if token.lower in ("и", "также")]
    singles = 0
    for at in joined:
        before = tokens[max(0, at - _JOINED_WITHIN) : at]
        after = tokens[at + 1 : at + 1 + _JOINED_WITHIN]
        follows = bool(after) and after[0].start >= count.end
        near = after if follows else before if after and after[0].start <= count.start else []
        singles += any(_is_one_person(token) for token in near)
    return singles


def _is_one_person(token: Token) -> bool:
    return any(form.part == "NOUN" and form.number == "sing" and "anim" in form.tags for form in token.forms[:2])


def _sums(fits: Sequence[Fit]) -> Iterator[int]:
    """What the counts make together: all of them, and each run of a few that follow each other, two or more."""
    yield sum(fit.value for fit in fits if fit.is_certain)
    for at in range(len(fits)):
        yield from list(accumulate(fit.value for fit in fits[at : at + _LONGEST_SUM]))[1:]
