"""What rows are compared with, and how heavily a finding weighs."""

from decimal import Decimal

from plans.models import Indicator, PlanItem, Tie
from reports import checklist
from reports.checks import Level
from reports.figures import Entry
from reports.models import CheckLevel, Report

from .conftest import Stage


def found(stage: Stage, code: str) -> list[tuple[str, Level]]:
    report = Report.objects.get(pk=stage.report.pk)
    return [
        (finding.message, finding.level)
        for checked in checklist.check(report)
        for finding in checked.findings
        if finding.code == code
    ]


def test_another_item_is_named_as_the_report_numbers_it(stage: Stage) -> None:
    tie = Tie.objects.create(plan=stage.plan, name="Привлечены")
    Indicator.objects.filter(code="disciplined").update(tie=tie)
    other = PlanItem.objects.get(plan=stage.plan, number="2.10")
    Indicator.objects.create(item=other, code="held", name="Наказано", unit="чел.", tie=tie)
    stage.save(stage.row("1.4"), entries={"disciplined": Entry(Decimal(3))})
    stage.save(stage.row("2.10"), entries={"held": Entry(Decimal(7))})
    other.number = "9.9"
    other.save()
    messages = [message for message, _ in found(stage, "cross-item-mismatch")]
    assert len(messages) == 2
    assert all("2.10" in message and "9.9" not in message for message in messages)


def test_a_plan_does_not_make_a_missed_target_with_its_reason_heavier(stage: Stage) -> None:
    numbers = {"considered": Entry(Decimal(10)), "disciplined": Entry(Decimal(3))}
    CheckLevel.objects.create(plan=stage.plan, code="target-missed", weight=CheckLevel.Weight.ERROR)
    stage.save(stage.row("1.4"), answer="done", implementation="Рассмотрено 10 лиц.", entries=numbers)
    assert [level for _, level in found(stage, "target-missed")] == [Level.ERROR]
    reason = "Рассмотрено 10 лиц, наказаны трое: в отношении остальных заседания перенесены в связи с их болезнью."
    stage.save(stage.row("1.4"), answer="done", implementation=reason, entries=numbers)
    assert [level for _, level in found(stage, "target-missed")] == [Level.HINT]
