"""The fixtures against the source that they were taken from, and against themselves. Without a database."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import pytest

from kuznetsk_report.accounts.models import Organization
from plans.models import TERRITORY_PLACEHOLDER, TargetRule, for_territory
from plans.numbers import canonical, sortable
from reports.text import tidy_layout
from reports.vocabulary import Answer

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
# The only words that tidy_layout() may change: docs/normalization.md, rule 4.
MENDED = {"антикор-рупционной": "антикоррупционной"}
NUMBERS = [
    *("1.4", "1.6", "1.7"),
    *("2.1", "2.10", "2.11", "2.12", "2.13", "2.15"),
    *("3.1", "3.3", "3.5", "3.6"),
    *("4.1", "4.2", "4.4", "4.5", "4.6"),
    *("5.5", "5.6", "5.7"),
    "6.3",
    *("8.2", "8.3", "8.5"),
]


@dataclass(frozen=True)
class SourceRow:
    """One table row of the source, its cells untouched."""

    position: str
    number: str
    measure: str
    implementation: str
    result: str


def source_cells() -> list[str]:
    """The heading, 5 column titles, 5 column numbers, and 5 cells for each row."""
    return (FIXTURES / "source/kuznetsk_2023.txt").read_bytes().decode("utf-8").split("\n\t")


def source_rows() -> list[SourceRow]:
    cells = source_cells()
    return [SourceRow(*cells[start : start + 5]) for start in range(11, len(cells), 5)]


def read(name: str) -> Any:
    return json.loads((FIXTURES / name).read_text(encoding="utf-8"))


def text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "\n".join(value)


SOURCE = source_rows()
PLAN = read("penza_plan_2021_2024.json")
EXECUTORS = read("penza_executors.json")["executors"]
FILED = read("kuznetsk_2023.json")
KUZNETSK = Organization(**next(each for each in EXECUTORS if each["slug"] == "kuznetsk"))
TRIPLES = dict(zip(NUMBERS, zip(SOURCE, PLAN["items"], FILED["rows"], strict=True), strict=True))
INDICATORS = [(item, each) for item in PLAN["items"] for each in item["indicators"]]


def test_source_has_25_rows_of_five_cells() -> None:
    assert len(source_cells()) == 11 + 25 * 5
    assert [row.position.strip() for row in SOURCE] == [f"{n}." for n in range(1, 26)]


def test_word_file_is_the_same_report() -> None:
    (table,) = docx.Document(str(FIXTURES / "source/kuznetsk_2023.docx")).tables
    cells = [cell.text.split() for row in table.rows for cell in row.cells]

    assert cells == [cell.split() for cell in source_cells()[1:]]


def test_items_are_the_sources_in_natural_order() -> None:
    assert [canonical(row.number) for row in SOURCE] == NUMBERS
    assert [item["number"] for item in PLAN["items"]] == NUMBERS
    assert [row["number"] for row in FILED["rows"]] == NUMBERS
    assert sorted([*NUMBERS, "2.9", "2.1.1"], key=sortable) == [*NUMBERS[:4], "2.1.1", "2.9", *NUMBERS[4:]]


def test_plan_heading_is_the_sources() -> None:
    heading = " ".join(source_cells()[0].split())

    assert KUZNETSK.name_genitive in heading
    assert f"({PLAN['executor_caption']})" in heading
    assert f"{PLAN['title_genitive']} на {PLAN['first_year']} - {PLAN['last_year']} годы" in heading
    assert heading.endswith(f"за {FILED['year']} год")
    assert PLAN["supervisor"]["name"] in SOURCE[7].measure
    assert (PLAN["deadline_day"], PLAN["deadline_month"]) == (1, 2)


@pytest.mark.parametrize("number", NUMBERS)
def test_texts_are_the_sources_to_the_letter(number: str) -> None:
    source, item, filed = TRIPLES[number]

    assert for_territory(text(item["wording"]), KUZNETSK) == tidy_layout(source.measure)
    assert for_territory(text(item["expected_result"]), KUZNETSK) == tidy_layout(source.result)
    assert text(filed["implementation"]) == tidy_layout(source.implementation)
    assert text(filed["result"]) == tidy_layout(source.result)


@pytest.mark.parametrize("number", NUMBERS)
def test_tidied_texts_have_every_word_of_the_source(number: str) -> None:
    source = TRIPLES[number][0]

    for cell in (source.measure, source.implementation, source.result):
        assert tidy_layout(cell).split() == [MENDED.get(word, word) for word in cell.split()]


def test_every_mended_word_is_in_the_source() -> None:
    words = {word for row in SOURCE for word in row.measure.split()}

    assert words.issuperset(MENDED)


def test_territory_is_a_placeholder_wherever_the_source_names_it() -> None:
    texts = [text(item[field]) for item in PLAN["items"] for field in ("wording", "expected_result")]
    named = sum(tidy_layout(cell).count("города Кузнецка") for row in SOURCE for cell in (row.measure, row.result))

    assert re.findall(r"\{.*?\}", "\n".join(texts)) == [TERRITORY_PLACEHOLDER] * named
    assert "Кузнец" not in json.dumps(PLAN, ensure_ascii=False)


@pytest.mark.parametrize(
    ("number", "part", "first", "last", "count"),
    [
        ("1.4", "measure", "Обеспечение деятельности Комиссии", "- привлечения муниципальных служащих,", 4),
        ("2.10", "result", "проведение органами", "- 10 % от общего количества", 3),
        ("2.13", "implementation", "В 2023 году к дисциплинарной", "Нарушений не выявлено. Информация", 3),
        ("2.13", "result", "привлечение виновных лиц", "- недостоверности или неполноты", 3),
        ("3.3", "implementation", "Постоянно осуществляется", "Информация ежеквартально", 4),
        ("6.3", "implementation", "К Международному дню", "-\xa0сочинение антикоррупционной", 4),
        ("8.5", "implementation", "В 2023 году проводилась", "- 9 - со служащим", 5),
        ("4.1", "result", "совершенствование и актуализация нормативной правовой базы по вопросам", "", 1),
    ],
)
def test_paragraphs_and_lists_are_kept(number: str, part: str, first: str, last: str, count: int) -> None:
    lines = tidy_layout(getattr(TRIPLES[number][0], part)).split("\n")

    assert len(lines) == count
    assert lines[0].startswith(first)
    assert lines[-1].startswith(last)


def test_indicator_codes_are_unique_and_shares_refer_to_numbers_above() -> None:
    for item in PLAN["items"]:
        numbers: set[str] = set()
        codes = [each["code"] for each in item["indicators"]]
        assert len(set(codes)) == len(codes)
        for each in item["indicators"]:
            if "numerator" in each:
                assert each["unit"] == "%"
                assert {each["numerator"], each["denominator"]} <= numbers
            else:
                assert each["unit"] in {"ед.", "чел."}
                numbers.add(each["code"])


def test_targets_are_those_of_column_5() -> None:
    targets = {
        (item["number"], each["code"]): (each["target"]["rule"], each["target"].get("value"))
        for item, each in INDICATORS
        if "rule" in each.get("target", {})
    }

    assert targets == {
        ("1.4", "disciplined_share"): (TargetRule.AT_LEAST, 70),
        ("2.1", "submitted_share"): (TargetRule.ALL, None),
        ("2.13", "ban_violators_share"): (TargetRule.EXACTLY, 100),
        ("2.13", "false_information_share"): (TargetRule.AT_LEAST, 70),
        ("6.3", "events"): (TargetRule.AT_LEAST, 1),
        ("8.5", "events"): (TargetRule.AT_LEAST, 4),
    }


def test_target_phrases_are_the_documents_words() -> None:
    targets = [(item, each["target"]) for item, each in INDICATORS if "target" in each]

    assert [item["number"] for item, _ in targets] == ["1.4", "2.1", "2.10", "2.13", "2.13", "6.3", "8.5"]
    for item, target in targets:
        assert text(target["phrase"])
        assert text(target["phrase"]) in text(item["expected_result"])


def test_filed_answers_and_numbers() -> None:
    answers = {row["number"]: row["answer"] for row in FILED["rows"]}
    missing = {}
    for number, (_, item, row) in TRIPLES.items():
        entered = {each["code"] for each in item["indicators"] if "numerator" not in each}
        assert row["values"].keys() <= entered
        if not_stated := entered - row["values"].keys():
            missing[number] = not_stated

    assert missing == {"2.10": {"organizations", "analysed"}, "8.5": {"events"}}
    assert {number: answer for number, answer in answers.items() if answer != Answer.DONE} == {
        "2.11": Answer.NO_CASES,
        "2.13": Answer.PARTIAL,
        "2.15": Answer.NO_CASES,
        "4.6": Answer.NO_CASES,
        "5.5": Answer.NO_CASES,
        "5.6": Answer.NOT_DONE,
        "5.7": Answer.NO_CASES,
    }


def readme_rows() -> list[tuple[str, str, str, str]]:
    """(item, answer, numbers, words) of the README's table on Kuznetsk; rows of one item repeat its number."""
    section = (FIXTURES / "README.md").read_text(encoding="utf-8").split("## Kuznetsk, 2023")[1].split("\n## ")[0]
    rows = []
    item = ""
    for line in re.findall(r"^\|(.*)\|$", section, re.MULTILINE)[2:]:
        number, answer, numbers, words = (cell.strip() for cell in line.split("|"))
        item = number or item
        rows.append((item, answer, numbers, words))
    return rows


