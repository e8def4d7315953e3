"""A sentence about a row made of its numbers, for the official to take into the text and to edit."""

from collections.abc import Iterator

from reports.russian.agreement import fill

from .finding import CheckedRow


def sentence(row: CheckedRow) -> str:
    """«В 2024 году проведено 5 заседаний комиссии, фактов коррупции не выявлено.», or "" without a number to tell.

    Told are the numbers that have been entered and whose indicators have a phrase. A zero is told by its own phrase or
    not at all. Raises ValueError for a phrase that cannot be bent: the plan's form keeps such out.
    """
    told = ", ".join(_phrases(row))
    return f"В {row.year} году {told}." if told else ""


def _phrases(row: CheckedRow) -> Iterator[str]:
    for figure in row.figures:
        wording = row.wordings.get(figure.definition.code)
        if wording is None or figure.value is None or figure.definition.is_share or figure.definition.is_date:
            continue
        phrase = wording.phrase if figure.value else wording.phrase_for_zero
        if phrase:
            yield (fill(phrase, figure.value) if figure.value else phrase).strip().removesuffix(".")
