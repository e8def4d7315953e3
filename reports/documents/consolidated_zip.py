"""The consolidated report in all formats and every accepted report on its own, in one archive."""

import io
import zipfile
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from . import consolidated_docx, consolidated_pdf, consolidated_xlsx, docx, pdf
from .consolidated import ConsolidatedContent, Progress
from .content import ReportContent
from .names import consolidated_file_name, file_name

# How many children of pdf_process work at a time.
_CHILDREN = 2

# Names and bytes, one for each of the content's reports, in their order; closed when the work ends early.
Files = Generator[tuple[str, bytes], None, None]
# (content, "docx" or "pdf") -> the files.
ReportFiles = Callable[[ConsolidatedContent, str], Files]


def render(content: ConsolidatedContent, *, progress: Progress, report_files: ReportFiles | None = None) -> bytes:
    """The ZIP: the consolidated DOCX, PDF and XLSX, and each report in a folder for Word and in one for PDF.

    `report_files` gives the reports' files where they are to be those that were issued; else they are rendered. The
    same content, and the same files, give the same bytes. `progress(done, total)` counts steps, in this thread; what it
    raises ends the work. Raises pdf.RenderingFailed, with a message for the user, and what `report_files` raises.
    """
    steps = _Steps(progress, others=2 + 2 * len(content.reports))
    archive = _Archive()
    # First what takes longest and says how many steps there are.
    archive.add(consolidated_file_name(content, "pdf"), consolidated_pdf.render(content, progress=steps.of_pdf))
    archive.add(consolidated_file_name(content, "docx"), consolidated_docx.render(content, progress=steps.of_other))
    archive.add(consolidated_file_name(content, "xlsx"), consolidated_xlsx.render(content, progress=steps.of_other))
    for folder, file_format in (("Word", "docx"), ("PDF", "pdf")):
        with closing((report_files or _rendered)(content, file_format)) as files:
            for name, data in files:
                archive.add(f"{folder}/{name}", data)
                steps.count()
    return archive.close()


def _rendered(content: ConsolidatedContent, file_format: str) -> Files:
    render_report = _RENDERERS[file_format]
    with ThreadPoolExecutor(_CHILDREN) as children:
        try:
            for report, data in zip(content.reports, children.map(render_report, content.reports), strict=True):
                yield file_name(report, file_format), data
        except BaseException:
            children.shutdown(wait=False, cancel_futures=True)
            raise


def _pdf(report: ReportContent) -> bytes:
    return pdf.render(report).data


_RENDERERS: dict[str, Callable[[ReportContent], bytes]] = {"docx": docx.render, "pdf": _pdf}


class _Steps:
    """The steps of the consolidated PDF and the others, told as one count."""

    def __init__(self, progress: Progress, *, others: int) -> None:
        self._progress, self._others = progress, others
        self._done = self._total = 0

    def of_pdf(self, done: int, total: int) -> None:
        self._done, self._total = done, total + self._others
        self._progress(self._done, self._total)

    def of_other(self, done: int, _total: int) -> None:
        """A document of a single step: counted when that is done."""
        if done:
            self.count()

    def count(self) -> None:
        self._done += 1
        self._progress(self._done, self._total)


class _Archive:
    """A ZIP without a clock in it; its names are told apart in Windows, too, which knows no capitals."""

    def __init__(self) -> None:
        self._saved = io.BytesIO()
        self._zip = zipfile.ZipFile(self._saved, "w")
        self._names: set[str] = set()

    def add(self, name: str, data: bytes) -> None:
        """Documents are compressed as they are: they are stored. A name that is taken gets a number."""
        stem, dot, suffix = name.rpartition(".")
        number = 1
        while name.casefold() in self._names:
            number += 1
            name = f"{stem}_{number}{dot}{suffix}"
        self._names.add(name.casefold())
        info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
        info.external_attr = 0o644 << 16
        self._zip.writestr(info, data)

    def close(self) -> bytes:
        self._zip.close()
        return self._saved.getvalue()
