"""Numbers that no database holds, and words in their place: an answer like to any other page that is not there."""

from collections.abc import Callable

import pytest
from django.test import Client

from kuznetsk_report.accounts.models import User

from .conftest import Stage

ENDLESS = "9" * 5000  # more digits than int() takes


@pytest.mark.parametrize("number", [ENDLESS, "9" * 30, "9" * 18, "-1", "²", "x"])
def test_an_odd_year_gives_the_latest(stage: Stage, sign_in: Callable[[User], Client], number: str) -> None:
    page = sign_in(stage.supervisor).get("/", {"year": number})
    assert [plan.year for plan in page.context["home"].supervised] == [2024]


@pytest.mark.parametrize(("number", "status"), [(ENDLESS, 200), ("9" * 30, 200), ("9" * 18, 404), ("x", 200)])
def test_an_odd_row_of_the_history(stage: Stage, sign_in: Callable[[User], Client], number: str, status: int) -> None:
    path = f"/reports/{stage.report.pk}/history/"
    assert sign_in(stage.official).get(path, {"row": number}).status_code == status


@pytest.mark.parametrize("mark", [f"implementation:{ENDLESS}", "implementation:x", "implementation", ""])
def test_an_odd_mark_confirms_nothing(stage: Stage, sign_in: Callable[[User], Client], mark: str) -> None:
    row = stage.row("2.9")
    posted = {"version": row.version, "answer": "done", "implementation": "Сделано.", "result": "", "confirm": mark}
    assert sign_in(stage.official).post(row.get_absolute_url(), posted).status_code == 302
    assert stage.row("2.9").implementation == "Сделано."


@pytest.mark.parametrize("number", ["abc", "1.4x", "9.9", "1." * 200 + "1", "123456"])
def test_a_paragraph_of_no_item(stage: Stage, sign_in: Callable[[User], Client], number: str) -> None:
    path = f"/plans/plan/2024/consolidated/items/{number}/"
    posted = {"text": "Да.", "offer": "Нет.", "version": 0}
    assert sign_in(stage.supervisor).post(path, posted).status_code == 404
