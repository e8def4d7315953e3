"""Puts PDFs that WeasyPrint made together into one: pages, tags, bookmarks, and page numbers through all of them.

The first part is the beginning of the document and keeps its metadata (PDF/UA-1, title, language). Of the others come
their pages and their tags; their own bookmarks and anchors do not. Whatever depends on the place of a part in the
document is written here, so that a part can be kept when others come and go.
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
# Baselines, from the top of the page: WeasyPrint centres a page number in the top margin; a heading is the first line.
_NUMBER_FROM_TOP = (layout.MARGIN_TOP / 2 + 1.4) * _POINTS_PER_MM
_HEADING_FROM_TOP = layout.MARGIN_TOP * _POINTS_PER_MM + 0.97 * layout.FONT_SIZE
_FONT = "/Numbers"
_UNICODE_OF_GLYPH = re.compile(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]{4})>")


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A bookmark: its page within the part, counted from 0, and the place as a fraction of the page's height."""

    title: str
    page: int = 0
    top: float = 0.0


@dataclass(frozen=True, slots=True)
class Part:
    """A PDF that becomes a part of the document. `bookmark` stands for the part, `inner` below it.

    Without a bookmark of its own a part goes on with what the one before it has begun.
    `heading` is set at the right of the first line, which the part has left free, and read as the beginning of the
    part's first element.
    """

    data: bytes
    bookmark: Bookmark | None
    inner: tuple[Bookmark, ...] = ()
    heading: str = ""


def merge(parts: Sequence[Part], letters: bytes) -> bytes:
    """The parts as one tagged PDF, numbered from its second page. The same parts give the same bytes.

    `letters` is a PDF of one page that shows the digits and the letters of all headings: they are set in its font.
    """
    with Pdf.open(io.BytesIO(parts[0].data)) as merged, Pdf.open(io.BytesIO(letters)) as sample:
        counts = [len(merged.pages)]
        structures = [merged.Root.StructTreeRoot]
        for part in parts[1:]:
            with Pdf.open(io.BytesIO(part.data)) as source:
                merged.pages.extend(source.pages)
                # After the pages, so that the tags point to the copied ones.
                structures.append(merged.copy_foreign(source.Root.StructTreeRoot))
                counts.append(len(source.pages))
        font = _Font(merged.copy_foreign(sample.pages[0].Resources.Font))
        _number_pages(merged, font)
        _set_headings(merged, font, parts, structures, counts)
        _join_structures(merged, structures, counts)
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


class _Font:
    """The font of page numbers and headings, with the glyph and the width of each character."""

    def __init__(self, fonts: Object) -> None:
        [self.font] = fonts.values()  # an indirect object, as WeasyPrint writes it

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

    def line(self, page: pikepdf.Page, tag: bytes, text: str, place: float, from_top: float) -> None:
        """Add a line to a page, marked with this tag: `place` is 0.5 for the middle of the text's width, 1 for its end.

        Not the middle of the paper: its margins differ.
        """
        glyphs = [self._glyphs[character] for character in text]
        width = sum(self._widths[int(glyph, 16)] for glyph in glyphs) * layout.FONT_SIZE / 1000
        left = (layout.MARGIN_LEFT + place * layout.TEXT_WIDTH) * _POINTS_PER_MM - place * width
        page.Resources.Font[_FONT] = self.font
        page.contents_add(
            b"%s BDC q BT %s %d Tf 1 0 0 1 %.2f %.2f Tm <%s> Tj ET Q EMC\n"
            % (tag, _FONT.encode(), layout.FONT_SIZE, left, float(page.MediaBox[3]) - from_top, b"".join(glyphs)),
            prepend=True,
        )


def _number_pages(merged: Pdf, font: _Font) -> None:
    """The number in the middle of the top margin from page 2 on, as an artifact: screen readers skip it."""
    for number, page in enumerate(merged.pages[1:], start=2):
        font.line(page, b"/Artifact <</Type /Pagination /Subtype /Header>>", str(number), 0.5, _NUMBER_FROM_TOP)


def _set_headings(
    merged: Pdf, font: _Font, parts: Sequence[Part], structures: Sequence[Object], counts: Sequence[int]
) -> None:
    """The headings of the parts, as content of the first structure element of each."""
    first_page = 0
    for part, structure, count in zip(parts, structures, counts, strict=True):
        if part.heading:
            element = structure.K[0].K[0]
            owners = structure.ParentTree.Nums[1]  # of the marked content on the part's first page
            tag = b"%s <</MCID %d>>" % (str(element.S).encode(), len(owners))
            font.line(merged.pages[first_page], tag, part.heading, 1, _HEADING_FROM_TOP)
            element.K.insert(0, len(owners))
            owners.append(element)
        first_page += count


def _set_bookmarks(merged: Pdf, parts: Sequence[Part], counts: Sequence[int]) -> None:
    first_page = 0
    with merged.open_outline() as outline:
        outline.root.clear()
        for part, count in zip(parts, counts, strict=True):
            if part.bookmark is not None:
                outline.root.append(_outline_item(merged, part.bookmark, first_page))
                outline.root[-1].is_closed = True
            outline.root[-1].children.extend(_outline_item(merged, bookmark, first_page) for bookmark in part.inner)
            first_page += count


def _outline_item(merged: Pdf, bookmark: Bookmark, first_page: int) -> pikepdf.OutlineItem:
    number = first_page + bookmark.page
    top = float(merged.pages[number].MediaBox[3]) * (1 - bookmark.top)
    return pikepdf.OutlineItem(bookmark.title, number, pikepdf.PageLocation.XYZ, top=round(top, 2))
