"""Who may do what to a report in which state. The one table that pages and actions read; pure."""

from collections.abc import Collection

from django.db.models import TextChoices

from kuznetsk_report.accounts.roles import Role

from .vocabulary import State


class Action(TextChoices):
    OPEN = "open", "Начать отчёт"
    EDIT = "edit", "Заполнить"
    FILE_PAST = "file_past", "Внести принятый отчёт прошлых лет"


# None: there is no report yet.
TABLE: dict[tuple[State | None, Action], frozenset[Role]] = {
    (None, Action.OPEN): frozenset({Role.OFFICIAL, Role.SUPERVISOR}),
    (State.DRAFT, Action.EDIT): frozenset({Role.OFFICIAL}),
    (State.RETURNED, Action.EDIT): frozenset({Role.OFFICIAL}),
    (State.DRAFT, Action.FILE_PAST): frozenset({Role.SUPERVISOR}),
}


def allowed(action: Action, state: State | None, roles: Collection[Role]) -> bool:
    """Whether someone who holds these roles towards the report may do this in this state."""
    return not TABLE.get((state, action), frozenset()).isdisjoint(roles)
