"""Automatic numbers and bullets of lists, as Word shows them."""

import re
from dataclasses import dataclass, field

from lxml.etree import _Element

from .styles import VAL, Styles, W, is_on, number

_BULLET = "•"
# Bullets that lie in the private area of Symbol and Wingdings; every other one of them becomes «•».
_DASHES = {"\uf02d": "-", "\uf0be": "–"}
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X")),
    *((9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
# Word counts on with these letters; it leaves out ё, й, ъ, ы and ь.
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_LARGEST_ROMAN = 3999
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered. `text` has «%1» for the number of the first level, and so on."""

    start: int
    form: str
    text: str
    follows: str  # what stands between the marker and the text: tab, space, nothing
    restarts_after: int  # the level after which this one starts anew; 0: never
    is_legal: bool  # every number in it is Arabic
    style: str  # paragraphs of this style stand at this level, though the style may not say so


@dataclass(slots=True)
class _List:
    """A list whose numbers run on (w:abstractNum), and where they stand."""

    levels: dict[int, Level]
    link: str = ""
    counts: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Use:
    """A w:num: a list, with levels or starts of its own."""

    abstract: str
    starts: dict[int, int]
    levels: dict[int, Level]


class Numbering:
    """Hands out the markers of paragraphs, which must ask in the order of the document."""

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._uses: dict[str, _Use] = {}
        self._depths: dict[tuple[str, str], int] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def marker(self, properties: _Element | None) -> str:
        """The marker of the paragraph with these w:pPr with what follows it, or "" if it is in no list."""
        if properties is None:
            return ""
        element = properties.find(f"{W}pStyle")
        style = "" if element is None else element.get(VAL, "")
        place = self._place(properties.find(f"{W}numPr"), style)
        if place is None:
            return ""
        num_id, depth = place
        use = self._uses.get(num_id)
        if use is None:
            return ""
        counted = self._linked(use.abstract)
        levels = {**counted.levels, **use.levels}
        if depth not in levels:
            return ""
        self._count(counted, levels, num_id, use, depth)
        level = levels[depth]
        text = _shown(level, levels, counted.counts)
        return text + ("" if level.follows == "nothing" or not text else " ")

    def _place(self, own: _Element | None, style: str) -> tuple[str, int] | None:
        """(numId, ilvl) of a paragraph: its own, else its style's; None if it is in no list."""
        inherited_id, inherited_depth = self._styles.lists.get(style, ("", 0))
        inherited_depth = self._depths.get((inherited_id, style), inherited_depth)
        num_id, depth = (None, None) if own is None else (own.find(f"{W}numId"), own.find(f"{W}ilvl"))
        if num_id is not None:
            return num_id.get(VAL, ""), number(depth)
        return (inherited_id, number(depth, inherited_depth)) if inherited_id else None

    def _count(self, counted: _List, levels: dict[int, Level], num_id: str, use: _Use, depth: int) -> None:
        """One on at this level; deeper ones start anew, and those above that were never used stand at their start."""
        counts = counted.counts
        for above in range(depth):
            if above in levels:
                counts.setdefault(above, use.starts.get(above, levels[above].start))
        if depth in use.starts and (num_id, depth) not in self._begun:
            counts[depth] = use.starts[depth]
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else levels[depth].start
        self._begun.add((num_id, depth))
        for deeper in [each for each in counts if each > depth]:
            level = levels.get(deeper)
            if level is None or depth + 1 <= level.restarts_after:
                del counts[deeper]

    def _read(self, root: _Element) -> None:
        for element in root.iter(f"{W}abstractNum"):
            link = element.find(f"{W}numStyleLink")
            self._lists[element.get(f"{W}abstractNumId", "")] = _List(
                dict(_level(level) for level in element.iter(f"{W}lvl")), "" if link is None else link.get(VAL, "")
            )
        for element in root.iter(f"{W}num"):
            abstract = element.find(f"{W}abstractNumId")
            overrides = {_depth(override): override for override in element.iter(f"{W}lvlOverride")}
            starts = {
                depth: number(override.find(f"{W}startOverride"))
                for depth, override in overrides.items()
                if override.find(f"{W}startOverride") is not None
            }
            own = dict(_level(level) for override in overrides.values() for level in override.iter(f"{W}lvl"))
            name = "" if abstract is None else abstract.get(VAL, "")
            num_id = element.get(f"{W}numId", "")
            self._uses[num_id] = _Use(name, starts, own)
            levels = {**self._linked(name).levels, **own}
            self._depths.update(((num_id, level.style), depth) for depth, level in levels.items() if level.style)

    def _linked(self, name: str) -> _List:
        """The list of this name, or the one that its style stands for."""
        found = self._lists.get(name) or _List({})
        if found.levels or not found.link:
            return found
        num_id, _ = self._styles.lists.get(found.link, ("", 0))
        use = self._uses.get(num_id)
        return found if use is None else self._lists.get(use.abstract, found)


def _depth(element: _Element) -> int:
    value = element.get(f"{W}ilvl", "0")
    return int(value) if value.isdecimal() and int(value) < _LEVELS else 0


def _level(element: _Element) -> tuple[int, Level]:
    depth = _depth(element)
    form, text, follows, style = (element.find(f"{W}{name}") for name in ("numFmt", "lvlText", "suff", "pStyle"))
    return depth, Level(
        start=number(element.find(f"{W}start")),
        form="decimal" if form is None else form.get(VAL, "decimal"),
        text="" if text is None else text.get(VAL, ""),
        follows="tab" if follows is None else follows.get(VAL, "tab"),
        restarts_after=number(element.find(f"{W}lvlRestart"), depth),
        is_legal=bool(is_on(element, "isLgl")),
        style="" if style is None else style.get(VAL, ""),
    )


def _shown(level: Level, levels: dict[int, Level], counts: dict[int, int]) -> str:
    """The marker of a level."""
    if level.form == "bullet":
        return _bullet(level.text)

    def _number(match: re.Match[str]) -> str:
        depth = int(match[1]) - 1
        form = levels[depth].form if depth in levels else "decimal"
        return _formed(counts.get(depth, 0), "decimal" if level.is_legal and form != "decimalZero" else form)

    return "" if level.form == "none" else re.sub("%([1-9])", _number, level.text)


def _bullet(text: str) -> str:
    """The letter «o» of Courier New is a ring, a bullet too."""
    if text in _DASHES:
        return _DASHES[text]
    is_private = any("\ue000" <= character <= "\uf8ff" for character in text)
    return _BULLET if is_private or text == "o" else text


def _formed(value: int, form: str) -> str:
    """A number in one of Word's forms; in one that no Russian document uses, as a decimal."""
    if form in {"upperRoman", "lowerRoman"} and 0 < value <= _LARGEST_ROMAN:
        roman = ""
        for worth, letters in _ROMAN:
            count, value = divmod(value, worth)
            roman += letters * count
        return roman if form == "upperRoman" else roman.lower()
    if form in {"lowerLetter", "upperLetter", "russianLower", "russianUpper"} and value > 0:
        alphabet = _RUSSIAN if "russian" in form else _LATIN
        # After the last letter Word doubles them: aa, bb.
        letters = alphabet[(value - 1) % len(alphabet)] * min((value - 1) // len(alphabet) + 1, _LEVELS)
        return letters.upper() if "pper" in form else letters
    if form == "none":
        return ""
    return f"{value:02}" if form == "decimalZero" else str(value)
