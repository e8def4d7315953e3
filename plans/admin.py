"""Plans for an administrator. Nothing here reaches what has been filed: filed reports keep their own content."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from .models import Indicator, Plan, PlanItem, Section


class SectionInline(admin.TabularInline):
    model = Section
    extra = 0


@admin.register(Plan)
class PlanAdmin(admin.ModelAdmin):
    list_display = ["title", "years_text", "supervisor"]
    inlines = [SectionInline]
    prepopulated_fields = {"slug": ["title"]}


class IndicatorInline(admin.StackedInline):
    model = Indicator
    extra = 0
    fields = [
        ("position", "code", "kind"),
        ("name", "unit", "decimals"),
        ("numerator", "denominator"),
        ("target_rule", "target"),
        "target_phrase",
    ]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Numerator and denominator are chosen among the numbers of the same item."""
        if db_field.name in ("numerator", "denominator"):
            assert request.resolver_match is not None
            item = request.resolver_match.kwargs.get("object_id")
            kwargs["queryset"] = Indicator.objects.filter(kind=Indicator.Kind.NUMBER, item=item)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


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
                "fields": ["plan", "section", "number", "wording", "expected_result", "executors"],
                "description": "Начатые отчёты сохраняют прежний текст пункта, а новый показатель сразу появится "
                "в черновиках. Пункт без исполнителей никому не поручен.",
            },
        )
    ]
    inlines = [IndicatorInline]
    list_select_related = ["plan", "section"]

    def get_form(self, request: HttpRequest, obj: PlanItem | None = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 (Django's signature)
        form = super().get_form(request, obj, change, **kwargs)
        if obj is not None:
            form.base_fields["section"].queryset = obj.plan.sections.all()  # type: ignore[attr-defined]
        return form
