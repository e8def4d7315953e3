"""HTML and CSS to PDF. Runs in a child process of pdf_process.py; knows nothing of Django or of reports.

The fork server imports this module once, so that every child is born with WeasyPrint loaded and its fonts found, and
only has to lay out.
"""

import gc

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from .pdf_process import Box, Result

_FONTS = FontConfiguration()
_SAMPLE = """
<html lang="ru"><title>Проба</title><body style="font-family: 'Liberation Serif'">
<table><thead><tr><th>№<tbody><tr><td><b>Проба</b> 1 – «2»<ul><li>- Ё</ul></table>
"""


class _NoFetcher(URLFetcher):  # type: ignore[misc]
    """Everything a report shows is in its HTML and CSS: whatever else a text may name is not fetched."""

    def fetch(self, url: str, headers: object = None) -> object:  # noqa: ARG002
        raise ValueError(f"nothing may be fetched: {url}")


def render(html: str, css: str) -> Result:
    """A tagged PDF (PDF/UA-1) with the positions of the elements that have an id, on every page they stand on."""
    fetcher = _NoFetcher()
    style = weasyprint.CSS(string=css, font_config=_FONTS, url_fetcher=fetcher)
    document = weasyprint.HTML(string=html, url_fetcher=fetcher).render(font_config=_FONTS, stylesheets=[style])
    boxes = [
        Box(number, name, top / page.height, bottom / page.height)
        for number, page in enumerate(document.pages)
        for name, (_, top, _, bottom) in page.anchors.items()
    ]
    return Result(document.write_pdf(pdf_variant="pdf/ua-1"), len(document.pages), boxes)


render(_SAMPLE, "")
gc.freeze()
