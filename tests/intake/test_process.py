"""reports.intake.process and convert: whatever a file does, it ends in rows or in Refused, in time and in memory."""

import io
import multiprocessing.forkserver
import os
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reports.children import MB
from reports.documents import workbook
from reports.intake import convert, process
from reports.intake.guard import Kind, Refused
from reports.intake.process import in_child, read_report
from tests.documents import test_workbook as workbook_content

from .build import archive, docx, members, p, report, tr

SEED = Path(__file__).parents[2] / "fixtures" / "source" / "kuznetsk_2023.docx"


@pytest.fixture(autouse=True, scope="module")
def warm() -> None:
    """The first child waits for the fork server to load what children need."""
    in_child(_size, b"")


def _size(data: bytes) -> Any:
    return len(data)


def _spin(data: bytes) -> Any:
    while True:
        pass


def _sleep(data: bytes) -> Any:
    time.sleep(60)


def _eat(data: bytes) -> Any:
    return len(bytes(2 * process.MEMORY))


def _die(data: bytes) -> Any:
    os._exit(1)


def _refuse(data: bytes) -> Any:
    raise Refused("Так нельзя.")


def _answer_endlessly(data: bytes) -> Any:
    return "x" * int(data)


@contextmanager
def within_two_seconds() -> Iterator[None]:
    """Two seconds, this process and its child together, of the processor: others may be using it, too."""
    before = os.times()
    start = time.perf_counter()
    yield
    after = os.times()
    used = (after.user - before.user) + (after.system - before.system)
    assert used + process.SECONDS <= 2
    # By the clock as well, with room for whatever else the machine does.
    assert time.perf_counter() - start < 60


