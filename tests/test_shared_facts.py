"""A fact that several items ask for: entered once, or compared."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from kuznetsk_report.accounts.models import User
from plans.models import Indicator, Tie
from reports import queries
from reports.figures import Entry
from reports.models import IndicatorValue

from .conftest import Stage
from .test_views_row import form_of, url_of

SignIn = Callable[[User], Client]
FIVE = Entry(Decimal(5))
ABSENT = Entry(not_applicable=True)


@pytest.fixture
def tie(stage: Stage) -> Tie:
    """Those disciplined stand in 1.4 and in 2.9; entered once."""
    made = Tie.objects.create(plan=stage.plan, name="привлечены к ответственности", entered_once=True)
    Indicator.objects.filter(code="disciplined").update(tie=made)
    item = stage.plan.items.get(number="2.9")
    Indicator.objects.create(item=item, code="punished", name="Наказано лиц", unit="чел.", tie=made)
    Indicator.objects.create(item=item, code="own", name="Своё", unit="ед.")
    return made


def value(stage: Stage, number: str, code: str) -> Entry | None:
    found = IndicatorValue.objects.filter(row=stage.row(number), indicator__code=code).first()
    return None if found is None else Entry(found.value, found.not_applicable)


def test_a_number_is_written_into_the_other_row(stage: Stage, tie: Tie) -> None:
    stage.save(stage.row("1.4"), entries={"disciplined": FIVE, "considered": Entry(Decimal(9))})
    assert value(stage, "2.9", "punished") == FIVE
    row = stage.row("2.9")
    assert (row.version, row.updated_by, stage.row("1.4").version) == (2, stage.official, 2)
    event = row.events.get()
    assert (event.actor, event.version) == (stage.official, 2)
    assert event.changes == {"values": {"punished": {"from": None, "to": "5"}}, "copied_from": "1.4"}


def test_not_applicable_and_a_blank_go_over_too(stage: Stage, tie: Tie) -> None:
    stage.save(stage.row("2.9"), entries={"punished": ABSENT})
    assert value(stage, "1.4", "disciplined") == ABSENT
    stage.save(stage.row("1.4"), entries={"disciplined": Entry()})
    assert value(stage, "2.9", "punished") is None


def test_what_is_the_same_already_is_not_written_again(stage: Stage, tie: Tie) -> None:
    Tie.objects.update(entered_once=False)
    stage.save(stage.row("2.9"), entries={"punished": FIVE})
    Tie.objects.update(entered_once=True)
    stage.save(stage.row("1.4"), entries={"disciplined": FIVE})
    assert stage.row("2.9").version == 2
    stage.save(stage.row("1.4"), implementation="Текст.")
    assert stage.row("2.9").version == 2


def test_compared_only_is_left_alone(stage: Stage, tie: Tie) -> None:
    Tie.objects.update(entered_once=False)
    stage.save(stage.row("1.4"), entries={"disciplined": FIVE})
    assert value(stage, "2.9", "punished") is None


def test_another_year_is_left_alone(stage: Stage, tie: Tie) -> None:
    stage.save(stage.row("1.4"), entries={"disciplined": FIVE})
    assert not IndicatorValue.objects.filter(row__report=stage.last_year, indicator__code="punished").exists()


@pytest.mark.parametrize(("field", "different"), [("decimals", 2), ("unit", "тыс. руб.")])
def test_one_number_is_written_in_one_way(stage: Stage, tie: Tie, field: str, different: object) -> None:
    """Else a number comes into a form that does not take it."""
    punished = Indicator.objects.get(code="punished")
    punished.full_clean()
    setattr(punished, field, different)
    with pytest.raises(ValidationError, match=r"«Привлечено лиц» в пункте 1\.4: «чел\.», .* — 0") as error:
        punished.full_clean()
    assert set(error.value.message_dict) == {"tie"}
    punished.tie = None
    punished.full_clean()


def test_a_closed_row_is_left_alone(stage: Stage, tie: Tie) -> None:
    stage.submit()
    stage.return_with("1.4")
    before = stage.row("2.9").version
    stage.save(stage.row("1.4"), entries={"disciplined": FIVE})
    assert (stage.row("2.9").version, value(stage, "2.9", "punished")) == (before, Entry(Decimal(8)))


def test_the_form_says_where_the_number_goes(stage: Stage, tie: Tie, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    assert "То же число в пункте 2.9: внесённое здесь появится и там." in client.get(url_of(stage)).content.decode()
    Tie.objects.update(entered_once=False)
    assert "Сравнивается с пунктом 2.9." in client.get(url_of(stage)).content.decode()
    Tie.objects.update(entered_once=True)
    stage.submit()
    stage.return_with("1.4")
    html = client.get(url_of(stage)).content.decode()
    assert "Сравнивается с пунктом 2.9." in html
    assert "появится и там" not in html


def test_the_history_says_where_a_number_came_from(stage: Stage, tie: Tie) -> None:
    stage.save(stage.row("2.9"), implementation="Текст.")
    stage.save(stage.row("1.4"), entries={"disciplined": FIVE})
    told = [entry.what for entry in queries.history(stage.report, stage.official)]
    assert told[:3] == [
        "Пункт 2.9: число внесено вместе с пунктом 1.4",
        "Пункт 1.4: строка изменена",
        "Пункт 2.9: строка изменена",
    ]
    entries = queries.history(stage.report, stage.official)
    queries.with_changes(stage.report, entries[:1], entries)
    [change] = entries[0].changes
    assert (change.label, [piece.text for piece in change.pieces][-1]) == ("Наказано лиц", "5")


# An open page of the other row


def test_typing_goes_on_where_a_number_came_in_meanwhile(stage: Stage, tie: Tie, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    form = form_of(client.get(url_of(stage, "2.9")).content.decode())
    stage.save(stage.row("1.4"), entries={"disciplined": FIVE})
    form |= {"implementation": "Текст.", "value_own": "2"}
    response = client.post(url_of(stage, "2.9"), form, headers={"HX-Request": "true"})
    html = response.content.decode()
    assert response.status_code == 200
    row = stage.row("2.9")
    assert (row.implementation, row.version) == ("Текст.", 3)
    assert (value(stage, "2.9", "punished"), value(stage, "2.9", "own")) == (FIVE, Entry(Decimal(2)))
    assert 'id="input-value_punished" hx-swap-oob="true"' in html
    assert 'id="input-value_own"' not in html
    assert form_of(html) == {"version": "3", "value_punished": "5"}


def test_a_bad_number_beside_it_is_said_and_the_rest_saved(stage: Stage, tie: Tie, sign_in: SignIn) -> None:
    stage.save(stage.row("1.4"), entries={"disciplined": FIVE})
    data = {"version": 1, "implementation": "Текст.", "value_own": "два", "value_punished": ""}
    response = sign_in(stage.official).post(url_of(stage, "2.9"), data, headers={"HX-Request": "true"})
    assert "Введите число цифрами" in response.content.decode()
    assert (value(stage, "2.9", "punished"), stage.row("2.9").implementation) == (FIVE, "Текст.")


@pytest.mark.parametrize("typed", ["7", "семь"])
def test_what_both_changed_is_to_be_chosen(stage: Stage, tie: Tie, sign_in: SignIn, typed: str) -> None:
    client = sign_in(stage.official)
    stage.save(stage.row("1.4"), entries={"disciplined": FIVE})
    data = {"version": 1, "implementation": "Текст.", "value_punished": typed}
    assert client.post(url_of(stage, "2.9"), data, headers={"HX-Request": "true"}).status_code == 409
    html = client.post(url_of(stage, "2.9"), data).content.decode()
    assert 'name="choose_value_punished"' in html
    assert 'name="choose_implementation"' not in html
    assert value(stage, "2.9", "punished") == FIVE


def test_what_a_colleague_wrote_is_a_conflict_as_before(stage: Stage, tie: Tie, sign_in: SignIn) -> None:
    stage.save(stage.row("1.4"), entries={"disciplined": FIVE})
    stage.save(stage.row("2.9"), by=stage.colleague, result="Итог коллеги.")
    data = {"version": 1, "implementation": "Текст."}
    response = sign_in(stage.official).post(url_of(stage, "2.9"), data, headers={"HX-Request": "true"})
    assert response.status_code == 409
    assert stage.row("2.9").implementation == ""


def test_the_same_again_is_no_conflict(stage: Stage, tie: Tie, sign_in: SignIn) -> None:
    """The answer to an autosave was lost, and meanwhile a number came in."""
    client = sign_in(stage.official)
    data = {"version": 1, "implementation": "Текст.", "value_punished": ""}
    client.post(url_of(stage, "2.9"), data, headers={"HX-Request": "true"})
    stage.save(stage.row("1.4"), entries={"disciplined": FIVE})
    assert client.post(url_of(stage, "2.9"), data).status_code == 302
    assert value(stage, "2.9", "punished") == FIVE
