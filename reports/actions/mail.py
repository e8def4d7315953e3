"""The outbox: notices that are still to be sent by e-mail, one message to a person at a time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from kuznetsk_report.accounts.models import User
from reports.models import MailBox, Notice
from reports.models.notice import TO_BE_EMAILED

# Longer than any sending can take (settings.EMAIL_TIMEOUT for each step of it).
_SENDING = timedelta(minutes=10)
_RETRY = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Letter:
    """What one person is to be sent now, oldest first."""

    box: MailBox
    user: User
    notices: list[Notice]


@transaction.atomic
def prepare_mail(*, now: datetime) -> None:
    """Set aside what cannot be sent (no address, no account any more), and give a box to who has none yet.

    What is set aside stays in the portal; it does not come as a flood when the person gets an address.
    """
    waiting = Notice.objects.filter(TO_BE_EMAILED)
    waiting.filter(Q(user__is_active=False) | Q(user__email="")).update(portal_only=True)
    without_box = waiting.filter(user__mail_box=None).order_by().values_list("user", flat=True).distinct()
    MailBox.objects.bulk_create((MailBox(user_id=user, not_before=now) for user in without_box), ignore_conflicts=True)


@transaction.atomic
def take_letter(*, now: datetime) -> Letter | None:
    """The next letter that is due, reserved for who calls; None if there is none.

    Until letter_sent() or letter_failed() nobody else gets it, unless the caller dies: then it is sent again later,
    because a letter that comes twice does less harm than one that does not come.
    """
    waiting = Notice.objects.filter(TO_BE_EMAILED, user=OuterRef("user"))
    due = MailBox.objects.filter(Exists(waiting), not_before__lte=now, user__is_active=True).exclude(user__email="")
    # Who waits longest is first, so that a letter at which the server breaks off does not hold up all others.
    box = due.select_for_update(skip_locked=True, of=("self",)).order_by("not_before", "pk").first()
    if box is None:
        return None
    _postpone(box, now + _SENDING)
    notices = list(box.user.notices.filter(TO_BE_EMAILED).order_by("pk"))
    return Letter(box, box.user, notices)


@transaction.atomic
def letter_sent(*, letter: Letter, now: datetime) -> None:
    """The letter has gone out; what comes now is collected for settings.MAIL_DIGEST_MINUTES."""
    Notice.objects.filter(pk__in=[notice.pk for notice in letter.notices]).update(emailed_at=now, portal_only=False)
    _postpone(letter.box, now + timedelta(minutes=settings.MAIL_DIGEST_MINUTES))


@transaction.atomic
def letter_failed(*, letter: Letter, now: datetime, later: bool) -> None:
    """The letter has not gone out. `later`: this person's letter is at fault and is tried later, not at once."""
    _postpone(letter.box, now + _RETRY if later else now)


def _postpone(box: MailBox, until: datetime) -> None:
    MailBox.objects.filter(pk=box.pk).update(not_before=until)
