"""Notices as e-mail: what a message says, how many come, and what happens when they cannot be sent."""

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from typing import cast

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from kuznetsk_report.accounts.models import User
from reports import actions, mailing
from reports.actions.telling import tell
from reports.models import MailBox, Notice
from reports.vocabulary import NoticeKind
from reports.worker import Chores

from .conftest import Stage, build_stage
from .smtp import MailServer
from .test_concurrency import at_once

REMARK = "Пункт 2.9. Уточните число случаев:\n- за I полугодие;\n- за II полугодие. Ёж № 1 — «так»."


@pytest.fixture
def stage(stage: Stage, settings: Settings) -> Stage:
    settings.PORTAL_URL = "https://portal.example"
    for user in (stage.official, stage.colleague, stage.supervisor):
        user.email = f"{user.username}@example.org"
        user.save()
    return stage


def notify(user: User, subject: str = "Отчёт возвращён на доработку: Исполнитель 001, 2024", body: str = "") -> Notice:
    tell([user], kind=NoticeKind.RETURNED, subject=subject, body=body, link="/reports/7/")
    return user.notices.latest("pk")


def later(**how_much: int) -> None:
    """So much time passes for the mail boxes."""
    for box in MailBox.objects.all():
        MailBox.objects.filter(pk=box.pk).update(not_before=box.not_before - timedelta(**how_much))


def test_one_message_says_it_all(stage: Stage) -> None:
    notify(stage.official, body=REMARK)
    assert mailing.send_due() == mailing.Outcome(1, 0, "")
    (message,) = mail.outbox
    assert message.to == ["official@example.org"]
    assert message.subject == "Отчёт возвращён на доработку: Исполнитель 001, 2024"
    assert message.body == (
        "Здравствуйте, Official!\n"
        "\n"
        "Отчёт возвращён на доработку: Исполнитель 001, 2024\n"
        "\n"
        f"{REMARK}\n"
        "\n"
        "https://portal.example/reports/7/\n"
        "\n"
        "--\n"
        "Это письмо отправил портал отчётов по Плану противодействия коррупции: https://portal.example\n"
        "Отвечать на него не нужно. Все сообщения: https://portal.example/notices/\n"
    )
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert mailing.send_due().sent == 0


def test_remarks_of_a_return_are_in_the_message(stage: Stage) -> None:
    stage.submit()
    text = "Не хватает сведений. " * 300
    stage.return_with("2.9", text=text)
    mailing.send_due()
    bodies = {message.to[0]: message.body for message in mail.outbox}
    assert set(bodies) == {"official@example.org", "colleague@example.org", "supervisor@example.org"}
    assert f"Пункт 2.9. {text.rstrip()}" in bodies["official@example.org"]
    assert "Отчёт представлен: Исполнитель 001, 2024" in bodies["supervisor@example.org"]


@pytest.mark.parametrize(
    ("count", "subject"),
    [
        (2, "Первое — и ещё 1 сообщение"),
        (3, "Первое — и ещё 2 сообщения"),
        (6, "Первое — и ещё 5 сообщений"),
        (22, "Первое — и ещё 21 сообщение"),
    ],
)
def test_several_notices_are_one_message(stage: Stage, count: int, subject: str) -> None:
    notify(stage.official, "Первое")
    for number in range(2, count + 1):
        notify(stage.official, f"Сообщение {number}")
    notify(stage.supervisor, "Другое")
    assert mailing.send_due().sent == 2
    by_recipient = {message.to[0]: message for message in mail.outbox}
    message = by_recipient["official@example.org"]
    assert message.subject == subject
    positions = [message.body.index(f"Сообщение {number}\n") for number in range(2, count + 1)]
    assert positions == sorted(positions)
    assert by_recipient["supervisor@example.org"].subject == "Другое"


def test_further_notices_are_collected(stage: Stage, settings: Settings) -> None:
    settings.MAIL_DIGEST_MINUTES = 60
    notify(stage.official, "Первое")
    mailing.send_due()
    notify(stage.official, "Второе")
    notify(stage.official, "Третье")
    later(minutes=59)
    assert mailing.send_due().sent == 0
    later(minutes=1)
    assert mailing.send_due().sent == 1
    assert [message.subject for message in mail.outbox] == ["Первое", "Второе — и ещё 1 сообщение"]
    assert not Notice.objects.filter(emailed_at=None).exists()


