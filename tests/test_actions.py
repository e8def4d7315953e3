from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models.signals import pre_save

from plans.models import PlanItem
from reports import actions
from reports.figures import Entry
from reports.models import Event, IndicatorValue, Report, ReportRow
from reports.vocabulary import EventKind, State

from .conftest import Stage


def last_event(row: ReportRow) -> Event:
    event = row.events.last()
    assert event is not None
    return event


def test_opening_a_year_makes_a_row_of_every_assigned_item(stage: Stage) -> None:
    report = actions.open_report(plan=stage.plan, organization=stage.executor, year=2022, by=stage.official)
    rows = list(report.rows.all())
    assert [row.number for row in rows] == ["1.4", "2.9", "2.10"]
    assert rows[0].wording == "Мероприятие 1.4 на территории территории 001"
    assert rows[0].expected_result == "ожидаемый результат 1.4"
    assert (rows[0].answer, rows[0].implementation, rows[0].version) == ("", "", 1)
    assert [event.kind for event in report.events.all()] == [EventKind.OPENED]


def test_opening_twice_gives_the_same_report(stage: Stage) -> None:
    again = actions.open_report(plan=stage.plan, organization=stage.executor, year=2024, by=stage.colleague)
    assert again == stage.report
    assert stage.report.rows.count() == 3


def test_a_year_outside_the_plan_is_refused(stage: Stage) -> None:
    with pytest.raises(ValueError, match="не охватывает 2025 год"):
        actions.open_report(plan=stage.plan, organization=stage.executor, year=2025, by=stage.official)


def test_an_organization_without_items_is_refused(stage: Stage) -> None:
    for item in stage.plan.items.all():
        item.executors.remove(stage.executor)
    with pytest.raises(ValueError, match="нет пунктов"):
        actions.open_report(plan=stage.plan, organization=stage.executor, year=2022, by=stage.official)


@pytest.mark.parametrize("who", ["outsider", "clerk", "region_clerk"])
def test_strangers_and_clerks_do_not_open_reports(stage: Stage, who: str) -> None:
    with pytest.raises(PermissionDenied):
        actions.open_report(plan=stage.plan, organization=stage.executor, year=2022, by=getattr(stage, who))


def test_a_new_edition_of_the_wording_does_not_reach_open_rows(stage: Stage) -> None:
    stage.plan.items.filter(number="1.4").update(wording="Иначе")
    assert stage.row("1.4").wording == "Мероприятие 1.4 на территории территории 001"


def test_rows_for_items_assigned_later(stage: Stage) -> None:
    item = PlanItem.objects.create(plan=stage.plan, number="2.11", wording="Новое")
    item.executors.add(stage.executor)
    rows = actions.add_missing_rows(report=stage.report, by=stage.official)
    assert [row.number for row in rows] == ["2.11"]
    assert actions.add_missing_rows(report=stage.report, by=stage.official) == []
    assert [e.changes for e in stage.report.events.filter(kind=EventKind.ROWS_ADDED)] == [{"items": ["2.11"]}]


def test_saving_writes_the_row_and_its_event(stage: Stage) -> None:
    row = stage.save(
        stage.row("1.4"), answer="done", implementation="Проведено.", entries={"considered": Entry(Decimal(0))}
    )
    stored = stage.row("1.4")
    assert (stored.answer, stored.implementation, stored.version) == ("done", "Проведено.", 2)
    assert (row.version, stored.updated_by) == (2, stage.official)
    assert [(v.indicator.code, v.value) for v in stored.values.all()] == [("considered", Decimal(0))]
    event = last_event(stored)
    assert (event.kind, event.actor, event.version) == (EventKind.ROW_SAVED, stage.official, 2)
    assert event.changes == {
        "answer": {"from": "", "to": "done"},
        "implementation": {"at": 0, "removed": "", "added": "Проведено."},
        "values": {"considered": {"from": None, "to": "0"}},
    }


