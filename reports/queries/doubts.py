"""What the checks ask, arranged for the pages: beside the fields of a row, and counted."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from django.core.cache import cache
from django.db.models import Count, Max

from plans.models import Indicator, Target, Tie
from reports import access, checklist
from reports.checklist import CheckedReportRow, Noted
from reports.checks import KINDS, Finding, Level
from reports.checks.offers import offers
from reports.checks.sentence import sentence
from reports.figures import format_number
from reports.models import IndicatorValue, Report, ReportRow
from reports.wording import plural

# The line above the form says these.
_SAID_ABOVE = {"missing-answer", "missing-text", "unanswered-remark", "unconfirmed-number"}
# Not asked for before the row says what was done.
_ASKED_LATER = {"missing-indicator", "missing-result"}
# So many hints at one field stand openly.
_OPEN_HINTS = 2
_KEEP_SECONDS = 600
# Where that stands which belongs to no field of the page.
WHOLE_ROW = "row"


@dataclass(frozen=True, slots=True)
class Slot:
    """The place beside a field for what is asked about it."""

    field: str
    noted: list[Noted]

    @property
    def open(self) -> list[Noted]:
        """What stands openly: the heaviest first, hints only if they are few, explained ones at the end."""
        few = [] if self.hints else [noted for noted in self._asked if _is_hint(noted)]
        answered = [noted for noted in self.noted if noted.answer]
        return [noted for noted in self._asked if not _is_hint(noted)] + few + answered

    @property
    def hints(self) -> list[Noted]:
        """Hints that are too many to stand openly."""
        found = [noted for noted in self._asked if _is_hint(noted)]
        return found if len(found) > _OPEN_HINTS else []

    @property
    def _asked(self) -> list[Noted]:
        return [noted for noted in self.noted if not noted.answer]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is asked and not explained, by weight."""

    errors: int = 0
    warnings: int = 0
    hints: int = 0

    @classmethod
    def of(cls, noted: Iterable[Noted]) -> "Counts":
        levels = [each.finding.level for each in noted if each.answer is None]
        return cls(*(levels.count(level) for level in (Level.ERROR, Level.WARNING, Level.HINT)))

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.errors + other.errors, self.warnings + other.warnings, self.hints + other.hints)

    def __bool__(self) -> bool:
        return bool(self.errors or self.warnings or self.hints)

    @property
    def is_weighty(self) -> bool:
        """Whether there is more than hints."""
        return bool(self.errors or self.warnings)

    @property
    def parts(self) -> list[tuple[int, str]]:
        """(level, words) of what there is any of: «1 ошибка», «2 вопроса», «3 подсказки»."""
        return [
            (int(level), plural(count, *forms))
            for level, count, forms in (
                (Level.ERROR, self.errors, ("ошибка", "ошибки", "ошибок")),
                (Level.WARNING, self.warnings, ("вопрос", "вопроса", "вопросов")),
                (Level.HINT, self.hints, ("подсказка", "подсказки", "подсказок")),
            )
            if count
        ]


def asked(checked: CheckedReportRow) -> list[Noted]:
    """The findings that stand beside the row's fields: without what the page says of an unfinished row anyway."""
    return [noted for noted in checked.noted if noted.finding.code not in _SAID_ABOVE | _too_early(checked)]


def slots(checked: CheckedReportRow, fields: Iterable[str]) -> dict[str, Slot]:
    """A slot for each of these fields and one for the whole row."""
    places = {name: Slot(name, []) for name in (*fields, WHOLE_ROW)}
    for noted in asked(checked):
        places.get(noted.finding.field, places[WHOLE_ROW]).noted.append(noted)
    return places


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that is asked, of one row or in the same words of several."""

    finding: Finding
    rows: list[tuple[ReportRow, str]]  # with the field in each


@dataclass(frozen=True, slots=True)
class KindOfHint:
    """All hints of one kind."""

    title: str
    matters: list[Matter]

    @property
    def count(self) -> int:
        return sum(len(matter.rows) for matter in self.matters)


@dataclass(frozen=True, slots=True)
class Questions:
    """Everything that the checks found in a report's open rows, by weight, in the order of the rows."""

    errors: list[Matter]
    warnings: list[Matter]
    hints: list[KindOfHint]
    answered: list[tuple[ReportRow, Noted]]

    @property
    def hint_count(self) -> int:
        return sum(kind.count for kind in self.hints)


