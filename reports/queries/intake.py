"""The preview of a document that was brought in: what would go where, and what is there now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from kuznetsk_report.accounts.models import User
from reports import access
from reports.documents.gather import DEFINED_BY
from reports.intake.brought import BroughtRow, from_json
from reports.intake.choice import Placing, Seen
from reports.intake.match import Match
from reports.intake.parts import ANSWER, TEXTS, Part, parts
from reports.intake.source import Handed
from reports.models import Intake, Report, ReportRow

from .intake_about import about_warnings
from .intake_earlier import Before, before
from .intake_match import matches
from .intake_numbers import Number, numbers_in
from .intake_values import Value, values_in
from .visible import visible_reports

# A match as sure as this is ticked before the person has looked at it.
SURE = 0.7
_SHORT_LABEL, _LONG_LABEL, _MANY_ROWS = 30, 80, 60


@dataclass(frozen=True, slots=True)
class Extra:
    """A column that the report has none for, and the field that the person wants it in, or ""."""

    heading: str
    text: str
    field: str

    @property
    def line(self) -> str:
        """The text with its heading, as it is added to a field."""
        return f"{self.heading}: {self.text}" if self.heading else self.text


@dataclass(frozen=True, slots=True)
class Card:
    """A row of the document beside the row of the report that it was found to belong to, or that was chosen.

    `is_left`: the person leaves the whole row out. `version` is the one of the report's row that the person has looked
    at; `is_shown` if nothing that stands in this row would go without the person having seen it. Without a choice both
    are as on the page that is being made. `is_changed`: somebody has changed the row since. `is_corrected`: the person
    chose another row than the portal did.
    """

    position: int
    brought: BroughtRow
    match: Match
    row: ReportRow | None
    is_open: bool
    is_left: bool
    append: bool
    parts: list[Part]
    extras: list[Extra]
    numbers: list[Number]
    values: list[Value]
    problems: list[str]
    version: int
    is_shown: bool
    is_changed: bool
    is_corrected: bool

    @property
    def has_old(self) -> bool:
        return any(part.state == "old" for part in self.parts)

    @property
    def is_matched(self) -> bool:
        """Whether the portal found a row for it, whatever the person says."""
        return self.match.target is not None

    @property
    def texts(self) -> list[str]:
        """What it brings, for a row that goes nowhere."""
        return [text for text in (self.brought.implementation, self.brought.result) if text]

    @property
    def percent(self) -> str:
        """How sure the match is, for people."""
        return f"{round(100 * self.match.confidence)}\N{NO-BREAK SPACE}%"

    @property
    def is_doubtful(self) -> bool:
        return self.match.confidence < SURE

    @property
    def action(self) -> str:
        """new, change or same, as `import_report` tells it; "" for a row that goes nowhere."""
        if self.row is None:
            return ""
        if {part.state for part in self.parts} | {value.state for value in self.values} <= {"same", "old"}:
            return "same"
        return "change" if any(getattr(self.row, name) for name in TEXTS) else "new"

    @property
    def is_ticked(self) -> bool:
        """Whether something of the row is to be written, but for columns that the report has none for."""
        if self.row is None or not self.is_open or self.is_left:
            return False
        fields: list[Part | Value | Number] = [*self.parts, *self.values, *self.numbers]
        return any(field.is_ticked for field in fields)

    @property
    def is_agreed(self) -> bool:
        """Whether nobody needs to say that this is the row, or somebody has said so."""
        return not self.is_doubtful or self.is_corrected or self.is_ticked

    @property
    def is_quiet(self) -> bool:
        """Whether the row has nothing that the person must look at."""
        return self.action == "same" and not self.problems


@dataclass(frozen=True, slots=True)
class Loose:
    """A text from outside the table, and where the person wants it; `problem` if that is no place (Russian)."""

    position: int
    text: str
    row: ReportRow | None
    field: str
    problem: str


@dataclass(frozen=True, slots=True)
class Preview:
    """`unmatched` are the cards for which the portal found no row, even where the person has chosen one; `old` those
    of the others with nothing but what once stood in the report. `knows_edits` as in Before.

    `columns` are the headings of the columns that the report has none for, with the field that each goes into, or "".
    `options` are the report's rows for a list to choose from, as (id, label).
    """

    intake: Intake
    knows_edits: bool
    cards: list[Card]
    loose: list[Loose]
    warnings: Sequence[str]
    columns: list[tuple[str, str]]
    options: list[tuple[int, str]]

    @property
    def old(self) -> list[Card]:
        return [card for card in self.cards if card.is_matched and card.is_quiet and card.has_old]

    @property
    def unmatched(self) -> list[Card]:
        return [card for card in self.cards if not card.is_matched]

    @property
    def has_placed_texts(self) -> bool:
        return any(piece.row or piece.field for piece in self.loose)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are new, change, same; and none: those that go nowhere."""
        found = [card.action or "none" for card in self.cards]
        return {action: found.count(action) for action in ("new", "change", "same", "none")}


