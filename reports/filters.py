"""What can be chosen on pages that list many things. What cannot be read in an address counts as not chosen."""

from typing import Any

from django import forms
from django.http import QueryDict

from plans.models import Indicator

from .queries.item import NONE, REVIEW_LABELS, Choice
from .vocabulary import Answer, State

ANY = [("", "все")]


class ItemFilter(forms.Form):
    """Which executors the page of an item shows, and in which order."""

    answer = forms.ChoiceField(label="Ответ", required=False, choices=[*ANY, *Answer.choices, (NONE, "Нет ответа")])
    state = forms.ChoiceField(label="Отчёт", required=False, choices=[*ANY, *State.choices, (NONE, "не начат")])
    review = forms.ChoiceField(label="Строка", required=False, choices=[*ANY, *REVIEW_LABELS.items()])
    sort = forms.ChoiceField(label="Порядок", required=False)
    search = forms.CharField(label="Слова в названии или тексте", required=False)
    missed = forms.BooleanField(label="Только с недостигнутой целью", required=False)

    def __init__(self, data: QueryDict, *, indicators: list[Indicator]) -> None:
        super().__init__(data, auto_id="filter-%s")
        orders = [("name", "по названию")]
        for indicator in indicators:
            orders.append((f"-{indicator.code}", f"{indicator.name}: сначала больше"))
            orders.append((indicator.code, f"{indicator.name}: сначала меньше"))
        sort: Any = self.fields["sort"]
        sort.choices = orders
        for name, field in self.fields.items():
            kind = {"search": "form-control", "missed": "form-check-input"}.get(name, "form-select")
            field.widget.attrs["class"] = kind

    def choice(self) -> Choice:
        """What was chosen, as the query understands it."""
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return Choice(**chosen)
