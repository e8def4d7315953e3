"""reports.documents.pages"""

import io
from dataclasses import replace

import pypdfium2
import pytest
from django.core.cache import caches
from PIL import Image

from reports.documents import pages, pdf

from .build import content, row


@pytest.fixture(scope="module")
def rendered() -> pdf.RenderedPdf:
    long = "\n".join(f"Абзац {n}: проведено заседание комиссии." for n in range(60))
    return pdf.render(content(row(implementation=long)))


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    caches["documents"].clear()


def test_picture_of_a_page(rendered: pdf.RenderedPdf) -> None:
    png = pages.picture(rendered, 0, key="a")
    assert len(png) < 150_000
    with Image.open(io.BytesIO(png)) as image:
        assert image.format == "PNG"
        assert image.size == (1684, 1191)
        grey = image.convert("L")
        assert grey.getextrema() == (0, 255)
        # White margins, ink in the heading.
        assert grey.crop((0, 0, 1684, 100)).getextrema() == (255, 255)
        darkest, _ = grey.crop((600, 110, 1100, 160)).getextrema()
        assert darkest == 0


def test_every_page_has_its_own_picture(rendered: pdf.RenderedPdf) -> None:
    assert rendered.page_count == 3
    assert len({pages.picture(rendered, page, key="a") for page in range(3)}) == 3


def test_kept_under_its_key(rendered: pdf.RenderedPdf) -> None:
    first = pages.picture(rendered, 0, key="a")
    lost = replace(rendered, data=b"")
    assert pages.picture(lost, 0, key="a") == first
    with pytest.raises(pypdfium2.PdfiumError):
        pages.picture(lost, 0, key="b")