def visible_intakes(user: User) -> QuerySet[Intake]:
    """The documents that this person brought in, with their reports."""
    return Intake.objects.filter(access.visible_intakes(user)).select_related("report__plan", "report__organization")


def applied_intakes(user: User) -> QuerySet[Intake]:
    """The documents that were applied to reports that this person may see, whoever brought them, taken back or not."""
    applied = Intake.objects.filter(access.applied_intakes(user)).defer("content")
    return applied.select_related("report__plan", "report__organization")


def handed_out_for(handed: Handed, user: User) -> Report | None:
    """The report for which a workbook was handed out, if this person may see it. Ids alone tell nothing."""
    named = {"plan__slug": handed.plan, "organization__slug": handed.organization, "year": handed.year}
    return visible_reports(user).filter(**named).first() if handed.name else None


def begun_intakes(user: User, report: Report) -> QuerySet[Intake]:
    """The documents that this person brought in for the report and neither applied nor put aside; the latest first."""
    return visible_intakes(user).filter(report=report, state=Intake.State.OPEN).defer("content").order_by("-pk")


def preview(
    intake: Intake,
    *,
    placings: Mapping[int, Placing] | None = None,
    loose: Mapping[int, tuple[int | None, str]] | None = None,
    columns: Mapping[int, str] | None = None,
    tick_all: bool = False,
    keep_ticks: bool = False,
    only: int | None = None,
) -> Preview:
    """What the document would change: as matched, and for rows in `placings` as the person chose.

    `loose` maps texts outside the table to (row, field), `columns` positions of columns that the report has none for to
    fields. `tick_all` ticks every text that differs, unless it was changed on the portal since. Nothing stays ticked at
    a row that has changed since the person looked at it, unless `keep_ticks`. With `only` no other card is made than
    the one at that position.
    """
    brought, report = from_json(intake.content), intake.report
    rows = list(
        report.rows.select_related("updated_by", "item", "report__plan")
        .prefetch_related("values__indicator", DEFINED_BY)
        .order_by("number")
    )
    by_pk: dict[int | None, ReportRow] = {row.pk: row for row in rows}
    open_rows = set(report.rows.filter(access.open_rows(report)).values_list("pk", flat=True))
    known = before(brought, report, rows)
    headings = dict.fromkeys(heading for row in brought.rows for heading, _ in row.extra)
    goes_to = {heading: (columns or {}).get(at, "") for at, heading in enumerate(headings)}
    cards = []
    for position, (row, found) in enumerate(zip(brought.rows, matches(brought, rows), strict=True)):
        if only not in (None, position):
            continue
        proposed = None if found.target is None else rows[found.target].pk
        placing = (placings or {}).get(position)
        target = by_pk.get(placing.row if placing else proposed)
        cards.append(
            _card(
                position,
                row,
                found,
                target,
                placing,
                known=known,
                is_open=target is not None and target.pk in open_rows,
                is_corrected=placing is not None and placing.row != proposed,
                goes_to=goes_to,
                tick_all=tick_all,
                keep_ticks=keep_ticks,
            )
        )
    length = _SHORT_LABEL if len(rows) > _MANY_ROWS else _LONG_LABEL
    chosen = loose or {}
    placed = [(text, *chosen.get(position, (None, ""))) for position, text in enumerate(brought.outside)]
    return Preview(
        intake=intake,
        knows_edits=known.knows_edits,
        cards=cards,
        loose=[
            _loose(position, text, by_pk.get(row), field, is_open=row in open_rows)
            for position, (text, row, field) in enumerate(placed)
        ],
        warnings=(*known.warnings, *about_warnings(brought, report), *brought.warnings),
        columns=list(goes_to.items()),
        options=[(row.pk, f"{row.number}. {shortened(row.wording, length)}") for row in rows],
    )