def test_readme_tells_every_answer_and_number() -> None:
    answers = {number: answer for number, answer, _, _ in readme_rows() if answer}
    values: dict[str, dict[str, int]] = {number: {} for number in NUMBERS}
    for number, _, numbers, _ in readme_rows():
        values[number] |= {code: int(value) for code, value in re.findall(r"`(\w+)` (\d+)", numbers)}

    assert answers == {row["number"]: Answer(row["answer"]).label for row in FILED["rows"]}
    assert values == {row["number"]: row["values"] for row in FILED["rows"]}


def test_readme_quotes_the_source() -> None:
    source = " ".join(" ".join(source_cells()).split())
    quotes = [quote for *_, words in readme_rows() for quote in re.findall(r"«((?:[^«»]|«[^«»]*»)+)»", words)]

    assert len(quotes) > len(NUMBERS)
    assert [part for quote in quotes for part in quote.split(" … ") if part not in source] == []


def test_executors_are_3_cities_and_27_districts() -> None:
    cities = [each["territory_genitive"] for each in EXECUTORS if not each["short_name"].endswith(" район")]
    districts = [each["short_name"] for each in EXECUTORS if each["short_name"].endswith(" район")]

    assert cities == ["города Кузнецка", "города Пензы", "города Заречного"]
    assert len(districts) == 27
    assert districts == sorted(districts)
    assert len({each["slug"] for each in [PLAN["supervisor"], *EXECUTORS]}) == 31
    assert len({each["name"] for each in [PLAN["supervisor"], *EXECUTORS]}) == 31


@pytest.mark.parametrize("executor", EXECUTORS, ids=lambda executor: str(executor["slug"]))
def test_executors_are_declined(executor: dict[str, str]) -> None:
    territory = executor["territory_genitive"]

    assert executor["name"] == f"Администрация {territory}"
    assert executor["name_genitive"] == f"администрации {territory}"
    if executor["short_name"].endswith(" район"):
        assert territory == executor["short_name"].removesuffix("ий район") + "ого района"
        assert re.fullmatch(r"[a-z]+sky-rayon", executor["slug"])
