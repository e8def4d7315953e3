"""HTML and CSS to PDF. Runs in a child process of pdf_process.py; knows nothing of Django or of reports.

The fork server imports this module once, so that every child is born with WeasyPrint loaded and its fonts found, and
only has to lay out.
"""

import gc
import hashlib

import pydyf
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
    prefix = hashlib.sha256(html.encode()).hexdigest()[:12]
    data = document.write_pdf(pdf_variant="pdf/ua-1", finisher=lambda _, pdf: _tidy_tags(pdf, prefix))
    return Result(data, len(document.pages), boxes)


def _tidy_tags(pdf: pydyf.PDF, prefix: str) -> None:
    """Make the structure tree small, and fit to stand in one document with those of other reports.

    WeasyPrint gives every line of text an element of its own, two thirds of all objects; the lines become direct
    content of their paragraph or cell. Identifiers of table headers get a prefix, so that they differ between reports.
    """
    dictionaries = [each for each in pdf.objects if isinstance(each, pydyf.Dictionary)]
    elements = {each.reference: each for each in dictionaries if each.get("Type") == "/StructElem"}
    parent_of = {}
    for reference, element in elements.items():
        if "ID" in element:
            # The very object that the cells' lists of headers hold.
            element["ID"].string = f"{prefix}-{element['ID'].string}"
        if element["S"] == "/Span" and all(isinstance(kid, int) for kid in element["K"]):
            parent_of[reference] = element["P"]
    for element in elements.values():
        kids = element["K"]
        if any(kid in parent_of for kid in kids):
            element["K"] = pydyf.Array(
                mcid for kid in kids for mcid in (elements[kid]["K"] if kid in parent_of else [kid])
            )
    [structure] = [each for each in dictionaries if each.get("Type") == "/StructTreeRoot"]
    [mapping] = [each for each in dictionaries if each.reference == structure["ParentTree"]]
    for entry in mapping["Nums"]:
        if isinstance(entry, pydyf.Array):
            entry[:] = [parent_of.get(reference, reference) for reference in entry]
    for reference in parent_of:
        elements[reference].clear()  # nothing refers to it any more


render(_SAMPLE, "")
gc.freeze()
