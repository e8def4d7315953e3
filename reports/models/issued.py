"""What has left the portal."""

from django.conf import settings
from django.db import models

from .report import Report


class IssuedDocument(models.Model):
    """A document of an accepted report, byte for byte as it was first given out; the same file whenever asked again.

    `version` is that of the receipt, 0 for a report that was accepted on paper in an earlier year. The database refuses
    to change or delete it (models/guard.py).
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="issued", verbose_name="отчёт")
    version = models.PositiveSmallIntegerField("версия отчёта")
    file_format = models.CharField("формат", max_length=10)
    file_name = models.CharField("имя файла", max_length=255)
    data = models.BinaryField("файл")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    at = models.DateTimeField("выдан", auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="кому")

    class Meta:
        verbose_name = "выданный документ"
        verbose_name_plural = "выданные документы"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "version", "file_format"], name="issued_once_per_version")
        ]

    def __str__(self) -> str:
        return self.file_name
