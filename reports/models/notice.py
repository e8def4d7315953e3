"""What people are told: in the portal, and by e-mail."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from reports.vocabulary import NoticeKind

TO_BE_EMAILED = Q(emailed_at=None, portal_only=False)


class Notice(models.Model):
    """One message to one person. Written in the transaction of what it tells about; e-mail takes it from here later.

    `link` is the path of the page where the person goes on. `key` names what must be told only once (a reminder of a
    certain day); it is empty where nothing can be told twice. What has neither `emailed_at` nor `portal_only` is still
    to be sent: portal_only says that there was no address to send it to.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices", verbose_name="кому"
    )
    kind = models.CharField("о чём", max_length=20, choices=NoticeKind.choices)
    subject = models.TextField("тема")
    body = models.TextField("подробности", blank=True)
    link = models.CharField("страница", max_length=500)
    key = models.CharField("ключ", max_length=200, blank=True)
    created_at = models.DateTimeField("создано", auto_now_add=True)
    read_at = models.DateTimeField("прочитано", null=True, blank=True)
    emailed_at = models.DateTimeField("отправлено по почте", null=True, blank=True)
    portal_only = models.BooleanField("только на портале", default=False)

    class Meta:
        verbose_name = "сообщение"
        verbose_name_plural = "сообщения"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["user"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["user"], condition=TO_BE_EMAILED, name="notice_to_be_emailed"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=NoticeKind.values), name="notice_kind_known"),
            models.UniqueConstraint(fields=["user", "key"], condition=~Q(key=""), name="notice_once"),
            models.CheckConstraint(condition=Q(emailed_at=None) | Q(portal_only=False), name="notice_mailed_or_not"),
        ]

    def __str__(self) -> str:
        return self.subject


class MailBox(models.Model):
    """When a person may get the next message.

    `not_before` lies ahead while a message is being sent (so that nobody else sends it), for a while after one was sent
    (so that further notices are collected), and after one could not be sent (so that it is not tried at once again).
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_box", verbose_name="кому"
    )
    not_before = models.DateTimeField("следующее письмо не раньше")

    class Meta:
        verbose_name = "почтовый ящик"
        verbose_name_plural = "почтовые ящики"

    def __str__(self) -> str:
        return str(self.user)
