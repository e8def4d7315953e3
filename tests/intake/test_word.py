"""reports.intake.word, numbering, styles, symbols: the text that Word would show."""

from pathlib import Path

import pytest

from reports.intake.guard import Refused, admit
from reports.intake.word import HIDDEN, Table, read_document

from .build import archive, below, docx, members, p, part, run, tbl, tc, top, tr


def text_of(*content: str, **parts: str) -> str:
    """What a cell with this content says."""
    [table] = read_document(docx(tbl(tr(tc(*content), tc("x"))), parts=parts)).blocks
    assert isinstance(table, Table)
    return table.rows[0][0].text


def texts(*rows: str, **parts: str) -> list[list[str]]:
    [table] = read_document(docx(tbl(*rows), parts=parts)).blocks
    assert isinstance(table, Table)
    return [[cell.text for cell in row] for row in table.rows]


def field(instruction: str, result: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


SEED = Path(__file__).parents[2] / "fixtures" / "source" / "kuznetsk_2023.docx"
BOX = "<w:txbxContent>{}</w:txbxContent>"
NESTED = tbl(tr("Проверок", "5"), tr(tc("Нару-", "шений"), "0"))


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (["Первый", "Второй"], "Первый\nВторой"),
        ([p(), "Текст", p(), p()], "Текст"),
        (["Один", p(), "Два"], "Один\n\nДва"),
        ([p("<w:r><w:t>строка</w:t><w:br/><w:t>другая</w:t><w:cr/><w:t>третья</w:t></w:r>")], "строка\nдругая\nтретья"),
        ([p('<w:r><w:t>до</w:t><w:br w:type="page"/><w:lastRenderedPageBreak/><w:t>после</w:t></w:r>')], "допосле"),
        ([p("<w:r><w:t>а</w:t><w:tab/><w:t>б</w:t><w:ptab/><w:t>в</w:t></w:r>")], "а\tб\tв"),
        (
            [p("<w:r><w:t>273</w:t><w:noBreakHyphen/><w:t>ФЗ, рас</w:t><w:softHyphen/><w:t>чёт</w:t></w:r>")],
            "273\N{NON-BREAKING HYPHEN}ФЗ, рас\N{SOFT HYPHEN}чёт",
        ),
        ([p("<w:r><w:t>  края  </w:t></w:r>", run("  края  "))], "края  края  "),
        ([p("<w:r><w:t>пере\nнос\tтаб</w:t></w:r>")], "пере нос таб"),
        ([p("№\N{NO-BREAK SPACE}273")], "№\N{NO-BREAK SPACE}273"),
        (
            [p('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', " 4")],
            "✓≥ 4",
        ),
        ([p("было ", f"<w:del>{run('старое')}</w:del>", f"<w:ins>{run('новое')}</w:ins>")], "было новое"),
        (
            [p("а ", f"<w:moveFrom>{run('отсюда')}</w:moveFrom>", f"<w:moveTo>{run('сюда')}</w:moveTo>")],
            "а сюда",
        ),
        ([p("начало ", properties="<w:rPr><w:del/></w:rPr>"), "конец"], "начало конец"),
        ([p('<w:hyperlink r:id="x"><w:r><w:t>сайт</w:t></w:r></w:hyperlink>', " открыт")], "сайт открыт"),
        ([p(f"<w:smartTag>{run('Кузнецк')}</w:smartTag>")], "Кузнецк"),
        ([p(f"<w:sdt><w:sdtPr/><w:sdtContent>{run('выбор')}</w:sdtContent></w:sdt>")], "выбор"),
        ([f"<w:sdt><w:sdtContent>{p('абзац')}</w:sdtContent></w:sdt>"], "абзац"),
        (
            [
                p(
                    "до",
                    f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Введите')}</w:sdtContent></w:sdt>",
                )
            ],
            "до",
        ),
        ([p(field("DATE", "01.02.2024"))], "01.02.2024"),
        ([p(field(f"</w:instrText></w:r>{field('PAGE', 'номер')}<w:r><w:instrText>", "итог"))], "итог"),
        ([p(f'<w:fldSimple w:instr="NUMPAGES">{run("12")}</w:fldSimple>')], "12"),
        ([p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "в поле"), "дальше"], "дальше"),
        (
            [
                p(
                    "снаружи",
                    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
                    f"{BOX.format(p('в рамке'))}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
                    f"{BOX.format(p('в рамке'))}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
                )
            ],
            "снаружи\nв рамке",
        ),
        (
            [p("а", f"<w:r><w:pict><v:textbox>{BOX.format(p('старая рамка'))}</v:textbox></w:pict></w:r>")],
            "а\nстарая рамка",
        ),
        (
            [
                p(
                    "до ",
                    "<w:r><mc:AlternateContent><mc:Choice Requires='w16se'><w16se:symEx xmlns:w16se='urn:symex' "
                    "w16se:char='1F60A'/></mc:Choice><mc:Fallback><w:t>😊</w:t></mc:Fallback></mc:AlternateContent></w:r>",
                    " после",
                )
            ],
            "до 😊 после",
        ),
        (
            [
                p(
                    f"<mc:AlternateContent><mc:Choice Requires='new'>{run('новое')}</mc:Choice>"
                    f"<mc:Fallback>{run('старое')}</mc:Fallback></mc:AlternateContent>"
                )
            ],
            "новое",
        ),
        ([p("<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>")], "x+1"),
        (["Итоги:", NESTED, p()], "Итоги:\nПроверок\t— 5\nНару- шений\t— 0"),
        ([p("видно", run("скрыто", "<w:vanish/>"), run(" и это", '<w:vanish w:val="0"/>'))], "видно и это"),
        ([p("текст<", "<w:r><w:commentReference w:id='1'/></w:r>")], "текст<"),
    ],
)
def test_text_of_a_cell(content: list[str], shown: str) -> None:
    assert text_of(*content) == shown


