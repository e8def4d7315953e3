"""The consolidated report as a PDF, put together from parts that are kept: the table, and each report as an appendix.

What changes in one report changes the part of that report, and of the table if its answers or numbers did; only these
are rendered again.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from django.core.cache import caches

from . import layout, pdf
from .consolidated import ConsolidatedContent, Progress, appendix_title
from .content import ReportContent, fingerprint_of
from .pdf_merge import Bookmark, Part, merge
from .pdf_process import Result

# Documents for one child process. More of them save little, and make the last child start late.
_BATCH = 4
# How many children work at a time; pdf_process allows no more.
_CHILDREN = 2
_DIGITS = '<!DOCTYPE html><html lang="ru"><title>0</title><body><p>0123456789</p>'


@dataclass(frozen=True, slots=True)
class _Source:
    """A part that may have to be rendered: what it is kept under, and its HTML."""

    key: str
    html: Callable[[], str]


def render(content: ConsolidatedContent, *, progress: Progress) -> bytes:
    """The tagged PDF (PDF/UA-1). The same content gives the same bytes.

    `progress(done, total)` counts parts, in this thread; what it raises ends the work, and parts made so far are kept.
    Raises pdf.RenderingFailed, with a message for the user.
    """
    sources = [
        _Source("digits", lambda: _DIGITS),
        _table(content),
        *(_appendix(number, report) for number, report in enumerate(content.reports, start=1)),
    ]
    digits, table, *appendices = _made(sources, progress)
    parts = [Part(table.data, Bookmark("Сводный отчёт"), _item_bookmarks(content, table))]
    for number, (report, result) in enumerate(zip(content.reports, appendices, strict=True), start=1):
        parts.append(Part(result.data, Bookmark(f"Приложение {number}. {report.executor_short}")))
    merged = merge(parts, digits.data)
    progress(len(sources) + 1, len(sources) + 1)
    return merged


def _table(content: ConsolidatedContent) -> _Source:
    shown = (layout.consolidated_heading(content), content.title, content.supervisor, content.note, content.items)
    return _Source(
        fingerprint_of(shown),
        lambda: pdf.html(
            title=content.title,
            author=content.supervisor,
            heading=layout.consolidated_heading(content),
            rows=content.items,
            page="part",
            notes=content.note.split("\n"),
        ),
    )


def _appendix(number: int, report: ReportContent) -> _Source:
    return _Source(
        fingerprint_of((number, report)),
        lambda: pdf.html(
            title=report.title,
            author=report.executor,
            heading=layout.heading(report),
            rows=report.rows,
            page="part",
            appendix=appendix_title(number, report),
        ),
    )


def _made(sources: Sequence[_Source], progress: Progress) -> list[Result]:
    """The sources' PDFs, kept or made; the total counts one more step, for putting them together."""
    keys = [f"part-{source.key}-{pdf.appearance()}" for source in sources]
    results: dict[str, Result] = caches["documents"].get_many(keys)
    missing = [(key, source) for key, source in zip(keys, sources, strict=True) if key not in results]
    total = len(sources) + 1
    progress(total - 1 - len(missing), total)
    with ThreadPoolExecutor(_CHILDREN) as children:
        try:
            for made in as_completed([children.submit(_make, batch) for batch in _batches(missing)]):
                caches["documents"].set_many(made.result())
                results.update(made.result())
                progress(len(results), total)
        except BaseException:
            children.shutdown(wait=False, cancel_futures=True)
            raise
    return [results[key] for key in keys]


def _make(batch: Sequence[tuple[str, _Source]]) -> dict[str, Result]:
    keys, sources = zip(*batch, strict=True)
    return dict(zip(keys, pdf.make([source.html() for source in sources]), strict=True))


def _batches(missing: Sequence[tuple[str, _Source]]) -> Iterator[Sequence[tuple[str, _Source]]]:
    """Small enough that all children have something to do."""
    size = max(1, min(_BATCH, len(missing) // _CHILDREN))
    return (missing[start : start + size] for start in range(0, len(missing), size))


def _item_bookmarks(content: ConsolidatedContent, table: Result) -> tuple[Bookmark, ...]:
    """A bookmark for each item, where its row begins."""
    bookmarks: dict[int, Bookmark] = {}
    for zone in pdf.zones(table):
        title = f"п. {content.items[zone.row].number}"
        bookmarks.setdefault(zone.row, Bookmark(title, zone.page, zone.top))
    return tuple(bookmarks.values())
