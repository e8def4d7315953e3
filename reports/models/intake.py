"""What people bring in from documents of their own."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from .report import Report


class Intake(models.Model):
    """A document that was read for a report, and what became of it. The file itself is not kept.

    Nothing of it stands in the report before it is applied. `content` is what was read (intake/brought.py), forgotten
    after a time. One that was applied and taken back keeps the time when it was applied.
    """

    class State(models.TextChoices):
        OPEN = "open", "не перенесён"
        APPLIED = "applied", "перенесён"
        DROPPED = "dropped", "отклонён"
        TAKEN_BACK = "taken_back", "возвращён"

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="intakes", verbose_name="отчёт")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="кто")
    at = models.DateTimeField("когда", auto_now_add=True)
    name = models.CharField("файл", max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    content = models.JSONField("содержание")
    state = models.CharField("состояние", max_length=10, choices=State.choices, default=State.OPEN)
    applied_at = models.DateTimeField("перенесён", null=True, blank=True)

    class Meta:
        verbose_name = "загруженный документ"
        verbose_name_plural = "загруженные документы"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "applied", "dropped", "taken_back"]), name="intake_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["applied", "taken_back"], applied_at__isnull=False)
                | (~Q(state__in=["applied", "taken_back"]) & Q(applied_at__isnull=True)),
                name="intake_applied_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("intake", args=[self.pk])