def test_the_event_holds_only_the_changed_stretch(stage: Stage) -> None:
    row = stage.save(stage.row("1.4"), implementation="Привлечены 3 человека к ответственности.")
    row = stage.save(row, implementation="Привлечены 5 человек к ответственности.")
    assert last_event(row).changes == {"implementation": {"at": 11, "removed": "3 человека", "added": "5 человек"}}


def test_saving_the_same_again_changes_nothing(stage: Stage) -> None:
    row = stage.save(stage.row("1.4"), answer="done")
    again = stage.save(row, version=1)
    assert again.version == 2
    assert row.events.count() == 1


def test_a_writer_with_an_older_version_is_told(stage: Stage) -> None:
    stage.save(stage.row("1.4"), by=stage.colleague, implementation="Текст коллеги")
    with pytest.raises(actions.StaleVersionError) as caught:
        stage.save(stage.row("1.4"), version=1, implementation="Мой текст")
    assert caught.value.row.implementation == "Текст коллеги"
    assert stage.row("1.4").implementation == "Текст коллеги"
    assert stage.row("1.4").events.count() == 1


def test_blank_zero_and_not_applicable_are_three_things(stage: Stage) -> None:
    row = stage.row("1.4")
    row = stage.save(row, entries={"considered": Entry(Decimal(0)), "disciplined": Entry(not_applicable=True)})
    values = {v.indicator.code: (v.value, v.not_applicable) for v in row.values.select_related("indicator")}
    assert values == {"considered": (Decimal(0), False), "disciplined": (None, True)}
    row = stage.save(row, entries={"considered": Entry(), "disciplined": Entry(Decimal(2))})
    values = {v.indicator.code: (v.value, v.not_applicable) for v in row.values.select_related("indicator")}
    assert values == {"disciplined": (Decimal(2), False)}


def test_the_database_refuses_a_number_that_is_not_applicable(stage: Stage) -> None:
    row = stage.row("1.4")
    indicator = row.item.indicators.get(code="considered")
    for value, absent in [(Decimal(1), True), (None, False), (Decimal(-1), False)]:
        with pytest.raises(IntegrityError), transaction.atomic():
            IndicatorValue.objects.create(row=row, indicator=indicator, value=value, not_applicable=absent)


@pytest.mark.parametrize("number", ["1000000000000000", "-1", "0.00001", "NaN"])
def test_what_cannot_be_stored_is_refused_before_anything_is_written(stage: Stage, number: str) -> None:
    with pytest.raises(ValueError, match="considered"):
        stage.save(stage.row("1.4"), implementation="Текст", entries={"considered": Entry(Decimal(number))})
    assert stage.row("1.4").implementation == ""
    assert not IndicatorValue.objects.filter(row=stage.row("1.4")).exists()


@pytest.mark.parametrize("number", ["999999999999999", "99999999999.9999"])
def test_a_large_number_is_stored_as_it_is(stage: Stage, number: str) -> None:
    row = stage.save(stage.row("1.4"), entries={"considered": Entry(Decimal(number))})
    assert row.values.get().value == Decimal(number)


def test_a_share_cannot_be_entered(stage: Stage) -> None:
    with pytest.raises(KeyError):
        stage.save(stage.row("1.4"), entries={"share": Entry(Decimal(50))})
    assert not stage.row("1.4").values.exists()


@pytest.mark.parametrize("who", ["supervisor", "clerk", "region_clerk", "outsider"])
def test_only_officials_of_the_executor_write(stage: Stage, who: str) -> None:
    with pytest.raises(PermissionDenied):
        stage.save(stage.row("1.4"), by=getattr(stage, who), answer="done")
    assert stage.row("1.4").answer == ""


def test_a_filed_report_is_closed(stage: Stage) -> None:
    with pytest.raises(PermissionDenied, match="принят"):
        stage.save(stage.row("1.4", stage.last_year), implementation="Переписано")


def test_last_years_text_is_carried_into_empty_fields(stage: Stage) -> None:
    row = stage.save(stage.row("1.4"), result="Свой результат")
    row = actions.carry_last_year(row=row, version=2, source=stage.row("1.4", stage.last_year), by=stage.official)
    assert row.implementation == "В 2024 году проведено 5 заседаний, постановление от 20.12.2023 №2308."
    assert row.result == "Свой результат"
    assert [row.implementation[start:end] for _, start, end in row.unconfirmed] == ["5", "от 20.12.2023 №2308"]
    assert last_event(row).kind == EventKind.TEXT_CARRIED
    assert row.answer == ""
    assert not row.values.exists()


