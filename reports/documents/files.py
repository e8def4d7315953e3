"""The formats in which a report leaves the portal, and the names of the files."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from . import docx, pdf, xlsx
from .content import ReportContent


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its content type and the function that sets a report in it."""

    content_type: str
    render: Callable[[ReportContent], bytes]


def _pdf(content: ReportContent) -> bytes:
    return pdf.render(content).data


FORMATS = {
    "docx": Format("application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx.render),
    "pdf": Format("application/pdf", _pdf),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx.render),
}

# What Windows, the strictest, does not allow in a file name, and control characters.
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\s]+')


def file_name(content: ReportContent, file_format: str) -> str:
    """«Отчёт_Кузнецк_2023.docx»; a report that is not accepted says so: «ПРОЕКТ_Отчёт_Кузнецк_2024.docx»."""
    project = "ПРОЕКТ_" if content.is_project else ""
    executor = _NOT_IN_NAMES.sub("_", content.executor_short).strip("._") or "исполнитель"
    return f"{project}Отчёт_{executor}_{content.year}.{file_format}"
