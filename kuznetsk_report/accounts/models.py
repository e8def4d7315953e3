"""Who works in the portal, for which organization, and in which role."""

from collections.abc import Collection

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property

from kuznetsk_report.printable import clean

from .roles import Role


class PrintableModel(models.Model):
    """A model whose texts pass printable.clean() when a form fills it: they go into documents."""

    class Meta:
        abstract = True

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        for field in self._meta.concrete_fields:
            value = getattr(self, field.attname)
            if isinstance(field, models.CharField | models.TextField) and isinstance(value, str):
                setattr(self, field.attname, clean(value).text)
        super().clean_fields(exclude)


class Organization(PrintableModel):
    """A body that executes plan items, supervises plans, or both.

    The heading of a report declines the name («отчёт администрации города Кузнецка»); genitive forms are stored,
    because they cannot be guessed reliably.
    """

    slug = models.SlugField("обозначение", unique=True, help_text="Латиницей, для команд и адресов: kuznetsk.")
    name = models.CharField("наименование", max_length=500, unique=True)
    name_genitive = models.CharField(
        "наименование в родительном падеже",
        max_length=500,
        help_text="Стоит в заголовке отчёта: «администрации города Кузнецка».",
    )
    short_name = models.CharField(
        "краткое название", max_length=100, unique=True, help_text="Для списков и имён файлов: «Кузнецк»."
    )
    territory_genitive = models.CharField(
        "территория в родительном падеже",
        max_length=300,
        blank=True,
        help_text="Подставляется в пункты Плана вместо {территории}: «города Кузнецка».",
    )

    class Meta:
        verbose_name = "организация"
        verbose_name_plural = "организации"
        ordering = ["short_name"]

    def __str__(self) -> str:
        return self.short_name


class User(AbstractUser):
    """A person who signs in. What a person may do follows from memberships, not from this record."""

    patronymic = models.CharField("отчество", max_length=150, blank=True)
    position = models.CharField("должность", max_length=500, blank=True)

    class Meta(AbstractUser.Meta):
        verbose_name = "пользователь"
        verbose_name_plural = "пользователи"

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """«Фамилия Имя Отчество», or the sign-in name where nothing is filled."""
        return " ".join(filter(None, [self.last_name, self.first_name, self.patronymic])) or self.username

    @cached_property
    def held_roles(self) -> frozenset[tuple[int, str]]:
        """(organization id, role) pairs; read once per request, as the request holds one User object."""
        return frozenset(self.memberships.values_list("organization_id", "role"))

    def organizations_as(self, *roles: Role) -> list[int]:
        """Ids of the organizations in which this person holds any of the roles."""
        return sorted({organization for organization, role in self.held_roles if role in roles})


class Membership(models.Model):
    """A user's role in an organization. One person may hold several, in several organizations."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships", verbose_name="пользователь")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="memberships", verbose_name="организация"
    )
    role = models.CharField("роль", max_length=20, choices=Role.choices)

    class Meta:
        verbose_name = "роль в организации"
        verbose_name_plural = "роли в организациях"
        constraints = [
            models.UniqueConstraint(fields=["user", "organization", "role"], name="membership_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} — {self.get_role_display()}, {self.organization}"
