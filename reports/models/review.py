"""Between executor and supervisor: receipts of what was submitted, and remarks to be answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from .report import Report, ReportRow


class Receipt(models.Model):
    """Proof that a report was submitted: who, when, which version, and the fingerprint of what it said.

    The database refuses to change or delete it (models/guard.py).
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="receipts", verbose_name="отчёт")
    version = models.PositiveSmallIntegerField("версия", help_text="Который раз отчёт представлен.")
    at = models.DateTimeField("представлен", auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="кем")
    fingerprint = models.CharField("отпечаток содержания (SHA-256)", max_length=64)

    class Meta:
        verbose_name = "квитанция"
        verbose_name_plural = "квитанции"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["report", "version"], name="receipt_once_per_version")]

    def __str__(self) -> str:
        return f"№ {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("receipt", args=[self.pk])

    @property
    def number(self) -> str:
        """The number that the receipt is found by: «2024-000123»."""
        return f"{self.report.year}-{self.pk:06}"


class Remark(models.Model):
    """What a supervisor wants changed in a row, and the executor's answer.

    Made during a review, seen by the executor once the report is returned (`sent_at`), answered before the report can
    be submitted again, and closed by that. `row_version` is the version that the supervisor had read.
    """

    row = models.ForeignKey(ReportRow, on_delete=models.PROTECT, related_name="remarks", verbose_name="строка")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="автор"
    )
    text = models.TextField("замечание")
    row_version = models.PositiveIntegerField("версия строки")
    made_at = models.DateTimeField("сделано", auto_now_add=True)
    sent_at = models.DateTimeField("отправлено", null=True, blank=True)
    answer = models.TextField("ответ исполнителя", blank=True)
    answered_at = models.DateTimeField("дан ответ", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кто ответил",
    )
    closed_at = models.DateTimeField("закрыто", null=True, blank=True)

    class Meta:
        verbose_name = "замечание"
        verbose_name_plural = "замечания"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="remark_says_something"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="remark_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | (~Q(answer="") & Q(sent_at__isnull=False)),
                name="remark_closed_after_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.text
