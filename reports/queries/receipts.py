"""Receipts: shown, and found again."""

import re

from django.db.models import Q, QuerySet

from kuznetsk_report.accounts.models import User
from reports import access
from reports.documents.receipt import ReceiptContent
from reports.models import Receipt, Report

_NUMBER = re.compile(r"(?P<year>[0-9]{4})-(?P<pk>[0-9]{1,18})")
_DASHES = re.compile("[‐‑‒–—−]")
_FINGERPRINT = re.compile(r"[0-9a-f]{8,64}")


def visible_receipts(user: User) -> QuerySet[Receipt]:
    """The receipts of the reports that this person may see, with everything they name."""
    return Receipt.objects.filter(report__in=Report.objects.filter(access.visible_reports(user))).select_related(
        "report__plan", "report__organization", "by"
    )


def find_receipts(user: User, wanted: str) -> list[Receipt]:
    """By the number («2024-000123», with or without №) or by the first eight or more signs of the fingerprint."""
    wanted = _DASHES.sub("-", re.sub(r"[\s№]", "", wanted)).lower()
    condition = Q()
    if number := _NUMBER.fullmatch(wanted):
        condition = Q(pk=int(number["pk"]), report__year=int(number["year"]))
    elif _FINGERPRINT.fullmatch(wanted):
        condition = Q(fingerprint__startswith=wanted)
    return list(visible_receipts(user).filter(condition)) if condition else []


def receipts_of(report: Report) -> list[Receipt]:
    """Every submission of the report, the latest first."""
    receipts = list(report.receipts.select_related("by").order_by("-pk"))
    for receipt in receipts:
        receipt.report = report
    return receipts


def receipt_content(receipt: Receipt) -> ReceiptContent:
    """What the printed receipt says; the receipt as visible_receipts() gives it."""
    report = receipt.report
    return ReceiptContent(
        number=receipt.number,
        executor=report.organization.name,
        supervisor=report.plan.supervisor.name,
        plan_genitive=report.plan.title_genitive,
        years=report.plan.years_text,
        year=report.year,
        version=receipt.version,
        at=receipt.at,
        by=str(receipt.by),
        position=receipt.by.position,
        fingerprint=receipt.fingerprint,
    )
