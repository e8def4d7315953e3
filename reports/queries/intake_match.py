"""Which row of the report a row of a document belongs to: by its hidden key, else by number and words."""

from collections.abc import Sequence

from plans.numbers import canonical
from reports.handout import fingerprint
from reports.intake.brought import Brought, BroughtRow
from reports.intake.match import Line, Match, match, read_number
from reports.models import ReportRow

_BY_KEY = "по скрытому ключу книги"
_ASKED = "в книге номер {}, но Excel мог сделать его из {}: выберите пункт"


def matches(brought: Brought, rows: Sequence[ReportRow]) -> list[Match]:
    """For each row of the document the position in `rows` that it was found to belong to."""
    numbers = {row.number for row in rows}
    lines = [_line(row, numbers) for row in brought.rows]
    known = [_by_key(row, rows) for row in brought.rows]
    others = [at for at, target in enumerate(known) if target is None]
    found = match([lines[at] for at in others], [Line(row.number, row.wording) for row in rows], canonical)
    made = [Match(target, 1.0, _BY_KEY) for target in known]
    for at, each in zip(others, found, strict=True):
        made[at] = each
        if each.target is None and _twin(brought.rows[at], numbers):
            number = brought.rows[at].number
            made[at] = Match(None, 0.0, _ASKED.format(number, f"{number}0"))
    return made


def _by_key(row: BroughtRow, rows: Sequence[ReportRow]) -> int | None:
    """The position of the key's row, if that is still about the same: ids of another database mean something else."""
    key = row.key
    if key is None:
        return None
    return next(
        (
            at
            for at, each in enumerate(rows)
            if each.item_id == key.item and (each.number == key.number or fingerprint(each.wording) == key.name)
        ),
        None,
    )


def _line(row: BroughtRow, numbers: set[str]) -> Line:
    """What tells the row apart where there is no key: where 1.1 may have been 1.10, only its words."""
    longer = f"{row.number}0"
    if not row.is_rounded or longer not in numbers:
        return Line(row.number, row.measure)
    return Line("" if row.number in numbers else longer, row.measure)


def _twin(row: BroughtRow, numbers: set[str]) -> bool:
    """Whether two items may be meant by the row's number."""
    return row.is_rounded and {read_number(row.number, canonical), f"{row.number}0"} <= numbers
