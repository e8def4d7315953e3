from decimal import Decimal

import pytest

from reports.figures import Definition, Entry, Status, figures, format_number

NUMBER = Definition("n", "Проведено", "ед.", target_rule="at_least", target=Decimal(4))
SHARE = Definition(
    "s", "Доля", "%", numerator="a", denominator="b", target_rule="at_least", target=Decimal(70), target_phrase="70 %"
)


@pytest.mark.parametrize(
    ("entry", "status", "text", "met"),
    [
        (None, Status.MISSING, "не заполнено", None),
        (Entry(Decimal(0)), Status.VALUE, "0 ед.", False),
        (Entry(Decimal(4)), Status.VALUE, "4 ед.", True),
        (Entry(not_applicable=True), Status.NOT_APPLICABLE, "не применимо", None),
    ],
)
def test_number(entry: Entry | None, status: Status, text: str, met: bool | None) -> None:
    (figure,) = figures([NUMBER], {"n": entry} if entry else {})
    assert (figure.status, figure.text.replace("\u00a0", " "), figure.met) == (status, text, met)


@pytest.mark.parametrize(
    ("a", "b", "status", "text", "met"),
    [
        (Entry(Decimal(3)), Entry(Decimal(9)), Status.VALUE, "33,3 % (3 из 9)", False),
        (Entry(Decimal(7)), Entry(Decimal(10)), Status.VALUE, "70 % (7 из 10)", True),
        (Entry(Decimal(6996)), Entry(Decimal(10000)), Status.VALUE, "70 % (6 996 из 10 000)", False),
        (Entry(Decimal(0)), Entry(Decimal(0)), Status.UNDEFINED, "случаев не было (0 из 0)", None),
        (Entry(Decimal(5)), Entry(Decimal(0)), Status.UNDEFINED, "нельзя посчитать (5 из 0)", None),
        (Entry(), Entry(Decimal(9)), Status.MISSING, "не заполнено", None),
        (Entry(Decimal(0)), Entry(), Status.MISSING, "не заполнено", None),
        (Entry(not_applicable=True), Entry(Decimal(9)), Status.NOT_APPLICABLE, "не применимо", None),
    ],
)
def test_share(a: Entry, b: Entry, status: Status, text: str, met: bool | None) -> None:
    (figure,) = figures([SHARE], {"a": a, "b": b})
    assert (figure.status, figure.text.replace("\u00a0", " "), figure.met) == (status, text, met)


@pytest.mark.parametrize(
    ("rule", "value", "met"),
    [
        ("at_least", 3, False),
        ("at_least", 4, True),
        ("at_most", 4, True),
        ("at_most", 5, False),
        ("exactly", 4, True),
        ("exactly", 3, False),
    ],
)
def test_targets(rule: str, value: int, met: bool) -> None:
    (figure,) = figures(
        [Definition("n", "Число", "ед.", target_rule=rule, target=Decimal(4))], {"n": Entry(Decimal(value))}
    )
    assert figure.met is met


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [
        ("0", None, "0"),
        ("1234567.5", None, "1\u00a0234\u00a0567,5"),
        ("10.0000", None, "10"),
        ("100", None, "100"),
        ("33.333333", 1, "33,3"),
        ("66.65", 1, "66,7"),
    ],
)
def test_format_number(number: str, decimals: int | None, text: str) -> None:
    assert format_number(Decimal(number), decimals) == text


def test_a_part_larger_than_the_whole_is_noticed() -> None:
    (over,) = figures([SHARE], {"a": Entry(Decimal(12)), "b": Entry(Decimal(9))})
    (whole,) = figures([SHARE], {"a": Entry(Decimal(9)), "b": Entry(Decimal(9))})
    assert (over.exceeds_whole, whole.exceeds_whole) == (True, False)
