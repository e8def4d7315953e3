"""What a file that is handed out and the one that comes back have in common. Pure.

In a workbook to be filled in a hidden key stands beside every row: what the row is, and fingerprints of what stood in
its fields. A Word document says which report it was exported from, and when. So a field that was left as handed out
changes nothing, whatever has happened to the report since.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from kuznetsk_report.printable import clean

# Excel holds no more in a cell (in UTF-16 units), nor more line ends than that.
CELL_CHARACTERS, CELL_LINE_ENDS = 32_767, 253

KEY_TITLE = "Ключ (не меняйте)"
NUMBER_TITLE = "№ пункта"
MEASURE_TITLE = "Мероприятие"
EXPECTED_TITLE = "Ожидаемый результат"
ANSWER_TITLE = "Ответ"
IMPLEMENTATION_TITLE = "Информация о реализации (проведённая работа)"
RESULT_TITLE = "Информация о результативности"
INDICATOR_TITLE = "Показатель"
UNIT_TITLE = "Единица"
VALUE_TITLE = "Значение"
ABSENT_TITLE = "Не применимо"
YES = "да"
TOO_LONG = "Этот текст не помещается в ячейку Excel. Правьте его на портале: отсюда он не переносится."

# The lines of the hidden sheet: what a line is called, and what it says.
FORMAT_LINE, FORMAT = "формат", "отчёт для заполнения, 1"
REPORT_LINE, PLAN_LINE, ORGANIZATION_LINE, YEAR_LINE, NAME_LINE = "отчёт", "план", "организация", "год", "название"

# The property of a Word document that says where it is from; Word and LibreOffice keep it when they save.
ORIGIN_PROPERTY = "kuznetsk_report"

_FINGERPRINT = 12
_NUMBER = re.compile(r"[0-9]{1,40}(?:\.[0-9]{1,40})?")
_KEY = re.compile(
    r"(?P<kind>row|value):(?P<report>[0-9]{1,18}):(?P<item>[0-9]{1,18}):(?P<version>[0-9]{1,9}):(?P<number>[0-9.]{1,60})"
    r":(?P<code>[-\w]{0,50}):(?P<name>[0-9a-f]{12})(?P<fields>(?::[a-z]+=[0-9a-f]{12})*)"
)


_ORIGIN = re.compile(
    r"report:(?P<plan>[-\w]{1,100}):(?P<organization>[-\w]{1,100}):(?P<year>[0-9]{4}):(?P<event>[0-9]{1,18})"
)


@dataclass(frozen=True, slots=True)
class Origin:
    """The report that a document was exported from: slugs of its plan and organization, and its year.

    `event` is the id of the last event that had written in its rows by then; 0: none had.
    """

    plan: str
    organization: str
    year: int
    event: int

    def __str__(self) -> str:
        return f"report:{self.plan}:{self.organization}:{self.year}:{self.event}"


def read_origin(text: str) -> Origin | None:
    """The inverse of str(origin); None if this is none."""
    found = _ORIGIN.fullmatch(text.strip())
    return Origin(found["plan"], found["organization"], int(found["year"]), int(found["event"])) if found else None


@dataclass(frozen=True, slots=True)
class Key:
    """What a row of the workbook is.

    `report` and `item` are ids, `version` the report's row as it was, `number` the item's number, `code` the
    indicator's code ("" for a row of texts), `name` the fingerprint of the wording (or of the indicator's name), and
    `fields` maps what can be filled in to fingerprints of what stood there.
    """

    report: int
    item: int
    version: int
    number: str
    code: str
    name: str
    fields: Mapping[str, str]

    def __str__(self) -> str:
        fields = "".join(f":{name}={fingerprint}" for name, fingerprint in self.fields.items())
        kind = "value" if self.code else "row"
        return f"{kind}:{self.report}:{self.item}:{self.version}:{self.number}:{self.code}:{self.name}{fields}"


def read_key(text: str) -> Key | None:
    """The inverse of str(key); None if this is no key."""
    found = _KEY.fullmatch(text.strip())
    if found is None or (found["kind"] == "value") != bool(found["code"]):
        return None
    fields = dict(field.split("=") for field in found["fields"].split(":") if field)
    report, item, version = (int(found[name]) for name in ("report", "item", "version"))
    return Key(report, item, version, found["number"], found["code"], found["name"], fields)


def kept(text: str) -> str:
    """The text as it comes back from a cell: line ends at either end do not count, and blanks alone are nothing."""
    taken = clean(text).text.strip("\n")
    return taken if taken.strip() else ""


def fingerprint(text: str) -> str:
    """A short fingerprint (hex) of a text as it comes back."""
    return sha256(kept(text).encode()).hexdigest()[:_FINGERPRINT]


def entry_text(written: str, *, is_absent: bool) -> str:
    """What stands in the cells of a value, in one spelling: «1 234,50» as a text is the number 1234.5."""
    plain = "".join(written.split()).replace(",", ".")
    text = f"{Decimal(plain).normalize():f}" if _NUMBER.fullmatch(plain) else " ".join(written.split())
    return f"{text}|{YES if is_absent else ''}"


def fits_cell(text: str) -> bool:
    """Whether a cell of Excel can hold the whole text."""
    return len(text.encode("utf-16-le")) // 2 <= CELL_CHARACTERS and text.count("\n") <= CELL_LINE_ENDS
