"""The receipt for a submitted report, to print."""

from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone

from .pdf import from_html

_TEMPLATE, _STYLE = "documents/receipt.html", "documents/receipt.css"


@dataclass(frozen=True, slots=True)
class ReceiptContent:
    """What the receipt says."""

    number: str
    executor: str
    supervisor: str
    plan_genitive: str
    years: str
    year: int
    version: int
    at: datetime
    by: str
    position: str
    fingerprint: str

    @property
    def local_time(self) -> datetime:
        return timezone.localtime(self.at)

    @property
    def zone(self) -> str:
        """«UTC+03:00»: names of zones are English abbreviations."""
        offset = f"{self.local_time:%z}"
        return f"UTC{offset[:3]}:{offset[3:]}"


def render(content: ReceiptContent) -> bytes:
    """The PDF of a receipt, one page. Raises RenderingFailed."""
    [result] = from_html([render_to_string(_TEMPLATE, {"receipt": content})], render_to_string(_STYLE))
    return result.data
