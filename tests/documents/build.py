"""Makes report content from a few literals."""

from typing import Any

from reports.documents.content import ReportContent, Row

_ROW: dict[str, Any] = {
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
