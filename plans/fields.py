"""A model field for item numbers."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from .numbers import canonical, sortable


class ItemNumberField(models.CharField):
    """An item number: "2.10" in Python, "00002.00010" in the database.

    So that ORDER BY is the natural order, the unique constraint holds whatever the spelling, and a look-up by any
    spelling finds the item, without a second column that could disagree.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 100
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> str | None:
        return None if value is None else canonical(value)

    def to_python(self, value: Any) -> Any:
        if value is None or value == "":
            return value
        try:
            return canonical(str(value))
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def get_prep_value(self, value: Any) -> Any:
        return value if value is None else sortable(str(value))
