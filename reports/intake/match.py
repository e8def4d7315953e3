"""Which row of a document belongs to which row of the report: by the number, and by the words of the measure. Pure."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from math import log

from reports.text import folded

# Likeness of two wordings, 0..1. From here on the words alone decide …
_ALIKE = 0.5
# … and below this they speak of different measures, whatever the number says.
_DIFFERENT = 0.15
# What a number that agrees is worth where several rows claim one: less than a wording that plainly fits better.
_NUMBER_WEIGHS = 0.35
# Word for word the same weighs as much as the number.
_SAME = 0.995
# A row without a wording is as good as its number.
_NUMBER_ALONE = 0.85
# Two measures that fit nearly alike: the words do not decide between them.
_TOO_CLOSE = 0.05
# A wording of fewer words than this says too little to contradict a number.
_FEW_WORDS = 3
_STEM = 6

_WORD = re.compile(r"\w+")
# A word broken at the end of a line, and one that is always written so, come out alike.
_HYPHEN = re.compile(r"(?<=\w)[-\u2010\u2011\u00ad]\s*(?=\w)")
# «1.4» and «1,4», but two numbers in «1.4, 1.6».
_LEVELS = re.compile(r"\d{1,5}(?:(?:\s?\.\s?\d{1,5})+|(?:,\d{1,5})+)?")
# Several numbers name several items, a dash between two of them all that lie between.
_BETWEEN = re.compile(r"\s*[-–—]\s*")
# A wording as long as this is known by its beginning, and as sure as this.
_LONG_BEGINNING = 30
_BEGINNING = 0.95
# What contradicts itself is for a person to decide: less than this nobody ticks or writes unseen.
_DOUBT = 0.4
# So much more like another measure is a wording that stands beside the number of this one.
_PLAINLY = 0.3
# What binds sentences, and what chancery style puts before any measure: «осуществление мероприятий по обеспечению».
_EMPTY_WORDS = frozenset(
    "и в во на по о об обо с со к ко у за из от до для при не а или их его ее том числе также иных иные иной который "
    "которые которых целях цель соответствии согласно рамках".split()
)
_EMPTY_STEMS = frozenset(
    word[:_STEM]
    for word in "осуществление обеспечение проведение организация реализация мероприятие мера работа выполнение".split()
)


@dataclass(frozen=True, slots=True)
class Line:
    """A measure with its number, as a document or the report has it. Either may be empty."""

    number: str
    wording: str


@dataclass(frozen=True, slots=True)
class Match:
    """What one row of the document was found to be.

    `target` is the position of the report's row, or None; `confidence` 0..1; `reason` says in Russian what decided.
    `alike` is the likeness of the wordings where the number decided.
    `is_doubt`: it contradicts itself, and `reason` is a sentence about that. `is_further`: another row of the document
    has this target already, and this one says more of the same.
    """

    target: int | None
    confidence: float
    reason: str
    alike: float = 1.0
    is_doubt: bool = False
    is_further: bool = False

    @property
    def is_by_number_alone(self) -> bool:
        """Whether the words would not have decided so."""
        return self.alike < _ALIKE


@dataclass(slots=True)
class _Source:
    """A row of the document while it is looked for."""

    number: int | None  # position of the report's row that has its number
    shown: str  # the number for people
    is_repeated: bool
    bare: str  # the wording without signs and capitals
    words: frozenset[str]
    several: tuple[int, ...] = ()  # positions of the report's rows, if its number names more than one
    likeness: dict[int, float] = field(default_factory=dict)

    @property
    def says_little(self) -> bool:
        return len(self.words) < _FEW_WORDS

    def score(self, target: int) -> float:
        """How strongly this row claims that one, to be weighed against the claims of others."""
        alike = self.likeness.get(target, 0.0)
        alike += _NUMBER_WEIGHS if alike > _SAME else 0.0
        if target in self.several:
            # Of the items that the row names the first, unless the words say otherwise.
            return alike + _ALIKE - 0.001 * self.several.index(target)
        if target != self.number:
            return alike
        return max(alike, _ALIKE if self.says_little else 0.0) + _NUMBER_WEIGHS

    def may_be(self, target: int) -> bool:
        alike = self.likeness.get(target, 0.0)
        if target in self.several:
            return True
        if target != self.number:
            return alike >= _ALIKE
        return alike >= _DIFFERENT or self.says_little


def match(
    sources: Sequence[Line], targets: Sequence[Line], canonical: Callable[[str], str], *, renumbered: bool = False
) -> list[Match]:
    """One Match per source row, each target at most once, but for rows that say more of the same measure.

    `targets` have their numbers in the one spelling that `canonical` gives to any (raising ValueError for what is no
    number). A number counts in any spelling as long as the wording does not plainly speak of another measure; where
    there is none, or it helps nobody, the wording decides by its likeness.
    """
    by_number = {target.number: position for position, target in enumerate(targets)}
    numbers = [read_number(source.number, canonical) for source in sources]
    counted = Counter(numbers)
    found = [
        _Source(
            number=by_number.get(number),
            shown=number or source.number.strip(),
            is_repeated=counted[number] > 1,
            bare=_bare(source.wording),
            words=_stems(source.wording),
            several=() if renumbered else _several(source.number, list(by_number), canonical),
        )
        for source, number in zip(sources, numbers, strict=True)
    ]
    _compare(found, [_stems(target.wording) for target in targets])
    _know_beginnings(found, [_bare(target.wording) for target in targets])
    given = _assign(found, len(targets))
    made = [_explained(source, given.get(position), targets) for position, source in enumerate(found)]
    if renumbered:
        return made
    return _with_further(
        found, [_doubted(source, each, targets) for source, each in zip(found, made, strict=True)], targets
    )


def read_number(spelling: str, canonical: Callable[[str], str]) -> str:
    """The item number in a cell, in its one spelling, or "" if there is none, or more than one: «1,4» -> "1.4"."""
    levels: list[str] = _LEVELS.findall(spelling)
    if len(levels) != 1:
        return ""
    try:
        return canonical(re.sub(r"\s", "", levels[0]).replace(",", "."))
    except ValueError:
        return ""


def _several(spelling: str, numbers: Sequence[str], canonical: Callable[[str], str]) -> tuple[int, ...]:
    """The positions of the items that a cell names, if they are several: «2.13, 2.15», «1.4–1.6»."""
    found: list[int] = []
    end = None
    for level in _LEVELS.finditer(spelling):
        number = read_number(level[0], canonical)
        if number not in numbers:
            return ()
        at = numbers.index(number)
        is_range = end is not None and _BETWEEN.fullmatch(spelling, end, level.start())
        found += range(found[-1] + 1, at + 1) if is_range else [at]
        end = level.end()
    return tuple(dict.fromkeys(found)) if len(set(found)) > 1 else ()


def _bare(text: str) -> str:
    return " ".join(_WORD.findall(_HYPHEN.sub("", folded(text))))


def _stems(text: str) -> frozenset[str]:
    """The words that say something, without their endings."""
    words = (word for word in _WORD.findall(_HYPHEN.sub("", folded(text))) if word not in _EMPTY_WORDS)
    return frozenset(stem for stem in (word[:_STEM] for word in words) if stem not in _EMPTY_STEMS)


def _compare(sources: Sequence[_Source], targets: Sequence[frozenset[str]]) -> None:
    """Fill in each source's likeness to the targets: the shared words' weight among all words of the two.

    A word that many measures have weighs little. Only measures that share a word are looked at.
    """
    postings: dict[str, list[int]] = {}
    for position, words in enumerate(targets):
        for word in words:
            postings.setdefault(word, []).append(position)
    weights = {word: log(1 + len(targets) / len(found)) for word, found in postings.items()}
    unknown = log(1 + len(targets))
    # Sorted: sums of floats depend on their order, and the order of a set on the run.
    totals = [sum(weights[word] for word in sorted(words)) for words in targets]
    for source in sources:
        own = 0.0
        shared: dict[int, float] = {}
        for word in sorted(source.words):
            weight = weights.get(word, unknown)
            own += weight
            for position in postings.get(word, ()):
                shared[position] = shared.get(position, 0.0) + weight
        source.likeness = {position: 2 * both / (own + totals[position]) for position, both in shared.items()}


def _know_beginnings(sources: Sequence[_Source], targets: Sequence[str]) -> None:
    """A measure that is only begun is known by that, if one alone begins so or its number says which."""
    for source in sources:
        if len(source.bare) < _LONG_BEGINNING:
            continue
        found = [position for position, target in enumerate(targets) if target.startswith(source.bare)]
        meant = found if len(found) == 1 else [each for each in found if each == source.number]
        for position in meant:
            source.likeness[position] = max(_BEGINNING, source.likeness.get(position, 0.0))


def _assign(sources: Sequence[_Source], total: int) -> dict[int, int]:
    """Position of source -> position of target: the strongest claim first, and none twice.

    Of equal claims the one whose place in the table fits best goes first: a plan may word two items alike.
    """
    claims = []
    for position, source in enumerate(sources):
        candidates = {*source.likeness, *source.several, *([] if source.number is None else [source.number])}
        place = position / len(sources)
        claims += [
            (-round(source.score(target), 6), abs(place - target / total), position, target)
            for target in candidates
            if source.may_be(target)
        ]
    given: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, position, target in sorted(claims):
        if position not in given and target not in taken:
            given[position] = target
            taken.add(target)
    return given


def _explained(source: _Source, target: int | None, targets: Sequence[Line]) -> Match:
    if target is None:
        return Match(None, 0.0, _why_not(source, targets))
    alike = source.likeness.get(target, 0.0)
    if target == source.number:
        if source.says_little and alike < _ALIKE:
            return Match(target, _NUMBER_ALONE - 0.25 * source.is_repeated, "по номеру", alike)
        confidence = round(min(1.0, 0.7 + 0.3 * alike / 0.9), 2)
        if alike >= _ALIKE:
            return Match(target, confidence, "по номеру и тексту")
        return Match(target, confidence, f"по номеру, текст мероприятия похож на {_percent(alike)}", alike)
    rivals = [likeness for other, likeness in source.likeness.items() if other not in (target, source.number)]
    confidence = round(alike if alike - max(rivals, default=0.0) > _TOO_CLOSE else alike / 2, 2)
    number = targets[target].number
    if source.number is not None and source.shown != number:
        return Match(target, confidence, f"номер {source.shown}, но текст похож на {number} ({_percent(alike)})")
    return Match(target, confidence, f"по тексту: {_percent(alike)}")


def _doubted(source: _Source, found: Match, targets: Sequence[Line]) -> Match:
    """What was found, or a doubt where the number says one thing and the wording another, or the number several."""
    if found.target is None:
        return found
    if found.target in source.several:
        return replace(found, confidence=_DOUBT, reason=_of_several(source, found.target, targets), is_doubt=True)
    if source.number is None:
        return found
    worded = found.target
    if worded == source.number:
        alike = source.likeness.get(worded, 0.0)
        best = max(source.likeness, key=lambda each: source.likeness[each], default=worded)
        most = source.likeness.get(best, 0.0)
        if most < max(_ALIKE, alike + _PLAINLY) and not most > _SAME > alike:
            return found
        worded = best
    reason = f"В файле номер {source.shown}, а мероприятие изложено как в п. {targets[worded].number}."
    return replace(found, confidence=_DOUBT, reason=reason, is_doubt=True)


def _of_several(source: _Source, target: int, targets: Sequence[Line]) -> str:
    *most, last = [targets[position].number for position in source.several]
    return (
        f"Строка относится к пунктам {', '.join(most)} и {last}: внесена будет в {targets[target].number}, в остальные "
        "скопируйте её сами."
    )


def _with_further(sources: Sequence[_Source], made: Sequence[Match], targets: Sequence[Line]) -> list[Match]:
    """What was placed, and rows with the number and the wording of one that was placed beside it."""
    first: dict[tuple[str, str], Match] = {}
    for source, match_ in zip(sources, made, strict=True):
        if match_.target is not None and source.bare:
            first.setdefault((source.shown, source.bare), match_)
    found = []
    for source, match_ in zip(sources, made, strict=True):
        same = first.get((source.shown, source.bare)) if match_.target is None else None
        if same is not None and same.target is not None:
            reason = same.reason if same.is_doubt else f"ещё одна строка пункта {targets[same.target].number}"
            found.append(replace(same, reason=reason, is_further=True))
        else:
            found.append(match_)
    return found


def _why_not(source: _Source, targets: Sequence[Line]) -> str:
    """Why a row was not placed, for the person who is to place it."""
    best = max(source.likeness, key=lambda target: source.likeness[target], default=None)
    nearest = "" if best is None else f", ближе всего {targets[best].number} ({_percent(source.likeness[best])})"
    if source.number is not None and not source.may_be(source.number):
        alike = _percent(source.likeness.get(source.number, 0.0))
        return f"номер {source.shown}, но мероприятие названо другое (сходство {alike})"
    if source.several:
        return f"пунктам {source.shown} отвечают другие строки файла"
    if source.number is not None:
        return f"пункту {source.shown} отвечает другая строка файла"
    if source.shown:
        return f"номера «{source.shown}» в отчёте нет{nearest}"
    return f"номера нет{nearest}"


def _percent(share: float) -> str:
    return f"{round(100 * share)} %"
