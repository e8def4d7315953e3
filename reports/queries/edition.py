"""The preview of a plan's new edition: what would change, word by word, and what is asked."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet

from kuznetsk_report.accounts.models import Organization, User
from plans.models import TERRITORY_PLACEHOLDER, Plan, PlanEdition
from reports import access
from reports.compare import Piece, compare_readably
from reports.editions import edition_now
from reports.intake.edition import TEXTS, Action, Change, Choices, Edition, Entry
from reports.intake.executors import EVERYBODY, NOBODY
from reports.intake.plan_indicators import IndicatorChange, goal_text
from reports.models import ItemSummary, ReportRow
from reports.wording import plural

FIELD_LABELS = {
    "number": "Номер",
    "section": "Раздел",
    "executors": "Исполнители",
    "excluded": "Исключён из плана",
    "indicator": "Показатель",
    **TEXTS,
}
# What a card says in its head is no part of it.
_SAID_ABOVE = {Action.NEW: ("number", "wording"), Action.REMOVED: ("excluded",)}
# What stands for the executor's territory in the plan's texts, for people.
_TERRITORY = "[территория]"
# Below this the person should look whether it is the same measure.
_DOUBTFUL = 0.75
_SHOWN_NAMES = 12


@dataclass(frozen=True, slots=True)
class Part:
    """A field that would change: `tick` names it in the form, `pieces` are the two texts word by word."""

    tick: str
    label: str
    pieces: list[Piece]
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Card:
    """An item as the new edition would have it. `typed` is the number that the person gave."""

    entry: Entry
    parts: list[Part]
    is_ticked: bool
    has_history: bool
    is_chosen: bool
    typed: str
    doubt: str  # the words of the item in doubt

    @property
    def wording(self) -> str:
        """For people."""
        return _readable(self.entry.wording)

    @property
    def chosen(self) -> str:
        """The option that stands for what was found; "" while a person has to choose."""
        if self.entry.is_undecided:
            return ""
        if self.entry.action is Action.SKIPPED:
            return "skip"
        return "new" if self.entry.item is None else str(self.entry.item)

    @property
    def is_doubtful(self) -> bool:
        return self.entry.item is not None and self.entry.position is not None and self.entry.confidence < _DOUBTFUL

    @property
    def percent(self) -> str:
        return f"{round(100 * self.entry.confidence)} %"


@dataclass(frozen=True, slots=True)
class SectionChange:
    """The title of a section, which would be another."""

    tick: str
    number: str
    pieces: list[Piece]
    is_ticked: bool


@dataclass(frozen=True)
class EditionPage:
    """The whole preview; `unknown` are executors with what has been chosen for each, `seen` the fingerprint."""

    edition: Edition
    new_sections: list[str]
    cards: list[Card]
    sections: list[SectionChange]
    options: list[tuple[str, str]]
    indicators: list[tuple[IndicatorChange, list[Piece], bool]]
    unknown: list[tuple[str, str]]
    people: list[tuple[str, str]]

    @property
    def seen(self) -> str:
        return self.edition.fingerprint

    @property
    def counts(self) -> list[tuple[str, str]]:
        """How many items of each kind: the number, and the word that agrees with it."""
        texts = [
            plural(len(self.new), "новый", "новых", "новых"),
            plural(len(self.changed), "изменённый", "изменённых", "изменённых"),
            plural(len(self.removed), "исключённый", "исключённых", "исключённых"),
            plural(len(self.same), "такой же", "таких же", "таких же"),
            plural(len(self.asked), "с вопросом", "с вопросом", "с вопросом"),
        ]
        return [(number, word) for number, _, word in (text.partition(" ") for text in texts)]

    @property
    def has_placeholder(self) -> bool:
        """Whether the page shows the sign for the executor's territory."""
        return any(_TERRITORY in text for _, text in self.options) or any(_TERRITORY in c.wording for c in self.cards)

    def _with(self, *actions: Action) -> list[Card]:
        return [card for card in self.cards if card.entry.action in actions]

    @cached_property
    def asked(self) -> list[Card]:
        return [
            card
            for card in self.cards
            if card.entry.action is Action.ASKED or (card.entry.readings and card.entry.action is not Action.SKIPPED)
        ]

    @cached_property
    def new(self) -> list[Card]:
        return [card for card in self._with(Action.NEW) if not card.entry.readings]

    @cached_property
    def changed(self) -> list[Card]:
        return [card for card in self._with(Action.CHANGE) if not card.entry.readings]

    @cached_property
    def removed(self) -> list[Card]:
        return self._with(Action.REMOVED)

    @cached_property
    def same(self) -> list[Card]:
        return [card for card in self._with(Action.SAME, Action.SKIPPED) if not card.entry.readings]


def visible_editions(user: User) -> QuerySet[PlanEdition]:
    """The editions that this person may see: those who administer plans see all."""
    editions = PlanEdition.objects.select_related("plan", "by")
    return editions if access.may_edit_plans(user) else editions.none()


