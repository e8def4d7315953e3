"""manage.py load_demo: what it loads, that it can be repeated, and when it refuses."""

import json
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project_settings
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries, Settings

from kuznetsk_report.accounts.models import Membership, Organization, User
from kuznetsk_report.accounts.roles import Role
from plans.models import Indicator, Plan, PlanItem, Target, Tie
from plans.numbers import canonical
from reports import actions
from reports.documents import docx
from reports.documents.gather import content_of, definitions, entries
from reports.figures import Entry, Figure, Status, figures
from reports.models import Event, IndicatorValue, Report, ReportRow
from reports.text import tidy_layout
from reports.vocabulary import Answer, EventKind, State
from tests.documents.read import docx_rows, pdf_letters, squeeze
from tests.test_fixtures import SOURCE

GOOD_PASSWORD = "Кедровый-орех-17"
MODELS = (Organization, User, Membership, Plan, PlanItem, Indicator, Report, ReportRow, IndicatorValue, Event)


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _debug(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a developer's machine: DEBUG, and no password in the environment."""
    settings.DEBUG = True
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)


def load(*arguments: str) -> list[str]:
    """Run the command and return the lines that it printed."""
    output = StringIO()
    call_command("load_demo", *arguments, stdout=output)
    return output.getvalue().splitlines()


def fixture(name: str) -> Any:
    return json.loads((project_settings.BASE_DIR / "fixtures" / name).read_text(encoding="utf-8"))


def text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "\n".join(value)


def report(slug: str, year: int) -> Report:
    return Report.objects.get(organization__slug=slug, year=year)


def figure(number: str, code: str) -> Figure:
    """A figure of the filed report of Kuznetsk."""
    row = report("kuznetsk", 2023).rows.get(number=number)
    entered = entries(row.values.select_related("indicator"))
    found = {f.definition.code: f for f in figures(definitions(row.item.indicators.all(), 2023), entered)}
    return found[code]


def test_loads_everything() -> None:
    assert load() == [
        "План противодействия коррупции в Пензенской области на 2021–2024 годы: загружен.",
        "Организации: добавлено 31, уже было 0.",
        "Учётные записи: добавлено official, supervisor, clerk, admin, уже было 0.",
        "Отчёты: добавлено 31, уже было 0.",
    ]
    assert PlanItem.objects.count() == 25
    assert Indicator.objects.count() == sum(
        len(item["indicators"]) for item in fixture("penza_plan_2021_2024.json")["items"]
    )
    assert ReportRow.objects.count() == 31 * 25
    assert {item.executors.count() for item in PlanItem.objects.all()} == {30}


def test_items_stand_in_natural_order_and_are_found_by_any_spelling() -> None:
    load()
    plan = Plan.objects.get(slug="penza-2021-2024")
    for number in ("2.9", "1.4.1"):
        PlanItem.objects.create(plan=plan, number=number, wording="Проверка порядка")

    numbers = list(plan.items.values_list("number", flat=True))

    assert numbers[:8] == ["1.4", "1.4.1", "1.6", "1.7", "2.1", "2.9", "2.10", "2.11"]
    assert numbers[-1] == "8.5"
    for spelling in ("2.10", "2.10.", " п. 2.10", "п.2.10.", "пункт 2 . 10", "2.\N{NO-BREAK SPACE}10"):
        assert plan.items.get(number=spelling).number == "2.10"


def test_plan_and_its_people() -> None:
    load()
    plan = Plan.objects.get()

    assert plan.deadline(2024).isoformat() == "2025-02-01"
    assert plan.supervisor.name_genitive == "Управления по профилактике коррупционных и иных правонарушений"
    assert set(Membership.objects.values_list("user__username", "organization__slug", "role")) == {
        ("official", "kuznetsk", Role.OFFICIAL),
        ("supervisor", plan.supervisor.slug, Role.SUPERVISOR),
        ("clerk", "kuznetsk", Role.CLERK),
    }
    assert list(User.objects.filter(is_superuser=True, is_staff=True).values_list("username", flat=True)) == ["admin"]
    assert all(user.check_password("demo") for user in User.objects.all())
    assert str(User.objects.get(username="official")) == "Исполнитель"


def test_indicators_keep_order_target_and_parts() -> None:
    load()
    meetings, considered, disciplined, share = Indicator.objects.filter(item__number="1.4")

    assert [meetings.code, considered.unit, disciplined.kind] == ["meetings", "чел.", Indicator.Kind.NUMBER]
    assert (share.kind, share.numerator, share.denominator) == (Indicator.Kind.SHARE, disciplined, considered)
    target = share.targets.get()
    assert (target.first_year, target.rule, target.value) == (None, "at_least", Decimal(70))
    assert target.phrase.startswith("не менее 70 % муниципальных служащих")
    assert disciplined.tie is not None
    assert {i.item.number for i in disciplined.tie.indicators.all()} == {"1.4", "2.13"}
    for each in (*Indicator.objects.all(), *Target.objects.all(), *Tie.objects.all()):
        each.full_clean()


