"""The portal served over HTTP and driven in headless Chromium."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.handlers.wsgi import WSGIHandler
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from kuznetsk_report.accounts.models import User
from tests.conftest import Stage, build_stage

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
# Playwright runs an event loop in the tests' thread; the tests' own queries are not asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
WIDE, NARROW = 1280, 360


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("В CI нужен Chromium: поставьте пакет chromium или задайте CHROMIUM.")
        pytest.skip("Chromium не найден: поставьте пакет chromium или задайте CHROMIUM.")
    quiet = ["--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, chromium_sandbox=os.getuid() != 0, args=[*quiet, "--no-first-run"]
        )
        yield chromium
        chromium.close()


class AsItIs(WSGIHandler):
    """In place of Django's handler of static files: the portal serves its own."""

    def __new__(cls, application: Any) -> Any:
        return application


@pytest.fixture
def portal(transactional_db: None) -> Iterator[str]:
    """The address of the portal, served by threads with connections of their own; static files by whitenoise."""
    server = LiveServerThread("127.0.0.1", static_handler=AsItIs)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://{server.host}:{server.port}"
    server.terminate()


@pytest.fixture
def stage(transactional_db: None) -> Stage:
    return build_stage()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(locale="ru-RU", viewport={"width": WIDE, "height": 900}, accept_downloads=True)
    made.set_default_timeout(10_000)
    yield made
    made.close()


@pytest.fixture
def complaints(context: BrowserContext) -> list[str]:
    """What the pages complain about on the console: script errors, blocked styles, missing files."""
    found: list[str] = []

    def listen(page: Page) -> None:
        page.on("console", lambda message: found.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: found.append(str(error)))

    context.on("page", listen)
    return found


@pytest.fixture
def sign_in(context: BrowserContext, portal: str, complaints: list[str]) -> Callable[[User], Page]:
    """Sign in through the form: page = sign_in(stage.official)."""

    def sign(user: User) -> Page:
        page = context.new_page()
        page.goto(f"{portal}/")
        fill_sign_in(page, user)
        page.get_by_role("button", name="Выйти").wait_for()
        return page

    return sign


def fill_sign_in(page: Page, user: User) -> None:
    page.get_by_label("Имя пользователя").fill(user.username)
    page.get_by_label("Пароль").fill("a long test password")
    page.get_by_role("button", name="Войти").click()


def check_page(page: Page) -> None:
    """No accessibility fault that axe finds, and no sideways scrolling on a wide and on a narrow screen."""
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{page.url}: {overflow} px too wide at {width}"
        results = Axe().run(page)
        assert results.violations_count == 0, f"{page.url} at {width} px: {results.generate_report()}"
    page.set_viewport_size({"width": WIDE, "height": 900})
