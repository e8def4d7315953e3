"""Reminders: who, when, once; days that were missed; nothing about years long gone."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from kuznetsk_report.accounts.models import Membership, Organization, User
from kuznetsk_report.accounts.roles import Role
from reports import actions
from reports.actions.reminders import Reminded
from reports.actions.reminders import stage as stage_of
from reports.models import Notice
from reports.vocabulary import EventKind, NoticeKind

from .conftest import Stage, build_stage
from .test_concurrency import at_once

DEADLINE = date(2025, 2, 1)  # of the reports for 2024


def run(days: int) -> Reminded:
    """The daily run, so many days after the deadline."""
    return actions.remind(today=DEADLINE + timedelta(days=days))


def told(user: User) -> list[str]:
    """What the person was told, by subject, oldest first."""
    return list(user.notices.order_by("pk").values_list("subject", flat=True))


def give_back(stage: Stage) -> date:
    """This year's report is submitted and returned; the day on which it was."""
    stage.submit()
    stage.return_with("2.9")
    Notice.objects.all().delete()
    return timezone.localdate(stage.report.events.get(kind=EventKind.RETURNED).at)


@pytest.mark.parametrize(
    ("days", "last"),
    [
        (-100, None), (-15, None), (-14, -14), (-8, -14), (-7, -7), (-3, -3), (-2, -3), (-1, -1), (0, -1),
        (1, 1), (6, 1), (7, 7), (13, 7), (14, 14), (83, 77), (84, 84), (90, 84), (91, None), (400, None),
    ],
)  # fmt: skip
def test_which_reminder_is_due(days: int, last: int | None) -> None:
    assert stage_of(days) == last


def test_the_days_before_are_a_setting(settings: Settings) -> None:
    settings.REMINDER_DAYS = [30, 5]
    assert [stage_of(days) for days in (-31, -30, -14, -5, 0, 1)] == [None, -30, -30, -5, -5, 1]


def test_officials_who_have_not_submitted_are_reminded(stage: Stage) -> None:
    assert run(-14) == Reminded(due=3, late=0, returned=0, supervisors=0)
    assert (
        told(stage.official)
        == told(stage.colleague)
        == ["Срок отчёта через 14 дней, 01.02.2025: Исполнитель 001, 2024"]
    )
    assert told(stage.outsider) == ["Срок отчёта через 14 дней, 01.02.2025: Исполнитель 002, 2024"]
    assert told(stage.clerk) == told(stage.supervisor) == told(stage.region_clerk) == []
    begun, silent = stage.official.notices.get(), stage.outsider.notices.get()
    assert begun.kind == silent.kind == NoticeKind.DUE
    assert begun.body == (
        "План испытаний на 2021–2024 годы.\nОтчёт начат, но не представлен. Представьте его не позднее 01.02.2025."
    )
    assert silent.body == (
        "План испытаний на 2021–2024 годы.\nОтчёт ещё не начат. Представьте его не позднее 01.02.2025."
    )
    assert (begun.link, silent.link) == (stage.report.get_absolute_url(), "/")


def test_every_stage_comes_once_however_often_it_runs(stage: Stage) -> None:
    for days in range(-20, 100):
        run(days)
        assert run(days) == Reminded(0, 0, 0, 0)
    expected = [
        *(
            f"Срок отчёта через {left}, 01.02.2025: Исполнитель 001, 2024"
            for left in ("14 дней", "7 дней", "3 дня", "1 день")
        ),
        *["Срок отчёта прошёл 01.02.2025: Исполнитель 001, 2024"] * 13,
    ]
    assert told(stage.official) == expected
    late = stage.official.notices.filter(kind=NoticeKind.LATE).order_by("pk").values_list("body", flat=True)
    assert [body.split("Срок прошёл ")[1] for body in late[:3]] == [
        "1 день назад. Представьте отчёт.",
        "7 дней назад. Представьте отчёт.",
        "14 дней назад. Представьте отчёт.",
    ]


def test_missed_days_come_as_one_notice(stage: Stage) -> None:
    run(-14)
    run(0)
    assert told(stage.official)[1:] == ["Срок отчёта сегодня, 01.02.2025: Исполнитель 001, 2024"]
    run(50)
    assert told(stage.official)[2:] == ["Срок отчёта прошёл 01.02.2025: Исполнитель 001, 2024"]
    assert "Срок прошёл 50 дней назад" in stage.official.notices.latest("pk").body


def test_who_has_submitted_is_left_in_peace(stage: Stage) -> None:
    stage.submit()
    Notice.objects.all().delete()
    assert run(-3) == Reminded(due=1, late=0, returned=0, supervisors=0)
    assert run(1) == Reminded(due=0, late=1, returned=0, supervisors=1)
    assert told(stage.official) == []
    assert len(told(stage.outsider)) == 2


def test_years_long_gone_and_years_to_come_are_not_spoken_of(stage: Stage) -> None:
    assert actions.remind(today=date(2030, 6, 1)) == Reminded(0, 0, 0, 0)
    assert actions.remind(today=date(2024, 10, 1)) == Reminded(0, 0, 0, 0)
    assert not Notice.objects.exists()