def test_without_an_address_the_notice_stays_in_the_portal(stage: Stage) -> None:
    User.objects.filter(pk=stage.colleague.pk).update(is_active=False)
    without, gone, sent = notify(stage.clerk), notify(stage.colleague), notify(stage.official)
    assert mailing.send_due().sent == 1
    stage.clerk.email = "clerk@example.org"
    stage.clerk.save()
    assert mailing.send_due().sent == 0
    for notice in (without, gone, sent):
        notice.refresh_from_db()
    assert [(n.portal_only, n.emailed_at is None, n.read_at) for n in (without, gone, sent)] == [
        (True, True, None),
        (True, True, None),
        (False, False, None),
    ]
    notify(stage.clerk, "Новое")
    mailing.send_due()
    assert mail.outbox[-1].to == ["clerk@example.org"]
    assert mail.outbox[-1].subject == "Новое"


def test_a_subject_is_one_line(stage: Stage) -> None:
    notify(stage.official, "Отчёт принят\nBcc: stranger@example.org\r\n\tИсполнитель")
    assert mailing.send_due() == mailing.Outcome(1, 0, "")
    (message,) = mail.outbox
    assert message.subject == "Отчёт принят Bcc: stranger@example.org Исполнитель"
    assert message.message()["Bcc"] is None
    assert message.recipients() == ["official@example.org"]


def test_the_second_sending_of_the_same_has_the_same_name(stage: Stage) -> None:
    """A process that dies between sending and noting it down sends again: mail programs know the message by its id."""
    notify(stage.official)
    mailing.send_due()
    Notice.objects.update(emailed_at=None)
    later(minutes=60)
    mailing.send_due()
    first, second = (message.message()["Message-ID"] for message in mail.outbox)
    assert first == second
    assert first.endswith("@portal.example>")


def test_what_a_dead_process_had_in_hand_is_sent_again(stage: Stage) -> None:
    notify(stage.official)
    actions.prepare_mail(now=timezone.now())
    assert actions.take_letter(now=timezone.now()) is not None
    assert actions.take_letter(now=timezone.now()) is None
    later(minutes=10)
    assert mailing.send_due().sent == 1


def test_an_address_lost_while_the_letter_is_on_its_way(stage: Stage) -> None:
    notice = notify(stage.official)
    actions.prepare_mail(now=timezone.now())
    letter = actions.take_letter(now=timezone.now())
    assert letter is not None
    User.objects.filter(pk=stage.official.pk).update(email="")
    actions.prepare_mail(now=timezone.now())
    actions.letter_sent(letter=letter, now=timezone.now())
    notice.refresh_from_db()
    assert (notice.portal_only, notice.emailed_at is None) == (False, False)


# Over the real protocol


@pytest.fixture
def smtp(settings: Settings) -> Callable[[int], None]:
    """Send by SMTP to this port of this machine."""

    def use(port: int) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port

    return use


@contextmanager
def serving(server: MailServer) -> Iterator[MailServer]:
    with server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that is bound, so that nobody else takes it, and where nobody listens."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        yield unused.getsockname()[1]


def test_the_message_as_a_server_gets_it(stage: Stage, smtp: Callable[[int], None]) -> None:
    long = "Замечание " + "я" * 3000
    notify(stage.official, "Отчёт возвращён: " + "Очень длинное название " * 20, f"{REMARK}\n{long}\n.\nконец")
    with serving(MailServer()) as server:
        smtp(server.port)
        assert mailing.send_due() == mailing.Outcome(1, 0, "")
    (message,) = server.messages
    assert message["Subject"].strip() == "Отчёт возвращён: " + ("Очень длинное название " * 20).strip()
    assert message["To"] == "official@example.org"
    assert message["From"] == "portal@localhost"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "text/plain"
    content = message.get_content().replace("\r\n", "\n")
    assert REMARK in content
    assert f"\n{long}\n.\nконец\n" in content


def test_a_refused_address_keeps_nobody_else_waiting(
    stage: Stage, smtp: Callable[[int], None], caplog: pytest.LogCaptureFixture
) -> None:
    for user in (stage.official, stage.colleague, stage.supervisor):
        notify(user)
    with serving(MailServer(refused=["official@example.org"])) as server:
        smtp(server.port)
        assert mailing.send_due() == mailing.Outcome(2, 1, "")
        assert {message["To"] for message in server.messages} == {"colleague@example.org", "supervisor@example.org"}
        assert "Письмо для official не принято" in caplog.text
        assert mailing.send_due() == mailing.Outcome(0, 0, "")
        server.refused = []
        later(minutes=15)
        assert mailing.send_due() == mailing.Outcome(1, 0, "")
    assert server.messages[-1]["To"] == "official@example.org"


