"""A new edition of a plan is recognized, applied, and costs no report anything."""

import io
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from kuznetsk_report.accounts.models import Organization, User
from plans import in_force
from plans.models import Indicator, Plan, PlanEdition, PlanItem, Section, Target
from reports import actions, queries
from reports.editions import edition_now
from reports.intake.edition import Action, Choices, Edition
from reports.intake.plan_source import PlanFile, PlanIndicator, PlanLine, SourcePlan
from reports.intake.process import read_plan_file
from reports.models import ReportRow

from .conftest import Stage
from .intake.plans import workbook

# The second line of the document, which has the number of an item and other words, is no item of the plan.
ANOTHER = Choices(items={1: "new"})
COLUMNS = ("executors", "expected_result")


@pytest.fixture
def admin(db: None) -> User:
    return User.objects.create_superuser("admin", password="x")


def lines(stage: Stage, **changes: PlanLine | None) -> list[PlanLine]:
    """The plan as a document has it; changes by number, with «_» for the dot; None leaves the item out."""
    found = []
    for item in stage.plan.items.all():
        line = PlanLine(
            place=f"строка {item.number}",
            number=item.number,
            measure=item.wording,
            executors=", ".join(executor.short_name for executor in item.executors.all()),
            expected_result=item.expected_result,
        )
        changed = changes.get(f"n{item.number.replace('.', '_')}", line)
        if changed is not None:
            found.append(changed)
    return found


def brought(stage: Stage, by: User, found: Iterable[PlanLine], columns: tuple[str, ...] = COLUMNS) -> PlanEdition:
    content = SourcePlan(tuple(found), columns, ())
    return actions.take_edition(plan=stage.plan, file=PlanFile("план.docx", "0" * 64, content), by=by)


def brought_by_admin(stage: Stage) -> PlanEdition:
    """The plan as it is, in a document that an administrator has uploaded."""
    return brought(stage, User.objects.create_superuser("plan_admin", password="x"), lines(stage))


def seen(edition: PlanEdition, choices: Choices | None = None) -> Edition:
    return edition_now(edition, choices or Choices())


def apply(
    edition: PlanEdition,
    by: User,
    ticked: set[str] | None = None,
    choices: Choices | None = None,
    first_year: int = 2024,
) -> PlanEdition:
    now = seen(edition, choices)
    ticks = now.usual_ticks() if ticked is None else ticked
    return actions.apply_edition(
        edition=edition,
        choices=choices or Choices(),
        ticked=ticks,
        first_year=first_year,
        seen=now.fingerprint,
        by=by,
    )


def actions_of(edition: Edition) -> dict[str, Action]:
    return {entry.number: entry.action for entry in edition.entries}


def distinct(stage: Stage) -> None:
    """Wordings that differ as those of real plans do."""
    wordings = {
        "1.4": "Обеспечение деятельности комиссии по урегулированию конфликта интересов служащих {территории}",
        "2.9": "Размещение информационных стендов в общедоступных помещениях",
        "2.10": "Проведение антикоррупционной экспертизы проектов нормативных правовых актов",
    }
    for number, wording in wordings.items():
        stage.plan.items.filter(number=number).update(wording=wording)


@pytest.fixture
def plan(stage: Stage) -> Plan:
    distinct(stage)
    return stage.plan


def line(number: str, measure: str, **more: Any) -> PlanLine:
    return PlanLine(place="строка", number=number, measure=measure, **more)


def test_the_same_plan_changes_nothing(stage: Stage, plan: Plan, admin: User) -> None:
    edition = brought(stage, admin, lines(stage))
    assert actions_of(seen(edition)) == dict.fromkeys(["1.4", "2.9", "2.10"], Action.SAME)
    assert seen(edition).usual_ticks() == set()


