"""From submitting to acceptance: what each action does, refuses and records."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from kuznetsk_report.accounts.models import User
from kuznetsk_report.accounts.roles import Role
from reports import access, actions, checklist, queries
from reports.actions import NotReadyError, StaleDecisionError
from reports.checks import Level
from reports.documents.gather import content_of, gather
from reports.figures import Entry
from reports.models import Event, Notice, Receipt, Remark, Report, ReportRow
from reports.vocabulary import EventKind, NoticeKind, State

from .conftest import Stage


def seen(report: Report, row: ReportRow | None = None) -> int:
    return actions.last_event(report, row)


def kinds(report: Report) -> list[str]:
    return list(report.events.order_by("pk").values_list("kind", flat=True))


def editable(stage: Stage) -> list[str]:
    report = Report.objects.get(pk=stage.report.pk)
    return [row.number for row in report.rows.all() if access.may_edit_row(stage.official, row)]


# ---- submitting ----


def test_an_unfinished_report_is_not_submitted_and_the_rows_are_named(stage: Stage) -> None:
    stage.save(stage.row("1.4"), answer="done", implementation="Сделано.")
    with pytest.raises(NotReadyError, match=r"Дополните строки: 2\.9, 2\.10\."):
        actions.submit(report=stage.report, by=stage.official)
    assert Report.objects.get(pk=stage.report.pk).state == State.DRAFT
    assert not Receipt.objects.exists()


def test_a_submitted_report_is_closed_and_kept(stage: Stage) -> None:
    stage.complete()
    content = gather(stage.report)
    receipt = actions.submit(report=stage.report, by=stage.official)
    report = Report.objects.get(pk=stage.report.pk)
    assert report.state == State.SUBMITTED
    assert content_of(report) == content
    assert (receipt.version, receipt.by, receipt.fingerprint) == (1, stage.official, content.fingerprint)
    assert receipt.number == f"2024-{receipt.pk:06}"
    event = report.events.get(kind=EventKind.SUBMITTED)
    assert event.changes == {"state": {"from": "draft", "to": "submitted"}, "receipt": receipt.number, "version": 1}
    assert editable(stage) == []
    with pytest.raises(PermissionDenied):
        actions.submit(report=report, by=stage.official)


def test_doubts_do_not_keep_a_report_from_being_submitted(stage: Stage) -> None:
    for row in stage.report.rows.all():
        stage.save(row, answer="done", implementation="Сделано.")
    assert [
        finding.code
        for each in checklist.findings(stage.report)
        for finding in each.findings
        if finding.code[:8] == "missing-"
    ] == [
        "missing-indicator",
        "missing-indicator",
        "missing-result",
        "missing-result",
        "missing-result",
    ]
    assert actions.submit(report=stage.report, by=stage.official).version == 1


def test_supervisors_are_told_of_a_submission_and_executors_are_not(stage: Stage) -> None:
    stage.submit()
    (notice,) = Notice.objects.all()
    assert (notice.user, notice.kind) == (stage.supervisor, NoticeKind.SUBMITTED)
    assert notice.subject == "Отчёт представлен: Исполнитель 001, 2024"
    assert notice.link == stage.report.get_absolute_url()


# ---- rows ----


def test_a_row_is_accepted_and_taken_back(stage: Stage) -> None:
    report = stage.submit()
    row = stage.row("2.9")
    actions.accept_row(row=row, seen=seen(report, row), by=stage.supervisor)
    row.refresh_from_db()
    assert row.accepted_by == stage.supervisor
    actions.reopen_row(row=row, seen=seen(report, row), by=stage.supervisor)
    row.refresh_from_db()
    assert row.accepted_at is None
    assert kinds(report)[-2:] == [EventKind.ROW_ACCEPTED, EventKind.ROW_REOPENED]


def test_a_remark_on_an_accepted_row_takes_the_acceptance_back(stage: Stage) -> None:
    report = stage.submit()
    row = stage.row("2.9")
    actions.accept_row(row=row, seen=seen(report, row), by=stage.supervisor)
    remark = actions.make_remark(row=row, text="Уточните.", seen=seen(report, row), by=stage.supervisor)
    row.refresh_from_db()
    assert row.accepted_at is None
    assert (remark.author, remark.row_version, remark.sent_at) == (stage.supervisor, row.version, None)
    with pytest.raises(NotReadyError, match="есть замечание"):
        actions.accept_row(row=row, seen=seen(report, row), by=stage.supervisor)


def test_a_remark_needs_words(stage: Stage) -> None:
    report = stage.submit()
    row = stage.row("2.9")
    with pytest.raises(NotReadyError, match="Напишите, что нужно исправить"):
        actions.make_remark(row=row, text="", seen=seen(report, row), by=stage.supervisor)


def test_a_remark_is_withdrawn_before_it_is_sent_and_stays_in_the_history(stage: Stage) -> None:
    report = stage.submit()
    row = stage.row("2.9")
    remark = actions.make_remark(row=row, text="Зря.", seen=seen(report, row), by=stage.supervisor)
    actions.withdraw_remark(remark=remark, by=stage.supervisor)
    assert not Remark.objects.exists()
    event = report.events.get(kind=EventKind.REMARK_WITHDRAWN)
    assert (event.row, event.changes) == (row, {"remark": "Зря."})


def test_a_sent_remark_is_not_withdrawn(stage: Stage) -> None:
    stage.submit()
    stage.return_with("2.9")
    remark = Remark.objects.get()
    with pytest.raises(PermissionDenied):
        actions.withdraw_remark(remark=remark, by=stage.supervisor)
    stage.submit()
    with pytest.raises(NotReadyError, match="уже отправлено"):
        actions.withdraw_remark(remark=remark, by=stage.supervisor)


def test_one_remark_for_several_executors_or_for_none(stage: Stage) -> None:
    stage.submit()
    other = actions.open_report(plan=stage.plan, organization=stage.other_executor, year=2024, by=stage.outsider)
    rows = [stage.row("2.9"), stage.row("2.9", other)]
    seen = {row.pk: actions.last_event(row.report, row) for row in rows}
    with pytest.raises(actions.RowsRefusedError) as refused:  # the other one is a draft still
        actions.remark_rows(rows=rows, text="Всем.", seen=seen, by=stage.supervisor)
    assert [(row, type(error)) for row, error in refused.value.refusals] == [(rows[1], PermissionDenied)]
    assert not Remark.objects.exists()
    stage.submit(other)
    seen = {row.pk: actions.last_event(row.report, row) for row in rows}
    remarks = actions.remark_rows(rows=rows, text="Всем.", seen=seen, by=stage.supervisor)
    assert [(remark.row, remark.text) for remark in remarks] == [(rows[0], "Всем."), (rows[1], "Всем.")]
    assert Event.objects.filter(kind=EventKind.REMARK_MADE).count() == 2


# ---- return, answer, resubmit ----


def test_without_a_remark_nothing_is_returned(stage: Stage) -> None:
    report = stage.submit()
    with pytest.raises(NotReadyError, match="сделайте замечание"):
        actions.return_report(report=report, seen=seen(report), by=stage.supervisor)


def test_only_remarked_rows_open_and_the_others_keep_their_acceptance(stage: Stage) -> None:
    report = stage.submit()
    accepted = stage.row("2.10")
    actions.accept_row(row=accepted, seen=seen(report, accepted), by=stage.supervisor)
    report = stage.return_with("2.9", text="Укажите дату.")
    assert (report.state, report.filed_content) == (State.RETURNED, None)
    assert editable(stage) == ["2.9"]
    accepted.refresh_from_db()
    assert accepted.accepted_by == stage.supervisor
    for number in ("1.4", "2.10"):
        with pytest.raises(PermissionDenied, match="Открыты только строки с замечаниями"):
            stage.save(stage.row(number), implementation="Тайком.")


def test_the_executors_people_are_told_of_a_return_with_the_remarks(stage: Stage) -> None:
    stage.submit()
    Notice.objects.all().delete()
    stage.return_with("2.9", "1.4", text="Укажите дату.")
    told = {notice.user: notice for notice in Notice.objects.all()}
    assert set(told) == {stage.official, stage.colleague, stage.clerk}
    assert told[stage.official].kind == NoticeKind.RETURNED
    assert told[stage.official].body == "Пункт 1.4. Укажите дату.\n\nПункт 2.9. Укажите дату."


def test_a_remark_must_be_answered_before_submitting_again(stage: Stage) -> None:
    stage.submit()
    stage.return_with("2.9")
    with pytest.raises(NotReadyError, match=r"Дополните строки: 2\.9\."):
        actions.submit(report=stage.report, by=stage.official)
    remark = Remark.objects.get()
    row = stage.save(stage.row("2.9"), replies={remark.pk: "Исправлено."})
    remark.refresh_from_db()
    assert (remark.answer, remark.answered_by) == ("Исправлено.", stage.official)
    assert row.events.order_by("-pk")[0].changes == {"replies": {str(remark.pk): {"from": "", "to": "Исправлено."}}}
    receipt = actions.submit(report=stage.report, by=stage.official)
    remark.refresh_from_db()
    assert receipt.version == 2
    assert remark.closed_at is not None
    assert Report.objects.get(pk=stage.report.pk).state == State.RESUBMITTED


def test_an_answer_is_taken_back(stage: Stage) -> None:
    stage.submit()
    stage.return_with("2.9")
    remark = Remark.objects.get()
    stage.save(stage.row("2.9"), replies={remark.pk: "Исправлено."})
    stage.save(stage.row("2.9"), replies={remark.pk: ""})
    remark.refresh_from_db()
    assert (remark.answer, remark.answered_at, remark.answered_by) == ("", None, None)
    assert checklist.blocking(Report.objects.get(pk=stage.report.pk)) != []


def test_remarks_of_another_row_and_closed_ones_are_not_answered(stage: Stage) -> None:
    stage.submit()
    stage.return_with("2.9", "1.4")
    of_another = Remark.objects.get(row__number="1.4")
    stage.save(stage.row("2.9"), replies={of_another.pk: "Чужое."})
    of_another.refresh_from_db()
    assert of_another.answer == ""


# ---- decisions ----


def test_accepting_the_report_accepts_the_rows_that_were_not_looked_at(stage: Stage) -> None:
    report = stage.submit()
    row = stage.row("2.9")
    actions.accept_row(row=row, seen=seen(report, row), by=stage.supervisor)
    report = actions.accept_report(report=report, seen=seen(report), by=stage.supervisor)
    assert report.state == State.ACCEPTED
    assert not report.rows.filter(accepted_by=None).exists()
    assert report.events.get(kind=EventKind.ACCEPTED).changes == {
        "state": {"from": "submitted", "to": "accepted"},
        "rows": ["1.4", "2.10"],
    }
    assert content_of(report).is_project is False


def test_a_report_with_a_remark_is_not_accepted(stage: Stage) -> None:
    report = stage.submit()
    row = stage.row("2.9")
    actions.make_remark(row=row, text="Уточните.", seen=seen(report, row), by=stage.supervisor)
    with pytest.raises(NotReadyError, match="есть замечания"):
        actions.accept_report(report=report, seen=seen(report), by=stage.supervisor)


def test_an_accepted_report_is_opened_again_for_chosen_rows(stage: Stage) -> None:
    report = stage.submit()
    report = actions.accept_report(report=report, seen=seen(report), by=stage.supervisor)
    Notice.objects.all().delete()
    actions.reopen_report(
        report=report, rows=[stage.row("2.9")], reason="Ошибка в числе.", seen=seen(report), by=stage.supervisor
    )
    report.refresh_from_db()
    assert report.state == State.RETURNED
    assert editable(stage) == ["2.9"]
    assert Remark.objects.get().text == "Ошибка в числе."
    assert Remark.objects.get().sent_at is not None
    assert report.events.get(kind=EventKind.REOPENED).changes["note"] == "Ошибка в числе."
    assert "Открыты пункты: 2.9." in Notice.objects.get(user=stage.official).body
    again = stage.submit()
    assert again.state == State.RESUBMITTED


@pytest.mark.parametrize(("numbers", "reason"), [([], "Ошибка."), (["2.9"], "")])
def test_opening_again_needs_a_row_and_a_reason(stage: Stage, numbers: list[str], reason: str) -> None:
    rows = [stage.row(number, stage.last_year) for number in numbers]
    with pytest.raises(NotReadyError):
        actions.reopen_report(
            report=stage.last_year, rows=rows, reason=reason, seen=seen(stage.last_year), by=stage.supervisor
        )
    assert Report.objects.get(pk=stage.last_year.pk).state == State.ACCEPTED
    assert not Remark.objects.exists()


def test_the_author_does_not_decide(stage: Stage) -> None:
    both = stage.colleague
    both.memberships.create(organization=stage.region, role=Role.SUPERVISOR)
    both = User.objects.get(pk=both.pk)
    stage.complete()
    stage.save(stage.row("2.9"), by=both, implementation="Писал сам.")
    report = stage.submit()
    row = stage.row("2.9")
    for attempt in (
        lambda: actions.accept_row(row=row, seen=seen(report, row), by=both),
        lambda: actions.make_remark(row=row, text="Себе.", seen=seen(report, row), by=both),
        lambda: actions.return_report(report=report, seen=seen(report), by=both),
        lambda: actions.accept_report(report=report, seen=seen(report), by=both),
    ):
        with pytest.raises(PermissionDenied, match="Вы сами заполняли"):
            attempt()
    stage.colleague = both
    assert actions.accept_report(report=report, seen=seen(report), by=stage.supervisor).state == State.ACCEPTED


def test_who_decides_on_what_has_changed_is_told(stage: Stage) -> None:
    report = stage.submit()
    row = stage.row("2.9")
    opened, row_opened = seen(report), seen(report, row)
    actions.make_remark(row=row, text="Первым.", seen=row_opened, by=stage.supervisor)
    with pytest.raises(StaleDecisionError):
        actions.accept_row(row=row, seen=row_opened, by=stage.supervisor)
    with pytest.raises(StaleDecisionError) as told:
        actions.return_report(report=report, seen=opened, by=stage.supervisor)
    assert told.value.last == seen(report)
    assert Report.objects.get(pk=report.pk).state == State.SUBMITTED


def test_a_decision_about_one_row_does_not_disturb_another(stage: Stage) -> None:
    report = stage.submit()
    first, second = stage.row("2.9"), stage.row("2.10")
    second_opened = seen(report, second)
    actions.accept_row(row=first, seen=seen(report, first), by=stage.supervisor)
    assert actions.accept_row(row=second, seen=second_opened, by=stage.supervisor).accepted_at is not None


def test_giving_out_a_document_is_no_change(stage: Stage) -> None:
    opened = seen(stage.last_year)
    actions.issue(report=stage.last_year, file_format="docx", by=stage.clerk)
    rows = [stage.row("2.9", stage.last_year)]
    actions.reopen_report(report=stage.last_year, rows=rows, reason="Ошибка.", seen=opened, by=stage.supervisor)
    assert Report.objects.get(pk=stage.last_year.pk).state == State.RETURNED


def test_every_step_leaves_its_event(stage: Stage) -> None:
    stage.submit()
    stage.return_with("2.9")
    report = stage.submit()
    actions.accept_report(report=report, seen=seen(report), by=stage.supervisor)
    assert [kind for kind in kinds(report) if kind != EventKind.ROW_SAVED] == [
        EventKind.OPENED,
        EventKind.SUBMITTED,
        EventKind.REMARK_MADE,
        EventKind.RETURNED,
        EventKind.SUBMITTED,
        EventKind.ACCEPTED,
    ]


def test_numbers_under_an_answer_that_leaves_nothing_to_count_are_doubted(stage: Stage) -> None:
    stage.complete()
    stage.save(stage.row("1.4"), answer="no_cases")
    [finding] = [
        finding
        for each in checklist.findings(stage.report)
        for finding in each.findings
        if finding.field.startswith("value_")
    ]
    assert (finding.code, finding.field, finding.level) == ("contradiction", "value_considered", Level.WARNING)
    assert finding.message.replace("\N{NO-BREAK SPACE}", " ") == (
        "Числа стоят при ответе, при котором считать нечего: «Рассмотрено лиц» — 10 чел., «Привлечено лиц» — 8 чел. "
        "Уберите числа или смените ответ: в сводном отчёте такие числа не учитываются."
    )
    stage.save(stage.row("1.4"), entries={"considered": Entry(Decimal(0)), "disciplined": Entry(Decimal(0))})
    found = {finding.code for each in checklist.findings(stage.report) for finding in each.findings}
    assert "contradiction" not in found


def test_rows_are_told_of_in_the_order_of_their_numbers(stage: Stage) -> None:
    """Where rows are counted with what belongs to them, the database may give them in any order."""
    ReportRow.objects.filter(pk=stage.row("1.4").pk).update(number="3.1")
    numbers = ["2.9", "2.10", "3.1"]
    assert [checked.row.number for checked in checklist.check(stage.report)] == numbers
    assert [shown.row.number for shown in queries.review_page(stage.report).rows] == numbers
    assert [line.number for line in queries.row_lines(stage.report)] == numbers
