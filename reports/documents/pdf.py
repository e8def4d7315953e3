"""The report as a PDF, and where its rows stand on the pages."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.template.loader import get_template, render_to_string

from reports.text import Paragraph, paragraphs

from . import layout, pdf_process
from .content import ReportContent, TableRow
from .pdf_process import RenderingFailed, Result

__all__ = ["RenderedPdf", "RenderingFailed", "Zone", "appearance", "from_html", "html", "make", "render", "zones"]

_TEMPLATE, _STYLE = "documents/report.html", "documents/report.css"


@dataclass(frozen=True, slots=True)
class Zone:
    """The part of a page that a row takes, from top to bottom as fractions of the page's height."""

    page: int
    row: int  # index in content.rows
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class RenderedPdf:
    """A PDF with what the screen needs to lay links over pictures of its pages."""

    data: bytes
    page_count: int
    zones: tuple[Zone, ...]


def render(content: ReportContent) -> RenderedPdf:
    """The PDF of a report, made in a child process or taken from what was kept of the same content.

    Raises RenderingFailed, with a message for the user, when the child exceeds its time or memory or dies.
    """
    key = f"pdf-{content.fingerprint}-{appearance()}"
    kept: RenderedPdf | None = caches["documents"].get(key)
    if kept is not None:
        return kept
    page = html(
        title=content.title,
        author=content.executor,
        heading=layout.heading(content),
        rows=content.rows,
        page="project" if content.is_project else "",
    )
    [result] = make([page])
    rendered = RenderedPdf(
        data=result.data,
        page_count=result.page_count,
        zones=zones(result),
    )
    caches["documents"].set(key, rendered)
    return rendered


def zones(result: Result) -> tuple[Zone, ...]:
    """Where the rows of html() stand on the pages."""
    return tuple(Zone(b.page, int(b.name.removeprefix("row-")), b.top, b.bottom) for b in result.boxes)


def make(pages: Sequence[str]) -> list[Result]:
    """The PDFs of several documents of html(). Raises RenderingFailed."""
    return from_html(pages, render_to_string(_STYLE))


def from_html(pages: Sequence[str], css: str) -> list[Result]:
    """A PDF of each HTML, made by one child process within the limits of the settings. Raises RenderingFailed."""
    return pdf_process.render(pages, css, seconds=settings.PDF_TIMEOUT_SECONDS, memory_mb=settings.PDF_MEMORY_MB)


@cache
def appearance() -> str:
    """Changes whenever the same content would come out as a different PDF: a key for whatever is kept of PDFs."""
    sources = [get_template(name).template.source for name in (_TEMPLATE, _STYLE)]  # type: ignore[attr-defined]
    sources += [path.read_text() for path in sorted(Path(__file__).parent.glob("*.py"))]
    return hashlib.sha256("\n".join([version("weasyprint"), *sources]).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell as the template shows it."""

    paragraphs: list[Paragraph]
    has_long_words: bool

    @property
    def is_single(self) -> bool:
        return len(self.paragraphs) == 1


def html(
    *,
    title: str,
    author: str,
    rows: Sequence[TableRow],
    heading: layout.Heading | None = None,
    page: str = "",
    appendix: str = "",
    notes: Sequence[str] = (),
    first_ordinal: int = 1,
) -> str:
    """The HTML of the five columns and what stands above them, for make().

    `page` is one of the named pages of the style sheet. `appendix` is a heading above the heading, with a line left
    free above it for the number that pdf_merge sets. `notes` stand between heading and table. № п/п is counted from
    `first_ordinal`; a table that goes on from another document has no heading.
    """
    shown = [
        {
            "ordinal": ordinal,
            "section": row.section and _cell(row.section).paragraphs,
            "number": _breakable(row.number),
            "cells": [_cell(text) for text in (row.measure, row.implementation, row.result)],
        }
        for ordinal, row in enumerate(rows, start=first_ordinal)
    ]
    return render_to_string(
        _TEMPLATE,
        {
            "title": title,
            "author": author,
            "heading": heading,
            "page": page,
            "appendix": _breakable(appendix),
            "notes": [_breakable(note) for note in notes],
            "column_titles": layout.COLUMN_TITLES,
            "column_numbers": layout.COLUMN_NUMBERS,
            "rows": shown,
        },
    )


# Words that may be wider than the narrowest column of text, by their letters: capitals are wide.
_MAYBE_TOO_WIDE = re.compile(r"[^ \t\n]{25}|[^ \t\na-zа-яё]{15}")
# Words so long that WeasyPrint takes seconds to break them, and does it wrong.
_ENDLESS = re.compile(r"[^ \t]{101,}")
_PIECE = 20


def _cell(text: str) -> _Cell:
    return _Cell(
        paragraphs=[Paragraph(_breakable(paragraph.text), paragraph.is_item) for paragraph in paragraphs(text)],
        has_long_words=_MAYBE_TOO_WIDE.search(text) is not None,
    )


def _breakable(text: str) -> str:
    """The text with a zero-width space every 20 characters of an endless word, so that no line of it is clipped.

    Ordinary long words, like addresses of sites, stay as they are: they can be copied from the PDF.
    """
    return _ENDLESS.sub(lambda match: _with_breaks(match.group()), text)


def _with_breaks(word: str) -> str:
    pieces, start = [], 0
    for end in range(_PIECE, len(word)):
        if end - start >= _PIECE and not _continues(word[end - 1], word[end]):
            pieces.append(word[start:end])
            start = end
    return "\N{ZERO WIDTH SPACE}".join([*pieces, word[start:]])


def _continues(before: str, character: str) -> bool:
    """Whether the character belongs to the one before: an accent, a skin tone, a part of a joined emoji."""
    joiner = "\N{ZERO WIDTH JOINER}"
    return (
        joiner in {before, character}
        or unicodedata.category(character)[0] == "M"
        or unicodedata.category(character) == "Sk"
    )
