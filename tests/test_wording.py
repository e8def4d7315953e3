"""reports.wording"""

import pytest

from reports.wording import plural


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 лет"),
        (1, "1 год"),
        (2, "2 года"),
        (4, "4 года"),
        (5, "5 лет"),
        (11, "11 лет"),
        (14, "14 лет"),
        (21, "21 год"),
        (22, "22 года"),
        (100, "100 лет"),
        (111, "111 лет"),
        (1001, "1001 год"),
    ],
)
def test_plural(count: int, text: str) -> None:
    assert plural(count, "год", "года", "лет") == text
