"""The markup of a DOCX: what wraps content, what stands there twice, and how cells are merged. Pure functions."""

from collections.abc import Iterable, Iterator

from lxml.etree import _Element

from .styles import VAL, W, is_on, number

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATIVES = f"{_MC}AlternateContent"
# Spans are clipped: Word's tables have 63 columns at most.
_WIDEST = 1000
# What stands around content without being any: its content counts.
_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}


def unwrapped(parent: Iterable[_Element]) -> Iterator[_Element]:
    """The children, and those of children that only wrap others."""
    for element in parent:
        if element.tag == ALTERNATIVES:
            yield from unwrapped(next((each for each in alternatives(element) if len(each)), ()))
        elif element.tag in _WRAPPERS:
            yield from unwrapped(element)
        else:
            yield element


def alternatives(element: _Element) -> Iterator[_Element]:
    """Content that says the same to newer and to older programs, the newest first."""
    return element.iterchildren(f"{_MC}Choice", f"{_MC}Fallback")


def is_placeholder(element: _Element) -> bool:
    """Whether a content control shows «Место для ввода текста», because nothing was entered."""
    return bool(is_on(element.find(f"{W}sdtPr"), "showingPlcHdr"))


def is_in_placeholder(element: _Element) -> bool:
    """Whether this paragraph or cell is what an empty content control shows."""
    parent = element.getparent()
    if parent is None or parent.tag != f"{W}sdtContent":
        return False
    control = parent.getparent()
    return control is not None and is_placeholder(control)


def is_merged_by_revision(properties: _Element | None) -> bool:
    """Whether a revision merged the cell with the one above; until it is accepted the cell keeps what it says."""
    merge = None if properties is None else properties.find(f"{W}cellMerge")
    return merge is not None and merge.get(f"{W}vMerge") == "cont"


def continues_left(cell: _Element) -> bool:
    """Whether the cell is merged with the one to the left in the old way, without w:gridSpan."""
    merge = cell.find(f"{W}tcPr/{W}hMerge")
    return merge is not None and merge.get(VAL, "continue") != "restart"


def columns_spanned(element: _Element | None, default: int) -> int:
    """A number of columns, never less than the default."""
    return min(max(number(element, default), default), _WIDEST)
