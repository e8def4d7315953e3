"""The formats in which reports leave the portal, and the names of the files."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from . import consolidated_docx, consolidated_pdf, consolidated_xlsx, consolidated_zip, docx, pdf, xlsx
from .consolidated import ConsolidatedContent, Progress
from .content import ReportContent
from .names import consolidated_file_name, file_name

__all__ = ["CONSOLIDATED_FORMATS", "FORMATS", "ConsolidatedFormat", "Format", "consolidated_file_name", "file_name"]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its content type and the function that sets a report in it."""

    content_type: str
    render: Callable[[ReportContent], bytes]


class ConsolidatedRenderer(Protocol):
    """Sets a consolidated report; the same content gives the same bytes.

    progress(done, total) is called in the caller's thread, and what it raises ends the work. PDF and ZIP may raise
    pdf.RenderingFailed, with a message for the user.
    """

    def __call__(self, content: ConsolidatedContent, *, progress: Progress) -> bytes: ...


@dataclass(frozen=True, slots=True)
class ConsolidatedFormat:
    """A file format of the consolidated report: its content type and the function that sets it."""

    content_type: str
    render: ConsolidatedRenderer


def _pdf(content: ReportContent) -> bytes:
    return pdf.render(content).data


FORMATS = {
    "docx": Format("application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx.render),
    "pdf": Format("application/pdf", _pdf),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx.render),
}
CONSOLIDATED_FORMATS = {
    "docx": ConsolidatedFormat(FORMATS["docx"].content_type, consolidated_docx.render),
    "pdf": ConsolidatedFormat(FORMATS["pdf"].content_type, consolidated_pdf.render),
    "xlsx": ConsolidatedFormat(FORMATS["xlsx"].content_type, consolidated_xlsx.render),
    "zip": ConsolidatedFormat("application/zip", consolidated_zip.render),
}
