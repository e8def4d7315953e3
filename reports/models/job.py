"""Documents that are made in the background."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from plans.models import Plan
from reports.vocabulary import ACTIVE_JOB_STATES, JobKind, JobState


class Job(models.Model):
    """One document that a worker makes for one person, from the request to the file.

    A worker holds it as (pk, `attempt`): when nothing is heard of the worker (`heartbeat_at`, by the database's
    clock), the job is queued anew under the next attempt, and the old worker cannot write to it any more. `request` is
    the fingerprint of what was asked for: the same request does not wait twice. The file lies in the
    database, so that workers can run on other machines; it is dropped after settings.JOB_KEEP_DAYS.
    """

    kind = models.CharField("что", max_length=20, choices=JobKind.choices)
    title = models.TextField("название")
    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, null=True, blank=True, related_name="jobs", verbose_name="план"
    )
    year = models.PositiveSmallIntegerField("год", null=True, blank=True)
    file_format = models.CharField("формат", max_length=10)
    parameters = models.JSONField("параметры", default=dict, blank=True)
    request = models.CharField("отпечаток заказа", max_length=64, editable=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="jobs", verbose_name="кто заказал"
    )
    created_at = models.DateTimeField("заказан", auto_now_add=True)

    state = models.CharField("состояние", max_length=20, choices=JobState.choices, default=JobState.WAITING)
    attempt = models.PositiveSmallIntegerField("попытка", default=1)
    task_id = models.UUIDField("задача в очереди", null=True, blank=True, editable=False)
    heartbeat_at = models.DateTimeField("обработчик отозвался", null=True, blank=True)
    done = models.PositiveIntegerField("готово частей", default=0)
    total = models.PositiveIntegerField("всего частей", default=0)
    finished_at = models.DateTimeField("закончен", null=True, blank=True)
    failure = models.TextField("почему не получился", blank=True)

    file_name = models.CharField("имя файла", max_length=255, blank=True)
    data = models.BinaryField("файл", null=True, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, db_index=True)

    class Meta:
        verbose_name = "заказанный документ"
        verbose_name_plural = "заказанные документы"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state"], condition=Q(state__in=ACTIVE_JOB_STATES), name="job_active")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=JobKind.values), name="job_kind_known"),
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            # One that is queued anew keeps its place, even if the same has been asked for again meanwhile.
            models.UniqueConstraint(
                fields=["requested_by", "request"],
                condition=Q(state=JobState.WAITING, attempt=1),
                name="job_waits_once",
            ),
            models.CheckConstraint(
                condition=~Q(kind=JobKind.CONSOLIDATED) | Q(plan__isnull=False, year__isnull=False),
                name="job_consolidated_has_plan_and_year",
            ),
            models.CheckConstraint(
                condition=Q(state=JobState.RUNNING, heartbeat_at__isnull=False) | ~Q(state=JobState.RUNNING),
                name="job_running_has_heartbeat",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ACTIVE_JOB_STATES, finished_at=None)
                | (~Q(state__in=ACTIVE_JOB_STATES) & Q(finished_at__isnull=False)),
                name="job_finished_has_time",
            ),
            models.CheckConstraint(
                condition=(Q(state=JobState.DONE) & ~Q(sha256="") & ~Q(file_name=""))
                | (~Q(state=JobState.DONE) & Q(sha256="", file_name="", data=None)),
                name="job_done_has_file",
            ),
            models.CheckConstraint(
                condition=(Q(state=JobState.FAILED) & ~Q(failure="")) | (~Q(state=JobState.FAILED) & Q(failure="")),
                name="job_failed_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("job", args=[self.pk])

    @property
    def is_active(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in ACTIVE_JOB_STATES

    @property
    def waits_long(self) -> bool:
        """Whether it waits so long that perhaps no worker runs at all."""
        return self.state == JobState.WAITING and (timezone.now() - self.created_at).total_seconds() > _LONG_SECONDS


_LONG_SECONDS = 120
