from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Отчёты"

    def ready(self) -> None:
        from .models import guard  # noqa: PLC0415 (models are not loaded before)

        post_migrate.connect(guard.install, sender=self)
