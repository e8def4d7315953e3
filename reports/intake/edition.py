"""A plan as a document has it beside the plan as it stands: which item each line is, and what would change. Pure."""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from hashlib import sha256

from reports.text import folded

from .executors import Body, Executors
from .match import Line, Match, match, read_number
from .placeholder import PLACEHOLDER, with_placeholder
from .plan_indicators import IndicatorChange, Known, compare_indicators
from .plan_source import PlanLine, SourcePlan, said

_TOO_MANY_GONE = 0.5

TEXTS = {"wording": "Формулировка", "expected_result": "Ожидаемый результат", "term": "Срок"}
_SOURCE_TEXTS = {"wording": "measure", "expected_result": "expected_result", "term": "term"}


class Action(StrEnum):
    """What becomes of an item."""

    NEW = "new"
    CHANGE = "change"
    SAME = "same"
    REMOVED = "removed"
    # Nothing can be done with the line before a person says more.
    ASKED = "asked"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the plan as it stands. `section` is its section's number; `is_excluded`: by an earlier edition."""

    pk: int
    number: str
    wording: str
    expected_result: str = ""
    term: str = ""
    section: str = ""
    executors: frozenset[int] = frozenset()
    is_excluded: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """A plan as it stands: items, titles of sections by number, who executes it, whom the portal knows."""

    items: tuple[Item, ...]
    sections: Mapping[str, str]
    bodies: tuple[Body, ...]
    territories: tuple[str, ...] = ()
    indicators: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person has said: the item of a line (its position -> identifier, NEW or SKIP), its number, who is who."""

    items: Mapping[int, str] = field(default_factory=dict)
    numbers: Mapping[int, str] = field(default_factory=dict)
    executors: Mapping[str, str] = field(default_factory=dict)


NEW, SKIP = "new", "skip"
_CHOSEN = "выбрано вами"


@dataclass(frozen=True, slots=True)
class Change:
    """What one field would become: `field` is number, wording, expected_result, term, section, executors or excluded.

    Executors are identifiers joined by commas, `excluded` is "yes" or "".
    """

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the document, or an item that it leaves out (`position` None), and what becomes of it.

    `readings` and `unknown` are what is asked: which number it is, who the executors are; `doubt` is the item that has
    the line's number while its words are others: whether the measure was reworded, only a person can say.
    """

    action: Action
    position: int | None
    item: int | None
    number: str
    place: str
    wording: str
    changes: tuple[Change, ...] = ()
    confidence: float = 0.0
    reason: str = ""
    readings: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    doubt: int | None = None
    # A person must say which item it is: the number and the words speak of different ones, or two lines of one.
    is_undecided: bool = False

    @property
    def key(self) -> str:
        """Names the entry in forms."""
        return f"item-{self.item}" if self.position is None else f"line-{self.position}"


