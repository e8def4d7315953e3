"""Indicators, targets, shared facts and levels in the admin, and trying them on a report before saving."""

import html as html_module
from decimal import Decimal

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.test import Client

from kuznetsk_report.accounts.models import User
from plans.models import Indicator, Plan, PlanItem, Tie
from reports.figures import Entry
from reports.models import CheckLevel, Report
from reports.russian.agreement import check_template

from .conftest import Stage
from .test_views_row import FormReader

Data = dict[str, object]


@pytest.fixture
def administrator(stage: Stage, client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root"))
    stage.save(
        stage.row("1.4"),
        answer="done",
        implementation="Рассмотрены 9 человек, привлечены 3 человека.",
        result="Итог.",
        entries={"considered": Entry(Decimal(9)), "disciplined": Entry(Decimal(3))},
    )
    return client


def contents() -> dict[str, int]:
    """How many records there are of each kind; sessions come and go."""
    return {m.__name__: m._default_manager.count() for m in apps.get_models() if m.__name__ != "Session"}


def plain(html: str) -> str:
    return " ".join(html.replace("\u00a0", " ").split())


def item_page(item: PlanItem) -> str:
    return f"/admin/plans/planitem/{item.pk}/change/"


def item_form(item: PlanItem, **changes: object) -> Data:
    """What the page of an item posts, with its indicators as they are."""
    indicators = list(item.indicators.all())
    data: Data = {
        "plan": item.plan_id,
        "number": item.number,
        "wording": item.wording,
        "expected_result": item.expected_result,
        "executors": [each.pk for each in item.executors.all()],
        "indicators-TOTAL_FORMS": len(indicators),
        "indicators-INITIAL_FORMS": len(indicators),
    }
    for n, each in enumerate(indicators):
        fields = ["id", "item_id", "code", "position", "name", "kind", "unit", "decimals"]
        fields += ["numerator_id", "denominator_id", "part_of_id", "tie_id", "phrase", "phrase_for_zero", "words"]
        values = {field.removesuffix("_id"): getattr(each, field) for field in fields}
        data |= {f"indicators-{n}-{field}": "" if value is None else value for field, value in values.items()}
    return {**data, **changes}


def page_of(indicator: Indicator) -> Data:
    """What the page of an indicator posts, its targets aside."""
    return {
        "code": indicator.code,
        "name": indicator.name,
        "kind": indicator.kind,
        "unit": indicator.unit,
        "decimals": indicator.decimals,
        "position": indicator.position,
        "numerator": indicator.numerator_id or "",
        "denominator": indicator.denominator_id or "",
    }


def target_form(indicator: Indicator, **changes: object) -> Data:
    """What the page of an indicator posts, with its one target."""
    target = indicator.targets.get()
    data: Data = {
        "targets-TOTAL_FORMS": 1,
        "targets-INITIAL_FORMS": 1,
        "targets-0-id": target.pk,
        "targets-0-indicator": indicator.pk,
        "targets-0-rule": target.rule,
        "targets-0-value": target.value if target.value is not None else "",
        "targets-0-phrase": target.phrase,
    }
    return {**page_of(indicator), **data, **changes}


def plan_form(plan: Plan, **changes: object) -> Data:
    fields = ["slug", "title", "title_genitive", "first_year", "last_year", "supervisor_id", "executor_caption"]
    fields += ["deadline_day", "deadline_month"]
    data: Data = {field.removesuffix("_id"): getattr(plan, field) for field in fields}
    for prefix in ("sections", "ties", "check_levels"):
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return {**data, **changes}


def level(code: str, weight: str) -> Data:
    return {
        "check_levels-TOTAL_FORMS": 1,
        "check_levels-INITIAL_FORMS": 0,
        "check_levels-0-code": code,
        "check_levels-0-weight": weight,
    }


@pytest.fixture
def share(stage: Stage) -> Indicator:
    return Indicator.objects.get(code="share")


# Defined without code


def test_choices_are_limited_to_what_is_right(stage: Stage, administrator: Client, share: Indicator) -> None:
    other = Plan.objects.create(
        slug="other", title="Другой", title_genitive="Другого", first_year=2025, last_year=2025, supervisor=stage.region
    )
    Tie.objects.create(plan=other, name="чужой факт")
    Tie.objects.create(plan=stage.plan, name="наш факт")
    Indicator.objects.create(item=share.item, code="total", name="Всего лиц", unit="чел.", kind=Indicator.Kind.SUM)
    item = stage.plan.items.get(number="2.9")
    Indicator.objects.create(item=item, code="n", name="Другого пункта", unit="ед.")
    for url, prefix in (
        (item_page(share.item), "indicators-__prefix__-"),
        (f"/admin/plans/indicator/{share.pk}/change/", ""),
    ):
        html = administrator.get(url).content.decode()

        def offered(name: str, html: str = html, prefix: str = prefix) -> set[str]:
            part = html[html.index(f'<select name="{prefix}{name}"') :]
            options = part[: part.index("</select>")].split("<option")[2:]
            return {option.partition(">")[2].partition("<")[0] for option in options}

        assert offered("numerator") == {"Рассмотрено лиц", "Привлечено лиц", "Всего лиц"}
        assert offered("denominator") == offered("numerator")
        assert offered("part_of") == {"Всего лиц"}
        assert offered("tie") == {"наш факт"}


def test_a_target_per_year_is_set_on_the_indicators_page(administrator: Client, share: Indicator) -> None:
    html = administrator.get(item_page(share.item)).content.decode()
    assert f"/admin/plans/indicator/{share.pk}/change/" in html
    assert "не менее 70 (с начала плана)" in html
    url = f"/admin/plans/indicator/{share.pk}/change/"
    more = {
        "targets-TOTAL_FORMS": 2,
        "targets-1-indicator": share.pk,
        "targets-1-first_year": 2024,
        "targets-1-rule": "all",
    }
    assert administrator.post(url, target_form(share, **more)).status_code == 302
    assert list(share.targets.values_list("first_year", "rule", "value")) == [
        (None, "at_least", Decimal(70)),
        (2024, "all", None),
    ]
    assert "все (с 2024 года)" in administrator.get(item_page(share.item)).content.decode()


def test_a_target_that_does_not_fit_is_refused(administrator: Client, share: Indicator) -> None:
    url = f"/admin/plans/indicator/{share.pk}/change/"
    refused = administrator.post(url, target_form(share, **{"targets-0-rule": "by_date"})).content.decode()
    assert "Правило «не позднее даты» — для показателя-даты" in refused
    refused = administrator.post(url, target_form(share, **{"targets-0-value": ""})).content.decode()
    assert "«не менее», «не более» и «ровно» нужно число" in refused


@pytest.mark.parametrize("tried", [{}, {"_try": "1"}])
def test_two_targets_from_the_start_are_refused(
    stage: Stage, administrator: Client, share: Indicator, tried: Data
) -> None:
    share.targets.all().delete()
    new: Data = {"targets-TOTAL_FORMS": 2, "targets-INITIAL_FORMS": 0}
    for n in range(2):
        new |= {f"targets-{n}-indicator": share.pk, f"targets-{n}-rule": "at_least", f"targets-{n}-value": 70 + n}
    url = f"/admin/plans/indicator/{share.pk}/change/"
    data = {**page_of(share), **new}
    html = administrator.post(url, {**data, **tried, "try_report": stage.report.pk}).content.decode()
    assert "С начала плана действует одна цель: укажите у остальных, с какого они года." in html
    assert not share.targets.exists()
    assert administrator.post(url, {**data, "targets-1-DELETE": "on"}).status_code == 302
    assert share.targets.get().value == Decimal(70)


@pytest.mark.parametrize("tried", [{}, {"_try": "1"}])
def test_a_code_that_is_taken_is_refused(stage: Stage, administrator: Client, share: Indicator, tried: Data) -> None:
    data = target_form(share, code="considered", try_report=stage.report.pk, **tried)
    html = administrator.post(f"/admin/plans/indicator/{share.pk}/change/", data).content.decode()
    assert html.count("Показатель с таким обозначением в этом пункте уже есть.") == 1
    share.refresh_from_db()
    assert share.code == "share"
    new: Data = {"item": share.item_id, "targets-INITIAL_FORMS": 0, "targets-0-id": "", "targets-0-indicator": ""}
    html = administrator.post("/admin/plans/indicator/add/", {**data, **new}).content.decode()
    assert html.count("Показатель с таким обозначением в этом пункте уже есть.") == 1
    elsewhere = stage.plan.items.get(number="2.9")
    Indicator.objects.create(item=elsewhere, code="free", name="Другого пункта", unit="ед.")
    data = target_form(share, code="free")
    assert administrator.post(f"/admin/plans/indicator/{share.pk}/change/", data).status_code == 302


def test_the_plan_has_its_facts_and_levels(stage: Stage, administrator: Client) -> None:
    url = f"/admin/plans/plan/{stage.plan.pk}/change/"
    html = administrator.get(url).content.decode()
    assert "цель не достигнута — обычно предупреждение (target-missed)" in html
    assert "Все проверки и их обычный вес" in html
    fact = {
        "ties-TOTAL_FORMS": 1,
        "ties-0-plan": stage.plan.pk,
        "ties-0-name": "привлечены к ответственности",
        "ties-0-entered_once": "on",
    }
    posted = administrator.post(url, plan_form(stage.plan, **fact, **level("target-missed", "error")))
    assert posted.status_code == 302
    tie = Tie.objects.get()
    assert (tie.name, tie.entered_once) == ("привлечены к ответственности", True)
    assert CheckLevel.objects.get().weight == "error"
    Indicator.objects.filter(code="disciplined").update(tie=tie)
    assert "1.4: Привлечено лиц" in administrator.get(url).content.decode()
    assert "1.4: Привлечено лиц" in administrator.get("/admin/plans/tie/").content.decode()


def test_a_phrase_that_cannot_be_bent_is_refused(stage: Stage, administrator: Client, share: Indicator) -> None:
    refused = administrator.post(item_page(share.item), item_form(share.item, **{"indicators-0-phrase": "{1 человек"}))
    assert refused.status_code == 200
    with pytest.raises(ValueError, match="скобк") as error:
        check_template("{1 человек")
    assert str(error.value) in html_module.unescape(refused.content.decode())
    data = item_form(share.item, **{"indicators-0-phrase": "{рассмотрен} {1 человек}"})
    assert administrator.post(item_page(share.item), data).status_code == 302


# Tried on a report


def test_a_changed_target_is_tried_and_nothing_is_written(
    stage: Stage, administrator: Client, share: Indicator
) -> None:
    before, version = contents(), stage.row("1.4").version
    data = target_form(share, **{"targets-0-value": "30", "name": "Новое имя", "_try": "1"}, try_report=stage.report.pk)
    response = administrator.post(f"/admin/plans/indicator/{share.pk}/change/", data)
    html = plain(response.content.decode())
    assert response.status_code == 200
    assert "Проба на отчёте: Исполнитель 001, 2024 год. Ничего не сохранено" in html
    assert "33,3 % (3 из 9); цель — не менее 70 %, не достигнута" in html
    assert "33,3 % (3 из 9); цель — не менее 30 %, достигнута" in html
    assert "<strong>исчезнет</strong>" in html
    assert "<strong>появится</strong>" not in html
    assert "errornote" not in html
    assert (contents(), stage.row("1.4").version) == (before, version)
    share.refresh_from_db()
    assert (share.name, share.targets.get().value) == ("Доля привлечённых", Decimal(70))
    # What was typed stands in the form, and is saved when the administrator wants it.
    reader = FormReader()
    reader.feed(response.content.decode())
    assert (reader.data["name"], reader.data["targets-0-value"]) == ("Новое имя", "30")
    del data["_try"]
    assert administrator.post(f"/admin/plans/indicator/{share.pk}/change/", data).status_code == 302
    assert share.targets.get().value == Decimal(30)


def test_a_filed_report_is_tried_under_the_new_target(stage: Stage, administrator: Client, share: Indicator) -> None:
    data = target_form(share, **{"targets-0-value": "90", "_try": "1"}, try_report=stage.last_year.pk)
    html = plain(administrator.post(f"/admin/plans/indicator/{share.pk}/change/", data).content.decode())
    assert "цель — не менее 90 %, не достигнута" in html
    assert ("<strong>исчезнет</strong>" in html, "<strong>появится</strong>" in html) == (True, True)


def test_a_new_indicator_of_the_inline_is_tried(stage: Stage, administrator: Client) -> None:
    item = stage.plan.items.get(number="1.4")
    before = contents()
    new = {
        "indicators-TOTAL_FORMS": 4,
        "indicators-3-item": item.pk,
        "indicators-3-code": "fired",
        "indicators-3-name": "Уволено лиц",
        "indicators-3-kind": "number",
        "indicators-3-unit": "чел.",
        "indicators-3-position": 9,
        "indicators-3-decimals": 0,
    }
    data = item_form(item, **new, _try="1", try_report=stage.report.pk)
    html = administrator.post(item_page(item), data).content.decode()
    assert "Не заполнен показатель «Уволено лиц»" in html
    assert "<strong>появится</strong>" in html
    reader = FormReader()
    reader.feed(html)
    assert (reader.data["indicators-3-name"], reader.data["indicators-3-id"]) == ("Уволено лиц", "")
    assert contents() == before
    del data["_try"]
    assert administrator.post(item_page(item), data).status_code == 302
    assert item.indicators.filter(code="fired").exists()


def test_an_indicator_taken_away_is_tried(stage: Stage, administrator: Client) -> None:
    item = stage.plan.items.get(number="1.4")
    spare = Indicator.objects.create(item=item, code="spare", position=9, name="Лишний", unit="ед.")
    data = item_form(item, **{"indicators-3-DELETE": "on"}, _try="1", try_report=stage.report.pk)
    html = administrator.post(item_page(item), data).content.decode()
    assert "<strong>исчезнет</strong>" in html
    assert "Не заполнен показатель «Лишний»" in html
    assert 'name="indicators-3-DELETE" id="id_indicators-3-DELETE" checked' in html
    assert Indicator.objects.filter(pk=spare.pk).exists()


def test_a_new_tie_is_tried(stage: Stage, administrator: Client) -> None:
    tie = Tie.objects.create(plan=stage.plan, name="наказаны")
    item = stage.plan.items.get(number="2.9")
    Indicator.objects.create(item=item, code="punished", name="Наказано лиц", unit="чел.", tie=tie)
    stage.save(stage.row("2.9"), answer="done", entries={"punished": Entry(Decimal(5))})
    own = stage.plan.items.get(number="1.4")
    data = item_form(own, **{"indicators-1-tie": tie.pk}, _try="1", try_report=stage.report.pk)
    html = plain(administrator.post(item_page(own), data).content.decode())
    assert "Пункт 1.4" in html
    assert "Пункт 2.9" in html
    assert html.count("<strong>появится</strong>") == 2
    assert "<strong>исчезнет</strong>" not in html
    assert Indicator.objects.get(code="disciplined").tie is None


def test_levels_are_tried(stage: Stage, administrator: Client) -> None:
    before = contents()
    url = f"/admin/plans/plan/{stage.plan.pk}/change/"
    data = plan_form(stage.plan, **level("target-missed", "error"), _try="1", try_report=stage.report.pk)
    html = plain(administrator.post(url, data).content.decode())
    assert "<strong>станет строже</strong>" in html
    assert "предупреждение → ошибка" in html
    assert "Остальных строк, в которых всё как сейчас: 2." in html
    data |= level("target-missed", "off")
    assert "<strong>исчезнет</strong>" in administrator.post(url, data).content.decode()
    data |= level("part-exceeds-whole", "off")
    assert "В отчёте ничего не изменилось бы." in plain(administrator.post(url, data).content.decode())
    assert contents() == before


def test_what_is_wrong_is_said_and_nothing_tried(stage: Stage, administrator: Client, share: Indicator) -> None:
    url = f"/admin/plans/indicator/{share.pk}/change/"
    wrong = target_form(share, **{"targets-0-value": "-1"}, _try="1", try_report=stage.report.pk)
    html = administrator.post(url, wrong).content.decode()
    assert "Проба не состоялась: сначала исправьте ошибки в форме." in html
    assert "Цель не может быть отрицательной." in html
    assert 'id="trial"' not in html
    for nothing in ("", "999999", "x", str(2**70)):
        data = target_form(share, **{"targets-0-value": "30"}, _try="1", try_report=nothing)
        html = administrator.post(url, data).content.decode()
        assert "Выберите отчёт, на котором попробовать." in html
    assert share.targets.get().value == Decimal(70)
    assert not LogEntry.objects.exists()


def test_only_reports_of_the_plan_are_offered(stage: Stage, administrator: Client, share: Indicator) -> None:
    other = Plan.objects.create(
        slug="other", title="Другой", title_genitive="Другого", first_year=2024, last_year=2024, supervisor=stage.region
    )
    foreign = Report.objects.create(plan=other, organization=stage.executor, year=2024)
    html = administrator.get(f"/admin/plans/indicator/{share.pk}/change/").content.decode()
    assert f'<option value="{stage.report.pk}"' in html
    assert f'<option value="{foreign.pk}"' not in html
    data = target_form(share, _try="1", try_report=foreign.pk)
    html = administrator.post(f"/admin/plans/indicator/{share.pk}/change/", data).content.decode()
    assert "Выберите отчёт" in html


@pytest.mark.parametrize("who", ["supervisor", "official"])
def test_trying_is_for_administrators(stage: Stage, client: Client, who: str, share: Indicator) -> None:
    client.force_login(getattr(stage, who))
    data = target_form(share, _try="1", try_report=stage.report.pk)
    assert client.post(f"/admin/plans/indicator/{share.pk}/change/", data).status_code == 302
    assert "/admin/login/" in client.post(f"/admin/plans/indicator/{share.pk}/change/", data).headers["Location"]


def test_who_may_only_look_tries_nothing(stage: Stage, client: Client, share: Indicator) -> None:
    watcher = User.objects.create_user("watcher", is_staff=True)
    client.force_login(watcher)
    data = target_form(share, _try="1", try_report=stage.report.pk)
    assert client.post(f"/admin/plans/indicator/{share.pk}/change/", data).status_code == 403


def test_a_new_item_has_nothing_to_be_tried_on(administrator: Client) -> None:
    assert "try_report" not in administrator.get("/admin/plans/planitem/add/").content.decode()
