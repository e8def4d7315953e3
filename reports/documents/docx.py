"""The report as a Word document."""

import io
import re
from collections.abc import Iterable, Sequence

import docx
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml.etree import Element, SubElement, _Element, tostring

from reports.handout import ORIGIN_PROPERTY
from reports.text import paragraphs

from . import layout
from .content import ReportContent, TableRow
from .docx_base import TEXT_WIDTH, Style, base

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
# What all custom properties of all documents say.
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"

# Characters that Word has elements for: as plain ones tab and line break are blanks, and the soft hyphen always shows.
_SPECIAL = {"\t": "tab", "\n": "br", "\N{SOFT HYPHEN}": "softHyphen"}
_RUN_PIECES = re.compile("([\t\n\N{SOFT HYPHEN}])")

_WIDTHS = [round(share * TEXT_WIDTH / 100) for share in layout.COLUMN_SHARES]


def render(content: ReportContent) -> bytes:
    """The DOCX of a report. The same content gives the same bytes.

    Rows are made as plain XML: python-docx's own table.cell() searches the whole table for every cell.
    """
    blocks = [*heading(layout.heading(content)), *table(content.rows)]
    return save(
        blocks,
        title=content.title,
        author=content.executor,
        is_project=content.is_project,
        origin=content.origin,
    )


def save(blocks: list[_Element], *, title: str, author: str, is_project: bool, origin: str = "") -> bytes:
    """The DOCX with these paragraphs and tables as its body, on the page that all reports share.

    `origin` becomes a custom property of the document.
    """
    document = docx.Document(io.BytesIO(base(is_project=is_project)))
    document.core_properties.title = title
    document.core_properties.author = author
    document.core_properties.language = "ru-RU"
    if origin:
        _add_custom_property(document.part.package, ORIGIN_PROPERTY, origin)
    body = document.element.body
    section_properties = body[-1]
    body[:] = [*blocks, section_properties]
    saved = io.BytesIO()
    document.save(saved)
    return layout.repack(saved.getvalue())


def _add_custom_property(package: OpcPackage, name: str, value: str) -> None:
    properties = Element(f"{{{_PROPERTIES}}}Properties", nsmap={"op": _PROPERTIES, "vt": _TYPES})
    only = SubElement(properties, f"{{{_PROPERTIES}}}property", fmtid=_FORMAT, pid="2", name=name)
    SubElement(only, f"{{{_TYPES}}}lpwstr").text = value
    xml = tostring(properties, xml_declaration=True, encoding="UTF-8", standalone=True)
    part = Part(PackURI("/docProps/custom.xml"), CT.OFC_CUSTOM_PROPERTIES, xml)
    package.relate_to(part, RT.CUSTOM_PROPERTIES)


def heading(heading: layout.Heading) -> list[_Element]:
    """The lines above the table as paragraphs."""
    lines = [
        (Style.TITLE, heading.title),
        (Style.EXECUTOR, heading.executor),
        (Style.CAPTION, heading.caption),
        (Style.SUBJECT, heading.subject),
        (Style.PERIOD, heading.period),
    ]
    return [paragraph(style, text) for style, text in lines if text]


def table(rows: Sequence[TableRow]) -> list[_Element]:
    """The five columns, and the paragraph that Word wants below a table."""
    table = Element(_W + "tbl")
    properties = SubElement(table, _W + "tblPr")
    _property(properties, "tblStyle", val=Style.TABLE)
    _property(properties, "tblW", w=str(sum(_WIDTHS)), type="dxa")
    _property(properties, "tblLayout", type="fixed")
    grid = SubElement(table, _W + "tblGrid")
    for width in _WIDTHS:
        _property(grid, "gridCol", w=str(width))
    _header_row(table, Style.COLUMN, layout.COLUMN_TITLES)
    _header_row(table, Style.COLUMN_NUMBER, layout.COLUMN_NUMBERS)
    for ordinal, row in enumerate(rows, start=1):
        if row.section:
            _section_row(table, row.section)
        _content_row(table, ordinal, row)
    return [table, paragraph(Style.AFTER_TABLE)]


def _header_row(table: _Element, style: str, texts: Iterable[str]) -> None:
    """A row that Word repeats at the top of every page."""
    row = SubElement(table, _W + "tr")
    properties = SubElement(row, _W + "trPr")
    _property(properties, "cantSplit")
    _property(properties, "tblHeader")
    for width, text in zip(_WIDTHS, texts, strict=True):
        _cell(row, width).extend(paragraph(style, line) for line in text.split("\n"))


def _section_row(table: _Element, title: str) -> None:
    cell = _cell(SubElement(table, _W + "tr"), sum(_WIDTHS), span=len(_WIDTHS))
    cell.extend(paragraph(Style.SECTION, p.text) for p in paragraphs(title))


def _content_row(table: _Element, ordinal: int, row: TableRow) -> None:
    """A row of the report; it may break across pages, as it may be taller than one."""
    element = SubElement(table, _W + "tr")
    cells = [_cell(element, width) for width in _WIDTHS]
    cells[0].append(paragraph(Style.NUMBER, f"{ordinal}."))
    cells[1].append(paragraph(Style.NUMBER, row.number))
    for cell, text in zip(cells[2:], (row.measure, row.implementation, row.result), strict=True):
        cell.extend(paragraph(Style.ITEM if p.is_item else Style.TEXT, p.text) for p in paragraphs(text))


def _cell(row: _Element, width: int, span: int = 1) -> _Element:
    cell = SubElement(row, _W + "tc")
    properties = SubElement(cell, _W + "tcPr")
    _property(properties, "tcW", w=str(width), type="dxa")
    if span > 1:
        _property(properties, "gridSpan", val=str(span))
    return cell


def paragraph(style: str, text: str = "") -> _Element:
    """One paragraph of this style, in one run."""
    element = Element(_W + "p")
    _property(SubElement(element, _W + "pPr"), "pStyle", val=style)
    if text:
        run = SubElement(element, _W + "r")
        for piece in filter(None, _RUN_PIECES.split(text)):
            if piece in _SPECIAL:
                SubElement(run, _W + _SPECIAL[piece])
            else:
                SubElement(run, _W + "t", {_XML_SPACE: "preserve"}).text = piece
    return element


def _property(parent: _Element, name: str, **attributes: str) -> None:
    SubElement(parent, _W + name, {_W + key: value for key, value in attributes.items()})
