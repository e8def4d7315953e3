"""A DOCX as plain data: paragraphs and tables with the text that Word would show of the final document.

Works on the XML itself: python-docx searches the whole table for every cell.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from lxml.etree import _Element

from kuznetsk_report.printable import clean
from reports.handout import Origin

from .guard import Refused, check_rows
from .markup import (
    ALTERNATIVES,
    alternatives,
    columns_spanned,
    continues_left,
    is_in_placeholder,
    is_merged_by_revision,
    is_placeholder,
    unwrapped,
)
from .numbering import Numbering
from .origin import origin_of
from .package import XML_SPACE, Package
from .styles import VAL, Styles, W, is_on, read
from .symbols import symbol

_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"

_GONE = {
    f"{W}{name}"
    for name in ("del", "moveFrom", "sdtPr", "sdtEndPr", "customXmlPr", "smartTagPr", "pPr", "rPr", "instrText", "rt")
}
_CHARACTERS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "\N{NON-BREAKING HYPHEN}",
    f"{W}softHyphen": "\N{SOFT HYPHEN}",
}
_DRAWINGS = {f"{W}drawing", f"{W}pict", f"{W}object"}
_NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
# Paragraph styles of documents/docx_base.py that no other document has together.
_OWN_STYLES = {"Исполнитель", "Предмет отчёта", "Номер графы", "Номер в таблице", "Текст таблицы"}
_BLANKS = str.maketrans("\t\n\r", "   ")

HIDDEN = "В документе есть скрытый текст: он не загружается."
_MACROS = "В файле есть макросы: они не выполняются и не загружаются."
_EXTERNAL = "Документ ссылается на внешние файлы ({}): портал их не открывает и не загружает."
_EMBEDDED = "В документ вложен другой файл целиком: его текст не загружается."
_UNKNOWN_SYMBOL = "В документе есть значки из особых шрифтов, которые нельзя передать буквами: они пропущены."
_EXTERNAL_NAMES = {
    "image": "рисунки",
    "attachedTemplate": "шаблон",
    "oleObject": "объекты",
    "frame": "рамки",
    "subDocument": "вложенные документы",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its place in the grid. `continues` if it is merged with the one above, whose text it shows."""

    text: str
    column: int
    span: int
    continues: bool


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table, each with its cells from left to right."""

    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """Paragraphs and tables in their order; empty paragraphs are left out.

    `own`: exported by this portal, and `origin` from which report, unless an editor has lost it.
    """

    blocks: tuple[str | Table, ...]
    warnings: tuple[str, ...]
    own: bool = False
    origin: Origin | None = None


def read_document(data: bytes) -> Document:
    """Read a DOCX that the guard admitted. Raises Refused for what is damaged; runs in a child process."""
    package = Package(data)
    main = package.main_part()
    try:
        return _Reader(package, main).document()
    except RecursionError as error:
        raise Refused(
            "Таблицы или поля в документе вложены друг в друга слишком глубоко. Упростите документ, сохраните и "
            "загрузите снова."
        ) from error


class _Reader:
    """Reads one document. Lists count on from paragraph to paragraph, so everything is read once and in order."""

    def __init__(self, package: Package, main: str) -> None:
        self._package = package
        self._main = main
        targets = package.targets(main)
        self._parts = {kind: name for kind, name in targets.items() if name.lower() in package.names}
        self._styles: Styles = read(self._part("styles"))
        self._numbering = Numbering(self._part("numbering"), self._styles)
        # Used in dictionaries as an ordered set.
        self._warnings: dict[str, None] = {}
        # One flag per open field: whether its result has begun.
        self._fields: list[bool] = []
        self._boxes: list[str] = []
        self._preserve = False
        self._notes: dict[str, str] = {}

    def document(self) -> Document:
        root = self._package.xml(self._main)
        body = root.find(f"{W}body")
        if body is None:
            raise Refused(
                "В файле нет текста документа: он повреждён. Откройте его в Word, сохраните ещё раз и загрузите снова."
            )
        check_rows(sum(1 for _ in body.iter(f"{W}tr")))
        self._read_notes()
        self._preserve = root.get(XML_SPACE) == "preserve"
        self._warn_of_package()
        blocks = [block for block in self._blocks(body) if isinstance(block, Table) or block.strip()]
        is_own = self._styles.names >= _OWN_STYLES
        return Document(tuple(blocks), tuple(self._warnings), is_own, origin_of(self._package) if is_own else None)

    def _part(self, kind: str) -> _Element | None:
        return self._package.xml(self._parts[kind]) if kind in self._parts else None

    def _warn(self, warning: str) -> None:
        self._warnings[warning] = None

    def _warn_of_package(self) -> None:
        if self._package.has_macros:
            self._warn(_MACROS)
        parts = [self._main, *(self._parts[kind] for kind in ("settings", "footnotes") if kind in self._parts)]
        # A hyperlink is text; only what would be loaded by itself is worth a word.
        external = {kind for part in parts for kind in self._package.external(part)} - {"hyperlink"}
        if external:
            names = sorted({_EXTERNAL_NAMES.get(kind, "другие файлы") for kind in external})
            self._warn(_EXTERNAL.format(", ".join(names)))

    def _read_notes(self) -> None:
        """The texts of footnotes and endnotes, under "footnote 2"."""
        for kind in ("footnote", "endnote"):
            root = self._part(f"{kind}s")
            for note in () if root is None else root.iter(f"{W}{kind}"):
                if note.get(f"{W}type", "normal") == "normal":
                    text = " ".join(self._text(note).split())
                    self._notes[f"{kind} {note.get(f'{W}id')}"] = text

    # -- Blocks

    def _blocks(self, parent: _Element) -> Iterator[str | Table]:
        """The paragraphs and tables in this element, through whatever wraps them."""
        joined = ""
        for element in unwrapped(parent):
            if element.tag == f"{W}p" and not is_in_placeholder(element):
                text, boxes, goes_on = self._paragraph(element, joined)
                joined = text if goes_on else ""
                if not goes_on:
                    yield text
                yield from boxes
            elif element.tag == f"{W}tbl":
                yield self._table(element)
            elif element.tag == f"{W}altChunk":
                self._warn(_EMBEDDED)
        if joined:
            yield joined

    def _text(self, parent: _Element) -> str:
        """Everything in this element as text: paragraphs as lines, tables as lines with tabs."""
        return "\n".join(_flat(block) if isinstance(block, Table) else block for block in self._blocks(parent))

    def _paragraph(self, paragraph: _Element, before: str) -> tuple[str, list[str], bool]:
        """Its text with its marker, the text boxes anchored in it, and whether the next paragraph is its rest.

        `before` is what stands before it because the mark between the two was deleted.
        """
        properties = paragraph.find(f"{W}pPr")
        mark = None if properties is None else properties.find(f"{W}rPr")
        goes_on = mark is not None and any(mark.find(f"{W}{name}") is not None for name in ("del", "moveFrom"))
        outer, self._boxes = self._boxes, []
        text = before + "".join(self._inline(paragraph, hidden=self._is_hidden_style(properties, "pStyle")))
        boxes, self._boxes = self._boxes, outer
        # An instruction ends with its paragraph: one that is never closed must not hide the rest of the document.
        self._fields = [is_result for is_result in self._fields if is_result]
        if not goes_on:
            marker = self._numbering.marker(properties)
            # Word numbers empty paragraphs too; a bullet without text says nothing.
            if text.strip():
                text = marker + text
            elif any(map(str.isalnum, marker)):
                text = marker.rstrip()
        return clean(text).text, boxes, goes_on

    def _table(self, table: _Element) -> Table:
        rows = []
        above: dict[int, Cell] = {}
        for element in unwrapped(table):
            if element.tag == f"{W}tr" and not self._is_gone(element):
                cells = self._row(element, above)
                # Every cell of the row may have been removed by a revision.
                if cells:
                    above = {cell.column: cell for cell in cells}
                    rows.append(cells)
        return Table(tuple(rows))

    def _is_gone(self, row: _Element) -> bool:
        """Whether a revision removed the row, or it is hidden."""
        properties = row.find(f"{W}trPr")
        if is_on(properties, "hidden"):
            self._warn(HIDDEN)
            return True
        return properties is not None and properties.find(f"{W}del") is not None

    def _row(self, row: _Element, above: dict[int, Cell]) -> tuple[Cell, ...]:
        properties = row.find(f"{W}trPr")
        column = 0 if properties is None else columns_spanned(properties.find(f"{W}gridBefore"), 0)
        cells: list[Cell] = []
        for element in unwrapped(row):
            # A cell that a revision removed has no place either: the cells after it move up.
            if element.tag != f"{W}tc" or element.find(f"{W}tcPr/{W}cellDel") is not None:
                continue
            cell = self._cell(element, column, above)
            if cells and continues_left(element):
                cells[-1] = replace(cells[-1], span=cells[-1].span + cell.span)
            else:
                cells.append(cell)
            column += cell.span
        return tuple(cells)

    def _cell(self, element: _Element, column: int, above: dict[int, Cell]) -> Cell:
        properties = element.find(f"{W}tcPr")
        span = 1 if properties is None else columns_spanned(properties.find(f"{W}gridSpan"), 1)
        merge = None if properties is None else properties.find(f"{W}vMerge")
        if merge is not None and merge.get(VAL, "continue") != "restart" and column in above:
            # What stands in it itself is not shown.
            return replace(above[column], span=span, continues=True)
        outer, self._fields = self._fields, []
        # The empty paragraph that Word wants after a nested table, and empty lines around the text, are layout.
        text = "" if is_in_placeholder(element) else self._text(element).strip("\n")
        self._fields = outer
        if not text and column in above and is_merged_by_revision(properties):
            return replace(above[column], span=span, continues=True)
        return Cell(text, column, span, continues=False)

    # -- What stands in a paragraph

    def _inline(self, parent: Iterable[_Element], *, hidden: bool) -> Iterator[str]:
        for element in parent:
            if element.tag == f"{W}r":
                yield from self._run(element, hidden=hidden)
            elif element.tag == ALTERNATIVES:
                yield self._first_shown(element, lambda each: "".join(self._inline(each, hidden=hidden)))
            elif element.tag == _MATH_TEXT:
                yield element.text or ""
            elif element.tag == f"{W}sdt" and is_placeholder(element):
                continue
            elif element.tag not in _GONE:
                yield from self._inline(element, hidden=hidden)

    def _run(self, run: _Element, *, hidden: bool) -> Iterator[str]:
        properties = run.find(f"{W}rPr")
        own = is_on(properties, "vanish")
        style_hides = self._is_hidden_style(properties, "rStyle")
        if own if own is not None else hidden or style_hides:
            if run.find(f"{W}t") is not None:
                self._warn(HIDDEN)
            # A field may begin in hidden text.
            for element in run.iter(f"{W}fldChar"):
                self._field(element)
            return
        for element in run:
            yield self._piece(element)

    def _piece(self, element: _Element) -> str:
        """What one element of a run shows."""
        if element.tag == f"{W}fldChar":
            self._field(element)
        elif element.tag == ALTERNATIVES:
            return self._first_shown(element, lambda each: "".join(map(self._piece, each)))
        elif element.tag in _DRAWINGS:
            self._find_boxes(element)
        elif all(self._fields):  # else it stands in the instruction of a field
            return self._plain(element) if element.tag == f"{W}t" else self._special(element)
        return ""

    def _special(self, element: _Element) -> str:
        """What an element shows that is no plain text."""
        if element.tag == f"{W}br":
            return "" if element.get(f"{W}type") in {"page", "column"} else "\n"
        if element.tag == f"{W}sym":
            return self._symbol(element)
        if element.tag in _NOTES:
            note = self._notes.get(f"{_NOTES[element.tag]} {element.get(f'{W}id')}", "")
            return f" [{note}]" if note else ""
        if element.tag == f"{W}ruby":
            return "".join(self._inline(element, hidden=False))
        return _CHARACTERS.get(element.tag, "")

    def _plain(self, element: _Element) -> str:
        """Line ends and tabs in the XML are blanks; outer ones show only where the file says so."""
        text = (element.text or "").translate(_BLANKS)
        return text if self._preserve or element.get(XML_SPACE) == "preserve" else text.strip(" ")

    def _symbol(self, element: _Element) -> str:
        shown = symbol(element.get(f"{W}font", ""), element.get(f"{W}char", ""))
        if shown is None:
            self._warn(_UNKNOWN_SYMBOL)
        return shown or ""

    def _field(self, element: _Element) -> None:
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _find_boxes(self, element: _Element) -> None:
        """Keep the text of text boxes for the end of the paragraph."""
        if element.tag == f"{W}txbxContent":
            text = self._text(element).strip("\n")
            if text:
                self._boxes.append(text)
            return
        if element.tag == ALTERNATIVES:
            self._first_shown(element, self._find_boxes_within)
        else:
            self._find_boxes_within(element)

    def _find_boxes_within(self, element: _Element) -> str:
        for child in element:
            self._find_boxes(child)
        return ""

    def _first_shown(self, element: _Element, read: Callable[[_Element], str]) -> str:
        """What the first of the alternatives shows of which anything can be read, as text or in text boxes.

        The newest comes first; it may be of a language that only Word knows, like that of its emoji.
        """
        before = len(self._boxes)
        for each in alternatives(element):
            text = read(each)
            if text or len(self._boxes) > before:
                return text
        return ""

    def _is_hidden_style(self, properties: _Element | None, name: str) -> bool:
        if not self._styles.hidden or properties is None:
            return False
        style = properties.find(f"{W}{name}")
        return style is not None and style.get(VAL) in self._styles.hidden


def _flat(table: Table) -> str:
    """A table within a text: a line for each row, a dash between cells, with a tab so that the line stays one."""
    return "\n".join(line for line in lines(table, "\t— ") if line.strip("\t— "))


def lines(table: Table, between: str = "\t") -> Iterable[str]:
    """The rows of a table as lines, its cells set apart by tabs; what is merged stands once."""
    for row in table.rows:
        yield between.join("" if cell.continues else " ".join(cell.text.split("\n")) for cell in row)
