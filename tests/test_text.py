"""Text at the door, text out of a word processor's cell, and paragraphs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kuznetsk_report.printable import Cleaned, clean
from reports.text import Paragraph, paragraphs, tidy_layout

# Any code point, lone surrogates included, and more than chance gives of those that make trouble.
anything = st.text(
    st.characters() | st.sampled_from("\x00\x08\t\n\x0b\x0c\r\x1f\x7f\x85\xa0\xad\u2028\ud800\udfff\ufdd0\ufffe\uffff")
)


@pytest.mark.parametrize(
    ("raw", "text", "removed"),
    [
        ("", "", 0),
        ("Проведено 5 заседаний.", "Проведено 5 заседаний.", 0),
        ("а\r\nб\rв\x0bг\x0cд\u2028е\u2029ж", "а\nб\nв\nг\nд\nе\nж", 0),
        ("а\r\n\r\nб", "а\n\nб", 0),
        ("\tс отступом", "\tс отступом", 0),
        ("№\xa0273-ФЗ, не\xadделя – «да» — \U0001f600", "№\xa0273-ФЗ, не\xadделя – «да» — \U0001f600", 0),
        ("но\x00ль\x07", "ноль", 2),
        ("а\ud83dб", "аб", 1),
        ("а\ufffeб\U0001ffffв\ufdd0г", "абвг", 3),
        ("\x7f\x9f", "", 2),
    ],
)
def test_clean(raw: str, text: str, removed: int) -> None:
    assert clean(raw) == Cleaned(text, removed)


@given(anything)
def test_cleaned_text_can_be_stored_and_printed(raw: str) -> None:
    text = clean(raw).text

    assert text.encode("utf-8").decode("utf-8") == text
    element = etree.Element("t")
    element.text = text  # raises ValueError for what XML cannot hold
    assert (etree.fromstring(etree.tostring(element, encoding="utf-8")).text or "") == text
    assert clean(text) == Cleaned(text, 0)


@given(anything)
def test_clean_counts_what_it_removes(raw: str) -> None:
    cleaned = clean(raw)

    assert len(cleaned.text) + cleaned.removed == len(raw) - raw.count("\r\n")


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_clean_leaves_what_can_be_seen(text: str) -> None:
    assert clean(text) == Cleaned(text, 0)


@pytest.mark.parametrize(
    ("raw", "tidy"),
    [
        ("", ""),
        (" \n\t\n ", ""),
        ("  в  том \t числе\t", "в том\tчисле"),
        ("привлечения \nк ответственности \nне менее 70 %", "привлечения к ответственности не менее 70 %"),
        ("информацией \nпо вопросам \n\nпротиводействия", "информацией по вопросам противодействия"),
        ("коррупции.\n\nРазмещение", "коррупции.\nРазмещение"),
        ("«Почему?»\nДа", "«Почему?»\nДа"),
        (
            "по трём направлениям\nСеминар для впервые поступивших",
            "по трём направлениям\nСеминар для впервые поступивших",
        ),
        ("Лекция юриста\n(15 человек)\n1) первое\n2) второе", "Лекция юриста (15 человек)\n1) первое\n2) второе"),
        ("а) первое,\nб) второе\nв) третье\ni) и\nii. ещё", "а) первое,\nб) второе\nв) третье\ni) и\nii. ещё"),
        ("1)\tпервое\n1.2.\tвторое\n–\tтретье", "1) первое\n1.2. второе\n– третье"),
        ("Год\tЧисло\n2024\t17\nлекции\t\t5\nсеминары\t3", "Год\tЧисло\n2024\t17\nлекции\t5\nсеминары\t3"),
        ("не менее\n4 мероприятий", "не менее 4 мероприятий"),
        ("города Кузнецка\nПензенской области", "города Кузнецка Пензенской области"),
        (
            "от 05.04.2013 № 44-ФЗ\n«О контрактной системе\nв сфере»",
            "от 05.04.2013 № 44-ФЗ «О контрактной системе в сфере»",
        ),
        ("Почему?\nПотому!\nДа", "Почему?\nПотому!\nДа"),
        ("касающейся:\n\n-\nпроведения;\n\n–\nустановления", "касающейся:\n- проведения;\n– установления"),
        ("100 % лиц,\n\n- недостоверности", "100 % лиц,\n- недостоверности"),
        ("планерках;\n• семинары", "планерках;\n• семинары"),
        ("-лучшие методические\nразработки", "-лучшие методические разработки"),
        ("- \xa0\nпроведения", "- проведения"),
        ("от 25.12.2008 №\xa0273-ФЗ", "от 25.12.2008 №\xa0273-ФЗ"),
        ("антикор-рупционной экспертизы", "антикоррупционной экспертизы"),
        ("учебно-практических семинаров", "учебно-практических семинаров"),
        ("проведено 5 заседания", "проведено 5 заседания"),
    ],
)
def test_tidy_layout(raw: str, tidy: str) -> None:
    assert tidy_layout(raw) == tidy


@given(anything)
def test_tidy_layout_keeps_every_word_and_settles_at_once(raw: str) -> None:
    tidy = tidy_layout(raw)

    assert tidy.split() == clean(raw).text.split()
    assert tidy_layout(tidy) == tidy


def test_paragraphs_are_lines_and_know_list_items() -> None:
    assert paragraphs("\nВсего:\n- семинары;\n-\xa0беседы\n\n9 - при увольнении\n") == [
        Paragraph("Всего:", is_item=False),
        Paragraph("- семинары;", is_item=True),
        Paragraph("-\xa0беседы", is_item=True),
        Paragraph("", is_item=False),
        Paragraph("9 - при увольнении", is_item=False),
    ]
