"""The charts as pictures. Knows no database: draws what reports/statistics.py has put together.

PNG, because the policy of the portal forbids the inline styles that a drawing library writes into SVG. A picture has
three dots to each of the page's: sharp on any screen and on paper. It is designed for the narrowest screen, of 360 px,
and is legible there; elsewhere it is larger. What it says stands beside it as a table and in its alternative text, so
nothing depends on seeing it; what it shows is told apart by shape, hatching and words, never by colour alone.
"""

import hashlib
import io
import re
import textwrap
import threading
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.cache import caches

from .figures import NBSP, Figure, format_number
from .statistics import Spread, Submissions, Years, bins, value_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

WIDTH = 320
_DOTS = 3
_COLOURS = 32

_INK, _SOFT, _ACCENT, _FILL, _ALERT = "#1c2733", "#55626f", "#2f6690", "#cfe0ee", "#a3261f"
_SMALL, _TEXT = 12, 13.5
_LINE = 15.5  # of small text
# The first has the letters of the page; the others what it lacks.
_FONTS = ["Liberation Sans", "DejaVu Sans", "Droid Sans Fallback", "Symbola"]

# More executors than this are not drawn one by one but counted by value.
NAMED_AT_MOST = 30

# Matplotlib is not made for several threads at once.
_drawing = threading.Lock()
Data = TypeVar("Data", Submissions, Years, Spread)


def picture(draw: Callable[["Canvas", Data], None], data: Data, height: int) -> bytes:
    """The PNG of a chart, drawn once and then kept under its fingerprint."""
    kept_as = f"chart-{fingerprint(draw, data)}"
    kept: bytes | None = caches["documents"].get(kept_as)
    if kept is None:
        kept = _draw(lambda figure: draw(figure, data), height)
        caches["documents"].set(kept_as, kept)
    return kept


@cache
def _appearance() -> str:
    """Changes whenever the same data would come out as another picture."""
    return f"{hashlib.sha256(Path(__file__).read_bytes()).hexdigest()} {version('matplotlib')}"


def fingerprint(draw: Callable[["Canvas", Data], None], data: Data) -> str:
    """SHA-256 (hex) of everything that the picture shows and of the way in which it is drawn."""
    return hashlib.sha256(f"{_appearance()} {draw.__name__} {data!r}".encode()).hexdigest()


def _draw(draw: Callable[["Canvas"], None], height: int) -> bytes:
    # Imported where it is needed: it takes half a second, which no start of the server and no command should pay for.
    import matplotlib as mpl  # noqa: PLC0415
    from matplotlib.figure import Figure as Canvas  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    png = io.BytesIO()
    with _drawing:
        # The same for every chart, so that it does not matter who sets it, or how often. A name may hold «$».
        mpl.rcParams.update({
            "font.family": _FONTS, "font.size": _TEXT, "text.color": _INK, "text.parse_math": False,
            "axes.edgecolor": _SOFT, "xtick.color": _SOFT, "ytick.color": _SOFT, "hatch.linewidth": 0.8,
        })  # fmt: skip
        figure = Canvas(figsize=(WIDTH / 72, height / 72), dpi=72 * _DOTS, facecolor="white")
        draw(figure)
        figure.savefig(png, format="png")
    smaller = io.BytesIO()
    Image.open(png).convert("RGB").quantize(_COLOURS).save(smaller, "PNG", optimize=True)
    return smaller.getvalue()


def _plain_axes(figure: "Canvas", *, top: float, bottom: float, left: float = 8, right: float = 8) -> "Axes":
    """Axes with these margins, in the page's pixels, and no lines but the one at the bottom."""
    height = figure.get_figheight() * 72
    axes = figure.add_axes((left / WIDTH, bottom / height, 1 - (left + right) / WIDTH, 1 - (top + bottom) / height))
    axes.spines[["top", "left", "right"]].set_visible(False)
    axes.tick_params(length=0)
    axes.set_yticks([])
    return axes


# Submissions

SUBMISSIONS_HEIGHT = 270
_DATE_WIDTH = 0.28  # of the width
_AT_EDGE = 0.14  # of the width: dates there are set to the side


