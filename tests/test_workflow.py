from itertools import product

import pytest

from kuznetsk_report.accounts.roles import Role
from reports.access import may
from reports.vocabulary import State
from reports.workflow import TABLE, Action, allowed, needs_another

from .conftest import Stage

ALLOWED = {
    (Action.OPEN, None, Role.OFFICIAL),
    (Action.OPEN, None, Role.SUPERVISOR),
    (Action.EDIT, State.DRAFT, Role.OFFICIAL),
    (Action.EDIT, State.RETURNED, Role.OFFICIAL),
    (Action.ADD_ROWS, State.DRAFT, Role.OFFICIAL),
    (Action.SUBMIT, State.DRAFT, Role.OFFICIAL),
    (Action.SUBMIT, State.RETURNED, Role.OFFICIAL),
    (Action.REVIEW, State.SUBMITTED, Role.SUPERVISOR),
    (Action.REVIEW, State.RESUBMITTED, Role.SUPERVISOR),
    (Action.RETURN, State.SUBMITTED, Role.SUPERVISOR),
    (Action.RETURN, State.RESUBMITTED, Role.SUPERVISOR),
    (Action.ACCEPT, State.SUBMITTED, Role.SUPERVISOR),
    (Action.ACCEPT, State.RESUBMITTED, Role.SUPERVISOR),
    (Action.REOPEN, State.ACCEPTED, Role.SUPERVISOR),
    (Action.FILE_PAST, State.DRAFT, Role.SUPERVISOR),
}

# Where each action leads.
LEADS_TO = {
    (None, Action.OPEN): State.DRAFT,
    (State.DRAFT, Action.EDIT): State.DRAFT,
    (State.DRAFT, Action.ADD_ROWS): State.DRAFT,
    (State.DRAFT, Action.SUBMIT): State.SUBMITTED,
    (State.DRAFT, Action.FILE_PAST): State.ACCEPTED,
    (State.SUBMITTED, Action.REVIEW): State.SUBMITTED,
    (State.SUBMITTED, Action.RETURN): State.RETURNED,
    (State.SUBMITTED, Action.ACCEPT): State.ACCEPTED,
    (State.RETURNED, Action.EDIT): State.RETURNED,
    (State.RETURNED, Action.SUBMIT): State.RESUBMITTED,
    (State.RESUBMITTED, Action.REVIEW): State.RESUBMITTED,
    (State.RESUBMITTED, Action.RETURN): State.RETURNED,
    (State.RESUBMITTED, Action.ACCEPT): State.ACCEPTED,
    (State.ACCEPTED, Action.REOPEN): State.RETURNED,
}


def test_where_each_action_leads() -> None:
    assert {key: rule.to for key, rule in TABLE.items()} == LEADS_TO


def test_whoever_decides_must_not_be_the_author() -> None:
    deciding = {action for state, action in TABLE if needs_another(action, state)}
    assert deciding == {Action.REVIEW, Action.RETURN, Action.ACCEPT, Action.FILE_PAST}


@pytest.mark.parametrize(("action", "state", "role"), list(product(Action, [None, *State], Role)))
def test_every_action_state_and_role(action: Action, state: State | None, role: Role) -> None:
    assert allowed(action, state, {role}) == ((action, state, role) in ALLOWED)


def test_without_a_role_nothing_is_allowed() -> None:
    assert not any(allowed(action, state, set()) for action, state in product(Action, [None, *State]))


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("official", True),
        ("colleague", True),
        ("supervisor", False),
        ("clerk", False),
        ("region_clerk", False),
        ("outsider", False),
    ],
)
def test_who_may_edit_a_draft(stage: Stage, who: str, expected: bool) -> None:
    assert may(getattr(stage, who), Action.EDIT, stage.report) is expected
    assert may(getattr(stage, who), Action.EDIT, stage.last_year) is False
