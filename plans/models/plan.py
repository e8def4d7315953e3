"""What must be done: plans and their numbered items, and who executes them."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from kuznetsk_report.accounts.models import Organization, PrintableModel
from plans.fields import ItemNumberField

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
    """A numbered measure (мероприятие) of the plan as it stands, with the result that is expected of it.

    It stands so from `first_year` on; what it was before are its FormerItems. What it is in a year: plans/in_force.py.
    """

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
    term = models.TextField("срок исполнения", blank=True, help_text="Словами Плана: «ежегодно, до 1 февраля».")
    executors = models.ManyToManyField(
        Organization, blank=True, related_name="assigned_items", verbose_name="исполнители"
    )
    first_year = models.PositiveSmallIntegerField(
        "в таком виде — с года",
        null=True,
        blank=True,
        help_text="Пусто: с начала плана. В годы до него пункт показан таким, каким был тогда, или его нет.",
    )
    excluded_on = models.DateField(
        "исключён из плана",
        null=True,
        blank=True,
        help_text="С этого дня пункта в плане нет, и его номер может получить другой. Отчёты по нему остаются.",
    )

    class Meta:
        verbose_name = "пункт плана"
        verbose_name_plural = "пункты плана"
        ordering = ["number", F("excluded_on").desc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                condition=Q(excluded_on=None),
                name="item_number_once",
                violation_error_message="Пункт с таким номером в этом плане уже есть.",
            )
        ]

    def __str__(self) -> str:
        return f"п. {self.number}"

    @property
    def which(self) -> str:
        """What addresses by number need beside it: another item may have the number of an excluded one by now."""
        return "" if self.excluded_on is None else f"?id={self.pk}"

    def clean(self) -> None:
        if self.section is not None and self.section.plan_id != self.plan_id:
            raise ValidationError({"section": "Выберите раздел того же плана."})