@pytest.mark.parametrize(
    ("reader", "words"),
    [
        (_spin, "устроен слишком сложно"),
        (_sleep, "портал сейчас занят"),
        (_eat, "не хватило памяти"),
        (_die, "не удалось прочитать"),
        (_refuse, "Так нельзя."),
    ],
)
def test_a_child_that_misbehaves_is_refused_in_time(reader: Any, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_WAIT_SECONDS", 60.0 if reader is _spin else 0.5)
    with within_two_seconds(), pytest.raises(Refused, match=words):
        in_child(reader, b"")


def test_a_web_server_does_not_wait_for_the_first_file() -> None:
    code = (
        "import kuznetsk_report.wsgi\n"
        "from multiprocessing import forkserver\n"
        "from django.core.signals import request_started\n"
        "assert forkserver._forkserver._forkserver_pid is None\n"
        "request_started.send(None, environ={})\n"
        "assert forkserver._forkserver._forkserver_pid\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_answer_without_end_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_LONGEST_ANSWER", 1 * MB)
    assert in_child(_answer_endlessly, b"1000") == "x" * 1000
    with pytest.raises(Refused, match="не удалось прочитать"):
        in_child(_answer_endlessly, b"2000000")


def test_no_child_is_left_behind() -> None:
    server = str(multiprocessing.forkserver._forkserver._forkserver_pid)  # type: ignore[attr-defined]
    with pytest.raises(Refused):
        in_child(_die, b"")
    left = subprocess.run(["ps", "--ppid", server, "-o", "stat="], check=False, capture_output=True, text=True)
    assert [state for state in left.stdout.split() if not state.startswith("Z")] == []


def test_the_seed_is_read_in_time() -> None:
    with within_two_seconds():
        made = read_report(SEED.read_bytes(), "report.docx")
    assert len(made.rows) == 25


def empty_workbook() -> bytes:
    saved = io.BytesIO()
    openpyxl.Workbook().save(saved)
    return saved.getvalue()


def test_a_workbook_that_was_not_handed_out_is_no_report() -> None:
    with pytest.raises(Refused, match="нет листов отчёта, которые портал выдаёт"):
        read_report(empty_workbook(), "plan.xlsx")


def many_tags() -> bytes:
    """30 MB of the smallest elements: as a tree they take a gigabyte."""
    made = members(p("а"))
    body = "".join(f"<w:p w:a='{number}'/>" for number in range(1_200_000))
    return archive({**made, "word/document.xml": made["word/document.xml"].replace("<w:sectPr/>", body)})


def merged() -> bytes:
    """One long text that is merged over ten thousand rows: written once, it would be repeated for each."""
    first = f"<w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr>{p('слово ' * 20_000)}</w:tc>"
    rest = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"
    return docx(report(*(tr("1.", "1.4", "Мера", first if number == 0 else rest, "Итог") for number in range(10_000))))


@pytest.mark.parametrize("make", [many_tags, merged])
def test_files_that_grow_while_they_are_read_are_refused_in_time(make: Any) -> None:
    data = make()
    with within_two_seconds(), pytest.raises(Refused):
        read_report(data, "report.docx")


def handed_out(rows: int = 1) -> bytes:
    """A workbook as the portal hands it out."""
    texts = {"implementation": "Текст отчёта. " * 200, "result": "Итог. " * 50}
    values = tuple(workbook_content.value(code=f"code{each}") for each in range(5))
    made = (workbook_content.row(item=at, number=f"1.{at}", values=values, **texts) for at in range(1, rows + 1))
    return workbook.render(workbook_content.content(*made))


def with_sheet(change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with the XML of its report's sheet changed."""
    with zipfile.ZipFile(io.BytesIO(handed_out())) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    name = "xl/worksheets/sheet2.xml"
    return archive({**parts, name: change(parts[name])})


def more_rows(rows: str) -> bytes:
    return with_sheet(lambda xml: xml.replace(b"</sheetData>", rows.encode() + b"</sheetData>"))


CELL = "<is><t>x</t></is></c>"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (
            lambda: more_rows(f'<row r="1048576"><c r="XFD1048576" t="inlineStr">{CELL}</row>'),
            "заполнена ячейка XFD1048576",
        ),
        (lambda: more_rows(f'<row r="9">{f"""<c t="inlineStr">{CELL}""" * 10_000}</row>'), "заполнена ячейка SG9"),
        (lambda: more_rows("".join(f'<row r="{at}"/>' for at in range(10, 1_000_000))), "не хватило памяти|сложно"),
        (
            lambda: with_sheet(
                lambda xml: xml.replace(
                    b"</sheetData>",
                    b"</sheetData><mergeCells>" + b'<mergeCell ref="A1:XFD1048576"/>' * 1000 + b"</mergeCells>",
                )
            ),
            "слишком много объединённых ячеек",
        ),
        (
            lambda: with_sheet(lambda xml: b'<!DOCTYPE a [<!ENTITY b "c">]>' + xml.partition(b"?>")[2]),
            "DOCTYPE",
        ),
        (lambda: handed_out()[:-200], "повреждён или загружен не до конца"),
    ],
)  # fmt: skip
def test_bad_workbooks_are_refused_in_time(make: Callable[[], bytes], words: str) -> None:
    data = make()
    with within_two_seconds(), pytest.raises(Refused, match=words):
        read_report(data, "книга.xlsx")


def test_a_large_workbook_is_read_in_time() -> None:
    data = handed_out(rows=300)
    with within_two_seconds():
        made = read_report(data, "книга.xlsx")
    assert len(made.rows) == 300


def test_macros_and_links_of_a_workbook_are_said_and_left_alone() -> None:
    with zipfile.ZipFile(io.BytesIO(handed_out())) as source:
        parts: dict[str, Any] = {name: source.read(name) for name in source.namelist()}
    parts |= {"xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.xml": "<externalLink/>"}
    assert [warning[:20] for warning in read_report(archive(parts), "книга.xlsm").warnings] == [
        "В книге есть макросы",
        "В книге есть ссылки ",
    ]


# -- LibreOffice


def made_by_libreoffice(tmp_path: Path, form: str) -> bytes:
    profile = (tmp_path / "profile").as_uri()
    command = [
        "soffice",
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        form,
        "--outdir",
        str(tmp_path),
    ]
    subprocess.run([*command, str(SEED)], check=True, capture_output=True)
    return (tmp_path / f"{SEED.stem}.{form}").read_bytes()


@pytest.mark.parametrize("form", ["doc", "odt", "rtf"])
def test_other_formats_are_converted(tmp_path: Path, form: str) -> None:
    made = read_report(made_by_libreoffice(tmp_path, form), f"report.{form}")
    seed = read_report(SEED.read_bytes(), "report.docx")
    assert [(row.item, row.implementation.split()) for row in made.rows] == [
        (row.item, row.implementation.split()) for row in seed.rows
    ]
    assert made.warnings[0].startswith(f"Файл {form.upper()} преобразован в DOCX")


