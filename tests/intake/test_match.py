"""Which row of a document belongs to which item: numbers in any spelling, no numbers, wrong ones, other words."""

import random
import re
import time

import pytest

from plans.numbers import canonical
from reports.intake.match import Line, Match, match, read_number
from tests.test_fixtures import TRIPLES

TARGETS = [Line(number, source.measure) for number, (source, _, _) in TRIPLES.items()]
NUMBERS = [target.number for target in TARGETS]


def found(*sources: Line, targets: list[Line] = TARGETS) -> list[Match]:
    return match(sources, targets, canonical)


def numbers(matches: list[Match]) -> list[str | None]:
    return [None if each.target is None else NUMBERS[each.target] for each in matches]


def measure(number: str) -> str:
    return TARGETS[NUMBERS.index(number)].wording


@pytest.mark.parametrize(
    ("spelling", "number"),
    [
        ("1.4", "1.4"),
        ("2.11.", "2.11"),
        ("п. 1.4", "1.4"),
        ("пункт 1.4 Плана", "1.4"),
        ("1,4", "1.4"),
        (" 1 . 4 ", "1.4"),
        ("2.011", "2.11"),
        ("№ 7)", "7"),
        ("", ""),
        ("б/н", ""),
        ("1.4, 1.6", ""),
        ("1.4-1.6", ""),
        ("1.4\n1.6", ""),
    ],
)
def test_a_number_is_read_in_any_spelling(spelling: str, number: str) -> None:
    assert read_number(spelling, canonical) == number


def test_the_number_and_the_words_agree() -> None:
    matches = found(*(Line(f"{each.number}.", each.wording) for each in TARGETS))
    assert numbers(matches) == NUMBERS
    assert {(each.confidence, each.reason) for each in matches} == {(1.0, "по номеру и тексту")}


def test_the_order_does_not_matter_and_nothing_is_given_twice() -> None:
    order = random.Random(5).sample(range(25), 25)
    matches = found(*(Line("" if at % 2 else TARGETS[at].number, TARGETS[at].wording) for at in order))
    assert [each.target for each in matches] == order


def test_without_numbers_the_words_decide_and_the_likeness_is_said() -> None:
    matches = found(*(Line("", each.wording) for each in TARGETS))
    assert numbers(matches) == NUMBERS
    assert matches[0] == Match(0, 1.0, "по тексту: 100 %")


def test_words_in_other_forms_in_another_order_and_fewer_are_still_like() -> None:
    (each,) = found(
        Line("", "О деятельности комиссии по урегулированию конфликта интересов и соблюдению требований к служебному "
                 "поведению муниципальных служащих: заседания комиссий, объективность установления нарушений, "
                 "привлечение служащих к дисциплинарной ответственности")
    )  # fmt: skip
    assert numbers([each]) == ["1.4"]
    assert 0.5 < each.confidence < 1
    assert each.reason == f"по тексту: {round(100 * each.confidence)} %"


def test_a_number_that_belongs_to_another_measure_gives_way_to_the_words() -> None:
    (each,) = found(Line("1.4", measure("2.13")))
    assert numbers([each]) == ["2.13"]
    assert each == Match(
        NUMBERS.index("2.13"), 0.4, "В файле номер 1.4, а мероприятие изложено как в п. 2.13.", is_doubt=True
    )


def test_a_number_whose_wording_is_of_another_row_too_is_doubtful() -> None:
    for number, other in (("2.12", "1.4"), ("4.4", "4.5")):
        matches = found(Line(number, measure(other)), Line(other, measure(other)))
        assert numbers(matches) == [number, other]
        assert [each.is_doubt for each in matches] == [True, False]
        assert matches[0].reason == f"В файле номер {number}, а мероприятие изложено как в п. {other}."


def test_swapped_numbers_are_put_right_even_between_measures_that_are_nearly_the_same() -> None:
    assert numbers(found(Line("4.5", measure("4.4")), Line("4.4", measure("4.5")))) == ["4.4", "4.5"]


def test_a_spreadsheets_1_1_for_1_10_is_told_by_the_words() -> None:
    targets = [
        Line("1.1", "Обучение муниципальных служащих основам этики"),
        Line("1.10", "Размещение сведений на сайте"),
    ]
    matches = found(
        Line("1.1", "Обучение муниципальных служащих основам этики"),
        Line("1.1", "Размещение сведений на сайте"),
        targets=targets,
    )
    assert [each.target for each in matches] == [0, 1]
    assert matches[1].reason == "В файле номер 1.1, а мероприятие изложено как в п. 1.10."


def test_a_reworded_measure_keeps_its_number() -> None:
    (each,) = found(Line("1.6", "Поддержание официальных сайтов в актуальном состоянии, информационные стенды"))
    assert numbers([each]) == ["1.6"]
    assert each.reason == "по номеру, текст мероприятия похож на 47 %"
    assert each.confidence == 0.86