def editable_plans(user: User) -> QuerySet[Plan]:
    """The plans into which this person may bring an edition."""
    return Plan.objects.all() if access.may_edit_plans(user) else Plan.objects.none()


def edition_page(
    edition: PlanEdition, choices: Choices, *, ticked: Collection[str] = (), shown: Collection[str] = ()
) -> EditionPage:
    """What would change with these choices; ticked is what the person ticked of what was shown, the rest as usual."""
    now = edition_now(edition, choices)
    ticked = set(ticked) | (now.usual_ticks() - set(shown))
    items = {item.pk: item for item in edition.plan.items.all()}
    names = dict(Organization.objects.values_list("pk", "short_name"))
    titles = section_titles(edition.plan, now)
    rows, summaries = ReportRow.objects.filter(item=OuterRef("pk")), ItemSummary.objects.filter(item=OuterRef("pk"))
    reported = Q(Exists(rows)) | Q(Exists(summaries))
    with_history = set(edition.plan.items.filter(reported).values_list("pk", flat=True))
    cards = []
    for entry in now.entries:
        parts = [
            Part(
                tick=f"{entry.key}:{change.field}",
                label=FIELD_LABELS[change.field],
                pieces=compare_readably(*change_texts(change, names, titles)),
                is_ticked=f"{entry.key}:{change.field}" in ticked,
            )
            for change in entry.changes
            if change.field not in _SAID_ABOVE.get(entry.action, ())
        ]
        cards.append(
            Card(
                entry=entry,
                parts=parts,
                is_ticked=entry.key in ticked,
                has_history=entry.item in with_history,
                is_chosen=entry.position in choices.items,
                typed="" if entry.position is None else choices.numbers.get(entry.position, ""),
                doubt="" if entry.doubt is None else _readable(items[entry.doubt].wording),
            )
        )
    return EditionPage(
        edition=now,
        cards=cards,
        sections=[
            SectionChange(f"section-{number}", number, compare_readably(before, after), f"section-{number}" in ticked)
            for number, before, after in now.sections
            if before
        ],
        new_sections=[f"{number}. {after}" for number, before, after in now.sections if not before],
        options=[
            (str(pk), f"{item.number}. {' '.join(_readable(item.wording).split())[:90]}") for pk, item in items.items()
        ],
        indicators=[
            (each, compare_readably(goal_text(each.before), goal_text(each.after)), each.key in ticked)
            for each in now.indicators
        ],
        unknown=[(phrase, choices.executors.get(phrase, "")) for phrase in now.unknown],
        people=[
            (NOBODY, "не поручать никому"),
            (EVERYBODY, "все нынешние исполнители плана"),
            *((str(pk), name) for pk, name in sorted(names.items(), key=lambda each: each[1])),
        ],
    )


@dataclass(frozen=True, slots=True)
class AppliedChange:
    """One record of an applied edition, for people."""

    title: str
    fields: list[tuple[str, list[Piece]]]


_TITLES = {
    Action.NEW: "Добавлен пункт {}",
    Action.CHANGE: "Изменён пункт {}",
    Action.REMOVED: "Исключён пункт {}",
    "section": "Изменено название раздела",
}


def applied_changes(edition: PlanEdition) -> list[AppliedChange]:
    """What an edition changed when it was applied."""
    return [
        AppliedChange(
            _TITLES[each["action"]].format(each["number"]),
            [
                (FIELD_LABELS[name], compare_readably(*map(_readable, both)))
                for name, both in each["fields"].items()
                if name != "excluded"
            ],
        )
        for each in edition.changes
    ]


def section_titles(plan: Plan, now: Edition) -> dict[str, str]:
    """The titles of a plan's sections by number, with those that the edition brings."""
    return {**dict(plan.sections.values_list("number", "title")), **{n: new for n, _, new in now.sections}}


def change_texts(change: Change, names: Mapping[int, str], titles: Mapping[str, str]) -> tuple[str, str]:
    """What a field is and what it would be, for people. `names` are the organizations'."""
    if change.field == "executors":
        before, after = (frozenset(map(int, filter(None, v.split(",")))) for v in (change.before, change.after))
        return _people(before, names), _people(after, names)
    if change.field == "section":
        return _titled(change.before, titles), _titled(change.after, titles)
    if change.field == "excluded":
        return "да", "нет: пункт возвращается в план"
    return _readable(change.before), _readable(change.after)


def _readable(text: str) -> str:
    return text.replace(TERRITORY_PLACEHOLDER, _TERRITORY)


def _titled(number: str, titles: Mapping[str, str]) -> str:
    return f"{number}. {titles.get(number, '')}".rstrip(". ") if number else "без раздела"


def _people(executors: Iterable[int], names: Mapping[int, str]) -> str:
    known = sorted(names[pk] for pk in executors)
    if len(known) > _SHOWN_NAMES:
        return f"{', '.join(known[:_SHOWN_NAMES])} и ещё {len(known) - _SHOWN_NAMES}"
    return ", ".join(known) or "никто"
