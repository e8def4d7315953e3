import pytest

from reports.checks import Finding
from reports.checks.shares import shares
from reports.figures import Definition

from .checked import BANS, DISMISSED, row

HELD = Definition("held", "Привлечены к ответственности за несоблюдение ограничений, запретов", "чел.")
FALSE = Definition("false", "Лица с установленными фактами недостоверности или неполноты сведений", "чел.")
FALSE_HELD = Definition("false_held", "Привлечены к ответственности за недостоверность или неполноту сведений", "чел.")
BANS_SHARE = Definition("bans_share", "Доля привлечённых за запреты", "%", numerator="held", denominator="bans")
FALSE_SHARE = Definition(
    "false_share", "Доля привлечённых за недостоверность", "%", numerator="false_held", denominator="false"
)
NOTHING = {BANS: 0, HELD: 0, BANS_SHARE: 0, FALSE: 0, FALSE_HELD: 0, FALSE_SHARE: 0, DISMISSED: 0}


def found(text: str, answer: str = "done", result: str = "", **changed: float) -> list[Finding]:
    values = {definition: changed.get(definition.code, value) for definition, value in NOTHING.items()}
    return list(shares(row(text, answer, values, result=result)))


@pytest.mark.parametrize(
    "text",
    [
        "Нарушений не выявлено.",
        "К ответственности никто не привлекался.",
        "Дисциплинарные взыскания не применялись.",
        "Фактов несоблюдения запретов, недостоверности сведений не установлено.",
        "Несоблюдения ограничений не выявлено. Неполных сведений не представлено, недостоверность не установлена.",
        "Оснований для привлечения к ответственности не имелось.",
        "Сообщений о нарушениях не поступало.",
        "Случаев не было.",
    ],
)
def test_a_word_of_explanation(text: str) -> None:
    assert found(text) == []


def test_without_a_word_each_share_is_asked_for() -> None:
    findings = found("Порядок применения взысканий утверждён распоряжением от 16.02.2024 № 51-р.")
    assert [finding.code for finding in findings] == ["undefined-share"] * 2
    assert BANS_SHARE.name in findings[0].message


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("Фактов недостоверности сведений не установлено.", BANS_SHARE),
        ("Нарушений запретов и ограничений не установлено.", FALSE_SHARE),
    ],
)
def test_a_word_about_one_share_does_not_explain_the_other(text: str, share: Definition) -> None:
    (finding,) = found(text)
    assert share.name in finding.message


def test_what_no_share_is_made_of_explains_none() -> None:
    assert len(found("Увольнений в связи с утратой доверия не было.")) == 2


def test_an_answer_that_says_so_or_column_5_will_do() -> None:
    text = "Порядок утверждён."
    assert found(text, "no_cases") == []
    assert found(text, "not_competent") == []
    assert found(text, result="Нарушений не выявлено.") == []


def test_a_share_of_something_needs_no_explanation() -> None:
    assert found("Привлечены все.", bans=2, held=2, false=1, false_held=1) == []
    # «3 из 0» is another slip.
    assert found("Привлечены все.", held=3, false=1, false_held=1) == []
