"""Rows for the tests of checks, on measures and indicators like the plan's."""

from decimal import Decimal

from reports.checks import CheckedRow
from reports.figures import Definition, Entry, figures

VIOLATIONS = Definition("violations", "Выявлено нарушений в сфере закупок", "ед.")
DISCIPLINED = Definition("disciplined", "Привлечены к дисциплинарной ответственности", "чел.")
DISMISSED = Definition("dismissed", "Уволены в связи с утратой доверия", "чел.")
APPEALS = Definition("appeals", "Поступило обращений граждан и организаций по фактам коррупции", "ед.")
MEETINGS = Definition("meetings", "Проведено заседаний комиссий", "ед.")
QUESTIONS = Definition("questions", "Рассмотрено вопросов на заседаниях общественных советов", "ед.")
TRAINED = Definition("trained", "Прошли обучение в области противодействия коррупции", "чел.")
SEMINARS = Definition("seminars", "Проведено семинаров", "ед.")
HIRING = Definition("hiring", "Проведено инструктажей при приёме на работу", "ед.")
DISMISSAL = Definition("dismissal", "Проведено инструктажей при увольнении", "ед.")
CORRUPTION = Definition("corruption", "Выявлено фактов коррупции", "ед.")
BANS = Definition("bans", "Лица с установленными фактами несоблюдения ограничений, запретов", "чел.")
DRAFTS = Definition("drafts", "Проекты НПА, прошедшие антикоррупционную экспертизу", "ед.")
ACTS = Definition("acts", "Нормативные правовые акты, прошедшие антикоррупционную экспертизу", "ед.")


def row(
    implementation: str,
    answer: str = "done",
    values: dict[Definition, float] | None = None,
    *,
    measure: str = "",
    expected_result: str = "",
    result: str = "",
) -> CheckedRow:
    """A row of a report for 2024 with these indicators; a share is computed from those that it names."""
    given = values or {}
    entries = {
        definition.code: Entry(Decimal(str(value))) for definition, value in given.items() if not definition.is_computed
    }
    return CheckedRow(
        item="1.4",
        year=2024,
        answer=answer,
        implementation=implementation,
        result=result,
        figures=tuple(figures(list(given), entries)),
        measure=measure,
        expected_result=expected_result,
    )
