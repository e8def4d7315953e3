"""Documents that people bring in: kept to be looked at, applied as a whole or not at all, told in the history."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kuznetsk_report.accounts.models import User
from plans.models import Indicator, Tie
from reports import actions, queries
from reports.documents.gather import content_to_export
from reports.figures import Entry
from reports.handout import Origin, read_origin
from reports.intake.brought import Brought, BroughtFile, BroughtRow
from reports.intake.choice import Choice, Placing, Seen
from reports.models import Event, Intake, Report, ReportRow
from reports.queries import IntakePreview
from reports.vocabulary import EventKind

from .conftest import Stage


def line(number: str, implementation: str = "", result: str = "", **fields: object) -> BroughtRow:
    """A row of a document under the item's own wording."""
    content = {
        "place": f"таблица 1, строка {number}",
        "section": "",
        "number": number,
        "measure": f"Мероприятие {number} на территории территории 001" if number else "",
        "implementation": implementation,
        "result": result,
    }
    return BroughtRow(**{**content, **fields})  # type: ignore[arg-type]


def file(
    *rows: BroughtRow, own: bool = False, outside: tuple[str, ...] = (), origin: Origin | None = None
) -> BroughtFile:
    return BroughtFile("отчёт.docx", "0" * 64, Brought(own, rows, outside, (), origin=origin))


def exported_now(report: Report) -> dict[str, Any]:
    """How a document that the portal exports at this moment is read."""
    return {"own": True, "origin": read_origin(content_to_export(report).origin)}


def take_in(stage: Stage, *rows: BroughtRow, report: Report | None = None, **how: object) -> Intake:
    brought = file(*rows, **how)  # type: ignore[arg-type]
    return actions.take_in(report=report or stage.report, file=brought, by=stage.official)


def apply(intake: Intake, by: User, page: IntakePreview | None = None) -> list[str]:
    """Apply what is ticked; the numbers of the rows that changed."""
    page = page or queries.intake_preview(intake)
    chosen, problems = queries.intake_choices(page.cards, page.loose)
    assert problems == []
    return [row.number for row in actions.apply_intake(intake=intake, choices=chosen, by=by)]


def texts(stage: Stage) -> dict[str, tuple[str, str]]:
    return {row.number: (row.implementation, row.result) for row in stage.report.rows.order_by("number")}


def placed(
    page: IntakePreview, rows: Mapping[int, ReportRow | None], *, append: bool = False, **how: Any
) -> dict[int, Placing]:
    """Choices of other rows than the portal's, their differences seen."""
    options: dict[str, Any] = {"ticked": frozenset({"implementation", "result"}), "append": append, **how}
    return {
        at: Placing(row.pk, seen=Seen(row.pk, row.version, append), **options) if row else Placing(None, **options)
        for at, row in rows.items()
    }


def test_taking_in_changes_nothing_of_the_report(stage: Stage) -> None:
    before = texts(stage), stage.report.events.count()
    intake = take_in(stage, line("1.4", "Сделано.", "Итог."))
    queries.intake_preview(intake)
    assert (texts(stage), stage.report.events.count()) == before
    assert (intake.state, intake.name, intake.applied_at) == ("open", "отчёт.docx", None)


def test_applying_writes_one_event_per_row_that_names_the_document(stage: Stage) -> None:
    intake = take_in(stage, line("2.9", "Сделано.", "Итог."), line("1.4", "Проведено."), line("2.10"))
    last = Event.objects.latest("pk").pk
    assert apply(intake, stage.official) == ["2.9", "1.4"]
    assert texts(stage) == {"1.4": ("Проведено.", ""), "2.9": ("Сделано.", "Итог."), "2.10": ("", "")}
    events = Event.objects.filter(pk__gt=last).select_related("row")
    assert [(each.kind, each.row and each.row.number, each.changes["intake"]) for each in events] == [
        (EventKind.ROW_SAVED, "2.9", {"id": intake.pk, "file": "отчёт.docx"}),
        (EventKind.ROW_SAVED, "1.4", {"id": intake.pk, "file": "отчёт.docx"}),
    ]
    intake.refresh_from_db()
    assert intake.state == "applied"
    assert intake.applied_at is not None


