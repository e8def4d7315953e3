import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0001_initial'),
        ('reports', '0002_review'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('consolidated', 'сводный отчёт'), ('reports_zip', 'архив принятых отчётов')], max_length=20, verbose_name='что')),
                ('title', models.TextField(verbose_name='название')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='год')),
                ('file_format', models.CharField(max_length=10, verbose_name='формат')),
                ('parameters', models.JSONField(blank=True, default=dict, verbose_name='параметры')),
                ('request', models.CharField(editable=False, max_length=64, verbose_name='отпечаток заказа')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='заказан')),
                ('state', models.CharField(choices=[('waiting', 'ждёт очереди'), ('running', 'готовится'), ('done', 'готов'), ('failed', 'не получился'), ('cancelled', 'отменён')], default='waiting', max_length=20, verbose_name='состояние')),
                ('attempt', models.PositiveSmallIntegerField(default=1, verbose_name='попытка')),
                ('task_id', models.UUIDField(blank=True, editable=False, null=True, verbose_name='задача в очереди')),
                ('heartbeat_at', models.DateTimeField(blank=True, null=True, verbose_name='обработчик отозвался')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='готово частей')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='всего частей')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='закончен')),
                ('failure', models.TextField(blank=True, verbose_name='почему не получился')),
                ('file_name', models.CharField(blank=True, max_length=255, verbose_name='имя файла')),
                ('data', models.BinaryField(blank=True, null=True, verbose_name='файл')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256')),
            ],
            options={
                'verbose_name': 'заказанный документ',
                'verbose_name_plural': 'заказанные документы',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='MailBox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('not_before', models.DateTimeField(verbose_name='следующее письмо не раньше')),
            ],
            options={
                'verbose_name': 'почтовый ящик',
                'verbose_name_plural': 'почтовые ящики',
            },
        ),
        migrations.RemoveIndex(
            model_name='notice',
            name='notice_not_emailed',
        ),
        migrations.AddField(
            model_name='notice',
            name='portal_only',
            field=models.BooleanField(default=False, verbose_name='только на портале'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('emailed_at', None), ('portal_only', False)), fields=['user'], name='notice_to_be_emailed'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('emailed_at', None), ('portal_only', False), _connector='OR'), name='notice_mailed_or_not'),
        ),
        migrations.AddField(
            model_name='job',
            name='plan',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='jobs', to='plans.plan', verbose_name='план'),
        ),
        migrations.AddField(
            model_name='job',
            name='requested_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='jobs', to=settings.AUTH_USER_MODEL, verbose_name='кто заказал'),
        ),
        migrations.AddField(
            model_name='mailbox',
            name='user',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='mail_box', to=settings.AUTH_USER_MODEL, verbose_name='кому'),
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(condition=models.Q(('state__in', ('waiting', 'running'))), fields=['state'], name='job_active'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['consolidated', 'reports_zip'])), name='job_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'done', 'failed', 'cancelled'])), name='job_state_known'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('waiting', 'running'))), fields=('requested_by', 'request'), name='job_once_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'consolidated'), _negated=True), models.Q(('plan__isnull', False), ('year__isnull', False)), _connector='OR'), name='job_consolidated_has_plan_and_year'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('heartbeat_at__isnull', False), ('state', 'running')), models.Q(('state', 'running'), _negated=True), _connector='OR'), name='job_running_has_heartbeat'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finished_at', None), ('state__in', ('waiting', 'running'))), models.Q(models.Q(('state__in', ('waiting', 'running')), _negated=True), ('finished_at__isnull', False)), _connector='OR'), name='job_finished_has_time'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), models.Q(('sha256', ''), _negated=True), models.Q(('file_name', ''), _negated=True)), models.Q(models.Q(('state', 'done'), _negated=True), ('data', None), ('file_name', ''), ('sha256', '')), _connector='OR'), name='job_done_has_file'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'failed'), models.Q(('failure', ''), _negated=True)), models.Q(models.Q(('state', 'failed'), _negated=True), ('failure', '')), _connector='OR'), name='job_failed_says_why'),
        ),
    ]
