"""reports.documents.consolidated_pdf and the merging of its parts"""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pikepdf
import pytest
from django.core.cache import caches
from pikepdf import Array, Dictionary, Name, Pdf
from pytest_django import Settings

from reports.consolidation import Group
from reports.documents import consolidated_pdf, pdf, pdf_process
from reports.documents.consolidated import ConsolidatedContent
from reports.documents.pdf_merge import Bookmark, Part, merge

from .build import consolidated, content, item, no_progress, row
from .read import pdf_letters, pdf_pages, squeeze

LONG = "\n".join(f"Абзац {n}: проведено заседание комиссии по соблюдению требований." for n in range(60))


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    caches["documents"].clear()


def region(**fields: Any) -> ConsolidatedContent:
    """A table of two items and two appendices, each of several pages."""
    return consolidated(
        content(
            row(section="Раздел", implementation=LONG),
            executor="Администрация города Кузнецка",
            executor_short="Кузнецк",
        ),
        content(row(), row(result=LONG), executor="Администрация города Пензы", executor_short="Пенза"),
        items=(
            item(section="Раздел", groups=(Group("done", ("Кузнецк", "Пенза")),), edited=LONG),
            item(number="2.10", groups=(Group("silent", ("Молчанск",)),)),
        ),
        **fields,
    )


def render(whole: ConsolidatedContent) -> bytes:
    return consolidated_pdf.render(whole, progress=no_progress)


