"""The sheets of an Excel workbook: the cells that hold something, as Excel and LibreOffice would show them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from lxml import etree

from kuznetsk_report.printable import clean

from .guard import Refused, check_rows
from .package import Package

# Far beyond any report; what stands farther out is refused, as it makes a table of a million rows of a few.
MAX_ROW, MAX_COLUMN = 20_000, 500
MAX_SHEETS = 200
_MAX_CELLS = 200_000
# Excel computes with so many digits; what stands behind them is noise: 3.0000000000000004.
_DIGITS = 15

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_CODE = re.compile("_x([0-9A-Fa-f]{4})_")
# Formats that are built in: what they show of dates, and percentages.
_DATES = dict.fromkeys((14, 15, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58), "dmy") | {16: "dm", 17: "my"}
_PERCENTS = {9, 10}
_TWO_DECIMALS = {2, 4, 39, 40}
# What stands in a format of one's own besides the codes: «"г."», «[Red]», «\ ».
_LITERALS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_LAST_DAY = 2_950_000  # in the year 9976

_FAR_OUT = (
    "На листе «{}» заполнена ячейка {} – далеко за пределами таблицы. Удалите лишние столбцы и строки, сохраните книгу "
    "и загрузите снова."
)
_TOO_MANY = "На листе «{}» слишком много заполненных ячеек. Оставьте в книге только нужное и загрузите снова."
_DAMAGED = "Книга повреждена: {}. Откройте её в Excel или LibreOffice, сохраните ещё раз и загрузите снова."
_MACROS = "В книге есть макросы: портал их не запускает и не переносит."
_EXTERNAL = "В книге есть ссылки на другие файлы: портал их не открывает, взяты значения, сохранённые в книге."


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell holds. `text` is what it shows; of a number also the number, of a date the date.

    `has_two_decimals` if the number is shown as 1.10; `date_parts` are those of "dmy" that are shown of the date.
    `error` is Excel's own: #VALUE!. `is_stale` if a formula has no value that was saved.
    """

    text: str
    number: Decimal | None = None
    day: date | None = None
    has_two_decimals: bool = False
    date_parts: str = ""
    error: str = ""
    is_formula: bool = False
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: `rows` maps the numbers of rows to their cells by column, from 1; `covered` the cells that are hidden by
    a merged one to that one, both as (row, column). `hidden_rows` are those of the filled ones that nobody sees."""

    name: str
    rows: dict[int, dict[int, Value]]
    covered: Mapping[tuple[int, int], tuple[int, int]]
    is_hidden: bool = False
    hidden_rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheets:
    """The sheets of a workbook in their order, hidden ones too, and what the person who brought it must know."""

    sheets: tuple[Sheet, ...]
    warnings: tuple[str, ...]


def read_sheets(data: bytes) -> Sheets:
    """Read a workbook that the guard admitted. Raises Refused for what is damaged or too large; runs in a child."""
    package = Package(data)
    try:
        return _Reader(package).sheets()
    except RecursionError as error:
        raise Refused(_DAMAGED.format("её строение слишком сложно")) from error


def place(row: int, column: int) -> str:
    """The name of a cell: (2, 28) is AB2."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


@dataclass(frozen=True, slots=True)
class _Format:
    """How cells show what is in them."""

    date_parts: str = ""
    is_percent: bool = False
    has_two_decimals: bool = False


_GENERAL = _Format()