def test_every_kind_of_change(stage: Stage, plan: Plan, admin: User) -> None:
    items = {item.number: item.pk for item in plan.items.all()}
    stands = plan.items.get(number="2.9")
    changed = [
        line(
            "1.4",
            "Обеспечение деятельности комиссии по урегулированию конфликта интересов служащих города А",
            executors="—",
        ),
        line("2.9", "Организация конкурса детских рисунков", executors="Исполнитель 001"),
        line("2.11", stands.wording.replace("информационных стендов", "стендов с материалами"), executors="-"),
    ]
    now = seen(brought(stage, admin, changed, ("executors",)))
    assert {entry.number for entry in now.entries if entry.action is Action.ASKED} == set()
    found = {entry.number: (entry.action, entry.item, [c.field for c in entry.changes]) for entry in now.entries}
    assert found["1.4"][:2] == (Action.CHANGE, items["1.4"])
    assert found["2.9"] == (Action.NEW, None, ["number", "wording", "executors"])
    assert found["2.11"] == (Action.CHANGE, items["2.9"], ["number", "wording", "executors"])
    assert found["2.10"] == (Action.REMOVED, items["2.10"], ["excluded"])


def test_an_empty_cell_says_nothing_and_a_dash_says_none(stage: Stage, plan: Plan, admin: User) -> None:
    plan.items.update(term="ежегодно", expected_result="Стенды")
    every = ("executors", "expected_result", "term")
    silent = [line(item.number, item.wording) for item in plan.items.all()]
    assert seen(brought(stage, admin, silent, every)).usual_ticks() == set()
    emptied = [
        line(item.number, item.wording, executors="–", term="-", expected_result="—") for item in plan.items.all()
    ]
    apply(brought(stage, admin, emptied, every), admin)
    for item in plan.items.all():
        assert (item.term, item.expected_result, item.executors.count()) == ("", "", 0)
    apply(brought(stage, admin, [*lines(stage), line("7.1", "Изготовление сувениров", term="—")], every), admin)
    assert plan.items.get(number="7.1").term == ""


def test_merged_executors_of_a_workbook_stay(stage: Stage, plan: Plan, admin: User) -> None:
    book = load_workbook(io.BytesIO(workbook([[i.number, i.wording, None, None, None] for i in plan.items.all()])))
    assert book.active is not None
    book.active["C2"] = "Исполнитель 001, Исполнитель 002"
    book.active.merge_cells("C2:C4")
    saved = io.BytesIO()
    book.save(saved)
    edition = actions.take_edition(plan=plan, file=read_plan_file(saved.getvalue(), "план.xlsx"), by=admin)
    assert seen(edition).usual_ticks() == set()


def test_the_supervising_body_may_be_an_executor(stage: Stage, plan: Plan, admin: User) -> None:
    new = line("5.1", "Изготовление сувенирной продукции", executors=stage.region.name)
    apply(brought(stage, admin, [*lines(stage), new]), admin)
    assert list(plan.items.get(number="5.1").executors.all()) == [stage.region]


def test_the_territory_stays_a_placeholder(stage: Stage, plan: Plan, admin: User) -> None:
    text = "Обеспечение деятельности комиссии по урегулированию конфликта интересов служащих {}"
    for territory in ("города А", "муниципальных образований", "{территории}"):
        now = seen(brought(stage, admin, lines(stage, n1_4=line("1.4", text.format(territory))), ()))
        assert actions_of(now)["1.4"] is Action.SAME, territory
    reworded = text.format("муниципальных образований").replace("Обеспечение", "Обеспечение эффективной")
    now = seen(brought(stage, admin, lines(stage, n1_4=line("1.4", reworded)), ()))
    [change] = now.entries[0].changes
    assert change.after == text.format("{территории}").replace("Обеспечение", "Обеспечение эффективной")


def test_history_follows_the_measure(stage: Stage, plan: Plan, admin: User) -> None:
    before = {row.pk: (row.item_id, row.number, row.wording) for row in ReportRow.objects.all()}
    item = plan.items.get(number="2.9")
    reworded = line("2.1", f"{item.wording} и на сайтах", executors="Исполнитель 001", expected_result="Стенды")
    apply(brought(stage, admin, lines(stage, n2_9=reworded)), admin)
    item.refresh_from_db()
    assert (item.number, item.wording, item.expected_result) == ("2.1", reworded.measure, "Стенды")
    assert {row.pk: (row.item_id, row.number, row.wording) for row in ReportRow.objects.all()} == before
    row = stage.row("2.9")
    last = queries.last_year_row(row)
    assert last is not None
    assert last.implementation == "Случаев не было."


