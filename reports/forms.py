"""What a person can enter, and what is said when it cannot be taken."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from kuznetsk_report.accounts.models import Organization, User
from kuznetsk_report.accounts.roles import Role
from kuznetsk_report.printable import clean
from plans.models import FormerItem, Indicator, Plan, PlanItem, Section
from plans.numbers import canonical

from . import queries
from .fields import DayField, NumberField, PlainTextField
from .figures import Entry, format_date, format_number
from .models import Remark, Report, ReportRow
from .vocabulary import Answer

VALUE = "value_"
NOT_APPLICABLE = "na_"
REPLY = "reply_"
EXPLAIN = "explain_"
_IDENTIFIER = re.compile(r"[0-9]{1,18}")
_MAX_VERIFIED_BYTES = 200 * 1024 * 1024
# Not the blank of «п. 2.10».
_BETWEEN_ITEMS = re.compile(r"[,;]|(?<=\d)\s+|(?<=\d\.)\s+")


class RowForm(forms.Form):
    """One row of a report. Fields that hold bad input do not keep the others from being saved: see `savable`."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label="Ответ", choices=Answer.choices, required=False, widget=forms.RadioSelect({"class": "form-check-input"})
    )
    implementation = PlainTextField(label="Информация о реализации (проведённая работа)", rows=8)
    result = PlainTextField(label="Информация о результативности", rows=4)

    def __init__(
        self,
        data: Any = None,
        *,
        row: ReportRow,
        indicators: Iterable[Indicator],
        entries: dict[str, Entry],
        remarks: Iterable[Remark],
    ) -> None:
        self.indicators = [i for i in indicators if i.kind in Indicator.ENTERED and i.holds_in(row.report.year)]
        self.entries = entries
        self.remarks = list(remarks)
        self.notes: Mapping[str, str] = {}  # what stands beside the fields, by indicator code
        initial: dict[str, Any] = {
            "version": row.version,
            "answer": row.answer,
            "implementation": row.implementation,
            "result": row.result,
        }
        for indicator in self.indicators:
            entry = entries.get(indicator.code, Entry())
            if entry.value is not None:
                is_date = indicator.kind == Indicator.Kind.DATE
                initial[VALUE + indicator.code] = (format_date if is_date else format_number)(entry.value)
            initial[NOT_APPLICABLE + indicator.code] = entry.not_applicable
        initial |= {f"{REPLY}{remark.pk}": remark.answer for remark in self.remarks}
        super().__init__(data, initial=initial)
        for name in ("implementation", "result"):
            self.fields[name].widget.attrs["aria-describedby"] = f"doubts-{name}"
        for remark in self.remarks:
            self.fields[f"{REPLY}{remark.pk}"] = PlainTextField(label="Ваш ответ на замечание", rows=3)
            self.fields[f"{REPLY}{remark.pk}"].widget.attrs["class"] = "form-control"
        for indicator in self.indicators:
            name = VALUE + indicator.code
            self.fields[name] = _field_of(indicator, row.report)
            self.fields[name].widget.attrs["aria-describedby"] = f"error-{name} doubts-{name}"
            self.fields[NOT_APPLICABLE + indicator.code] = forms.BooleanField(
                label="не применимо", required=False, widget=forms.CheckboxInput({"class": "form-check-input"})
            )

    def clean(self) -> None:
        for indicator in self.indicators:
            number = self.cleaned_data.get(VALUE + indicator.code)
            if number is not None and self.cleaned_data[NOT_APPLICABLE + indicator.code]:
                is_date = indicator.kind == Indicator.Kind.DATE
                one, it = ("дата", "дату") if is_date else ("число", "число")
                self.add_error(
                    VALUE + indicator.code, f"Или {one}, или «не применимо»: уберите отметку либо сотрите {it}."
                )

    @property
    def removed(self) -> int:
        """How many characters that no document can hold were removed from the texts."""
        return sum(field.removed for field in self.fields.values() if isinstance(field, PlainTextField))

    def savable(self, stored: ReportRow) -> dict[str, Any]:
        """The arguments of actions.save_row(): what could be read; a field with an error keeps its stored content."""
        taken = {
            name: self.cleaned_data.get(name, getattr(stored, name)) for name in ("answer", "implementation", "result")
        }
        taken["entries"] = {
            i.code: Entry(self.cleaned_data[VALUE + i.code], self.cleaned_data[NOT_APPLICABLE + i.code])
            for i in self.indicators
            if VALUE + i.code in self.cleaned_data
        }
        taken["replies"] = {remark.pk: self.cleaned_data[f"{REPLY}{remark.pk}"] for remark in self.remarks}
        return taken

    def unreadable(self) -> dict[str, str]:
        """What stands in the number fields that could not be read, by indicator code."""
        return {
            i.code: self.data.get(VALUE + i.code, "")
            for i in self.indicators
            if VALUE + i.code not in self.cleaned_data
        }

    def on_top_of(self, saved: ReportRow, entries: dict[str, Entry]) -> "RowForm":
        """This form after a save that could not take every field: what was saved, the rest as typed."""
        fresh = RowForm(row=saved, indicators=self.indicators, entries=entries, remarks=self.remarks)
        data = {name: value for name, value in fresh.initial.items() if value is not False}
        for code in self.unreadable():
            data[VALUE + code] = self.data.get(VALUE + code, "")
            if self.data.get(NOT_APPLICABLE + code):
                data[NOT_APPLICABLE + code] = "on"
        again = RowForm(data, row=saved, indicators=self.indicators, entries=entries, remarks=self.remarks)
        again.is_valid()
        return again

    def remark_fields(self) -> list[tuple[Remark, forms.BoundField]]:
        """(remark, field of the answer) for the template."""
        return [(remark, self[f"{REPLY}{remark.pk}"]) for remark in self.remarks]

    def indicator_fields(self) -> list[tuple[Indicator, forms.BoundField, forms.BoundField, str]]:
        """(indicator, number field, «не применимо» field, what is said beside it) for the template."""
        return [
            (i, self[VALUE + i.code], self[NOT_APPLICABLE + i.code], self.notes.get(i.code, ""))
            for i in self.indicators
        ]


