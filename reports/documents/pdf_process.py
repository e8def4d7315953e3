"""Renders a PDF in a child process that is given limits of time and memory, and killed when it exceeds them.

WeasyPrint does not give memory back and takes as long as a document wants; in a process of its own it cannot hurt the
server.
"""

import gc
import threading
from collections.abc import Sequence
from multiprocessing.connection import Connection
from typing import NamedTuple

from reports.children import MB, child, limit, used_memory

# How many documents one server process renders at the same time; others wait for their turn.
_slots = threading.BoundedSemaphore(2)


class Box(NamedTuple):
    """Where an element stands on a page: top and bottom as fractions of the page's height."""

    page: int
    name: str
    top: float
    bottom: float


class Result(NamedTuple):
    """The PDF, the number of its pages and the places of its named elements."""

    data: bytes
    page_count: int
    boxes: list[Box]


class RenderingFailed(Exception):  # noqa: N818 (says what happened; callers show it)
    """No PDF came out. The message tells the user what to do instead."""


def render(pages: Sequence[str], css: str, *, seconds: float, memory_mb: int) -> list[Result]:
    """The PDF of each HTML, made one after another in one child process, which may take `seconds` for each.

    A child costs a fifth of the time of a short document: several documents are made sooner by one child.
    Raises RenderingFailed.
    """
    with _slots, child(_run, pages, css, seconds, memory_mb) as receiver:
        return [_receive(receiver, seconds) for _ in pages]


def _receive(receiver: Connection, seconds: float) -> Result:
    if not receiver.poll(seconds):
        raise RenderingFailed(
            f"PDF не удалось подготовить за {seconds:g} с: отчёт слишком велик. Скачайте его в формате Word или Excel."
        )
    try:
        result: Result = receiver.recv()
    except EOFError:
        raise RenderingFailed(
            "PDF не удалось подготовить: не хватило памяти или произошёл сбой. Скачайте отчёт в формате Word или Excel "
            "и сообщите администратору портала."
        ) from None
    return result


def _run(sender: Connection, pages: Sequence[str], css: str, seconds: float, memory_mb: int) -> None:
    """The child: renders within the limits and sends each result. If anything fails it dies and sends no more."""
    limit(memory=used_memory() + memory_mb * MB, cpu_seconds=int(seconds * len(pages)) + 1)
    # It lives for a few documents: looking for garbage costs more than it frees.
    gc.disable()
    from . import pdf_weasyprint  # noqa: PLC0415 (the server itself must not load WeasyPrint)

    for html in pages:
        sender.send(pdf_weasyprint.render(html, css))
