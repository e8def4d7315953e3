"""Which numbers of a row's text are the very ones that its indicators ask for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from reports.russian.counts import Count, counts
from reports.russian.pieces import denied
from reports.russian.roots import root
from reports.russian.zones import BEFORE, EARLIER, NEAR, OWN

from .choosing import FAR_BEHIND, Fit, choose, further, without_parts
from .finding import CheckedRow
from .indicators import Indicator, concept, concepts_of, indicators, is_wrong, nearest, told_apart
from .topics import is_mere_part, is_of_other_topic

_PLANNED = frozenset(
    "планировать планироваться запланировать запланированный наметить намеченный предстоять предусмотреть"
    " предусмотренный должный следовать надлежать подлежать".split()
)
# «с участием 28 человек», «в составе 9 человек», «общее число участников составило 186 человек»
_ATTENDANCE = frozenset("участие состав численность присутствие".split())
_OWN_WILL = ("желание", "соглашение", "пенсия", "истечение")  # not for a fault
_PLACES = frozenset("в во у для при между среди от по к из".split())
_CASES = frozenset("факт случай".split())
_CRIMES = frozenset(map(root, "преступление правонарушение проявление эпизод деяние нарушение".split()))
_MENDED = frozenset(concept(root(lemma)) for lemma in ("устранить", "предупредить", "предотвратить"))
_ISSUED = frozenset(
    concept(root(lemma))
    for lemma in "принять разработать подготовить разместить опубликовать издать изготовить раздать направить".split()
)
_DONE = frozenset(
    concept(root(lemma)) for lemma in "провести проводить выполнить осуществить осуществлять невыполненный".split()
)
_SUBMITTED = concept(root("представить"))
_RECEIVED = frozenset("поступить принять получить".split())
_DISMISSED = concept(root("уволить"))
_LEFT = frozenset(["уволиться", "увольняться"])
_MOST_BESIDE = 8  # of an item's other numbers


IMPLEMENTATION = "implementation"


@dataclass(frozen=True, slots=True)
class Stated:
    """What the text says that an indicator's value is, at text[start:end] of the field."""

    value: Decimal
    field: str  # "implementation" or "result"
    start: int
    end: int
    evidence: str
    others: frozenset[Decimal] = frozenset()  # further values that the text would bear out
    is_only: bool = True  # nothing in the text speaks for another one
    year: int = 0  # the one that the text names for all its counts, if it is not the report's

    def bears_out(self, value: Decimal) -> bool:
        """Whether the text can be read as giving this value."""
        return value == self.value or value in self.others


def stated(row: CheckedRow) -> Mapping[str, Stated]:
    """For indicators that are entered, by code, the value that the text gives for that very thing.

    Only where the text is clear; a mere denial («не выявлено») is no number. Column 4 goes before column 5.
    """
    known = tuple(indicators(row.figures, row.wordings))
    shares = tuple(
        (figure.definition.numerator, figure.definition.denominator)
        for figure in row.figures
        if figure.definition.is_share
    )
    found: dict[str, Stated] = {}
    for name, text in (("result", row.own_result), (IMPLEMENTATION, row.implementation)):
        if text:
            found |= _stated(text, name, row.year, known, shares)
    return found


@lru_cache(maxsize=1024)
def _stated(
    text: str, name: str, year: int, known: tuple[Indicator, ...], shares: tuple[tuple[str, str], ...]
) -> dict[str, Stated]:
    named = _only_year(text, year)
    fits = fitting(text, named or year, known)
    all_counts = counts(text)
    found = {}
    for code, all_of_code in fits.items():
        of_code = without_parts(all_of_code)
        chosen = choose(of_code, all_counts)
        if chosen is not None:
            own = {fit.at for fit in all_of_code}
            foreign = {fit.at for other in fits.values() for fit in other if fit.is_certain} - own
            others = further(of_code, all_counts, foreign)
            shown = chosen.count
            found[code] = Stated(
                value=Decimal(chosen.value),
                field=name,
                start=shown.start,
                end=shown.end,
                evidence=shown.quote,
                others=frozenset(map(Decimal, others)),
                is_only=chosen.is_only,
                year=named,
            )
    for part, whole in shares:
        if part in found and whole not in found:
            count = _whole_of(text, found[part])
            if count is not None:
                found[whole] = Stated(Decimal(count.value), name, count.start, count.end, count.quote, year=named)
    return found


