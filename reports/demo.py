"""The demonstration data of fixtures/, put into the database: what is missing is created, what is there stays as it is.

Nothing is reset, so that a load after a day's work undoes none of it. A plan counts as one thing: if it is there, its
items, indicators and executors are left as the administrator has them.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from kuznetsk_report.accounts.models import Membership, Organization, User
from kuznetsk_report.accounts.roles import Role
from plans.models import Indicator, Plan, PlanItem, Target, Tie

from . import actions
from .figures import Entry
from .models import Report

Data = dict[str, Any]

FIXTURES = settings.BASE_DIR / "fixtures"
OPEN_YEAR = 2024


@dataclass(frozen=True, slots=True)
class Person:
    """Someone to sign in as. The names say what the account is for and cannot be taken for a real person's."""

    username: str
    last_name: str
    organization: str = ""
    role: Role | None = None  # None: an administrator, who needs no membership

    def user(self) -> User:
        """The account, not saved and without a password."""
        is_admin = self.role is None
        return User(
            username=self.username,
            email=f"{self.username}@example.org",
            last_name=self.last_name,
            position="Демонстрационная учётная запись",
            is_staff=is_admin,
            is_superuser=is_admin,
        )


PEOPLE = (
    Person("official", "Исполнитель", "kuznetsk", Role.OFFICIAL),
    Person("supervisor", "Куратор", "profilaktika", Role.SUPERVISOR),
    Person("clerk", "Делопроизводитель", "kuznetsk", Role.CLERK),
    Person("admin", "Администратор"),
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load added, and how much of it had been there before."""

    plan: Plan
    plan_is_new: bool
    organizations: list[Organization]
    organizations_before: int
    people: list[User]
    people_before: int
    reports: list[Report]
    reports_before: int


@transaction.atomic
def load(*, password: str) -> Loaded:
    """Load everything that is missing; new people get this password, whatever the validators say of it."""
    plan_data, executors_data, filed = _read("penza_plan_2021_2024"), _read("penza_executors"), _read("kuznetsk_2023")
    organizations_data = [plan_data["supervisor"], *executors_data["executors"]]
    new_organizations = _create_organizations(organizations_data)
    slugs = [data["slug"] for data in organizations_data]
    organizations = {o.slug: o for o in Organization.objects.filter(slug__in=slugs)}
    executors = [organizations[data["slug"]] for data in executors_data["executors"]]

    plan = Plan.objects.filter(slug=plan_data["slug"]).first()
    plan_is_new = plan is None
    if plan is None:
        plan = _create_plan(plan_data, organizations[plan_data["supervisor"]["slug"]], executors)

    new_people = _create_people(organizations, password)
    people = {user.username: user for user in User.objects.filter(username__in=[p.username for p in PEOPLE])}

    present = set(Report.objects.filter(plan=plan).values_list("organization_id", "year"))
    new_reports = []
    reporter = organizations[filed["organization"]]
    if (reporter.pk, filed["year"]) not in present:
        new_reports.append(_file_report(filed, plan, reporter, people["official"], people["supervisor"]))
    new_reports += [
        actions.open_report(plan=plan, organization=executor, year=OPEN_YEAR, by=people["supervisor"])
        for executor in executors
        if (executor.pk, OPEN_YEAR) not in present
    ]
    return Loaded(
        plan=plan,
        plan_is_new=plan_is_new,
        organizations=new_organizations,
        organizations_before=len(organizations) - len(new_organizations),
        people=new_people,
        people_before=len(people) - len(new_people),
        reports=new_reports,
        reports_before=len(present),
    )


def validate_demo_password(password: str) -> None:
    """Raise ValidationError unless every demonstration account could have this password by the portal's rules."""
    for person in PEOPLE:
        validate_password(password, person.user())


def _read(name: str) -> Data:
    data: Data = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    return data


def _text(value: str | Sequence[str]) -> str:
    """A text of the fixtures: one line as a string, several as a list of them."""
    return value if isinstance(value, str) else "\n".join(value)


def _create_organizations(data: Sequence[Data]) -> list[Organization]:
    present = set(Organization.objects.values_list("slug", flat=True))
    return Organization.objects.bulk_create(Organization(**each) for each in data if each["slug"] not in present)


def _create_plan(data: Data, supervisor: Organization, executors: Sequence[Organization]) -> Plan:
    own = {key: value for key, value in data.items() if key not in ("supervisor", "items", "ties")}
    plan = Plan.objects.create(**own, supervisor=supervisor)
    Tie.objects.bulk_create(Tie(plan=plan, name=name) for name in data["ties"])
    for each in data["items"]:
        item = PlanItem.objects.create(
            plan=plan,
            number=each["number"],
            wording=_text(each["wording"]),
            expected_result=_text(each["expected_result"]),
        )
        item.executors.set(executors)
        _create_indicators(item, each["indicators"])
    return plan


def _create_indicators(item: PlanItem, data: Sequence[Data]) -> None:
    """Create the indicators in the order of the data: a share stands below the numbers that it is computed from."""
    created: dict[str, Indicator] = {}
    ties = {tie.name: tie for tie in item.plan.ties.all()}
    for position, each in enumerate(data):
        is_share = "numerator" in each
        indicator = created[each["code"]] = Indicator.objects.create(
            item=item,
            code=each["code"],
            position=position,
            name=each["name"],
            kind=Indicator.Kind.SHARE if is_share else Indicator.Kind.NUMBER,
            unit=each["unit"],
            numerator=created[each["numerator"]] if is_share else None,
            denominator=created[each["denominator"]] if is_share else None,
            tie=ties[each["tie"]] if "tie" in each else None,
            phrase=each.get("phrase", ""),
            phrase_for_zero=each.get("phrase_for_zero", ""),
            words=each.get("words", ""),
        )
        if "target" in each:
            target = each["target"]
            Target.objects.create(
                indicator=indicator,
                rule=target.get("rule", ""),
                value=Decimal(target["value"]) if "value" in target else None,
                phrase=_text(target["phrase"]),
            )


def _create_people(organizations: dict[str, Organization], password: str) -> list[User]:
    present = set(User.objects.values_list("username", flat=True))
    created = []
    for person in PEOPLE:
        if person.username in present:
            continue
        user = person.user()
        user.set_password(password)
        user.save()
        if person.role is not None:
            Membership.objects.create(user=user, organization=organizations[person.organization], role=person.role)
        created.append(user)
    return created


def _file_report(data: Data, plan: Plan, organization: Organization, official: User, supervisor: User) -> Report:
    """Open the report of a past year, fill it as the official did, and file it."""
    report = actions.open_report(plan=plan, organization=organization, year=data["year"], by=official)
    filled = {each["number"]: each for each in data["rows"]}
    for row in report.rows.all():
        each = filled[row.number]
        actions.save_row(
            row=row,
            version=row.version,
            by=official,
            answer=each["answer"],
            implementation=_text(each["implementation"]),
            result=_text(each["result"]),
            entries={code: Entry(Decimal(value)) for code, value in each["values"].items()},
        )
    return actions.file_past_report(report=report, by=supervisor)
