"""reports.consolidation"""

from decimal import Decimal

import pytest

from reports.consolidation import (
    GROUP_LABELS,
    PENDING,
    SILENT,
    Contribution,
    Group,
    accepted_sentence,
    grouped,
    offered_paragraph,
    totals,
)
from reports.figures import Definition, Entry
from reports.vocabulary import Answer

NUMBER = Definition("meetings", "Проведено заседаний", "ед.")
EVENTS = Definition("events", "Проведено мероприятий", "ед.", target_rule="at_least", target=Decimal(4))
SHARE = Definition(
    "share", "Доля", "%", numerator="part", denominator="whole", target_rule="at_least", target=Decimal(70)
)
NOT_APPLICABLE = Entry(not_applicable=True)


def said(executor: str, kind: str = "done", **entries: int | str | Entry) -> Contribution:
    plain = {c: v if isinstance(v, Entry) else Entry(Decimal(v)) for c, v in entries.items()}
    return Contribution(executor, kind, plain)


def line(definition: Definition, *contributions: Contribution) -> str:
    [total] = totals([definition], contributions)
    return total.text().replace("\u00a0", " ")


def test_every_answer_has_a_group() -> None:
    assert set(Answer.values) < set(GROUP_LABELS)


def test_groups_in_their_order_and_without_empty_ones() -> None:
    groups = grouped(
        [said("А", SILENT), said("Б", "no_cases"), said("В"), said("Г", ""), said("Д"), said("Е", PENDING)]
    )
    assert [group.text for group in groups] == [
        "Выполнено — 2: В, Д",
        "Случаев не было — 1: Б",
        "Нет ответа — 1: Г",
        "Отчёт на проверке или доработке — 1: Е",
        "Не представили отчёт — 1: А",
    ]


def test_a_number_is_summed_up_exactly() -> None:
    assert line(NUMBER, said("А", meetings="0.1"), said("Б", meetings="0.2"), said("В", meetings=5)) == (
        "Проведено заседаний: 5,3 ед."
    )


def test_a_share_is_computed_from_the_sums_and_is_not_the_mean() -> None:
    """1 of 2 and 90 of 98 are 91 %; the mean of 50 % and 91,8 % would be 70,9 %."""
    assert line(SHARE, said("А", part=1, whole=2), said("Б", part=90, whole=98)) == (
        "Доля: 91 % (91 из 100); цель (не менее 70 %) достигнута"
    )


def test_a_share_that_misses_its_target_says_so() -> None:
    assert line(SHARE, said("А", part=3, whole=9)) == "Доля: 33,3 % (3 из 9); цель (не менее 70 %) не достигнута"


def test_a_part_counts_only_if_the_other_is_there() -> None:
    assert line(SHARE, said("А", part=7, whole=10), said("Б", part=1000), said("В", whole=1000)) == (
        "Доля: 70 % (7 из 10); цель (не менее 70 %) достигнута; нет данных: Б, В"
    )


def test_blank_zero_and_not_applicable_stay_apart() -> None:
    assert line(NUMBER, said("А", meetings=0), said("Б", meetings=0)) == "Проведено заседаний: 0 ед."
    assert line(NUMBER, said("А"), said("Б", meetings=3)) == "Проведено заседаний: 3 ед.; нет данных: А"
    assert line(NUMBER, said("А"), said("Б")) == "Проведено заседаний — нет данных: А, Б"
    assert line(NUMBER, said("А", meetings=NOT_APPLICABLE), said("Б", meetings=3)) == "Проведено заседаний: 3 ед."
    assert line(NUMBER, said("А", meetings=NOT_APPLICABLE)) == "Проведено заседаний: не применимо"
    assert line(NUMBER, said("А", meetings=NOT_APPLICABLE), said("Б")) == "Проведено заседаний — нет данных: Б"
    assert line(NUMBER) == "Проведено заседаний: нет данных"


def test_many_that_miss_several_numbers_are_named_once() -> None:
    many = [said(name) for name in "АБВГ"]
    whole, part, share = totals([NUMBER, EVENTS, SHARE], many)
    assert whole.text() == "Проведено заседаний — нет данных: А, Б, В, Г"
    assert part.text(whole.missing) == "Проведено мероприятий — нет данных: те же 4 исполнителя"
    assert share.text(("А", "Б", "В", "Д")) == "Доля — нет данных: А, Б, В, Г"
    [few] = totals([NUMBER], many[:3])
    assert few.text(("А", "Б", "В")) == "Проведено заседаний — нет данных: А, Б, В"


def test_nothing_of_nothing_is_no_share() -> None:
    assert line(SHARE, said("А", part=0, whole=0), said("Б", part=0, whole=0)) == "Доля: случаев не было (0 из 0)"
    assert line(SHARE, said("А", part=0, whole=0), said("Б", part=8, whole=10)) == (
        "Доля: 80 % (8 из 10); цель (не менее 70 %) достигнута"
    )
    assert line(SHARE, said("А", part=NOT_APPLICABLE, whole=0)) == "Доля: не применимо"


