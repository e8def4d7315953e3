from decimal import Decimal

import pytest

from reports.checks import CheckedRow, Wording
from reports.checks.sentence import sentence
from reports.figures import Definition, Entry, figures

DEFINITIONS = (
    Definition("meetings", "Заседания", "ед."),
    Definition("considered", "Рассмотрены материалы", "чел."),
    Definition("disciplined", "Привлечены", "чел."),
    Definition("share", "Доля", "%", numerator="disciplined", denominator="considered"),
    Definition("day", "Срок", "", is_date=True),
    Definition("silent", "Прочее", "ед."),
)
WORDINGS = {
    "meetings": Wording("{проведено} {1 заседание}", "заседаний комиссии не проводилось"),
    "considered": Wording("рассмотрены материалы в отношении {1 служащего}"),
    "disciplined": Wording("{привлечён} {1 служащий}", "никто."),
    "share": Wording("{составлен} {1 процент}"),
    "day": Wording("{1 день}"),
    "silent": Wording(),
}


def told(**values: int | None) -> str:
    entries = {
        code: Entry(not_applicable=True) if value is None else Entry(Decimal(value)) for code, value in values.items()
    }
    shown = tuple(figures(DEFINITIONS, entries))
    return sentence(CheckedRow("1.4", 2024, "done", "", "", shown, wordings=WORDINGS))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {"meetings": 5, "considered": 9, "disciplined": 3},
            "В 2024 году проведено 5 заседаний, рассмотрены материалы в отношении 9 служащих, привлечены 3 служащих.",
        ),
        (
            {"meetings": 1, "considered": 1, "disciplined": 1},
            "В 2024 году проведено 1 заседание, рассмотрены материалы в отношении 1 служащего, привлечён 1 служащий.",
        ),
        ({"meetings": 0}, "В 2024 году заседаний комиссии не проводилось."),
        ({"meetings": 2, "disciplined": 0}, "В 2024 году проведены 2 заседания, никто."),
        ({"considered": 0}, ""),
        (
            {"meetings": None, "considered": 2},
            "В 2024 году рассмотрены материалы в отношении 2 служащих.",
        ),
        ({"silent": 5, "day": 20240430}, ""),
        ({}, ""),
    ],
)
def test_the_numbers_make_a_sentence(values: dict[str, int | None], expected: str) -> None:
    assert told(**values) == expected


def test_without_wordings_there_is_no_sentence() -> None:
    shown = tuple(figures(DEFINITIONS, {"meetings": Entry(Decimal(5))}))
    assert sentence(CheckedRow("1.4", 2024, "done", "", "", shown)) == ""