def test_an_item_with_rows_is_excluded_and_one_without_is_deleted(stage: Stage, plan: Plan, admin: User) -> None:
    spare = PlanItem.objects.create(plan=plan, number="9.1", wording="Изготовление сувениров", first_year=2024)
    numerator = Indicator.objects.create(item=spare, code="a", name="А", unit="ед.")
    denominator = Indicator.objects.create(item=spare, code="b", name="Б", unit="ед.")
    share = {"code": "c", "name": "Доля", "unit": "%", "kind": Indicator.Kind.SHARE}
    Indicator.objects.create(item=spare, numerator=numerator, denominator=denominator, **share)
    apply(brought(stage, admin, lines(stage, n9_1=None, n2_9=None)), admin)
    assert not PlanItem.objects.filter(pk=spare.pk).exists()
    gone = plan.items.get(number="2.9")
    assert gone.excluded_on is not None
    assert not gone.executors.exists()
    assert ReportRow.objects.filter(item=gone).count() == 2
    for year in plan.years:
        assert in_force.item_in(plan, year, "2.9") == gone
    assert ReportRow.objects.filter(item=gone, report__year=2024).exists()
    ReportRow.objects.filter(item=gone, report__year=2024).delete()
    assert in_force.item_in(plan, 2024, "2.9") is None


def test_the_number_of_an_excluded_item_is_free(stage: Stage, plan: Plan, admin: User) -> None:
    old = plan.items.get(number="2.9")
    new = line("2.9", "Организация конкурса детских рисунков", executors="Исполнитель 001")
    apply(brought(stage, admin, lines(stage, n2_9=new)), admin, choices=ANOTHER)
    current = plan.items.get(number="2.9", excluded_on=None)
    assert current.pk != old.pk
    assert in_force.item_in(plan, 2023, "2.9") == old
    assert in_force.item_in(plan, 2024, "2.9") == current
    assert in_force.item_in(plan, 2024, "2.9", old.pk) == old
    in_2024 = [item.pk for item in in_force.items_in(plan, 2024) if item.number == "2.9"]
    assert in_2024 == [current.pk, old.pk]


def test_a_measure_that_comes_back_is_restored(stage: Stage, plan: Plan, admin: User) -> None:
    item = plan.items.get(number="2.9")
    executors = set(item.executors.all())
    whole = lines(stage)
    apply(brought(stage, admin, lines(stage, n2_9=None)), admin)
    apply(brought(stage, admin, whole), admin)
    item.refresh_from_db()
    assert (item.excluded_on, set(item.executors.all())) == (None, executors)


def test_items_change_places(stage: Stage, plan: Plan, admin: User) -> None:
    one, other = plan.items.get(number="2.9"), plan.items.get(number="2.10")
    swapped = lines(
        stage,
        n2_9=line("2.9", other.wording, executors="Исполнитель 001", expected_result=other.expected_result),
        n2_10=line("2.10", one.wording, executors="Исполнитель 001", expected_result=one.expected_result),
    )
    apply(brought(stage, admin, swapped), admin)
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.number, other.number) == ("2.10", "2.9")


def test_numbers_that_would_stand_twice_are_refused(stage: Stage, plan: Plan, admin: User) -> None:
    new = line("2.9", "Организация конкурса детских рисунков")
    edition = brought(stage, admin, lines(stage, n2_9=new))
    with pytest.raises(actions.EditionRefusedError, match=r"номера 2\.9"):
        apply(edition, admin, {"line-1"}, ANOTHER)
    assert plan.items.count() == 3
    assert PlanEdition.objects.get(pk=edition.pk).state == PlanEdition.State.OPEN


def test_only_what_is_ticked(stage: Stage, plan: Plan, admin: User) -> None:
    item = plan.items.get(number="2.9")
    wording = item.wording
    changed = line("2.1", f"{wording} и на сайтах", executors="Исполнитель 001")
    edition = apply(brought(stage, admin, lines(stage, n2_9=changed), ("executors",)), admin, {"line-1:number"})
    item.refresh_from_db()
    assert (item.number, item.wording) == ("2.1", wording)
    assert edition.changes == [{"number": "2.1", "action": "change", "fields": {"number": ["2.9", "2.1"]}}]
    assert edition.applied_at is not None


