"""Reports for an administrator: to look at, not to change. Every write goes through reports/actions.py.

To the pages of plans this adds what reports know: which checks apply, and a trial of a rule on a report.
"""

from typing import Any, cast

import django_tasks_db.admin  # noqa: F401 (registers what is taken out below)
from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django_tasks_db.models import DBTaskResult

import plans.admin
from kuznetsk_report.accounts.models import User
from plans.models import Indicator, Plan, PlanItem

from . import access, checklist, queries
from .checks import KINDS
from .forms import identifiers
from .models import CheckLevel, Event, Job, Report, ReportRow
from .russian.agreement import check_template

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


# Plans


class _TriedError(Exception):
    """Ends the transaction in which a rule was tried, so that nothing of it stays."""

    def __init__(self, checked: list[checklist.CheckedReportRow]) -> None:
        super().__init__("tried, not saved")
        self.checked = checked


class _Held:
    """A form that is shown as it was typed, and not saved."""

    def is_valid(self) -> bool:
        return False


def _tried_at(obj: Plan | PlanItem | Indicator) -> tuple[Plan, int | None]:
    """The plan on whose reports a form is tried, and the item (its id) whose row is shown in any case; None: no one."""
    match obj:
        case Plan():
            return obj, None
        case PlanItem():
            return obj.plan, obj.pk
        case Indicator():
            return obj.item.plan, obj.item_id


class TriedOnReport(admin.ModelAdmin):
    """A page with «Попробовать, не сохраняя»: what would the figures and findings of a report be under this form?

    The form is validated and saved as always, the report is checked inside of that transaction, and everything is
    rolled back. Then the same form comes back as it was typed, with the comparison above it.
    """

    change_form_template = "admin/try_on_report.html"

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        obj = None if object_id is None else self.get_object(request, unquote(object_id))
        if obj is None or not self.has_change_permission(request, obj):
            return super().changeform_view(request, object_id, form_url, extra_context)
        plan, item = _tried_at(obj)
        reports = Report.objects.filter(plan=plan).select_related("organization").defer("filed_content")
        chosen = reports.filter(pk__in=identifiers([request.POST.get("try_report", "")])).first()
        context = {**(extra_context or {}), "try_reports": reports, "try_report": chosen}
        if "_try" in request.POST:
            if chosen is None:
                context["try_error"] = "Выберите отчёт, на котором попробовать."
            else:
                before = checklist.check_as_defined_now(chosen)
                request.tried_on = chosen  # type: ignore[attr-defined]
                try:
                    return super().changeform_view(request, object_id, form_url, context)
                except _TriedError as tried:
                    context["trial"] = queries.trial(before, tried.checked, item)
            request.is_held = True  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, form_url, context)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """After a trial the form is held."""
        form: Any = super().get_form(request, *args, **kwargs)
        if getattr(request, "is_held", False):
            return type("HeldForm", (_Held, form), {})
        return form

    def save_related(self, request: Any, form: Any, formsets: Any, change: Any) -> None:
        super().save_related(request, form, formsets, change)
        tried_on = getattr(request, "tried_on", None)
        if tried_on is not None:
            raise _TriedError(checklist.check_as_defined_now(Report.objects.get(pk=tried_on.pk)))


class CheckLevelInline(admin.TabularInline):
    model = CheckLevel
    extra = 0
    verbose_name = "вес проверки"
    verbose_name_plural = "какие проверки действуют и с каким весом"

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Each kind of finding says what it means and what it usually weighs."""
        if db_field.name == "code":
            usual = {kind.code: queries.LEVEL_LABELS[kind.level] for kind in KINDS.values()}
            kwargs["choices"] = [
                ("", "---------"),
                *((kind.code, f"{kind.title} — обычно {usual[kind.code]} ({kind.code})") for kind in KINDS.values()),
            ]
        return super().formfield_for_choice_field(db_field, request, **kwargs)


class IndicatorForm(forms.ModelForm):
    """An indicator whose phrase can be bent for any number."""

    def clean_phrase(self) -> str:
        phrase: str = self.cleaned_data["phrase"]
        if phrase:
            try:
                check_template(phrase)
            except ValueError as error:
                raise forms.ValidationError(str(error)) from error
        return phrase


class IndicatorInline(plans.admin.IndicatorInline):
    form = IndicatorForm


admin.site.unregister([Plan, PlanItem, Indicator])


@admin.register(Plan)
class PlanAdmin(TriedOnReport, plans.admin.PlanAdmin):
    change_form_template = "admin/plan_change_form.html"
    inlines = [*plans.admin.PlanAdmin.inlines, CheckLevelInline]
    readonly_fields = ["brought_in"]

    def get_fields(self, request: HttpRequest, obj: Plan | None = None) -> Any:
        fields = super().get_fields(request, obj)
        return fields if obj is not None else [name for name in fields if name != "brought_in"]

    @admin.display(description="редакции из файлов")
    def brought_in(self, plan: Plan) -> str:
        """The documents that were brought in for the plan, each leading to what it changes or has changed."""
        editions = plan.editions.select_related("by").defer("content", "changes")
        told = ((e.get_absolute_url(), e.name, e.get_state_display(), f"{e.at:%d.%m.%Y}", e.by) for e in editions)
        return format_html_join(mark_safe("<br>"), '<a href="{}">{}</a>: {}, {}, {}', told) or "нет"

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        kinds = [(kind, queries.LEVEL_LABELS[kind.level]) for kind in KINDS.values()]
        may_edit = access.may_edit_plans(cast("User", request.user))
        context = {**(extra_context or {}), "kinds": kinds, "may_edit_plans": may_edit}
        response: HttpResponse = super().changeform_view(request, object_id, form_url, context)
        return response


@admin.register(PlanItem)
class PlanItemAdmin(TriedOnReport, plans.admin.PlanItemAdmin):
    inlines = [IndicatorInline]


@admin.register(Indicator)
class IndicatorAdmin(TriedOnReport, plans.admin.IndicatorAdmin):
    form = IndicatorForm
