"""What supervisors add to the consolidated report."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.models import PlanItem


class ItemSummary(models.Model):
    """The summarizing paragraph of a plan item for one year, as a supervisor has written it.

    Without a record, or with a text of None, the consolidated report has the paragraph that is offered from the
    figures; an empty text means that the supervisor wants none. `offer` is the offered paragraph that the text was
    written against: where another is offered now, the figures have changed since.
    """

    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="summaries", verbose_name="пункт плана")
    year = models.PositiveSmallIntegerField("год")
    text = models.TextField("обобщающий абзац", null=True, blank=True)  # noqa: DJ001 (empty is not the same as none)
    offer = models.TextField("предложенный тогда абзац", blank=True)
    version = models.PositiveIntegerField("версия", default=1)
    updated_at = models.DateTimeField("изменён")
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="кем"
    )

    class Meta:
        verbose_name = "абзац сводного отчёта"
        verbose_name_plural = "абзацы сводного отчёта"
        ordering = ["item__number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "year"], name="summary_once_a_year"),
            models.CheckConstraint(condition=Q(text__isnull=False) | Q(offer=""), name="summary_offer_with_text"),
        ]

    def __str__(self) -> str:
        return f"{self.item}, {self.year}"
