"""What a person has been told."""

from django.db.models import QuerySet

from kuznetsk_report.accounts.models import User
from reports.models import Notice


def visible_notices(user: User) -> QuerySet[Notice]:
    """This person's notices, newest first."""
    return user.notices.all()


def unread_notices(user: User) -> int:
    """How many of them have not been read; one look into an index."""
    return user.notices.filter(read_at=None).count()
