"""The numbers that items ask for, what the plan wants of them, and which of them state one fact."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from kuznetsk_report.accounts.models import PrintableModel

from .plan import Plan, PlanItem


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
