"""What must be done: plans, their numbered items, numeric indicators, and who executes what."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from kuznetsk_report.accounts.models import Organization, PrintableModel

from .editions import FormerItem, PlanEdition  # noqa: F401 (models of this application)
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


class Tie(PrintableModel):
    """One fact that several items ask for: the number of people disciplined in 1.4 and in 2.13.

    Its indicators are either compared by the checks, or entered once: what is saved in one row is written into the
    others of the same report that are open.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="ties", verbose_name="план")
    name = models.CharField(
        "факт", max_length=500, help_text="Что считают оба показателя: «привлечены к ответственности»."
    )
    entered_once = models.BooleanField(
        "вводится один раз",
        default=False,
        help_text="Число, внесённое в одной строке, само появится в остальных. Без отметки числа только сравниваются.",
    )

    class Meta:
        verbose_name = "общий факт"
        verbose_name_plural = "общие факты"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Indicator(PrintableModel):
    """A number that an item asks for: entered (a number or a date) or computed from entered ones (a sum or a share).

    A share is never entered: a percentage without its numerator and denominator cannot be checked or summed up. The
    parts of a sum name it in `part_of`. A date is kept as the number YYYYMMDD (figures.date_number), so that every
    value is a number.
    """

    class Kind(models.TextChoices):
        NUMBER = "number", "число"
        DATE = "date", "дата"
        SUM = "sum", "сумма"
        SHARE = "share", "доля, %"

    ENTERED = (Kind.NUMBER, Kind.DATE)
    COUNTED = (Kind.NUMBER, Kind.SUM)  # what a share can be made of

    item = models.ForeignKey(PlanItem, on_delete=models.CASCADE, related_name="indicators", verbose_name="пункт")
    code = models.SlugField("обозначение", help_text="Латиницей, своё у каждого показателя пункта: meetings.")
    position = models.PositiveSmallIntegerField("порядок", default=0)
    name = models.CharField("показатель", max_length=500)
    kind = models.CharField("вид", max_length=10, choices=Kind.choices, default=Kind.NUMBER)
    unit = models.CharField("единица измерения", max_length=100, blank=True, help_text="Коротко: «чел.», «ед.», «%».")
    decimals = models.PositiveSmallIntegerField("знаков после запятой", default=0)
    numerator = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="числитель доли"
    )
    denominator = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="знаменатель доли"
    )
    part_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="входит в сумму"
    )
    tie = models.ForeignKey(
        Tie,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name="общий факт",
        help_text="Тот же факт, что и в другом пункте: числа сравниваются или вводятся один раз.",
    )
    first_year = models.PositiveSmallIntegerField(
        "с какого года", null=True, blank=True, help_text="Пусто: с начала плана. В отчётах за прежние годы его нет."
    )
    phrase = models.CharField(
        "фраза для текста",
        max_length=500,
        blank=True,
        help_text="Для числа 1, согласуемое в скобках: «{проведено} {1 заседание комиссии}». Из таких фраз портал "
        "предлагает предложение.",
    )
    phrase_for_zero = models.CharField(
        "фраза для нуля", max_length=500, blank=True, help_text="«заседаний комиссии не проводилось»"
    )
    words = models.CharField(
        "другие слова",
        max_length=500,
        blank=True,
        help_text="Как ещё называют то, что считает показатель, через запятую: по ним число находят в тексте.",
    )

    class Meta:
        verbose_name = "показатель"
        verbose_name_plural = "показатели"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "code"], name="indicator_code_once"),
            models.CheckConstraint(condition=Q(decimals__lte=4), name="indicator_decimals_at_most_4"),
            models.CheckConstraint(
                condition=(~Q(kind="share") & Q(numerator=None, denominator=None))
                | Q(kind="share", numerator__isnull=False, denominator__isnull=False),
                name="indicator_share_has_both_parts",
                violation_error_message="Числитель и знаменатель нужны доле, и только ей.",
            ),
            models.CheckConstraint(
                condition=Q(kind="number") | Q(part_of=None, tie=None),
                name="indicator_parts_and_ties_are_numbers",
                violation_error_message="Входить в сумму и быть общим фактом может только показатель-число.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def holds_in(self, year: int) -> bool:
        """Whether reports for this year have the indicator."""
        return self.first_year is None or self.first_year <= year

    def clean(self) -> None:
        errors = {}
        # The constraint says so, too, but is not asked where the item cannot be chosen.
        if Indicator.objects.filter(item=self.item_id, code=self.code).exclude(pk=self.pk).exists():
            errors["code"] = "Показатель с таким обозначением в этом пункте уже есть."
        for field, part in [("numerator", self.numerator), ("denominator", self.denominator)]:
            if part is not None and (part == self or part.item_id != self.item_id or part.kind not in self.COUNTED):
                errors[field] = "Выберите число или сумму того же пункта."
        whole = self.part_of
        if whole is not None and (whole == self or whole.item_id != self.item_id or whole.kind != self.Kind.SUM):
            errors["part_of"] = "Выберите сумму того же пункта."
        if self.kind != self.Kind.DATE and not self.unit:
            errors["unit"] = "Укажите единицу измерения."
        refusals = {"kind": self._refusal_of_kind(), "tie": self._refusal_of_tie()}
        errors |= {field: refusal for field, refusal in refusals.items() if refusal}
        if errors:
            raise ValidationError(errors)

    def _refusal_of_kind(self) -> str:
        """Why the kind cannot become this one, because of what depends on the stored one; "" if it can."""
        if self._state.adding:
            return ""
        # What has been entered would turn into nonsense: a date is kept as a number.
        if Indicator.objects.filter(pk=self.pk, values__isnull=False).exclude(kind=self.kind).exists():
            return "Показатель уже заполняли, вид ему не изменить: заведите новый показатель."
        if self.kind != self.Kind.SUM and self.parts.exists():
            return "В эту сумму входят показатели: сначала исключите их из неё, потом меняйте вид."
        shares = Indicator.objects.filter(Q(numerator=self.pk) | Q(denominator=self.pk))
        if self.kind not in self.COUNTED and shares.exists():
            return "Из этого показателя считается доля: он может быть только числом или суммой."
        return ""

    def _refusal_of_tie(self) -> str:
        """Why the indicator cannot state its fact; "" if it can, or states none."""
        if self.tie is None:
            return ""
        if self.tie.plan_id != self.item.plan_id:
            return "Выберите общий факт того же плана."
        # What is entered for one is written into the others, and has to fit their fields.
        other = self.tie.indicators.exclude(pk=self.pk).exclude(unit=self.unit, decimals=self.decimals).first()
        if other is None:
            return ""
        return (
            f"Единица и точность у общего факта одни. Укажите, как у показателя «{other.name}» в пункте "
            f"{other.item.number}: «{other.unit}», знаков после запятой — {other.decimals}."
        )


class TargetRule(models.TextChoices):
    AT_LEAST = "at_least", "не менее"
    AT_MOST = "at_most", "не более"
    EXACTLY = "exactly", "ровно"
    ALL = "all", "все"
    BY_DATE = "by_date", "не позднее даты"


class Target(PrintableModel):
    """What the plan wants of an indicator: a rule that was made of the document's phrase, which stands beside it.

    It holds from `first_year` on (from the plan's first year if that is empty), until another of the same indicator
    takes over. A phrase without a rule says that no rule can be made of it, or that there is no target any more.
    """

    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="targets", verbose_name="показатель"
    )
    first_year = models.PositiveSmallIntegerField(
        "с какого года", null=True, blank=True, help_text="Пусто: с начала плана. Действует, пока не сменит другая."
    )
    rule = models.CharField("правило", max_length=10, choices=TargetRule.choices, blank=True)
    value = models.DecimalField("число", max_digits=20, decimal_places=4, null=True, blank=True)
    day = models.PositiveSmallIntegerField("день", null=True, blank=True)
    month = models.PositiveSmallIntegerField("месяц", null=True, blank=True)
    next_year = models.BooleanField("в следующем году", default=False, help_text="Дата — после отчётного года.")
    phrase = models.TextField("слова документа", blank=True)

    class Meta:
        verbose_name = "цель"
        verbose_name_plural = "цели"
        ordering = [F("first_year").asc(nulls_first=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "first_year"],
                name="target_once_a_year",
                violation_error_message="На этот год цель уже есть.",
            ),
            models.UniqueConstraint(
                fields=["indicator"],
                condition=Q(first_year=None),
                name="target_once_from_the_start",
                violation_error_message="Цель с начала плана уже есть.",
            ),
            models.CheckConstraint(
                condition=Q(rule__in=["at_least", "at_most", "exactly"], value__isnull=False, day=None, month=None)
                | Q(rule__in=["", "all"], value=None, day=None, month=None)
                | Q(rule="by_date", value=None, day__gte=1, day__lte=28, month__gte=1, month__lte=12)
                | Q(
                    rule="by_date", value=None, day__gte=29, day__lte=30, month__in=[1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
                )
                | Q(rule="by_date", value=None, day=31, month__in=[1, 3, 5, 7, 8, 10, 12]),
                name="target_has_what_its_rule_needs",
                violation_error_message="Правилам «не менее», «не более» и «ровно» нужно число, «не позднее даты» — "
                "день и месяц, которые есть в каждом году; остальным — ничего.",
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=0),
                name="target_not_negative",
                violation_error_message="Цель не может быть отрицательной.",
            ),
        ]

    def __str__(self) -> str:
        return self.phrase or self.get_rule_display()

    def clean(self) -> None:
        kind = self.indicator.kind
        if (self.rule == TargetRule.BY_DATE) != (kind == Indicator.Kind.DATE) and self.rule:
            raise ValidationError({"rule": "Правило «не позднее даты» — для показателя-даты, остальные — для чисел."})
        if self.rule == TargetRule.ALL and kind != Indicator.Kind.SHARE:
            raise ValidationError({"rule": "«Все» говорят о доле: выберите показатель-долю или укажите число."})