class _Reader:
    """Reads one workbook: strings and formats lie in parts of their own."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._main = package.main_part()
        self._workbook = package.xml(self._main)
        targets = package.targets(self._main)
        parts = {kind: name for kind, name in targets.items() if name.lower() in package.names}
        self._strings = self._read_strings(parts.get("sharedStrings"))
        self._formats = self._read_formats(parts.get("styles"))
        properties = self._workbook.find(f"{_S}workbookPr")
        since_1904 = properties is not None and properties.get("date1904") in {"1", "true"}
        # Excel takes 1900 for a leap year: its calendar is right from March 1900 on.
        self._epoch = date(1904, 1, 1) if since_1904 else date(1899, 12, 30)
        self._cells = self._rows = 0

    def sheets(self) -> Sheets:
        """All sheets with cells; charts and dialogs have none."""
        targets = self._package.parts_by_id(self._main)
        found = []
        for entry in self._workbook.iter(f"{_S}sheet"):
            target = targets.get(entry.get(_R_ID, ""), "")
            if target.lower() not in self._package.names:
                raise Refused(_DAMAGED.format(f"лист «{entry.get('name', '')}» не найден"))
            root = self._package.xml(target)
            if root.tag == f"{_S}worksheet":
                is_hidden = entry.get("state", "visible") != "visible"
                found.append(self._sheet(root, entry.get("name", ""), is_hidden=is_hidden))
            if len(found) > MAX_SHEETS:
                raise Refused("В книге слишком много листов. Оставьте только нужные и загрузите снова.")
        warnings = [_MACROS] if self._package.has_macros else []
        if any(name.startswith("xl/externallinks/") for name in self._package.names):
            warnings.append(_EXTERNAL)
        return Sheets(tuple(found), tuple(warnings))

    def _sheet(self, root: etree._Element, name: str, *, is_hidden: bool) -> Sheet:
        rows: dict[int, dict[int, Value]] = {}
        hidden_rows = []
        row = 0
        for line in root.iterfind(f"{_S}sheetData/{_S}row"):
            row = _number(line.get("r")) or row + 1
            column = 0
            for cell in line.iterfind(f"{_S}c"):
                given = _PLACE.fullmatch(cell.get("r", ""))
                column = _column(given[1]) if given else column + 1
                value = self._value(cell)
                if value is None:
                    continue
                if row > MAX_ROW or column > MAX_COLUMN:
                    raise Refused(_FAR_OUT.format(name, place(row, column)))
                self._cells += 1
                if self._cells > _MAX_CELLS:
                    raise Refused(_TOO_MANY.format(name))
                if row not in rows:
                    rows[row] = {}
                    self._rows += 1
                    check_rows(self._rows)
                rows[row][column] = value
            if row in rows and line.get("hidden") in {"1", "true"}:
                hidden_rows.append(row)
        covered = dict(self._covered(root, rows))
        return Sheet(name, dict(sorted(rows.items())), covered, is_hidden, tuple(sorted(hidden_rows)))

    def _covered(
        self, root: etree._Element, rows: dict[int, dict[int, Value]]
    ) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
        """The cells below and beside the first of merged ones with that one, as far as the sheet is filled."""
        last = min(max(rows, default=0) + 1, MAX_ROW)
        covered = 0
        for merged in root.iterfind(f"{_S}mergeCells/{_S}mergeCell"):
            ends = [_PLACE.fullmatch(end) for end in merged.get("ref", "").split(":")]
            if len(ends) != 2 or ends[0] is None or ends[1] is None:  # noqa: PLR2004 (from and to)
                continue
            (top, left), (bottom, right) = ((int(end[2]), _column(end[1])) for end in ends if end)
            bottom, right = min(bottom, last), min(right, MAX_COLUMN)
            covered += max(0, bottom - top + 1) * max(0, right - left + 1)
            if covered > _MAX_CELLS:
                raise Refused(_DAMAGED.format("в ней слишком много объединённых ячеек"))
            yield from (
                ((row, column), (top, left))
                for row in range(top, bottom + 1)
                for column in range(left, right + 1)
                if (row, column) != (top, left)
            )

    def _value(self, cell: etree._Element) -> Value | None:
        """The cell's content, or None if there is none."""
        kind = cell.get("t", "n")
        is_formula = cell.find(f"{_S}f") is not None
        text: str | None
        if kind == "inlineStr":
            inline = cell.find(f"{_S}is")
            text = None if inline is None else _text(inline)
        else:
            raw = cell.findtext(f"{_S}v")
            if raw is None or (kind == "n" and not raw.strip()):
                return Value("", is_formula=True, is_stale=True) if is_formula else None
            if kind == "s":
                text = self._shared(raw)
            elif kind == "e":
                return Value(raw, error=raw.strip() or "#?", is_formula=is_formula)
            elif kind == "b":
                text = "ИСТИНА" if raw.strip() == "1" else "ЛОЖЬ"
            elif kind == "str":
                text = _decoded(raw)
            else:
                return self._number(raw.strip(), kind, _number(cell.get("s")) or 0, is_formula=is_formula)
        return Value(text or "", is_formula=is_formula) if text or is_formula else None

    def _number(self, raw: str, kind: str, style: int, *, is_formula: bool) -> Value:
        if kind == "d":
            try:
                day = datetime.fromisoformat(raw).date()
            except ValueError:
                return Value(raw, is_formula=is_formula)
            parts = self._format(style).date_parts or "dmy"
            return Value(f"{day:%d.%m.%Y}", day=day, date_parts=parts, is_formula=is_formula)
        try:
            number = Decimal(raw)
        except InvalidOperation:
            return Value(raw, is_formula=is_formula)
        if not number.is_finite() or abs(number.adjusted()) > 300:  # noqa: PLR2004 (the range of a double)
            return Value(raw, error="#NUM!", is_formula=is_formula)
        number = Decimal(f"{number:.{_DIGITS}g}")
        shown = self._format(style)
        if shown.date_parts and 0 < number <= _LAST_DAY:
            day = self._epoch + timedelta(days=int(number))
            return Value(f"{day:%d.%m.%Y}", day=day, date_parts=shown.date_parts, is_formula=is_formula)
        if shown.is_percent:
            number *= 100
        text = f"{number.normalize():f}".replace(".", ",") + "\N{NO-BREAK SPACE}%" * shown.is_percent
        return Value(text, number=number, has_two_decimals=shown.has_two_decimals, is_formula=is_formula)

    def _format(self, style: int) -> _Format:
        return self._formats[style] if style < len(self._formats) else _GENERAL

    def _shared(self, raw: str) -> str:
        at = _number(raw.strip())
        if at is None or at >= len(self._strings):
            raise Refused(_DAMAGED.format("в ней нет текста одной из ячеек"))
        return self._strings[at]

    def _read_strings(self, part: str | None) -> list[str]:
        return [] if part is None else [_text(item) for item in self._package.xml(part).iterfind(f"{_S}si")]

    def _read_formats(self, part: str | None) -> list[_Format]:
        if part is None:
            return []
        root = self._package.xml(part)
        codes = {
            _number(each.get("numFmtId")): each.get("formatCode", "")
            for each in root.iterfind(f"{_S}numFmts/{_S}numFmt")
        }
        found = []
        for each in root.iterfind(f"{_S}cellXfs/{_S}xf"):
            number = _number(each.get("numFmtId")) or 0
            if number in codes:
                code = _LITERALS.sub("", codes[number].partition(";")[0]).lower().strip()
                # An «m» alone may be minutes.
                parts = "".join(part for part in "dmy" if part in code) if re.search("[dy]", code) else ""
                found.append(_Format(parts, "%" in code, code.endswith(".00")))
            else:
                found.append(_Format(_DATES.get(number, ""), number in _PERCENTS, number in _TWO_DECIMALS))
        return found


def _text(item: etree._Element) -> str:
    """The text of a string: plain, or in runs; the reading aids of Japanese are none of it."""
    plain = [child for child in item if child.tag == f"{_S}t"]
    runs = [text for run in item if run.tag == f"{_S}r" for text in run if text.tag == f"{_S}t"]
    return _decoded("".join(element.text or "" for element in [*plain, *runs]))


def _decoded(text: str) -> str:
    """Characters that XML cannot hold are written as _x0007_, and an underscore that looks so as _x005F_."""
    decoded = _CODE.sub(lambda found: chr(int(found[1], 16)), text)
    # Halves of characters make one if they stand together, and are nothing alone.
    return clean(decoded.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")).text


def _number(text: str | None) -> int | None:
    """A whole number of an attribute, or None: what no sheet has is as good as none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None  # noqa: PLR2004


def _column(letters: str) -> int:
    """A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
