"""What the portal exports and reads back, and what LibreOffice does to it in between."""

import contextlib
import io
import random
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from kuznetsk_report.printable import clean
from reports.documents import docx
from reports.handout import Origin
from reports.intake.guard import Refused, admit
from reports.intake.process import read_report
from reports.intake.table import read
from tests.documents.build import content, row

from .build import archive, below, members, p, report, tbl, tc, top, tr

SEED = Path(__file__).parents[2] / "fixtures" / "source" / "kuznetsk_2023.docx"

# Any character, and more often those that Word has elements for or that other formats trip over.
_ANY = st.characters(codec="utf-8")
_ODD = st.sampled_from("\t\n \N{NO-BREAK SPACE}\N{SOFT HYPHEN}\N{NON-BREAKING HYPHEN}–-•<&]\x85\u2028\u200b\ufeff🙂ё№")
TYPED = st.text(st.one_of(_ANY, _ODD), max_size=60)


def kept(text: str) -> str:
    """What docs/normalization.md promises of a text that was typed."""
    return clean(text).text.strip("\n")


@settings(max_examples=200, deadline=None)
@given(measure=TYPED, implementation=TYPED, result=TYPED)
def test_any_text_survives_export_and_import(measure: str, implementation: str, result: str) -> None:
    cleaned = [clean(text).text for text in (measure, implementation, result)]
    made = docx.render(
        content(
            row(section="Раздел 1. Меры", measure=cleaned[0], implementation=cleaned[1], result=cleaned[2]),
            row(number="2.10"),
        )
    )
    first, second = read(made).rows
    assert (first.item, first.section) == ("1.4", "Раздел 1. Меры")
    assert [first.measure, first.implementation, first.result] == [
        kept(text) for text in (measure, implementation, result)
    ]
    assert (second.item, second.implementation) == ("2.10", "Проведено 5 заседаний.")


def test_the_whole_export_comes_back() -> None:
    made = read(
        docx.render(content(row(), row(number="2.10", implementation="а\n\n- б;\n– в", result=""), is_project=True))
    )
    assert [(each.item, each.measure, each.implementation, each.result) for each in made.rows] == [
        (each.number, each.measure, each.implementation, each.result)
        for each in (row(), row(number="2.10", implementation="а\n\n- б;\n– в", result=""))
    ]
    assert made.warnings == ()
    assert made.outside[0] == "О Т Ч Е Т"


@pytest.mark.parametrize("form", ["docx:MS Word 2007 XML", "odt"])
def test_an_export_that_libreoffice_saved_again_says_the_same(tmp_path: Path, form: str) -> None:
    text = "Первый\tс табуляцией\n- пункт № 273\N{NON-BREAKING HYPHEN}ФЗ;\n\nрас\N{SOFT HYPHEN}чёт\N{NO-BREAK SPACE}%"
    exported = content(
        row(section="Раздел 1"), row(number="2.10", implementation=text), origin="report:plan:kuznetsk:2023:17"
    )
    source = tmp_path / "report.docx"
    source.write_bytes(docx.render(exported))
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", form, "--outdir", str(tmp_path / "made"), str(source)],
        check=True, capture_output=True,
    )  # fmt: skip
    [made] = (tmp_path / "made").iterdir()
    again = read_report(made.read_bytes(), made.name)
    assert replace(again, warnings=()) == read(source.read_bytes())
    assert again.rows[1].implementation == text
    assert again.origin == Origin("plan", "kuznetsk", 2023, 17)


@pytest.mark.parametrize("said", ["", "report:plan", "report:plan:kuznetsk:2023:x", "report:пл ан:kuznetsk:2023:1"])
def test_what_names_no_report_is_no_origin(said: str) -> None:
    assert read(docx.render(content(row(), origin=said))).origin is None


# -- Mutated files

RICH = archive(
    members(
        p("Отчёт", "<w:r><w:footnoteReference w:id='1'/></w:r>"),
        report(
            tr(tc("Раздел I. Меры", span=5)),
            tr(top("1."), top("1.4"), top("Мера"), tc(p("а"), tbl(tr("б", "в")), p()), "г"),
            tr(below(), below(), below(), tc("д", span=2)),
            tr(tc(p(properties="<w:numPr><w:numId w:val='1'/></w:numPr>")), "1.6", "Мера", "е", "ж"),
        ),
        parts={
            "footnotes": "<w:footnotes xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
            "<w:footnote w:id='1'><w:p><w:r><w:t>сноска</w:t></w:r></w:p></w:footnote></w:footnotes>",
            "numbering": "<w:numbering xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
            "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:lvlText w:val='%1.'/></w:lvl>"
            "</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>",
        },
    )
)


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return {name: source.read(name) for name in source.namelist()}


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, cut out, or put in twice."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8))):
        at = chance.randrange(len(changed))
        length = chance.choice((1, 4, 40))
        match chance.randrange(4):
            case 0:
                changed[at] = chance.randrange(256)
            case 1:
                del changed[at : at + length]
            case 2:
                changed[at:at] = changed[at : at + length]
            case 3:
                other = chance.randrange(len(changed))
                changed[at : at + length] = changed[other : other + length]
        if not changed:
            return b""
    return bytes(changed)


def damaged(source: bytes, seed: int) -> Iterator[bytes]:
    """Files made of a sound one: half of them broken as archives, half as a member within a sound archive."""
    chance = random.Random(seed)
    parts = parts_of(source)
    for number in range(60):
        if number % 2:
            yield mutated(source, chance)
        else:
            name = chance.choice(sorted(parts))
            yield archive({**parts, name: mutated(parts[name], chance)})


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("source", [RICH, SEED.read_bytes()], ids=["rich", "seed"])
def test_mutated_files_are_read_or_refused(source: bytes, seed: int) -> None:
    for data in damaged(source, seed):
        # Whatever else it raises is a crash.
        with contextlib.suppress(Refused):
            admit(data, "report.docx")
            read(data)


XML_WORDS = ("restart", "begin", "end", "separate", "-1", "999999999999", "", "x", "Z")


@pytest.mark.parametrize("seed", range(4))
def test_well_formed_nonsense_is_read_or_refused(seed: int) -> None:
    """Elements in places where they do not belong, with values that they cannot have: parses, and means nothing."""
    chance = random.Random(seed)
    parts = parts_of(RICH)
    for _ in range(80):
        broken = dict(parts)
        for name in ("word/document.xml", "word/numbering.xml", "word/footnotes.xml"):
            root = etree.fromstring(parts[name])
            elements = list(root.iter())[1:]
            for _ in range(6):
                one, other = chance.choice(elements), chance.choice(elements)
                if chance.random() < 0.5 and one not in other.iterancestors() and one is not other:
                    other.append(one)
                else:
                    for key in one.attrib:
                        one.set(key, chance.choice(XML_WORDS))
                    one.tag = chance.choice(elements).tag
            broken[name] = etree.tostring(root)
        with contextlib.suppress(Refused):
            read(archive(broken))
