"""Fields of forms: texts, numbers and dates as people write them."""

from decimal import Decimal
from typing import Any

from django import forms

from kuznetsk_report.printable import clean

from .intake.guard import MAX_FILE_BYTES
from .written import read_day, read_number


class PlainTextField(forms.CharField):
    """Text of any length, cleaned at the door (printable.clean); `removed` counts what had to go.

    Blanks around the text stay; a text of nothing but blanks is an empty one.
    """

    removed = 0

    def __init__(self, *, rows: int, **kwargs: Any) -> None:
        super().__init__(strip=False, required=False, widget=forms.Textarea({"rows": rows, "lang": "ru"}), **kwargs)
        # Django would refuse NUL with an error; here it is removed and said, and the text is kept.
        self.validators = []

    def to_python(self, value: Any) -> str:
        cleaned = clean(super().to_python(value) or "")
        self.removed = cleaned.removed
        return cleaned.text if cleaned.text.strip() else ""


class NumberField(forms.CharField):
    """A number that is not negative, as people write it: «1 234,5». Blank is None, never zero."""

    def __init__(self, *, decimals: int, **kwargs: Any) -> None:
        super().__init__(
            required=False, widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}), **kwargs
        )
        self.decimals = decimals

    def clean(self, value: Any) -> Decimal | None:
        try:
            return read_number(str(super().clean(value) or ""), self.decimals)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class DayField(forms.CharField):
    """A date as people write it: «30.04.2024», «30 апреля 2024 года», «2024-04-30». Blank is None.

    Its value is the number that stands for it (figures.date_number). It must lie in the years from `first` to `last`.
    """

    def __init__(self, *, first: int, last: int, **kwargs: Any) -> None:
        super().__init__(
            required=False, widget=forms.TextInput({"placeholder": "дд.мм.гггг", "autocomplete": "off"}), **kwargs
        )
        self.first, self.last = first, last

    def clean(self, value: Any) -> Decimal | None:
        try:
            return read_day(str(super().clean(value) or ""), self.first, self.last)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class OfficeFileField(forms.FileField):
    """A document or workbook to be read: its content is judged by reports.intake, here only what is too large to be.

    `of` says of what the file is («отчёта»), `advice` how it can be made smaller.
    """

    def __init__(self, *, of: str, advice: str) -> None:
        super().__init__(
            label=f"Файл {of}",
            error_messages={
                "required": f"Выберите файл {of}.",
                "missing": f"Выберите файл {of}.",
                "max_length": "Слишком длинное имя файла: переименуйте файл короче.",
            },
            max_length=255,
            widget=forms.ClearableFileInput(
                {"class": "form-control", "accept": ".docx,.docm,.doc,.odt,.rtf,.xlsx,.xlsm"}
            ),
        )
        self.advice = advice

    def to_python(self, data: Any) -> Any:
        """Refuse what is too large before it is read."""
        if data and not data.size:
            raise forms.ValidationError(f"Файл «{data.name}» пуст. Выберите другой.")
        uploaded = super().to_python(data)
        if uploaded and uploaded.size > MAX_FILE_BYTES:
            megabytes = MAX_FILE_BYTES // 1024 // 1024
            raise forms.ValidationError(f"Файл «{uploaded.name}» больше {megabytes} МБ. {self.advice}")
        return uploaded
