"""What a plan of release 0.2.0 had comes through the migrations."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.apps.registry import Apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from plans.models import Indicator, Target

OLD = "0001_initial"


@pytest.fixture
def old(transactional_db: None) -> Iterator[Apps]:
    """The tables of plans as release 0.2.0 had them, with its models."""
    call_command("migrate", "plans", OLD, verbosity=0)
    yield MigrationLoader(connection).project_state(("plans", OLD)).apps
    call_command("migrate", verbosity=0)


def indicator(apps: Apps, code: str, **fields: Any) -> None:
    region, _ = apps.get_model("accounts", "Organization").objects.get_or_create(
        slug="region", name="Орган", name_genitive="органа", short_name="Орган"
    )
    plan, _ = apps.get_model("plans", "Plan").objects.get_or_create(
        slug="plan", title="П", title_genitive="П", first_year=2021, last_year=2024, supervisor=region
    )
    item, _ = apps.get_model("plans", "PlanItem").objects.get_or_create(plan=plan, number="00001.00004", wording="М")
    apps.get_model("plans", "Indicator").objects.create(item=item, code=code, name=code, unit="ед.", **fields)


def test_targets_become_rules_from_the_plans_beginning(old: Apps) -> None:
    indicator(old, "ruled", target_rule="at_least", target=Decimal(4), target_phrase="не менее 4 мероприятий")
    indicator(old, "worded", target_phrase="как можно больше")
    indicator(old, "free")
    call_command("migrate", "plans", verbosity=0)
    assert set(Indicator.objects.values_list("code", "kind")) == {
        ("ruled", "number"), ("worded", "number"), ("free", "number"),
    }  # fmt: skip
    found = Target.objects.order_by("indicator__code")
    assert list(found.values_list("indicator__code", "first_year", "rule", "value", "phrase")) == [
        ("ruled", None, "at_least", Decimal(4), "не менее 4 мероприятий"),
        ("worded", None, "", None, "как можно больше"),
    ]


def test_a_negative_target_keeps_its_words(old: Apps) -> None:
    """Only the form refused one; the database took it."""
    indicator(old, "silent", target_rule="at_least", target=Decimal("-1.5"))
    indicator(old, "worded", target_rule="at_most", target=Decimal(-2), target_phrase="снижение на 2")
    call_command("migrate", "plans", verbosity=0)
    assert list(Target.objects.order_by("indicator__code").values_list("rule", "value", "phrase")) == [
        ("", None, "не менее -1.5"),
        ("", None, "снижение на 2"),
    ]


def test_the_way_back_keeps_the_targets(old: Apps) -> None:
    indicator(old, "ruled", target_rule="at_most", target=Decimal(2), target_phrase="не более 2")
    call_command("migrate", "plans", verbosity=0)
    call_command("migrate", "plans", OLD, verbosity=0)
    again: Any = old.get_model("plans", "Indicator").objects.get()
    assert (again.target_rule, again.target, again.target_phrase) == ("at_most", Decimal(2), "не более 2")
