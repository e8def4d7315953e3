"""Headers, cookies, sign-in, the admin, and the pages for errors."""

import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from kuznetsk_report.accounts.middleware import client_address
from kuznetsk_report.accounts.models import User
from plans.models import PlanItem
from reports.models import Report

from .conftest import Stage

SignIn = Callable[[User], Client]


def test_every_page_forbids_foreign_and_inline_content(stage: Stage, sign_in: SignIn) -> None:
    response = sign_in(stage.official).get("/")
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_no_template_holds_inline_script_or_style() -> None:
    for template in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        if "documents" in template.parts:
            continue
        source = template.read_text()
        assert " style=" not in source, template
        assert "<style" not in source, template
        assert "<script>" not in source, template
        assert " onclick=" not in source, template
        assert "http://" not in source.replace("http://www.w3.org", ""), template
        assert "https://" not in source, template


def run(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False)


def test_production_settings_pass_the_deployment_check(tmp_path: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "a-long-and-random-secret-key-for-this-test-only-0123456789",
        "ALLOWED_HOSTS": "portal.example",
        "VAR_DIR": str(tmp_path),
    }
    command = [sys.executable, "-W", "error", "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    checked = run(command, environment)
    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout


def test_outside_debug_a_secret_key_is_demanded(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)}
    checked = run([sys.executable, "manage.py", "check"], environment)
    assert checked.returncode != 0
    assert "Задайте SECRET_KEY" in checked.stderr


def attempt(client: Client, password: str, address: str = "10.0.0.1", name: str = "official") -> int:
    data = {"username": name, "password": password}
    return client.post(reverse("login"), data, REMOTE_ADDR=address).status_code


def test_sign_in_is_throttled_per_name_and_address(stage: Stage, client: Client) -> None:
    logging.getLogger("axes").setLevel(logging.ERROR)
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert attempt(client, "wrong") == 200
    assert attempt(client, "wrong") == 429
    assert attempt(client, "a long test password") == 429
    assert attempt(client, "a long test password", name="colleague") == 302
    client.logout()
    assert attempt(client, "a long test password", address="10.0.0.2") == 302


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "1.1.1.1", "9.9.9.9"),
        (1, "1.1.1.1", "1.1.1.1"),
        (1, "8.8.8.8, 1.1.1.1", "1.1.1.1"),
        (2, "8.8.8.8, 1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (2, "1.1.1.1", "9.9.9.9"),
        (1, "", "9.9.9.9"),
    ],
)
def test_the_address_behind_proxies(proxies: int, forwarded: str, address: str) -> None:
    request: HttpRequest = RequestFactory().get("/", REMOTE_ADDR="9.9.9.9", HTTP_X_FORWARDED_FOR=forwarded)
    with override_settings(TRUSTED_PROXIES=proxies):
        assert client_address(request) == address


def test_short_passwords_are_refused() -> None:
    with pytest.raises(ValidationError, match="12"):
        validate_password("Qz7-korotko")
    validate_password("Qz7-dlinnee-teper")


def test_a_person_changes_the_password(stage: Stage, sign_in: SignIn) -> None:
    data = {
        "old_password": "a long test password",
        "new_password1": "Другой длинный пароль 7",
        "new_password2": "Другой длинный пароль 7",
    }
    response = sign_in(stage.official).post(reverse("password_change"), data)
    assert response.status_code == 302
    stage.official.refresh_from_db()
    assert stage.official.check_password("Другой длинный пароль 7")


def test_sessions_end() -> None:
    assert settings.SESSION_COOKIE_AGE <= 12 * 3600
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE is True


