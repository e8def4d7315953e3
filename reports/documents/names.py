"""The names of the files, as every system can keep them."""

import re

from .consolidated import ConsolidatedContent
from .content import ReportContent

# What Windows, the strictest, does not allow in a file name, and control characters.
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\s]+')


def file_name(content: ReportContent, file_format: str) -> str:
    """«Отчёт_Кузнецк_2023.docx»; a report that is not accepted says so: «ПРОЕКТ_Отчёт_Кузнецк_2024.docx»."""
    project = "ПРОЕКТ_" if content.is_project else ""
    return f"{project}Отчёт_{_part(content.executor_short, 'исполнитель')}_{content.year}.{file_format}"


def handout_file_name(executor_short: str, year: int) -> str:
    """«Для_заполнения_Кузнецк_2024.xlsx»."""
    return f"Для_заполнения_{_part(executor_short, 'исполнитель')}_{year}.xlsx"


def consolidated_file_name(content: ConsolidatedContent, file_format: str) -> str:
    """«Сводный_отчёт_Управление_по_профилактике_правонарушений_2023.pdf»."""
    return f"Сводный_отчёт_{_part(content.supervisor_short, 'куратор')}_{content.year}.{file_format}"


def _part(text: str, instead: str) -> str:
    return _NOT_IN_NAMES.sub("_", text).strip("._") or instead