def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A list to which every HTML is added that is rendered from now on."""
    pages: list[str] = []
    make = pdf.make

    def noted(htmls: list[str]) -> list[pdf_process.Result]:
        pages.extend(htmls)
        return make(htmls)

    monkeypatch.setattr(pdf, "make", noted)
    return pages


def test_table_and_appendices_follow_each_other() -> None:
    pages = [squeeze(page) for page in pdf_pages(render(region()))]
    assert "СВОДНЫЙОТЧЕТ" in pages[0]
    assert "НепредставилиотчётМолчанск" not in pages[0]
    assert "Непредставилиотчёт—1:Молчанск." in pages[0]
    [first] = [n for n, page in enumerate(pages) if "Приложение1" in page and "АдминистрациягородаКузнецка" in page]
    [second] = [n for n, page in enumerate(pages) if "Приложение2" in page and "АдминистрациягородаПензы" in page]
    assert 1 < first < second - 1
    assert "Выполнено—2:Кузнецк,Пенза" in "".join(pages[:first])
    assert "".join(pages).count("Абзац59:") == 3
    assert not any("ПРОЕКТ" in page for page in pages)


def test_pages_are_numbered_through_in_the_middle_of_the_margin() -> None:
    whole = region()
    made = render(whole)
    letters = [letter for letter in pdf_letters(made) if letter.top < 15]
    count = len(pdf_pages(made))
    assert count > 9
    for page in range(count):
        number = [letter for letter in letters if letter.page == page]
        assert "".join(letter.text for letter in number) == ("" if page == 0 else str(page + 1))
        if number:
            middle = (min(letter.left for letter in number) + max(letter.right for letter in number)) / 2
            assert middle == pytest.approx((20 + 287) / 2, abs=0.5)


def test_page_number_stands_where_a_single_report_has_it() -> None:
    alone = next(
        letter for letter in pdf_letters(pdf.render(region().reports[0]).data) if letter.text == "2" and letter.top < 15
    )
    ours = next(letter for letter in pdf_letters(render(region())) if letter.text == "2" and letter.top < 15)
    assert ours.page == alone.page
    assert ours.left == pytest.approx(alone.left, abs=0.1)
    assert ours.top == pytest.approx(alone.top, abs=0.3)
    assert ours.bottom == pytest.approx(alone.bottom, abs=0.3)


def test_an_appendix_is_headed_at_the_right() -> None:
    letters = pdf_letters(render(region()))
    start = next(n for n, letter in enumerate(letters) if letter.text == "П" and letter.page > 1 and letter.left > 200)
    heading = letters[start : start + len("Приложение1")]
    name = [letter for letter in letters if letter.page == heading[0].page and letter.top > heading[0].bottom]
    assert "".join(letter.text for letter in heading) == "Приложение1"
    assert heading[-1].right == pytest.approx(287, abs=0.5)
    assert min(letter.top for letter in heading) > 20
    assert min(letter.top for letter in name) - max(letter.bottom for letter in heading) < 2
    with Pdf.open(io.BytesIO(render(region()))) as document:
        parts = document.Root.StructTreeRoot.K[0].K
        for part in parts[1:]:
            first = part.K[0]
            assert first.S == Name.H1
            # Its last marked content is read first: the heading, then the name.
            assert first.K[0] == max(numbers_in(next(p for p in document.pages if p.objgen == first.Pg.objgen)))


def test_nothing_accepted_is_said() -> None:
    [page] = pdf_pages(render(consolidated(items=(item(groups=(Group("silent", ("Молчанск",)),)),))))
    assert squeeze("Не принят ни один отчёт: исполнителей 1. Не представили отчёт — 1: Молчанск.") in squeeze(page)


@pytest.mark.parametrize(
    ("numbers", "stretches"),
    [
        ("", [(0, 0)]),
        ("1.1 2.1", [(0, 2)]),
        ("1 2 3 4 5 6 7 8 9 10 11 12", [(0, 12)]),
        ("1.1 1.2 1.3 1.4 1.5 2.1 2.2 2.3 2.4 2.5", [(0, 5), (5, 10)]),
        ("1.1 1.2 1.3 1.4 1.5 2.1 2.2 2.3 2.4", [(0, 9)]),
        ("1.1 1.2 2.1 2.2 2.10 3.1 4.1 4.2 4.3 4.4", [(0, 5), (5, 10)]),
        ("1.1 1.2 1.3 1.4 1.5 1.6 1.7 1.8 1.9 1.10", [(0, 10)]),
    ],
)
def test_the_table_is_parted_at_sections(numbers: str, stretches: list[tuple[int, int]]) -> None:
    assert consolidated_pdf._stretches([item(number=number) for number in numbers.split()]) == stretches


def test_the_table_is_parted_at_titled_sections() -> None:
    items = [item(number=str(number), section="Раздел" if number in {1, 6} else "") for number in range(1, 12)]
    assert consolidated_pdf._stretches(items) == [(0, 5), (5, 11)]


def sectioned(**edited: str) -> ConsolidatedContent:
    """A table of two parts and nothing accepted; items are edited by chapter and number: c2n1="…"."""
    return consolidated(
        items=tuple(item(number=f"{c}.{n}", edited=edited.get(f"c{c}n{n}")) for c in (1, 2) for n in range(1, 6))
    )


def test_a_parted_table_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    pages_made = rendered(monkeypatch)
    made = render(sectioned())
    first, second = [squeeze(page) for page in pdf_pages(made)]
    assert "СВОДНЫЙОТЧЕТ" in first
    assert "5.1.5" in first
    assert "6.2.1" not in first
    assert second.startswith("2№п/п№пунктаПлана")
    assert "6.2.1" in second
    assert "10.2.5" in second
    with Pdf.open(io.BytesIO(made)) as document, document.open_outline() as outline:
        checked(document)
        [table] = outline.root
        assert [each.title for each in table.children] == [f"п. {c}.{n}" for c in (1, 2) for n in range(1, 6)]
    pages_made.clear()
    assert "Иной абзац." in pdf_pages(render(sectioned(c2n1="Иной абзац.")))[1]
    [page] = pages_made
    assert "2.1" in page
    assert "С В О Д Н Ы Й" not in page


# ---- tags ----


def elements(node: Any) -> Iterator[Any]:
    """The structure elements below a node, in reading order."""
    for kid in node.K if isinstance(node.K, Array) else [node.K]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def numbers_in(content_stream: Any) -> list[int]:
    """The marked content of a page that belongs to the structure."""
    found = []
    for instruction in pikepdf.parse_content_stream(content_stream):
        operands: Any = instruction.operands
        if str(instruction.operator) == "BDC" and isinstance(operands[1], Dictionary) and "/MCID" in operands[1]:
            found.append(int(operands[1].MCID))
    return found


def checked(document: Pdf) -> list[Any]:
    """The structure elements, after checking that tree, pages and parent tree say the same in all directions."""
    root: Any = document.Root.StructTreeRoot
    all_elements = list(elements(root))
    by_number = {element.objgen: element for element in all_elements}
    assert len(by_number) == len(all_elements)
    for element in all_elements:
        for kid in element.K:
            if isinstance(kid, Dictionary) and "/S" in kid:
                assert kid.P.objgen == element.objgen
    entries = list(root.ParentTree.Nums)
    keys = [int(key) for key in entries[::2]]
    owners = dict(zip(keys, entries[1::2], strict=True))
    assert keys == list(range(len(keys)))
    assert root.ParentTreeNextKey == len(keys)
    pages = {page.objgen for page in document.pages}
    for page in document.pages:
        of_page = owners[int(page.StructParents)]
        numbers = numbers_in(page)
        assert sorted(numbers) == list(range(len(of_page)))
        for number in numbers:
            owner = by_number[of_page[number].objgen]
            assert owner.Pg.objgen == page.objgen
            assert number in [kid for kid in owner.K if isinstance(kid, int)]
    assert {element.Pg.objgen for element in all_elements if "/Pg" in element} == pages
    return all_elements


def test_one_structure_tree_that_reaches_everything() -> None:
    with Pdf.open(io.BytesIO(render(region()))) as document:
        found = checked(document)
        [root] = document.Root.StructTreeRoot.K
        assert Name.Document == root.S
        assert [part.S for part in root.K] == [Name.Part] * 3
        tags = [str(element.S) for element in found]
        assert {"/H1", "/H2", "/P", "/Table", "/THead", "/TBody", "/TR", "/TH", "/TD"} <= set(tags)
        assert "/Span" not in tags
        assert tags.count("/H1") == 1 + 2 * 2


def test_header_cells_are_told_apart_between_parts() -> None:
    with Pdf.open(io.BytesIO(render(region()))) as document:
        found = checked(document)
        names = [str(element.ID) for element in found if "/ID" in element]
        assert len(set(names)) == len(names) > 15
        cells = [element for element in found if element.S == Name.TD]
        assert all(cell.A.Headers and {str(name) for name in cell.A.Headers} <= set(names) for cell in cells)


def test_it_says_what_it_is() -> None:
    whole = region()
    made = render(whole)
    with Pdf.open(io.BytesIO(made)) as document:
        assert document.Root.Lang == "ru"
        assert dict(document.Root.MarkInfo.items()) == {"/Marked": True}
        assert dict(document.Root.ViewerPreferences.items()) == {"/DisplayDocTitle": True}
        assert str(document.docinfo.Title) == whole.title
        assert "/CreationDate" not in document.docinfo
        metadata = bytes(document.Root.Metadata.read_bytes()).decode()
        assert 'pdfuaid:part="1"' in metadata
        assert whole.title in metadata
        for page in document.pages:
            for font in page.Resources.Font.values():
                [descendant] = font.DescendantFonts
                assert {"/FontFile2", "/FontFile3"} & set(descendant.FontDescriptor.keys())
                assert "/ToUnicode" in font


def test_bookmarks_for_executors_and_items() -> None:
    made = render(region())
    pages = [squeeze(page) for page in pdf_pages(made)]
    with Pdf.open(io.BytesIO(made)) as document, document.open_outline() as outline:
        order: dict[Any, int] = {page.objgen: number for number, page in enumerate(document.pages)}
        bookmarks: list[Any] = outline.root
        table, *appendices = bookmarks
        assert [each.title for each in bookmarks] == [
            "Сводный отчёт",
            "Приложение 1. Кузнецк",
            "Приложение 2. Пенза",
        ]
        for number, bookmark in enumerate(appendices, start=1):
            assert f"Приложение{number}" in pages[order[bookmark.destination[0].objgen]]
        assert [each.title for each in table.children] == ["п. 1.4", "п. 2.10"]
        first, second = (each.destination for each in table.children)
        assert order[first[0].objgen] == 0
        assert "2.2.10" in pages[order[second[0].objgen]]
        height = float(document.pages[0].MediaBox[3])
        assert 0 < float(first[3]) < height * 0.75


def test_links_keep_their_place() -> None:
    """Reports have no links today; the merging keeps those of any part to other sites."""
    html = '<html lang="ru"><title>x</title><body><p>до <a href="https://example.ru/{0}">ссылка</a>'
    sources = [html.format(n) + f"{'<p>строка' * 80}<p>цель <a href=https://example.ru/{n}/b>ещё</a>" for n in "123"]
    made, digits = [
        pdf_process.render(pages, "", seconds=20, memory_mb=1500) for pages in (sources, ["<p lang=ru>0123456789"])
    ]
    merged = merge([Part(each.data, Bookmark(str(n))) for n, each in enumerate(made)], digits[0].data)
    with Pdf.open(io.BytesIO(merged)) as document:
        found = checked(document)
        owners = list(document.Root.StructTreeRoot.ParentTree.Nums)[1::2]
        seen = []
        for page in document.pages:
            for annotation in page.get("/Annots", []):
                link = owners[int(annotation.StructParent)]
                [reference] = [kid for kid in link.K if isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR]
                assert Name.Link == link.S
                assert link.objgen in {element.objgen for element in found}
                assert reference.Obj.objgen == annotation.objgen
                assert reference.Pg.objgen == page.objgen
                if "/A" in annotation:
                    seen.append(str(annotation.A.URI))
        assert seen == [f"https://example.ru/{n}{end}" for n in "123" for end in ("", "/b")]


# ---- parts that are kept ----


def test_same_content_gives_same_bytes() -> None:
    first = render(region())
    caches["documents"].clear()
    assert render(region()) == first


def test_after_one_change_only_that_part_is_rendered(monkeypatch: pytest.MonkeyPatch) -> None:
    before = region()
    first = render(before)
    pages = rendered(monkeypatch)
    assert render(before) == first
    assert pages == []
    changed = replace(before, reports=(before.reports[0], content(row(result="Иначе."), executor_short="Пенза")))
    assert "Иначе." in pdf_pages(render(changed))[-1]
    [page] = pages
    assert "Проведено 5 заседаний." in page
    assert "Иначе." in page
    pages.clear()
    said = replace(before, items=(replace(before.items[0], edited="Другой абзац."), before.items[1]))
    assert "Другой абзац." in pdf_pages(render(said))[0]
    [page] = pages
    assert "Сводный отчёт" in page


def test_a_report_that_is_accepted_in_between_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    before = region()
    render(before)
    pages = rendered(monkeypatch)
    added = content(row(number="7.7"), executor="Администрация города Лунина", executor_short="Лунино")
    made = [squeeze(page) for page in pdf_pages(render(replace(before, reports=(added, *before.reports))))]
    [page] = pages
    assert "7.7" in page
    assert [n for n in "1234" if any(f"Приложение{n}" in page for page in made)] == ["1", "2", "3"]


def test_whoever_stops_it_loses_nothing_that_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped(Exception):  # noqa: N818
        pass

    def stop_after_some(done: int, total: int) -> None:
        assert total == 5
        if done >= 2:
            raise Stopped

    with pytest.raises(Stopped):
        consolidated_pdf.render(region(), progress=stop_after_some)
    pages = rendered(monkeypatch)
    steps: list[tuple[int, int]] = []
    consolidated_pdf.render(region(), progress=lambda done, total: steps.append((done, total)))
    assert 1 <= len(pages) <= 2
    assert steps[0] == (4 - len(pages), 5)
    assert steps[-2:] == [(4, 5), (5, 5)]


def test_a_part_that_takes_too_long_is_said(settings: Settings) -> None:
    settings.PDF_TIMEOUT_SECONDS = 0
    with pytest.raises(pdf.RenderingFailed, match="PDF не удалось подготовить"):
        render(region())
