"""Reports from Word documents and workbooks: uploaded, looked at, and applied as far as the person agrees."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reports import access, actions, queries
from reports.documents import workbook
from reports.documents.files import FORMATS
from reports.documents.names import handout_file_name
from reports.forms import identifiers
from reports.intake.brought import read_file
from reports.intake.guard import Refused
from reports.intake_forms import DocumentForm, columns, loose_texts, placings
from reports.models import Intake, ReportRow
from reports.wording import listed, plural
from reports.workflow import Action

from .common import report_of, user_of

_UNSEEN = "Вы изменили, куда или как переносится строка файла. Посмотрите, что изменится, и примените ещё раз."
_NO_ROWS = "В файле нет строк отчёта, поэтому переносить нечего. Проверьте, тот ли это файл."
_CLOSED = "Отчёт уже представлен или принят, и изменить его сейчас нельзя. Ничего не возвращено."
_NOTHING = "Ничего не отмечено: отметьте, что перенести, или нажмите «Не применять»."


@never_cache
@require_GET
def handout(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbook in which an open report can be filled in."""
    shown = report_of(request, pk)
    access.require(user_of(request), Action.EDIT, shown)
    data = workbook.render(queries.handed_report(shown))
    response = HttpResponse(data, content_type=FORMATS["xlsx"].content_type)
    name = handout_file_name(shown.organization.short_name, shown.year)
    response["Content-Disposition"] = str(content_disposition_header(as_attachment=True, filename=name))
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def take_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload a document for an open report; what was read is shown before anything of it is written."""
    shown, user = report_of(request, pk), user_of(request)
    access.require(user, Action.EDIT, shown)
    form = DocumentForm(request.POST, request.FILES) if request.method == "POST" else DocumentForm()
    other = None
    if form.is_bound and form.is_valid():
        uploaded = form.cleaned_data["file"]
        try:
            file = read_file(uploaded.read(), uploaded.name)
            if file.content.rows:
                return redirect(actions.take_in(report=shown, file=file, by=user))
            form.add_error("file", f"«{uploaded.name}»: {' '.join((_NO_ROWS, *file.content.warnings))}")
        except Refused as refused:
            form.add_error("file", f"«{uploaded.name}»: {refused}")
        except actions.WrongReportError as wrong:
            form.add_error("file", f"«{uploaded.name}»: {wrong}")
            other = queries.handed_out_for(wrong.handed, user)
    status = 422 if form.is_bound else 200
    context = {"report": shown, "form": form, "other": other, "begun": queries.begun_intakes(user, shown)}
    return render(request, "reports/take_in.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def intake(request: HttpRequest, pk: int) -> HttpResponse:
    """What a document would change; with ?card= only that card (htmx), as chosen in the other parameters."""
    shown = get_object_or_404(queries.visible_intakes(user_of(request)), pk=pk)
    if shown.state != Intake.State.OPEN:
        if request.method == "POST":
            messages.error(request, str(actions.IntakeClosedError(shown)))
        return redirect(shown.report)
    access.require_intake(user_of(request), shown)
    if request.method == "GET":
        return _card(request, shown) if "card" in request.GET else _page(request, shown, QueryDict())
    if "drop" in request.POST:
        try:
            actions.drop_intake(intake=shown, by=user_of(request))
        except actions.IntakeClosedError as closed:
            messages.error(request, str(closed))
        else:
            messages.success(request, f"Файл «{shown.name}» не применён, отчёт не изменён.")
        return redirect(shown.report)
    if "apply" in request.POST:
        return _apply(request, shown)
    return _page(request, shown, request.POST)


@never_cache
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Write into the report what stood there before a document was applied, as far as it has not changed since."""
    user = user_of(request)
    applied = get_object_or_404(queries.applied_intakes(user), pk=pk)
    access.require_role(user, Action.EDIT, applied.report)
    try:
        back = actions.take_back_intake(intake=applied, by=user)
    except actions.NotAppliedError as error:
        messages.error(request, str(error))
    except PermissionDenied:
        messages.error(request, _CLOSED)
    else:
        _tell_taken_back(request, applied, back)
    return redirect(applied.report)


def _tell_taken_back(request: HttpRequest, applied: Intake, back: actions.TakenBack) -> None:
    if back.restored:
        rows = plural(len(back.restored), "строка", "строки", "строк")
        messages.success(request, f"Возвращено, как было до переноса из файла «{applied.name}»: {rows}.")
    else:
        messages.warning(request, f"Ничего из перенесённого из файла «{applied.name}» не возвращено.")
    history = reverse("history", args=[applied.report_id])
    if back.changed:
        one_or_more = ("Изменён", "оставлен") if len(back.changed) == 1 else ("Изменены", "оставлены")
        told = f"{one_or_more[0]} после переноса и {one_or_more[1]} как есть: {_items(back.changed)}."
        messages.warning(request, format_html('{} Прежний текст — в <a href="{}">истории</a>.', told, history))
    if back.closed:
        one_or_more = ("Закрыт", "оставлен") if len(back.closed) == 1 else ("Закрыты", "оставлены")
        told = f"{one_or_more[0]} и {one_or_more[1]} как есть, потому что замечаний нет: {_items(back.closed)}."
        messages.warning(request, told)


