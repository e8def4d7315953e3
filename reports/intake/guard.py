"""Which files are let in. Looks at bytes and at the zip directory only: nothing is unpacked, nothing is parsed."""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from enum import StrEnum

# Above a scan-laden report of a large city, below what hurts a server that holds several at once.
MAX_FILE_BYTES = 20 * 1024 * 1024
# A report with a hundred pictures has some three hundred members; each costs the reader a directory entry.
MAX_MEMBERS = 2_000
# The directory itself is read whole; this is room for MAX_MEMBERS entries with long names.
MAX_DIRECTORY_BYTES = 500_000
# What all members may grow to. Pictures count, though nobody unpacks them here: Word will.
MAX_UNPACKED_BYTES = 150 * 1024 * 1024
# XML shrinks to a tenth or a thirtieth, a table of equal rows to a hundredth. Judged only from UNSUSPICIOUS_BYTES up:
# a small file that unpacks to little hurts nobody, however well it is packed.
MAX_RATIO = 100
UNSUSPICIOUS_BYTES = 10 * 1024 * 1024
# Filled rows of all tables or sheets. The largest plan has some three hundred, and all rows are shown on one page.
MAX_ROWS = 2_000
# Enough to tell the kind of a file that is no archive.
_HEAD = 4096

_WANTED = "Загрузите документ Word (DOCX) или книгу Excel (XLSX)."
_DAMAGED = "Файл повреждён или загружен не до конца. Откройте его в редакторе, сохраните ещё раз и загрузите снова."
_BOMB = (
    "Файл при распаковке становится недопустимо большим. Откройте его в редакторе, уменьшите или удалите рисунки, "
    "сохраните ещё раз и загрузите снова."
)
_UNSAFE = "Архив внутри файла устроен небезопасно: {}. Откройте файл в редакторе, сохраните ещё раз и загрузите снова."
ENCRYPTED = "Файл защищён паролем. Снимите защиту в редакторе (Файл – Сведения – Защита), сохраните и загрузите снова."

_PDF = (
    "Это PDF. {} нужно загрузить в формате Word (DOCX): из PDF, тем более из скана, текст таблицы не читается. "
    "Возьмите исходный документ или откройте PDF в Word, проверьте и сохраните как DOCX."
)
_SAVE_AS_DOCX = "Откройте {} в Word, выберите «Сохранить как – Документ Word (DOCX)» и загрузите то, что получилось."
_SAVE_AS_XLSX = "Откройте её в Excel, выберите «Сохранить как – Книга Excel (XLSX)» и загрузите то, что получилось."
_UNKNOWN = f"Это не документ Word и не книга Excel, каким бы ни было имя файла. {_WANTED}"

# What zipfile raises for archives that are damaged, or made to look so.
ZIP_ERRORS = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(ValueError, IndexError, NotImplementedError, RuntimeError),
)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table)\b", re.IGNORECASE)
_EOCD = b"PK\x05\x06"
_EOCD_BYTES = 22
_ZIP64_LOCATOR = b"PK\x06\x07"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Refused(Exception):  # noqa: N818 (says what happened; callers show it)
    """The file is not taken. The message tells the user in Russian why, and what to do."""


class Kind(StrEnum):
    """Kinds of files that are let in; DOC, RTF and ODT must be converted before they can be read."""

    DOCX = "docx"
    XLSX = "xlsx"
    DOC = "doc"
    RTF = "rtf"
    ODT = "odt"


_WORD = {Kind.DOCX, Kind.DOC, Kind.RTF, Kind.ODT}
_WORD_NAMES = ("docx", "docm", "dotx", "dotm", "doc", "dot", "rtf", "odt")
_EXCEL_NAMES = ("xlsx", "xlsm", "xltx", "xltm", "xls", "xlsb", "ods")


def check_rows(count: int) -> None:
    """Raises Refused for more rows than one page can show."""
    if count > MAX_ROWS:
        raise Refused(
            f"В файле больше {MAX_ROWS} строк таблиц. Удалите лишние таблицы или разделите файл на несколько и "
            "загрузите их по одному."
        )


