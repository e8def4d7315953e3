"""One item of the plan across its executors: read side by side, remarked and accepted on the spot."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kuznetsk_report.accounts.models import User
from kuznetsk_report.printable import clean
from plans.models import Plan, PlanItem
from reports import actions, checklist, queries
from reports.filters import ItemFilter
from reports.forms import identifiers
from reports.models import ReportRow
from reports.wording import plural

from .charts import spread_charts
from .common import NO_FINDING, item_of, plan_of_year, user_of

TEXT, SEEN = "text-", "seen-"
_BUTTONS = ("finding", "remark", "accept")  # that decide on one row


@dataclass
class Typed:
    """What was sent with the page's form, whichever of its buttons was pressed: nothing of it may get lost."""

    texts: dict[int, str] = field(default_factory=dict)
    common: str = ""
    ticked: set[int] = field(default_factory=set)
    seen: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, posted: QueryDict) -> "Typed":
        """Texts are cleaned at the door, as everywhere."""
        return cls(
            texts={int(name.removeprefix(TEXT)): _text(str(posted[name])) for name in _numbered(posted, TEXT)},
            common=_text(posted.get("text", "")),
            ticked=set(identifiers(posted.getlist("rows"))),
            seen={int(name.removeprefix(SEEN)): _number(str(posted[name])) for name in _numbered(posted, SEEN)},
        )

    @property
    def rows(self) -> set[int]:
        """Rows about which something was typed or ticked."""
        return {pk for pk, text in self.texts.items() if text} | self.ticked

    @property
    def is_empty(self) -> bool:
        return not self.rows and not self.common


def _numbered(posted: QueryDict, prefix: str) -> list[str]:
    return [name for name in posted if name.startswith(prefix) and identifiers([name.removeprefix(prefix)])]


def _number(text: str) -> int:
    """0 where there is no identifier."""
    return next(iter(identifiers([text])), 0)


def _text(text: str) -> str:
    cleaned = clean(text).text
    return cleaned if cleaned.strip() else ""


@dataclass
class RowRefusal:
    """Why nothing was written about a row: a sentence, or what has happened to it since it was read."""

    row: ReportRow
    reason: str
    since: list[queries.HistoryEntry]


@dataclass
class Refusal:
    """Why nothing was written, as a sentence and row by row."""

    status: int
    reason: str
    rows: list[RowRefusal] = field(default_factory=list)


@never_cache
@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, slug: str, year: int, number: str) -> HttpResponse:
    """The item over its executors; POST decides on one row, or on several that are ticked."""
    plan = plan_of_year(request, slug, year)
    shown = item_of(request, plan, year, number)
    if request.method == "POST":
        return _decide(request, plan, shown, year)
    return _page(request, plan, shown, year, Typed())


def _decide(request: HttpRequest, plan: Plan, shown: PlanItem, year: int) -> HttpResponse:
    typed = Typed.of(request.POST)
    named = typed.ticked | {_number(request.POST.get(button, "").partition(":")[0]) for button in _BUTTONS}
    visible = queries.visible_rows(user_of(request)).filter(item=shown, report__year=year, pk__in=named)
    rows = {row.pk: row for row in visible.defer("report__filed_content")}
    if "tick" in request.POST:
        # Rows that are accepted already are remarked on one by one, if at all.
        unaccepted = queries.visible_rows(user_of(request)).filter(pk__in=typed.seen, accepted_at=None)
        typed.ticked |= set(unaccepted.values_list("pk", flat=True))
        return _page(request, plan, shown, year, typed)
    if "bulk" in request.POST:
        refusal, done = _remark_ticked(request, typed, rows)
    else:
        refusal, done = _decide_on_one(request, typed, rows)
    if refusal is not None:
        return _page(request, plan, shown, year, typed, refusal)
    saved = f"row-{done}" if done else f"item-{shown.pk}-{year}"
    if "finding" in request.POST:
        saved = ""  # what is typed at the row is another remark
    if not typed.is_empty:
        return _page(request, plan, shown, year, typed, saved=saved)
    query = request.GET.copy()
    query["saved"] = saved
    return redirect(f"{request.path}?{query.urlencode()}{f'#row-{done}' if done else ''}")


def _remark_ticked(request: HttpRequest, typed: Typed, rows: dict[int, ReportRow]) -> tuple[Refusal | None, int | None]:
    if not typed.ticked <= rows.keys():
        raise Http404
    chosen = [rows[pk] for pk in sorted(typed.ticked)]
    seen = {row.pk: typed.seen.get(row.pk, 0) for row in chosen}
    try:
        actions.remark_rows(rows=chosen, text=typed.common, seen=seen, by=user_of(request))
    except actions.NotReadyError as error:
        return Refusal(422, reason=str(error)), None
    except actions.RowsRefusedError as refused:
        named = [_row_refusal(request, rows[row.pk], seen[row.pk], error) for row, error in refused.refusals]
        return Refusal(409, "Замечание не записано никому: не все отмеченные строки могут его получить.", named), None
    to = plural(len(chosen), "исполнителю", "исполнителям", "исполнителям")
    messages.success(request, f"Замечание записано {to}.")
    typed.common, typed.ticked = "", set()
    return None, None


