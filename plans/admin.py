"""Plans for an administrator. Nothing here reaches what has been filed: filed reports keep their own content."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from .models import FormerItem, Indicator, Plan, PlanItem, Section, Target, Tie

_WHAT: dict[str, list[Any]] = {"fields": [("name", "code"), ("kind", "unit", "decimals", "position"), "first_year"]}
_PARTS = {
    "classes": ["collapse"],
    "fields": [("numerator", "denominator"), "part_of"],
    "description": "Долю и сумму портал считает сам. Доле укажите числитель и знаменатель; сумме — ничего. "
    "В какую сумму входит число, выбирают у него самого. Предлагаются показатели, которые уже записаны.",
}
_FACT = {
    "classes": ["collapse"],
    "fields": ["tie"],
    "description": "Если тот же факт стоит и в другом пункте, выберите его у обоих показателей. Факты перечислены "
    "на странице плана; там же отмечают, сравниваются числа или вводятся один раз.",
}
_WORDS = {
    "classes": ["collapse"],
    "fields": ["phrase", "phrase_for_zero", "words"],
    "description": "По этим словам портал находит число в тексте исполнителя и предлагает ему предложение.",
}
_MORE: list[Any] = [
    ("Из чего считается", _PARTS),
    ("Общий факт", _FACT),
    ("Слова для текстов", _WORDS),
]


class SectionInline(admin.TabularInline):
    model = Section
    extra = 0


class TieInline(admin.TabularInline):
    model = Tie
    extra = 0
    fields = ["name", "entered_once", "stated_in"]
    readonly_fields = ["stated_in"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tie]:
        return super().get_queryset(request).prefetch_related("indicators__item")

    @admin.display(description="показатели")
    def stated_in(self, tie: Tie) -> str:
        """«1.4: Привлечено лиц; 2.13: Наказано лиц»."""
        return stated_in(tie)


def stated_in(tie: Tie) -> str:
    """The indicators that share the fact: «1.4: Привлечено лиц; 2.13: Наказано лиц»."""
    found = sorted((i.item.number, i.name) for i in tie.indicators.all()) if tie.pk else []
    return "; ".join(f"{number}: {name}" for number, name in found) or "пока ни один: выберите факт у показателей"


@admin.register(Plan)
class PlanAdmin(admin.ModelAdmin):
    list_display = ["title", "years_text", "supervisor"]
    inlines = [SectionInline, TieInline]
    prepopulated_fields = {"slug": ["title"]}


@admin.register(Tie)
class TieAdmin(admin.ModelAdmin):
    list_display = ["name", "plan", "entered_once", "stated_in"]
    list_filter = ["plan"]
    list_select_related = ["plan"]
    fields = ["plan", "name", "entered_once"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tie]:
        return super().get_queryset(request).prefetch_related("indicators__item")

    @admin.display(description="показатели")
    def stated_in(self, tie: Tie) -> str:
        """As at the plan."""
        return stated_in(tie)


def limited_to_item(name: str, item: PlanItem | None) -> QuerySet[Any] | None:
    """What may be chosen in this field of an indicator of the item; None: the field is not about other records.

    Nothing of an item that is not saved yet.
    """
    own = Indicator.objects.none() if item is None else item.indicators.all()
    if name in ("numerator", "denominator"):
        return own.filter(kind__in=Indicator.COUNTED)
    if name == "part_of":
        return own.filter(kind=Indicator.Kind.SUM)
    if name == "tie":
        return Tie.objects.none() if item is None else Tie.objects.filter(plan=item.plan_id)
    return None


class IndicatorInline(admin.StackedInline):
    model = Indicator
    extra = 0
    show_change_link = True
    readonly_fields = ["goals"]
    fieldsets = [(None, {"fields": [*_WHAT["fields"], "goals"]}), *_MORE]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Indicator]:
        return super().get_queryset(request).prefetch_related("targets")

    @admin.display(description="цели")
    def goals(self, indicator: Indicator) -> str:
        """Targets cannot be edited inside of an inline: they have their place on the indicator's own page."""
        if not indicator.pk:
            return "Сначала запишите показатель; цели задаются на его странице."
        targets = [_target_text(target) for target in indicator.targets.all()]
        return f"{'; '.join(targets) or 'нет'}. Цели меняют на странице показателя: ссылка «Изменить» в его заголовке."

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Parts are chosen among the same item's indicators, facts among the plan's."""
        assert request.resolver_match is not None
        own = request.resolver_match.kwargs.get("object_id")
        item = PlanItem.objects.filter(pk=own).first() if own else None
        choices = limited_to_item(db_field.name, item)
        if choices is not None:
            kwargs["queryset"] = choices
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def _target_text(target: Target) -> str:
    since = f"с {target.first_year} года" if target.first_year else "с начала плана"
    number = "" if target.value is None else f" {target.value.normalize():f}"
    day = f" {target.day:02}.{target.month:02}" if target.day else ""
    return f"{target.get_rule_display() or 'без правила'}{number}{day} ({since})"


@admin.register(PlanItem)
class PlanItemAdmin(admin.ModelAdmin):
    list_display = ["number", "wording", "plan", "section"]
    list_display_links = ["number", "wording"]
    list_filter = ["plan"]
    ordering = ["plan", "number"]
    search_fields = ["wording"]
    filter_horizontal = ["executors"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "plan",
                    "section",
                    "number",
                    "wording",
                    "expected_result",
                    "term",
                    "executors",
                    "first_year",
                    "excluded_on",
                ],
                "description": "Начатые отчёты сохраняют прежний текст пункта, а новый показатель сразу появится "
                "в черновиках. Пункт без исполнителей никому не поручен.",
            },
        )
    ]
    inlines = [IndicatorInline]
    list_select_related = ["plan", "section"]

    def get_form(self, request: HttpRequest, obj: PlanItem | None = None, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, *args, **kwargs)
        if obj is not None:
            form.base_fields["section"].queryset = obj.plan.sections.all()  # type: ignore[attr-defined]
        return form


@admin.register(FormerItem)
class FormerItemAdmin(admin.ModelAdmin):
    """Former versions come from editions; here only mistakes in them are corrected."""

    list_display = ["number", "wording", "first_year", "last_year", "plan"]
    list_display_links = ["number", "wording"]
    list_filter = ["item__plan"]
    list_select_related = ["item__plan"]
    ordering = ["item__plan", "number", "last_year"]
    search_fields = ["wording"]
    filter_horizontal = ["executors"]
    readonly_fields = ["item", "first_year", "last_year"]
    fields = [
        ("item", "first_year", "last_year"),
        "number",
        "wording",
        "expected_result",
        "term",
        "section_title",
        "executors",
    ]

    @admin.display(description="план")
    def plan(self, former: FormerItem) -> str:
        """The years of its plan: the name would fill the page."""
        return former.item.plan.years_text

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """An edition makes them."""
        return False


class TargetFormSet(BaseInlineFormSet):
    """Targets of which no two begin with the plan. Django compares new ones among themselves, but not empty years."""

    def clean(self) -> None:
        super().clean()
        kept = [
            form for form in self.forms if form not in self.deleted_forms and (form.instance.pk or form.has_changed())
        ]
        if sum(form.is_valid() and form.cleaned_data["first_year"] is None for form in kept) > 1:
            raise ValidationError("С начала плана действует одна цель: укажите у остальных, с какого они года.")


class TargetInline(admin.StackedInline):
    model = Target
    formset = TargetFormSet
    verbose_name = "вариант цели"
    verbose_name_plural = "цели"
    extra = 0
    fieldsets = [
        (
            None,
            {
                "fields": [("first_year", "rule", "value"), ("day", "month", "next_year"), "phrase"],
                "description": "«Не менее», «не более» и «ровно» требуют числа (для доли — процентов), «не позднее "
                "даты» — дня и месяца, «все» — ничего: это доля в 100 %. Слова документа стоят рядом с правилом, "
                "которое из них сделано.",
            },
        )
    ]


@admin.register(Indicator)
class IndicatorAdmin(admin.ModelAdmin):
    list_display = ["name", "number", "kind", "unit", "plan"]
    list_filter = ["item__plan", "kind"]
    list_select_related = ["item__plan"]
    ordering = ["item__plan", "item__number", "position", "pk"]
    search_fields = ["name", "words"]
    inlines = [TargetInline]
    fieldsets = [(None, {"fields": ["item", *_WHAT["fields"]]}), *_MORE]

    @admin.display(description="пункт", ordering="item__number")
    def number(self, indicator: Indicator) -> str:
        """The number of its item."""
        return indicator.item.number

    @admin.display(description="план")
    def plan(self, indicator: Indicator) -> str:
        """The years of its plan: the name would fill the page."""
        return indicator.item.plan.years_text

    def get_readonly_fields(self, request: HttpRequest, obj: Indicator | None = None) -> list[str]:  # noqa: ARG002
        """An indicator stays with its item: its parts and the values that were entered belong there."""
        return [] if obj is None else ["item"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Parts are chosen among the same item's indicators, facts among the plan's."""
        assert request.resolver_match is not None
        own = request.resolver_match.kwargs.get("object_id")
        item = PlanItem.objects.filter(indicators=own).first() if own else None
        choices = limited_to_item(db_field.name, item)
        if choices is not None:
            kwargs["queryset"] = choices.exclude(pk=own) if db_field.name != "tie" else choices
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