def admit(data: bytes, name: str, subject: str = "Отчёт") -> Kind:
    """The kind of the file as its bytes say; the name must not say something else. `subject` is what is wanted.

    Takes milliseconds whatever the file is. Raises Refused.
    """
    if not data:
        raise Refused(f"Файл пустой. Проверьте, что {subject.lower()} в нём сохранён, и загрузите его снова.")
    if len(data) > MAX_FILE_BYTES:
        raise Refused(
            f"Файл больше {MAX_FILE_BYTES // 1024 // 1024} МБ. Уменьшите или удалите рисунки в нём и загрузите снова."
        )
    kind = _kind(data, subject)
    extension = posixpath.splitext(name)[1].lower().removeprefix(".")
    if kind in _WORD and extension in _EXCEL_NAMES:
        raise Refused(f"Файл назван .{extension}, но это документ Word. Переименуйте его в .{kind} и загрузите снова.")
    if kind is Kind.XLSX and extension in _WORD_NAMES:
        raise Refused(f"Файл назван .{extension}, но это книга Excel. Переименуйте её в .xlsx и загрузите снова.")
    return kind


def _kind(data: bytes, subject: str) -> Kind:
    if data.startswith(b"PK"):
        return _zip_kind(data)
    if data.startswith(_OLE):
        return _ole_kind(data)
    head = data[:_HEAD]
    if head.lstrip().startswith(b"{\\rtf"):
        return Kind.RTF
    for found, message in _FOREIGN:
        if found(head):
            raise Refused(message.format(subject))
    raise Refused(_UNKNOWN)


# -- What is no archive


def _is_pdf(head: bytes) -> bool:
    return b"%PDF-" in head[:1024]