def test_the_history_says_where_the_text_comes_from(stage: Stage) -> None:
    stage.save(stage.row("1.4"), implementation="Набрано.")
    apply(take_in(stage, line("1.4", "Набрано.", "Итог.")), stage.official)
    sentences = [entry.what for entry in queries.history(stage.report, stage.official)]
    assert sentences[:2] == [
        "Пункт 1.4: строка изменена, текст из файла «отчёт.docx»",
        "Пункт 1.4: строка изменена",
    ]


def test_a_row_that_has_changed_since_stops_everything(stage: Stage) -> None:
    intake = take_in(stage, line("1.4", "Из файла."), line("2.9", "Из файла."))
    page = queries.intake_preview(intake)
    stage.save(stage.row("2.9"), by=stage.colleague, implementation="Коллега был быстрее.")
    before = texts(stage)
    with pytest.raises(actions.RowsRefusedError) as caught:
        apply(intake, stage.official, page)
    assert [(row.number, type(error)) for row, error in caught.value.refusals] == [("2.9", actions.StaleVersionError)]
    assert texts(stage) == before
    intake.refresh_from_db()
    assert intake.state == "open"


def test_rows_closed_to_the_person_are_neither_offered_nor_written(stage: Stage) -> None:
    stage.submit()
    stage.return_with("2.9")
    intake = take_in(stage, line("1.4", "Из файла."), line("2.9", "Из файла."))
    page = queries.intake_preview(intake, tick_all=True)
    assert [card.is_open for card in page.cards] == [False, True]
    closed = stage.row("1.4")
    with pytest.raises(actions.RowsRefusedError, match="1 rows"):
        actions.apply_intake(
            intake=intake, choices=[Choice(closed.pk, closed.version, implementation="Всё равно.")], by=stage.official
        )
    assert apply(intake, stage.official, page) == ["2.9"]
    assert texts(stage)["1.4"][0] == "Сделано по пункту 1.4."


def test_who_may_not_fill_in_may_not_bring_in(stage: Stage) -> None:
    for user in (stage.supervisor, stage.clerk, stage.outsider):
        with pytest.raises(PermissionDenied):
            actions.take_in(report=stage.report, file=file(line("1.4", "Сделано.")), by=user)
    with pytest.raises(PermissionDenied):
        take_in(stage, line("1.4", "Сделано."), report=stage.last_year)
    intake = take_in(stage, line("1.4", "Сделано."))
    with pytest.raises(PermissionDenied, match="загрузили не вы"):
        actions.apply_intake(intake=intake, choices=[], by=stage.colleague)
    with pytest.raises(PermissionDenied, match="загрузили не вы"):
        actions.drop_intake(intake=intake, by=stage.colleague)
    stage.submit()
    with pytest.raises(PermissionDenied):
        actions.apply_intake(intake=intake, choices=[], by=stage.official)


def test_a_row_of_another_report_is_refused(stage: Stage) -> None:
    other = stage.row("1.4", stage.last_year)
    with pytest.raises(PermissionDenied, match="Такой строки"):
        actions.apply_intake(
            intake=take_in(stage, line("1.4", "Сделано.")),
            choices=[Choice(other.pk, other.version, implementation="Чужое.")],
            by=stage.official,
        )


@pytest.mark.parametrize("first", ["apply", "drop"])
def test_what_is_dealt_with_cannot_be_applied_again(stage: Stage, first: str) -> None:
    intake = take_in(stage, line("1.4", "Сделано."))
    if first == "apply":
        apply(intake, stage.official)
    else:
        actions.drop_intake(intake=intake, by=stage.official)
        assert texts(stage)["1.4"] == ("", "")
    with pytest.raises(actions.IntakeClosedError, match="Загрузите его снова"):
        actions.apply_intake(intake=intake, choices=[], by=stage.official)


def test_an_answer_is_taken_only_where_there_is_none(stage: Stage) -> None:
    stage.save(stage.row("2.9"), answer="not_done")
    intake = take_in(stage, line("1.4", "Сделано.", answer="done"), line("2.9", "Сделано.", answer="done"))
    apply(intake, stage.official)
    assert (stage.row("1.4").answer, stage.row("2.9").answer) == ("done", "not_done")


