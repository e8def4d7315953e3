"""What the formats share: the page, the widths of the columns, the heading and archives without a clock in them."""

import io
import zipfile
from dataclasses import dataclass

from .consolidated import ConsolidatedContent
from .content import COLUMNS, ReportContent

# A4 landscape, in millimetres, with the margins of office documents.
PAGE_WIDTH, PAGE_HEIGHT = 297, 210
MARGIN_LEFT, MARGIN_RIGHT, MARGIN_TOP, MARGIN_BOTTOM = 20, 10, 20, 20
TEXT_WIDTH = PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT

# Per cent of the text width, in the order of content.COLUMNS.
COLUMN_SHARES = (5.0, 7.5, 27.5, 38.0, 22.0)
# Broken into lines as in the form that officials know.
COLUMN_TITLES = tuple(title.replace(" (", "\n(").replace("№ ", "№\n") for title in COLUMNS)
COLUMN_NUMBERS = tuple(str(number) for number in range(1, len(COLUMNS) + 1))

FONT = "Times New Roman"
FONT_SIZE = 12
SMALL_FONT_SIZE = 9

PROJECT_MARK = "ПРОЕКТ"


@dataclass(frozen=True, slots=True)
class Heading:
    """The lines above the table, from top to bottom; `caption` explains `executor` and may be empty."""

    title: str
    executor: str
    caption: str
    subject: str
    period: str


def heading(content: ReportContent) -> Heading:
    """The heading of a report as its lines."""
    return Heading(
        title="О Т Ч Е Т",
        executor=content.executor_genitive,
        caption=f"({content.executor_caption})" if content.executor_caption else "",
        subject=f"о выполнении мероприятий {content.plan_genitive} на {content.years}",
        period=f"за {content.year} год",
    )


def consolidated_heading(content: ConsolidatedContent) -> Heading:
    """The heading of a consolidated report as its lines."""
    return Heading(
        title="С В О Д Н Ы Й \N{NO-BREAK SPACE} О Т Ч Е Т",
        executor=content.supervisor_genitive,
        caption="",
        subject=f"о выполнении мероприятий {content.plan_genitive} на {content.years}",
        period=f"за {content.year} год",
    )


def repack(archive: bytes) -> bytes:
    """The same zip members under one fixed date, so that equal content makes equal files.

    The list of content types goes first: programs that tell a file's kind from its first bytes look for it there.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(packed, "w") as target:
        for member in sorted(source.infolist(), key=lambda member: member.filename != "[Content_Types].xml"):
            info = zipfile.ZipInfo(member.filename, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            target.writestr(info, source.read(member))
    return packed.getvalue()