def test_where_there_were_no_cases_no_number_is_missing() -> None:
    assert line(NUMBER, said("А", "no_cases"), said("Б", "not_competent"), said("В", meetings=1)) == (
        "Проведено заседаний: 1 ед."
    )
    assert line(NUMBER, said("А", meetings=2), said("Б", "")) == "Проведено заседаний: 2 ед.; нет данных: Б"


@pytest.mark.parametrize("answer", ["no_cases", "not_competent"])
def test_numbers_that_contradict_the_answer_do_not_count(answer: str) -> None:
    """A row that was filled in, and then answered «Случаев не было», may keep its old numbers."""
    assert line(SHARE, said("А", answer, part=8, whole=10), said("Б", part=5, whole=10)) == (
        "Доля: 50 % (5 из 10); цель (не менее 70 %) не достигнута"
    )
    assert line(NUMBER, said("А", answer, meetings=2)) == "Проведено заседаний: нет данных"
    assert line(EVENTS, said("А", answer, events=2), said("Б", events=5)) == (
        "Проведено мероприятий: 5 ед.; цель (не менее 4 ед. у каждого исполнителя) достигнута"
    )
    # A zero says the same as the answer.
    assert line(SHARE, said("А", answer, part=0, whole=0)) == "Доля: случаев не было (0 из 0)"


def test_a_part_of_nothing_does_not_count_and_is_named() -> None:
    assert line(SHARE, said("А", part=3, whole=0), said("Б", part=5, whole=10)) == (
        "Доля: 50 % (5 из 10); цель (не менее 70 %) не достигнута; нет данных: А"
    )
    assert line(SHARE, said("А", part=3, whole=0)) == "Доля — нет данных: А"
    assert line(SHARE, said("А", part=3, whole=0), said("Б", part=0, whole=0)) == (
        "Доля: случаев не было (0 из 0); нет данных: А"
    )


def test_only_accepted_reports_count() -> None:
    with_numbers = Contribution("А", PENDING, {"meetings": Entry(Decimal(100))})
    assert line(NUMBER, with_numbers, said("Б", SILENT), said("В", meetings=1)) == "Проведено заседаний: 1 ед."


def test_the_target_of_a_number_is_set_for_each_executor() -> None:
    """5 + 1 events are not «не менее 4» of each."""
    assert line(EVENTS, said("А", events=5), said("Б", events=1), said("В")) == (
        "Проведено мероприятий: 6 ед.; цель (не менее 4 ед. у каждого исполнителя) не достигнута: Б; нет данных: В"
    )
    assert line(EVENTS, said("А", events=5), said("Б", events=4)) == (
        "Проведено мероприятий: 9 ед.; цель (не менее 4 ед. у каждого исполнителя) достигнута"
    )


@pytest.mark.parametrize(
    ("accepted", "assigned", "sentence"),
    [
        (0, 0, "Исполнители не назначены."),
        (0, 30, "Не принят ни один отчёт: исполнителей 30."),
        (1, 30, "Принят отчёт 1 исполнителя из 30."),
        (13, 30, "Приняты отчёты 13 исполнителей из 30."),
        (21, 30, "Приняты отчёты 21 исполнителя из 30."),
        (30, 30, "Приняты отчёты всех 30 исполнителей."),
        (1, 1, "Принят отчёт 1 исполнителя из 1."),
    ],
)
def test_how_many_are_accepted(accepted: int, assigned: int, sentence: str) -> None:
    assert accepted_sentence(accepted, assigned) == sentence


def test_the_offered_paragraph() -> None:
    groups = (
        Group("done", tuple(f"И{n}" for n in range(21))),
        Group("partial", ("А",)),
        Group("no_cases", ("Б", "В")),
        Group("not_done", ("Г",)),
        Group("not_competent", ("Д",)),
        Group("", ("Е",)),
        Group(SILENT, ("Ж", "З", "И", "К")),
    )
    numbers = totals(
        [NUMBER, SHARE, EVENTS],
        [said("А", meetings=57, part=3, whole=9)],
    )
    assert offered_paragraph(groups, numbers).replace("\u00a0", " ") == (
        "Приняты отчёты 27 исполнителей из 31. Мероприятие выполнено 21 исполнителем, выполнено частично "
        "1 исполнителем, не выполнено 1 исполнителем. У 2 исполнителей случаев не было. К компетенции 1 исполнителя "
        "мероприятие не относится. В отчётах 1 исполнителя ответа нет. Проведено заседаний — 57 ед. "
        "Доля — 33,3 % (3 из 9), цель не достигнута."
    )


def test_the_offered_paragraph_without_reports() -> None:
    assert offered_paragraph((Group(SILENT, ("А", "Б")),), totals([NUMBER], [said("А", SILENT)])) == (
        "Не принят ни один отчёт: исполнителей 2."
    )
