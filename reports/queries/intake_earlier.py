"""What stood in rows before: an exported file that is brought back may be older than the report, or another's."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from kuznetsk_report.accounts.models import Organization
from reports import past
from reports.handout import Origin
from reports.intake.brought import Brought
from reports.intake.parts import TEXTS
from reports.models import Event, Report, ReportRow
from reports.vocabulary import ROW_WRITING

_OTHER = (
    "Файл выгружен с портала из другого отчёта: {}. Отмечены только тексты для пустых полей: проверьте, относятся ли "
    "они к этому отчёту. То, что заменит уже написанное, не отмечено."
)
_LAST_YEAR = (
    " Прошлогодний текст лучше взять на странице пункта кнопкой «Взять прошлогодний текст»: портал отметит в нём "
    "прошлогодние числа и даты."
)
_UNDATED = (
    "Файл выгружен с этого портала, но по нему не видно, когда. Поэтому отмечены только тексты для пустых полей, а "
    "свои правки отметьте сами."
)


@dataclass(frozen=True, slots=True)
class Before:
    """What is known of how an exported document began.

    `own`: it is from this report, so that every character of it is meant. `knows_edits`: what was changed in it can be
    told from what was changed on the portal, by `exported` or by the workbook's hidden keys. `exported` are the texts,
    by row and field, that it was exported with, None if that is not known; then `earlier` are all texts that once stood
    there. `warnings` are Russian sentences.
    """

    own: bool
    knows_edits: bool
    exported: Mapping[int, Mapping[str, str]] | None = None
    earlier: Mapping[int, Mapping[str, Collection[str]]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def before(brought: Brought, report: Report, rows: Sequence[ReportRow]) -> Before:
    """What is known of this document, brought in for this report (with plan and organization) with these rows."""
    origin = brought.origin
    if not brought.own:
        return Before(own=False, knows_edits=False)
    if brought.handed is not None:
        return Before(own=True, knows_edits=True, earlier=_earlier_texts(rows))
    if origin is not None and not _is_from(report, origin):
        return Before(own=False, knows_edits=False, warnings=(_other_report(report, origin),))
    if origin is not None and _has_event(report, origin.event):
        return Before(own=True, knows_edits=True, exported=_exported_texts(rows, origin.event))
    return Before(own=True, knows_edits=False, earlier=_earlier_texts(rows), warnings=(_UNDATED,))


def _is_from(report: Report, origin: Origin) -> bool:
    named = (origin.plan, origin.organization, origin.year)
    return named == (report.plan.slug, report.organization.slug, report.year)


def _has_event(report: Report, event: int) -> bool:
    """A database that was restored may have lost what the document was exported after."""
    return event == 0 or report.events.filter(pk=event, kind__in=ROW_WRITING).exists()


def _other_report(report: Report, origin: Origin) -> str:
    organization = Organization.objects.filter(slug=origin.organization).first()
    name = organization.short_name if organization else "другая организация"
    plan = "" if origin.plan == report.plan.slug else ", по другому плану"
    sentence = _OTHER.format(f"{name}, {origin.year} год{plan}")
    is_last_year = organization == report.organization and origin.year == report.year - 1
    return sentence + _LAST_YEAR if is_last_year else sentence


def _exported_texts(rows: Sequence[ReportRow], event: int) -> dict[int, dict[str, str]]:
    """The texts of the rows as they stood after this event; one query."""
    texts = _texts(rows)
    for later in Event.objects.filter(row__in=texts, kind__in=ROW_WRITING, pk__gt=event).order_by("-pk"):
        assert later.row_id is not None
        texts[later.row_id] = past.undo(texts[later.row_id], [later])
    return {pk: {name: str(there[name]) for name in TEXTS} for pk, there in texts.items()}


def _earlier_texts(rows: Sequence[ReportRow]) -> dict[int, dict[str, set[str]]]:
    """All texts that once stood in the rows and do not any more; one query."""
    texts = _texts(rows)
    found: dict[int, dict[str, set[str]]] = {row.pk: {name: set() for name in TEXTS} for row in rows}
    for event in Event.objects.filter(row__in=texts, kind__in=ROW_WRITING).order_by("-pk"):
        assert event.row_id is not None
        texts[event.row_id] = past.undo(texts[event.row_id], [event])
        for name in TEXTS:
            found[event.row_id][name].add(str(texts[event.row_id][name]).strip("\n"))
    for row in rows:
        for name in TEXTS:
            found[row.pk][name].discard(getattr(row, name).strip("\n"))
    return found


def _texts(rows: Sequence[ReportRow]) -> dict[int, past.Content]:
    return {row.pk: {name: getattr(row, name) for name in TEXTS} for row in rows}
