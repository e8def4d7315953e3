"""What many reports say together."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import statistics
from reports.compare import Kind, Piece, compare
from reports.consolidation import Contribution, totals
from reports.figures import Definition, Entry

DEADLINE = date(2025, 2, 1)
NUMBER = Definition("n", "Привлечено", "чел.")
SHARE = Definition("share", "Доля", "%", numerator="n", denominator="d", target_rule="at_least", target=Decimal(70))


def says(name: str, n: int | None, d: int | None = None, kind: str = "done") -> Contribution:
    given = {"n": n, "d": d}
    return Contribution(name, kind, {code: Entry(Decimal(value)) for code, value in given.items() if value is not None})


def test_submissions_add_up_day_by_day() -> None:
    days = [date(2025, 2, 3), date(2025, 1, 20), date(2025, 2, 1), date(2025, 1, 20)]
    data = statistics.submissions(days, deadline=DEADLINE, executors=10, undated=1)
    assert [(step.day.day, step.new, step.total) for step in data.steps] == [(20, 2, 2), (1, 1, 3), (3, 1, 4)]
    assert (data.total, data.on_time) == (4, 3)
    assert data.text == (
        "Представлено отчётов: 4 из 10. В срок, до 1 февраля 2025 года включительно, — 3, позже — 1. "
        "Первый отчёт — 20 января 2025 года, последний — 3 февраля 2025 года."
    )


def test_no_submissions() -> None:
    data = statistics.submissions([], deadline=DEADLINE, executors=10, undated=0)
    assert (data.steps, data.total, data.on_time) == ((), 0, 0)
    assert data.text == "Пока не представлен ни один отчёт. Срок — 1 февраля 2025 года."


def test_totals_by_year_in_words() -> None:
    reported = {2021: [], 2022: [says("А", 1, 4), says("Б", 8, 8)], 2023: [says("А", 0, 0)], 2024: [says("А", None, 5)]}
    data = statistics.Years(
        SHARE,
        tuple(
            statistics.YearTotal(year, len(each), totals([SHARE], each)[0]) for year, each in sorted(reported.items())
        ),
    )
    assert data.has_values
    # 9 of 12, and not the mean of 25 % and 100 %.
    assert data.text == (
        "Доля, итог по годам: 2021 год — отчётов нет; 2022 год — 75\u00a0% (9 из 12); "
        "2023 год — случаев не было (0 из 0); 2024 год — нет данных."
    )


def test_years_without_a_number_have_nothing_to_draw() -> None:
    [total] = totals([NUMBER], [says("А", None)])
    assert not statistics.Years(NUMBER, (statistics.YearTotal(2024, 1, total),)).has_values


def test_the_spread_keeps_apart_what_is_no_number() -> None:
    data = statistics.spread(
        SHARE,
        [
            says("Высокий", 9, 10),
            says("Низкий", 0, 10),
            says("Средний", 7, 10),
            says("Нечего считать", 0, 0),
            says("Пустой", 3, None),
            says("Без случаев", None, None, "no_cases"),
            says("Со старыми числами", 8, 10, "no_cases"),
            Contribution("Неприменимый", "done", {"n": Entry(not_applicable=True), "d": Entry(Decimal(1))}),
        ],
    )
    assert [name for name, _ in data.values] == ["Низкий", "Средний", "Высокий"]
    assert data.numbers == [Decimal(0), Decimal(70), Decimal(90)]
    assert data.others == (
        ("случаев не было (0 из 0)", ("Нечего считать",)),
        ("не заполнено", ("Пустой",)),
        ("ответ «Случаев не было»", ("Без случаев", "Со старыми числами")),
        ("не применимо", ("Неприменимый",)),
    )
    assert (data.median, data.short, data.differs) == (Decimal(70), ["Низкий"], True)
    assert data.text == (
        "Доля: 3 значения, середина — 70\u00a0%. Меньше всего — Низкий: 0\u00a0% (0 из 10); "
        "больше всего — Высокий: 90\u00a0% (9 из 10). Цель — не менее 70\u00a0%, не достигли её: 1."
    )


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ([], "Привлечено: чисел пока нет."),
        ([5], "Привлечено: 1 значение, А0 — 5\u00a0чел."),
        ([5, 5], "Привлечено: 2 значения, все одинаковые — 5\u00a0чел."),
        (
            [1, 2],
            (
                "Привлечено: 2 значения, середина — 1,5\u00a0чел. "
                "Меньше всего — А0: 1\u00a0чел.; больше всего — А1: 2\u00a0чел."
            ),
        ),
    ],
)
def test_a_spread_in_words(numbers: list[int], text: str) -> None:
    data = statistics.spread(NUMBER, [says(f"А{n}", number) for n, number in enumerate(numbers)])
    assert data.text == text
    assert data.differs == (len(set(numbers)) > 1)


@given(st.lists(st.decimals(min_value=0, max_value=10**16, places=4), min_size=1, max_size=60))
def test_every_value_falls_into_one_bin(values: list[Decimal]) -> None:
    found = statistics.bins(values)
    assert sum(each.count for each in found) == len(values)
    assert len(found) <= 12
    assert found[0].start <= min(values)
    assert found[-1].end >= max(values)
    for each in found[:-1]:
        assert each.count == sum(each.start <= value < each.end for value in values)


def test_bins_have_round_edges() -> None:
    found = statistics.bins([Decimal(value) for value in (0, 3, 17, 42, 97)])
    assert [(each.start, each.end) for each in found[:2]] == [(Decimal(0), Decimal(10)), (Decimal(10), Decimal(20))]
    assert [each.count for each in found] == [2, 1, 0, 0, 1, 0, 0, 0, 0, 1]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("", "", "empty"),
        ("", "Сделано", "added"),
        ("Сделано", "", "removed"),
        ("Сделано", "Сделано", "same"),
        ("В 2023 году 5 заседаний", "В 2024 году 12,5 заседаний", "numbers"),
        ("Всего 1 234 человека от 20.12.2023", "Всего 7 человека от 01.02.2024", "numbers"),
        ("В 2023 году 5 заседаний", "В 2024 году 5 совещаний", "changed"),
        ("Проведено 5, 6", "Проведено 5", "changed"),
    ],
)
def test_what_became_of_a_text(old: str, new: str, kind: str) -> None:
    change = statistics.TextChange(old, new)
    assert change.kind == kind
    assert change.is_reworded == (kind in ("added", "removed", "changed"))


def test_likeness_counts_characters_of_both_texts() -> None:
    assert statistics.likeness([Piece(Kind.SAME, "1234567"), Piece(Kind.ADDED, "123456")]) == 70
    assert statistics.likeness(compare("слово", "слово")) == 100
    assert statistics.likeness(compare("слово", "дело")) == 0
    assert statistics.likeness([]) == 100


@given(st.text(), st.text())
def test_only_the_same_text_is_wholly_alike(old: str, new: str) -> None:
    assert (statistics.likeness(compare(old, new)) == 100) == (old == new)
