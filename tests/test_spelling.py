import pytest

from reports.russian.spelling import is_common_slip, is_slip, is_word, known_end, suggestions


@pytest.mark.parametrize(
    "word",
    """комиссия антикоррупционный коррупциогенных коррупциогенность аффилированности антикоррупционно неуведомления
    правопросвещение видеоконференцсвязи видеоинструктажа учебно-практических коррупционно-опасных онлайн-тестирование
    госуслугами соцсетях медиаплана вебинаров взаимоинформирование законопросветительский спецпроверка""".split(),
)
def test_words_that_are(word: str) -> None:
    assert is_word(word)
    assert not is_slip(word)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("корупции", "коррупции"),
        ("обязаных", "обязанных"),
        ("установленно", "установлено"),
        ("комиссиии", "комиссии"),
        ("служаших", "служащих"),
        ("соотвествии", "соответствии"),
        ("дисципленарной", "дисциплинарной"),
        ("муниицпальных", "муниципальных"),
        ("урегулировние", "урегулирование"),
        ("учавствовали", "участвовали"),
        ("будующий", "будущий"),
        ("координально", "кардинально"),
        ("привличины", "привлечены"),
        ("разроботаны", "разработаны"),
    ],
)
def test_slips_and_what_was_meant(wrong: str, right: str) -> None:
    assert is_slip(wrong)
    assert suggestions(wrong)[0] == right


@pytest.mark.parametrize("word", ["воркшоп", "квиз", "лонгрид", "паблик", "репост", "росреестр", "айти", "я" * 100])
def test_what_is_only_unknown_is_no_slip(word: str) -> None:
    assert not is_slip(word)


def test_the_part_that_bends() -> None:
    assert known_end("учреждением") == "учреждением"
    assert known_end("коррупциогенными") == "генными"
    assert known_end("учебно-практических") == "практических"
    assert known_end("абырвалг") == ""


def test_common_slips() -> None:
    assert is_common_slip("установленно")
    assert not is_common_slip("мероприрятие")
    assert not is_common_slip("установлено")
