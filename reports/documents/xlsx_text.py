"""Texts in the cells of a workbook."""

import re

from openpyxl.cell.cell import Cell, MergedCell

# What spreadsheets take for the beginning of a formula.
FORMULA_STARTS = ("=", "+", "-", "@")
# Excel reads _x0041_ in a text as the character with that code; the underscore itself is _x005F_.
_LOOKS_LIKE_CODE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def set_text(cell: Cell | MergedCell, text: str) -> None:
    """A text, whatever it looks like: never a formula, a number or a code, now or when somebody edits the cell."""
    cell.value = _LOOKS_LIKE_CODE.sub("_x005F_", text)
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA_STARTS)
