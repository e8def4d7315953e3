"""Editions of a plan: the documents from which it was made or changed, and its items as earlier ones had them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from kuznetsk_report.accounts.models import Organization, PrintableModel
from plans.fields import ItemNumberField


class FormerItem(PrintableModel):
    """An item as it was from one year to another, before an edition made it what it is: past years show this."""

    item = models.ForeignKey("plans.PlanItem", on_delete=models.CASCADE, related_name="formers", verbose_name="пункт")
    first_year = models.PositiveSmallIntegerField("с года")
    last_year = models.PositiveSmallIntegerField("по год")
    number = ItemNumberField("номер пункта")
    wording = models.TextField("наименование мероприятия")
    expected_result = models.TextField("ожидаемый результат", blank=True)
    term = models.TextField("срок исполнения", blank=True)
    section = models.ForeignKey(
        "plans.Section", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="раздел"
    )
    section_title = models.TextField("название раздела", blank=True)
    executors = models.ManyToManyField(
        Organization, blank=True, related_name="former_items", verbose_name="исполнители"
    )

    class Meta:
        verbose_name = "пункт в прежней редакции"
        verbose_name_plural = "пункты в прежних редакциях"
        ordering = ["last_year"]
        constraints = [
            models.UniqueConstraint(fields=["item", "last_year"], name="former_item_once"),
            models.CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="former_item_years_in_order"),
        ]

    def __str__(self) -> str:
        return f"п. {self.number} ({self.first_year}–{self.last_year})"


class PlanEdition(models.Model):
    """A document that was read for a plan, and what became of it. The file itself is not kept.

    Nothing of it stands in the plan before it is applied. `content` is what was read, forgotten after a time; `changes`
    what was applied of it: a list of {"number", "action", "fields": {field: [before, after]}} in the plan's words.
    """

    class State(models.TextChoices):
        OPEN = "open", "не применена"
        APPLIED = "applied", "применена"
        DROPPED = "dropped", "отклонена"

    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="editions", verbose_name="план")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="кто")
    at = models.DateTimeField("загружена", auto_now_add=True)
    name = models.CharField("файл", max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    content = models.JSONField("содержание")
    state = models.CharField("состояние", max_length=10, choices=State.choices, default=State.OPEN)
    applied_at = models.DateTimeField("применена", null=True, blank=True)
    first_year = models.PositiveSmallIntegerField("действует с года", null=True, blank=True)
    changes = models.JSONField("что изменено", default=list)

    class Meta:
        verbose_name = "редакция плана"
        verbose_name_plural = "редакции плана"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["open", "applied", "dropped"]), name="edition_state_known"),
            models.CheckConstraint(
                condition=Q(state="applied", applied_at__isnull=False)
                | (~Q(state="applied") & Q(applied_at__isnull=True)),
                name="edition_applied_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("edition", args=[self.pk])
