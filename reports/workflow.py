"""Who may do what to a report in which state, and where that leads. The one table that pages and actions read; pure."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import TextChoices

from kuznetsk_report.accounts.roles import Role

from .vocabulary import State


class Action(TextChoices):
    """What can be done to a report. The labels stand on the buttons."""

    OPEN = "open", "Начать отчёт"
    EDIT = "edit", "Заполнить"
    ADD_ROWS = "add_rows", "Добавить строки"
    SUBMIT = "submit", "Представить отчёт"
    REVIEW = "review", "Проверить строки"
    RETURN = "return", "Вернуть на доработку"
    ACCEPT = "accept", "Принять отчёт"
    REOPEN = "reopen", "Открыть принятый отчёт снова"
    FILE_PAST = "file_past", "Внести принятый отчёт прошлых лет"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may, and the state afterwards. `by_another`: nobody decides on a report that they wrote in themselves."""

    roles: frozenset[Role]
    to: State
    by_another: bool = False


_EXECUTOR = frozenset({Role.OFFICIAL})
_SUPERVISOR = frozenset({Role.SUPERVISOR})

# None: there is no report yet.
TABLE: dict[tuple[State | None, Action], Rule] = {
    (None, Action.OPEN): Rule(_EXECUTOR | _SUPERVISOR, State.DRAFT),
    (State.DRAFT, Action.EDIT): Rule(_EXECUTOR, State.DRAFT),
    (State.DRAFT, Action.ADD_ROWS): Rule(_EXECUTOR, State.DRAFT),
    (State.DRAFT, Action.SUBMIT): Rule(_EXECUTOR, State.SUBMITTED),
    (State.DRAFT, Action.FILE_PAST): Rule(_SUPERVISOR, State.ACCEPTED, by_another=True),
    (State.SUBMITTED, Action.REVIEW): Rule(_SUPERVISOR, State.SUBMITTED, by_another=True),
    (State.SUBMITTED, Action.RETURN): Rule(_SUPERVISOR, State.RETURNED, by_another=True),
    (State.SUBMITTED, Action.ACCEPT): Rule(_SUPERVISOR, State.ACCEPTED, by_another=True),
    (State.RETURNED, Action.EDIT): Rule(_EXECUTOR, State.RETURNED),
    (State.RETURNED, Action.SUBMIT): Rule(_EXECUTOR, State.RESUBMITTED),
    (State.RESUBMITTED, Action.REVIEW): Rule(_SUPERVISOR, State.RESUBMITTED, by_another=True),
    (State.RESUBMITTED, Action.RETURN): Rule(_SUPERVISOR, State.RETURNED, by_another=True),
    (State.RESUBMITTED, Action.ACCEPT): Rule(_SUPERVISOR, State.ACCEPTED, by_another=True),
    (State.ACCEPTED, Action.REOPEN): Rule(_SUPERVISOR, State.RETURNED),
}


def allowed(action: Action, state: State | None, roles: Collection[Role]) -> bool:
    """Whether someone who holds these roles towards the report may do this in this state."""
    rule = TABLE.get((state, action))
    return rule is not None and not rule.roles.isdisjoint(roles)


def needs_another(action: Action, state: State | None) -> bool:
    """Whether this must not be done by those who wrote the report."""
    rule = TABLE.get((state, action))
    return rule is not None and rule.by_another