def test_hidden_text_is_left_out_and_said() -> None:
    styles = part(
        "styles",
        '<w:style w:type="character" w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Secret"><w:basedOn w:val="Base"/></w:style>'
        '<w:style w:type="character" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="character" w:styleId="B"><w:basedOn w:val="A"/></w:style>',
    )
    document = read_document(docx(p("видно", run("нет", '<w:rStyle w:val="Secret"/>')), parts={"styles": styles}))
    assert document.blocks == ("видно",)
    assert document.warnings == (HIDDEN,)
    row = tr("скрытая строка", properties="<w:hidden/>")
    assert read_document(docx(tbl(tr("видно"), row))).warnings == (HIDDEN,)


def test_notes_stand_in_brackets_after_their_word() -> None:
    notes = part(
        "footnotes",
        '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        '<w:footnote w:id="2">' + p("<w:r><w:footnoteRef/></w:r>", " по данным") + p("прокуратуры") + "</w:footnote>",
    )
    ends = part("endnotes", f'<w:endnote w:id="2">{p("в конце")}</w:endnote>')
    cell = p(
        "5 дел",
        '<w:r><w:footnoteReference w:id="2"/></w:r>',
        " и",
        '<w:r><w:endnoteReference w:id="2"/></w:r>',
        '<w:r><w:footnoteReference w:id="77"/></w:r>',
    )
    assert text_of(cell, footnotes=notes, endnotes=ends) == "5 дел [по данным прокуратуры] и [в конце]"


def level(depth: int, form: str, text: str, more: str = "") -> str:
    shown = f'<w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/>{shown}</w:lvl>'


NUMBERING = part(
    "numbering",
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "decimal", "%1.")
    + level(1, "decimal", "%1.%2.")
    + level(2, "russianLower", "%3)", '<w:suff w:val="space"/>')
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    + level(0, "bullet", "\uf0b7")
    + level(1, "bullet", "-")
    + level(2, "bullet", "\uf02d")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="2">'
    + level(0, "upperRoman", "Раздел %1", '<w:pStyle w:val="Chapter"/>')
    + level(1, "decimal", "%1.%2", '<w:pStyle w:val="Item"/><w:isLgl/>')
    + '</w:abstractNum><w:abstractNum w:abstractNumId="3"><w:numStyleLink w:val="Linked"/></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/>'
    "</w:lvlOverride></w:num>"
    '<w:num w:numId="5"><w:abstractNumId w:val="3"/></w:num>',
)
STYLES = part(
    "styles",
    '<w:style w:type="paragraph" w:styleId="Chapter"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Item"><w:basedOn w:val="Chapter"/></w:style>'
    '<w:style w:type="numbering" w:styleId="Linked"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>',
)


