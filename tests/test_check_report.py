"""manage.py check_report: the findings of a report for people and for programs."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from reports.models import CheckLevel

from .conftest import Stage


def run(*options: str) -> tuple[str, int]:
    out = StringIO()
    try:
        call_command("check_report", "--organization", "executor", *options, stdout=out)
    except SystemExit as end:
        return out.getvalue(), int(end.code or 0)
    return out.getvalue(), 0


def test_json_lists_each_finding_with_its_evidence(stage: Stage) -> None:
    out, code = run("--year", "2023", "--format", "json")
    found = json.loads(out)
    assert code == 0
    assert all(list(each) == ["item", "code", "level", "field", "message", "evidence"] for each in found)
    (missed,) = (each for each in found if each["code"] == "target-missed")
    assert (missed["item"], missed["level"], missed["field"]) == ("1.4", "warning", "value_disciplined")
    assert "33,3" in missed["evidence"]
    assert "не менее 70" in missed["message"]


def test_errors_end_with_1(stage: Stage) -> None:
    out, code = run("--year", "2024", "--format", "json")
    assert code == 1
    assert {each["code"] for each in json.loads(out) if each["level"] == "error"} == {"missing-answer", "missing-text"}


def test_text_says_it_in_words(stage: Stage) -> None:
    out, code = run("--year", "2023", "--format", "text")
    assert code == 0
    assert "п. 1.4  предупреждение  target-missed (цель не достигнута)\n    «Доля привлечённых»: 33,3" in out
    assert "Исполнитель 001, 2023 год. Всего — " in out


def test_a_plan_sets_what_applies_and_how_heavily(stage: Stage) -> None:
    CheckLevel.objects.create(plan=stage.plan, code="target-missed", weight=CheckLevel.Weight.ERROR)
    out, code = run("--year", "2023", "--format", "json")
    assert code == 1
    assert [each["level"] for each in json.loads(out) if each["code"] == "target-missed"] == ["error"]
    CheckLevel.objects.update(weight=CheckLevel.Weight.OFF)
    out, code = run("--year", "2023", "--format", "json")
    assert (code, "target-missed" in out) == (0, False)


def test_a_report_that_is_not_there_ends_with_2(stage: Stage) -> None:
    with pytest.raises(CommandError, match="за 2020 год нет") as caught:
        run("--year", "2020")
    assert caught.value.returncode == 2
