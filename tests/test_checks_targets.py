from decimal import Decimal

from reports.checks import Finding, Level
from reports.checks.targets import targets
from reports.figures import Definition

from .checked import row

EVENTS = Definition("events", "Проведено мероприятий", "ед.", target_rule="at_least", target=Decimal(4))


def found(text: str, value: float) -> list[Finding]:
    return list(targets(row(text, values={EVENTS: value})))


def test_a_missed_target_asks_for_the_reason() -> None:
    (finding,) = found("Проведено 3 мероприятия.", 3)
    assert (finding.code, finding.level, finding.field) == ("target-missed", Level.WARNING, "value_events")
    assert "Объясните причину" in finding.message


def test_where_a_reason_is_given_it_is_a_hint_that_names_it() -> None:
    (finding,) = found("Проведено 3 мероприятия. Четвёртое не состоялось из-за карантина.", 3)
    assert (finding.code, finding.level) == ("target-missed", Level.HINT)
    assert "«Четвёртое не состоялось из-за карантина»" in finding.message


def test_a_target_that_is_met_says_nothing() -> None:
    assert found("Проведено 4 мероприятия.", 4) == []
