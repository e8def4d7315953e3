from django.db.models import TextChoices


class Role(TextChoices):
    """What a person does for an organization."""

    OFFICIAL = "official", "исполнитель"
    SUPERVISOR = "supervisor", "куратор"
    CLERK = "clerk", "делопроизводитель"