def submissions(figure: "Canvas", data: Submissions) -> None:
    """Steps up to the number of reports that came in; the deadline and the number of executors as lines."""
    first, last = data.steps[0].day.toordinal(), data.steps[-1].day.toordinal()
    deadline = data.deadline.toordinal()
    start, end = min(first, deadline) - 1, max(last, deadline)
    margin = max((end - start) * 0.06, 1)
    dates = _in_lines(sorted({first, deadline, last}), (end + margin - start) * _DATE_WIDTH)
    axes = _plain_axes(figure, top=30, bottom=12 + _LINE * (max(dates.values()) + 1), left=14, right=14)
    axes.set_xlim(start, end + margin)
    axes.set_ylim(0, max(data.executors, data.total) * 1.08)
    xs = [start, *(step.day.toordinal() for step in data.steps), end + margin]
    ys = [0, *(step.total for step in data.steps), data.total]
    axes.fill_between(xs, ys, step="post", color=_FILL, linewidth=0)
    axes.step(xs, ys, where="post", color=_ACCENT, linewidth=2)
    axes.plot(xs[1:-1], ys[1:-1], linestyle="", marker="o", markersize=4, color=_ACCENT, clip_on=False)
    axes.axhline(data.executors, color=_SOFT, linewidth=1.2, linestyle=":")
    axes.axvline(deadline, color=_ALERT, linewidth=1.4, linestyle="--")
    _label(axes, start, data.executors, f"всего исполнителей: {data.executors}", (2, 3), ha="left", va="bottom")
    is_right = deadline > (start + end) / 2
    _label(axes, deadline, data.executors * 0.5, "срок", (-4 if is_right else 4, 0), ha="right" if is_right else "left")
    # The number stands where the steps end, above them: there is nothing there but perhaps the line of all executors.
    _label(axes, end + margin, data.total, str(data.total), (0, -4), ha="right", va="top", size=_TEXT + 3)
    _days(axes, dates, start, end + margin)


def _in_lines(days: list[int], needed: float) -> dict[int, int]:
    """In which line each date stands, so that none touches another: each takes up so many days."""
    lines, line_ends = {}, [float("-inf")] * len(days)
    for day in days:
        lines[day] = next(n for n, line_end in enumerate(line_ends) if day - line_end >= needed)
        line_ends[lines[day]] = day
    return lines


def _days(axes: "Axes", lines: dict[int, int], start: float, end: float) -> None:
    """Dates under the axis, each in its place and line."""
    axes.set_xticks(list(lines), [""] * len(lines))
    for day, line in lines.items():
        place = (day - start) / (end - start)
        side = "left" if place < _AT_EDGE else "right" if place > 1 - _AT_EDGE else "center"
        shift = {"left": -12, "right": 12, "center": 0}[side]
        text = f"{date.fromordinal(day):%d.%m.%Y}"
        _label(axes, day, 0, text, (shift, -5 - _LINE * line), ha=side, va="top")


