"""Reads the produced files the way their readers see them."""

import io
import re
import zipfile
from typing import Any, NamedTuple

import pypdfium2
from lxml import etree
from openpyxl import load_workbook

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SHOWN = {f"{W}tab": "\t", f"{W}softHyphen": "\N{SOFT HYPHEN}"}
_CODE = re.compile("_x([0-9A-Fa-f]{4})_")


def squeeze(text: str) -> str:
    """Without blanks and invisible breaks: lines are broken differently everywhere, letters are the same."""
    return "".join(text.split()).replace("\N{ZERO WIDTH SPACE}", "")


def part(archive: bytes, name: str) -> etree._Element:
    """One part of an office file as XML."""
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        return etree.fromstring(file.read(name))


def docx_paragraphs(element: etree._Element) -> list[str]:
    return [
        "".join(_SHOWN.get(run.tag, run.text or "") for run in p.iter(f"{W}t", *_SHOWN)) for p in element.iter(f"{W}p")
    ]


def docx_rows(archive: bytes) -> list[list[list[str]]]:
    """The table of a DOCX: rows of cells of paragraphs."""
    [table] = part(archive, "word/document.xml").iter(f"{W}tbl")
    return [[docx_paragraphs(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]


def xlsx_rows(archive: bytes, sheet: str) -> list[list[Any]]:
    """The values of a sheet, with _xHHHH_ read as Excel reads it."""
    rows = load_workbook(io.BytesIO(archive))[sheet].iter_rows(values_only=True)
    return [[_decoded(value) for value in row] for row in rows]


def _decoded(value: object) -> object:
    return _CODE.sub(lambda match: chr(int(match[1], 16)), value) if isinstance(value, str) else value


class Letter(NamedTuple):
    """A visible character of a PDF: its page from 0, and its edges in millimetres from the top left corner."""

    text: str
    page: int
    left: float
    top: float
    right: float
    bottom: float


def pdf_pages(data: bytes) -> list[str]:
    """The text of every page."""
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_range() for page in document]


def pdf_letters(data: bytes) -> list[Letter]:
    """Every visible character of a PDF with its place."""
    letters = []
    with pypdfium2.PdfDocument(data) as document:
        for number, page in enumerate(document):
            text = page.get_textpage()
            for index, character in enumerate(text.get_text_range(index=0, count=-1)):
                if character.isprintable() and not character.isspace():
                    left, bottom, right, top = text.get_charbox(index)
                    height = page.get_height()
                    edges = (left, height - top, right, height - bottom)
                    letters.append(Letter(character, number, *(edge / 72 * 25.4 for edge in edges)))
    return letters
