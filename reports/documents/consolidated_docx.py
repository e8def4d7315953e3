"""The consolidated report as a Word document."""

from . import docx, layout
from .consolidated import ConsolidatedContent, Progress, appendix_number
from .docx_base import Style


def render(content: ConsolidatedContent, *, progress: Progress) -> bytes:
    """The DOCX: the table over all executors, then each accepted report on a page of its own, listed in the outline.

    The same content gives the same bytes. It is one step for `progress`.
    """
    progress(0, 1)
    blocks = docx.heading(layout.consolidated_heading(content))
    blocks += [docx.paragraph(Style.NOTE, line) for line in content.note.split("\n")]
    blocks += docx.table(content.items)
    for number, report in enumerate(content.reports, start=1):
        blocks.append(docx.paragraph(Style.APPENDIX, f"{appendix_number(number)}\n{report.executor}"))
        blocks += docx.heading(layout.heading(report))
        blocks += docx.table(report.rows)
    made = docx.save(blocks, title=content.title, author=content.supervisor, is_project=False)
    progress(1, 1)
    return made
