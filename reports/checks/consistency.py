"""What contradicts itself."""

from collections.abc import Iterator

from .finding import CheckedRow, Finding, Level


def consistency(row: CheckedRow) -> Iterator[Finding]:
    """Numbers under an answer that leaves nothing to count; a 0 agrees with it."""
    if row.needs_numbers:
        return
    numbers = [figure for figure in row.figures if figure.value and not figure.definition.is_share]
    if numbers:
        named = ", ".join(f"«{figure.definition.name}» — {figure.text}" for figure in numbers).removesuffix(".")
        yield Finding(
            row.item,
            "numbers-without-cases",
            Level.WARNING,
            f"value_{numbers[0].definition.code}",
            f"Числа стоят при ответе, при котором считать нечего: {named}. "
            "Уберите числа или смените ответ: в сводном отчёте такие числа не учитываются.",
        )
