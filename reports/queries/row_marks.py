"""How a row looks in a table of hundreds: a sign and a colour, and the words for both."""

from typing import NamedTuple

from django.db.models import TextChoices

from reports.vocabulary import Answer


class RowStatus(TextChoices):
    """What has become of a row, the weightiest first. The value is the CSS class of its cell."""

    REMARKED = "r", "замечание"
    ACCEPTED = "a", "строка принята"
    FILLED = "f", "заполнено"
    BEGUN = "b", "заполнено не всё"
    EMPTY = "e", "не заполнено"


ANSWER_SIGNS = {
    Answer.DONE: "+",
    Answer.PARTIAL: "±",
    Answer.NOT_DONE: "✗",
    Answer.NO_CASES: "∅",
    Answer.NOT_COMPETENT: "⊘",
}
STATUS_SIGNS = {
    RowStatus.REMARKED: "!",
    RowStatus.ACCEPTED: "✓",
    RowStatus.FILLED: "",
    RowStatus.BEGUN: "…",
    RowStatus.EMPTY: "○",
}
NO_ANSWER = ("·", "ответа нет")
# Where a report has no such row, and where there is no report.
NO_ROW = ("", "нет в отчёте")
NO_REPORT = ("–", "отчёт не начат")


class RowMark(NamedTuple):
    """A cell's look: its sign, its CSS classes, and both in words."""

    sign: str
    css: str
    text: str


def row_mark(answer: str, status: RowStatus) -> RowMark:
    """The mark of a row with this answer ("" for none) in this status."""
    if status == RowStatus.EMPTY:
        return RowMark(STATUS_SIGNS[status], status, status.label)
    if not answer:
        return RowMark(NO_ANSWER[0] + STATUS_SIGNS[status], status, f"{NO_ANSWER[1]}, {status.label}")
    known = Answer(answer)
    css = f"{status} x" if known == Answer.NOT_DONE else str(status)
    return RowMark(ANSWER_SIGNS[known] + STATUS_SIGNS[status], css, f"{known.label}, {status.label}")


ROW_MARKS = {(answer, status): row_mark(answer, status) for answer in ("", *Answer.values) for status in RowStatus}


def row_status(*, accepted: bool, remarked: bool, is_open: bool, complete: bool, begun: bool) -> RowStatus:
    """The status of a row. Once its report is filed, nothing more is asked of it."""
    if remarked:
        return RowStatus.REMARKED
    if accepted:
        return RowStatus.ACCEPTED
    if complete or not is_open:
        return RowStatus.FILLED
    return RowStatus.BEGUN if begun else RowStatus.EMPTY


def legend() -> tuple[list[tuple[str, str]], list[tuple[str, str, str]]]:
    """What the signs mean: (sign, answer) pairs, and (sign, CSS class, status) triples."""
    answers = [*((sign, str(answer.label)) for answer, sign in ANSWER_SIGNS.items()), NO_ANSWER]
    statuses = [(STATUS_SIGNS[status], status.value, str(status.label)) for status in RowStatus]
    return answers, statuses
