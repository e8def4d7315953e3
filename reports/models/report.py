"""What was done: yearly reports, their rows and numbers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kuznetsk_report.accounts.models import Organization
from plans.fields import ItemNumberField
from plans.models import Indicator, Plan, PlanItem
from reports.vocabulary import OPEN_STATES, Answer, State


class Report(models.Model):
    """The report of one executor on one plan for one year.

    While it is open, documents are made from its rows and from the plan and organization as they stand. Once filed it
    keeps `filed_content`, the document's content as of that moment: later corrections of names, targets or wording do
    not rewrite what was filed.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reports", verbose_name="план")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="reports", verbose_name="исполнитель"
    )
    year = models.PositiveSmallIntegerField("год")
    state = models.CharField("состояние", max_length=20, choices=State.choices, default=State.DRAFT)
    filed_content = models.JSONField("содержание на момент представления", null=True, blank=True, editable=False)
    created_at = models.DateTimeField("создан", auto_now_add=True)

    class Meta:
        verbose_name = "отчёт"
        verbose_name_plural = "отчёты"
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "organization", "year"], name="report_once_a_year"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="report_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, filed_content__isnull=True)
                | (~Q(state__in=OPEN_STATES) & Q(filed_content__isnull=False)),
                name="report_filed_has_content",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}, {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.pk])


class ReportRow(models.Model):
    """One line of the report: what was done about one plan item.

    Number, wording and expected result are kept as they were when the row was opened: a later edition of the plan
    does not rewrite them. Only a draft that gets more rows takes over new numbers. `version` grows by one with every
    change and lets a writer notice that another was faster.
    `unconfirmed` lists the numbers and dates that came with last year's text and have not been confirmed yet, as
    [field, start, end] positions in the current text (see reports/carry.py).

    A row that the supervisor has accepted says by whom and when; one that must be worked on has a Remark that is not
    closed (models/review.py). An accepted row stays closed when the report is returned.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="rows", verbose_name="отчёт")
    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="rows", verbose_name="пункт плана")
    number = ItemNumberField("номер пункта")
    wording = models.TextField("наименование мероприятия")
    expected_result = models.TextField("ожидаемый результат", blank=True)

    answer = models.CharField("ответ", max_length=20, choices=Answer.choices, blank=True)
    implementation = models.TextField("информация о реализации (проведённая работа)", blank=True)
    result = models.TextField("информация о результативности", blank=True)
    unconfirmed = models.JSONField("не подтверждённые числа и даты", default=list, blank=True)

    version = models.PositiveIntegerField("версия", default=1)
    updated_at = models.DateTimeField("изменена", null=True, blank=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кем"
    )
    accepted_at = models.DateTimeField("принята", null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кем принята",
    )

    class Meta:
        verbose_name = "строка отчёта"
        verbose_name_plural = "строки отчёта"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "item"], name="row_once_per_item"),
            models.UniqueConstraint(fields=["report", "number"], name="row_number_once"),
            models.CheckConstraint(condition=Q(answer__in=["", *Answer.values]), name="row_answer_known"),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="row_accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"п. {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("row", args=[self.pk])


class IndicatorValue(models.Model):
    """An entered number, or the statement that the indicator does not apply. No record at all means: not filled."""

    row = models.ForeignKey(ReportRow, on_delete=models.CASCADE, related_name="values", verbose_name="строка")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="values", verbose_name="показатель")
    value = models.DecimalField("значение", max_digits=20, decimal_places=4, null=True, blank=True)
    not_applicable = models.BooleanField("не применимо", default=False)

    class Meta:
        verbose_name = "значение показателя"
        verbose_name_plural = "значения показателей"
        constraints = [
            models.UniqueConstraint(fields=["row", "indicator"], name="value_once"),
            models.CheckConstraint(
                condition=Q(value__isnull=False, not_applicable=False) | Q(value__isnull=True, not_applicable=True),
                name="value_or_not_applicable",
            ),
            models.CheckConstraint(condition=Q(value__isnull=True) | Q(value__gte=0), name="value_not_negative"),
        ]

    def __str__(self) -> str:
        return "не применимо" if self.not_applicable else str(self.value)
