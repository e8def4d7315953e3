"""What the styles of a Word document say about lists and hidden text."""

from dataclasses import dataclass, field

from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"

_FALSE = {"0", "false", "off"}
_LONGEST_LINE = 11


@dataclass(frozen=True, slots=True)
class Styles:
    """By id of the style, what it and those it is based on say: (numId, ilvl) of its list, and whether it hides.

    `names` are those that people see: Word and LibreOffice keep them, while LibreOffice makes ids of its own.
    """

    lists: dict[str, tuple[str, int]] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


def is_on(properties: _Element | None, name: str) -> bool | None:
    """A switch of Word's: True, False, or None where nothing is said."""
    switch = None if properties is None else properties.find(f"{W}{name}")
    return None if switch is None else switch.get(VAL, "true") not in _FALSE


def number(element: _Element | None, default: int = 0) -> int:
    """The whole number in w:val; `default` where there is none or it is no number."""
    if element is None:
        return default
    try:
        return int(element.get(VAL, default))
    except ValueError:
        return default


def read(root: _Element | None) -> Styles:
    """The styles of styles.xml; without that part, none."""
    if root is None:
        return Styles()
    styles = {style.get(f"{W}styleId", ""): style for style in root.iter(f"{W}style")}
    lists = {}
    hidden = set()
    for style_id in styles:
        hides: bool | None = None
        for style in _line(style_id, styles):
            num_id = style.find(f"{W}pPr/{W}numPr/{W}numId")
            if style_id not in lists and num_id is not None:
                lists[style_id] = (num_id.get(VAL, "0"), number(style.find(f"{W}pPr/{W}numPr/{W}ilvl")))
            if hides is None:
                hides = is_on(style.find(f"{W}rPr"), "vanish")
        if hides:
            hidden.add(style_id)
    names = (name.get(VAL, "") for style in styles.values() if (name := style.find(f"{W}name")) is not None)
    return Styles(lists, frozenset(hidden), frozenset(names))


def _line(style_id: str, styles: dict[str, _Element]) -> list[_Element]:
    """The style and those it is based on, as far as Word goes; so a circle ends, too."""
    line: list[_Element] = []
    while style_id in styles and len(line) < _LONGEST_LINE:
        line.append(styles[style_id])
        base = styles[style_id].find(f"{W}basedOn")
        style_id = "" if base is None else base.get(VAL, "")
    return line
