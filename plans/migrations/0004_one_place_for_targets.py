from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0003_move_targets'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='indicator',
            name='indicator_target_has_rule_and_value',
        ),
        migrations.RemoveField(
            model_name='indicator',
            name='target',
        ),
        migrations.RemoveField(
            model_name='indicator',
            name='target_phrase',
        ),
        migrations.RemoveField(
            model_name='indicator',
            name='target_rule',
        ),
    ]