def _is_picture(head: bytes) -> bool:
    return (
        head.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\0\0\1\0"))
        or head[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"}
        or (head.startswith(b"RIFF") and head[8:12] == b"WEBP")
    )


def _is_archive(head: bytes) -> bool:
    return head.startswith((b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ"))


def _is_word_xml(head: bytes) -> bool:
    return b'progid="Word.Document"' in head or b"schemas.microsoft.com/office/word/2003" in head


def _is_html(head: bytes) -> bool:
    return head.startswith((b"MIME-Version:", b"From:")) or bool(_HTML.search(_readable(head)))


def _is_text(head: bytes) -> bool:
    return not re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", _readable(head))


def _readable(head: bytes) -> bytes:
    """UTF-16 as single bytes, so that one pattern finds Latin marks in it."""
    return head.replace(b"\0", b"") if head.startswith((b"\xff\xfe", b"\xfe\xff")) else head


_FOREIGN: list[tuple[Callable[[bytes], bool], str]] = [
    (_is_pdf, _PDF),
    (_is_picture, f"Это рисунок или скан: текст из него не читается. {_WANTED}"),
    (_is_archive, f"Это архив. Распакуйте его. {_WANTED}"),
    (_is_word_xml, f"Это документ Word в формате XML. {_SAVE_AS_DOCX.format('его')}"),
    (_is_html, f"Это веб-страница (HTML), каким бы ни было имя файла. {_SAVE_AS_DOCX.format('её')}"),
    (_is_text, f"Это простой текст без таблицы. {_WANTED}"),
]


def _ole_kind(data: bytes) -> Kind:
    """DOC, or what else lies in the container of old Office: its directory names the streams in UTF-16."""
    if _names_stream(data, "EncryptedPackage"):
        raise Refused(ENCRYPTED)
    if _names_stream(data, "WordDocument"):
        # The stream begins with the FIB, as a rule in the first sector; bit 8 of its flags says "encrypted".
        if data[512:514] == b"\xec\xa5" and data[523:524] and data[523] & 1:
            raise Refused(ENCRYPTED)
        return Kind.DOC
    if _names_stream(data, "Workbook") or _names_stream(data, "Book"):
        raise Refused(f"Это книга Excel старого формата (XLS). {_SAVE_AS_XLSX}")
    raise Refused(_UNKNOWN)


def _names_stream(data: bytes, name: str) -> bool:
    """Whether a directory entry has exactly this name: 64 bytes of UTF-16, then the length with the final zero."""
    entry = name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(name) + 2)
    return entry in data


# -- Archives


def _zip_kind(data: bytes) -> Kind:
    members = directory(data)
    names = {member.filename.lower() for member in members}
    if data[30:38] == b"mimetype":
        mime = data[38:120]
        if mime.startswith(b"application/vnd.oasis.opendocument.text"):
            return Kind.ODT
        if mime.startswith(b"application/vnd.oasis.opendocument"):
            raise Refused(
                "Это документ LibreOffice, но не текстовый. Откройте его, выберите «Сохранить как – Excel (XLSX)» или "
                "«Word (DOCX)» и загрузите то, что получилось."
            )
    is_office = "[content_types].xml" in names
    # SharePoint names main parts document2.xml and the like.
    if is_office and any(re.fullmatch(r"word/document\d*\.xml", name) for name in names):
        return Kind.DOCX
    if is_office and any(re.fullmatch(r"xl/workbook\d*\.xml", name) for name in names):
        return Kind.XLSX
    if "xl/workbook.bin" in names:
        raise Refused(f"Это двоичная книга Excel (XLSB). {_SAVE_AS_XLSX}")
    if any(name.startswith("ppt/") for name in names):
        raise Refused(f"Это презентация. {_WANTED}")
    if is_office or any(name.startswith(("word/", "xl/")) for name in names):
        raise Refused(
            "В файле нет главной части документа: он повреждён. Откройте его в редакторе, сохраните ещё раз и "
            "загрузите снова."
        )
    raise Refused(f"Это архив ZIP, а не документ. Распакуйте его. {_WANTED}")


def directory(data: bytes) -> list[zipfile.ZipInfo]:
    """The members of the archive as its directory lists them, all of them safe to read one by one. Raises Refused."""
    _check_end(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except ZIP_ERRORS as error:
        raise Refused(_DAMAGED) from error
    if len(members) > MAX_MEMBERS:
        raise Refused(_UNSAFE.format("в нём слишком много частей"))
    _check_names(member.orig_filename for member in members)
    if any(member.flag_bits & 1 for member in members):
        raise Refused(ENCRYPTED)
    if any(member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for member in members):
        raise Refused(_UNSAFE.format("способ сжатия не тот, которым пользуются редакторы"))
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > MAX_UNPACKED_BYTES or (unpacked > UNSUSPICIOUS_BYTES and unpacked > MAX_RATIO * packed):
        raise Refused(_BOMB)
    return members


def _check_end(data: bytes) -> None:
    """Read the end of the directory before zipfile reads the directory: a million entries take it seconds."""
    end = data.rfind(_EOCD, max(0, len(data) - 65_557))
    if end < 0 or len(data) - end < _EOCD_BYTES:
        raise Refused(_DAMAGED)
    count, size = struct.unpack_from("<HL", data, end + 10)
    comment = struct.unpack_from("<H", data, end + 20)[0]
    if end + _EOCD_BYTES + comment != len(data):
        raise Refused(_DAMAGED)
    if count > MAX_MEMBERS or size > MAX_DIRECTORY_BYTES:
        raise Refused(_UNSAFE.format("в нём слишком много частей"))
    # Zip64 is for archives of gigabytes; its second directory end could contradict the first.
    if data[max(0, end - 20) : end].startswith(_ZIP64_LOCATOR):
        raise Refused(_UNSAFE.format("он рассчитан на файлы в несколько гигабайт"))


def _check_names(names: Iterable[str]) -> None:
    seen = set()
    for name in names:
        if "\0" in name or "\\" in name or name.startswith("/") or ":" in name or ".." in name.split("/"):
            raise Refused(_UNSAFE.format("имена частей ведут за его пределы"))
        # Names of parts do not differ by case.
        if name.lower() in seen:
            raise Refused(_UNSAFE.format("в нём две части с одним именем"))
        seen.add(name.lower())