def _decide_on_one(request: HttpRequest, typed: Typed, rows: dict[int, ReportRow]) -> tuple[Refusal | None, int | None]:
    """The button names the row: remark=<id> or accept=<id>; or finding=<id>:<key of a finding to remark on>."""
    pressed = next((button for button in _BUTTONS if button in request.POST), "")
    number, _, key = request.POST.get(pressed, "").partition(":")
    row = rows.get(_number(number))
    if row is None:
        raise Http404
    seen, text = typed.seen.get(row.pk, 0), typed.texts.get(row.pk, "")
    try:
        if pressed == "remark":
            actions.make_remark(row=row, text=text, seen=seen, by=user_of(request))
        elif pressed == "finding":
            _remark_on_finding(row, key, seen, user_of(request))
        else:
            _accept(row, text, seen, user_of(request))
    except (actions.NotReadyError, actions.StaleDecisionError, PermissionDenied) as error:
        status = {actions.NotReadyError: 422, actions.StaleDecisionError: 409}.get(type(error), 403)
        what = "Замечание не записано." if pressed != "accept" else "Строка не принята."
        return Refusal(status, what, [_row_refusal(request, row, seen, error)]), row.pk
    done = "строка принята" if pressed == "accept" else "замечание записано"
    messages.success(request, f"{row.report.organization}: {done}.")
    if pressed == "remark":
        typed.texts.pop(row.pk, None)
    return None, row.pk


def _remark_on_finding(row: ReportRow, key: str, seen: int, by: User) -> None:
    checked = checklist.check_across([row.report], row.report.rows.filter(pk=row.pk))
    text = queries.remark_text(checked, key)
    if text is None:
        raise actions.NotReadyError(NO_FINDING)
    actions.make_remark(row=row, text=text, seen=seen, by=by)


def _accept(row: ReportRow, text: str, seen: int, by: User) -> None:
    if text:
        raise actions.NotReadyError("Вы написали замечание. Запишите его или сотрите, чтобы принять строку.")
    actions.accept_row(row=row, seen=seen, by=by)


def _row_refusal(request: HttpRequest, row: ReportRow, seen: int, error: Exception) -> RowRefusal:
    if isinstance(error, actions.StaleDecisionError):
        since = queries.since(row.report, user_of(request), seen, row)
        return RowRefusal(row, "Пока вы читали, строка изменилась. Прочитайте её ещё раз и решите снова.", since)
    return RowRefusal(row, str(error), [])


def _page(
    request: HttpRequest,
    plan: Plan,
    shown: PlanItem,
    year: int,
    typed: Typed,
    refusal: Refusal | None = None,
    *,
    saved: str = "",
) -> HttpResponse:
    """`saved` names the field whose text has just been written: the browser need not keep it (remarks.js)."""
    choosing = ItemFilter(request.GET, indicators=[each for each in shown.indicators.all() if each.holds_in(year)])
    refused = {each.row.pk: each for each in refusal.rows} if refusal else {}
    page = queries.item_page(
        user_of(request),
        plan,
        shown,
        year,
        choice=choosing.choice(),
        number=request.GET.get("page", "1"),
        pinned=typed.rows | refused.keys(),
    )
    context = {
        "plan": plan,
        "year": year,
        "page": page,
        "filter": choosing,
        "is_narrow": choosing.choice().is_narrow,
        "cards": [_card(card, typed, refused) for card in page.cards],
        "pinned": [_card(card, typed, refused) for card in page.pinned],
        "may_review": any(card.may_review for card in [*page.cards, *page.pinned]),
        "common": typed.common,
        "refusal": refusal,
        "saved": saved,
        "charts": spread_charts(plan, year, shown, [each.spread for each in page.indicators]),
        "around": _around(request),
    }
    return render(request, "reports/item.html", context, status=refusal.status if refusal else 200)


def _card(card: queries.Card, typed: Typed, refused: dict[int, RowRefusal]) -> dict[str, object]:
    pk = card.line.row or 0
    return {
        "card": card,
        "typed": typed.texts.get(pk, ""),
        "is_ticked": pk in typed.ticked,
        "refused": refused.get(pk),
    }


def _around(request: HttpRequest) -> str:
    """The part of the address that neighbouring items share: the choice, but not the order by a number of this item."""
    kept = request.GET.copy()
    for name in ("page", "sort", "saved", "id"):
        kept.pop(name, None)
    return f"?{kept.urlencode()}" if kept else ""
