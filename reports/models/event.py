"""The record of every change."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from reports.vocabulary import EventKind

from .report import Report, ReportRow
from .summary import ItemSummary


class Event(models.Model):
    """Who did what and when, to a report or to a paragraph of the consolidated one.

    Written by reports/actions/ in the transaction of the change itself. The database refuses to change or delete it
    (models/guard.py).

    `changes` maps a field to what changed; for texts {"at", "removed", "added"}, so that a long text that is saved
    every few seconds costs its keystrokes and not its length, and every earlier text can be restored.
    """

    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, null=True, blank=True, related_name="events", verbose_name="отчёт"
    )
    row = models.ForeignKey(
        ReportRow, on_delete=models.PROTECT, null=True, blank=True, related_name="events", verbose_name="строка"
    )
    summary = models.ForeignKey(
        ItemSummary,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name="абзац сводного отчёта",
    )
    kind = models.CharField("событие", max_length=20, choices=EventKind.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="кто")
    at = models.DateTimeField("когда", auto_now_add=True)
    version = models.PositiveIntegerField("версия строки", null=True, blank=True)
    changes = models.JSONField("изменения", default=dict, blank=True)

    class Meta:
        verbose_name = "событие"
        verbose_name_plural = "события"
        ordering = ["pk"]
        indexes = [models.Index(fields=["actor", "report"], name="event_by_actor")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="event_kind_known"),
            models.CheckConstraint(
                condition=Q(report__isnull=False, summary=None) | Q(report=None, row=None, summary__isnull=False),
                name="event_of_report_or_summary",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
