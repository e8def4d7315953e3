"""Reading reports from Word: the source report and longer ones made of its rows, and files that are to be refused."""

import io
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx

from benchmarks.measure import Line, ms, seconds
from reports.intake.guard import Refused
from reports.intake.process import read_report

SOURCE = Path(__file__).parent.parent / "fixtures" / "source" / "kuznetsk_2023.docx"
_DOCUMENT = "word/document.xml"
_HEADING_ROWS = 2


def run() -> Iterator[Line]:
    source = SOURCE.read_bytes()
    start = time.perf_counter()
    read_report(source, SOURCE.name)
    yield Line("The first upload of a server, the fork server included", ms(time.perf_counter() - start), None)

    fifty, two_hundred, eight_hundred = (_long(source, count) for count in (50, 200, 800))
    short, long = seconds(lambda: read_report(source, SOURCE.name), lambda: _rows(two_hundred, 200))
    yield Line("The source report in Word, upload to rows, at most 1 s", ms(short), short <= 1)
    yield Line("200 rows in Word, at most 3 s", ms(long), long <= 3)

    few, many = seconds(lambda: _rows(fifty, 50), lambda: _rows(eight_hundred, 800), rounds=5)
    measured = f"{many / few:.1f} times ({ms(few)} and {ms(many)})"
    yield Line("800 rows, at most 16 × 1.2 times as long as 50", measured, many <= 16 * 1.2 * few)

    ours, theirs = seconds(lambda: _rows(two_hundred, 200), lambda: _cell_by_cell(two_hundred), rounds=1)
    measured = f"{theirs / ours:.0f} times faster ({ms(ours)} and {ms(theirs)})"
    yield Line("200 rows against python-docx cell by cell, faster", measured, ours < theirs)

    for what, data in (("that unpacks to 32 MB of the smallest elements", _swollen(source)), ("cut off", source[:-99])):
        taken = _refused_after(data)
        yield Line(f"A file {what} is refused, at most 2 s", ms(taken), taken <= 2)


def _long(source: bytes, count: int) -> bytes:
    """The source report with its rows again and again."""
    parts = _parts(source)
    head, *rows = parts[_DOCUMENT].decode().split("<w:tr>")
    last, rest = rows[-1].split("</w:tr>")
    rows[-1] = f"{last}</w:tr>"
    content = rows[_HEADING_ROWS:]
    many = [*rows[:_HEADING_ROWS], *(content[number % len(content)] for number in range(count))]
    return _packed({**parts, _DOCUMENT: ("<w:tr>".join([head, *many]) + rest).encode()})


def _swollen(source: bytes) -> bytes:
    parts = _parts(source)
    smallest = b"".join(b"<w:p a='%d'/>" % number for number in range(1_900_000))
    return _packed({**parts, _DOCUMENT: parts[_DOCUMENT].replace(b"<w:body>", b"<w:body>" + smallest)})


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: dict[str, bytes]) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return saved.getvalue()


def _rows(data: bytes, count: int) -> None:
    assert len(read_report(data, "report.docx").rows) == count


def _cell_by_cell(data: bytes) -> list[list[str]]:
    (table,) = docx.Document(io.BytesIO(data)).tables
    return [[table.cell(row, column).text for column in range(5)] for row in range(len(table.rows))]


def _refused_after(data: bytes) -> float:
    start = time.perf_counter()
    try:
        read_report(data, "report.docx")
    except Refused:
        return time.perf_counter() - start
    raise AssertionError("The file was not refused.")
