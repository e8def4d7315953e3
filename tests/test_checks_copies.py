import time

import pytest

from reports.checks import CheckedRow, Finding, Level, Texts
from reports.checks.copies import _content, copies

LAST = (
    "Работа по оценке коррупционных рисков осуществляется постоянно, на системной основе. В 2023 году проведено "
    "5 заседаний комиссии, рассмотрены материалы в отношении 9 муниципальных служащих, трое привлечены к "
    "дисциплинарной ответственности. Карта утверждена постановлением от 20.12.2023 № 2308."
)
REWRITTEN = (
    "Комиссия рассмотрела уведомления и дала согласие на иную работу троим служащим: преподавание в колледже, "
    "чтение лекций и участие в жюри конкурса, о чём составлены протоколы и сделаны записи в личных делах."
)


def found(new: str, old: str = LAST, answer: str = "done") -> list[Finding]:
    return list(copies(CheckedRow("1.1", 2024, answer, new, "", last_year=Texts(old, ""))))


def test_only_the_year_moved() -> None:
    [finding] = found(LAST.replace("2023", "2024"))

    assert (finding.code, finding.field, finding.level) == (
        "copied-from-last-year",
        "implementation",
        Level.WARNING,
    )
    assert finding.message.startswith("100 % текста совпадает с отчётом за 2023 год. Опишите, что сделано")


@pytest.mark.parametrize("answer", ["done", "partial", "not_done"])
def test_word_for_word(answer: str) -> None:
    assert [finding.level for finding in found(LAST, answer=answer)] == [Level.WARNING]


@pytest.mark.parametrize("answer", ["no_cases", "not_competent", ""])
def test_where_there_was_nothing_the_text_may_stay(answer: str) -> None:
    assert found(LAST, answer=answer) == []


def test_some_words_are_put_otherwise() -> None:
    [finding] = found(LAST.replace("постоянно", "непрерывно").replace("2023", "2024"))

    assert finding.level == Level.WARNING
    assert finding.message.startswith("96 % текста")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("5 заседаний", "6 заседаний"),
        ("проведено 5 заседаний", "проведены 2 заседания"),
        ("9 муниципальных служащих, трое привлечены", "1 муниципального служащего, он привлечён"),
        ("трое", "двое"),
        ("20.12.2023 № 2308", "18.11.2024 № 2105"),
    ],
)
def test_a_changed_number_makes_it_a_hint(old: str, new: str) -> None:
    [finding] = found(LAST.replace(old, new).replace("2023", "2024"))

    assert finding.level == Level.HINT
    assert finding.message.startswith("Кроме чисел, ")


def test_a_moved_paragraph_is_no_new_text() -> None:
    first, second = LAST.split(". ", 1)
    assert found(f"{second}\n{first}.") != []


@pytest.mark.parametrize(
    "new",
    [
        LAST + " Проведён выездной приём граждан с участием сотрудников прокуратуры города.",
        LAST.replace(
            "Карта утверждена постановлением от 20.12.2023 № 2308.",
            "Впервые обучены директора школ, по итогам издана памятка.",
        ),
        LAST.replace("2023", "2024") + " Кроме того, 17.05.2024 состоялся семинар.",
        REWRITTEN,
    ],
)
def test_new_sentences_of_substance(new: str) -> None:
    assert found(new, LAST) == []


def test_a_new_sentence_in_a_long_text() -> None:
    long = " ".join(f"Направление {word} исполняется отделом кадров ежедневно." for word in "абвгдежзиклмнопрст")
    assert found(long, long) != []
    assert found(f"{long} Проведён выездной приём граждан с участием прокуратуры.", long) == []


def test_short_texts_and_first_years_are_left_alone() -> None:
    short = "Обучение прошли 2 служащих отдела закупок."
    assert found(short, short) == []
    assert list(copies(CheckedRow("1.1", 2024, "done", LAST, ""))) == []
    assert found(LAST, "") == []


def test_long_texts_are_compared_in_no_time() -> None:
    _content.cache_clear()
    old = " ".join(f"слово{'абвгдежзик'[n % 10]} дело{'лмнопрстуф'[n // 10 % 10]}" for n in range(2_500))
    start = time.process_time()
    assert found(old + " и ещё", old) != []
    assert time.process_time() - start < 10  # 0.04 on an idle machine; difflib would take minutes
