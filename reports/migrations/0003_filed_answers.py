"""Filed reports keep their answers, too: the consolidated report groups executors by them."""

from django.db import migrations


def add_answers(apps, schema_editor):
    """Give every filed row the answer of the report's row with its number."""
    Report = apps.get_model("reports", "Report")
    ReportRow = apps.get_model("reports", "ReportRow")
    for report in Report.objects.filter(filed_content__isnull=False).iterator():
        answers = dict(ReportRow.objects.filter(report=report).values_list("number", "answer"))
        for row in report.filed_content["rows"]:
            row.setdefault("answer", answers[row["number"]])
        report.save(update_fields=["filed_content"])


def remove_answers(apps, schema_editor):
    """Back to rows without answers; the report's own rows have them."""
    Report = apps.get_model("reports", "Report")
    for report in Report.objects.filter(filed_content__isnull=False).iterator():
        for row in report.filed_content["rows"]:
            del row["answer"]
        report.save(update_fields=["filed_content"])


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_review")]

    operations = [migrations.RunPython(add_answers, remove_answers)]
