"""The empty DOCX that every report starts from: page, styles, settings and headers, without content.

python-docx's own template brings 160 styles for English, a thumbnail and parts that contradict each other (they fail
validation). What Word needs of it is kept; styles and settings are replaced by the report's own.
"""

import functools
import io

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.part import Part, XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.section import Section
from docx.shared import Mm

from . import layout

TWIPS_PER_MM = 1440 / 25.4
TEXT_WIDTH = round(layout.TEXT_WIDTH * TWIPS_PER_MM)

# The parts of the package that a report needs; all others of the template are left behind.
_KEPT = {RT.OFFICE_DOCUMENT, RT.CORE_PROPERTIES, RT.STYLES, RT.SETTINGS, RT.FONT_TABLE, RT.THEME}


class Style:
    """Identifiers of the paragraph and table styles."""

    TITLE = "Title"
    EXECUTOR = "ReportExecutor"
    CAPTION = "ReportCaption"
    SUBJECT = "ReportSubject"
    NOTE = "ReportNote"
    APPENDIX = "Heading1"
    PERIOD = "ReportPeriod"
    COLUMN = "TableColumn"
    COLUMN_NUMBER = "TableColumnNumber"
    SECTION = "TableSection"
    NUMBER = "TableRowNumber"
    TEXT = "TableText"
    ITEM = "TableListItem"
    AFTER_TABLE = "AfterTable"
    HEADER = "Header"
    PROJECT_MARK = "ProjectMark"
    TABLE = "TableGrid"


