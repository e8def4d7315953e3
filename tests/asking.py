"""A check in place of the real ones: what is asked of a row depends on single words of its text."""

from collections.abc import Iterator

from reports import checklist
from reports.checklist import Noted
from reports.checks import CheckedRow, Finding, Level

from .conftest import Stage

DOUBT = "В тексте есть слово «примерно». Назовите точное число."
ANSWER_DOUBT = "Текст не подходит к ответу. Смените ответ."
ERROR = "Так нельзя: исправьте."


def about_words(row: CheckedRow) -> Iterator[Finding]:
    """«примерно», «около» and «ошибка» ask about text, answer and result; each «-» gives a hint."""
    if "примерно" in row.implementation:
        yield row.finding("number-mismatch", "implementation", DOUBT, evidence="примерно")
    if "около" in row.implementation:
        yield row.finding("contradiction", "answer", ANSWER_DOUBT, evidence="около этого")
    if "ошибка" in row.implementation:
        yield row.finding("target-missed", "result", ERROR, level=Level.ERROR)
    for number in range(row.implementation.count("«-»")):
        yield row.finding("language", "implementation", f"Дефис вместо тире, место {number}.")


def noted(stage: Stage, number: str, message: str = DOUBT) -> Noted:
    """What was found about a row of this year's report, with these words."""
    (checked,) = checklist.check(stage.report, stage.report.rows.filter(number=number))
    return next(noted for noted in checked.noted if noted.finding.message == message)