def test_a_plan_that_changed_meanwhile_is_shown_again(stage: Stage, plan: Plan, admin: User) -> None:
    edition = brought(stage, admin, lines(stage, n2_9=None))
    fingerprint = seen(edition).fingerprint
    plan.items.filter(number="1.4").update(wording="Совсем другое мероприятие")
    with pytest.raises(actions.StaleEditionError):
        actions.apply_edition(
            edition=edition, choices=Choices(), ticked=["item-1"], first_year=2024, seen=fingerprint, by=admin
        )


def test_an_edition_is_applied_once(stage: Stage, plan: Plan, admin: User) -> None:
    edition = brought(stage, admin, lines(stage, n2_9=None))
    apply(edition, admin)
    with pytest.raises(actions.EditionClosedError, match="уже применена"):
        apply(edition, admin)
    with pytest.raises(actions.EditionClosedError):
        actions.drop_edition(edition=edition, by=admin)


def test_only_administrators(stage: Stage, plan: Plan, admin: User) -> None:
    edition = brought(stage, admin, lines(stage, n2_9=None))
    staff = User.objects.create_user("staff", password="x", is_staff=True)
    for person in (stage.supervisor, stage.official, staff):
        with pytest.raises(PermissionDenied):
            apply(edition, person)
        with pytest.raises(PermissionDenied):
            brought(stage, person, [])


def test_sections_are_made_and_retitled(stage: Stage, plan: Plan, admin: User) -> None:
    old = Section.objects.create(plan=plan, number="1", title="Меры")
    plan.items.filter(number="1.4").update(section=old)
    found = [
        PlanLine(
            place="",
            number=item.number,
            measure=item.wording,
            section_number=item.number[0],
            section={"1": "Организационные меры", "2": "Просвещение"}[item.number[0]],
        )
        for item in plan.items.all()
    ]
    apply(brought(stage, admin, found, ()), admin)
    assert dict(plan.sections.values_list("number", "title")) == {"1": "Организационные меры", "2": "Просвещение"}
    assert plan.items.get(number="2.10").section == plan.sections.get(number="2")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Исполнитель 001, Исполнитель 002", {1, 2}),
        ("исполнитель 001 (по согласованию);\nИсполнитель 002", {1, 2}),
        ("Все исполнители Плана", {1, 2}),
        ("", set()),
    ],
)
def test_executors_by_their_names(stage: Stage, plan: Plan, admin: User, text: str, expected: set[int]) -> None:
    plan.items.get(number="1.4").executors.set([stage.executor, stage.other_executor])
    bodies = {1: stage.executor, 2: stage.other_executor}
    new = line("5.1", "Изготовление сувенирной продукции", executors=text)
    apply(brought(stage, admin, [*lines(stage), new]), admin)
    assert set(plan.items.get(number="5.1").executors.all()) == {bodies[each] for each in expected}


def test_organizations_in_the_genitive_and_all_local_bodies(stage: Stage, plan: Plan, admin: User) -> None:
    local = Organization.objects.create(
        slug="b", name="Администрация города Б", name_genitive="администрации города Б", short_name="Б"
    )
    new = [
        line("5.1", "Изготовление сувенирной продукции", executors="администрации города Б"),
        line("5.2", "Проведение велопробега", executors="Органы местного самоуправления Пензенской области"),
    ]
    now = seen(brought(stage, admin, [*lines(stage), *new]))
    who = [next(c.after for c in entry.changes if c.field == "executors") for entry in now.entries[-2:]]
    assert who == [str(local.pk)] * 2


def test_an_executor_whom_nobody_knows_is_asked(stage: Stage, plan: Plan, admin: User) -> None:
    item = plan.items.get(number="2.9")
    changed = line("2.9", item.wording, executors="Министерство просвещения")
    edition = brought(stage, admin, lines(stage, n2_9=changed), ("executors",))
    now = seen(edition)
    assert now.unknown == ("Министерство просвещения",)
    assert actions_of(now)["2.9"] is Action.SAME
    choices = Choices(executors={"Министерство просвещения": str(stage.other_executor.pk)})
    apply(edition, admin, choices=choices)
    assert list(item.executors.all()) == [stage.other_executor]


