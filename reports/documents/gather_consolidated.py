"""From the database to the content of the consolidated report."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kuznetsk_report.accounts.models import Organization
from plans.models import Plan, PlanItem, for_supervisor
from reports.consolidation import ACCEPTED, PENDING, SILENT, Contribution, grouped, totals
from reports.figures import Definition
from reports.models import Report, ReportRow
from reports.vocabulary import State

from .consolidated import ConsolidatedContent, ConsolidatedItem, Executor, Given
from .content import ReportContent, from_json
from .gather import content_of, definitions

# Who has given nothing: a draft is the executor's own.
_SILENT_STATES = (None, State.DRAFT)
