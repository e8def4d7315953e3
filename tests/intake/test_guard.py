"""reports.intake.guard and package: what is refused, by its bytes alone, and with which words."""

import io
import os
import struct
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from reports.intake import guard
from reports.intake.guard import Kind, Refused, admit
from reports.intake.table import read

from .build import archive, docx, members, p

SEED = Path(__file__).parents[2] / "fixtures" / "source" / "kuznetsk_2023.docx"


def ole(*streams: str, fib: bytes = b"") -> bytes:
    """The beginning of a container of old Office with these names in its directory."""
    entries = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(name) + 2) + bytes(62) for name in streams
    )
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + fib.ljust(512, b"\0") + entries


def odf(kind: str) -> bytes:
    parts = {"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<office/>"}
    return archive(parts, zipfile.ZIP_STORED)


def with_names(*names: str) -> bytes:
    """A DOCX with other members of these names; zipfile would mend some of them, so it gets them afterwards."""
    places = {f"{number:03}".ljust(len(name.encode()), "x"): name for number, name in enumerate(names)}
    data = archive({**members(p("а")), **dict.fromkeys(places, "x")})
    for place, name in places.items():
        data = data.replace(place.encode(), name.encode())
    return data


def encrypted() -> bytes:
    """Every member marked as encrypted, in both headers."""
    data = bytearray(docx(p("а")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(mark, place + 1)
    return bytes(data)


def bomb() -> bytes:
    """A document that says openly how large it becomes."""
    return archive({**members(p("а")), "word/media/image1.bmp": bytes(30 * 1024 * 1024)})


def many() -> bytes:
    return archive({**members(p("а")), **{f"word/media/{number}.png": b"x" for number in range(guard.MAX_MEMBERS)}})


def zip64() -> bytes:
    data = docx(p("а"))
    end = data.rindex(b"PK\x05\x06")
    return data[:end] + b"PK\x06\x07" + bytes(16) + data[end:]


def repeated() -> bytes:
    return archive({**members(p("а")), "word/document_xml": "<другой/>"}).replace(b"document_xml", b"document.xml")


EMPTY = {"[Content_Types].xml": "<Types/>"}
WORKBOOK = {**EMPTY, "xl/workbook.xml": "<workbook/>"}
PAGE = "<!DOCTYPE html><html><body><table><tr><td>1.4</td></tr></table></body></html>"
REFUSED = {
    "empty": (b"", "report.docx", "Файл пустой"),
    "pdf": (b"%PDF-1.7\n...", "report.docx", "Это PDF"),
    "pdf with a byte order mark": (b"\xef\xbb\xbf%PDF-1.4", "report.pdf", "в формате Word (DOCX)"),
    "png": (b"\x89PNG\r\n\x1a\n", "report.docx", "Это рисунок"),
    "jpeg": (b"\xff\xd8\xff\xe0", "scan.jpg", "скан"),
    "tiff": (b"II*\0", "scan.tif", "Это рисунок"),
    "heic": (b"\0\0\0\x18ftypheic", "scan.heic", "Это рисунок"),
    "rar": (b"Rar!\x1a\7\1\0", "report.docx", "Это архив"),
    "html": (PAGE.encode(), "report.doc", "веб-страница"),
    "html in utf-16": (PAGE.encode("utf-16"), "report.doc", "веб-страница"),
    "mht": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "report.doc", "веб-страница"),
    "word 2003 xml": (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>', "a.xml", "в формате XML"),
    "text": ("1.4 Проведено 5 заседаний".encode("cp1251"), "report.docx", "простой текст"),
    "unknown": (bytes(range(256)), "report.docx", "Это не документ Word"),
    "xls": (ole("Workbook"), "plan.xls", "старого формата (XLS)"),
    "outlook": (ole("__properties_version1.0"), "a.msg", "Это не документ Word"),
    "encrypted": (ole("EncryptionInfo", "EncryptedPackage"), "report.docx", "защищён паролем"),
    "encrypted doc": (ole("WordDocument", fib=b"\xec\xa5" + bytes(9) + b"\1"), "report.doc", "защищён паролем"),
    "encrypted members": (encrypted(), "report.docx", "защищён паролем"),
    "ods": (odf("spreadsheet"), "report.odt", "не текстовый"),
    "zip": (archive({"report.docx": b"PK"}), "report.docx", "Это архив ZIP"),
    "presentation": (archive({"ppt/presentation.xml": "<p/>"}), "report.docx", "Это презентация"),
    "xlsb": (archive({**EMPTY, "xl/workbook.bin": "x"}), "plan.xlsx", "XLSB"),
    "no main part": (archive({**EMPTY, "word/styles.xml": "<x/>"}), "a.docx", "нет главной части"),
    "no content types": (archive({"word/document.xml": "<x/>"}), "a.docx", "нет главной части"),
    "word renamed to excel": (docx(p("а")), "plan.XLSX", "Переименуйте его в .docx"),
    "excel renamed to word": (archive(WORKBOOK), "report.docx", "Переименуйте её в .xlsx"),
    "truncated": (SEED.read_bytes()[:-100], "report.docx", "повреждён или загружен не до конца"),
    "half": (SEED.read_bytes()[:6000], "report.docx", "повреждён или загружен не до конца"),
    "beginning": (SEED.read_bytes()[:4], "report.docx", "повреждён или загружен не до конца"),
    "something after it": (SEED.read_bytes() + b"x", "report.docx", "повреждён или загружен не до конца"),
    "bomb": (bomb(), "report.docx", "недопустимо большим"),
    "too many members": (many(), "report.docx", "слишком много частей"),
    "zip64": (zip64(), "report.docx", "в несколько гигабайт"),
    "climbing out": (with_names("word/../../etc/passwd"), "report.docx", "ведут за его пределы"),
    "absolute": (with_names("/etc/passwd"), "report.docx", "ведут за его пределы"),
    "drive": (with_names("C:/windows/x"), "report.docx", "ведут за его пределы"),
    "backslash": (with_names("..\\windows"), "report.docx", "ведут за его пределы"),
    "zero in the name": (with_names("word/a.xml\0.png"), "report.docx", "ведут за его пределы"),
    "twice the same": (repeated(), "report.docx", "две части с одним именем"),
    "twice but for capitals": (with_names("Word/Document.XML"), "report.docx", "две части с одним именем"),
    "another compression": (archive(members(p("а")), zipfile.ZIP_LZMA), "report.docx", "способ сжатия"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "name", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_refused(data: bytes, name: str, words: str) -> None:
    start = time.process_time()
    with pytest.raises(Refused) as refused:
        admit(data, name)
    assert time.process_time() - start < 0.2
    message = str(refused.value)
    assert words in message
    # One or a few sentences, ended as such, that say what to do.
    assert message.endswith(".")
    assert any(word in message.lower() for word in ("загрузите", "сохраните", "переименуйте"))


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (SEED.read_bytes(), "Отчёт 2023.docx", Kind.DOCX),
        (SEED.read_bytes(), "отчёт", Kind.DOCX),
        (docx(p("а")), "report.docm", Kind.DOCX),
        (docx(p("а")), "report.doc", Kind.DOCX),
        (archive({**EMPTY, "word/document2.xml": "<x/>"}), "report.docx", Kind.DOCX),
        (archive(WORKBOOK), "plan.xlsx", Kind.XLSX),
        (odf("text"), "report.odt", Kind.ODT),
        (b"{\\rtf1\\ansi", "report.rtf", Kind.RTF),
        (b"{\\rtf1\\ansi", "report.doc", Kind.RTF),
        (ole("WordDocument"), "report.doc", Kind.DOC),
    ],
)
def test_admitted_by_the_bytes(data: bytes, name: str, kind: Kind) -> None:
    assert admit(data, name) is kind


def test_a_large_file_is_refused_before_it_is_looked_at() -> None:
    with pytest.raises(Refused, match="больше 20 МБ"):
        admit(bytes(guard.MAX_FILE_BYTES + 1), "report.docx")


def test_a_million_members_are_refused_before_they_are_read() -> None:
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<H", 1) + bytes(16) + b"x"
    for count in (1_000, 65_535):
        listed = entry * 400_000
        end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(listed), 0, 0)
        start = time.process_time()
        with pytest.raises(Refused, match="слишком много частей"):
            admit(listed[:18_000_000] + end, "report.docx")
        with pytest.raises(Refused):
            admit(b"PK" + listed[2:18_000_000] + end, "report.docx")
        assert time.process_time() - start < 0.5


def lying_about(data: bytes, name: str, size: int) -> bytes:
    """The directory says that this member unpacks to `size` bytes."""
    changed = bytearray(data)
    for mark, size_at, name_at in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        place = data.find(mark)
        while place >= 0:
            if data[place + name_at : place + name_at + len(name)] == name.encode():
                struct.pack_into("<L", changed, place + size_at, size)
            place = data.find(mark, place + 1)
    return bytes(changed)


@pytest.mark.parametrize("size", [100, 1_000_000])
def test_a_directory_that_lies_does_not_help(size: int) -> None:
    made = members(p("а"))
    large = made["word/document.xml"].replace("<w:sectPr/>", "<w:p/>" * 9_000_000)
    data = lying_about(archive({**made, "word/document.xml": large}), "word/document.xml", size)
    assert admit(data, "report.docx") is Kind.DOCX
    with pytest.raises(Refused, match="Файл повреждён"):
        read(data)


def test_what_unpacks_to_much_xml_is_refused() -> None:
    made = members(p("а"))
    noise = os.urandom(600_000).hex()
    large = made["word/document.xml"].replace("<w:sectPr/>", f"<w:p/><!--{noise}-->" * 30)
    data = archive({**made, "word/document.xml": large})
    assert admit(data, "report.docx") is Kind.DOCX
    with pytest.raises(Refused, match="Файл слишком велик"):
        read(data)


def test_a_broken_stream_is_refused() -> None:
    data = bytearray(SEED.read_bytes())
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        at = source.getinfo("word/document.xml").header_offset
    data[at + 200 : at + 260] = bytes(60)
    with pytest.raises(Refused, match="Файл повреждён"):
        read(bytes(data))


def test_stored_members_with_a_wrong_checksum_are_refused() -> None:
    made = members(p("а"))
    checksum = struct.pack("<L", zlib.crc32(made["word/document.xml"].encode()))
    with pytest.raises(Refused, match="Файл повреждён"):
        read(archive(made, zipfile.ZIP_STORED).replace(checksum, b"\0\0\0\0"))