def test_a_number_that_cannot_be_told_is_asked(stage: Stage, plan: Plan, admin: User) -> None:
    new = PlanLine("строка", "", "Изготовление сувенирной продукции", readings=("3.1", "3.10"))
    edition = brought(stage, admin, [*lines(stage), new], ())
    assert seen(edition).entries[-1].action is Action.ASKED
    apply(edition, admin, choices=Choices(numbers={3: "3.10"}))
    assert plan.items.get(number="3.10").wording == "Изготовление сувенирной продукции"


def test_a_number_is_told_by_the_words_of_the_item(stage: Stage, plan: Plan, admin: User) -> None:
    item = plan.items.get(number="2.10")
    lost = PlanLine("строка", "", item.wording, readings=("2.1", "2.10"))
    now = seen(brought(stage, admin, lines(stage, n2_10=lost), ()))
    assert (now.entries[2].action, now.entries[2].number) == (Action.SAME, "2.10")


def test_a_person_says_which_item_it_is(stage: Stage, plan: Plan, admin: User) -> None:
    item = plan.items.get(number="2.9")
    new = line("2.9", "Организация конкурса детских рисунков", executors="Исполнитель 001")
    edition = brought(stage, admin, lines(stage, n2_9=new), ())
    choices = Choices(items={1: str(item.pk)})
    assert seen(edition, choices).entries[1].changes[0].after == new.measure
    apply(edition, admin, choices=choices)
    item.refresh_from_db()
    assert (item.wording, item.excluded_on) == (new.measure, None)
    skipped = seen(brought(stage, admin, lines(stage)), Choices(items={0: "skip"}))
    assert skipped.entries[0].action is Action.SKIPPED


ALIKE = "Размещение плакатов в помещениях, где работает молодёжь"


def test_the_old_number_with_other_words_is_asked(stage: Stage, plan: Plan, admin: User) -> None:
    """Whether it was reworded or is another measure, neither likeness nor number tells."""
    item = plan.items.get(number="2.9")
    for words in (ALIKE, "Организация конкурса детских рисунков"):
        edition = brought(stage, admin, lines(stage, n2_9=line("2.9", words)), ())
        now = seen(edition)
        entry = now.entries[1]
        assert (entry.action, entry.item, entry.doubt) == (Action.ASKED, None, item.pk), words
        assert "решите, то же ли это мероприятие" in entry.reason
        assert now.usual_ticks() == set()
        assert [each.number for each in now.entries] == ["1.4", "2.9", "2.10"]
        same = seen(edition, Choices(items={1: str(item.pk)})).entries[1]
        assert (same.action, [change.field for change in same.changes]) == (Action.CHANGE, ["wording"])
        other = seen(edition, ANOTHER).entries
        assert [each.action for each in other[1::2]] == [Action.NEW, Action.REMOVED]


def test_one_item_is_chosen_once(stage: Stage, plan: Plan, admin: User) -> None:
    item = plan.items.get(number="2.9")
    found = [*lines(stage), line("2.9", "Организация конкурса детских рисунков")]
    edition = brought(stage, admin, found, ())
    both = seen(edition, Choices(items={1: str(item.pk), 3: str(item.pk)}))
    assert both.entries[1].item == item.pk
    assert (both.entries[3].action, both.entries[3].is_undecided) == (Action.ASKED, True)
    assert both.entries[3].reason.startswith("пункт 2.9 уже выбран для другой строки файла")
    with pytest.raises(actions.EditionRefusedError, match="Ничего не отмечено"):
        apply(edition, admin, choices=Choices(items={1: str(item.pk), 3: str(item.pk)}))


def test_a_line_that_is_left_out_leaves_its_item_alone(stage: Stage, plan: Plan, admin: User) -> None:
    reworded = line("2.9", f"{plan.items.get(number='2.9').wording} и на сайтах")
    for words in (reworded.measure, ALIKE):
        edition = brought(stage, admin, lines(stage, n2_9=line("2.9", words)), ())
        now = seen(edition, Choices(items={1: "skip"}))
        assert [entry.action for entry in now.entries] == [Action.SAME, Action.SKIPPED, Action.SAME], words
        assert now.usual_ticks() == set()