def _label(
    axes: "Axes", x: float, y: float, text: str, shift: tuple[float, float], *, size: float = _SMALL, **kwargs: Any
) -> None:
    """Text at a point of the data, moved by so many pixels; outside the axes too."""
    behind = {"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.5}
    options = {"va": "center", "color": _INK, "annotation_clip": False, "bbox": behind, **kwargs}
    axes.annotate(text, (x, y), xytext=shift, textcoords="offset points", fontsize=size, **options)


# Totals by year

YEARS_HEIGHT = 240
_MANY_YEARS = 5


def years(figure: "Canvas", data: Years) -> None:
    """One bar for each year with its value above; where there is no value, the reason stands in the bar's place."""
    values = [year.total.figure.value for year in data.years]
    target = data.definition.target if data.definition.is_share else None
    highest = max([value for value in values if value is not None] + ([target] if target is not None else []))
    turned = 90 if len(values) > _MANY_YEARS else 0
    axes = _plain_axes(figure, top=18, bottom=44 if turned else 26)
    axes.set_xlim(-0.6, len(values) - 0.4)
    axes.set_ylim(0, float(highest) * (1.75 if turned else 1.22) or 1)
    for place, (year, value) in enumerate(zip(data.years, values, strict=True)):
        if value is None:
            wrapped = year.text if turned else textwrap.fill(year.text.split(" (")[0], 10)
            _label(axes, place, 0, wrapped, (0, 6), ha="center", va="bottom", color=_SOFT, rotation=turned)
            continue
        misses = data.definition.is_share and year.total.met is False
        axes.bar(place, float(value), width=0.62, facecolor=_FILL, edgecolor=_ACCENT, hatch="///" if misses else "")
        text = f"{format_number(value, 1)}{NBSP}%" if data.definition.is_share else _short(value)
        _label(axes, place, float(value), text, (0, 4), ha="center", va="bottom", rotation=turned, size=_TEXT)
    if target is not None:
        axes.axhline(float(target), color=_ALERT, linewidth=1.4, linestyle="--")
        figure.text(8 / WIDTH, 1, _target_line(data), fontsize=_SMALL, va="top")
    axes.set_xticks(range(len(values)))
    axes.set_xticklabels([str(year.year) for year in data.years], fontsize=_TEXT, color=_INK, rotation=turned)


def _target_line(data: Years | Spread) -> str:
    figure = data.values[0][1] if isinstance(data, Spread) else data.years[0].total.figure
    return f"- - -  цель: {figure.target_text};  ///  не достигнута"


def _short(value: Decimal) -> str:
    """A number that fits above a bar: from a million on rounded, as the table beside has every digit."""
    for power, unit in ((12, "трлн"), (9, "млрд"), (6, "млн")):
        if value >= Decimal(10) ** power:
            return f"{format_number(value.scaleb(-power), 1)}{NBSP}{unit}"
    return format_number(value, 1)


# Spread over executors

_BAR_AND_GAP = 22
_HISTOGRAM_HEIGHT = 270


def spread_height(data: Spread) -> int:
    """The height of the picture that spread() needs."""
    if len(data.values) > NAMED_AT_MOST:
        return _HISTOGRAM_HEIGHT
    return round(_head(data) + sum(_LINE * len(_heading(name, shown)) + _BAR_AND_GAP for name, shown in data.values))


def spread(figure: "Canvas", data: Spread) -> None:
    """Few executors by name with a bar each; of many, how many have which value."""
    if len(data.values) > NAMED_AT_MOST:
        _histogram(figure, data)
    else:
        _named(figure, data)


def _head(data: Spread) -> int:
    return 10 if data.definition.target is None else 28


def _heading(name: str, shown: Figure) -> list[str]:
    """«Кузнецк — 33,3 % (3 из 9)» in as many lines as it needs."""
    return _wrapped(f"{name} — {shown.text}", (WIDTH - 16) / _SMALL)


def _wrapped(text: str, width: float) -> list[str]:
    """The text in lines of at most `width` em, by an estimate that is never too small; long words are broken."""
    lines, used = [""], 0.0
    for word in re.findall("[^ ]+ *| +", text.replace("\n", " ")):
        needed = sum(map(_em, word.rstrip(" ")))
        if lines[-1] and used + needed > width:
            lines.append("")
            used = 0.0
        for letter in word:
            if used + _em(letter) > width and not letter.isspace():
                lines.append("")
                used = 0.0
            lines[-1] += letter
            used += _em(letter)
    return lines


def _em(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    return 0.85 if letter.isupper() or letter in "жмфшщыюЖ—%@" else 0.6


def _named(figure: "Canvas", data: Spread) -> None:
    """Name and value above each bar: however long they are, they have the whole width."""
    height = figure.get_figheight() * 72
    axes = _plain_axes(figure, top=0, bottom=0)
    axes.spines["bottom"].set_visible(False)
    axes.set_xticks([])
    axes.set_ylim(height, 0)
    target = data.definition.target
    axes.set_xlim(0, float(max([*data.numbers, *([target] if target is not None else [])])) * 1.02 or 1)
    if target is not None:
        figure.text(8 / WIDTH, 1 - 4 / height, _target_line(data), fontsize=_SMALL, va="top")
        axes.plot(
            [float(target)] * 2, [_head(data) - 8, height - 8], color=_ALERT, linewidth=1.4, linestyle="--", zorder=1
        )
    y = float(_head(data))
    for name, shown in data.values:
        lines = _heading(name, shown)
        _label(axes, 0, y, "\n".join(lines), (0, 0), ha="left", va="top", linespacing=1.15)
        y += _LINE * len(lines) + 7
        hatch = "///" if shown.met is False else ""
        axes.barh(y, float(shown.value or 0), height=11, facecolor=_FILL, edgecolor=_ACCENT, hatch=hatch)
        y += _BAR_AND_GAP - 7


def _histogram(figure: "Canvas", data: Spread) -> None:
    found = bins(data.numbers)
    axes = _plain_axes(figure, top=40, bottom=42, left=16, right=16)
    axes.set_ylim(0, max(each.count for each in found) * 1.15)
    for each in found:
        start, end = float(each.start), float(each.end)
        axes.bar(start, each.count, width=end - start, align="edge", facecolor=_FILL, edgecolor=_ACCENT)
        if each.count:
            _label(axes, (start + end) / 2, each.count, str(each.count), (0, 3), ha="center", va="bottom")
    low, high = float(found[0].start), float(found[-1].end)
    target = data.definition.target
    head = f"—·—  середина: {value_text(data, data.median)}"
    axes.axvline(float(data.median), color=_INK, linewidth=1.4, linestyle="-.")
    if target is not None:
        low, high = min(low, float(target)), max(high, float(target))
        axes.axvline(float(target), color=_ALERT, linewidth=1.4, linestyle="--")
        head += f"\n- - -  цель: {data.values[0][1].target_text}"
    pad = (high - low) * 0.02
    axes.set_xlim(low - pad, high + pad)
    height = figure.get_figheight() * 72
    figure.text(8 / WIDTH, 1 - 2 / height, head, fontsize=_SMALL, va="top")
    edges = [found[0].start, found[len(found) // 2].start, found[-1].end]
    axes.set_xticks([float(edge) for edge in edges])
    axes.set_xticklabels([_short(edge) for edge in edges], fontsize=_SMALL, color=_INK)
    axes.set_xlabel("над столбиком — сколько исполнителей", fontsize=_SMALL, color=_SOFT)
