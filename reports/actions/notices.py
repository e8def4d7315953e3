"""What a person does with the notices."""

from django.utils import timezone

from kuznetsk_report.accounts.models import User
from reports.models import Notice


def read_notice(*, notice: Notice, by: User) -> None:
    """The person has seen the notice."""
    by.notices.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())


def read_all_notices(*, up_to: int, by: User) -> None:
    """The person has seen all notices up to this one; those that came after the page was shown stay unread."""
    by.notices.filter(pk__lte=up_to, read_at=None).update(read_at=timezone.now())
