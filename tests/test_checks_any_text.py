"""The checks take whatever a person can type: they neither fail nor take for ever."""

import json
import random
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reports.checks import CheckedRow, Texts, Tied, Wording, check_row
from reports.checks.offers import offers
from reports.checks.sentence import sentence
from reports.figures import Definition, Entry, figures
from reports.russian.words import analyse, inflect
from reports.vocabulary import Answer

_CORPUS = Path(__file__).parent / "corpus"
_WORDS = sorted(
    {
        word
        for path in _CORPUS.glob("*.json")
        for row in json.loads(path.read_text(encoding="utf-8"))
        for word in row["implementation"].split(" ")
    }
)
_SIGNS = [
    "",
    " ",
    "\n",
    "\n- ",
    ": ",
    "; ",
    ", ",
    ".",
    "…",
    "«",
    "»",
    "(",
    ")",
    '"',
    " - ",
    " – ",
    "№",
    "%",
    "\u00a0",
    "\u00ad",
    "ё",
]
_OFFICIAL = st.lists(
    st.sampled_from(_WORDS) | st.sampled_from(_SIGNS) | st.integers(0, 10**7).map(str), max_size=25
).map(" ".join)
_DIGITS = st.text(st.characters(categories=["Nd", "No", "Nl"]), max_size=30)
_ANY = _OFFICIAL | st.text(max_size=200) | st.lists(st.sampled_from(_WORDS) | _DIGITS, max_size=12).map(" ".join)
_NUMBERS = st.none() | st.integers(0, 10**12).map(Decimal) | st.decimals(0, 1000, places=2)

DEFINITIONS = (
    Definition("meetings", "Проведено заседаний комиссий", "ед."),
    Definition("considered", "Муниципальные служащие, чьи материалы рассмотрены", "чел."),
    Definition("disciplined", "Привлечены к дисциплинарной ответственности", "чел."),
    Definition(
        "share", "Доля", "%", numerator="disciplined", denominator="considered", target_rule="all", target=Decimal(100)
    ),
)


@settings(max_examples=150, deadline=None)
@given(
    texts=st.tuples(_ANY, _ANY, _ANY, _ANY),
    earlier=st.none() | st.tuples(_ANY, _ANY),
    numbers=st.tuples(_NUMBERS, _NUMBERS, _NUMBERS),
    answer=st.sampled_from(["", *Answer.values]),
)
@example(texts=("Новое", "", "", ""), earlier=None, numbers=(None, None, None), answer="")
@example(texts=("", "", "", "\x00)"), earlier=None, numbers=(None, None, None), answer="")
@example(texts=("", "", "", "\U00017000 ст"), earlier=None, numbers=(None, None, None), answer="done")
@example(texts=("", "", "В 2023² году ① раз в год.", ""), earlier=None, numbers=(None, None, None), answer="done")
@example(
    texts=("", "", f"Проведено {'9' * 5000} заседаний.", ""), earlier=None, numbers=(None, None, None), answer="done"
)
@example(texts=("", "", "- \n-\n:", "…"), earlier=("", ""), numbers=(Decimal(0), Decimal(0), Decimal(0)), answer="done")
def test_no_text_is_too_odd_to_be_checked(
    texts: tuple[str, str, str, str],
    earlier: tuple[str, str] | None,
    numbers: tuple[Decimal | None, Decimal | None, Decimal | None],
    answer: str,
) -> None:
    measure, expected_result, implementation, result = texts
    entries = {
        code: Entry(value) for code, value in zip(("meetings", "considered", "disciplined"), numbers, strict=True)
    }
    row = CheckedRow(
        item="1.4",
        year=2024,
        answer=answer,
        implementation=implementation,
        result=result,
        figures=tuple(figures(DEFINITIONS, entries)),
        measure=measure,
        expected_result=expected_result,
        last_year=Texts(*earlier) if earlier else None,
        past={"meetings": (Decimal(3), Decimal(4), Decimal(5))},
        tied=(Tied("disciplined", "2.13", "Привлечены", Decimal(3)),),
        wordings={"meetings": Wording("{проведено} {1 заседание комиссии}", "", "совещание")},
    )
    for finding in check_row(row):
        assert finding.message
        assert finding.field
        # a quotation may have one that stands in the text
        assert "\x00" not in finding.message + finding.evidence or "\x00" in implementation + result
    assert isinstance(sentence(row), str)
    assert {offer.code for offer in offers(row)} <= {"meetings", "considered", "disciplined"}


def _bent(text: str, chance: random.Random) -> str:
    """A text of a report with words in other cases and numbers, left out, put twice or in another's place."""
    words = text.split(" ")
    for at, word in enumerate(words):
        case = chance.choice(["nomn", "gent", "datv", "accs", "ablt", "loct"])
        forms = analyse(word.lower())[:1] if word.isalpha() else ()
        match chance.randrange(12):
            case 0 | 1 | 2 if forms and forms[0].part in ("NOUN", "ADJF", "PRTF"):
                words[at] = inflect(word.lower(), forms[0], case, chance.choice(["sing", "plur"])) or word
            case 3:
                words[at] = chance.choice(["", f"{word} {word}", chance.choice(words)])
            case 4:
                words[at] += chance.choice([",", ":", ";", " –", "(", ")", "«", "»", "\n-", ".", " и", " не", " ещё"])
    return " ".join(words)


@pytest.mark.parametrize("seed", range(4))
def test_no_slip_of_the_pen_is_too_odd_to_be_checked(seed: int) -> None:
    chance = random.Random(seed)
    for path in sorted(_CORPUS.glob("*.json")):
        for row in chance.sample(json.loads(path.read_text(encoding="utf-8")), 40):
            text = _bent(row["implementation"], chance)
            answer = chance.choice([row["answer"], *Answer.values])
            checked = CheckedRow("1.4", row["year"], answer, text, "", tuple(figures(DEFINITIONS, {})))
            assert all(finding.message for finding in check_row(checked))


def test_a_very_long_text_is_checked_in_step_with_its_length() -> None:
    def seconds(times: int) -> float:
        text = " ".join(
            f"В {number} квартале проведено {number} заседаний, нарушений не выявлено." for number in range(times)
        )
        row = CheckedRow(
            "1.4", 2024, "done", text, text + " Итог.", tuple(figures(DEFINITIONS, {})), last_year=Texts(text, text)
        )
        start = time.process_time()
        check_row(row)
        return time.process_time() - start

    seconds(5)
    assert seconds(800) < 40 * max(seconds(100), 0.02)
