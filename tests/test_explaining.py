"""Answers of officials to findings: who may give them, what they answer, how long they hold."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from kuznetsk_report.accounts.models import User
from reports import access, actions, checklist, queries
from reports.checklist import Noted
from reports.figures import Entry
from reports.models import FindingAnswer, ReportRow
from reports.vocabulary import EventKind

from .conftest import Stage

MISSED = {"considered": Entry(Decimal(10)), "disciplined": Entry(Decimal(3))}


@pytest.fixture
def row(stage: Stage) -> ReportRow:
    """A row that misses its target."""
    return stage.save(
        stage.row("1.4"), answer="done", implementation="Проведено 5 заседаний.", result="Итог", entries=MISSED
    )


def missed(row: ReportRow) -> Noted:
    (checked,) = checklist.check(row.report, row.report.rows.filter(pk=row.pk))
    (noted,) = [noted for noted in checked.noted if noted.finding.code == "target-missed"]
    return noted


def explain(row: ReportRow, by: User, text: str = "Вина не подтвердилась.", **changes: object) -> FindingAnswer | None:
    wanted: dict[str, object] = {"version": row.version, "key": missed(row).finding.key, **changes}
    return actions.answer_finding(row=row, text=text, by=by, **wanted)  # type: ignore[arg-type]


def test_an_answer_quiets_the_finding_and_is_told_in_the_history(stage: Stage, row: ReportRow) -> None:
    explain(row, stage.official)
    noted = missed(row)
    assert noted.answer is not None
    assert (noted.answer.text, noted.answer.by) == ("Вина не подтвердилась.", stage.official)
    event = row.events.last()
    assert event is not None
    assert (event.kind, event.actor, event.version) == (EventKind.FINDING_ANSWERED, stage.official, None)
    entry = queries.history(stage.report, stage.official, row)[0]
    assert entry.what == "Пункт 1.4: дан ответ на вопрос проверки"
    assert entry.quotes == [noted.finding.message, "Вина не подтвердилась."]


def test_it_holds_until_the_row_changes_and_is_offered_again(stage: Stage, row: ReportRow) -> None:
    explain(row, stage.official)
    row = stage.save(row, result="Другой итог")
    noted = missed(row)
    assert noted.answer is None
    assert noted.former is not None
    assert noted.former.text == "Вина не подтвердилась."
    explain(row, stage.colleague)
    assert missed(row).answer is not None
    assert FindingAnswer.objects.get().by == stage.colleague


def test_it_holds_again_when_the_row_is_as_it_was(stage: Stage, row: ReportRow) -> None:
    explain(row, stage.official)
    row = stage.save(stage.save(row, result="Другой итог"), result="Итог")
    assert missed(row).answer is not None


def test_an_empty_text_takes_it_back(stage: Stage, row: ReportRow) -> None:
    explain(row, stage.official)
    assert explain(row, stage.official, text="") is None
    assert not FindingAnswer.objects.exists()
    assert (
        queries.history(stage.report, stage.official, row)[0].what == "Пункт 1.4: объяснение к вопросу проверки снято"
    )


def test_a_former_one_is_taken_back_with_an_event(stage: Stage, row: ReportRow) -> None:
    explain(row, stage.official)
    row = stage.save(row, result="Другой итог")
    assert explain(row, stage.official, text="") is None
    assert not FindingAnswer.objects.exists()
    assert (
        queries.history(stage.report, stage.official, row)[0].what == "Пункт 1.4: объяснение к вопросу проверки снято"
    )
    events = row.events.count()
    explain(row, stage.official, text="")
    assert row.events.count() == events


def test_saying_the_same_again_is_no_event(stage: Stage, row: ReportRow) -> None:
    first = explain(row, stage.official)
    events = row.events.count()
    assert explain(row, stage.official) == first
    assert row.events.count() == events


def test_a_finding_that_is_gone_cannot_be_answered(stage: Stage, row: ReportRow) -> None:
    key = missed(row).finding.key
    row = stage.save(row, entries={"disciplined": Entry(Decimal(8))})
    with pytest.raises(actions.FindingGoneError):
        explain_key(row, key, stage.official)
    assert not FindingAnswer.objects.exists()


def explain_key(row: ReportRow, key: str, by: User) -> None:
    actions.answer_finding(row=row, version=row.version, key=key, text="Так и есть.", by=by)


def test_who_has_not_seen_the_row_as_it_stands_is_refused(stage: Stage, row: ReportRow) -> None:
    stage.save(row, by=stage.colleague, result="Другой итог")
    with pytest.raises(actions.StaleVersionError):
        explain(row, stage.official)
    assert not FindingAnswer.objects.exists()


def test_what_must_be_mended_cannot_be_explained(stage: Stage) -> None:
    row = stage.save(stage.row("2.9"), implementation="Текст")
    (checked,) = checklist.check(stage.report, stage.report.rows.filter(pk=row.pk))
    (key,) = [noted.finding.key for noted in checked.noted if noted.finding.code == "missing-answer"]
    with pytest.raises(actions.NotReadyError, match="нужно исправить"):
        explain_key(row, key, stage.official)


@pytest.mark.parametrize("who", ["supervisor", "clerk", "outsider"])
def test_only_those_who_may_write_in_the_row_explain(stage: Stage, row: ReportRow, who: str) -> None:
    with pytest.raises(PermissionDenied):
        explain(row, getattr(stage, who))


def test_a_closed_row_is_not_explained(stage: Stage, row: ReportRow) -> None:
    stage.complete()
    key = missed(stage.save(stage.row("1.4"), entries=MISSED)).finding.key
    actions.submit(report=stage.report, by=stage.official)
    with pytest.raises(PermissionDenied):
        explain_key(stage.row("1.4"), key, stage.official)


def test_who_explains_is_an_author(stage: Stage, row: ReportRow) -> None:
    explain(row, stage.colleague)
    assert access.is_author(stage.colleague, stage.report)