def test_a_number_without_a_measure_is_enough_but_less_sure() -> None:
    assert found(Line("2.11", "")) == [Match(NUMBERS.index("2.11"), 0.85, "по номеру", 0.0)]


def test_two_rows_of_one_number_do_not_both_get_it() -> None:
    matches = found(Line("1.4", measure("1.4")), Line("1.4", ""))
    assert numbers(matches) == ["1.4", None]
    assert matches[1].reason == "пункту 1.4 отвечает другая строка файла"


def test_a_newer_edition_may_renumber_and_each_of_its_rows_is_an_item() -> None:
    sources = [Line("1.4", measure("2.13")), Line("1.6", measure("1.6")), Line("1.6", measure("1.6"))]
    matches = match(sources, TARGETS, canonical, renumbered=True)
    assert numbers(matches) == ["2.13", "1.6", None]
    assert matches[0] == Match(NUMBERS.index("2.13"), 1.0, "номер 1.4, но текст похож на 2.13 (100 %)")


def test_further_rows_of_a_measure_go_to_the_same_item() -> None:
    matches = found(Line("1.4", measure("1.4")), Line("1.6", measure("1.6")), Line("1.4", measure("1.4").upper()))
    assert numbers(matches) == ["1.4", "1.6", "1.4"]
    assert [each.is_further for each in matches] == [False, False, True]
    assert matches[2].confidence == 1.0
    assert matches[2].reason == "ещё одна строка пункта 1.4"


@pytest.mark.parametrize(
    ("spelling", "shown"),
    [
        ("2.13, 2.15", "2.13 и 2.15"),
        ("пп. 2.13 и 2.15.", "2.13 и 2.15"),
        ("1.4–1.7", "1.4, 1.6 и 1.7"),
        ("1.4 - 1.6, 2.1", "1.4, 1.6 и 2.1"),
    ],
)
def test_a_row_for_several_items_is_shown_at_the_first_and_doubtful(spelling: str, shown: str) -> None:
    (each,) = found(Line(spelling, ""))
    first = re.split("[, ]", shown)[0]
    assert numbers([each]) == [first]
    assert (each.confidence, each.is_doubt) == (0.4, True)
    assert each.reason == (
        f"Строка относится к пунктам {shown}: внесена будет в {first}, в остальные скопируйте её сами."
    )


def test_of_several_items_the_words_choose_and_what_others_have_stays_theirs() -> None:
    assert numbers(found(Line("2.13, 2.15", measure("2.15")))) == ["2.15"]
    assert numbers(found(Line("2.13, 2.15", ""), Line("2.13", measure("2.13")))) == ["2.15", "2.13"]


@pytest.mark.parametrize("number", NUMBERS)
def test_the_beginning_of_a_measure_is_enough(number: str) -> None:
    beginning = measure(number)[:60]
    matches = found(Line("", beginning))
    same = [each for each in TARGETS if " ".join(each.wording.split()).startswith(" ".join(beginning.split()))]
    if len(same) == 1:
        assert numbers(matches) == [number]
        assert matches[0].confidence >= 0.9
    (with_number,) = found(Line(number, f"{beginning}…"))
    assert numbers([with_number]) == [number]
    assert with_number.confidence >= 0.9


def test_a_number_beside_words_about_something_else_matches_nothing() -> None:
    (each,) = found(Line("1.4", "Ремонт кровли школы, закупка спортивного инвентаря и мебели"))
    assert each.target is None
    assert each.reason == "номер 1.4, но мероприятие названо другое (сходство 0 %)"


def test_what_is_not_in_the_report_matches_nothing_and_says_what_is_nearest() -> None:
    without = [each for each in TARGETS if each.number != "2.1"]
    (each,) = found(Line("2.1", measure("2.1")), targets=without)
    assert each.target is None
    assert each.reason.startswith("номера «2.1» в отчёте нет, ближе всего ")
    assert found(Line("", "")) == [Match(None, 0.0, "номера нет")]


def test_measures_that_are_worded_alike_are_taken_in_their_order() -> None:
    same = [Line(f"{number}", "Представление ежеквартального отчёта куратору") for number in (1, 2, 3)]
    matches = found(*(Line("", each.wording) for each in same), targets=same)
    assert [each.target for each in matches] == [0, 1, 2]
    assert all(each.confidence <= 0.5 for each in matches)


def test_an_empty_report_and_an_empty_document() -> None:
    assert found() == []
    assert found(Line("1.4", "Что угодно"), targets=[]) == [Match(None, 0.0, "номера «1.4» в отчёте нет")]


def test_200_rows_take_no_time() -> None:
    words = " ".join(each.wording for each in TARGETS).split()
    pick = random.Random(1)
    targets = [Line(f"{at // 20 + 1}.{at % 20 + 1}", " ".join(pick.choices(words, k=40))) for at in range(200)]
    began = time.process_time()
    matches = found(*(Line("", target.wording) for target in targets), targets=targets)
    assert time.process_time() - began < 1
    assert [each.target for each in matches] == list(range(200))
