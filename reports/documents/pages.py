"""Pictures of a PDF's pages, for the document on the screen."""

import io
import threading

import pypdfium2
from django.core.cache import caches

from .pdf import RenderedPdf, appearance

# 144 dots to an inch: sharp at the width of a screen, and on dense ones at half of it.
_SCALE = 144 / 72
_GREYS = 16

# PDFium is not made for several threads at once.
_pdfium = threading.Lock()


def picture(rendered: RenderedPdf, page: int, *, key: str) -> bytes:
    """The PNG of one page, counted from 0. `key` names the document: the same key means the same content."""
    kept_as = f"page-{key}-{appearance()}-{page}"
    kept: bytes | None = caches["documents"].get(kept_as)
    if kept is None:
        kept = _draw(rendered.data, page)
        caches["documents"].set(kept_as, kept)
    return kept


def _draw(data: bytes, page: int) -> bytes:
    with _pdfium, pypdfium2.PdfDocument(data) as document:
        image = document[page].render(scale=_SCALE, grayscale=True).to_pil()
    png = io.BytesIO()
    # Black text on white: 16 greys are enough to smooth it.
    image.quantize(_GREYS).save(png, "PNG", optimize=True)
    return png.getvalue()