def test_report_of_2023_is_filed_as_in_the_fixture() -> None:
    load()
    filed = report("kuznetsk", 2023)
    expected = fixture("kuznetsk_2023.json")["rows"]
    events = filed.events.values_list("kind", "actor__username")

    assert filed.state == State.ACCEPTED
    assert filed.filed_content is not None
    assert len(filed.filed_content["rows"]) == 25
    assert [(row.number, row.answer, row.implementation, row.result) for row in filed.rows.all()] == [
        (each["number"], each["answer"], text(each["implementation"]), text(each["result"])) for each in expected
    ]
    assert {
        (value.row.number, value.indicator.code): value.value for value in IndicatorValue.objects.select_related()
    } == {(each["number"], code): value for each in expected for code, value in each["values"].items()}
    assert list(events) == [
        (EventKind.OPENED, "official"),
        *[(EventKind.ROW_SAVED, "official")] * 25,
        (EventKind.FILED, "supervisor"),
    ]


@pytest.mark.parametrize(
    ("number", "code", "shown", "met"),
    [
        ("1.4", "disciplined_share", "33,3\N{NO-BREAK SPACE}% (3 из 9)", False),
        ("2.1", "submitted_share", "100\N{NO-BREAK SPACE}% (103 из 103)", True),
        ("2.13", "false_information_share", "33,3\N{NO-BREAK SPACE}% (3 из 9)", False),
        ("2.13", "ban_violators_share", "случаев не было (0 из 0)", None),
        ("2.10", "analysed_share", "не заполнено", None),
        ("4.2", "drafts", "216\N{NO-BREAK SPACE}ед.", None),
        ("6.3", "events", "1\N{NO-BREAK SPACE}ед.", True),
        ("8.5", "events", "не заполнено", None),
    ],
)
def test_figures_of_2023(number: str, code: str, shown: str, met: bool | None) -> None:
    load()
    found = figure(number, code)

    assert (found.text, found.met) == (shown, met)
    assert (found.status == Status.MISSING) == (shown == "не заполнено")


@pytest.mark.parametrize(
    ("slug", "genitive"),
    [
        ("kuznetsk", "города Кузнецка"),
        ("penza", "города Пензы"),
        ("zarechny", "города Заречного"),
        ("bashmakovsky-rayon", "Башмаковского района"),
        ("kuznetsky-rayon", "Кузнецкого района"),
    ],
)
def test_reports_of_2024_are_open_empty_and_in_the_executors_words(slug: str, genitive: str) -> None:
    load()
    opened = report(slug, 2024)
    row = opened.rows.get(number="1.4")

    assert opened.state == State.DRAFT
    assert opened.organization.name_genitive == f"администрации {genitive}"
    assert f"служащих администрации {genitive} и урегулированию" in row.wording
    assert f"самоуправления {genitive} Пензенской области" in row.wording
    assert set(opened.rows.values_list("answer", "implementation", "result", "version")) == {("", "", "", 1)}
    assert not IndicatorValue.objects.filter(row__report=opened).exists()
    assert not ReportRow.objects.filter(report=opened, wording__contains="{").exists()


def test_second_load_adds_nothing() -> None:
    load()
    before = {model: model._default_manager.count() for model in MODELS}

    assert load() == [
        "План противодействия коррупции в Пензенской области на 2021–2024 годы: уже есть, не изменён.",
        "Организации: добавлено 0, уже было 31.",
        "Учётные записи: добавлено 0, уже было 4.",
        "Отчёты: добавлено 0, уже было 31.",
    ]
    assert {model: model._default_manager.count() for model in MODELS} == before


def test_second_load_keeps_what_people_have_changed() -> None:
    load()
    official = User.objects.get(username="official")
    official.set_password(GOOD_PASSWORD)
    official.save()
    Organization.objects.filter(slug="penza").update(short_name="Город Пенза")
    Plan.objects.update(deadline_day=15)
    PlanItem.objects.filter(number="1.6").update(wording="Уточнённая редакция")
    Membership.objects.filter(role=Role.CLERK).delete()
    row = report("kuznetsk", 2024).rows.get(number="1.4")
    actions.save_row(
        row=row,
        version=1,
        by=official,
        answer=Answer.DONE,
        implementation="Проведено 2 заседания.",
        result="",
        entries={"meetings": Entry(Decimal(2))},
    )

    load()

    row.refresh_from_db()
    assert (row.answer, row.implementation, row.version) == (Answer.DONE, "Проведено 2 заседания.", 2)
    assert row.values.get().value == 2
    assert User.objects.get(username="official").check_password(GOOD_PASSWORD)
    assert Organization.objects.get(slug="penza").short_name == "Город Пенза"
    assert Plan.objects.get().deadline_day == 15
    assert PlanItem.objects.get(number="1.6").wording == "Уточнённая редакция"
    assert not Membership.objects.filter(role=Role.CLERK).exists()


