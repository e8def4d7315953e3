"""reports.documents.pdf and the process that makes it"""

import contextlib
import io
import multiprocessing.forkserver
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from pytest_django import Settings

from reports.documents import layout, pdf, pdf_process
from reports.documents.content import ReportContent

from .build import content, row
from .read import pdf_letters, pdf_pages, squeeze

LONG = "\n".join(f"Абзац {n}: проведено заседание комиссии по соблюдению требований." for n in range(120))
LONG_WORD = "Ж" * 20_000


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    caches["documents"].clear()


def reader(report: ReportContent) -> PdfReader:
    return PdfReader(io.BytesIO(pdf.render(report).data))


def test_every_word_is_there() -> None:
    report = content(
        row(section="Раздел 1. Меры"),
        row(number="2.10", measure="A & B <i>", implementation="Проведены:\n- заседания;\n\n– проверки", result=""),
    )
    [page] = pdf_pages(pdf.render(report).data)
    assert squeeze(page) == squeeze(
        "О Т Ч Е Т администрации города Примерска (наименование исполнителя мероприятий Плана) о выполнении "
        "мероприятий Плана противодействия коррупции в Примерской области на 2021 - 2024 годы за 2023 год"
        "№ п/п № пункта Плана Наименование мероприятия Плана Информация о реализации мероприятия (проведенная работа) "
        "Информация о результативности мероприятия 1 2 3 4 5 Раздел 1. Меры"
        "1. 1.4 Обеспечение деятельности комиссий Проведено 5 заседаний. К ответственности привлечены 3 человека."
        "2. 2.10 A & B <i> Проведены: - заседания; – проверки"
    )


def test_header_and_number_repeat_on_every_page_and_a_tall_row_flows_on() -> None:
    rendered = pdf.render(content(row(implementation=LONG), row(result=LONG)))
    pages = [squeeze(page) for page in pdf_pages(rendered.data)]
    assert rendered.page_count == len(pages) > 6
    for number, page in enumerate(pages, start=1):
        header = "".join(squeeze(title) for title in layout.COLUMN_TITLES) + "12345"
        assert header in page
        assert page.endswith(str(number)) is (number > 1)
    whole = "".join(pages)
    assert all(whole.count(squeeze(line)) == 2 for line in LONG.splitlines())


@pytest.mark.parametrize("is_project", [True, False])
def test_a_project_says_so_on_every_page(*, is_project: bool) -> None:
    pages = pdf_pages(pdf.render(content(row(implementation=LONG), is_project=is_project)).data)
    assert len(pages) > 2
    assert {"ПРОЕКТ" in squeeze(page) for page in pages} == {is_project}


def test_page_is_landscape_with_office_margins() -> None:
    report = content(row(implementation=LONG))
    document = reader(report)
    assert {(round(p.mediabox.width), round(p.mediabox.height)) for p in document.pages} == {(842, 595)}

    letters = [letter for letter in pdf_letters(pdf.render(report).data) if letter.top > 15]  # without the page number
    assert min(letter.left for letter in letters) > 20
    assert max(letter.right for letter in letters) < 297 - 10
    assert min(letter.top for letter in letters) > 20
    assert max(letter.bottom for letter in letters) < 210 - 20


def test_tagged_for_screen_readers_and_named() -> None:
    report = content(row(section="Раздел 1", implementation="Список:\n- раз;\n- два"), is_project=True)
    document = reader(report)
    catalog: Any = document.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"].value is True
    assert catalog["/Lang"] == "ru"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b'pdfuaid:part="1"' in catalog["/Metadata"].get_data()
    assert document.metadata is not None
    assert document.metadata.title == report.title
    assert document.metadata.author == "Администрация города Примерска"
    assert "/CreationDate" not in document.metadata

    tags = [element["/S"] for element in elements(catalog["/StructTreeRoot"])]
    assert {"/H1", "/H2", "/P", "/Table", "/THead", "/TBody", "/TR", "/TH", "/TD", "/L", "/LI"} <= set(tags)
    assert tags.count("/TH") == 5 + 1
    assert tags.count("/LI") == 2
    cells = [element for element in elements(catalog["/StructTreeRoot"]) if element["/S"] == "/TD"]
    assert all(cell["/A"]["/Headers"] for cell in cells)


