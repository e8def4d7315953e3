"""The page of the consolidated report: paragraphs and documents."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kuznetsk_report.accounts.models import User
from plans.models import PlanItem
from reports import actions
from reports.actions import StaleSummaryError
from reports.models import Event, ItemSummary, Job
from reports.vocabulary import EventKind

from .conftest import Stage

SignIn = Callable[[User], Client]


def address(name: str = "consolidated", *more: object) -> str:
    return reverse(name, args=["plan", 2023, *more])


def item(stage: Stage, number: str = "2.9") -> PlanItem:
    return stage.plan.items.get(number=number)


def summary(page: Any, number: str = "2.9") -> Any:
    return next(each.item for each in page.context["items"] if each.item.number == number)


def test_the_page_names_who_is_in_and_who_is_silent(stage: Stage, sign_in: SignIn) -> None:
    html = sign_in(stage.supervisor).get(address()).content.decode()
    assert "Принят отчёт 1 исполнителя из 2." in html
    assert "Не представили отчёт — 1: Исполнитель 002." in html
    assert "33,3\N{NO-BREAK SPACE}% (3 из 9)" in html


def test_a_paragraph_is_written_and_the_offered_one_taken_back(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.supervisor)
    offered = summary(client.get(address())).offered
    client.post(address("save-summary", "2.9"), {"text": "Случаев\nне было.", "version": 0, "offer": offered})
    page = client.get(address())
    assert summary(page).summary == "Случаев\nне было."
    client.post(address("save-summary", "2.9"), {"text": "", "version": 1, "offer": offered})
    assert summary(client.get(address())).summary == ""
    client.post(address("save-summary", "2.9"), {"text": "", "version": 2, "offer": offered, "offered": "1"})
    assert summary(client.get(address())).summary == offered
    events = Event.objects.filter(kind=EventKind.SUMMARY_SAVED).order_by("pk")
    assert [(event.actor, event.changes["text"]) for event in events] == [
        (stage.supervisor, {"from": None, "to": "Случаев\nне было."}),
        (stage.supervisor, {"from": "Случаев\nне было.", "to": ""}),
        (stage.supervisor, {"from": "", "to": None}),
    ]


def test_of_two_writers_the_second_sees_both_texts(stage: Stage, sign_in: SignIn) -> None:
    actions.save_summary(item=item(stage), year=2023, text="Первый.", offer="Было.", version=0, by=stage.supervisor)
    response = sign_in(stage.supervisor).post(
        address("save-summary", "2.9"), {"text": "Второй.", "version": 0, "offer": "Было."}
    )
    html = response.content.decode()
    assert response.status_code == 409
    assert "Первый.</blockquote>" in html
    assert "Второй.</textarea>" in html
    assert ItemSummary.objects.get().text == "Первый."


def test_writing_what_is_there_already_is_no_event(stage: Stage) -> None:
    actions.save_summary(item=item(stage), year=2023, text="Да.", offer="Было.", version=0, by=stage.supervisor)
    again = actions.save_summary(item=item(stage), year=2023, text="Да.", offer="Было.", version=1, by=stage.supervisor)
    assert again.version == 1
    assert Event.objects.filter(kind=EventKind.SUMMARY_SAVED).count() == 1


def test_what_is_refused(stage: Stage) -> None:
    with pytest.raises(PermissionDenied):
        actions.save_summary(item=item(stage), year=2023, text="Нет.", offer="Было.", version=0, by=stage.region_clerk)
    with pytest.raises(ValueError, match="не охватывает 2030 год"):
        actions.save_summary(item=item(stage), year=2030, text="Нет.", offer="Было.", version=0, by=stage.supervisor)
    actions.save_summary(item=item(stage), year=2023, text="Да.", offer="Было.", version=0, by=stage.supervisor)
    with pytest.raises(StaleSummaryError):
        actions.save_summary(item=item(stage), year=2023, text="Нет.", offer="Было.", version=5, by=stage.supervisor)


def test_a_clerk_reads_and_takes_documents(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.region_clerk)
    assert "<textarea" not in client.get(address()).content.decode()
    response = client.post(address("make-consolidated"), {"format": "pdf"})
    job = Job.objects.get()
    assert (job.plan, job.year, job.file_format, job.requested_by) == (stage.plan, 2023, "pdf", stage.region_clerk)
    assert response.headers["Location"] == job.get_absolute_url()


def test_an_unknown_format_is_refused(stage: Stage, sign_in: SignIn) -> None:
    assert sign_in(stage.supervisor).post(address("make-consolidated"), {"format": "exe"}).status_code == 400


@pytest.mark.parametrize("path", ["plans/plan/1999/consolidated/", "plans/nowhere/2023/consolidated/"])
def test_what_is_not_there_is_404(stage: Stage, sign_in: SignIn, path: str) -> None:
    assert sign_in(stage.supervisor).get(f"/{path}").status_code == 404


def test_the_page_asks_a_fixed_number_of_queries(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.supervisor)

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(address())
        return len(captured)

    few = asked()
    for number in range(1, 20):
        added = PlanItem.objects.create(plan=stage.plan, number=f"9.{number}", wording="Ещё")
        added.executors.set([stage.executor, stage.other_executor])
        actions.save_summary(item=added, year=2023, text="Да.", offer="Было.", version=0, by=stage.supervisor)
    assert asked() == few


def accept_this_year(stage: Stage) -> None:
    report = stage.submit()
    actions.accept_report(report=report, seen=actions.last_event(report), by=stage.supervisor)


def this_year(client: Client, number: str = "1.4") -> Any:
    page = client.get(reverse("consolidated", args=["plan", 2024]))
    return next(each for each in page.context["items"] if each.item.number == number)


def write(client: Client, text: str) -> None:
    """Post the form of item 1.4 as the page has it, with another text."""
    shown = this_year(client)
    address = reverse("save-summary", args=["plan", 2024, "1.4"])
    response = client.post(address, {"text": text, "version": shown.version, "offer": shown.item.offered})
    assert response.status_code == 302


def test_the_offered_paragraph_saved_as_it_is_goes_on_following_the_figures(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.supervisor)
    first = this_year(client).item.offered
    write(client, first)
    accept_this_year(stage)
    shown = this_year(client)
    assert shown.item.offered != first
    assert shown.item.summary == shown.item.offered
    assert not shown.is_outdated


def test_a_paragraph_older_than_the_figures_is_marked_until_it_is_saved_again(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.supervisor)
    write(client, "Свой абзац.")
    assert not this_year(client).is_outdated
    accept_this_year(stage)
    assert this_year(client).is_outdated
    html = client.get(reverse("consolidated", args=["plan", 2024])).content.decode()
    assert html.count("Числа с тех пор изменились.") == 1
    assert html.count("<details open>") == 1
    write(client, "Свой абзац.")
    shown = this_year(client)
    assert (shown.is_outdated, shown.item.summary, shown.version) == (False, "Свой абзац.", 2)
    assert [change.what for change in shown.history] == ["Абзац оставлен при новых числах", "Абзац изменён"]


def test_each_paragraph_has_its_history(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.supervisor)
    offered = this_year(client).item.offered
    for text in ("Первый абзац.", "Второй абзац.", "", offered):
        write(client, text)
    shown = this_year(client)
    assert [change.what for change in shown.history] == [
        "Оставлен предложенный абзац", "Абзац убран", "Абзац изменён", "Абзац изменён",
    ]  # fmt: skip
    pieces = [[(piece.kind, piece.text) for piece in change.pieces] for change in shown.history]
    assert pieces[:3] == [
        [("added", offered)],
        [("removed", "Второй абзац.")],
        [("removed", "Первый"), ("added", "Второй"), ("same", " абзац.")],
    ]
    html = client.get(reverse("consolidated", args=["plan", 2024])).content.decode()
    assert html.count("История абзаца") == 1
    assert "<del>Первый</del><ins>Второй</ins> абзац." in html


def test_a_page_from_before_is_refused(stage: Stage, sign_in: SignIn) -> None:
    response = sign_in(stage.supervisor).post(address("save-summary", "2.9"), {"text": "Да.", "version": 0})
    assert response.status_code == 400
    assert not ItemSummary.objects.exists()