def test_second_load_brings_back_what_is_missing() -> None:
    load()
    User.objects.get(username="clerk").delete()
    Report.objects.filter(pk=report("spassky-rayon", 2024).pk).update(year=2022)

    assert load()[2:] == [
        "Учётные записи: добавлено clerk, уже было 3.",
        "Отчёты: добавлено 1, уже было 31.",
    ]
    assert report("spassky-rayon", 2024).rows.count() == 25
    assert Membership.objects.get(user__username="clerk").role == Role.CLERK


def test_second_load_asks_the_database_little(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    load()

    with django_assert_max_num_queries(12):
        load()


def test_people_get_the_password_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", "коротко")

    load()

    assert all(user.check_password("коротко") for user in User.objects.all())


@pytest.mark.parametrize(
    ("password", "arguments", "told"),
    [
        ("", [], "только при DEBUG=1"),
        (GOOD_PASSWORD, [], "повторите с --force"),
        ("", ["--force"], "задайте DEMO_PASSWORD"),
        ("demo", ["--force"], "DEMO_PASSWORD не подходит"),
        ("supervisor-2024", ["--force"], "DEMO_PASSWORD не подходит"),
        ("740182659301", ["--force"], "DEMO_PASSWORD не подходит"),
    ],
)
def test_refuses_outside_debug(
    password: str, arguments: list[str], told: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEBUG = False
    monkeypatch.setenv("DEMO_PASSWORD", password)

    with pytest.raises(CommandError, match=told):
        load(*arguments)

    assert not any(model._default_manager.exists() for model in MODELS)


def test_loads_outside_debug_if_forced_with_a_good_password(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEBUG = False
    monkeypatch.setenv("DEMO_PASSWORD", GOOD_PASSWORD)

    load("--force")

    assert Report.objects.count() == 31
    assert all(user.check_password(GOOD_PASSWORD) for user in User.objects.all())


def test_loads_all_or_nothing() -> None:
    """A supervisor who is there without the role cannot open reports: the command says so and leaves no half."""
    User.objects.create_user("supervisor")

    with pytest.raises(CommandError, match="Ничего не загружено"):
        load()

    assert User.objects.count() == 1
    assert not Organization.objects.exists()
    assert not Report.objects.exists()


def test_the_word_document_of_2023_holds_the_source_word_for_word() -> None:
    """The way round: source text -> fixtures -> database -> file, against the source itself."""
    load()
    table = docx_rows(docx.render(content_of(report("kuznetsk", 2023))))[2:]
    assert len(table) == len(SOURCE) == 25
    for position, (row, source) in enumerate(zip(table, SOURCE, strict=True), start=1):
        cells = [" ".join(cell).split() for cell in row]
        assert cells[:2] == [[f"{position}."], [canonical(source.number)]]
        texts = (source.measure, source.implementation, source.result)
        assert cells[2:] == [tidy_layout(cell).split() for cell in texts]


def test_the_regions_consolidated_report_says_what_kuznetsk_said_and_who_is_silent(tmp_path: Path) -> None:
    load()
    output = tmp_path / "region.pdf"
    arguments = ["--plan", "penza-2021-2024", "--year", "2023", "--format", "pdf", "--output", str(output)]
    call_command("export_consolidated", *arguments, stdout=StringIO())
    letters = "".join(letter.text for letter in pdf_letters(output.read_bytes()))
    silent = "Не представили отчёт — 29: Башмаковский район, Бековский район, Белинский район,"
    assert squeeze(f"Принят отчёт 1 исполнителя из 30. {silent}") in letters
    for organization in Organization.objects.filter(assigned_items__plan__slug="penza-2021-2024").distinct():
        assert squeeze(organization.short_name) in letters
    assert squeeze("33,3 % (3 из 9)") in letters
    appendix = letters[letters.index(squeeze("Приложение 1")) :]
    for row in report("kuznetsk", 2023).rows.all():
        for line in row.implementation.split("\n"):
            # The end of a page may part a line: its beginning is enough.
            assert squeeze(line)[:30] in appendix, row.number