def implied(row: CheckedRow, said: Mapping[str, Stated]) -> dict[str, Stated]:
    """What follows for an indicator that the text passes over from the narrower ones that it states.

    «За неполные сведения привлечены трое, нарушений запретов нет»: three in all, and whoever is entered elsewhere.
    """
    known = indicators(row.figures, row.wordings)
    here = {code: each for code, each in said.items() if each.field == IMPLEMENTATION and each.is_only}
    wides = {
        wide.code: told
        for wide in known
        if wide.code not in said and (told := [i.code for i in known if _is_narrower(i, wide) and i.code in said])
    }
    if not wides:
        return {}
    fits = fitting(row.implementation, row.year, known)
    entered = {figure.definition.code: figure.value for figure in row.figures}
    found = {}
    for code, told in wides.items():
        if not all(each in here for each in told) or any(fit.is_certain for fit in fits.get(code, ())):
            continue  # it does speak of it, but not clearly
        by_place = {here[each].start: here[each] for each in told}
        beside = [entered[i.code] or Decimal(0) for i in known if i.of_people and i.code not in {*said, code}]
        sums = {Decimal(0)}
        for value in beside[:_MOST_BESIDE]:
            sums |= {one + value for one in sums}
        total = sum((each.value for each in by_place.values()), Decimal(0))
        found[code] = replace(by_place[min(by_place)], value=total, others=frozenset(total + more for more in sums))
    return found


def _is_narrower(indicator: Indicator, wide: Indicator) -> bool:
    """Whether it counts those of the wide one's people that something more is said of."""
    is_alike = indicator.of_people and wide.of_people and bool(wide.verbs) and indicator.verbs == wide.verbs
    return is_alike and wide.concepts - wide.attributes < indicator.concepts


def _only_year(text: str, year: int) -> int:
    """The one other year of which all counts are: most likely a slip for the report's; 0 if there is none."""
    if str(year) in text:
        return 0
    all_counts = counts(text)
    years = {other for count in all_counts for other in count.years}
    return years.pop() if len(years) == 1 and all_counts[0].years else 0


def _whole_of(text: str, part: Stated) -> Count | None:
    """«119 из 120»: the 120 that belongs to the 119."""
    for count, following in pairwise(counts(text)):
        if count.start == part.start and following.is_whole:
            return following
    return None


def fitting(text: str, year: int, known: Sequence[Indicator]) -> dict[str, list[Fit]]:
    """By code, the counts of a text that may be the indicator's value, in the order of the text."""
    found: dict[str, list[Fit]] = {}
    heads = frozenset(head for indicator in known for head in indicator.heads)
    foreign = frozenset(key for indicator in known for key in indicator.foreign)
    all_counts = counts(text)
    for at, count in enumerate(all_counts):
        value = _value(all_counts, at)
        if value is None or not _is_of_year(count, year):
            continue
        if _is_joined(count, heads) or count.words.get("соответственно", 0) >= NEAR:
            continue
        has_whole = at + 1 < len(all_counts) and all_counts[at + 1].is_whole
        seen = _Seen(count, heads, has_whole=has_whole)
        possible = [i for i in known if _may_be(seen, i) and not seen.names(foreign - i.concepts)]
        apart = told_apart(possible, seen.near, is_of_all=count.is_of_all, lacks_verb=not count.has_predicate)
        is_further = count.governor == "еще"  # «затем прошёл ещё один семинар»: beside those told of before
        for indicator in apart:
            of_code = found.get(indicator.code, [])
            if count.is_whole and of_code and of_code[-1].count is all_counts[at - 1]:
                continue  # of «5 служащих из 9» the 9
            found.setdefault(indicator.code, []).append(
                Fit(
                    count,
                    at,
                    value,
                    _rank(seen, indicator),
                    is_certain=not is_further or (indicator.of_people and not of_code),
                    is_mere_part=is_mere_part(count, indicator),
                )
            )
        for indicator in possible:
            if indicator.of_people and indicator not in apart:
                found.setdefault(indicator.code, []).append(Fit(count, at, value, 0, is_certain=False))
    return found