def test_marks_of_last_years_numbers_follow_their_text(stage: Stage) -> None:
    row = actions.carry_last_year(
        row=stage.row("1.4"), version=1, source=stage.row("1.4", stage.last_year), by=stage.official
    )
    assert "5" in [row.implementation[start:end] for field, start, end in row.unconfirmed if field == "implementation"]
    edited = row.implementation.replace("проведено 5", "в администрации проведено 7")
    apply(take_in(stage, line("1.4", edited, row.result), **exported_now(stage.report)), stage.official)
    row = stage.row("1.4")
    left = [row.implementation[start:end] for field, start, end in row.unconfirmed if field == "implementation"]
    assert "5" not in left
    assert "7" not in left
    assert row.implementation == edited


def test_a_number_entered_once_for_two_rows_does_not_stop_the_second(stage: Stage) -> None:
    fact = Tie.objects.create(plan=stage.plan, name="Факт", entered_once=True)
    Indicator.objects.filter(code="considered").update(tie=fact)
    twin = stage.plan.items.get(number="2.9")
    Indicator.objects.create(item=twin, code="twin", name="То же", unit="чел.", tie=fact)
    one, two = stage.row("1.4"), stage.row("2.9")
    choices = [
        Choice(one.pk, one.version, implementation="Пять.", entries={"considered": Entry(Decimal(5))}),
        Choice(two.pk, two.version, implementation="Тоже пять."),
    ]
    intake = take_in(stage, line("1.4"))
    changed = actions.apply_intake(intake=intake, choices=choices, by=stage.official)
    assert [row.number for row in changed] == ["1.4", "2.9"]
    assert stage.row("2.9").implementation == "Тоже пять."


def test_the_states_of_a_document_are_held_by_the_database(stage: Stage) -> None:
    intake = take_in(stage, line("1.4"))
    with pytest.raises(IntegrityError):
        Intake.objects.filter(pk=intake.pk).update(state="applied")


# What the page shows and what the choices on it come to.


def test_what_the_rows_are(stage: Stage) -> None:
    stage.save(stage.row("2.9"), implementation="Уже есть.")
    stage.save(stage.row("2.10"), implementation="Уже есть.")
    page = queries.intake_preview(
        take_in(stage, line("1.4", "Новое."), line("2.9", "Другое."), line("2.10", "Уже есть."), line("7.7", "Чьё?"))
    )
    assert [card.action for card in page.cards] == ["new", "change", "same", ""]
    assert page.counts == {"new": 1, "change": 1, "same": 1, "none": 1}
    assert [card.brought.number for card in page.unmatched] == ["7.7"]
    chosen, _ = queries.intake_choices(page.cards)
    assert [choice.row for choice in chosen] == [stage.row("1.4").pk]


def test_a_match_that_the_person_corrects_is_theirs(stage: Stage) -> None:
    intake = take_in(stage, line("1.4", "Для 2.9."))
    row = stage.row("2.9")
    page = queries.intake_preview(intake, placings=placed(queries.intake_preview(intake), {0: row}))
    assert apply(intake, stage.official, page) == ["2.9"]
    assert texts(stage)["2.9"] == ("Для 2.9.", "")


def test_ticks_beside_another_rows_differences_do_not_count(stage: Stage) -> None:
    stage.save(stage.row("2.9"), implementation="Уже есть.")
    intake = take_in(stage, line("1.4", "Из файла."))
    row, seen = stage.row("2.9"), stage.row("1.4")
    placing = Placing(row.pk, ticked=frozenset({"implementation"}), seen=Seen(seen.pk, seen.version, append=False))
    (card,) = queries.intake_preview(intake, placings={0: placing}).cards
    assert (card.is_shown, [part.is_ticked for part in card.parts]) == (False, [False])


def test_two_rows_for_one_item_one_below_the_other(stage: Stage) -> None:
    intake = take_in(stage, line("2.9", "Первое."), line("2.9", "Второе.", measure=""), outside=("Третье.",))
    row = stage.row("2.9")
    both = placed(queries.intake_preview(intake), {0: row, 1: row})
    _, problems = queries.intake_choices(queries.intake_preview(intake, placings=both).cards)
    assert problems == ["На пункт 2.9 приходится больше одной строки файла: отметьте «Дописать» у всех, кроме одной."]
    both |= placed(queries.intake_preview(intake), {1: row}, append=True)
    page = queries.intake_preview(intake, placings=both, loose={0: (row.pk, "implementation")})
    apply(intake, stage.official, page)
    assert texts(stage)["2.9"] == ("Первое.\nВторое.\nТретье.", "")


