"""A plan's edition that is brought in, and what a person chooses of it, as the pages post it."""

import re

from django import forms
from django.http import QueryDict
from django.utils import timezone

from plans import in_force
from plans.models import Plan

from .fields import OfficeFileField
from .intake.edition import Choices

_FIELD = re.compile(r"(item|number|who)-(\d{1,6})")
_LONGEST_CHOICE = 200


class FirstYearForm(forms.Form):
    """From which reported year an edition holds."""

    first_year = forms.TypedChoiceField(
        label="Действует с отчётного года", coerce=int, widget=forms.Select({"class": "form-select"})
    )

    def __init__(self, data: QueryDict, *, plan: Plan) -> None:
        this_year = timezone.localdate().year
        data = data.copy()
        data.setdefault("first_year", str(in_force.usual_year(plan, this_year)))
        super().__init__(data)
        years = range(in_force.earliest_year(plan), plan.last_year + 1)
        self.fields["first_year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]


class PlanFileForm(forms.Form):
    """A document or workbook with a plan."""

    file = OfficeFileField(of="плана", advice="Оставьте в нём только таблицу плана и загрузите снова.")


def edition_choices(data: QueryDict) -> Choices:
    """What was said of lines and executors; nonsense counts as not said."""
    items, numbers, executors = {}, {}, {}
    for name in data:
        found = _FIELD.fullmatch(name)
        value = data.get(name, "").strip()[:_LONGEST_CHOICE]
        if found is None or not value:
            continue
        at = int(found[2])
        if found[1] == "item" and value != data.get(f"found-{at}"):
            items[at] = value
        elif found[1] == "number":
            numbers[at] = value
        elif found[1] == "who" and data.get(f"phrase-{at}"):
            executors[data.get(f"phrase-{at}", "")] = value
    return Choices(items, numbers, executors)
