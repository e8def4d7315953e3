"""What every page shows."""

from django.http import HttpRequest

from reports import queries
from reports.wording import plural

from .common import user_of


def unread_notices(request: HttpRequest) -> dict[str, object]:
    """For the bell in the masthead: `unread_notices`, and what a screen reader says of them.

    Parts of a page, which background requests ask for, have no masthead.
    """
    if not hasattr(request, "user") or not request.user.is_authenticated or request.headers.get("HX-Request"):
        return {}
    unread = queries.unread_notices(user_of(request))
    return {
        "unread_notices": unread,
        "unread_notices_said": plural(unread, "непрочитанное", "непрочитанных", "непрочитанных"),
    }
