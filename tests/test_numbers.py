import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from plans.models import PlanItem
from plans.numbers import canonical, sortable

from .conftest import Stage


@pytest.mark.parametrize(
    "spelling",
    [
        "1.4",
        "1.4.",
        "п. 1.4",
        "п.1.4",
        "пункт 1.4",
        "п. 1.4.",
        " 1.4 ",
        "1. 4",
        "п.\u00a01.4",
        "1.\u20094",
        "01.4",
        "Пункт 1.4",
        "п 1.4",
    ],
)
def test_every_spelling_is_one_number(spelling: str) -> None:
    assert canonical(spelling) == "1.4"


@pytest.mark.parametrize("spelling", ["", "п.", "1..4", "1.4а", "1,4", "два", "1.4-1.6", "100000.1", "-1"])
def test_what_is_no_number_is_refused_with_a_sentence(spelling: str) -> None:
    with pytest.raises(ValueError, match="не номер пункта"):
        canonical(spelling)


def test_natural_order_as_text() -> None:
    numbers = ["1.1", "1.1.1.4", "1.1.1.4.1", "1.1.1.5", "1.2", "2.1", "2.9", "2.10", "2.11", "10.1"]
    assert sorted(sorted(numbers), key=sortable) == numbers


def test_natural_order_in_the_database(stage: Stage) -> None:
    for number in ["1.1.1.4.1", "1.1.1.4", "2.1", "10.1"]:
        PlanItem.objects.create(plan=stage.plan, number=number, wording="Мероприятие")
    assert [item.number for item in stage.plan.items.order_by("number")] == [
        "1.1.1.4",
        "1.1.1.4.1",
        "1.4",
        "2.1",
        "2.9",
        "2.10",
        "10.1",
    ]


def test_any_spelling_finds_the_item(stage: Stage) -> None:
    assert stage.plan.items.get(number="п. 2.10.").wording.startswith("Мероприятие 2.10")


def test_another_spelling_of_the_same_number_is_refused_by_the_database(stage: Stage) -> None:
    with pytest.raises(IntegrityError):
        PlanItem.objects.create(plan=stage.plan, number="2.10.", wording="ещё раз")


def test_a_bad_number_is_a_validation_error(stage: Stage) -> None:
    with pytest.raises(ValidationError, match="не номер пункта"):
        PlanItem(plan=stage.plan, number="1.4а", wording="x").full_clean()
