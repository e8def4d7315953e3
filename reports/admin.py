"""Reports for an administrator: to look at, not to change. Every write goes through reports/actions.py."""

from django.contrib import admin
from django.http import HttpRequest

from .models import Event, Report, ReportRow


class ReadOnly:
    """Nothing can be added, changed or deleted."""

    def has_add_permission(self, request: HttpRequest, obj: object | None = None) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: object | None = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object | None = None) -> bool:  # noqa: ARG002
        return False


class RowInline(ReadOnly, admin.StackedInline):
    model = ReportRow
    fields = ["number", "wording", "answer", "implementation", "result"]


@admin.register(Report)
class ReportAdmin(ReadOnly, admin.ModelAdmin):
    inlines = [RowInline]
    view_on_site = False
    list_display = ["organization", "year", "plan", "state"]
    list_filter = ["year", "state", "plan"]
    list_select_related = ["organization", "plan"]
    search_fields = ["organization__name"]


@admin.register(Event)
class EventAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["at", "kind", "report", "row", "actor"]
    list_filter = ["kind"]
    list_select_related = ["report__organization", "row", "actor"]
