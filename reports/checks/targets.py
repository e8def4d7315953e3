"""Numbers against the plan's targets."""

from collections.abc import Iterator

from reports.figures import Figure, format_number

from .finding import CheckedRow, Finding, Level
from .reasons import reason
from .statements import shorten


def targets(row: CheckedRow) -> Iterator[Finding]:
    """A target that is missed, and a part that is larger than its whole."""
    for figure in row.figures:
        field = f"value_{_entered(row, figure.definition.numerator or figure.definition.code)}"
        if figure.exceeds_whole:
            yield row.finding(
                "part-exceeds-whole",
                field,
                f"«{figure.definition.name}»: часть больше целого, {_parts(figure)}. Проверьте оба числа.",
                evidence=_parts(figure),
            )
        elif figure.met is False:
            named = reason(f"{row.implementation}\n{row.own_result}")
            yield row.finding(
                "target-missed",
                field,
                f"«{figure.definition.name}»: {figure.text}, а цель — {figure.target_text.removesuffix('.')}. "
                + (
                    f"Причина в тексте: «{shorten(named.rstrip('.;'))}». Проверьте, достаточно ли она это объясняет."
                    if named
                    else "Объясните причину в тексте строки."
                ),
                evidence=figure.text,
                level=Level.HINT if named else None,
            )


def _entered(row: CheckedRow, code: str) -> str:
    """The indicator itself, or the first part of a sum: it is there that something can be mended."""
    parts = next((figure.definition.parts for figure in row.figures if figure.definition.code == code), ())
    return parts[0] if parts else code


def _parts(figure: Figure) -> str:
    assert figure.numerator is not None
    assert figure.denominator is not None
    return f"{format_number(figure.numerator)} из {format_number(figure.denominator)}"
