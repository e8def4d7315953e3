"""What must be done: plans, their numbered items, numeric indicators, and who executes what."""

import re
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from kuznetsk_report.accounts.models import Organization, PrintableModel

from .fields import ItemNumberField

TERRITORY_PLACEHOLDER = "{территории}"
_PLACEHOLDER_AND_BLANK = re.compile(f"(?m)^{TERRITORY_PLACEHOLDER} ?| ?{TERRITORY_PLACEHOLDER}")


def for_territory(text: str, organization: Organization) -> str:
    """The plan's text as this organization reads it: «{территории}» -> «города Кузнецка»."""
    return text.replace(TERRITORY_PLACEHOLDER, organization.territory_genitive)


def for_supervisor(text: str, supervisor: Organization) -> str:
    """The plan's text as it reads for all executors together: with the supervising body's own territory, or with none.

    «на территории {территории} Пензенской области» -> «на территории Пензенской области».
    """
    if supervisor.territory_genitive:
        return for_territory(text, supervisor)
    return _PLACEHOLDER_AND_BLANK.sub("", text)


class Plan(PrintableModel):
    """План противодействия коррупции for a span of years.

    The day and month of the deadline are settings, because letters of the supervising body change them. The default
    is 1 February after the reported year: law of the Penza region of 24.04.2024 № 4204-ЗПО, art. 5.
    """

    slug = models.SlugField("обозначение", unique=True, help_text="Латиницей, для команд и адресов: penza-2021-2024.")
    title = models.CharField(
        "название", max_length=500, help_text="Без лет: «План противодействия коррупции в Пензенской области»."
    )
    title_genitive = models.CharField(
        "название в родительном падеже",
        max_length=500,
        help_text="Стоит в заголовке отчёта: «Плана противодействия коррупции в Пензенской области».",
    )
    first_year = models.PositiveSmallIntegerField("первый год")
    last_year = models.PositiveSmallIntegerField("последний год")
    supervisor = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="supervised_plans", verbose_name="собирает и проверяет"
    )
    executor_caption = models.CharField(
        "подпись под наименованием исполнителя",
        max_length=300,
        default="наименование исполнителя мероприятий Плана",
    )
    deadline_day = models.PositiveSmallIntegerField("срок отчёта: день", default=1)
    deadline_month = models.PositiveSmallIntegerField(
        "срок отчёта: месяц", default=2, help_text="Месяц следующего года: 2 — февраль."
    )

    class Meta:
        verbose_name = "план"
        verbose_name_plural = "планы"
        ordering = ["-first_year", "title"]
        constraints = [
            models.CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="plan_years_in_order"),
            models.CheckConstraint(condition=Q(first_year__gte=1900, last_year__lte=2200), name="plan_years_plausible"),
            # Up to the 28th: a day that every month of every year has.
            models.CheckConstraint(
                condition=Q(deadline_day__gte=1, deadline_day__lte=28, deadline_month__gte=1, deadline_month__lte=12),
                name="plan_deadline_is_a_date",
                violation_error_message="Срок — день от 1 до 28 и месяц от 1 до 12.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} на {self.years_text}"

    @property
    def years(self) -> range:
        """The reported years, first to last."""
        return range(self.first_year, self.last_year + 1)

    @property
    def years_text(self) -> str:
        """«2021–2024 годы», or «2024 год» for a plan of one year."""
        if self.first_year == self.last_year:
            return f"{self.first_year} год"
        return f"{self.first_year}–{self.last_year} годы"

    def deadline(self, year: int) -> date:
        """The day by which the report for that year is due."""
        return date(year + 1, self.deadline_month, self.deadline_day)


class Section(PrintableModel):
    """A titled part of a plan. Optional: a plan may be a plain list of items."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="sections", verbose_name="план")
    number = ItemNumberField("номер")
    title = models.TextField("название")

    class Meta:
        verbose_name = "раздел"
        verbose_name_plural = "разделы"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="section_number_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class PlanItem(PrintableModel):
    """A numbered measure (мероприятие) of the plan, with the result that is expected of it."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="items", verbose_name="план")
    section = models.ForeignKey(
        Section, on_delete=models.PROTECT, null=True, blank=True, related_name="items", verbose_name="раздел"
    )
    number = ItemNumberField("номер пункта")
    wording = models.TextField(
        "наименование мероприятия",
        help_text=f"{TERRITORY_PLACEHOLDER} заменяется территорией исполнителя: «города Кузнецка».",
    )
    expected_result = models.TextField("ожидаемый результат", blank=True)
    executors = models.ManyToManyField(
        Organization, blank=True, related_name="assigned_items", verbose_name="исполнители"
    )

    class Meta:
        verbose_name = "пункт плана"
        verbose_name_plural = "пункты плана"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="item_number_once",
                violation_error_message="Пункт с таким номером в этом плане уже есть.",
            )
        ]

    def __str__(self) -> str:
        return f"п. {self.number}"

    def clean(self) -> None:
        if self.section is not None and self.section.plan_id != self.plan_id:
            raise ValidationError({"section": "Выберите раздел того же плана."})