def test_a_part_of_the_plan_excludes_nothing_unasked(stage: Stage, plan: Plan, admin: User) -> None:
    now = seen(brought(stage, admin, lines(stage)[:1]))
    assert not now.keeps_most
    assert now.usual_ticks() == set()


def test_a_new_plan_from_a_file(stage: Stage, plan: Plan, admin: User) -> None:
    fresh = Plan.objects.create(
        slug="next", title="План", title_genitive="Плана", first_year=2025, last_year=2028, supervisor=stage.region
    )
    content = SourcePlan((line("1.10", "Первое", executors="Исполнитель 001"), line("1.9", "Второе")), COLUMNS, ())
    edition = actions.take_edition(plan=fresh, file=PlanFile("план.xlsx", "0" * 64, content), by=admin)
    assert in_force.usual_year(fresh, 2027) == 2025
    apply(edition, admin, first_year=2025)
    assert list(fresh.items.values_list("number", "wording")) == [("1.9", "Второе"), ("1.10", "Первое")]
    assert list(fresh.items.get(number="1.10").executors.all()) == [stage.executor]


@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_takes_a_fixed_number_of_queries(
    stage: Stage, plan: Plan, admin: User, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    edition = brought(stage, admin, lines(stage)[:count])
    with django_assert_num_queries(10):
        queries.edition_page(edition, Choices())


INDICATORS = (
    PlanIndicator("строка 2", "1.4", "Проведено заседаний", "ед.", "не менее 4 заседаний"),
    PlanIndicator("строка 3", "1.4", "рассмотрено  материалов", "чел.", "", "не более", "12,5"),
    PlanIndicator("строка 4", "1.4", "Доля", "%", "не менее 80 % материалов"),
    PlanIndicator("строка 5", "3.1", "Сувениры", "шт.", "по возможности"),
    PlanIndicator("строка 6", "7.7", "Потерянный", "ед."),
    PlanIndicator("строка 7", "2.9", "Доля стендов", "%"),
    PlanIndicator("строка 8", "2.9", "Стенды"),
    PlanIndicator("строка 9", "2.1", "Экспертизы", "ед.", readings=("2.1", "2.10")),
)


def test_indicators_and_targets(stage: Stage, plan: Plan, admin: User) -> None:
    Indicator.objects.filter(code="considered").update(name="Рассмотрено материалов")
    Indicator.objects.filter(code="share").update(name="Доля")
    plan.last_year = 2200
    plan.save()
    found = (*lines(stage), line("3.1", "Изготовление сувенирной продукции"))
    file = PlanFile("план.xlsx", "0" * 64, SourcePlan(found, (), (), INDICATORS))
    edition = actions.take_edition(plan=plan, file=file, by=admin)
    now = seen(edition)
    assert [change.name for change in now.indicators] == [
        "Проведено заседаний",
        "рассмотрено  материалов",
        "Доля",
        "Сувениры",
        "Экспертизы",
    ]
    assert len(now.warnings) == 3
    before = Target.objects.get(indicator__code="share")
    apply(edition, admin)
    made = Indicator.objects.get(item__number="1.4", name="Проведено заседаний")
    assert (made.code, made.unit, made.kind) == ("n1", "ед.", Indicator.Kind.NUMBER)
    [target] = made.targets.all()
    assert (target.rule, target.value, target.phrase) == ("at_least", Decimal(4), "не менее 4 заседаний")
    assert Target.objects.get(indicator__code="considered").value == Decimal("12.5")
    old, new = Target.objects.filter(indicator__code="share").order_by("pk")
    assert (old, old.value, old.first_year) == (before, Decimal(70), None)
    assert (new.value, new.first_year) == (Decimal(80), 2024)
    assert Indicator.objects.get(name="Сувениры").targets.get().rule == ""
    assert Indicator.objects.get(name="Экспертизы").item.number == "2.10"
    again = actions.take_edition(plan=plan, file=file, by=admin)
    assert seen(again).indicators == ()


@pytest.mark.parametrize(
    ("phrase", "rule", "value", "warned"),
    [
        ("не менее 4 2022 г.", "", None, "несколько чисел подряд"),
        ("не менее 70 75 80", "", None, "несколько чисел подряд"),
        ("не менее 1 000 заседаний", "at_least", 1000, ""),
        ("не более 12 345 678,5 ед.", "at_most", Decimal("12345678.5"), ""),
        ("не менее 90%", "at_least", 90, ""),
        (f"не менее {'9' * 30}", "", None, "портал хранить не может"),
        ("не менее 0,12345", "", None, "портал хранить не может"),
    ],
)
def test_numbers_of_targets(
    stage: Stage, plan: Plan, admin: User, phrase: str, rule: str, value: object, warned: str
) -> None:
    new = PlanIndicator("строка 2", "1.4", "Новый показатель", "ед.", phrase)
    edition = actions.take_edition(
        plan=plan, file=PlanFile("план.xlsx", "0" * 64, SourcePlan(tuple(lines(stage)), COLUMNS, (), (new,))), by=admin
    )
    warnings = seen(edition).warnings
    assert len(warnings) == bool(warned)
    assert warned in " ".join(warnings)
    apply(edition, admin)
    target = Target.objects.get(indicator__name="Новый показатель")
    assert (target.rule, target.value, target.phrase) == (rule, value, phrase)


def test_what_the_database_has_no_room_for_is_left_out_and_said(stage: Stage, plan: Plan, admin: User) -> None:
    found = (
        PlanIndicator("строка 2", "1.4", "Новый показатель" * 40, "ед."),
        PlanIndicator("строка 3", "1.4", "Другой показатель", "единица" * 20),
    )
    deep = line("1" + ".1" * 30, "Организация выставки рисунков детей")
    content = SourcePlan((*lines(stage), deep), COLUMNS, (), found)
    edition = actions.take_edition(plan=plan, file=PlanFile("план.xlsx", "0" * 64, content), by=admin)
    now = seen(edition)
    assert ["название показателя" in now.warnings[0], "единица измерения показателя" in now.warnings[1]] == [True] * 2
    assert (now.entries[-1].action, now.indicators) == (Action.ASKED, ())
    assert now.usual_ticks() == set()


def test_a_draft_takes_the_new_item_beside_the_excluded_one(stage: Stage, plan: Plan, admin: User) -> None:
    old = stage.save(stage.row("2.9"), implementation="Уже написано.")
    new = line("2.9", "Организация конкурса детских рисунков", executors="Исполнитель 001")
    apply(brought(stage, admin, lines(stage, n2_9=new)), admin, choices=ANOTHER)
    assert stage.row("2.9").pk == old.pk
    [added] = actions.add_missing_rows(report=stage.report, by=stage.official)
    assert (added.number, added.wording) == ("2.9", "Организация конкурса детских рисунков")
    old.refresh_from_db()
    assert (old.number, old.implementation) == ("2.9.0", "Уже написано.")
    assert list(stage.report.rows.values_list("number", flat=True)) == ["1.4", "2.9", "2.9.0", "2.10"]
    stage.submit()


def test_what_was_read_is_forgotten(stage: Stage, plan: Plan, admin: User) -> None:
    """Of closed editions at once, of the others after a month; what was changed stays."""
    applied = apply(brought(stage, admin, lines(stage, n2_9=None)), admin)
    old, recent = (brought(stage, admin, lines(stage)) for _ in range(2))
    past = timezone.now() - timedelta(days=30, minutes=1)
    PlanEdition.objects.filter(pk=old.pk).update(at=past)
    actions.prune_editions()
    kept = {each.pk: (each.state, bool(each.content), bool(each.changes)) for each in PlanEdition.objects.all()}
    assert kept == {
        applied.pk: ("applied", False, True),
        old.pk: ("dropped", False, False),
        recent.pk: ("open", True, False),
    }
    with pytest.raises(actions.EditionClosedError, match="Загрузите файл снова, если нужно"):
        actions.drop_edition(edition=old, by=admin)
