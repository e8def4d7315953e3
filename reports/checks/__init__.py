"""Findings about a report: what is missing or doubtful. Pure functions over plain data, one module per family."""

from .completeness import completeness
from .consistency import consistency
from .finding import CheckedRow, Finding, Level
from .targets import targets

__all__ = ["CheckedRow", "Finding", "Level", "check_row"]


def check_row(row: CheckedRow) -> list[Finding]:
    """Everything found about a row, in the order in which it is worth mending."""
    return sorted([*completeness(row), *consistency(row), *targets(row)], key=lambda finding: finding.level)
