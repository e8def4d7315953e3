from itertools import product

import pytest

from kuznetsk_report.accounts.roles import Role
from reports.access import may
from reports.vocabulary import State
from reports.workflow import Action, allowed

from .conftest import Stage

ALLOWED = {
    (Action.OPEN, None, Role.OFFICIAL),
    (Action.OPEN, None, Role.SUPERVISOR),
    (Action.EDIT, State.DRAFT, Role.OFFICIAL),
    (Action.EDIT, State.RETURNED, Role.OFFICIAL),
    (Action.FILE_PAST, State.DRAFT, Role.SUPERVISOR),
}


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
