"""Numbers against the plan's targets."""

from collections.abc import Iterator

from .finding import CheckedRow, Finding, Level


def targets(row: CheckedRow) -> Iterator[Finding]:
    """A target that is missed, and a part that is larger than its whole."""
    for figure in row.figures:
        field = f"value_{figure.definition.numerator or figure.definition.code}"
        if figure.exceeds_whole:
            yield Finding(
                row.item,
                "part-exceeds-whole",
                Level.WARNING,
                field,
                f"«{figure.definition.name}»: часть больше целого ({figure.text}). Проверьте оба числа.",
            )
        elif figure.met is False:
            yield Finding(
                row.item,
                "target-missed",
                Level.WARNING,
                field,
                f"«{figure.definition.name}»: {figure.text}, а цель — {figure.target_text}. "
                "Объясните причину в тексте строки.",
            )
