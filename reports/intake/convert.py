"""DOC, RTF and ODT to DOCX by LibreOffice, if it is installed; otherwise a sentence that says what to do."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from pathlib import Path

from .guard import Kind, Refused

# LibreOffice takes two to five seconds to start with a new profile, and one for a report.
SECONDS = 40.0
# Of address space; a report takes 1500, most of it for programs.
MEMORY_MB = 4000
# Where LibreOffice is, if not in PATH under one of its usual names.
VARIABLE = "SOFFICE"

# One at a time in each server process; others wait for their turn.
_slot = threading.Lock()

_SAVE_AS = "Откройте его в Word, выберите «Сохранить как – Документ Word (DOCX)» и загрузите то, что получилось."

# No macros, no links from the document to anywhere, and a proxy that is not there for whatever still tries.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
</item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse">
<value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value>
</prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse">
<value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value>
</prop></item>
</oor:items>
"""


def to_docx(data: bytes, kind: Kind) -> bytes:
    """The document as DOCX. Raises Refused if LibreOffice is not there, takes too long or cannot read it."""
    program = _program()
    if program is None:
        raise Refused(f"Формат {kind.upper()} портал прочитать не может. {_SAVE_AS}")
    with _slot, tempfile.TemporaryDirectory(prefix="intake-") as name:
        folder = Path(name)
        source = folder / f"source.{kind}"
        source.write_bytes(data)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
        _convert(program, source, profile)
        made = folder / "made" / "source.docx"
        if not made.is_file():
            raise Refused(f"Файл {kind.upper()} не удалось преобразовать: он повреждён или защищён паролем. {_SAVE_AS}")
        return made.read_bytes()


def _program() -> str | None:
    named = os.environ.get(VARIABLE)
    return shutil.which(named) if named else shutil.which("soffice") or shutil.which("libreoffice")


def _convert(program: str, source: Path, profile: Path) -> None:
    command = [
        # Limits must stand before the program starts, and this process has threads, so that a shell sets them.
        *("/bin/sh", "-c", 'ulimit -v "$1" && shift && exec "$@"', "sh", str(MEMORY_MB * 1024)),
        *(program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck"),
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(source.parent / "made"), str(source)),
    ]
    # In a group of its own: what is called soffice starts the program that does the work.
    process = subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        # None of the portal's secrets.
        env={"PATH": os.environ.get("PATH", os.defpath), "HOME": str(profile), "LANG": "C.UTF-8"},
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise Refused(f"Файл не удалось преобразовать за {SECONDS:g} с. {_SAVE_AS}") from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill whatever is left of the group."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()