def _field_of(indicator: Indicator, report: Report) -> forms.Field:
    """What takes the indicator's value: a date may be of any year of the plan up to the one after the reported."""
    if indicator.kind == Indicator.Kind.DATE:
        return DayField(label=indicator.name, first=report.plan.first_year, last=report.year + 1)
    return NumberField(label=indicator.name, decimals=indicator.decimals)


def with_choices(data: QueryDict, stored: ReportRow, entries: dict[str, Entry]) -> QueryDict:
    """The data with the stored content in those fields for which it was chosen on the page of two versions."""
    theirs = [key.removeprefix("choose_") for key, value in data.items() if value == "theirs"]
    return with_stored(data, theirs, stored, entries) if theirs else data


def with_stored(data: QueryDict, names: Iterable[str], stored: ReportRow, entries: dict[str, Entry]) -> QueryDict:
    """The data with the stored content in the named fields."""
    data = data.copy()
    initial = RowForm(
        row=stored, indicators=stored.item.indicators.all(), entries=entries, remarks=queries.open_remarks(stored)
    ).initial
    for name in names:
        data[name] = initial.get(name, "")
        if name.startswith(VALUE):
            absent = NOT_APPLICABLE + name.removeprefix(VALUE)
            data[absent] = "on" if initial.get(absent) else ""
    return data


def explanations(data: QueryDict) -> dict[str, str]:
    """What was typed into the fields of explanations, by the key of the finding; cleaned at the door like all texts."""
    typed = {name.removeprefix(EXPLAIN): clean(str(data[name])).text for name in data if name.startswith(EXPLAIN)}
    return {key: text if text.strip() else "" for key, text in typed.items()}


class RowDecisionForm(forms.Form):
    """A supervisor's decision about one row, as the review page posts it."""

    decision = forms.ChoiceField(
        choices=[(name, name) for name in ("accept", "reopen", "remark", "finding", "withdraw")]
    )
    seen = forms.IntegerField(min_value=0)
    text = PlainTextField(rows=3)
    finding = forms.CharField(required=False)  # its key, to become a remark
    remark = forms.IntegerField(min_value=0, max_value=2**63 - 1, required=False)
    page_seen = forms.IntegerField(min_value=0, max_value=2**63 - 1)


class DecisionForm(forms.Form):
    """A supervisor's decision about the report."""

    decision = forms.ChoiceField(choices=[("return", "return"), ("accept", "accept")])
    seen = forms.IntegerField(min_value=0)
    note = PlainTextField(rows=3)


def identifiers(values: Iterable[str]) -> list[int]:
    """Whole numbers among posted values, as primary keys are; what no database holds as one is left out."""
    return [int(value) for value in values if _IDENTIFIER.fullmatch(value)]


class _RowChoice(forms.ModelMultipleChoiceField):
    def clean(self, value: Any) -> Any:
        return super().clean(identifiers(value or []))

    def label_from_instance(self, row: Any) -> str:
        return f"{row.number}. {row.wording}"


class ReopenForm(forms.Form):
    """Which rows of an accepted report to open again, and why."""

    rows = _RowChoice(
        ReportRow.objects.none(),
        label="Какие строки открыть",
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
    )
    reason = PlainTextField(rows=4, label="Что и почему нужно исправить")
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, report: Report, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["rows"].queryset = report.rows.all()  # type: ignore[attr-defined]


class SummaryForm(forms.Form):
    """The summarizing paragraph of one item of the consolidated report."""

    text = PlainTextField(rows=4)
    offer = PlainTextField(rows=4)  # what was offered when the page was shown
    version = forms.IntegerField(min_value=0)


class RegisterForm(forms.Form):
    """What the register of accepted reports is narrowed to."""

    year = forms.TypedChoiceField(label="Год", required=False, coerce=int, empty_value=None)
    plan = forms.ChoiceField(label="План", required=False)
    search = forms.CharField(label="Исполнитель", required=False, max_length=200)

    def __init__(self, data: Any, *, years: Iterable[int], plans: Iterable[Plan]) -> None:
        super().__init__(data)
        self.fields["year"].choices = [("", "Все"), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]
        self.fields["plan"].choices = [("", "Все"), *((plan.slug, str(plan)) for plan in plans)]  # type: ignore[attr-defined]
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"