def questions(report: Report) -> Questions:
    """What there is to mend or to look at before the report is submitted."""
    checked = checklist.findings(report)
    found = [
        (each.row, finding) for each in checked for finding in each.findings if finding.code not in _too_early(each)
    ]
    hints = [(row, finding) for row, finding in found if finding.level == Level.HINT]
    return Questions(
        errors=_matters((row, finding) for row, finding in found if finding.level == Level.ERROR),
        warnings=_matters((row, finding) for row, finding in found if finding.level == Level.WARNING),
        hints=[
            KindOfHint(kind.title, _matters(pair for pair in hints if pair[1].code == kind.code))
            for kind in KINDS.values()
            if any(finding.code == kind.code for _, finding in hints)
        ],
        answered=[(each.row, noted) for each in checked for noted in each.noted if noted.answer],
    )


def sentence_offer(checked: CheckedReportRow) -> str:
    """A sentence made of the row's numbers; "" if there is none to make, or if the text has it already."""
    offered = sentence(checked.seen)
    return "" if " ".join(offered.split()) in " ".join(checked.row.implementation.split()) else offered


@dataclass(frozen=True, slots=True)
class NumberOffer:
    """A number found in the text for an indicator that is empty; `evidence`: the words around it."""

    value: Decimal
    evidence: str

    @property
    def text(self) -> str:
        return format_number(self.value)


def number_offers(checked: CheckedReportRow) -> dict[str, NumberOffer]:
    """What the text offers to the row's empty indicators, by their code; nothing where there is nothing to count."""
    if not checked.seen.needs_numbers:
        return {}
    return {offer.code: NumberOffer(offer.value, offer.evidence) for offer in offers(checked.seen)}


def remark_text(checked: Iterable[CheckedReportRow], key: str) -> str | None:
    """The remark that the finding with this key becomes; None if there is no such finding in these rows."""
    found = (noted for each in checked for noted in each.noted if noted.finding.key == key)
    return next((noted.remark_text for noted in found), None)


def counts_by_row(report: Report) -> dict[int, Counts]:
    """What is asked about the rows that can be written in, by the row's id.

    The counts are kept in the process as long as row, answers, levels, shared facts and the plan's indicators are the
    same, so a row is checked again only when it has been saved. What else it is compared with (last year, other
    executors) shows within _KEEP_SECONDS; the pages of the row and of submitting never wait for that.
    """
    rows = report.rows.filter(access.open_rows(report)).order_by()
    said = rows.annotate(answers=Count("finding_answers"), last=Max("finding_answers__at"))
    tied = IndicatorValue.objects.filter(row__report=report, indicator__tie__isnull=False).order_by("pk")
    shared = (checklist.levels(report.plan_id), list(tied.values_list("indicator", "value")), _defined(report.plan_id))
    stamps = {pk: (rest, shared) for pk, *rest in said.values_list("pk", "version", "updated_at", "answers", "last")}
    key = f"asked:{report.pk}"
    now = time.time()
    kept = {
        pk: (stamp, counts, checked_at)
        for pk, (stamp, counts, checked_at) in cache.get(key, {}).items()
        if stamps.get(pk) == stamp and now - checked_at < _KEEP_SECONDS
    }
    missing = stamps.keys() - kept.keys()
    if missing:
        for checked in checklist.check(report, report.rows.filter(pk__in=missing)):
            kept[checked.row.pk] = (stamps[checked.row.pk], Counts.of(asked(checked)), now)
        cache.set(key, kept, _KEEP_SECONDS)
    return {pk: counts for pk, (_, counts, _) in kept.items()}


def _defined(plan: int) -> str:
    """SHA-256 (hex) of the plan's indicators, with their wordings, and of their ties and targets."""
    tables = (
        Indicator.objects.filter(item__plan=plan),
        Tie.objects.filter(plan=plan),
        Target.objects.filter(indicator__item__plan=plan),
    )
    return sha256(repr([list(table.order_by("pk").values_list()) for table in tables]).encode()).hexdigest()


def _matters(found: Iterable[tuple[ReportRow, Finding]]) -> list[Matter]:
    """What is said of several rows in the same words is said once, where the first of them stands."""
    matters: dict[tuple[str, str, str], Matter] = {}
    for row, finding in found:
        matter = matters.setdefault((finding.code, finding.message, finding.evidence), Matter(finding, []))
        matter.rows.append((row, finding.field))
    return list(matters.values())


def _too_early(checked: CheckedReportRow) -> set[str]:
    """Codes of what is not asked before the row has its answer and its text."""
    return set() if checked.row.answer and checked.row.implementation else _ASKED_LATER


def _is_hint(noted: Noted) -> bool:
    return noted.finding.level == Level.HINT