def test_a_further_column_is_added_under_its_heading_where_the_person_wants_it(stage: Stage) -> None:
    intake = take_in(stage, line("2.9", "Сделано.", extra=(("Срок", "до 1 июля"), ("Ссылка", "https://example.org"))))
    assert queries.intake_preview(intake).columns == [("Срок", ""), ("Ссылка", "")]
    apply(intake, stage.official, queries.intake_preview(intake, columns={0: "result"}))
    assert texts(stage)["2.9"] == ("Сделано.", "Срок: до 1 июля")


def test_one_choice_for_a_column_holds_for_all_sure_rows_and_is_carried_out_once(stage: Stage) -> None:
    rows = [
        line("1.4", "Сделано.", extra=(("Срок", "до 1 июля"),)),
        line("2.9", extra=(("Примечание", "без нарушений"),)),
        line("2.10", measure="Совсем о другом, чем в плане", extra=(("Примечание", "не отсюда"),)),
    ]
    chosen = {1: "implementation"}
    apply(intake := take_in(stage, *rows), stage.official, queries.intake_preview(intake, columns=chosen))
    expected = {"1.4": ("Сделано.", ""), "2.9": ("Примечание: без нарушений", ""), "2.10": ("", "")}
    assert texts(stage) == expected
    apply(intake := take_in(stage, *rows), stage.official, queries.intake_preview(intake, columns=chosen))
    assert texts(stage) == expected


def test_a_preview_takes_few_queries_whatever_the_number_of_rows(stage: Stage) -> None:
    intake = take_in(stage, line("1.4", "Сделано."), line("2.9", "Сделано."), line("2.10", "Сделано."))
    intake = queries.visible_intakes(stage.official).get(pk=intake.pk)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        queries.intake_preview(intake)
    assert len(captured) <= 8


def test_numbers_of_the_text_are_entered_only_when_the_person_confirms_them(stage: Stage) -> None:
    Indicator.objects.filter(code="considered").update(phrase="рассмотрены материалы в отношении {1 служащего}")
    intake = take_in(stage, line("1.4", "Рассмотрены материалы в отношении 9 служащих."))
    (card,) = queries.intake_preview(intake, tick_all=True).cards
    assert [(number.code, number.shown, number.is_ticked) for number in card.numbers] == [
        ("considered", "9 чел.", False)
    ]
    assert card.numbers[0].evidence
    ticked = frozenset({"implementation", "value_considered"})
    page = queries.intake_preview(
        intake, placings=placed(queries.intake_preview(intake), {0: stage.row("1.4")}, ticked=ticked)
    )
    apply(intake, stage.official, page)
    assert [(value.indicator.code, value.value) for value in stage.row("1.4").values.all()] == [
        ("considered", Decimal(9))
    ]
    (event,) = Event.objects.filter(row=stage.row("1.4"), kind=EventKind.ROW_SAVED).order_by("-pk")[:1]
    assert event.changes["values"] == {"considered": {"from": None, "to": "9"}}


def test_a_number_is_not_offered_for_an_indicator_that_is_filled(stage: Stage) -> None:
    Indicator.objects.filter(code="considered").update(phrase="рассмотрены материалы в отношении {1 служащего}")
    stage.save(stage.row("1.4"), entries={"considered": Entry(not_applicable=True)})
    (card,) = queries.intake_preview(take_in(stage, line("1.4", "Рассмотрены материалы в отношении 9 служащих."))).cards
    assert card.numbers == []