def _items(rows: list[ReportRow]) -> str:
    """«пункт 1.4» or «пункты 1.4 и 2.9»."""
    return f"{'пункт' if len(rows) == 1 else 'пункты'} {listed([row.number for row in rows])}"


def _apply(request: HttpRequest, shown: Intake) -> HttpResponse:
    page = _preview(shown, request.POST, keep_ticks=True)
    chosen, problems = queries.intake_choices(page.cards, page.loose)
    if not all(card.is_shown for card in page.cards):
        problems.append(_UNSEEN)
    elif not chosen and not problems:
        problems.append(_NOTHING)
    if problems:
        return _page(request, shown, request.POST, problems, status=422)
    try:
        changed = actions.apply_intake(intake=shown, choices=chosen, by=user_of(request))
    except actions.RowsRefusedError as refused:
        return _page(request, shown, request.POST, _refusals(refused, page), status=409)
    except actions.IntakeClosedError as closed:
        messages.error(request, str(closed))
        return redirect(shown.report)
    rows = plural(len(changed), "строка", "строки", "строк")
    done = f"Перенесено из файла «{shown.name}»: {rows}."
    history = reverse("history", args=[shown.report_id])
    messages.success(request, format_html('{} <a href="{}">Что изменено или как вернуть</a>', done, history))
    refused_values = queries.intake_page(page).refused
    if refused_values:
        messages.warning(request, _refused(refused_values))
    left = [line for line in queries.row_lines(shown.report) if line.gaps]
    if left:
        messages.info(request, _left(left))
    return redirect(shown.report)


def _refused(cards: list[queries.IntakeCard]) -> str:
    """Which rows of the file had values that could not be taken."""
    places = [f"п. {card.row.number}" if card.row else card.brought.place for card in cards]
    count = sum(len(card.problems) for card in cards)
    return f"Не перенесено значений: {count} ({listed(list(dict.fromkeys(places)))}). Внесите их в этих строках сами."


def _left(lines: list[queries.RowLine]) -> str:
    """What is still to be done in the report, beginning with its first row that lacks something."""
    count = plural(len(lines), "строке", "строках", "строках")
    return format_html(
        'Ещё не всё заполнено в {}. Начните с <a href="{}">пункта {}</a>: {}.',
        count,
        lines[0].url,
        lines[0].number,
        "; ".join(lines[0].gaps),
    )


def _refusals(refused: actions.RowsRefusedError, page: queries.IntakePreview) -> list[str]:
    changed = [row for row, error in refused.refusals if isinstance(error, actions.StaleVersionError)]
    closed = [row.number for row, error in refused.refusals if not isinstance(error, actions.StaleVersionError)]
    said: list[str] = []
    if changed:
        one_or_more = "изменён пункт" if len(changed) == 1 else "изменены пункты"
        # Cards are linked to where they stand on the page; two of them may be of one row.
        cards = {card.row.pk: card.position for card in reversed(page.cards) if card.row}
        links = [format_html('<a href="#card-{}">{}</a>', cards[row.pk], row.number) for row in changed]
        said.append(
            format_html(
                "Ничего не перенесено: пока вы смотрели, {} {}. Отметки там сняты, а отличия показаны от того, что в "
                "отчёте теперь: отметьте нужное и примените ещё раз. Остальные отметки сохранены.",
                one_or_more,
                mark_safe(listed(links)),  # noqa: S308 (of links that are safe)
            )
        )
    if closed:
        one_or_more = "закрыт пункт" if len(closed) == 1 else "закрыты пункты"
        said.append(f"Ничего не перенесено: {one_or_more} {listed(closed)}. Снимите отметки там.")
    return said


def _card(request: HttpRequest, shown: Intake) -> HttpResponse:
    position = next(iter(identifiers([request.GET["card"]])), -1)
    page = _preview(shown, request.GET, only=position)
    if not page.cards:
        raise Http404
    card = page.cards[0]
    context = {"intake": shown, "shown": queries.shown_card(card), "card": card, "options": _options(page)}
    return render(request, "reports/parts/intake_card.html", context)


def _preview(shown: Intake, data: QueryDict, **how: Any) -> queries.IntakePreview:
    """What the document would change, as chosen in the data."""
    return queries.intake_preview(shown, placings=placings(data), loose=loose_texts(data), columns=columns(data), **how)


def _options(page: queries.IntakePreview) -> str:
    """The report's rows to choose from, as HTML: made once for all the lists of the page."""
    return render_to_string("reports/parts/intake_options.html", {"options": page.options})


def _page(
    request: HttpRequest, shown: Intake, data: QueryDict, problems: list[str] | None = None, *, status: int = 200
) -> HttpResponse:
    page = _preview(shown, data, tick_all=data.get("show") == "all")
    context = {
        "intake": shown,
        "report": shown.report,
        "page": queries.intake_page(page),
        "options": _options(page),
        "problems": problems or [],
    }
    return render(request, "reports/intake.html", context, status=status)