class TargetRule(models.TextChoices):
    AT_LEAST = "at_least", "не менее"
    AT_MOST = "at_most", "не более"
    EXACTLY = "exactly", "ровно"


class Indicator(PrintableModel):
    """A number that an item asks for: entered (KIND number) or a share computed from two entered ones.

    A share is never entered: a percentage without its numerator and denominator cannot be checked or summed up.
    """

    class Kind(models.TextChoices):
        NUMBER = "number", "число"
        SHARE = "share", "доля, %"

    item = models.ForeignKey(PlanItem, on_delete=models.CASCADE, related_name="indicators", verbose_name="пункт")
    code = models.SlugField("обозначение", help_text="Латиницей, своё у каждого показателя пункта: meetings.")
    position = models.PositiveSmallIntegerField("порядок", default=0)
    name = models.CharField("показатель", max_length=500)
    kind = models.CharField("вид", max_length=10, choices=Kind.choices, default=Kind.NUMBER)
    unit = models.CharField("единица измерения", max_length=100, help_text="Коротко: «чел.», «ед.», «%».")
    decimals = models.PositiveSmallIntegerField("знаков после запятой", default=0)
    numerator = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="числитель доли"
    )
    denominator = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="знаменатель доли"
    )
    target_rule = models.CharField("цель", max_length=10, choices=TargetRule.choices, blank=True)
    target = models.DecimalField("значение цели", max_digits=20, decimal_places=4, null=True, blank=True)
    target_phrase = models.TextField("цель словами документа", blank=True)

    class Meta:
        verbose_name = "показатель"
        verbose_name_plural = "показатели"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "code"], name="indicator_code_once"),
            models.CheckConstraint(condition=Q(decimals__lte=4), name="indicator_decimals_at_most_4"),
            models.CheckConstraint(
                condition=Q(kind="number", numerator=None, denominator=None)
                | Q(kind="share", numerator__isnull=False, denominator__isnull=False),
                name="indicator_share_has_both_parts",
                violation_error_message="Числитель и знаменатель нужны доле, и только ей.",
            ),
            models.CheckConstraint(
                condition=Q(target_rule="", target=None) | Q(target_rule__in=TargetRule.values, target__isnull=False),
                name="indicator_target_has_rule_and_value",
                violation_error_message="Укажите и правило цели, и её значение — или ничего.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        for field, part in [("numerator", self.numerator), ("denominator", self.denominator)]:
            if part is not None and (part.item_id != self.item_id or part.kind != self.Kind.NUMBER):
                raise ValidationError({field: "Выберите показатель-число того же пункта."})
        if self.target is not None and self.target < Decimal(0):
            raise ValidationError({"target": "Цель не может быть отрицательной."})