def _value(all_counts: Sequence[Count], at: int) -> int | None:
    """The number itself; «в трёх проектах по одному фактору» makes three. None where it cannot be told."""
    count = all_counts[at]
    if not _is_spread(count):
        return count.value
    before = all_counts[at - 1] if at else None
    if before is not None and before.preposition == "в" and before.quote == count.quote:
        return before.value * count.value
    return None


def _is_spread(count: Count) -> bool:
    """«по одному фактору», «по 2 семинара», but not «по двум обращениям»."""
    if count.preposition != "по" or count.noun is None or count.is_inherited:
        return False
    return count.value == 1 or not any(form.case == "datv" for form in count.noun.forms)


def _is_of_year(count: Count, year: int) -> bool:
    is_planned = any(token.lemmas & _PLANNED for tokens in count.own for token in tokens)
    return not is_planned and (not count.years or year in count.years)


def _is_joined(count: Count, heads: frozenset[str]) -> bool:
    """«264 акта и их проектов»: a number of two things together."""
    for tokens in count.own:
        after = [token for token in tokens if token.start >= count.end][:3]
        if len(after) > 1 and after[0].lower == "и" and count.noun is not None and not count.is_inherited:
            joined = next((concepts_of(token) & heads for token in after[1:] if concepts_of(token) & heads), None)
            if joined and not joined & concepts_of(count.noun):
                return True
    return False


class _Seen:
    """A count's words as concepts, each with how near it stands."""

    def __init__(self, count: Count, heads: frozenset[str], *, has_whole: bool) -> None:
        self.count = count
        self.has_whole = has_whole  # «в 34 из 41 организации»: the 34
        self.near: dict[str, float] = {}
        for words, only in ((count.words, None), (count.free_words, heads)):
            for key, level in words.items():
                name = concept(key)
                if (name in heads) == (only is not None):
                    self.near[name] = max(level, self.near.get(name, 0))
        self.noun = concepts_of(count.noun) if count.noun is not None else frozenset()
        self.is_of_things = bool(self.noun & heads) and not count.is_inherited

    def level(self, concepts: Iterable[str]) -> float:
        """How near the nearest of these stands; 0: nowhere."""
        return nearest(concepts, self.near)

    def names(self, concepts: frozenset[str]) -> bool:
        return self.level(concepts) == OWN

    @property
    def is_of_none(self) -> bool:
        """«ни одного нарушения не выявлено»: only with a zero is a denial no denial of the count."""
        return self.count.value == 0 and bool(self.count.denied)

    @property
    def denied(self) -> frozenset[str]:
        return frozenset(map(concept, self.count.denied))


def _may_be(seen: _Seen, indicator: Indicator) -> bool:
    return _may_be_people(seen, indicator) if indicator.of_people else _may_be_things(seen, indicator)


def _may_be_people(seen: _Seen, indicator: Indicator) -> bool:
    count = seen.count
    if count.of_people is False or seen.is_of_things or count.governor in _ATTENDANCE:
        return False
    if bool(seen.denied & indicator.required) != seen.is_of_none:
        return False
    if any(root(word) not in indicator.concepts and seen.names(frozenset([root(word)])) for word in _OWN_WILL):
        return False
    if _DISMISSED in indicator.required and any(token.lemma in _LEFT for tokens in count.own for token in tokens):
        return False  # «один уволился до применения взыскания»
    if _SUBMITTED in indicator.required and (is_submitting := _submitting(count)) is not None:
        return is_submitting
    level = seen.level(indicator.required)
    return level >= NEAR or (level > EARLIER and not count.has_predicate)


