"""The preview of a document as its page shows it: in groups, what a person must look at first."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.intake.parts import TEXTS, Part

from .intake import Card, Preview
from .intake_values import Value

# Name, heading and explanation of the groups, in the order of the page.
_GROUPS = (
    ("check", "Проверьте", "Здесь портал в чём-то не уверен или не смог что-то перенести."),
    ("unmatched", "Не распознано", "Выберите пункт, к которому относится строка, или скопируйте текст отсюда."),
    ("change", "Изменения", ""),
    ("new", "Новое", "Снимите отметку у строки, чтобы не переносить её."),
    ("old", "Прежний текст", "На портале он с тех пор изменён. Отметьте, если нужно вернуть его."),
    ("same", "Без изменений", ""),
)
# Groups of which a person needs to see no more than that they are there.
_FOLDED = ("old", "same")


@dataclass(frozen=True, slots=True)
class Shown:
    """A card of the page. `rivals` are the cards of which something is ticked for the same field."""

    card: Card
    rivals: Sequence[Card]

    @property
    def group(self) -> str:
        """The name of the group in which it stands."""
        card = self.card
        if not card.is_matched:
            return "unmatched"
        if self.rivals or card.problems or card.is_changed:
            return "check"
        if card.is_quiet:
            return "old" if card.has_old else "same"
        entered = self._entered
        is_crossed = any(each.is_crossed for each in entered if each.state != "same")
        if is_crossed or not card.is_open or card.brought.notes or (card.is_doubtful and not card.is_corrected):
            return "check"
        return "change" if any(each.state == "change" for each in entered) else "new"

    @property
    def is_closed(self) -> bool:
        """Whether it is shown as a line, to be opened by who wants to see more."""
        return self.group in ("new", "same") or self.card.is_left

    @property
    def has_ticks(self) -> bool:
        """Whether there is anything in it to be ticked."""
        card = self.card
        return card.is_open and (bool(card.numbers) or any(each.state != "same" for each in self._entered))

    @property
    def _entered(self) -> list[Part | Value]:
        return [*self.card.parts, *self.card.values]

    @property
    def words(self) -> str:
        """What it brings, to be cut after the first words."""
        card = self.card
        values = [f"{value.name}: {value.shown}" for value in card.values if value.state != "same"]
        texts = [part.shown for part in card.parts if part.state != "same"] or [*values, *card.texts]
        return " ".join(texts[0].split()) if texts else ""


@dataclass(frozen=True, slots=True)
class Group:
    """Cards under one heading. `is_folded`: all of them are shown only on demand."""

    name: str
    title: str
    note: str
    cards: Sequence[Shown]

    @property
    def is_folded(self) -> bool:
        return self.name in _FOLDED


@dataclass(frozen=True, slots=True)
class IntakePage:
    """A preview in groups; those without cards are left out."""

    preview: Preview
    groups: Sequence[Group]

    @property
    def refused(self) -> list[Card]:
        """The cards with values that cannot be taken."""
        return [card for card in self.preview.cards if card.problems]

    @property
    def refused_count(self) -> int:
        """How many values cannot be taken."""
        return sum(len(card.problems) for card in self.refused)

    @property
    def crowded(self) -> list[Card]:
        """The cards that contradict others."""
        return [shown.card for group in self.groups for shown in group.cards if shown.rivals]

    @property
    def ticked(self) -> int:
        """Of how many rows something is to be written."""
        return sum(card.is_ticked for card in self.preview.cards)

    @property
    def is_all_there(self) -> bool:
        """Whether the report has all that the rows of the file say."""
        return [group.name for group in self.groups] == ["same"]

    @property
    def has_numbers(self) -> bool:
        """Whether the texts give values for indicators that are still empty."""
        return any(card.numbers for card in self.preview.cards)

    @property
    def has_choices(self) -> bool:
        """Whether anything could be applied, but for the text outside the table of a file that is all there."""
        cards = [shown for group in self.groups for shown in group.cards]
        return (
            bool(self.preview.columns)
            or bool(self.preview.loose and not self.is_all_there)
            or any(shown.has_ticks or not shown.card.is_matched for shown in cards)
        )


def intake_page(preview: Preview) -> IntakePage:
    """The cards of a preview in the groups of the page; within a group in the order of the document."""
    claims: dict[tuple[int, str], list[Card]] = {}
    for card in preview.cards:
        for key in _claims(card):
            claims.setdefault(key, []).append(card)
    cards = [shown_card(card, claims) for card in preview.cards]
    groups = [
        Group(name, title, note, found)
        for name, title, note in _GROUPS
        if (found := [shown for shown in cards if shown.group == name])
    ]
    return IntakePage(preview, groups)


def shown_card(card: Card, claims: dict[tuple[int, str], list[Card]] | None = None) -> Shown:
    """A card for the page; `claims` are the cards that write into each field of each row."""
    rivals = {
        other.position: other for key in _claims(card) for other in (claims or {}).get(key, ()) if other is not card
    }
    return Shown(card, list(rivals.values()))


def _claims(card: Card) -> list[tuple[int, str]]:
    """The fields that the card would replace, each with the id of its row."""
    if card.row is None or not card.is_ticked:
        return []
    replaced = [part.name for part in card.parts if part.is_ticked and not (card.append and part.name in TEXTS)]
    return [(card.row.pk, name) for name in (*replaced, *(value.field for value in card.values if value.is_ticked))]