def _card(
    position: int,
    brought: BroughtRow,
    found: Match,
    row: ReportRow | None,
    placing: Placing | None,
    *,
    known: Before,
    is_open: bool,
    is_corrected: bool,
    goes_to: Mapping[str, str],
    tick_all: bool,
    keep_ticks: bool,
) -> Card:
    seen = placing.seen if placing and placing.seen and row and placing.seen.row == row.pk else None
    append = placing.append if placing else found.target is None or found.is_further
    # What is appended takes nothing away, whatever was shown.
    is_shown = placing is None or row is None or (seen is not None and (append or not seen.append))
    is_changed = seen is not None and row is not None and seen.version != row.version
    made: list[Part] = []
    numbers: list[Number] = []
    values: list[Value] = []
    problems = list(brought.problems)
    if row is not None:
        current = {name: getattr(row, name) for name in (ANSWER, *TEXTS)}
        chosen = _ticked(placing, seen, row)
        if is_changed and not keep_ticks:
            chosen = frozenset()
        is_sure = found.confidence >= SURE or is_corrected
        # Where the row has texts already it is for a person to say what more answers of the document are to them.
        if found.is_further and (row.implementation or row.result):
            is_sure = is_corrected
        # What was handed out of another row says nothing about this one.
        mine = brought if brought.key is None or brought.key.item == row.item_id else replace(brought, key=None)
        base = None if known.exported is None or is_corrected else known.exported[row.pk]
        values, refused = values_in(brought, row, is_sure=is_sure, ticked=chosen)
        problems += refused
        made = parts(
            mine,
            current,
            own=known.own,
            append=append,
            is_sure=is_sure,
            ticked=chosen,
            base=base,
            earlier=known.earlier.get(row.pk),
        )
        if tick_all and not is_changed:
            made = [_ticked_with_all(part) for part in made]
        if is_open:
            texts = {part.name: part.value for part in made}
            offered = numbers_in(row, texts.get("implementation", ""), texts.get("result", ""), chosen or ())
            taken = {value.code for value in values}
            numbers = [number for number in offered if number.code not in taken]
    return Card(
        position=position,
        brought=brought,
        match=found,
        row=row,
        is_open=is_open,
        is_left=placing is not None and placing.is_left and not tick_all,
        append=append,
        parts=made,
        extras=[Extra(heading, text, goes_to[heading]) for heading, text in brought.extra],
        numbers=numbers,
        values=values,
        problems=problems,
        version=seen.version if seen else (row.version if row else 0),
        is_shown=is_shown,
        is_changed=is_changed,
        is_corrected=is_corrected,
    )


def _ticked_with_all(part: Part) -> Part:
    """What would undo a change on the portal is ticked on its own or not at all."""
    return part if part.state in ("same", "old") or part.is_crossed else replace(part, is_ticked=True)


def _ticked(placing: Placing | None, seen: Seen | None, row: ReportRow) -> frozenset[str] | None:
    """What the person ticked; None: nothing yet, for what was ticked beside another row says nothing about this one."""
    if placing is None or seen is None:
        return None
    texts = placing.ticked & TEXTS.keys()
    if placing.append and not seen.append and not texts:
        # Who wants to append wants the texts.
        return placing.ticked | TEXTS.keys()
    if seen.append and not placing.append:
        # Ticked to be appended, not to take the place of what is there.
        return placing.ticked - {name for name in texts if getattr(row, name)}
    return placing.ticked


def _loose(position: int, text: str, row: ReportRow | None, field: str, *, is_open: bool) -> Loose:
    problem = ""
    if row is not None and not is_open:
        problem, row = f"Пункт {row.number} закрыт: выберите другой.", None
    elif row is not None and not field:
        problem = "Выберите графу, в которую перенести этот текст."
    elif row is None and field:
        problem = "Выберите пункт, к которому относится этот текст."
    return Loose(position, text, row, field, problem)


def shortened(text: str, length: int) -> str:
    """The beginning of a text, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[:length].rsplit(' ', 1)[0]}…"
