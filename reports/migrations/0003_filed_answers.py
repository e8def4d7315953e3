"""Filed reports keep their answers and the ids of their items, too.

The consolidated report groups executors by the answers; the items tell what a row is about when numbers change.
"""

from django.db import migrations


def add_answers(apps, schema_editor):
    """Give every filed row the answer and the item of the report's row with its number."""
    Report = apps.get_model("reports", "Report")
    ReportRow = apps.get_model("reports", "ReportRow")
    for report in Report.objects.filter(filed_content__isnull=False).iterator():
        rows = {row.number: row for row in ReportRow.objects.filter(report=report)}
        for filed in report.filed_content["rows"]:
            filed.setdefault("answer", rows[filed["number"]].answer)
            filed.setdefault("item", rows[filed["number"]].item_id)
        report.save(update_fields=["filed_content"])


def remove_answers(apps, schema_editor):
    """Back to rows without answers and items; the report's own rows have them."""
    Report = apps.get_model("reports", "Report")
    for report in Report.objects.filter(filed_content__isnull=False).iterator():
        for filed in report.filed_content["rows"]:
            del filed["answer"], filed["item"]
        report.save(update_fields=["filed_content"])


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_review")]

    operations = [migrations.RunPython(add_answers, remove_answers)]
