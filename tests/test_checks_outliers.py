from collections.abc import Sequence
from decimal import Decimal

import pytest

from reports.checks import CheckedRow, Finding, Level
from reports.checks.outliers import outliers
from reports.figures import Definition, Entry, figures

MEETINGS = Definition("meetings", "Проведено заседаний", "ед.")


def found(
    value: float, past: Sequence[float] = (), peers: Sequence[float] = (), definition: Definition = MEETINGS
) -> list[Finding]:
    row = CheckedRow(
        "1.4",
        2024,
        "done",
        "",
        "",
        figures=tuple(figures([definition], {definition.code: Entry(Decimal(str(value)))})),
        past={definition.code: tuple(Decimal(str(each)) for each in past)},
        peers={definition.code: tuple(Decimal(str(each)) for each in peers)},
    )
    return list(outliers(row))


@pytest.mark.parametrize(
    ("value", "past"),
    [
        (1030, [103, 101, 104]),
        (103, [10, 12, 9]),
        (44, [4, 5, 3, 4]),
        (11, [1, 1, 2]),
        (0, [216, 198, 224]),
        (0, [30, 80, 50]),
        (9, [92, 95, 90]),
        (2, [20, 22, 19]),
        (600, [6, 9, 7, 8]),
        (50, [0, 0, 1]),
    ],
)
def test_far_from_the_own_past(value: float, past: Sequence[float]) -> None:
    [finding] = found(value, past)

    assert (finding.code, finding.field, finding.level) == ("outlier", "value_meetings", Level.HINT)


@pytest.mark.parametrize(
    ("value", "past"),
    [
        (8, [5, 4, 6]),
        (140, [100, 96, 110]),
        (4, [1, 1, 0]),
        (9, [2, 1, 3]),
        (12, [4, 3, 5]),
        (0, [4, 6, 5]),
        (0, [1, 0, 2, 1]),
        (50, [100, 90, 110]),
        (300, [100, 90, 110]),
        (40, [100, 90, 110]),
        (103, [1030, 103, 101, 104]),
        (600, [10, 100, 250]),
        (60, [5, 6]),
    ],
)
def test_not_far_from_the_own_past(value: float, past: Sequence[float]) -> None:
    assert found(value, past) == []


DISTRICTS = [3, 4, 2, 5, 3, 4, 2, 3]


@pytest.mark.parametrize(
    ("value", "peers"),
    [
        (58, [0, 1, 0, 2, 1, 0, 3, 0, 1]),
        (120, [3, 2, 5, 4, 1, 6, 3, 2, 4]),
        (3120, [40, 520, 110, 260, 75, 430, 190, 330]),
        (0, [40, 52, 61, 38, 45, 70, 44, 58]),
        (90, [*DISTRICTS, 4, 60]),
    ],
)
def test_far_from_the_others(value: float, peers: Sequence[float]) -> None:
    assert len(found(value, [], peers)) == 1


@pytest.mark.parametrize(
    ("value", "peers"),
    [
        (45, [2, 3, 1, 4, 2, 3]),
        (312, [40, 520, 110, 260, 75, 430, 190, 330]),
        (1200, [40, 520, 110, 260, 75, 430, 190, 330]),
        (50, [*DISTRICTS, 4, 60]),
        (0, [40, 52, 61, 38, 45, 0, 44, 58, 39, 47]),
        (9, DISTRICTS),
    ],
)
def test_not_far_from_the_others(value: float, peers: Sequence[float]) -> None:
    assert found(value, [], peers) == []


def test_the_own_past_says_more_than_the_others() -> None:
    assert found(500, [480, 510, 495], DISTRICTS) == []
    assert found(500, [480], DISTRICTS) == []
    assert len(found(500, [5], DISTRICTS)) == 1


def test_the_usual_range_is_named() -> None:
    [past], [peers] = found(1030, [103, 101, 104]), found(58, [], [0, 1, 0, 2, 1, 0, 3, 0])

    assert past.message.replace("\u00a0", " ") == (
        "«Проведено заседаний» — 1 030 ед., а в прошлые годы было от 101 до 104. "
        "Проверьте, нет ли описки; если число верно, поясните его."
    )
    assert past.evidence.replace("\u00a0", " ") == "1 030 ед."
    assert "у других исполнителей обычно намного меньше" in peers.message
    assert "было 7." in found(700, [7, 7, 7])[0].message


def test_dates_and_computed_numbers_are_left_alone() -> None:
    day = Definition("meetings", "Срок", "", is_date=True)
    assert found(20240430, [5, 5, 5], definition=day) == []
    share = Definition("share", "Доля", "%", numerator="a", denominator="b")
    entries = {"a": Entry(Decimal(90)), "b": Entry(Decimal(100))}
    row = CheckedRow("1", 2024, "done", "", "", tuple(figures([share], entries)), past={"share": (Decimal(1),) * 3})
    assert list(outliers(row)) == []


def test_blanks_and_what_does_not_apply_are_left_alone() -> None:
    past = {"meetings": (Decimal(50),) * 3}
    for entry in ({}, {"meetings": Entry(not_applicable=True)}):
        row = CheckedRow("1", 2024, "done", "", "", tuple(figures([MEETINGS], entry)), past=past)
        assert list(outliers(row)) == []


def test_one_slip_in_two_places_is_said_once() -> None:
    both = [Definition("a", "Обязаны", "чел."), Definition("b", "Представили", "чел.")]
    past = {"a": (Decimal(103),) * 3, "b": (Decimal(103),) * 3}

    def fields(a: int, b: int) -> list[str]:
        shown = tuple(figures(both, {"a": Entry(Decimal(a)), "b": Entry(Decimal(b))}))
        row = CheckedRow("1", 2024, "done", "", "", shown, past=past)
        return [finding.field for finding in outliers(row)]

    assert fields(1030, 1030) == ["value_a"]
    assert fields(1030, 9) == ["value_a", "value_b"]
    assert fields(0, 0) == ["value_a", "value_b"]
