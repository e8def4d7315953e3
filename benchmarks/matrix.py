"""The matrix, the queue and the supervisor's home with 60 and with 600 executors: queries, and server time per row."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.measure import Line, ms, seconds
from tests.many import build_many

ITEMS, YEARS = 25, 4
SIZES = (60, 600)
# What two medians of the same page may differ by on a machine that does other things, too.
TOLERANCE = 1.15
QUEUE = {"state": ["submitted", "resubmitted"], "sort": "submitted"}


def run() -> Iterator[Line]:
    plans = [build_many(f"matrix-{size}", executors=size, items=ITEMS, years=YEARS) for size in SIZES]
    clients = []
    for _, supervisor in plans:
        client = Client()
        client.force_login(supervisor)
        clients.append(client)
    addresses: dict[str, Callable[[str], str]] = {
        "matrix over years": lambda slug: reverse("matrix", args=[slug]),
        f"matrix over {ITEMS} items": lambda slug: reverse("matrix", args=[slug], query={"view": "items"}),
        "matrix sorted by completeness": lambda slug: reverse("matrix", args=[slug], query={"sort": "-complete"}),
        "queue, oldest first": lambda slug: reverse("matrix", args=[slug], query=QUEUE),
        "supervisor's home (queue and late)": lambda slug: reverse("home"),  # noqa: ARG005 (all of one kind)
    }
    for name, address in addresses.items():
        pages = [_page(client, address(plan.slug)) for client, (plan, _) in zip(clients, plans, strict=True)]
        yield from _compared(name, pages)
    plan, supervisor = build_many("matrix-100", executors=100, items=60)
    client = Client()
    client.force_login(supervisor)
    page = _page(client, reverse("matrix", args=[plan.slug], query={"view": "items"}))
    (taken,) = seconds(page)
    yield Line("matrix of 100 executors x 60 items", f"{ms(taken)}, {len(page().content) // 1024} KB", None)


def _page(client: Client, url: str) -> Callable[[], Any]:
    def page() -> Any:
        response = client.get(url)
        assert response.status_code == 200
        return response

    return page


def _compared(name: str, pages: list[Callable[[], Any]]) -> Iterator[Line]:
    queries = [_queries(page) for page in pages]
    yield Line(
        f"{name}, as many queries for {SIZES[0]} as for {SIZES[1]} executors",
        " and ".join(map(str, queries)),
        len(set(queries)) == 1,
    )
    rows = [_shown(page()) for page in pages]
    small, large = (taken / number for taken, number in zip(seconds(*pages, rounds=15), rows, strict=True))
    yield Line(
        f"{name}, time per shown row at most {TOLERANCE} times",
        f"{small * 1e6:.0f} µs ({rows[0]} rows) to {large * 1e6:.0f} µs ({rows[1]} rows), {large / small:.2f} times",
        large <= TOLERANCE * small,
    )


def _shown(response: Any) -> int:
    """How many executors stand in the page's tables."""
    return str(response.content.decode()).count('<th scope="row">')


def _queries(page: Callable[[], Any]) -> int:
    page()
    with CaptureQueriesContext(connection) as captured:
        page()
    return len(captured)