def test_an_exported_file_changes_what_was_changed_in_it_and_nothing_else(stage: Stage) -> None:
    """Whatever was written on the portal since the export, even a moment later, is not undone."""
    stage.save(stage.row("1.4"), implementation="Первый.", result="Итог.")
    stage.save(stage.row("2.9"), implementation="Было.")
    exported = exported_now(stage.report)
    stage.save(stage.row("1.4"), by=stage.colleague, implementation="Первый. Второй.")
    stage.save(stage.row("2.9"), by=stage.colleague, implementation="Было. Коллега.")
    stage.save(stage.row("2.10"), by=stage.colleague, implementation="Позже.")
    rows = [line("1.4", "Первый.", "Итог года."), line("2.9", "Было. Из Word."), line("2.10")]
    intake = take_in(stage, *rows, **exported)
    page = queries.intake_preview(intake)
    states = [{part.name: (part.state, part.is_crossed, part.is_ticked) for part in card.parts} for card in page.cards]
    assert states == [
        {"implementation": ("old", False, False), "result": ("change", False, True)},
        {"implementation": ("change", True, False)},
        {},
    ]
    assert (page.knows_edits, page.warnings) == (True, ())
    assert apply(intake, stage.official, page) == ["1.4"]
    assert texts(stage) == {
        "1.4": ("Первый. Второй.", "Итог года."),
        "2.9": ("Было. Коллега.", ""),
        "2.10": ("Позже.", ""),
    }
    # The other way round: what stood there before the export, written anew in Word, is an edit.
    (card,) = queries.intake_preview(take_in(stage, line("1.4", "Первый."), **exported_now(stage.report))).cards
    assert [(part.state, part.is_ticked) for part in card.parts if part.name == "implementation"] == [("change", True)]


def test_of_an_export_without_its_date_only_what_is_empty_is_filled(stage: Stage) -> None:
    """By an editor that loses the property, or from before there was one."""
    stage.save(stage.row("1.4"), implementation="Первый.")
    stage.save(stage.row("1.4"), implementation="Первый. Второй.")
    row = line("1.4", "Первый.", "Итог.")
    restored = {"own": True, "origin": Origin("plan", "executor", 2024, 10**9)}
    for lost in ({"own": True}, restored):
        page = queries.intake_preview(take_in(stage, row, line("2.9", "Новое."), **lost))
        states = [(part.name, part.state, part.is_ticked) for card in page.cards for part in card.parts]
        assert states == [
            ("implementation", "old", False),
            ("result", "new", True),
            ("implementation", "new", True),
        ]
        assert not page.knows_edits
        assert "не видно, когда" in page.warnings[0]
    (card,) = queries.intake_preview(take_in(stage, line("1.4", "Первый. Третий."), own=True)).cards
    assert [(part.state, part.is_ticked) for part in card.parts] == [("change", False)]


def test_an_export_of_another_report_is_a_foreign_document(stage: Stage) -> None:
    exported = exported_now(stage.last_year)
    stage.save(stage.row("1.4"), implementation="Работа этого года.", result="Итог.")
    intake = take_in(stage, line("1.4", "Работа прошлого года."), line("2.9", "Прошлое."), **exported)
    page = queries.intake_preview(intake)
    assert [(part.state, part.is_ticked) for card in page.cards for part in card.parts] == [
        ("change", False),
        ("new", True),
    ]
    assert not page.knows_edits
    assert page.warnings[0].startswith("Файл выгружен с портала из другого отчёта: Исполнитель 001, 2023 год. ")
    assert "«Взять прошлогодний текст»" in page.warnings[0]
    assert apply(intake, stage.official, page) == ["2.9"]
    assert texts(stage)["1.4"] == ("Работа этого года.", "Итог.")
    foreign = Origin("other-plan", "nobody", 2024, 0)
    (warning,) = queries.intake_preview(take_in(stage, line("1.4", "а"), own=True, origin=foreign)).warnings
    assert ": другая организация, 2024 год, по другому плану. " in warning


def test_appending_is_seen_before_it_becomes_replacing(stage: Stage) -> None:
    row = stage.save(stage.row("1.4"), implementation="Важное.")
    intake = take_in(stage, line("1.4", "Добавка."))

    def chosen(*, append: bool, seen: bool, ticked: frozenset[str]) -> IntakePreview:
        placing = Placing(row.pk, append=append, ticked=ticked, seen=Seen(row.pk, row.version, seen))
        return queries.intake_preview(intake, placings={0: placing})

    both = frozenset({"implementation", "answer"})
    (card,) = chosen(append=False, seen=True, ticked=both).cards
    assert (card.is_shown, [part.is_ticked for part in card.parts]) == (False, [False])
    # The other way round nothing can be lost; who chooses to append wants the text.
    page = chosen(append=True, seen=False, ticked=frozenset())
    assert (page.cards[0].is_shown, page.cards[0].parts[0].is_ticked) == (True, True)
    assert apply(intake, stage.official, page) == ["1.4"]
    assert texts(stage)["1.4"][0] == "Важное.\nДобавка."