def test_a_letter_at_which_the_server_breaks_off_does_not_hold_up_others(
    stage: Stage, smtp: Callable[[int], None]
) -> None:
    for user in (stage.official, stage.colleague, stage.supervisor):
        notify(user)
    with serving(MailServer(dies_at="official@example.org")) as server:
        smtp(server.port)
        outcomes = [mailing.send_due() for _ in range(2)]
    assert outcomes[0].sent + outcomes[1].sent == 2
    assert all(outcome.failure for outcome in outcomes)
    assert stage.official.notices.get().emailed_at is None


def test_a_text_that_no_header_can_hold_is_put_off(stage: Stage, smtp: Callable[[int], None]) -> None:
    User.objects.filter(pk=stage.official.pk).update(email="official@example.org\nBcc: stranger@example.org")
    notify(stage.official)
    notify(stage.supervisor)
    with serving(MailServer()) as server:
        smtp(server.port)
        assert mailing.send_due() == mailing.Outcome(1, 1, "")
    assert [message["To"] for message in server.messages] == ["supervisor@example.org"]


def test_a_server_that_is_down_loses_nothing(stage: Stage, smtp: Callable[[int], None], closed_port: int) -> None:
    notify(stage.official, "Первое")
    notify(stage.supervisor, "Второе")
    smtp(closed_port)
    outcome = mailing.send_due()
    assert (outcome.sent, outcome.refused) == (0, 0)
    assert f"127.0.0.1:{closed_port}" in outcome.failure
    assert "Connection refused" in outcome.failure
    assert Notice.objects.filter(emailed_at=None, portal_only=False).count() == 2
    with serving(MailServer()) as server:
        smtp(server.port)
        assert mailing.send_due() == mailing.Outcome(2, 0, "")
    assert {message["Subject"] for message in server.messages} == {"Первое", "Второе"}


def test_the_command_says_so_and_fails(stage: Stage, smtp: Callable[[int], None], closed_port: int) -> None:
    notify(stage.official)
    smtp(closed_port)
    output = StringIO()
    with pytest.raises(CommandError, match="Почта не отправляется"):
        call_command("send_mail", stdout=output)
    assert output.getvalue() == "Отправлено писем: 0, не принято: 0.\n"
    with serving(MailServer()) as server:
        smtp(server.port)
        call_command("send_mail", stdout=output)
    assert output.getvalue().endswith("Отправлено писем: 1, не принято: 0.\n")


def test_the_worker_says_once_that_the_server_is_down(
    stage: Stage, smtp: Callable[[int], None], closed_port: int, caplog: pytest.LogCaptureFixture
) -> None:
    notify(stage.official)
    chores = Chores()
    smtp(closed_port)
    caplog.set_level(logging.WARNING)
    for _ in range(3):
        chores._send_mail()
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    with serving(MailServer()) as server:
        smtp(server.port)
        chores._send_mail()
        chores._send_mail()
    assert [record.getMessage() for record in caplog.records[1:]] == ["Почта снова отправляется."]
    assert len(server.messages) == 1


def test_an_action_does_not_wait_for_the_mail_server(
    stage: Stage, smtp: Callable[[int], None], closed_port: int
) -> None:
    smtp(closed_port)
    stage.submit()
    assert stage.supervisor.notices.get().emailed_at is None


@pytest.mark.django_db(transaction=True)
def test_each_letter_is_taken_by_one_of_several(transactional_db: None) -> None:
    stage = build_stage()
    recipients = [stage.official, stage.colleague, stage.supervisor]
    User.objects.update(email="somebody@example.org")
    for user in recipients:
        notify(user)
        notify(user)
    now = timezone.now()
    at_once(lambda _: actions.prepare_mail(now=now))
    assert MailBox.objects.count() == 3

    def take(_: int) -> list[tuple[int, int]]:
        taken = []
        while (letter := actions.take_letter(now=now)) is not None:
            taken.append((letter.user.pk, len(letter.notices)))
        return taken

    taken = [letter for one in at_once(take) for letter in cast("list[tuple[int, int]]", one)]
    assert sorted(taken) == sorted((user.pk, 2) for user in recipients)
