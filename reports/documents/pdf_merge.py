"""Puts PDFs that WeasyPrint made together into one: pages, tags, bookmarks, and page numbers through all of them.

The first part is the beginning of the document and keeps its metadata (PDF/UA-1, title, language). Of the others come
their pages and their tags; their own bookmarks and anchors do not.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

from . import layout

_POINTS_PER_MM = 72 / 25.4
# The baseline of the page number: WeasyPrint centres its line in the top margin.
_NUMBER_FROM_TOP = (layout.MARGIN_TOP / 2 + 1.4) * _POINTS_PER_MM
_NUMBER_FONT = "/PageNumber"
_UNICODE_OF_GLYPH = re.compile(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]{4})>")


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A bookmark: its page within the part, counted from 0, and the place as a fraction of the page's height."""

    title: str
    page: int = 0
    top: float = 0.0


@dataclass(frozen=True, slots=True)
class Part:
    """A PDF that becomes a part of the document. `bookmark` stands for the part, `inner` below it."""

    data: bytes
    bookmark: Bookmark
    inner: tuple[Bookmark, ...] = ()


def merge(parts: Sequence[Part], digits: bytes) -> bytes:
    """The parts as one tagged PDF, numbered from its second page. The same parts give the same bytes.

    `digits` is a PDF of one page that shows 0123456789: page numbers are set in its font.
    """
    with Pdf.open(io.BytesIO(parts[0].data)) as merged, Pdf.open(io.BytesIO(digits)) as sample:
        counts = [len(merged.pages)]
        structures = [merged.Root.StructTreeRoot]
        for part in parts[1:]:
            with Pdf.open(io.BytesIO(part.data)) as source:
                merged.pages.extend(source.pages)
                # After the pages, so that the tags point to the copied ones.
                structures.append(merged.copy_foreign(source.Root.StructTreeRoot))
                counts.append(len(source.pages))
        _join_structures(merged, structures, counts)
        _number_pages(merged, _NumberFont(merged.copy_foreign(sample.pages[0].Resources.Font)))
        _set_bookmarks(merged, parts, counts)
        if "/Names" in merged.Root:
            del merged.Root.Names  # the first part's anchors; nothing links to them
        saved = io.BytesIO()
        merged.save(saved, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return saved.getvalue()


def _join_structures(merged: Pdf, structures: Sequence[Object], counts: Sequence[int]) -> None:
    """One structure tree: a /Part for each part below one /Document, with keys of the parent tree counted through.

    Pages take the keys 0, 1, …; links come after them, as WeasyPrint numbers them in each part.
    """
    root = merged.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = merged.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array()))
    page_entries: list[Any] = []
    link_entries: list[Any] = []
    page_count, first_page = sum(counts), 0
    for structure, count in zip(structures, counts, strict=True):
        part = structure.K[0]
        part.S, part.P = Name.Part, document
        document.K.append(part)
        owners = structure.ParentTree.Nums
        for index in range(count):
            page_entries.extend([first_page + index, owners[2 * index + 1]])
            merged.pages[first_page + index].StructParents = first_page + index
        for index in range(first_page, first_page + count):
            for annotation in merged.pages[index].get("/Annots", []):
                if "/StructParent" in annotation:
                    key = page_count + len(link_entries) // 2
                    link_entries.extend([key, owners[2 * int(annotation.StructParent) + 1]])
                    annotation.StructParent = key
        first_page += count
    entries = page_entries + link_entries
    root.K = Array([document])
    root.ParentTree = merged.make_indirect(Dictionary(Nums=Array(entries)))
    root.ParentTreeNextKey = len(entries) // 2
    merged.Root.StructTreeRoot = root


class _NumberFont:
    """The font of the page numbers, with the glyph and the width of each digit."""

    def __init__(self, fonts: Object) -> None:
        [self.font] = fonts.values()

    @cached_property
    def _glyphs(self) -> dict[str, bytes]:
        pairs = _UNICODE_OF_GLYPH.findall(self.font.ToUnicode.read_bytes())
        return {chr(int(character, 16)): glyph for glyph, character in pairs}

    @cached_property
    def _widths(self) -> dict[int, float]:
        """Thousandths of the font's size by glyph; /W is a list of: first glyph, array of widths."""
        [descendant] = self.font.DescendantFonts
        listed = list(descendant.W)
        return {
            int(first) + offset: float(width)
            for first, widths in zip(listed[::2], listed[1::2], strict=True)
            for offset, width in enumerate(widths)
        }

    def shown(self, number: int) -> tuple[bytes, float]:
        """The number as a PDF string, and its width in points."""
        glyphs = [self._glyphs[digit] for digit in str(number)]
        width = sum(self._widths[int(glyph, 16)] for glyph in glyphs)
        return b"<%s>" % b"".join(glyphs), width * layout.FONT_SIZE / 1000


def _number_pages(merged: Pdf, font: _NumberFont) -> None:
    """The number in the middle of the top margin from page 2 on, as an artifact: screen readers skip it."""
    font_object = merged.make_indirect(font.font)
    for number, page in enumerate(merged.pages[1:], start=2):
        page.Resources.Font[_NUMBER_FONT] = font_object
        left, _, right, top = (float(edge) for edge in page.MediaBox)
        # In the middle of the text, not of the paper: the margins differ.
        middle = (left + right + (layout.MARGIN_LEFT - layout.MARGIN_RIGHT) * _POINTS_PER_MM) / 2
        digits, width = font.shown(number)
        page.contents_add(
            b"/Artifact <</Type /Pagination /Subtype /Header>> BDC q BT %s %d Tf 1 0 0 1 %.2f %.2f Tm %s Tj ET Q EMC\n"
            % (_NUMBER_FONT.encode(), layout.FONT_SIZE, middle - width / 2, top - _NUMBER_FROM_TOP, digits),
            prepend=True,
        )


def _set_bookmarks(merged: Pdf, parts: Sequence[Part], counts: Sequence[int]) -> None:
    first_page = 0
    with merged.open_outline() as outline:
        outline.root.clear()
        for part, count in zip(parts, counts, strict=True):
            item = _outline_item(merged, part.bookmark, first_page)
            item.children.extend(_outline_item(merged, bookmark, first_page) for bookmark in part.inner)
            item.is_closed = True
            outline.root.append(item)
            first_page += count


def _outline_item(merged: Pdf, bookmark: Bookmark, first_page: int) -> pikepdf.OutlineItem:
    number = first_page + bookmark.page
    top = float(merged.pages[number].MediaBox[3]) * (1 - bookmark.top)
    return pikepdf.OutlineItem(bookmark.title, number, pikepdf.PageLocation.XYZ, top=round(top, 2))
