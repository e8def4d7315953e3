"""What people say to the findings of the checks, and which checks a plan wants."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.models import Plan
from reports.checks import KINDS

from .report import ReportRow

CODES = [(kind.code, f"{kind.code}: {kind.title}") for kind in KINDS.values()]


class FindingAnswer(models.Model):
    """An official's «так и есть, потому что…» to a finding. It quiets the finding as long as the row stays as it was.

    `key` is Finding.key; `content` the fingerprint of the row's answer, texts and numbers when it was written
    (checklist.fingerprint). An answer that is out of force stays, to be given again if it still holds.
    """

    row = models.ForeignKey(ReportRow, on_delete=models.PROTECT, related_name="finding_answers", verbose_name="строка")
    key = models.CharField("ключ", max_length=32)
    code = models.CharField("вид", max_length=40)
    message = models.TextField("что найдено")
    text = models.TextField("ответ исполнителя")
    content = models.CharField("отпечаток строки", max_length=64)
    at = models.DateTimeField("когда", auto_now=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="кто")

    class Meta:
        verbose_name = "ответ на вопрос проверки"
        verbose_name_plural = "ответы на вопросы проверки"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["row", "key"], name="finding_answered_once"),
            models.CheckConstraint(condition=~Q(text=""), name="finding_answer_says_something"),
        ]

    def __str__(self) -> str:
        return self.text


class CheckLevel(models.Model):
    """How heavily a kind of finding weighs in a plan where that differs from the usual."""

    class Weight(models.TextChoices):
        OFF = "off", "не проверять"
        HINT = "hint", "подсказка"
        WARNING = "warning", "предупреждение"
        ERROR = "error", "ошибка: не даёт представить отчёт"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="check_levels", verbose_name="план")
    code = models.CharField("вид", max_length=40, choices=CODES)
    weight = models.CharField("вес", max_length=10, choices=Weight.choices)

    class Meta:
        verbose_name = "настройка проверки"
        verbose_name_plural = "настройки проверок"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="check_level_once"),
            models.CheckConstraint(
                condition=Q(weight__in=["off", "hint", "warning", "error"]), name="check_weight_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.get_weight_display()}"
