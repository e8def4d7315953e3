"""The named cast and the stage: a small plan of made-up bodies, with a report of last year and one of this year."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import Client

from kuznetsk_report.accounts.models import Membership, Organization, User
from kuznetsk_report.accounts.roles import Role
from plans.models import Indicator, Plan, PlanItem, Target, TargetRule
from reports import access, actions
from reports.figures import Entry
from reports.models import Report, ReportRow, guard
from tests.settings import OWN_VAR_DIR


@dataclass
class Stage:
    """Everybody and everything that most tests need."""

    plan: Plan
    executor: Organization
    other_executor: Organization
    region: Organization
    official: User
    colleague: User
    supervisor: User
    clerk: User
    region_clerk: User
    outsider: User
    last_year: Report
    report: Report

    def row(self, number: str, report: Report | None = None) -> ReportRow:
        """A row of this year's report (or of another one) by its item number."""
        return (report or self.report).rows.get(number=number)

    def save(self, row: ReportRow, by: User | None = None, **changes: object) -> ReportRow:
        """Save the row with some fields changed and the rest as it stands."""
        row = ReportRow.objects.get(pk=row.pk)
        content: dict[str, object] = {
            "answer": row.answer,
            "implementation": row.implementation,
            "result": row.result,
            "entries": {},
            "version": row.version,
        }
        return actions.save_row(row=row, by=by or self.official, **{**content, **changes})  # type: ignore[arg-type]

    def complete(self, report: Report | None = None) -> Report:
        """Fill in every open row of this year's report (or of another one) so that it can be submitted."""
        report = Report.objects.get(pk=(report or self.report).pk)
        official = self.official if report.organization == self.executor else self.outsider
        for row in report.rows.filter(access.open_rows(report)):
            numbers = {"considered": Entry(Decimal(10)), "disciplined": Entry(Decimal(8))}
            self.save(
                row,
                by=official,
                answer="done",
                implementation=f"Сделано по пункту {row.number}.",
                result="Итог.",
                entries=numbers if row.number == "1.4" else {},
                replies={remark.pk: "Исправлено." for remark in row.remarks.filter(closed_at=None)},
            )
        return report

    def submit(self, report: Report | None = None) -> Report:
        """Complete and submit this year's report (or another one)."""
        report = self.complete(report)
        by = self.official if report.organization == self.executor else self.outsider
        actions.submit(report=report, by=by)
        report.refresh_from_db()
        return report

    def answer(self, number: str, text: str) -> None:
        """Answer every open remark on this row of this year's report."""
        row = self.row(number)
        self.save(row, replies={remark.pk: text for remark in row.remarks.filter(closed_at=None)})

    def return_with(self, *numbers: str, text: str = "Уточните число.") -> Report:
        """Remark on these rows of this year's submitted report and return it."""
        for number in numbers:
            row = self.row(number)
            actions.make_remark(row=row, text=text, seen=actions.last_event(row.report, row), by=self.supervisor)
        report = actions.return_report(report=self.report, seen=actions.last_event(self.report), by=self.supervisor)
        report.refresh_from_db()
        return report


def _organization(slug: str, number: int) -> Organization:
    return Organization.objects.create(
        slug=slug,
        name=f"Исполнитель {number:03}",
        name_genitive=f"исполнителя {number:03}",
        short_name=f"Исполнитель {number:03}",
        territory_genitive=f"территории {number:03}",
    )


