"""Findings about a report: what is missing or doubtful. Pure functions over plain data, one module per family.

A family is a function from a CheckedRow to its findings; to add one, write its module, list it in FAMILIES and its
codes in finding.KINDS.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from .completeness import completeness
from .consistency import consistency
from .copies import copies
from .evidence import evidence
from .finding import KINDS, CheckedRow, Finding, Kind, Level, Texts, Tied, Wording
from .language import language
from .numbers import numbers
from .outliers import outliers
from .performance import performance
from .requirements import requirements
from .shares import shares
from .targets import targets
from .years import years

__all__ = ["KINDS", "CheckedRow", "Finding", "Kind", "Level", "Texts", "Tied", "Wording", "check_row"]

FAMILIES: tuple[Callable[[CheckedRow], Iterator[Finding]], ...] = (
    completeness,
    targets,
    consistency,
    performance,
    shares,
    evidence,
    requirements,
    years,
    copies,
    outliers,
    numbers,
    language,
)


def check_row(row: CheckedRow, levels: Mapping[str, Level | None] | None = None) -> list[Finding]:
    """Everything found about a row, the heaviest first.

    `levels` are the plan's own: a code's level where it is not the usual one, None where it is switched off.
    """
    found = []
    for finding in (finding for family in FAMILIES for finding in family(row)):
        level = (levels or {}).get(finding.code, finding.level)
        if level is not None:
            # What a check itself thinks lighter, as a missed target with its reason, no plan makes heavier.
            is_lighter = finding.level > KINDS[finding.code].level
            found.append(replace(finding, level=max(level, finding.level) if is_lighter else level))
    return sorted(found, key=lambda finding: finding.level)