def test_a_failure_shows_the_portals_page(stage: Stage, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("reports.queries.home", fail)
    client.force_login(stage.official)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert "Что-то сломалось у нас, а не у вас" in response.content.decode()


def test_the_page_of_a_failure_needs_nothing() -> None:
    assert "Ошибка портала" in render_to_string("500.html")


@pytest.fixture
def administrator(stage: Stage, client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root"))
    return client


def test_the_admin_lists_items_in_natural_order(stage: Stage, administrator: Client) -> None:
    html = administrator.get("/admin/plans/planitem/").content.decode()
    positions = [html.index(f">{number}</a>") for number in ("1.4", "2.9", "2.10")]
    assert positions == sorted(positions)


def test_the_admin_refuses_a_bad_number_with_a_sentence(stage: Stage, administrator: Client) -> None:
    data = {"plan": stage.plan.pk, "number": "1.4а", "wording": "x", "executors": []}
    inline = {"indicators-TOTAL_FORMS": 0, "indicators-INITIAL_FORMS": 0}
    html = administrator.post("/admin/plans/planitem/add/", {**data, **inline}).content.decode()
    assert "не номер пункта" in html


def test_an_item_is_changed_with_its_indicators(stage: Stage, administrator: Client) -> None:
    item = stage.plan.items.get(number="2.9")
    data = {"plan": stage.plan.pk, "number": "п. 2.9", "wording": "Иначе", "executors": [stage.executor.pk]}
    inline = {
        "indicators-TOTAL_FORMS": 1,
        "indicators-INITIAL_FORMS": 0,
        "indicators-0-item": item.pk,
        "indicators-0-code": "n",
        "indicators-0-kind": "number",
        "indicators-0-name": "Число",
        "indicators-0-unit": "",
        "indicators-0-position": 1,
        "indicators-0-decimals": 0,
    }
    html = administrator.post(f"/admin/plans/planitem/{item.pk}/change/", {**data, **inline}).content.decode()
    assert "Укажите единицу измерения" in html
    response = administrator.post(
        f"/admin/plans/planitem/{item.pk}/change/", {**data, **inline, "indicators-0-unit": "ед."}
    )
    assert response.status_code == 302
    item.refresh_from_db()
    assert (item.wording, item.indicators.get().unit) == ("Иначе", "ед.")
    assert stage.row("2.9").wording.startswith("Мероприятие 2.9")


def test_the_admin_cannot_change_what_has_been_filed(stage: Stage, administrator: Client) -> None:
    url = f"/admin/reports/report/{stage.last_year.pk}/"
    assert administrator.get(f"{url}change/").status_code == 200
    assert administrator.post(f"{url}change/", {"state": "draft"}).status_code == 403
    assert administrator.post(f"{url}delete/", {"post": "yes"}).status_code == 403
    assert administrator.get("/admin/reports/report/add/").status_code == 403
    item = stage.plan.items.get(number="1.4")
    administrator.post(f"/admin/plans/planitem/{item.pk}/delete/", {"post": "yes"})
    assert PlanItem.objects.filter(pk=item.pk).exists()
    administrator.post(f"/admin/accounts/organization/{stage.executor.pk}/delete/", {"post": "yes"})
    assert Report.objects.filter(pk=stage.last_year.pk).exists()


def test_what_an_administrator_pastes_is_printable(stage: Stage, administrator: Client) -> None:
    data = {
        "plan": stage.plan.pk,
        "number": "7.1",
        "wording": "Первая\x0bвторая\r\nтретья\x07",
        "executors": [stage.executor.pk],
        "indicators-TOTAL_FORMS": 0,
        "indicators-INITIAL_FORMS": 0,
    }
    assert administrator.post("/admin/plans/planitem/add/", data).status_code == 302
    assert stage.plan.items.get(number="7.1").wording == "Первая\nвторая\nтретья"


def test_parts_of_a_new_share_are_offered(stage: Stage, administrator: Client) -> None:
    item = stage.plan.items.get(number="1.4")
    html = administrator.get(f"/admin/plans/planitem/{item.pk}/change/").content.decode()
    empty = html[html.index('name="indicators-__prefix__-numerator"') :]
    assert "Рассмотрено лиц" in empty[: empty.index("</select>")]
    assert "Доля привлечённых" not in empty[: empty.index("</select>")]
