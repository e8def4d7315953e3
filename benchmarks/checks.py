"""The checks: precision and recall on the labelled rows of tests/corpus, and how long they take."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from benchmarks.measure import Line, ms, seconds
from plans.models import Plan
from reports import checklist
from reports.checks import CheckedRow, check_row
from reports.models import Report
from tests import corpus

PRECISION, RECALL = 0.95, 0.90
REPORTS = 60


def run() -> Iterator[Line]:
    yield from _quality()
    yield from _speed()


def _quality() -> Iterator[Line]:
    judged = corpus.examples(Plan.objects.get(slug="penza-2021-2024"))
    yield Line("Labelled rows, at least 150", str(len(judged)), len(judged) >= 150)
    for score in corpus.scores(judged):
        measured = (
            f"{score.precision:.2f}, {score.recall:.2f} "
            f"({score.right} found rightly, {score.wrong} wrongly, {score.missed} missed)"
        )
        met = score.precision >= PRECISION and score.recall >= RECALL
        yield Line(f"{score.code}: precision at least {PRECISION}, recall at least {RECALL}", measured, met)


def _speed() -> Iterator[Line]:
    report = Report.objects.get(organization__slug="kuznetsk", year=2023)
    rows = [checked.seen for checked in checklist.check(report)]
    longest = max(rows, key=lambda row: len(row.implementation))
    whole, single = seconds(lambda: _check(rows), lambda: _check([longest]), rounds=21)
    yield Line(f"Checking {len(rows)} rows warm, at most 50 ms", ms(whole), whole <= 0.05)
    yield Line("Checking the longest row warm, at most 5 ms", ms(single), single <= 0.005)
    fresh = count()
    (typed,) = seconds(lambda: _check([_reworded(longest, next(fresh))]), rounds=21)
    yield Line("Checking the longest row after a word was typed, at most 5 ms", ms(typed), typed <= 0.005)
    one, all_of_them = seconds(lambda: _check_new(rows, 1, fresh), lambda: _check_new(rows, REPORTS, fresh), rounds=5)
    measured = f"{all_of_them / one:.0f} times ({ms(one)} and {ms(all_of_them)})"
    in_step = all_of_them <= REPORTS * 1.2 * one
    yield Line(f"{REPORTS} new reports, at most {REPORTS * 1.2:.0f} times one", measured, in_step)


def _check_new(rows: list[CheckedRow], reports: int, numbers: Iterator[int]) -> None:
    """Check reports whose texts nobody has seen before."""
    for _ in range(reports):
        _check([_reworded(row, next(numbers)) for row in rows])


def _check(rows: list[CheckedRow]) -> None:
    for row in rows:
        check_row(row)


def _reworded(row: CheckedRow, number: int) -> CheckedRow:
    """The row as another executor, or the same one a keystroke later, would have written it."""
    return replace(row, implementation=f"{row.implementation} Дополнение {number}.")
