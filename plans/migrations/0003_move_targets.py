"""The one target that an indicator had becomes its target from the plan's beginning on."""

from django.db import migrations


def move(apps, schema_editor):
    indicators = apps.get_model("plans", "Indicator").objects.exclude(target_rule="", target_phrase="")
    target = apps.get_model("plans", "Target")
    made = []
    for i in indicators:
        if i.target is not None and i.target < 0:
            # Only the form refused it; now the database does. Its words stay, for an administrator to see to.
            phrase = i.target_phrase or f"{i.get_target_rule_display()} {i.target.normalize():f}"
            made.append(target(indicator=i, rule="", value=None, phrase=phrase))
        else:
            made.append(target(indicator=i, rule=i.target_rule, value=i.target, phrase=i.target_phrase))
    target.objects.bulk_create(made)


def move_back(apps, schema_editor):
    target = apps.get_model("plans", "Target")
    # What the old form had no place for cannot go back.
    for each in target.objects.filter(first_year=None, rule__in=["", "at_least", "at_most", "exactly"]):
        each.indicator.target_rule = each.rule
        each.indicator.target = each.value
        each.indicator.target_phrase = each.phrase
        each.indicator.save()


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_targets")]
    operations = [migrations.RunPython(move, move_back)]
