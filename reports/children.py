"""Child processes for work that may take too long or too much memory: they have limits, and are killed beyond them.

Children are forked from a small fork server, never from the server itself: that has threads and database connections.
The fork server has loaded what children need, so that one starts in hundredths of a second.
"""

import multiprocessing
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

MB = 1024 * 1024

_context = multiprocessing.get_context("forkserver")
# One list: a process has one fork server, and the last list given to it counts.
_context.set_forkserver_preload(
    [
        "reports.documents.pdf_weasyprint",
        "reports.intake.table",
        "reports.intake.plan_workbook",
        "reports.intake.workbook",
    ]
)


def start_server(**_: Any) -> None:
    """Start the fork server, which loads what children need, without waiting for it; else the first child does.

    A receiver of signals. Where the server runs already this costs nothing.
    """
    forkserver.ensure_running()


@contextmanager
def child(target: Callable[..., None], *args: Any) -> Iterator[Connection]:
    """Run target(sender, *args) in a child and give the receiving end of its pipe; the child ends with the block.

    The receiver reads EOF when the child dies. Both `target` and `args` are pickled.
    """
    receiver, sender = _context.Pipe(duplex=False)
    process = _context.Process(target=target, args=(sender, *args), daemon=True)
    process.start()
    sender.close()  # so that only the child holds this end, and it closes when the child dies
    try:
        yield receiver
    finally:
        process.kill()
        process.join()
        process.close()
        receiver.close()


def limit(*, memory: int, cpu_seconds: int) -> None:
    """Limit this process: bytes of address space, and seconds of processor time.

    The second is for a parent that dies and leaves nobody to stop this process: it ends by itself.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))


def used_memory() -> int:
    """The address space of this process, in bytes."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    return pages * resource.getpagesize()