class VerifyForm(forms.Form):
    """A file to be compared with what was issued. Only its fingerprint is computed: nothing of it is kept."""

    file = forms.FileField(
        label="Файл отчёта",
        error_messages={
            "required": "Выберите файл, который нужно проверить.",
            "empty": "Файл пуст. Выберите другой.",
            "missing": "Выберите файл, который нужно проверить.",
        },
        widget=forms.ClearableFileInput({"class": "form-control"}),
    )

    def clean_file(self) -> Any:
        """Refuse what no report can be, before it is read."""
        uploaded = self.cleaned_data["file"]
        if uploaded.size > _MAX_VERIFIED_BYTES:
            raise forms.ValidationError("Файл больше 200 МБ: таких документов портал не выдаёт.")
        return uploaded


class MatrixForm(forms.Form):
    """What the matrix is to show. Every field may be missing or nonsense in a bookmark: the rest still counts."""

    view = forms.ChoiceField(choices=queries.View.choices, required=False, widget=forms.HiddenInput)
    year = forms.TypedChoiceField(label="Год", coerce=int, required=False)
    q = forms.CharField(label="Исполнитель", required=False, widget=forms.TextInput({"placeholder": "часть названия"}))
    section = forms.TypedChoiceField(label="Раздел Плана", coerce=int, empty_value=None, required=False)
    items = forms.CharField(
        label="Пункты Плана", required=False, widget=forms.TextInput({"placeholder": "например: 1, 2.10"})
    )
    sort = forms.ChoiceField(label="Порядок", choices=queries.Sort.choices, required=False)
    state = forms.MultipleChoiceField(
        label="Состояние",
        choices=list(queries.STATE_LABELS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    late = forms.BooleanField(label="Только опаздывающие", required=False)

    def __init__(self, data: QueryDict, *, years: Sequence[int], year: int, sections: Sequence[Section]) -> None:
        """`years` to choose from; `year` is the one that is meant unless the data say otherwise."""
        data = data.copy()
        for name, default in (("view", queries.View.YEARS), ("year", str(year)), ("sort", queries.Sort.NAME)):
            data.setdefault(name, default)
        super().__init__(data)
        self.default_year = year
        self.fields["year"].choices = [(each, str(each)) for each in reversed(years)]  # type: ignore[attr-defined]
        self.fields["section"].choices = [  # type: ignore[attr-defined]
            ("", "все"),
            *((section.pk, str(section)) for section in sections),
        ]
        if data["view"] != queries.View.ITEMS:
            del self.fields["items"]
        if data["view"] != queries.View.ITEMS or not sections:
            del self.fields["section"]

    def clean_items(self) -> tuple[str, ...]:
        """Item numbers in any spelling, with commas or blanks between them."""
        found = []
        for spelling in map(str.strip, _BETWEEN_ITEMS.split(self.cleaned_data["items"])):
            if spelling:
                try:
                    found.append(canonical(spelling))
                except ValueError as error:
                    raise forms.ValidationError(str(error)) from error
        return tuple(found)

    def wanted(self) -> queries.Wanted:
        """What is asked for, without what could not be understood."""
        self.is_valid()
        got = self.cleaned_data
        return queries.Wanted(
            year=got.get("year") or self.default_year,
            view=queries.View(got.get("view") or queries.View.YEARS),
            search=got.get("q", ""),
            states=frozenset(got.get("state", ())),
            late=got.get("late", False),
            section=got.get("section"),
            items=got.get("items", ()),
            sort=queries.Sort(got.get("sort") or queries.Sort.NAME),
        )


class OpenReportForm(forms.Form):
    """Which report to start. Offers only organizations for which this person may."""

    plan = forms.ModelChoiceField(Plan.objects.all())
    organization = forms.ModelChoiceField(Organization.objects.none())
    year = forms.IntegerField()

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data)
        own = user.organizations_as(Role.OFFICIAL)
        supervising = user.organizations_as(Role.SUPERVISOR)
        assigned = PlanItem.executors.through.objects.filter(planitem__plan__supervisor__in=supervising)
        once = FormerItem.executors.through.objects.filter(formeritem__item__plan__supervisor__in=supervising)
        self.fields["organization"].queryset = Organization.objects.filter(  # type: ignore[attr-defined]
            Q(pk__in=own) | Q(pk__in=assigned.values("organization")) | Q(pk__in=once.values("organization"))
        )

    def clean_year(self) -> int:
        """A year that has begun."""
        year: int = self.cleaned_data["year"]
        if year > timezone.localdate().year:
            raise forms.ValidationError("Этот год ещё не начался.")
        return year


class ReadNoticesForm(forms.Form):
    """Which notices to mark as read: all up to the newest one that the person saw."""

    up_to = forms.IntegerField(min_value=0, max_value=2**63 - 1)