def elements(node: Any) -> Iterator[Any]:
    """The structure elements below a node, in reading order."""
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        found = child.get_object()
        if isinstance(found, DictionaryObject):
            if "/S" in found:
                yield found
            yield from elements(found)


def test_fonts_are_embedded_and_have_the_metrics_of_times() -> None:
    names = set()
    for page in reader(content(row(section="Раздел"), is_project=True)).pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            for descendant in font.get_object()["/DescendantFonts"]:
                descriptor = descendant.get_object()["/FontDescriptor"]
                assert {"/FontFile2", "/FontFile3"} & set(descriptor)
                names.add(str(descriptor["/FontName"]).split("+")[-1])
    assert names == {"Liberation-Serif", "Liberation-Serif-Bold"}


def test_an_endless_word_is_not_clipped() -> None:
    started = time.monotonic()
    rendered = pdf.render(
        content(row(implementation=LONG_WORD, number="7" * 60, result="https://example.ru/" + "w" * 50))
    )
    assert time.monotonic() - started < 20
    letters = pdf_letters(rendered.data)
    shares = [20 + layout.TEXT_WIDTH * sum(layout.COLUMN_SHARES[:n]) / 100 for n in range(6)]
    for letter, count, column in (("Ж", 20_000, 4), ("7", 60, 2), ("w", 50, 5)):
        found = [each for each in letters if each.text == letter and each.top > 20]
        assert len(found) == count
        assert min(each.left for each in found) > shares[column - 1]
        assert max(each.right for each in found) < shares[column]


def test_breaks_do_not_tear_letters_apart() -> None:
    family = "👩‍👩‍👧"
    accented = "и\u0306" * 200
    broken = pdf._breakable(family * 60 + " " + accented)
    assert broken.replace("\N{ZERO WIDTH SPACE}", "") == family * 60 + " " + accented
    pieces = broken.replace(" ", "\N{ZERO WIDTH SPACE}").split("\N{ZERO WIDTH SPACE}")
    assert all(piece.startswith(("👩", "и")) and 20 <= len(piece) <= 25 for piece in pieces[:-1] if len(piece) > 20)
    assert pdf._breakable("https://example.ru/" + "a" * 60) == "https://example.ru/" + "a" * 60


NASTY = "\u202eсправа\u202c مرحبا שלום 😀 мяг\u00adкий\u00a0пробел\tтаб \x85 _x0041_ 汉字 {{ content }} {% now 'Y' %}"


def test_any_character_can_be_printed() -> None:
    page = pdf_pages(pdf.render(content(row(implementation=NASTY, measure="&amp; <script>alert(1)</script>"))).data)[0]
    assert "_x0041_ " in page
    assert "汉字" in squeeze(page)
    assert "😀" in page
    assert "{{ content }}" in page
    assert squeeze("&amp; <script>alert(1)</script>") in squeeze(page)


def test_nothing_is_fetched() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        linked = f'<link rel="stylesheet" href="{address}/a.css"><img src="{address}/a.png" alt="x">'
        html = f'<html lang="ru"><title>x</title>{linked}'
        css = f'@import "{address}/b.css"; body {{ background: url({address}/c.png), url(file:///etc/passwd) }}'
        [result] = pdf_process.render([html], css, seconds=20, memory_mb=1500)
        assert result.page_count == 1
        with pytest.raises(TimeoutError):
            server.accept()