def test_a_person_who_cannot_sign_in_is_not_reminded(stage: Stage) -> None:
    User.objects.filter(pk=stage.colleague.pk).update(is_active=False)
    assert run(-7).due == 2
    assert told(stage.colleague) == []


def test_a_deadline_that_was_moved_is_told_anew(stage: Stage) -> None:
    run(-7)
    stage.plan.deadline_day = 3
    stage.plan.save()
    run(-5)
    assert told(stage.official) == [
        "Срок отчёта через 7 дней, 01.02.2025: Исполнитель 001, 2024",
        "Срок отчёта через 7 дней, 03.02.2025: Исполнитель 001, 2024",
    ]


def test_supervisors_learn_once_a_week_who_is_silent(stage: Stage) -> None:
    assert [run(days).supervisors for days in range(16)] == [0, 1, *[0] * 6, 1, *[0] * 6, 1]
    assert told(stage.supervisor) == ["Отчёты за 2024 год: не представили 2, дорабатывают 0"] * 3
    notice = stage.supervisor.notices.latest("pk")
    assert notice.kind == NoticeKind.LATE
    assert notice.body == (
        "План испытаний на 2021–2024 годы. Срок прошёл 01.02.2025.\n"
        "Не представили отчёт за 2024 год:\n- Исполнитель 001\n- Исполнитель 002"
    )
    assert notice.link == "/?year=2024"
    assert told(stage.region_clerk) == []


def test_supervisors_learn_of_returned_reports_that_wait(stage: Stage) -> None:
    give_back(stage)
    run(1)
    notice = stage.supervisor.notices.get()
    assert notice.subject == "Отчёты за 2024 год: не представили 1, дорабатывают 1"
    assert notice.body.splitlines()[1:] == [
        "Не представили отчёт за 2024 год:",
        "- Исполнитель 002",
        "Дорабатывают возвращённый отчёт:",
        "- Исполнитель 001",
    ]


def test_where_all_is_in_supervisors_are_told_nothing(stage: Stage) -> None:
    stage.submit()
    for item in stage.plan.items.all():
        item.executors.remove(stage.other_executor)
    Notice.objects.all().delete()
    assert run(1) == Reminded(0, 0, 0, 0)


def test_who_sits_on_a_returned_report_is_reminded_every_week(stage: Stage) -> None:
    returned = give_back(stage)

    def notices(days: int) -> int:
        return actions.remind(today=returned + timedelta(days=days)).returned

    assert [notices(days) for days in range(16)] == [*[0] * 7, 2, *[0] * 6, 2, 0]
    assert notices(50) == 2
    assert notices(50) == 0
    mine = stage.official.notices.filter(kind=NoticeKind.RETURNED).order_by("pk")
    assert [notice.subject for notice in mine] == [
        f"Отчёт ждёт доработки {waits}: Исполнитель 001, 2024" for waits in ("7 дней", "14 дней", "50 дней")
    ]
    assert mine[0].link == stage.report.get_absolute_url()
    stage.answer("2.9", "Уточнено")
    stage.submit()
    assert notices(60) == 0


def test_a_reopened_report_waits_as_well(stage: Stage) -> None:
    actions.reopen_report(
        report=stage.last_year,
        rows=[stage.row("2.9", stage.last_year)],
        reason="Ошибка",
        seen=actions.last_event(stage.last_year),
        by=stage.supervisor,
    )
    since = timezone.localdate(stage.last_year.events.get(kind=EventKind.REOPENED).at)
    assert actions.remind(today=since + timedelta(days=6)).returned == 0
    assert actions.remind(today=since + timedelta(days=7)).returned == 2


def test_the_command_prints_what_it_did(stage: Stage) -> None:
    output = StringIO()
    for _ in range(2):
        call_command("send_reminders", "--date", "2025-02-02", stdout=output)
    assert output.getvalue().splitlines() == [
        "Напоминания на 02.02.2025: о близком сроке 0, о прошедшем сроке 3, о доработке 0, кураторам 1.",
        "Напоминания на 02.02.2025: о близком сроке 0, о прошедшем сроке 0, о доработке 0, кураторам 0.",
    ]
    with pytest.raises(CommandError, match="date"):
        call_command("send_reminders", "--date", "вчера")


def test_three_executors_cost_as_much_as_one(stage: Stage) -> None:
    def asked(days: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert run(days) != Reminded(0, 0, 0, 0)
        return len(captured)

    for item in stage.plan.items.all():
        item.executors.set([stage.executor])
    for_one = asked(1)
    for number in (3, 4):
        organization = Organization.objects.create(
            slug=f"e{number}", name=f"О {number}", name_genitive="о", short_name=f"О {number}"
        )
        user = User.objects.create_user(f"user{number}")
        Membership.objects.create(user=user, organization=organization, role=Role.OFFICIAL)
        for item in stage.plan.items.all():
            item.executors.add(organization)
    assert asked(8) == for_one
    assert Notice.objects.filter(kind=NoticeKind.LATE).count() == 2 + 1 + 2 + 2 + 1


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_write_each_reminder_once(transactional_db: None) -> None:
    stage = build_stage()
    at_once(lambda _: run(1))
    assert [len(told(user)) for user in (stage.official, stage.colleague, stage.outsider, stage.supervisor)] == [1] * 4
