import pytest

from reports.russian import read, shapes
from reports.russian.shapes import ANIM, GENT, INAN, LOCT, NOMN, PLUR, SING, Shape, shape, word_shape


def of(text: str) -> Shape:
    return shape(read(text).tokens[0])


@pytest.mark.parametrize(
    ("adjective", "noun", "agree"),
    [
        ("муниципальных", "служащих", True),
        ("муниципальных", "служащий", False),
        ("коррупциогенные", "факторы", True),
        ("коррупциогенные", "факторов", False),
        ("антикоррупционной", "экспертизы", True),
        ("антикоррупционной", "экспертизу", False),
        ("данные", "учреждения", True),
        ("вашего", "сотрудника", True),
    ],
)
def test_words_agree_if_they_share_a_form(adjective: str, noun: str, agree: bool) -> None:
    assert bool(of(adjective).adjective & of(noun).noun) is agree


def test_a_person_has_one_accusative() -> None:
    assert of("служащие").noun & NOMN
    assert not of("служащие").noun & INAN
    assert of("служащих").noun & ANIM
    assert of("факторы").noun & INAN


def test_cases_and_columns() -> None:
    assert shapes.cases(of("учреждениях").noun) == LOCT
    assert shapes.columns(of("учреждениях").noun) == PLUR
    assert of("экспертизы").noun & GENT & SING


def test_what_is_no_noun_or_adjective() -> None:
    assert of("проведено").is_other
    assert not of("мер").is_other  # no verb, in all likelihood
    for text in ("НПА", "МБОУ", "5", ",", "абырвалг", "чел", "семинара-совещания"):
        assert of(text).is_other, text
        assert not of(text).forms, text


def test_kinds_of_adjectives() -> None:
    assert word_shape("проведённых").is_passive
    assert not word_shape("замещающих").is_passive
    assert word_shape("замещающих").is_participle
    assert word_shape("который").is_pronoun
