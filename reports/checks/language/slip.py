"""A slip of the language, and a sentence as the rules see it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.russian import Token, shapes
from reports.russian.inflection import adjective_form, noun_form
from reports.russian.shapes import Shape, shape, word_shape


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip at text[start:end] and what to say of it."""

    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True)
class Group:
    """Adjectives and the noun after them, tokens[first:end] of a clause; the noun or the adjectives may lack."""

    first: int
    end: int
    adjectives: tuple[Shape, ...]
    noun: Shape | None

    @property
    def agreed(self) -> int:
        """The forms in which the whole agrees; 0 if it does not."""
        forms = shapes.ANY if self.noun is None else self.noun.noun
        for adjective in self.adjectives:
            forms &= adjective.adjective
        return forms


class Clause:
    """A sentence of a text with the forms of its words."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.lower = tuple(token.text.lower() for token in tokens)
        self.shapes = tuple(map(shape, tokens))
        self.groups = tuple(self._groups())  # all of them, from left to right

    def before(self, at: int, back: int = 1) -> str:
        """The word or sign `back` places before, in small letters, "" at the beginning."""
        return self.lower[at - back] if at >= back else ""

    def quote(self, first: int, end: int) -> str:
        """The text of tokens[first:end]."""
        return self.text[self.tokens[first].start : self.tokens[end - 1].end]

    def group(self, at: int) -> Group:
        """The adjectives and the noun that begin at a token; empty if there are none."""
        adjectives: list[Shape] = []
        end = at
        while end < len(self.tokens):
            word = self.shapes[end]
            if word.is_other:
                break
            following = self.shapes[end + 1] if end + 1 < len(self.tokens) else None
            is_noun = word.noun and not (word.adjective and following and self._qualifies(end, word, following))
            end += 1
            if is_noun:
                return Group(at, end, tuple(adjectives), word)
            adjectives.append(word)
        return Group(at, end, tuple(adjectives), None)

    def _qualifies(self, at: int, word: Shape, following: Shape) -> bool:
        """Whether what may be an adjective or a noun is an adjective: «второй» before «квартал», whatever its case."""
        is_adjective = self.tokens[at].forms[0].part == "ADJF" and not word.is_animate
        return bool(word.adjective & following.forms) or (is_adjective and bool(following.noun))

    def has_capital(self, group: Group) -> bool:
        """Whether a word of the group is written with a capital: it may be a name."""
        return any(token.text[0].isupper() for token in self.tokens[group.first : group.end])

    def _groups(self) -> Iterator[Group]:
        at = 0
        while at < len(self.tokens):
            group = self.group(at)
            if group.end > at:
                yield group
            at = max(group.end, at + 1)

    def in_case(self, group: Group, case: str, number: str = "") -> str:
        """A group with a noun in another case (nomn, gent …), in its own number or in `number`; "" if unknown."""
        words = self.lower[group.first : group.end]
        noun = noun_form(words[-1], case, number or _number(group)) if group.noun else ""
        if not noun or group.noun is None:
            return ""
        forms = word_shape(noun).noun & shapes.CASES[case]
        if (number or _number(group)) == "plur":
            column = "plur"
        else:
            column = next((name for name, bits in shapes.GENDERS.items() if forms & bits), "")
        if not column:
            return ""
        bent = [adjective_form(word, case, column, animate=group.noun.is_animate) for word in words[:-1]]
        return " ".join(map(_like, [*bent, noun], self.tokens[group.first : group.end])) if all(bent) else ""


def _like(word: str, token: Token) -> str:
    """The word with a capital letter if the token has one."""
    return word.capitalize() if token.text[0].isupper() else word


def _number(group: Group) -> str:
    """The number of a group whose words may disagree: the adjectives', if they have one, else the noun's."""
    for word in (*(adjective.adjective for adjective in group.adjectives), group.noun.noun if group.noun else 0):
        if word and not word & shapes.PLUR:
            return "sing"
        if word and not word & shapes.SING:
            return "plur"
    return "sing"