@dataclass(frozen=True, slots=True)
class Edition:
    """All that would change, in the order of the document, then what it leaves out.

    `sections` are (number, title now or "", title then); `unknown` the executors that nobody knows.
    """

    entries: tuple[Entry, ...]
    sections: tuple[tuple[str, str, str], ...]
    unknown: tuple[str, ...]
    warnings: tuple[str, ...]
    indicators: tuple[IndicatorChange, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Tells whether what a person has looked at is what would be done now."""
        return sha256(json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    @property
    def keeps_most(self) -> bool:
        """Whether most of the plan's items are in the document: else it may be just a part of the plan."""
        gone = sum(entry.action is Action.REMOVED for entry in self.entries)
        kept = sum(entry.item is not None for entry in self.entries) - gone
        return gone <= _TOO_MANY_GONE * (gone + kept)

    def usual_ticks(self) -> set[str]:
        """The keys of all changes, as apply_edition() takes them; what is left out only where most is there."""
        ticks = {f"section-{number}" for number, before, _ in self.sections if before}
        for entry in self.entries:
            if entry.action is Action.NEW or (entry.action is Action.REMOVED and self.keeps_most):
                ticks.add(entry.key)
            elif entry.action is Action.CHANGE:
                ticks |= {f"{entry.key}:{change.field}" for change in entry.changes}
        return ticks | {change.key for change in self.indicators}


def compare_editions(source: SourcePlan, state: State, choices: Choices, canonical: Callable[[str], str]) -> Edition:
    """Recognize the lines of the document among the plan's items, one to one, and say what differs.

    `canonical` gives a number its one spelling and raises ValueError for what is none. A line is an item of the plan
    by number and wording; where the number is an item's and the wording another, a person is asked.
    """
    reader = _Comparer(source, state, choices, canonical)
    return reader.edition()


class _Comparer:
    def __init__(self, source: SourcePlan, state: State, choices: Choices, canonical: Callable[[str], str]) -> None:
        self._source, self._state, self._choices, self._canonical = source, state, choices, canonical
        everybody = frozenset(pk for item in state.items for pk in item.executors)
        self._executors = Executors(state.bodies, everybody, choices.executors)
        self._items = {item.pk: item for item in state.items}
        self._warnings = list(source.warnings)

    def edition(self) -> Edition:
        sections = self._sections()
        numbers = [self._number(at, line) for at, line in enumerate(self._source.lines)]
        matches = self._matches(numbers)
        doubts = self._doubts(numbers, matches)
        entries = [
            self._entry(at, line, numbers[at], found, doubts.get(at), sections)
            for at, (line, found) in enumerate(zip(self._source.lines, matches, strict=True))
        ]
        # What a person leaves out of the file stays in the plan as it is.
        taken = {entry.item for entry in entries} | {entry.doubt for entry in entries}
        if self._source.lines:
            entries += [_gone(item) for item in self._state.items if item.pk not in taken and not item.is_excluded]
        self._warn_of_twice(entries)
        titles = {number: title for number, title in sections.values() if title}
        changed = tuple(
            (number, self._state.sections.get(number, ""), title)
            for number, title in titles.items()
            if _bare(self._state.sections.get(number, "")) != _bare(title)
        )
        unknown = dict.fromkeys(phrase for entry in entries for phrase in entry.unknown)
        # Chosen ones stay in sight, so that a choice can be taken back.
        unknown.update(dict.fromkeys(self._choices.executors))
        lasting = (Action.NEW, Action.CHANGE, Action.SAME)
        items = {entry.number: entry.item for entry in entries if entry.action in lasting}
        indicators = compare_indicators(
            self._source.indicators, items, self._state.indicators, self._canonical, self._warnings
        )
        warnings = tuple(dict.fromkeys(self._warnings))
        return Edition(tuple(entries), changed, tuple(unknown), warnings, tuple(indicators))

    def _number(self, at: int, line: PlanLine) -> str:
        """The number of a line in its one spelling; "" if it has none, or it must be asked."""
        chosen = self._choices.numbers.get(at, "")
        if chosen and (not line.readings or chosen in line.readings):
            return read_number(chosen, self._canonical) or self._plain(chosen)
        return read_number(line.number, self._canonical) or self._plain(line.number)

    def _plain(self, number: str) -> str:
        try:
            return self._canonical(number) if number.strip() else ""
        except ValueError:
            return ""

    def _sections(self) -> dict[tuple[str, str], tuple[str, str]]:
        """Number and title of each section; one without a number gets that of its title in the plan, or a new one."""
        by_title = {_bare(title): number for number, title in self._state.sections.items()}
        found: dict[tuple[str, str], tuple[str, str]] = {}
        for line in self._source.lines:
            key = (line.section_number, line.section)
            if key in found or key == ("", ""):
                continue
            number = line.section_number or by_title.get(_bare(line.section), "")
            if not number:
                used = {int(n) for n in [*self._state.sections, *(n for n, _ in found.values())] if n.isdecimal()}
                number = str(max(used, default=0) + 1)
            found[key] = (self._canonical(number), line.section)
        return found

    def _matches(self, numbers: Sequence[str]) -> list[Match]:
        items = self._state.items
        # An item that was excluded is found by its words alone: its number may be another's by now.
        targets = [Line("" if item.is_excluded else item.number, self._comparable(item.wording)) for item in items]
        sources = [
            Line(number, self._comparable(line.measure))
            for number, line in zip(numbers, self._source.lines, strict=True)
        ]
        positions = {str(item.pk): position for position, item in enumerate(items)}
        result: dict[int, Match] = {}
        first: dict[str, int] = {}
        for at, choice in sorted(self._choices.items.items()):
            if at >= len(sources) or choice == SKIP:
                continue
            if choice in first and choice in positions:
                result[at] = Match(None, 0.0, self._taken(items[positions[choice]], first[choice]))
                continue
            first[choice] = at
            result[at] = Match(positions.get(choice), 1.0, _CHOSEN)
        free = [at for at in range(len(sources)) if at not in result]
        left = [at for at, item in enumerate(items) if str(item.pk) not in first]
        found = match([sources[at] for at in free], [targets[at] for at in left], self._canonical, renumbered=True)
        for at, each in zip(free, found, strict=True):
            target = None if each.target is None else left[each.target]
            # The matcher speaks of a report's rows; here they are a plan's.
            result[at] = replace(each, target=target, reason=each.reason.replace("в отчёте", "в плане"))
        return [result[at] for at in range(len(sources))]

    def _taken(self, item: Item, by: int) -> str:
        place = self._source.lines[by].place
        return f"пункт {item.number} уже выбран для другой строки файла ({place}): выберите для этой другой пункт"

    def _doubts(self, numbers: Sequence[str], matches: Sequence[Match]) -> dict[int, int]:
        """Lines that have the number of an item and other words, by position: the item, if no other line is it."""
        items = self._state.items
        by_number = {item.number: at for at, item in enumerate(items) if not item.is_excluded}
        sure = {m.target for m in matches if m.target is not None and not m.is_by_number_alone}
        doubts = {}
        for at, (number, found) in enumerate(zip(numbers, matches, strict=True)):
            namesake = by_number.get(number)
            if found.reason == _CHOSEN or namesake is None or namesake in sure:
                continue
            if found.target is None or found.is_by_number_alone:
                doubts[at] = items[namesake].pk
        return doubts

    def _comparable(self, text: str) -> str:
        """The text without the territory: whose it is makes no difference between measures."""
        for phrase in (PLACEHOLDER, *self._state.territories):
            text = text.replace(phrase, "")
        return text

    def _entry(
        self,
        at: int,
        line: PlanLine,
        number: str,
        found: Match,
        doubt: int | None,
        sections: Mapping[tuple[str, str], tuple[str, str]],
    ) -> Entry:
        item = None if found.target is None else self._state.items[found.target]
        section = sections.get((line.section_number, line.section), ("", ""))[0]
        meant = self._executors.meant(line.executors)
        number = number or self._number_by_words(line, item)
        executors = meant.bodies if not meant.unknown and said(line.executors) is not None else None
        asked = Entry(
            Action.ASKED,
            at,
            None if item is None else item.pk,
            number or line.number,
            line.place,
            line.measure,
            confidence=found.confidence,
            reason=found.reason,
            readings=line.readings,
            unknown=meant.unknown,
        )
        if self._choices.items.get(at) == SKIP:
            return replace(asked, action=Action.SKIPPED, doubt=doubt)
        if not number or not line.measure:
            return replace(asked, reason="нет формулировки мероприятия" if number else "номер нужно указать")
        if at in self._choices.items and found.reason != _CHOSEN:
            return replace(asked, doubt=doubt, is_undecided=True)
        if doubt is not None:
            reason = f"номер {number} прежний, а формулировка другая: решите, то же ли это мероприятие"
            return replace(asked, item=None, reason=reason, doubt=doubt, is_undecided=True)
        if item is None:
            texts = [Change(name, "", said(getattr(line, key)) or "") for name, key in _SOURCE_TEXTS.items()]
            who = Change("executors", "", _joined(meant.bodies))
            changes = [Change("number", "", number), *texts, Change("section", "", section), who]
            return replace(asked, action=Action.NEW, changes=tuple(c for c in changes if c.after))
        changes = self._changes(item, line, number, section if sections else None, executors)
        return replace(asked, action=Action.CHANGE if changes else Action.SAME, changes=tuple(changes))

    def _number_by_words(self, line: PlanLine, item: Item | None) -> str:
        """A number that a spreadsheet has changed is told by the item whose words the line has."""
        return item.number if item is not None and not item.is_excluded and item.number in line.readings else ""

    def _changes(
        self, item: Item, line: PlanLine, number: str, section: str | None, executors: frozenset[int] | None
    ) -> list[Change]:
        changes = []
        if item.is_excluded:
            changes.append(Change("excluded", "yes", ""))
        if number != item.number:
            changes.append(Change("number", item.number, number))
        for name, key in _SOURCE_TEXTS.items():
            if name != "wording" and key not in self._source.columns:
                continue
            before, text = getattr(item, name), said(getattr(line, key))
            # An empty cell says nothing: a term that holds for several items is often written once.
            if text is None:
                continue
            after = with_placeholder(text, before, self._state.territories)
            if _bare(before) != _bare(after):
                changes.append(Change(name, before, after))
        if section is not None and section != item.section:
            changes.append(Change("section", item.section, section))
        if "executors" in self._source.columns and executors is not None and executors != item.executors:
            changes.append(Change("executors", _joined(item.executors), _joined(executors)))
        return changes

    def _warn_of_twice(self, entries: Sequence[Entry]) -> None:
        counted = Counter(e.number for e in entries if e.action in (Action.NEW, Action.CHANGE, Action.SAME))
        twice = [number for number, count in counted.items() if count > 1]
        if twice:
            self._warnings.append(
                f"Один номер стоит у нескольких мероприятий: {', '.join(twice)}. Исправьте его у лишних."
            )


def _gone(item: Item) -> Entry:
    return Entry(
        Action.REMOVED,
        None,
        item.pk,
        item.number,
        "",
        item.wording,
        (Change("excluded", "", "yes"),),
        reason="в файле такого мероприятия нет",
    )


def _joined(executors: frozenset[int]) -> str:
    return ",".join(map(str, sorted(executors)))


def _bare(text: str) -> str:
    """The text without what does not make it another: breaks, blanks, a final stop, kinds of quotes and dashes."""
    text = re.sub('[«»„“”"]', '"', folded(text))
    return re.sub(r"\s+", " ", re.sub(r"\s*[-–—‑]\s*", "-", text)).strip(" .;,")