def _user(name: str, organization: Organization, role: Role) -> User:
    user = User.objects.create_user(name, password="a long test password", last_name=name.capitalize())
    Membership.objects.create(user=user, organization=organization, role=role)
    return user


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what there is nothing of to test on this database."""
    left_out = [item for item in items for mark in item.iter_markers("database") if mark.args[0] != connection.vendor]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def pytest_unconfigure() -> None:
    """Workers leave without the interpreter's own clearing up."""
    shutil.rmtree(OWN_VAR_DIR, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def static_files() -> None:
    """Pages name fingerprinted files, as in production; they must be there."""
    call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def flush_past_the_guard() -> Iterator[None]:
    """Let the test runner empty the tables whose records nobody may delete; install() guards them again afterwards."""
    original = BaseDatabaseOperations.execute_sql_flush

    def flush(self: BaseDatabaseOperations, sql_list: list[str]) -> object:
        on_table = " ON {}" if self.connection.vendor == "postgresql" else ""
        with self.connection.cursor() as cursor:
            for table, verb in product(guard.TABLES, ["update", "delete", "replace", "truncate"]):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on_table.format(table)}")
        done = original(self, sql_list)
        guard.install(self.connection.alias)
        return done

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush)
        yield


@pytest.fixture
def stage(db: None) -> Stage:
    return build_stage()


def build_stage() -> Stage:
    """Put the cast and the reports into the database."""
    region = Organization.objects.create(
        slug="region", name="Орган 000", name_genitive="органа 000", short_name="Орган 000"
    )
    executor, other = _organization("executor", 1), _organization("other", 2)
    plan = Plan.objects.create(
        slug="plan",
        title="План испытаний",
        title_genitive="Плана испытаний",
        first_year=2021,
        last_year=2024,
        supervisor=region,
    )
    for number in ["2.10", "1.4", "2.9"]:
        item = PlanItem.objects.create(
            plan=plan,
            number=number,
            wording=f"Мероприятие {number} на территории {{территории}}",
            expected_result=f"ожидаемый результат {number}",
        )
        item.executors.set([executor, other])
    item = PlanItem.objects.get(plan=plan, number="1.4")
    considered = Indicator.objects.create(item=item, code="considered", position=1, name="Рассмотрено лиц", unit="чел.")
    disciplined = Indicator.objects.create(
        item=item, code="disciplined", position=2, name="Привлечено лиц", unit="чел."
    )
    share = Indicator.objects.create(
        item=item,
        code="share",
        position=3,
        name="Доля привлечённых",
        unit="%",
        kind=Indicator.Kind.SHARE,
        numerator=disciplined,
        denominator=considered,
    )
    Target.objects.create(indicator=share, rule=TargetRule.AT_LEAST, value=Decimal(70), phrase="не менее 70 %")
    official = _user("official", executor, Role.OFFICIAL)
    supervisor = _user("supervisor", region, Role.SUPERVISOR)
    last_year = actions.open_report(plan=plan, organization=executor, year=2023, by=official)
    report = actions.open_report(plan=plan, organization=executor, year=2024, by=official)
    stage = Stage(
        plan=plan,
        executor=executor,
        other_executor=other,
        region=region,
        official=official,
        colleague=_user("colleague", executor, Role.OFFICIAL),
        supervisor=supervisor,
        clerk=_user("clerk", executor, Role.CLERK),
        region_clerk=_user("region_clerk", region, Role.CLERK),
        outsider=_user("outsider", other, Role.OFFICIAL),
        last_year=last_year,
        report=report,
    )
    stage.save(
        stage.row("1.4", last_year),
        answer="done",
        implementation="В 2023 году проведено 5 заседаний, постановление от 20.12.2023 №2308.",
        result="ожидаемый результат 1.4",
        entries={"considered": Entry(Decimal(9)), "disciplined": Entry(Decimal(3))},
    )
    stage.save(stage.row("2.9", last_year), answer="no_cases", implementation="Случаев не было.")
    stage.save(stage.row("2.10", last_year), answer="done", implementation="Сделано.", result="итог")
    stage.last_year = actions.file_past_report(report=last_year, by=supervisor)
    return stage


@pytest.fixture
def sign_in(client: Client) -> Callable[[User], Client]:
    """Sign in as one of the cast: client = sign_in(stage.official)."""

    def sign(user: User) -> Client:
        client.force_login(user)
        return client

    return sign