def test_without_libreoffice_the_user_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(convert.VARIABLE, "/nowhere/soffice")
    with pytest.raises(Refused, match=r"Формат RTF портал прочитать не может.*Сохранить как – Документ Word"):
        read_report(b"{\\rtf1 text}", "report.rtf")


def script(tmp_path: Path, text: str) -> str:
    path = tmp_path / "soffice"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def test_a_conversion_that_hangs_is_ended_with_all_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted = tmp_path / "pid"
    monkeypatch.setenv(convert.VARIABLE, script(tmp_path, f"sleep 77 & echo $! > {noted}; wait"))
    monkeypatch.setattr(convert, "SECONDS", 0.5)
    with pytest.raises(Refused, match=r"не удалось преобразовать за 0\.5 с"):
        convert.to_docx(b"{\\rtf1 text}", Kind.RTF)
    status = Path(f"/proc/{noted.read_text().strip()}/status")
    assert not status.exists() or "Z (zombie)" in status.read_text()


def test_a_conversion_that_makes_nothing_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(convert.VARIABLE, script(tmp_path, "exit 0"))
    with pytest.raises(Refused, match="не удалось преобразовать: он повреждён или защищён паролем"):
        convert.to_docx(b"{\\rtf1 text}", Kind.RTF)


def test_a_conversion_knows_none_of_the_portals_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noted = tmp_path / "env"
    monkeypatch.setenv("SECRET_KEY", "very secret")
    monkeypatch.setenv(convert.VARIABLE, script(tmp_path, f"env > {noted}"))
    with pytest.raises(Refused):
        convert.to_docx(b"{\\rtf1 text}", Kind.RTF)
    assert "very secret" not in noted.read_text()


def linked(url: str) -> dict[str, str]:
    """A text document with a picture and a section that lie elsewhere; by itself LibreOffice asks for the picture."""
    oasis = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = "".join(
        f' xmlns:{short}="{oasis}:{long}:1.0"'
        for short, long in (("office", "office"), ("text", "text"), ("draw", "drawing"), ("svg", "svg-compatible"))
    )
    picture = f'<draw:image xlink:href="{url}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
    body = (
        f'<text:p><draw:frame text:anchor-type="as-char" svg:width="2cm">{picture}</draw:frame></text:p>'
        f'<text:section text:name="s"><text:section-source xlink:href="{url}"/><text:p>text</text:p></text:section>'
    )
    return {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="{oasis}:manifest:1.0"><m:file-entry m:full-path="/" '
        'm:media-type="application/vnd.oasis.opendocument.text"/></m:manifest>',
        "content.xml": f'<office:document-content{spaces} xmlns:xlink="http://www.w3.org/1999/xlink"><office:body>'
        f"<office:text>{body}</office:text></office:body></office:document-content>",
    }


def test_libreoffice_fetches_nothing() -> None:
    asked: list[str] = []

    class Noting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Noting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/picture.png"
    try:
        assert convert.to_docx(archive(linked(url), zipfile.ZIP_STORED), Kind.ODT)
    finally:
        server.shutdown()
        server.server_close()
    assert asked == []


def test_what_libreoffice_would_unpack_is_checked_before() -> None:
    plain = archive(linked("http://192.0.2.1/"), zipfile.ZIP_STORED)
    saved = io.BytesIO(plain)
    with zipfile.ZipFile(saved, "a", zipfile.ZIP_DEFLATED) as target:
        target.writestr("styles.xml", "<a>" + "".join(f"<b c='{each}'/>" for each in range(1_200_000)) + "</a>")
    entity = {**linked("http://192.0.2.1/"), "styles.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}
    with pytest.raises(Refused, match=r"не хватило памяти|слишком сложно"):
        read_report(saved.getvalue(), "report.odt")
    with pytest.raises(Refused, match="DOCTYPE"):
        read_report(archive(entity, zipfile.ZIP_STORED), "report.odt")


def test_libreoffice_is_installed() -> None:
    """The tests above convert for real; `make setup` installs it."""
    assert shutil.which("soffice")