def _style(
    style_id: str, name: str, paragraph: str = "", run: str = "", *, based_on: str = "Normal", custom: bool = True
) -> str:
    """A paragraph style as XML; `paragraph` and `run` are the inside of w:pPr and w:rPr."""
    mark = ' w:customStyle="1"' if custom else ""
    return (
        f'<w:style w:type="paragraph"{mark} w:styleId="{style_id}">'
        f'<w:name w:val="{name}"/><w:basedOn w:val="{based_on}"/><w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _size(points: float) -> str:
    """A font size; Word counts half points."""
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


_TABS = f'<w:tab w:val="center" w:pos="{TEXT_WIDTH // 2}"/><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/>'
_BOLD = "<w:b/><w:bCs/>"
_AROUND = '<w:spacing w:before="40" w:after="40"/>'
_CENTRED = '<w:jc w:val="center"/>'
_RIGHT = '<w:jc w:val="right"/>'
_FONTS = " ".join(f'w:{script}="{layout.FONT}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
_BORDERS = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_PADDING = "".join(
    f'<w:{edge} w:w="{width}" w:type="dxa"/>'
    for edge, width in (("top", 28), ("left", 85), ("bottom", 28), ("right", 85))
)

_PARAGRAPH_STYLES = "".join(
    (
        _style(Style.TITLE, "Title", f'<w:spacing w:after="60"/>{_CENTRED}', f"{_BOLD}{_size(14)}", custom=False),
        _style(Style.EXECUTOR, "Исполнитель", _CENTRED),
        _style(Style.CAPTION, "Пояснение к исполнителю", _CENTRED, _size(layout.SMALL_FONT_SIZE)),
        _style(Style.SUBJECT, "Предмет отчёта", f'<w:spacing w:before="120"/>{_CENTRED}'),
        _style(Style.PERIOD, "Период отчёта", f'<w:spacing w:after="160"/>{_CENTRED}'),
        _style(Style.NOTE, "Примечание под заголовком", '<w:spacing w:after="80"/>'),
        # A level of the outline: Word's navigation pane lists the appendices.
        _style(
            *(Style.APPENDIX, "heading 1"),
            f'<w:keepNext/><w:pageBreakBefore/><w:spacing w:after="160"/>{_RIGHT}<w:outlineLvl w:val="0"/>',
            custom=False,
        ),
        _style(Style.TEXT, "Текст таблицы"),
        _style(Style.ITEM, "Пункт списка в таблице", '<w:ind w:left="160" w:hanging="160"/>', based_on=Style.TEXT),
        _style(Style.NUMBER, "Номер в таблице", _CENTRED, based_on=Style.TEXT),
        _style(Style.COLUMN, "Заголовок графы", f"<w:keepNext/>{_CENTRED}", based_on=Style.TEXT),
        _style(Style.COLUMN_NUMBER, "Номер графы", "", _size(layout.SMALL_FONT_SIZE), based_on=Style.COLUMN),
        _style(Style.SECTION, "Раздел в таблице", f"<w:keepNext/>{_AROUND}{_CENTRED}", _BOLD, based_on=Style.TEXT),
        _style(Style.AFTER_TABLE, "После таблицы", '<w:spacing w:line="20" w:lineRule="exact"/>', _size(1)),
        _style(Style.HEADER, "header", f"<w:tabs>{_TABS}</w:tabs>", custom=False),
    )
)

_STYLES = f"""
<w:styles {nsdecls("w")}>
  <w:docDefaults>
    <w:rPrDefault><w:rPr>
      <w:rFonts {_FONTS}/>{_size(layout.FONT_SIZE)}<w:lang w:val="ru-RU" w:eastAsia="ru-RU" w:bidi="ar-SA"/>
    </w:rPr></w:rPrDefault>
    <w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault>
  </w:docDefaults>
  <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>
  <w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
    <w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/>
  </w:style>
  <w:style w:type="table" w:default="1" w:styleId="TableNormal">
    <w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>
    <w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr>
  </w:style>
  <w:style w:type="numbering" w:default="1" w:styleId="NoList">
    <w:name w:val="No List"/><w:uiPriority w:val="99"/><w:semiHidden/>
  </w:style>
  <w:style w:type="table" w:styleId="{Style.TABLE}">
    <w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>
    <w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders><w:tblCellMar>{_PADDING}</w:tblCellMar></w:tblPr>
  </w:style>
  {_PARAGRAPH_STYLES}
  <w:style w:type="character" w:customStyle="1" w:styleId="{Style.PROJECT_MARK}">
    <w:name w:val="Отметка «ПРОЕКТ»"/><w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/>
    <w:rPr>{_BOLD}<w:spacing w:val="40"/></w:rPr>
  </w:style>
</w:styles>"""

_SETTINGS = f"""
<w:settings {nsdecls("w")}>
  <w:zoom w:percent="100"/>
  <w:defaultTabStop w:val="709"/>
  <w:characterSpacingControl w:val="doNotCompress"/>
  <w:compat>
    <w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
  </w:compat>
  <w:themeFontLang w:val="ru-RU"/>
  <w:decimalSymbol w:val=","/>
  <w:listSeparator w:val=";"/>
</w:settings>"""


@functools.cache
def base(*, is_project: bool) -> bytes:
    """The empty document, made once per process."""
    document = docx.Document()
    _drop_other_parts(document)
    _replace(document.part.part_related_by(RT.STYLES), _STYLES)
    _replace(document.part.part_related_by(RT.SETTINGS), _SETTINGS)
    _replace(document.part.package.part_related_by(RT.CORE_PROPERTIES), f"<cp:coreProperties {nsdecls('cp')}/>")
    [section] = document.sections
    _set_page(section)
    _fill_headers(section, is_project=is_project)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def _drop_other_parts(document: Document) -> None:
    for rels in (document.part.rels, document.part.package.rels):
        for rel_id in [rel_id for rel_id, rel in rels.items() if rel.reltype not in _KEPT]:
            del rels[rel_id]


def _replace(part: Part, xml: str) -> None:
    """Put the children of `xml` in place of all that the part says."""
    assert isinstance(part, XmlPart)
    part.element[:] = list(parse_xml(xml))


def _set_page(section: Section) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(layout.PAGE_WIDTH), Mm(layout.PAGE_HEIGHT)
    section.left_margin, section.right_margin = Mm(layout.MARGIN_LEFT), Mm(layout.MARGIN_RIGHT)
    section.top_margin, section.bottom_margin = Mm(layout.MARGIN_TOP), Mm(layout.MARGIN_BOTTOM)
    section.header_distance = section.footer_distance = Mm(10)


def _fill_headers(section: Section, *, is_project: bool) -> None:
    """The page number in the middle from the second page on; a project's mark at the right of every page."""
    section.different_first_page_header_footer = True
    mark = (
        f'<w:r><w:tab/></w:r><w:r><w:rPr><w:rStyle w:val="{Style.PROJECT_MARK}"/></w:rPr>'
        f"<w:t>{layout.PROJECT_MARK}</w:t></w:r>"
    )
    number = '<w:r><w:tab/></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>'
    first = f"<w:r><w:tab/></w:r>{mark}" if is_project else ""
    other = number + (mark if is_project else "")
    for header, runs in ((section.first_page_header, first), (section.header, other)):
        header.is_linked_to_previous = False
        paragraph = parse_xml(f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{Style.HEADER}"/></w:pPr>{runs}</w:p>')
        header.part.element[:] = [paragraph]
