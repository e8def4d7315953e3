"""Reports for an administrator: to look at, not to change. Every write goes through reports/actions.py."""

import django_tasks_db.admin  # noqa: F401 (registers what is taken out below)
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django_tasks_db.models import DBTaskResult

from .models import Event, Job, Report, ReportRow

# The queue's own notes are in English; what an administrator needs of them stands at the job.
admin.site.unregister(DBTaskResult)


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


@admin.register(Job)
class JobAdmin(ReadOnly, admin.ModelAdmin):
    view_on_site = False
    fields = [
        "title",
        "requested_by",
        "created_at",
        "state",
        "attempt",
        "done",
        "total",
        "heartbeat_at",
        "finished_at",
        "failure",
        "breakdown",
        "file_name",
        "sha256",
    ]
    list_display = ["created_at", "title", "state", "requested_by"]
    list_filter = ["state", "kind"]
    list_select_related = ["requested_by"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        return super().get_queryset(request).defer("data")

    @admin.display(description="сбой подробно")
    def breakdown(self, job: Job) -> str:
        """Where the program broke, as long as the queue keeps it."""
        task = None if job.task_id is None else DBTaskResult.objects.filter(pk=job.task_id).first()
        return "—" if task is None or not task.traceback else task.traceback