def li(text: str, num: int, depth: int = 0) -> str:
    """A paragraph of a list."""
    content = [text] if text else []
    return p(*content, properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{num}"/></w:numPr>')


def test_automatic_numbers_are_read_even_where_a_cell_has_no_text() -> None:
    rows = [tr(tc(li("", 1)), text) for text in ("а", "б", "в")]
    assert texts(*rows, numbering=NUMBERING) == [["1.", "а"], ["2.", "б"], ["3.", "в"]]


def test_lists_count_as_in_word() -> None:
    cell = [
        *(li("один", 1), li("под", 1, 1), li("под", 1, 1), li("буква", 1, 2), li("два", 1), li("под", 1, 1)),
        *(li("семь", 4), li("восемь", 4), li("девять", 1), li("без номера", 0), li("", 2), li("связан", 5)),
    ]
    assert text_of(*cell, numbering=NUMBERING, styles=STYLES).split("\n") == [
        *("1. один", "1.1. под", "1.2. под", "а) буква", "2. два", "2.1. под"),
        *("7. семь", "8. восемь", "9. девять", "без номера", "", "10. связан"),
    ]


def test_bullets_are_shown() -> None:
    cell = [li("точка", 2), li("дефис", 2, 1), li("тире", 2, 2)]
    assert text_of(*cell, numbering=NUMBERING) == "• точка\n- дефис\n- тире"


def test_styles_number_too() -> None:
    cell = [p(text, properties=f'<w:pStyle w:val="{style}"/>') for style, text in
            (("Chapter", "Меры"), ("Item", "а"), ("Item", "б"), ("Chapter", "Ещё"), ("Item", "в"))]  # fmt: skip
    assert text_of(*cell, numbering=NUMBERING, styles=STYLES).split("\n") == [
        *("Раздел I Меры", "1.1 а", "1.2 б", "Раздел II Ещё", "2.1 в"),
    ]


def test_a_deleted_paragraph_is_not_counted() -> None:
    mark = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>'
    deleted = p(f"<w:del>{run('нет')}</w:del>", properties=mark)
    assert text_of(li("а", 1), deleted, li("б", 1), numbering=NUMBERING) == "1. а\n2. б"


def test_merged_cells_hold_for_all_rows_and_keep_their_place() -> None:
    data = docx(
        tbl(
            tr("1", top("мера", "два"), tc("широкая", span=2), "край"),
            tr("2", below("не видно"), "а", "б", "в"),
            tr("3", below(), "г", "д", "е"),
            tr("4", "другая", "ж", "з", "и"),
            tr("к", properties='<w:gridBefore w:val="4"/>'),
        )
    )
    [table] = read_document(data).blocks
    assert isinstance(table, Table)
    assert [[(cell.text, cell.column, cell.span) for cell in row] for row in table.rows] == [
        [("1", 0, 1), ("мера\nдва", 1, 1), ("широкая", 2, 2), ("край", 4, 1)],
        [("2", 0, 1), ("мера\nдва", 1, 1), ("а", 2, 1), ("б", 3, 1), ("в", 4, 1)],
        [("3", 0, 1), ("мера\nдва", 1, 1), ("г", 2, 1), ("д", 3, 1), ("е", 4, 1)],
        [("4", 0, 1), ("другая", 1, 1), ("ж", 2, 1), ("з", 3, 1), ("и", 4, 1)],
        [("к", 4, 1)],
    ]
    assert [row[1].continues for row in table.rows[:4]] == [False, True, True, False]


def test_cells_merged_in_the_old_way() -> None:
    first, rest = (f'<w:hMerge w:val="{value}"/>' for value in ("restart", "continue"))
    data = docx(tbl(tr(tc("вместе", properties=first), tc("не видно", properties=rest), "отдельно")))
    [table] = read_document(data).blocks
    assert isinstance(table, Table)
    [row] = table.rows
    assert [(cell.text, cell.column, cell.span) for cell in row] == [("вместе", 0, 2), ("отдельно", 2, 1)]


def test_cells_that_a_revision_removed_or_merged() -> None:
    removed = tc("удалено", properties='<w:cellDel w:id="1" w:author="a"/>')
    added = tc("добавлено", properties='<w:cellIns w:id="2" w:author="a"/>')
    merged = '<w:cellMerge w:id="3" w:author="a" w:vMerge="cont"/>'
    table = tbl(
        tr("а", removed, added),
        tr(removed, removed),
        tr(tc(properties=merged), tc("осталось", properties=merged)),
    )
    [found] = read_document(docx(table)).blocks
    assert isinstance(found, Table)
    assert [[(cell.text, cell.column, cell.continues) for cell in row] for row in found.rows] == [
        [("а", 0, False), ("добавлено", 1, False)],
        [("а", 0, True), ("осталось", 1, False)],
    ]


def test_rows_and_cells_in_content_controls_and_deleted_rows() -> None:
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    empty = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    assert texts(
        control.format(tr("1", "а")),
        tr("2", control.format(tc("б"))),
        tr("2", "удалена", properties="<w:del/>"),
        tr("3", "вставлена", properties="<w:ins/>"),
        tr(empty.format(tc("Введите текст")), "г"),
        f"<w:customXml>{tr('5', 'д')}</w:customXml>",
    ) == [["1", "а"], ["2", "б"], ["3", "вставлена"], ["", "г"], ["5", "д"]]


def test_blocks_keep_their_order() -> None:
    document = read_document(docx(p("до"), p(), tbl(tr("а")), p("между"), tbl(tr("б")), p("после")))
    assert [block if isinstance(block, str) else block.rows[0][0].text for block in document.blocks] == [
        *("до", "а", "между", "б", "после"),
    ]


def test_macros_links_and_embedded_files_are_said_and_left_alone() -> None:
    made = members(
        p("текст"),
        '<w:altChunk r:id="x"/>',
        external={
            "image": "http://192.0.2.1/a.png",
            "attachedTemplate": "file://192.0.2.1/t.dotm",
            "hyperlink": "http://a/",
        },
    )
    macros, external, embedded = read_document(archive({**made, "word/vbaProject.bin": b"program"})).warnings
    assert "макросы" in macros
    assert "(рисунки, шаблон)" in external
    assert "вложен другой файл" in embedded


def test_strict_office_files_and_utf_16_are_read() -> None:
    made = members(p("текст"))
    strict = made["word/document.xml"].replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert read_document(archive({**made, "word/document.xml": strict})).blocks == ("текст",)
    wide = '<?xml version="1.0" encoding="UTF-16"?>' + made["word/document.xml"]
    assert read_document(archive({**made, "word/document.xml": wide.encode("utf-16")})).blocks == ("текст",)
    marked = made["word/document.xml"].encode("utf-8-sig")
    assert read_document(archive({**made, "word/document.xml": marked})).blocks == ("текст",)


ENTITY = '<!DOCTYPE w:document [<!ENTITY a "aaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("encode", [str.encode, lambda text: text.encode("utf-16")])
def test_doctype_is_refused(encode: object) -> None:
    made = members(p("текст"))
    document = encode(ENTITY + made["word/document.xml"].replace("текст", "&a;&b;"))  # type: ignore[operator]
    with pytest.raises(Refused, match="DOCTYPE"):
        read_document(archive({**made, "word/document.xml": document}))


def test_a_doctype_in_another_encoding_is_no_way_in() -> None:
    made = members(p("текст"))
    hidden = (ENTITY + made["word/document.xml"]).encode("utf-7").replace(b"<!", b"+ADwAIQ-")
    declared = b'<?xml version="1.0" encoding="UTF-7"?>' + hidden
    with pytest.raises(Refused, match="не читается"):
        read_document(archive({**made, "word/document.xml": declared}))


@pytest.mark.parametrize("name", ["_rels/.rels", "word/document.xml", "word/_rels/document.xml.rels"])
def test_broken_xml_is_refused(name: str) -> None:
    made = members(p("текст"))
    with pytest.raises(Refused, match="Файл повреждён"):
        read_document(archive({**made, name: made[name][:-9]}))


def test_a_main_part_that_is_not_there_is_refused() -> None:
    made = members(p("текст"))
    made["_rels/.rels"] = made["_rels/.rels"].replace("word/document.xml", "../../etc/passwd")
    with pytest.raises(Refused, match="Файл повреждён"):
        read_document(archive(made))


def test_tables_in_tables_without_end_are_refused() -> None:
    nested = p("дно")
    for _ in range(600):
        nested = tbl(tr(tc(nested, p())))
    with pytest.raises(Refused):
        read_document(docx(nested))


def test_the_seed_is_admitted_and_read() -> None:
    data = SEED.read_bytes()
    assert admit(data, "kuznetsk_2023.docx") == "docx"
    assert len([block for block in read_document(data).blocks if isinstance(block, Table)]) == 1
