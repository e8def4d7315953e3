"""Makes content of reports and consolidated reports from a few literals."""

from typing import Any

from reports.consolidation import ACCEPTED, SILENT
from reports.documents.consolidated import ConsolidatedContent, ConsolidatedItem, Executor
from reports.documents.content import ReportContent, Row

_ROW: dict[str, Any] = {
    "item": 1,
    "number": "1.4",
    "measure": "Обеспечение деятельности комиссий",
    "implementation": "Проведено 5 заседаний.",
    "result": "К ответственности привлечены 3 человека.",
    "section": "",
    "definitions": (),
    "entries": (),
}


def row(**fields: Any) -> Row:
    """A row with every field filled; `fields` replace what a test is about."""
    return Row(**{**_ROW, **fields})


def content(*rows: Row, **fields: Any) -> ReportContent:
    """An accepted report of a made-up executor with these rows."""
    return ReportContent(
        **{
            "executor": "Администрация города Примерска",
            "executor_genitive": "администрации города Примерска",
            "executor_short": "Примерск",
            "executor_caption": "наименование исполнителя мероприятий Плана",
            "plan_genitive": "Плана противодействия коррупции в Примерской области",
            "years": "2021 - 2024 годы",
            "year": 2023,
            "rows": rows,
            "is_project": False,
            **fields,
        }
    )


def item(**fields: Any) -> ConsolidatedItem:
    """A row of the consolidated table; `fields` replace what a test is about."""
    return ConsolidatedItem(
        **{
            "number": "1.4",
            "measure": "Обеспечение деятельности комиссий",
            "section": "",
            "edited": None,
            "groups": (),
            "totals": (),
            "given": (),
            **fields,
        }
    )


def consolidated(*reports: ReportContent, **fields: Any) -> ConsolidatedContent:
    """A consolidated report of a made-up body with these accepted reports, and a silent executor beside them."""
    executors = [Executor(report.executor, report.executor_short, ACCEPTED) for report in reports]
    return ConsolidatedContent(
        **{
            "supervisor": "Управление по надзору",
            "supervisor_genitive": "Управления по надзору",
            "supervisor_short": "Надзор",
            "plan_genitive": "Плана противодействия коррупции в Примерской области",
            "years": "2021–2024 годы",
            "year": 2023,
            "executors": (*executors, Executor("Администрация города Молчанска", "Молчанск", SILENT)),
            "items": (item(),),
            "reports": reports,
            **fields,
        }
    )


def no_progress(_done: int, _total: int) -> None:
    """For renderings whose progress a test is not about."""
