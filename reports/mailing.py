"""Notices as e-mail: one message to a person, with all that is new."""

import logging
import smtplib
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils import timezone

from . import actions
from .actions.mail import Letter
from .wording import plural

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many messages went out and how many were refused, and what keeps the rest from going out, in Russian."""

    sent: int
    refused: int
    failure: str


def send_due() -> Outcome:
    """Send every message that is due. A server that is down loses nothing: what is not sent is sent by a later call.

    Messages go out one by one, each after its reservation is committed, so no lock is held while the server answers. A
    process that dies after sending and before noting it down has its message sent again: at least once, never lost.
    Unless more has come meanwhile, the second one has the same Message-ID, by which mail programs know it again.
    """
    actions.prepare_mail(now=timezone.now())
    sent = refused = 0
    connection = None
    try:
        while (letter := actions.take_letter(now=timezone.now())) is not None:
            try:
                if connection is None:
                    connection = get_connection()
                    connection.open()
                connection.send_messages([_message(letter)])
            except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, ValueError):
                # The server works; this letter is at fault: a wrong address, a text that cannot be sent.
                actions.letter_failed(letter=letter, now=timezone.now(), later=True)
                logger.exception("Письмо для %s не принято; повтор позже.", letter.user.username)
                refused += 1
            except (smtplib.SMTPException, OSError) as error:
                actions.letter_failed(letter=letter, now=timezone.now(), later=False)
                return Outcome(sent, refused, f"Почта не отправляется ({_server()}): {error}")
            else:
                actions.letter_sent(letter=letter, now=timezone.now())
                sent += 1
    finally:
        if connection is not None:
            connection.close()
    return Outcome(sent, refused, "")


def _message(letter: Letter) -> EmailMessage:
    first, *others = letter.notices
    # A subject is one line.
    subject = " ".join(first.subject.split())
    if others:
        subject += f" — и ещё {plural(len(others), 'сообщение', 'сообщения', 'сообщений')}"
    body = render_to_string(
        "mail/notices.txt", {"user": letter.user, "notices": letter.notices, "portal": settings.PORTAL_URL}
    )
    host = urlsplit(settings.PORTAL_URL).hostname
    return EmailMessage(
        subject=subject,
        body=body,
        to=[letter.user.email],
        headers={
            "Message-ID": f"<notices-{letter.user.pk}-{first.pk}-{letter.notices[-1].pk}@{host}>",
            # Keeps absence notes from being sent back.
            "Auto-Submitted": "auto-generated",
        },
    )


def _server() -> str:
    return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