def test_the_expected_result_needs_no_confirming(stage: Stage) -> None:
    source = stage.row("1.4", stage.last_year)
    row = actions.carry_last_year(row=stage.row("1.4"), version=1, source=source, by=stage.official)
    assert row.result == row.expected_result == "ожидаемый результат 1.4"
    assert {field for field, _, _ in row.unconfirmed} == {"implementation"}


def test_confirming_and_correcting_carried_numbers(stage: Stage) -> None:
    row = stage.row("2.10")
    source = stage.row("1.4", stage.last_year)
    row = actions.carry_last_year(row=row, version=1, source=source, by=stage.official)
    marked = [getattr(row, field)[start:end] for field, start, end in row.unconfirmed]
    assert marked == ["5", "от 20.12.2023 №2308", "1.4"]
    field, start, _ = row.unconfirmed[2]
    row = stage.save(row, confirmed=[(field, start)])
    assert len(row.unconfirmed) == 2
    row = stage.save(row, implementation=row.implementation.replace("5 заседаний", "6 заседаний"))
    assert [row.implementation[start:end] for _, start, end in row.unconfirmed] == ["от 20.12.2023 №2308"]
    assert last_event(row).changes["unconfirmed"] == {"from": 2, "to": 1}
    row = stage.save(row, implementation="", result="")
    assert row.unconfirmed == []


def test_carrying_into_a_full_row_changes_nothing(stage: Stage) -> None:
    row = stage.save(stage.row("1.4"), implementation="Своё", result="Своё")
    source = stage.row("1.4", stage.last_year)
    row = actions.carry_last_year(row=row, version=2, source=source, by=stage.official)
    assert (row.version, row.events.count()) == (2, 1)


def test_confirming_the_stored_text_needs_no_newest_version(stage: Stage) -> None:
    source = stage.row("1.4", stage.last_year)
    row = actions.carry_last_year(row=stage.row("1.4"), version=1, source=source, by=stage.official)
    marks = [(field, start) for field, start, _ in row.unconfirmed]
    row = stage.save(row, confirmed=marks[:1])
    row = stage.save(row, version=2, confirmed=marks[1:])
    assert row.unconfirmed == []


def test_an_item_renumbered_and_another_put_in_its_place(stage: Stage) -> None:
    stage.plan.items.filter(number="2.9").update(number="2.12")
    PlanItem.objects.create(plan=stage.plan, number="2.9", wording="Новое").executors.add(stage.executor)
    (row,) = actions.add_missing_rows(report=stage.report, by=stage.official)
    assert (row.number, row.wording) == ("2.9", "Новое")


def test_filing_keeps_the_content(stage: Stage) -> None:
    assert stage.last_year.state == State.ACCEPTED
    assert stage.last_year.filed_content is not None
    assert stage.last_year.filed_content["rows"][0]["number"] == "1.4"
    event = stage.last_year.events.last()
    assert event is not None
    assert (event.kind, event.actor) == (EventKind.FILED, stage.supervisor)


def test_the_database_refuses_a_filed_report_without_content(stage: Stage) -> None:
    with pytest.raises(IntegrityError):
        Report.objects.filter(pk=stage.report.pk).update(state=State.SUBMITTED)


def test_a_failed_event_takes_the_change_with_it(stage: Stage) -> None:
    def refuse(**_: object) -> None:
        raise OSError("the disk is full")

    pre_save.connect(refuse, sender=Event)
    try:
        with pytest.raises(OSError, match="disk is full"):
            stage.save(stage.row("1.4"), answer="done", entries={"considered": Entry(Decimal(5))})
    finally:
        pre_save.disconnect(refuse, sender=Event)
    assert (stage.row("1.4").answer, stage.row("1.4").version) == ("", 1)
    assert not stage.row("1.4").values.exists()
