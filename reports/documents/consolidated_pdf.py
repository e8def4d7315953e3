"""The consolidated report as a PDF, put together from parts that are kept: the table, and each report as an appendix.

What changes in one report changes the part of that report, and if an answer or a number did, a part of the table; only
these are rendered again.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from itertools import pairwise

from django.core.cache import caches

from . import layout, pdf
from .consolidated import ConsolidatedContent, ConsolidatedItem, Progress, appendix_number
from .content import ReportContent, fingerprint_of
from .pdf_merge import Bookmark, Part, merge
from .pdf_process import Result

# Documents for one child process. More of them save little, and make the last child start late.
_BATCH = 4
# A part of the table has at least so many items, if the plan has as many: each part costs white space before it.
_ITEMS_OF_A_PART = 5
# How many children work at a time; pdf_process allows no more.
_CHILDREN = 2
# Shows all the characters that the merging sets itself: page numbers and «Приложение 7».
_LETTERS = f'<!DOCTYPE html><html lang="ru"><title>0</title><body><p>{appendix_number(1234567890)}</p>'


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
    stretches = _stretches(content.items)
    tables = [_table(content, start, stop) for start, stop in stretches]
    sources = [_Source("letters", lambda: _LETTERS), *tables, *map(_appendix, content.reports)]
    letters, *made = _made(sources, progress)
    parts = []
    for (start, _), result in zip(stretches, made, strict=False):
        bookmark = None if start else Bookmark("Сводный отчёт")
        parts.append(Part(result.data, bookmark, _item_bookmarks(content.items[start:], result)))
    for number, (report, result) in enumerate(zip(content.reports, made[len(stretches) :], strict=True), start=1):
        bookmark = Bookmark(f"{appendix_number(number)}. {report.executor_short}")
        parts.append(Part(result.data, bookmark, heading=appendix_number(number)))
    merged = merge(parts, letters.data)
    progress(len(sources) + 1, len(sources) + 1)
    return merged


def _stretches(items: Sequence[ConsolidatedItem]) -> list[tuple[int, int]]:
    """Where the table's parts begin and end: at sections of the plan, of which small ones stay together.

    A part begins on a new page. A plan without sections is one part, as is one without items.
    """
    starts = [0]
    for index, (before, item) in enumerate(pairwise(items), start=1):
        begins_section = bool(item.section) or ("." in item.number and _chapter(before) != _chapter(item))
        if begins_section and min(index - starts[-1], len(items) - index) >= _ITEMS_OF_A_PART:
            starts.append(index)
    return list(pairwise([*starts, len(items)]))


def _chapter(item: ConsolidatedItem) -> str:
    """The number of the section that the item's own number begins with."""
    return item.number.partition(".")[0]


def _table(content: ConsolidatedContent, start: int, stop: int) -> _Source:
    """These items of the table; the first part has the heading and the notes."""
    items = content.items[start:stop]
    heading, notes = (None, []) if start else (layout.consolidated_heading(content), content.note.split("\n"))
    texts = [(item.number, item.measure, item.section, item.implementation, item.result) for item in items]
    return _Source(
        fingerprint_of((content.title, content.supervisor, heading, notes, start, texts)),
        lambda: pdf.html(
            title=content.title,
            author=content.supervisor,
            heading=heading,
            rows=items,
            page="part",
            notes=notes,
            first_ordinal=start + 1,
        ),
    )


def _appendix(report: ReportContent) -> _Source:
    """The appendix without its number: that changes whenever another executor's report is accepted."""
    return _Source(
        report.fingerprint,
        lambda: pdf.html(
            title=report.title,
            author=report.executor,
            heading=layout.heading(report),
            rows=report.rows,
            page="part",
            appendix=report.executor,
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


def _item_bookmarks(items: Sequence[ConsolidatedItem], table: Result) -> tuple[Bookmark, ...]:
    """A bookmark for each item of a part of the table, where its row begins; `items` begin where the part does."""
    bookmarks: dict[int, Bookmark] = {}
    for zone in pdf.zones(table):
        bookmarks.setdefault(zone.row, Bookmark(f"п. {items[zone.row].number}", zone.page, zone.top))
    return tuple(bookmarks.values())