def test_zones_cover_the_rows_in_order() -> None:
    rendered = pdf.render(content(row(), row(implementation=LONG), row(section="Раздел"), row()))
    assert [zone.row for zone in rendered.zones] == sorted(zone.row for zone in rendered.zones)
    assert {zone.row for zone in rendered.zones} == {0, 1, 2, 3}
    assert [zone.page for zone in rendered.zones if zone.row == 1] == list(range(rendered.page_count))
    for zone in rendered.zones:
        assert 20 / 210 < zone.top < zone.bottom < 190.5 / 210
    for before, after in zip(rendered.zones, rendered.zones[1:], strict=False):
        if before.page == after.page:
            assert after.top >= before.bottom - 0.001
    first, second = rendered.zones[:2]
    assert second.top == pytest.approx(first.bottom)


def test_zones_are_where_the_text_stands() -> None:
    rendered = pdf.render(content(*[row(number=str(n), measure="Ъ" * (n + 1)) for n in range(30)]))
    letters = [letter for letter in pdf_letters(rendered.data) if letter.text == "Ъ"]
    found = [0] * 30
    for zone in rendered.zones:
        found[zone.row] += sum(
            letter.page == zone.page and zone.top * 210 < letter.top and letter.bottom < zone.bottom * 210
            for letter in letters
        )
    assert found == list(range(1, 31))


def test_kept_and_not_made_again(settings: Settings) -> None:
    report = content(row(), row(number="1.5"))
    made = pdf.render(report)
    settings.PDF_TIMEOUT_SECONDS = 0  # a child would fail now
    started = time.perf_counter()
    assert pdf.render(report) == made
    assert time.perf_counter() - started < 0.05
    with pytest.raises(pdf.RenderingFailed):
        pdf.render(content(row()))


def test_same_content_gives_same_bytes() -> None:
    report = content(row(section="Раздел"), row(implementation="Список:\n- раз"), is_project=True)
    first = pdf.render(report)
    caches["documents"].clear()
    assert pdf.render(report) == first


def test_several_by_one_child_are_what_each_is_alone() -> None:
    pages = [
        pdf.html(
            title=str(n), author="а", heading=layout.heading(content()), rows=[row(number=f"1.{n}"), row(section="Я")]
        )
        for n in range(3)
    ]
    together = pdf.make(pages)
    assert [f"1.{n}" in pdf_pages(each.data)[0] for n, each in enumerate(together)] == [True] * 3
    assert together == [result for page in reversed(pages) for result in pdf.make([page])][::-1]
    assert living_children() == []


def living_children() -> list[str]:
    """The children of the fork server that are still there."""
    server = str(multiprocessing.forkserver._forkserver._forkserver_pid)  # type: ignore[attr-defined]
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        # Other processes of the machine come and go while one looks.
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            if path.read_text().rsplit(")", 1)[1].split()[1] == server:
                found.append(path.parent.name)
    return found


def test_several_at_once() -> None:
    reports = [content(row(number=f"1.{n}")) for n in range(1, 5)]
    with ThreadPoolExecutor(4) as threads:
        rendered = list(threads.map(pdf.render, reports))
    assert [f"1.{n}" in pdf_pages(each.data)[0] for n, each in enumerate(rendered, start=1)] == [True] * 4
    assert living_children() == []


def test_a_child_that_takes_too_long_is_killed(settings: Settings) -> None:
    pdf.render(content(row()))
    settings.PDF_TIMEOUT_SECONDS = 0.3
    started = time.monotonic()
    with pytest.raises(pdf.RenderingFailed, match=r"за 0\.3 с.*Скачайте его в формате Word или Excel"):
        pdf.render(content(*[row(implementation=LONG)] * 50))
    assert time.monotonic() - started < 3
    assert living_children() == []

    settings.PDF_TIMEOUT_SECONDS = 30
    assert pdf.render(content(row(number="1.7"))).page_count == 1


def test_a_child_that_takes_too_much_memory_dies(settings: Settings) -> None:
    settings.PDF_MEMORY_MB = 300
    with pytest.raises(pdf.RenderingFailed, match=r"не хватило памяти.*Скачайте отчёт в формате Word или Excel"):
        pdf.render(content(*[row(implementation=LONG)] * 200))
    assert living_children() == []
    assert pdf.render(content(row(number="1.8"))).page_count == 1
