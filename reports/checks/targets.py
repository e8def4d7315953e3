"""Numbers against the plan's targets."""

from collections.abc import Iterator

from reports.figures import Figure, format_number

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
                f"«{figure.definition.name}»: часть больше целого, {_parts(figure)}. Проверьте оба числа.",
            )
        elif figure.met is False:
            yield Finding(
                row.item,
                "target-missed",
                Level.WARNING,
                field,
                f"«{figure.definition.name}»: {figure.text}, а цель — {figure.target_text.removesuffix('.')}. "
                "Объясните причину в тексте строки.",
            )


def _parts(figure: Figure) -> str:
    assert figure.numerator is not None
    assert figure.denominator is not None
    return f"{format_number(figure.numerator)} из {format_number(figure.denominator)}"
