"""What is not filled in."""

from collections.abc import Iterator

from reports.figures import Status

from .finding import CheckedRow, Finding, Level


def completeness(row: CheckedRow) -> Iterator[Finding]:
    """Errors: no answer, no text, an unanswered remark. Warnings: empty or unconfirmed numbers, an empty column 5."""
    if not row.answer:
        yield Finding(row.item, "missing-answer", Level.ERROR, "answer", "Выберите ответ.")
    if not row.implementation:
        yield Finding(row.item, "missing-text", Level.ERROR, "implementation", "Опишите проведённую работу.")
    if row.unanswered_remarks:
        yield Finding(row.item, "unanswered-remark", Level.ERROR, "remark", "Ответьте на замечание куратора.")
    if row.needs_numbers:
        for figure in row.figures:
            if figure.status == Status.MISSING and not figure.definition.is_share:
                yield Finding(
                    row.item,
                    "missing-indicator",
                    Level.WARNING,
                    f"value_{figure.definition.code}",
                    f"Не заполнен показатель «{figure.definition.name}». Если считать нечего, отметьте «не применимо».",
                )
    if row.unconfirmed:
        yield Finding(
            row.item,
            "unconfirmed-number",
            Level.WARNING,
            "implementation",
            f"Подтвердите или исправьте числа и даты из прошлогоднего текста: {row.unconfirmed}.",
        )
    if row.implementation and not row.result:
        yield Finding(
            row.item,
            "missing-result",
            Level.WARNING,
            "result",
            "Графа 5 документа останется пустой. Если это не задумано, опишите результат.",
        )
