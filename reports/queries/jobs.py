"""Documents that are made in the background."""

from django.db.models import Q, QuerySet

from kuznetsk_report.accounts.models import User
from reports import access
from reports.models import Job


def visible_jobs(user: User) -> QuerySet[Job]:
    """This person's documents, newest first, with `has_file` and without the file itself."""
    return Job.objects.filter(access.visible_jobs(user)).annotate(has_file=Q(data__isnull=False)).defer("data")


def job_file(job: Job) -> bytes | None:
    """The file, or None where there is none yet or not any more."""
    data = Job.objects.values_list("data", flat=True).get(pk=job.pk)
    return None if data is None else bytes(data)
