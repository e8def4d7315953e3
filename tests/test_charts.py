"""The pictures of the charts: legible, different for different data, drawn once."""

import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.cache import caches
from PIL import Image

from reports import charts, statistics
from reports.consolidation import totals

from .test_statistics import DEADLINE, NUMBER, SHARE, says

NAMES = [
    "Кузнецк",
    "$x^2$ и $y",
    "漢字 🙂",
    "Ы" * 100,
    "Очень длинное название исполнителя " * 3,
    "<b>&amp;",
    "две\nстроки",
]


def drawn(data: statistics.Submissions | statistics.Years | statistics.Spread) -> Image.Image:
    match data:
        case statistics.Submissions():
            png = charts.picture(charts.submissions, data, charts.SUBMISSIONS_HEIGHT)
        case statistics.Years():
            png = charts.picture(charts.years, data, charts.YEARS_HEIGHT)
        case statistics.Spread():
            png = charts.picture(charts.spread, data, charts.spread_height(data))
    return Image.open(io.BytesIO(png))


def submitted(*after: int, executors: int = 30) -> statistics.Submissions:
    days = [DEADLINE + timedelta(days=n) for n in after]
    return statistics.submissions(days, deadline=DEADLINE, executors=executors, undated=0)


def by_year(*numbers: int | None) -> statistics.Years:
    each = [[says("А", number)] for number in numbers]
    years = [statistics.YearTotal(2021 + n, 1, totals([NUMBER], said)[0]) for n, said in enumerate(each)]
    return statistics.Years(NUMBER, tuple(years))


def over(*numbers: int, names: list[str] | None = None) -> statistics.Spread:
    named = names or [f"Исполнитель {n}" for n in range(len(numbers))]
    return statistics.spread(SHARE, [says(name, n, 100) for name, n in zip(named, numbers, strict=True)])


def margin_is_white(picture: Image.Image) -> bool:
    """Whether nothing touches the left or right edge: text that is too long would."""
    grey = picture.convert("L")
    edges = [grey.crop((0, 0, 2, grey.height)), grey.crop((grey.width - 2, 0, grey.width, grey.height))]
    return all(min(edge.tobytes()) > 250 for edge in edges)


@pytest.mark.parametrize(
    "data",
    [
        submitted(-20, -3, -3, 0, 5),
        submitted(0, executors=1),
        submitted(-1, executors=600),
        submitted(700),
        by_year(1, None, 0, 17),
        by_year(0),
        by_year(10**15, 5, None, 12345678, 0, 1, 2, 3),
        over(10, 70, 100),
        over(*range(len(NAMES)), names=NAMES),
        over(*(n % 101 for n in range(100))),
        over(*[0] * 90, *[100] * 10),
    ],
    ids=lambda data: type(data).__name__,
)
def test_every_chart_has_its_size_and_nothing_runs_out_of_it(
    data: statistics.Submissions | statistics.Years | statistics.Spread,
) -> None:
    picture = drawn(data)
    heights = {
        statistics.Submissions: charts.SUBMISSIONS_HEIGHT,
        statistics.Years: charts.YEARS_HEIGHT,
    }
    height = charts.spread_height(data) if isinstance(data, statistics.Spread) else heights[type(data)]
    assert picture.size == (charts.WIDTH * 3, height * 3)
    assert margin_is_white(picture)
    assert len(set(picture.convert("L").get_flattened_data())) > 2


def test_few_executors_are_named_and_many_are_counted() -> None:
    assert charts.spread_height(over(*range(charts.NAMED_AT_MOST))) > 1000
    assert charts.spread_height(over(*range(charts.NAMED_AT_MOST + 1))) < 300


def test_a_long_name_gets_the_lines_that_it_needs() -> None:
    short, long = over(1, 2), over(1, 2, names=["А", "Длинное название исполнителя " * 4])
    assert charts.spread_height(long) > charts.spread_height(short)


def test_a_letter_that_no_font_has_does_not_keep_the_chart_from_being_drawn() -> None:
    with pytest.warns(UserWarning, match="missing from font"):
        picture = drawn(over(1, 2, names=["\u1000\U00013000", "А"]))
    assert margin_is_white(picture)


def test_a_missed_target_is_seen_without_colour() -> None:
    met, missed = ([says("А", n, 100)] for n in (70, 69))
    pictures = []
    for said in (met, missed):
        data = statistics.Years(SHARE, (statistics.YearTotal(2024, 1, totals([SHARE], said)[0]),))
        # The inside of the only bar, below its value: one grey without hatching, several with it.
        grey = drawn(data).convert("L")
        pictures.append(
            grey.crop((grey.width * 45 // 100, grey.height * 6 // 10, grey.width * 55 // 100, grey.height * 8 // 10))
        )
    assert [len(set(picture.get_flattened_data())) > 1 for picture in pictures] == [False, True]


def test_a_picture_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    caches["documents"].clear()
    first = charts.picture(charts.years, by_year(3, 4), charts.YEARS_HEIGHT)
    monkeypatch.setattr(charts, "_draw", lambda *_: pytest.fail("drawn again"))
    assert charts.picture(charts.years, by_year(3, 4), charts.YEARS_HEIGHT) == first


def test_other_data_have_another_fingerprint() -> None:
    prints = {
        charts.fingerprint(charts.years, by_year(3, 4)),
        charts.fingerprint(charts.years, by_year(3, 5)),
        charts.fingerprint(charts.years, by_year(3, None)),
        charts.fingerprint(charts.years, by_year(3, 0)),
        charts.fingerprint(charts.submissions, submitted(1)),
        charts.fingerprint(charts.submissions, submitted(2)),
    }
    assert len(prints) == 6
    assert charts.fingerprint(charts.years, by_year(3, 4)) in prints


def test_threads_draw_what_one_draws() -> None:
    data = [by_year(n, n + 1) for n in range(8)]
    alone = [charts.picture(charts.years, each, charts.YEARS_HEIGHT) for each in data]
    caches["documents"].clear()
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda each: charts.picture(charts.years, each, charts.YEARS_HEIGHT), data))
    assert together == alone


def test_the_server_starts_without_the_drawing_library() -> None:
    code = (
        "import django, sys; django.setup(); from django.urls import get_resolver; get_resolver().url_patterns; "
        "sys.exit('matplotlib' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=settings.BASE_DIR, check=False)
    assert done.returncode == 0


def test_days_are_written_in_russian() -> None:
    assert statistics.day_text(date(2025, 5, 9)) == "9 мая 2025 года"
    assert charts._short(Decimal(12345678)) == "12,3\u00a0млн"
    assert charts._short(Decimal("1234.56")) == "1\u00a0234,6"
