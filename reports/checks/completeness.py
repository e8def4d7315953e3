"""What is not filled in."""

from collections.abc import Iterator

from reports.figures import Status

from .finding import CheckedRow, Finding


def completeness(row: CheckedRow) -> Iterator[Finding]:
    """No answer, no text, an unanswered remark; empty or unconfirmed numbers, an empty column 5."""
    if not row.answer:
        yield row.finding("missing-answer", "answer", "Выберите ответ.")
    if not row.implementation:
        yield row.finding("missing-text", "implementation", "Опишите проведённую работу.")
    if row.unanswered_remarks:
        yield row.finding("unanswered-remark", "remark", "Ответьте на замечание куратора.")
    if row.needs_numbers:
        for figure in row.figures:
            if figure.status == Status.MISSING and not figure.definition.is_computed:
                yield row.finding(
                    "missing-indicator",
                    f"value_{figure.definition.code}",
                    f"Не заполнен показатель «{figure.definition.name}». Если считать нечего, отметьте «не применимо».",
                )
    if row.unconfirmed:
        yield row.finding(
            "unconfirmed-number",
            "implementation",
            f"Подтвердите или исправьте числа и даты из прошлогоднего текста: {row.unconfirmed}.",
        )
    if row.implementation and not row.result:
        yield row.finding(
            "missing-result",
            "result",
            "Графа 5 документа останется пустой. Если это не задумано, опишите результат.",
        )
