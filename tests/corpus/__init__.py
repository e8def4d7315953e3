"""Labelled rows of reports: what a careful reviewer would find in each, and how well the checks find it.

The rows are made up for the purpose; README.md says what each label means. They stand on the demonstration plan.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from kuznetsk_report.accounts.models import Organization
from plans.models import Plan, PlanItem, for_territory
from reports.checklist import definitions_of, ties_of, wordings_of
from reports.checks import CheckedRow, Texts, check_row
from reports.figures import Entry, figures


@dataclass(frozen=True)
class Example:
    """A row with the codes that must be found in it, and no others."""

    name: str
    row: CheckedRow
    expected: frozenset[str]

    @property
    def found(self) -> frozenset[str]:
        return frozenset(finding.code for finding in check_row(self.row))


@dataclass(frozen=True)
class Score:
    """How well one code is found: among all examples."""

    code: str
    right: int
    wrong: int  # found, and not there
    missed: int  # there, and not found

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def examples(plan: Plan, *names: str) -> list[Example]:
    """The rows of the named files, or of all, on the demonstration plan as it stands in the database."""
    executor = Organization.objects.get(slug="kuznetsk")
    items = {item.number: item for item in plan.items.prefetch_related("indicators__targets", "indicators__tie")}
    paths = [Path(name) for name in names] or sorted(Path(__file__).parent.glob("*.json"))
    return [_example(data, items, executor) for path in paths for data in json.loads(path.read_text(encoding="utf-8"))]


def scores(judged: list[Example]) -> Iterator[Score]:
    """Precision and recall of each code, in the order of the alphabet."""
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for example in judged:
        found = example.found
        right.update(found & example.expected)
        wrong.update(found - example.expected)
        missed.update(example.expected - found)
    for code in sorted({*right, *wrong, *missed}):
        yield Score(code, right[code], wrong[code], missed[code])


def _example(data: dict[str, Any], items: dict[str, PlanItem], executor: Organization) -> Example:
    item = items[data["item"]]
    expected_result = data.get("expected_result", for_territory(item.expected_result, executor))
    entries = {
        code: Entry(not_applicable=True) if value == "n/a" else Entry(Decimal(str(value)))
        for code, value in data.get("values", {}).items()
    }
    last_year = data.get("last_year")
    row = CheckedRow(
        item=item.number,
        year=data["year"],
        answer=data["answer"],
        implementation=data["implementation"],
        result=data.get("result", expected_result),
        figures=tuple(figures(definitions_of(item, data["year"]), entries)),
        measure=data.get("measure", for_territory(item.wording, executor)),
        expected_result=expected_result,
        last_year=Texts(last_year["implementation"], last_year.get("result", "")) if last_year else None,
        past=_numbers(data.get("past", {})),
        peers=_numbers(data.get("peers", {})),
        tied=ties_of(item, {items[number]: _entries(values) for number, values in data.get("others", {}).items()}),
        wordings=wordings_of(item),
    )
    return Example(data["id"], row, frozenset(data["expect"]))


def _numbers(values: dict[str, list[float]]) -> dict[str, tuple[Decimal, ...]]:
    return {code: tuple(Decimal(str(value)) for value in of_code) for code, of_code in values.items()}


def _entries(values: dict[str, float]) -> dict[str, Entry]:
    return {code: Entry(Decimal(str(value))) for code, value in values.items()}
