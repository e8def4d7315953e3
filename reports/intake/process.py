"""Reads a file in a child process that has little time and memory: a file that wants more is refused."""

import gc
import json
import signal
import threading
from collections.abc import Callable
from hashlib import sha256
from multiprocessing.connection import Connection
from typing import Any

from kuznetsk_report.printable import clean
from reports.children import MB, child, limit, used_memory

from . import convert, package, plan_source, plan_table, plan_workbook, table, workbook
from .guard import Kind, Refused, admit
from .source import SourceReport, from_json, to_json

# Above what the interpreter with its modules takes; a report of a thousand rows takes 50 MB and half a second.
MEMORY = 200 * MB
# Of processor time, which is what a file can waste: so it is refused within two seconds, starting and stopping the
# child included, and a busy machine still reads an honest one.
SECONDS = 1.5
# By the clock, for a machine so busy that the child gets no processor.
_WAIT_SECONDS = 10.0
# The first child of a server process waits for the fork server, which loads everything that children need.
_START_SECONDS = 60.0
# The text of a file cannot be longer than the XML it stands in, but what is merged is repeated for every row.
_LONGEST_ANSWER = 64 * MB

_Reads = Callable[[bytes], dict[str, Any]]

# How many files one server process reads at the same time; others wait for their turn.
_slots = threading.BoundedSemaphore(2)

_BUSY = "Файл не удалось прочитать за отведённое время: портал сейчас занят. Попробуйте ещё раз через несколько минут."
_TOO_LARGE = (
    "Файл не удалось прочитать: ему не хватило памяти. Удалите из него лишнее или разделите его на несколько "
    "и загрузите снова."
)
_DIED = (
    "Файл не удалось прочитать: он слишком велик, устроен слишком сложно или повреждён. Откройте его в редакторе, "
    "удалите лишнее или разделите его на несколько, сохраните и загрузите снова."
)
_CONVERTED = (
    "Файл {} преобразован в DOCX: проверьте, что текст передан верно. Надёжнее сохранить его как DOCX в Word самим."
)


def read_report(data: bytes, name: str) -> SourceReport:
    """The report in a file that somebody uploaded under this name. Raises Refused; nothing else, whatever the file is.

    DOC, RTF and ODT are first converted by LibreOffice, which takes seconds.
    """
    return from_json(_read(data, name, "Отчёт", _report, _workbook))


def read_plan_file(data: bytes, name: str) -> plan_source.PlanFile:
    """The plan in a document or a workbook that somebody uploaded. Raises Refused like read_report()."""
    plan = plan_source.from_json(_read(data, name, "План", _plan_document, _plan_workbook))
    return plan_source.PlanFile(clean(name).text, sha256(data).hexdigest(), plan)


def _read(data: bytes, name: str, subject: str, word: _Reads, excel: _Reads) -> dict[str, Any]:
    kind = admit(data, name, subject)
    if kind in (Kind.XLSX, Kind.DOCX):
        plain: dict[str, Any] = in_child(excel if kind is Kind.XLSX else word, data)
        return plain
    if kind is Kind.ODT:
        in_child(package.check, data)
    converted = convert.to_docx(data, kind)
    admit(converted, f"converted.{Kind.DOCX}", subject)
    plain = in_child(word, converted)
    return {**plain, "warnings": [_CONVERTED.format(kind.upper()), *plain["warnings"]]}


def _report(data: bytes) -> dict[str, Any]:
    return to_json(table.read(data))


def _workbook(data: bytes) -> dict[str, Any]:
    return to_json(workbook.read(data))


def _plan_document(data: bytes) -> dict[str, Any]:
    return plan_source.to_json(plan_table.read_docx(data))


def _plan_workbook(data: bytes) -> dict[str, Any]:
    return plan_source.to_json(plan_workbook.read_xlsx(data))


def in_child(reader: Callable[[bytes], Any], data: bytes) -> Any:
    """What reader(data) gives, a module's function that makes plain data for JSON, from a child process with limits.

    Raises Refused: the reader's own, or because the child took too long or too much memory or died.
    """
    with _slots, child(_run, reader, data) as receiver:
        if not receiver.poll(_START_SECONDS):
            raise Refused(_BUSY)
        try:
            receiver.recv_bytes()
            if not receiver.poll(_WAIT_SECONDS):
                raise Refused(_BUSY)
            answer = json.loads(receiver.recv_bytes(_LONGEST_ANSWER))
        except (EOFError, OSError) as error:
            # The end of the pipe: out of time, or a crash. Or an answer longer than allowed.
            raise Refused(_DIED) from error
    if "refused" in answer:
        raise Refused(answer["refused"])
    return answer["read"]


def _run(sender: Connection, reader: Callable[[bytes], Any], data: bytes) -> None:
    """The child: says that it has started, reads within the limits and sends the answer as JSON."""
    limit(memory=used_memory() + MEMORY, cpu_seconds=int(SECONDS) + 1)
    # Finer than whole seconds; the signal ends the process.
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    sender.send_bytes(b"started")
    # It lives for one file: looking for garbage costs more than it frees.
    gc.disable()
    try:
        answer = json.dumps({"read": reader(data)}, ensure_ascii=False).encode()
    except Refused as refused:
        answer = json.dumps({"refused": str(refused)}).encode()
    except MemoryError:
        answer = json.dumps({"refused": _TOO_LARGE}).encode()
    sender.send_bytes(answer)
