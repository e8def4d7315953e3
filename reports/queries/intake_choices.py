"""What a person chose of a document, put together for each row of the report."""

from collections.abc import Iterable

from reports.figures import Entry
from reports.intake.choice import Choice
from reports.intake.parts import ANSWER, TEXTS, Part, joined
from reports.models import ReportRow

from .intake import Card, Loose, shortened
from .intake_numbers import Number
from .intake_values import Value

_TWICE = "На пункт {} приходится больше одной строки файла: отметьте «Дописать» у всех, кроме одной."
_TWO_VALUES = "Для пункта {} в файле два разных значения показателя «{}»: отметьте одно."
_LOOSE = "Текст вне таблицы «{}»: {}"
_SHORT = 60


def choices(cards: Iterable[Card], loose: Iterable[Loose] = ()) -> tuple[list[Choice], list[str]]:
    """What is to be written, row by row, and Russian sentences about what stands in the way.

    A field gets the one text that replaces it, if any, and below it what is appended, in the order of the document.
    """
    edits = _Edits()
    for card in cards:
        if card.row is not None and card.is_open and not card.is_left:
            edits.add(card, card.row)
    for piece in loose:
        if piece.problem:
            edits.problems.append(_LOOSE.format(shortened(piece.text, _SHORT), piece.problem))
        elif piece.row is not None and piece.field:
            edits.append(piece.row, piece.field, piece.text)
    return [edits.choice(row) for row in edits.rows.values()], list(dict.fromkeys(edits.problems))


class _Edits:
    """What was chosen for each field of each row, before it is put together."""

    def __init__(self) -> None:
        self.rows: dict[int, ReportRow] = {}
        self.problems: list[str] = []
        self._versions: dict[int, int] = {}
        self._replaced: dict[tuple[int, str], str] = {}
        self._appended: dict[tuple[int, str], list[str]] = {}
        self._entries: dict[int, dict[str, Entry]] = {}

    def add(self, card: Card, row: ReportRow) -> None:
        """What is ticked on a card."""
        for part in card.parts:
            if part.is_ticked:
                self._see(card, row)
                self._take(card, row, part)
        for extra in card.extras:
            key = row.pk, extra.field
            # One choice holds for the column in all rows: where the text has been added before, it is not added again.
            if extra.field and card.is_agreed and extra.line not in self._replaced.get(key, getattr(row, extra.field)):
                self.append(row, extra.field, extra.line)
        numbers: list[Value | Number] = [*card.values, *card.numbers]
        for number in numbers:
            if number.is_ticked:
                self._see(card, row)
                entry = self._entries.setdefault(row.pk, {}).setdefault(number.code, number.entry)
                if entry != number.entry:
                    self.problems.append(_TWO_VALUES.format(row.number, number.name))

    def _take(self, card: Card, row: ReportRow, part: Part) -> None:
        if card.append and part.name in TEXTS:
            # A document that says the same twice says it once.
            if part.value != self._replaced.get((row.pk, part.name)):
                self.append(row, part.name, part.value)
        elif (row.pk, part.name) in self._replaced:
            self.problems.append(_TWICE.format(row.number))
        else:
            self._replaced[row.pk, part.name] = part.value

    def _see(self, card: Card, row: ReportRow) -> None:
        self.rows[row.pk] = row
        # Two cards of one row may have been shown at different versions: the older one decides.
        self._versions[row.pk] = min(card.version, self._versions.get(row.pk, card.version))

    def append(self, row: ReportRow, field: str, text: str) -> None:
        """A text that goes below what is there, whatever that is."""
        self.rows[row.pk] = row
        self._appended.setdefault((row.pk, field), []).append(text)

    def choice(self, row: ReportRow) -> Choice:
        """All that is to be written in the row."""
        texts = {
            name: joined(self._replaced.get(key, getattr(row, name)), self._appended.get(key, []))
            for name in TEXTS
            if (key := (row.pk, name)) in self._replaced or key in self._appended
        }
        return Choice(
            row=row.pk,
            version=self._versions.get(row.pk, row.version),
            answer=self._replaced.get((row.pk, ANSWER)),
            entries=self._entries.get(row.pk, {}),
            **texts,
        )
