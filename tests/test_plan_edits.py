"""The plan is edited while reports on it are being written, and after they were filed."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from kuznetsk_report.accounts.models import User
from plans.models import Indicator, PlanItem, Target
from reports import actions, queries
from reports.documents.gather import content_of
from reports.documents.gather_consolidated import gather_consolidated
from reports.models import Report, ReportRow
from reports.vocabulary import EventKind

from .conftest import Stage


def insert_before(stage: Stage, number: str, moved_to: str) -> PlanItem:
    """A new item takes the number of another, which gets the next one; it is the executor's, too."""
    PlanItem.objects.filter(plan=stage.plan, number=number).update(number=moved_to)
    item = PlanItem.objects.create(plan=stage.plan, number=number, wording="Новое мероприятие")
    item.executors.set([stage.executor])
    return item


def swap(stage: Stage, one: str, other: str) -> None:
    items = PlanItem.objects.filter(plan=stage.plan)
    items.filter(number=one).update(number="99")
    items.filter(number=other).update(number=one)
    items.filter(number="99").update(number=other)


def fill(stage: Stage, answers: dict[str, str]) -> Report:
    """Fill in this year's rows and submit: each says its measure, and answers as given, or that it is done."""
    for row in stage.report.rows.all():
        stage.save(row, answer=answers.get(row.number, "done"), implementation=f"О строке: {row.wording}")
    actions.submit(report=stage.report, by=stage.official)
    return Report.objects.get(pk=stage.report.pk)


def test_rows_take_over_new_numbers_before_others_are_added(stage: Stage) -> None:
    old = stage.row("2.10")
    new = insert_before(stage, "2.10", "2.11")
    [added] = actions.add_missing_rows(report=stage.report, by=stage.official)
    assert (added.item, added.number) == (new, "2.10")
    assert ReportRow.objects.get(pk=old.pk).number == "2.11"
    assert list(stage.report.rows.values_list("number", flat=True)) == ["1.4", "2.9", "2.10", "2.11"]
    event = stage.report.events.get(kind=EventKind.ROWS_ADDED)
    assert event.changes == {"items": ["2.10"], "renumbered": [["2.10", "2.11"]]}
    sentence = queries.history(stage.report, stage.official)[0].what
    assert sentence == "Добавлены пункты Плана: 2.10. По Плану изменены номера: 2.10 → 2.11"


def test_rows_may_change_places(stage: Stage) -> None:
    before = {row.number: row.pk for row in stage.report.rows.all()}
    swap(stage, "1.4", "2.9")
    item = PlanItem.objects.create(plan=stage.plan, number="3", wording="Новое")
    item.executors.add(stage.executor)
    actions.add_missing_rows(report=stage.report, by=stage.official)
    after = {row.number: row.pk for row in stage.report.rows.exclude(item=item)}
    assert after == {"1.4": before["2.9"], "2.9": before["1.4"], "2.10": before["2.10"]}


def test_a_number_stands_once_in_a_report(stage: Stage) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        stage.report.rows.filter(number="2.9").update(number="2.10")


def test_filed_rows_are_found_by_their_items(stage: Stage, sign_in: Callable[[User], Client]) -> None:
    insert_before(stage, "2.10", "2.11")
    actions.add_missing_rows(report=stage.report, by=stage.official)
    report = fill(stage, {})
    swap(stage, "1.4", "2.9")
    client = sign_in(stage.supervisor)
    for row in report.rows.all():
        assert client.get(row.get_absolute_url()).status_code == 200
    row = stage.row("1.4", stage.last_year)
    shown = [figure.text.replace("\N{NO-BREAK SPACE}", " ") for figure in queries.row_page(row).figures]
    assert shown == ["9 чел.", "3 чел.", "33,3 % (3 из 9)"]


def test_the_consolidated_report_has_every_answer_at_its_item(stage: Stage) -> None:
    insert_before(stage, "2.10", "2.11")
    actions.add_missing_rows(report=stage.report, by=stage.official)
    report = fill(stage, {"2.11": "not_done"})
    actions.accept_report(report=report, seen=actions.last_event(report), by=stage.supervisor)
    swap(stage, "2.9", "2.11")
    items = {item.number: item for item in gather_consolidated(stage.plan, 2024).items}
    said = {
        number: next(group.kind for group in item.groups if group.executors == ("Исполнитель 001",))
        for number, item in items.items()
    }
    assert said == {"1.4": "done", "2.9": "not_done", "2.10": "done", "2.11": "done"}


def test_no_document_shows_which_item_a_row_is_of(stage: Stage) -> None:
    """Two databases give the same report the same fingerprint, and a receipt holds."""
    report = Report.objects.get(pk=stage.last_year.pk)
    content = content_of(report)
    assert report.filed_content is not None
    for row in report.filed_content["rows"]:
        row["item"] += 1000
    again = content_of(report)
    assert [row.item for row in again.rows] != [row.item for row in content.rows]
    assert (again, again.fingerprint) == (content, content.fingerprint)


def test_a_submitted_report_is_not_held_to_later_targets(stage: Stage) -> None:
    report = stage.submit()
    item = stage.plan.items.get(number="1.4")
    Target.objects.update(value=Decimal(90))
    Indicator.objects.create(item=item, code="later", name="Новый показатель", unit="ед.")
    shown = queries.review_page(report).rows[0]
    assert [figure.definition.code for figure in shown.figures] == ["considered", "disciplined", "share"]
    assert shown.figures[2].target_text.replace("\N{NO-BREAK SPACE}", " ") == "не менее 70 %"
    assert "target-missed" not in {each.finding.code for each in shown.noted}


def test_a_row_leads_to_its_item_whatever_number_that_has_now(stage: Stage, sign_in: Callable[[User], Client]) -> None:
    row = stage.row("2.10")
    stage.plan.items.filter(number="2.10").update(number="2.11")
    html = sign_in(stage.supervisor).get(row.get_absolute_url()).content.decode()
    [address] = re.findall(r'href="(/plans/plan/2024/items/[^"]*)"', html)
    page = sign_in(stage.supervisor).get(address).content.decode()
    assert "Пункт 2.11 у всех исполнителей, 2024 год" in page
