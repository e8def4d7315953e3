"""What the buttons of the row's form do beside saving it: explanations, last year's text, what the portal offers."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest

from reports import actions, checklist, queries
from reports.checklist import CheckedReportRow
from reports.figures import Entry
from reports.forms import explanations
from reports.models import ReportRow

from .common import user_of


@dataclass(frozen=True)
class Unwritten:
    """An explanation that could not be written, and why: what was typed must not get lost."""

    text: str
    reason: str


def explain(request: HttpRequest, saved: ReportRow) -> list[Unwritten]:
    """Write the explanations that were sent with the row.

    A button of the form sends all that were typed; a save in the background only the one whose button was pressed. A
    former explanation that nobody touched is not given again by itself.
    """
    pressed, typed = request.POST.get("explain", ""), explanations(request.POST)
    if request.headers.get("HX-Request"):
        typed = {key: text for key, text in typed.items() if key == pressed}
    if not typed:
        return []
    known = dict(saved.finding_answers.values_list("key", "text"))
    unwritten = []
    for key, text in typed.items():
        if key != pressed and text == known.get(key, ""):
            continue
        if not text and key not in known:
            unwritten.append(Unwritten("", "Объяснение пустое: напишите, почему так и есть."))
            continue
        try:
            actions.answer_finding(row=saved, version=saved.version, key=key, text=text, by=user_of(request))
        except actions.FindingGoneError:
            unwritten.append(Unwritten(text, "Объяснение не записано: этого вопроса в строке больше нет."))
        except actions.StaleVersionError:
            reason = "Объяснение не записано: строку только что изменил другой человек. Проверьте её и запишите снова."
            unwritten.append(Unwritten(text, reason))
        except actions.NotReadyError as error:
            unwritten.append(Unwritten(text, str(error)))
    return unwritten


def take_offered(request: HttpRequest, row: ReportRow) -> ReportRow:
    """Put into the row what the pressed button names, if any: last year's text, the sentence, a number of the text.

    Raises like actions.save_row().
    """
    if "carry" in request.POST:
        row = _carry(request, row)
    if "sentence" in request.POST:
        offered = queries.sentence_offer(_checked(row))
        if offered:
            row = _save(request, row, {}, implementation="\n".join(filter(None, [row.implementation, offered])))
    if "take" in request.POST:
        code = request.POST["take"]
        number = queries.number_offers(_checked(row)).get(code)
        if number:
            row = _save(request, row, {code: Entry(number.value)}, implementation=row.implementation)
    return row


def _checked(row: ReportRow) -> CheckedReportRow:
    return checklist.check(row.report, row.report.rows.filter(pk=row.pk))[0]


def _save(request: HttpRequest, row: ReportRow, entries: dict[str, Entry], *, implementation: str) -> ReportRow:
    return actions.save_row(
        row=row,
        version=row.version,
        by=user_of(request),
        answer=row.answer,
        implementation=implementation,
        result=row.result,
        entries=entries,
    )


def _carry(request: HttpRequest, row: ReportRow) -> ReportRow:
    last = queries.last_year_row(row)
    if last is None:
        messages.error(request, "Прошлогодней строки нет: брать текст неоткуда.")
        return row
    return actions.carry_last_year(row=row, version=row.version, source=last, by=user_of(request))
