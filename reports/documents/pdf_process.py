"""Renders a PDF in a child process that is given limits of time and memory, and killed when it exceeds them.

WeasyPrint does not give memory back and takes as long as a document wants; in a process of its own it cannot hurt the
server. Children are forked from a small fork server (which has WeasyPrint loaded), never from the server itself: that
has threads and database connections.
"""

import gc
import multiprocessing
import resource
import threading
from multiprocessing.connection import Connection
from typing import NamedTuple

# How many documents one server process renders at the same time; others wait for their turn.
_slots = threading.BoundedSemaphore(2)

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["reports.documents.pdf_weasyprint"])


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


def render(html: str, css: str, *, seconds: float, memory_mb: int) -> Result:
    """The PDF of the HTML, made in a child process. Raises RenderingFailed."""
    with _slots:
        receiver, sender = _context.Pipe(duplex=False)
        child = _context.Process(target=_run, args=(sender, html, css, seconds, memory_mb), daemon=True)
        child.start()
        sender.close()  # so that only the child holds this end, and it closes when the child dies
        try:
            return _receive(receiver, seconds)
        finally:
            child.kill()
            child.join()
            child.close()
            receiver.close()


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


def _run(sender: Connection, html: str, css: str, seconds: float, memory_mb: int) -> None:
    """The child: renders within the limits and sends the result. If anything fails it dies and sends nothing."""
    limit = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    # Should the server die and leave nobody to stop this process, it ends by itself.
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 1))
    # It lives for one document: looking for garbage costs more than it frees.
    gc.disable()
    from . import pdf_weasyprint  # noqa: PLC0415 (the server itself must not load WeasyPrint)

    sender.send(pdf_weasyprint.render(html, css))