def _submitting(count: Count) -> bool | None:
    """Whether «справки поступили от 104 лиц», or «уточнённые справки подали семеро»; None: neither is said."""
    lemmas = {lemma for tokens in count.own for token in tokens for lemma in token.lemmas}
    if any(lemma.startswith("уточн") for lemma in lemmas):
        return False
    return True if count.preposition == "от" and lemmas & _RECEIVED else None


def _may_be_things(seen: _Seen, indicator: Indicator) -> bool:
    count = seen.count
    if count.of_people or count.noun is None or not _counts(seen, indicator) or _is_place(seen, indicator):
        return False
    if bool(seen.denied & (indicator.concepts - indicator.heads)) != seen.is_of_none:
        return False
    if seen.denied & _DONE and not seen.is_of_none:
        return False  # «анализ работы 12 учреждений не проводился»
    if _is_of_other_doing(seen, indicator) or is_of_other_topic(count, indicator):
        return False
    return not indicator.about or _is_about(seen, indicator)


def _is_of_other_doing(seen: _Seen, indicator: Indicator) -> bool:
    """«устранено 5 нарушений» does not say how many were found, «принято 75 НПА» not how many were examined."""
    done = _done(seen.count) - indicator.concepts
    if done & _MENDED:
        return not _done(seen.count) & indicator.verbs
    return bool(done & _ISSUED) and not seen.names(indicator.concepts - indicator.heads)


def _is_place(seen: _Seen, indicator: Indicator) -> bool:
    """«в 5 учреждениях»: where something was, not what it was.

    But «экспертиза проведена по 145 проектам», «анализ выполнен в 34 организациях из 41».
    """
    count = seen.count
    if count.preposition not in _PLACES or count.is_whole or _is_spread(count):
        return False
    if count.preposition != "по" and not seen.has_whole and not count.is_of_all:
        return True
    return seen.level(indicator.concepts - indicator.heads) < (BEFORE if seen.has_whole else OWN)


def _counts(seen: _Seen, indicator: Indicator) -> bool:
    """Whether the noun that is counted names the indicator's thing, or a case of it: «2 факта аффилированности»."""
    count = seen.count
    assert count.noun is not None
    is_of_wrongs = any(is_wrong(head) for head in indicator.heads)
    if count.noun.lemmas & _CASES:
        if not count.complement:
            return indicator.is_fact
        completed = frozenset(map(concept, count.complement))
        return bool(completed & indicator.heads) or (is_of_wrongs and any(map(is_wrong, count.complement)))
    if seen.noun & indicator.heads or (count.is_times and _done(count) & indicator.heads):
        return True
    is_crime = indicator.is_fact and any(root(lemma) in _CRIMES for lemma in count.noun.lemmas)
    return is_crime and not is_of_wrongs and seen.names(indicator.heads)


def _done(count: Count) -> frozenset[str]:
    """What the verbs of the count's clause say; of «комиссия собиралась 5 раз» that there were meetings."""
    verbs = (token for tokens in count.own for token in tokens if token.is_a("VERB", "PRTS"))
    return frozenset(name for verb in verbs for name in concepts_of(verb))


def _is_about(seen: _Seen, indicator: Indicator) -> bool:
    """Whether things of which there are always many are said to be those meant: here, or where they were last named."""
    if seen.level(indicator.about) >= NEAR:
        return True
    for level, tokens in seen.count.zones:
        if level < OWN and any(denied(tokens)):
            continue  # «214 обращений, обращений по фактам коррупции среди них не было»
        words = {name for token in tokens for name in concepts_of(token)}
        if words & indicator.heads and words & indicator.about:
            return True
    return False


def _rank(seen: _Seen, indicator: Indicator) -> float:
    count = seen.count
    near = sum(1 for name in indicator.concepts - indicator.heads if seen.near.get(name, 0) >= NEAR)
    rank = near + (0.5 if not count.is_inherited else 0)
    if indicator.of_people:
        rank += seen.level(indicator.required)
    if indicator.about and seen.level(indicator.about) >= NEAR:
        rank += FAR_BEHIND
    return (
        rank
        - (2 if count.preposition == "на" and not indicator.of_people else 0)
        - (count.is_part + count.is_of_period)
    )
