"""Language: right.txt has sentences without a slip, full of traps; slips.txt wrong ones, each with what is offered."""

import json
from pathlib import Path
from typing import Any

import pytest

from reports.checks import CheckedRow, Finding, Level, Texts
from reports.checks.language import language

HERE = Path(__file__).parent
FIXTURES = HERE.parent / "fixtures"


def lines(name: str) -> list[str]:
    return (HERE / "language" / name).read_text(encoding="utf-8").splitlines()


def row(implementation: str, **kwargs: Any) -> CheckedRow:
    return CheckedRow("1.1", 2024, "done", implementation, kwargs.pop("result", ""), **kwargs)


def found(implementation: str, **kwargs: Any) -> list[Finding]:
    return list(language(row(implementation, **kwargs)))


def messages(implementation: str, **kwargs: Any) -> list[str]:
    return [finding.message for finding in found(implementation, **kwargs)]


@pytest.mark.parametrize("text", lines("right.txt"))
def test_what_is_right_is_left_alone(text: str) -> None:
    assert messages(text.replace("\\n", "\n")) == []


@pytest.mark.parametrize("line", lines("slips.txt"))
def test_each_slip_is_told_with_its_correction(line: str) -> None:
    text, *expected = line.split(" | ")
    told = messages(text.replace("\\n", "\n"))
    assert len(told) == len(expected), told
    assert all(right in message for right, message in zip(expected, told, strict=True)), told


def test_a_finding_is_a_hint_that_quotes_its_words() -> None:
    assert found("В 2024 году проведено 5 заседания комиссии.") == [
        Finding(
            "1.1",
            "language",
            Level.HINT,
            "implementation",
            "Слово не согласовано с числом: «5 заседания». Напишите «5 заседаний».",
            "5 заседания",
        )
    ]


def test_column_5_is_read_where_it_is_the_executors_own() -> None:
    plan = 'размещение информации "О коррупции" - 100 %'
    assert messages("Сделано.", result=plan, expected_result=plan) == []
    [finding] = found("Сделано.", result="Проведено 5 заседания.", expected_result=plan)
    assert finding.field == "result"


def test_words_of_the_plan_are_right() -> None:
    assert messages("Проведён коррупциянадзор.") == []
    assert len(messages("Проведена антикорупция.")) == 1
    assert messages("Проведена антикорупция.", measure="Проведение антикорупция") == []
    assert messages("Проведена антикорупция.", expected_result="антикорупция") == []


def test_words_of_last_year_are_right_unless_a_common_slip_explains_them() -> None:
    last_year = Texts("Нарушений не установленно. Проведён хаккатлон.", "")
    assert messages("Проведён хаккатлон.", last_year=last_year) == []
    [message] = messages("Нарушений не установленно.", last_year=last_year)
    assert "«установлено»" in message


def test_misspelt_words_are_one_finding() -> None:
    text = "Комисия расмотрела обращение о корупции, професиональный совет одобрил програму и иформацию. Комисия права."
    [finding] = found(text)
    assert finding.message.startswith("Проверьте написание: «Комисия» – вероятно, «Комиссия»; «расмотрела»")
    assert finding.message.endswith("(и ещё 1).")
    assert finding.evidence.count("Комисия") == 1


def test_slips_of_one_kind_are_one_finding_with_their_number() -> None:
    text = 'Конкурс "Чистые руки", лекция "О коррупции". Работа - важна, итог - известен , меры приняты .'
    assert messages(text) == [
        'Замените прямые кавычки на «ёлочки»: "Чистые руки" (мест: 2).',
        "Поставьте между словами тире вместо дефиса: «Работа - важна» (мест: 2).",
        "Уберите лишний пробел рядом со знаком: «известен ,» (мест: 2).",
    ]


def test_the_hyphen_of_a_broken_word_is_told_once() -> None:
    assert messages("Проведена антикор- рупционная экспертиза.") == [
        "Проверьте написание: «антикор- рупционная» – вероятно, «антикоррупционная»."
    ]
    assert messages("Проведена антикор-\nрупционная экспертиза.") != []


def test_a_long_evidence_loses_its_middle() -> None:
    whose = "проектов нормативных правовых актов администрации " * 6
    [finding] = found(f"Антикоррупционная экспертиза {whose}проведены.")
    assert finding.evidence.startswith("Антикоррупционная экспертиза проектов")
    assert " … " in finding.evidence
    assert finding.evidence.endswith("администрации проведены")
    assert len(finding.evidence) <= 200


@pytest.mark.parametrize(
    "text",
    [" " * 20_000, "\n" * 20_000, "я" * 20_000, "а - " * 5_000, '"' * 20_000, "(" * 20_000, ")" * 20_000, "«" * 20_000],
)
def test_odd_texts_are_read_quickly(text: str) -> None:
    assert len(found(text)) <= 2


def test_a_sentence_without_an_end_is_not_looked_through_again_and_again() -> None:
    assert found("комиссия проведена работу в учреждениях " * 2_000) == []


def test_the_plan_has_only_the_slips_that_stand_in_it() -> None:
    plan = json.loads((FIXTURES / "penza_plan_2021_2024.json").read_text(encoding="utf-8"))
    told = set()
    for item in plan["items"]:
        for text in (item["wording"], item["expected_result"]):
            whole = text if isinstance(text, str) else "\n".join(text)
            told |= {(item["number"], m) for m in messages(whole.replace("{территории}", "города Кузнецка"))}
    # As its authors typed it: straight quotation marks, and hyphens for dashes.
    assert {(number, message.split(":")[0]) for number, message in told} == {
        ("2.10", "Замените прямые кавычки на «ёлочки»"),
        ("2.13", "Поставьте между словами тире вместо дефиса"),
        ("3.3", "Замените прямые кавычки на «ёлочки»"),
        ("6.3", "Поставьте между словами тире вместо дефиса"),
    }


def test_the_real_report() -> None:
    report = json.loads((FIXTURES / "kuznetsk_2023.json").read_text(encoding="utf-8"))
    told = []
    for data in report["rows"]:
        text = data["implementation"]
        whole = text if isinstance(text, str) else "\n".join(text)
        told += [(data["number"], finding.evidence) for finding in found(whole)]
    assert told == [
        ("1.4", "5 заседания"),
        ("2.10", '"О противодействии коррупции"'),
        ("3.3", "« О"),
        ("3.5", "руководителями подведомственных учреждениях"),
        ("4.2", "4 коррупционных факторов"),
        ("4.4", "об антикоррупционной экспертизы"),
        ("4.5", "о независимой антикоррупционной экспертизы"),
        ("5.7", "установленных в целях противодействия коррупции не выявлено"),
        ("6.3", "коррупцией - 9"),
        ("6.3", "-лучшие"),
        ("6.3", "(проведен конкурс «Коррупция"),
        ("8.2", "Муниципальные служащие, впервые поступивших"),
        ("8.2", "Учебно – методический"),
        ("8.5", "9 - со"),
        ("8.5", "-проведено"),
    ]
