"""The bell: how many, which, and what reading them does."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kuznetsk_report.accounts.models import User
from reports import actions, queries
from reports.actions.telling import tell
from reports.models import Notice
from reports.vocabulary import NoticeKind

from .conftest import Stage

SignIn = Callable[[User], Client]
LONG = "Пункт 1.4. Уточните число заседаний. " * 200


def notify(user: User, subject: str = "Отчёт принят: Исполнитель 001, 2023", body: str = "", link: str = "/") -> Notice:
    tell([user], kind=NoticeKind.ACCEPTED, subject=subject, body=body, link=link)
    return user.notices.latest("pk")


@pytest.mark.parametrize(
    ("unread", "said"),
    [(1, "1 непрочитанное"), (3, "3 непрочитанных"), (21, "21 непрочитанное"), (22, "22 непрочитанных")],
)
def test_the_bell_says_how_many(stage: Stage, sign_in: SignIn, unread: int, said: str) -> None:
    for _ in range(unread):
        notify(stage.official)
    notify(stage.colleague)
    html = sign_in(stage.official).get("/").content.decode()
    assert f'aria-label="Сообщения: {said}"' in html
    assert f'<span class="bell-count">{unread}</span>' in html


def test_without_unread_the_bell_says_nothing(stage: Stage, sign_in: SignIn) -> None:
    html = sign_in(stage.official).get("/").content.decode()
    assert ">Сообщения</a>" in html
    assert "bell-count" not in html


def test_the_bell_costs_one_query_and_nothing_where_there_is_none(stage: Stage, client: Client) -> None:
    def counted(path: str, **headers: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(path, headers=headers)
        return sum("COUNT(" in query["sql"] and "reports_notice" in query["sql"] for query in captured)

    assert counted("/login/") == 0
    client.force_login(stage.official)
    assert counted("/") == 1
    assert counted("/nowhere/") == 1
    assert counted("/", **{"HX-Request": "true"}) == 0


def test_notices_newest_first_with_their_whole_text(stage: Stage, sign_in: SignIn) -> None:
    notify(stage.official, "Первое")
    notify(stage.official, "Второе <b>", LONG)
    notify(stage.colleague, "Чужое")
    html = sign_in(stage.official).get(reverse("notices")).content.decode()
    assert html.index("Второе &lt;b&gt;") < html.index("Первое")
    assert LONG in html
    assert "Чужое" not in html
    assert html.count("не прочитано") == 2


def test_opening_marks_as_read_and_leads_on(stage: Stage, sign_in: SignIn) -> None:
    notice, other = notify(stage.official, link=stage.report.get_absolute_url()), notify(stage.official)
    client = sign_in(stage.official)
    url = reverse("open-notice", args=[notice.pk])
    assert client.get(url).status_code == 405
    assert queries.unread_notices(stage.official) == 2
    response = client.post(url)
    assert (response.status_code, response.headers["Location"]) == (302, stage.report.get_absolute_url())
    notice.refresh_from_db()
    read_at = notice.read_at
    assert read_at is not None
    assert list(stage.official.notices.filter(read_at=None)) == [other]
    client.post(url)
    notice.refresh_from_db()
    assert notice.read_at == read_at


def test_another_persons_notice_is_not_there(stage: Stage, sign_in: SignIn) -> None:
    notice = notify(stage.colleague)
    assert sign_in(stage.official).post(reverse("open-notice", args=[notice.pk])).status_code == 404
    actions.read_notice(notice=notice, by=stage.official)
    actions.read_all_notices(up_to=notice.pk, by=stage.official)
    notice.refresh_from_db()
    assert notice.read_at is None


def test_all_are_read_but_those_that_came_later(stage: Stage, sign_in: SignIn) -> None:
    notify(stage.official)
    seen = notify(stage.official)
    client = sign_in(stage.official)
    html = client.get(reverse("notices")).content.decode()
    assert f'name="up_to" value="{seen.pk}"' in html
    later = notify(stage.official)
    client.post(reverse("read-notices"), {"up_to": seen.pk})
    assert list(stage.official.notices.filter(read_at=None)) == [later]
    html = client.post(reverse("read-notices"), {"up_to": later.pk}, follow=True).content.decode()
    assert "Все прочитаны." in html
    assert "Отметить все прочитанными" not in html


@pytest.mark.parametrize("up_to", ["", "x", "-1", "9" * 30])
def test_nonsense_marks_nothing(stage: Stage, sign_in: SignIn, up_to: str) -> None:
    notify(stage.official)
    assert sign_in(stage.official).post(reverse("read-notices"), {"up_to": up_to}).status_code == 302
    assert queries.unread_notices(stage.official) == 1


def test_the_list_asks_as_much_for_three_as_for_one(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.official)
    assert "Сообщений пока нет" in client.get(reverse("notices")).content.decode()

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("notices"))
        return len(captured)

    notify(stage.official)
    for_one = asked()
    notify(stage.official)
    notify(stage.official)
    assert asked() == for_one


def test_the_list_has_pages(stage: Stage, sign_in: SignIn) -> None:
    for number in range(31):
        notify(stage.official, f"Сообщение № {number:02}")
    client = sign_in(stage.official)
    first, second = (client.get(reverse("notices"), {"page": page}).content.decode() for page in (1, 2))
    assert "Сообщение № 30" in first
    assert "Сообщение № 00" not in first
    assert "Сообщение № 00" in second
    newest = stage.official.notices.latest("pk").pk
    assert f'name="up_to" value="{newest}"' in second
