"""Small Word files written by hand: python-docx has no words for most of what real files contain."""

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEADING = ("№ п/п", "№ пункта Плана", "Наименование мероприятия", "Информация о реализации", "Результативность")

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def run(text: str, properties: str = "") -> str:
    """A w:r with this text and the inside of its w:rPr."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*content: str, properties: str = "") -> str:
    """A paragraph: pieces that begin with "<" are XML, others text."""
    inner = "".join(piece if piece.startswith("<") else run(piece) for piece in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def tc(*content: str, span: int = 1, properties: str = "") -> str:
    """A cell: pieces that begin with "<" are blocks, others paragraphs of text."""
    inner = "".join(piece if piece.startswith("<") else p(piece) for piece in content) or p()
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f"<w:tc><w:tcPr>{spans}{properties}</w:tcPr>{inner}</w:tc>"


def top(*content: str) -> str:
    """The first of vertically merged cells."""
    return tc(*content, properties='<w:vMerge w:val="restart"/>')


def below(*content: str) -> str:
    """A cell merged with the one above."""
    return tc(*content, properties="<w:vMerge/>")


def tr(*cells: str, properties: str = "") -> str:
    """A row: cells that begin with "<" are XML, others text."""
    made = "".join(cell if cell.startswith("<") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{made}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def report(*rows: str) -> str:
    """A table under the usual heading."""
    return tbl(tr(*HEADING), *rows)


def rels(**targets: str) -> str:
    """A part of relationships to these parts, by kind; a target with "://" is external."""
    items = ""
    for kind, target in targets.items():
        mode = "External" if "://" in target else "Internal"
        items += f'<Relationship Id="r{kind}" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'
    )


def part(name: str, content: str) -> str:
    """A part like w:numbering, with its content."""
    return f"<w:{name} {NAMESPACES}>{content}</w:{name}>"


def archive(members: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", compression) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return saved.getvalue()


def members(
    *blocks: str, parts: Mapping[str, str] | None = None, external: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The members of a DOCX with these blocks; `parts` by kind ("numbering"), `external` by kind of relationship."""
    parts = parts or {}
    targets = {kind: f"{kind}.xml" for kind in parts} | dict(external or {})
    return {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": rels(officeDocument="word/document.xml"),
        "word/document.xml": part("document", f"<w:body>{''.join(blocks)}<w:sectPr/></w:body>"),
        "word/_rels/document.xml.rels": rels(**targets),
        **{f"word/{kind}.xml": content for kind, content in parts.items()},
    }


def docx(*blocks: str, parts: Mapping[str, str] | None = None, external: Mapping[str, str] | None = None) -> bytes:
    return archive(members(*blocks, parts=parts, external=external))