def test_what_is_appended_and_seen_may_be_unticked(stage: Stage) -> None:
    row = stage.row("1.4")
    placing = Placing(row.pk, append=True, ticked=frozenset({"result"}), seen=Seen(row.pk, row.version, append=True))
    page = queries.intake_preview(take_in(stage, line("1.4", "Сделано.", "Итог.")), placings={0: placing})
    assert [part.is_ticked for part in page.cards[0].parts] == [False, True]


def test_at_a_row_that_has_changed_since_nothing_stays_ticked(stage: Stage) -> None:
    intake = take_in(stage, line("1.4", "Из файла."), line("2.9", "Из файла."))
    choices = placed(queries.intake_preview(intake), {0: stage.row("1.4"), 1: stage.row("2.9")})
    stage.save(stage.row("2.9"), by=stage.colleague, implementation="Коллега.")
    page = queries.intake_preview(intake, placings=choices)
    assert [(card.is_changed, card.parts[0].is_ticked) for card in page.cards] == [(False, True), (True, False)]
    kept = queries.intake_preview(intake, placings=choices, keep_ticks=True)
    assert [card.parts[0].is_ticked for card in kept.cards] == [True, True]


@pytest.mark.parametrize(("number", "field", "problem"), [
    ("1.4", "", "Выберите графу"), (None, "result", "Выберите пункт"), ("2.9", "result", "Пункт 2.9 закрыт"),
])  # fmt: skip
def test_a_text_from_outside_the_table_needs_a_row_and_a_field(
    stage: Stage, number: str | None, field: str, problem: str
) -> None:
    stage.submit()
    stage.return_with("1.4")
    intake = take_in(stage, line("1.4"), outside=("Пояснение к отчёту",))
    page = queries.intake_preview(intake, loose={0: (stage.row(number).pk if number else None, field)})
    assert page.loose[0].problem.startswith(problem)
    assert page.has_placed_texts
    chosen, problems = queries.intake_choices(page.cards, page.loose)
    assert chosen == []
    assert problems == [f"Текст вне таблицы «Пояснение к отчёту»: {page.loose[0].problem}"]


def test_after_thirty_days_what_was_read_is_forgotten(stage: Stage) -> None:
    begun, applied, recent = (take_in(stage, line("1.4", text)) for text in ("Одно.", "Другое.", "Третье."))
    apply(applied, stage.official)
    old = timezone.now() - timedelta(days=30, minutes=1)
    Intake.objects.filter(pk__in=[begun.pk, applied.pk]).update(at=old)
    actions.prune_intakes()
    kept = {intake.pk: (intake.state, bool(intake.content)) for intake in Intake.objects.all()}
    assert kept == {begun.pk: ("dropped", False), applied.pk: ("applied", False), recent.pk: ("open", True)}
    assert list(queries.begun_intakes(stage.official, stage.report)) == [recent]
    with pytest.raises(actions.IntakeClosedError, match="Загрузите его снова"):
        apply(begun, stage.official)


def test_to_tick_all_undoes_nothing_that_was_changed_on_the_portal(stage: Stage) -> None:
    stage.save(stage.row("1.4"), implementation="Было.", result="Итог.")
    stage.save(stage.row("2.9"), implementation="Было.")
    exported = exported_now(stage.report)
    for number in ("1.4", "2.9"):
        stage.save(stage.row(number), by=stage.colleague, implementation="На портале.")
    intake = take_in(stage, line("1.4", "Было.", "Правка."), line("2.9", "Правка."), line("2.10", "Новое."), **exported)

    def ticks(**how: Any) -> list[bool]:
        page = queries.intake_preview(intake, tick_all=True, **how)
        return [part.is_ticked for card in page.cards for part in card.parts]

    assert ticks() == [False, True, False, True]
    row = stage.row("2.9")
    own = Placing(row.pk, ticked=frozenset({"implementation"}), seen=Seen(row.pk, row.version, append=False))
    assert ticks(placings={1: own}) == [False, True, True, True]
    stage.save(row, by=stage.colleague, implementation="Ещё раз.")
    assert ticks(placings={1: own}) == [False, True, False, True]
