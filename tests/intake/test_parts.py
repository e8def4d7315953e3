"""What a row of a document would write, and what of it is ticked before anybody has looked."""

from collections.abc import Collection
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.compare import Kind, Piece
from reports.intake.brought import BroughtRow
from reports.intake.parts import Part, differences, joined, parts

EMPTY = {"answer": "", "implementation": "", "result": ""}


def made(
    brought: dict[str, str], current: dict[str, str] | None = None, ticked: Collection[str] | None = None, **how: Any
) -> dict[str, Part]:
    texts = {"implementation": "", "result": "", "answer": "", **brought}
    row = BroughtRow("", "", "1.4", "Мероприятие", texts["implementation"], texts["result"], texts["answer"])
    options = {"own": False, "append": False, "is_sure": True, **how}
    return {part.name: part for part in parts(row, {**EMPTY, **(current or {})}, ticked=ticked, **options)}


def test_a_new_text_for_an_empty_field_is_ticked_if_the_match_is_sure() -> None:
    (part,) = made({"implementation": "Сделано."}).values()
    assert (part.name, part.state, part.is_ticked, part.overwrites) == ("implementation", "new", True, False)
    assert not made({"implementation": "Сделано."}, is_sure=False)["implementation"].is_ticked


def test_what_would_overwrite_another_text_must_be_ticked_by_the_person() -> None:
    brought = {"implementation": "За год сделано много."}
    current = {"implementation": "За год сделано мало."}
    part = made(brought, current)["implementation"]
    assert (part.state, part.is_ticked, part.overwrites) == ("change", False, True)
    assert "".join(piece.text for piece in part.pieces if piece.kind == Kind.REMOVED) == "мало"
    assert made(brought, current, ticked={"implementation"})["implementation"].is_ticked
    assert not made(brought, current, own=True)["implementation"].is_ticked
    assert made(brought, current, own=True, base={**EMPTY, **current})["implementation"].is_ticked


def test_an_empty_cell_deletes_only_what_the_portal_itself_had_exported() -> None:
    assert made({}, {"result": "Итог."}) == {}
    part = made({}, {"result": "Итог."}, own=True)["result"]
    assert (part.value, part.state, part.overwrites) == ("", "change", True)


@pytest.mark.parametrize("own", [False, True])
def test_the_same_text_is_no_change(own: bool) -> None:
    assert made({"result": "Итог."}, {"result": "Итог."}, own=own)["result"].state == "same"


def test_a_text_that_differs_by_what_reading_takes_away_is_the_same() -> None:
    assert made({"result": "Итог года."}, {"result": "Итог \nгода. "})["result"].state == "same"
    assert made({"result": "Итог года."}, {"result": "Итог \nгода. "}, own=True)["result"].state == "change"
    assert made({"result": "Итог."}, {"result": "\nИтог.\n\n"}, own=True)["result"].state == "same"


def test_appending_overwrites_nothing() -> None:
    part = made({"result": "Ещё."}, {"result": "Итог."}, append=True)["result"]
    assert (part.is_ticked, part.overwrites) == (True, False)
    assert "".join(piece.text for piece in part.pieces) == "Итог.\nЕщё."
    assert joined("Итог.", ["Ещё."]) == "Итог.\nЕщё."
    assert joined("", ["Ещё."]) == "Ещё."


def test_an_answer_is_offered_only_where_there_is_none() -> None:
    assert made({"answer": "done"})["answer"].shown == "Выполнено"
    assert made({"answer": "done"}, {"answer": "not_done"}) == {}


@given(st.text("аб в\n.", max_size=30), st.text("аб в\n.", max_size=30))
def test_the_pieces_are_both_texts(old: str, new: str) -> None:
    pieces = differences(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != Kind.ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.kind != Kind.REMOVED) == new


def test_a_word_is_compared_as_a_whole() -> None:
    assert differences("За год проведено 15 заседаний.", "За год проведено 16 заседаний.") == [
        Piece(Kind.SAME, "За год проведено "),
        Piece(Kind.REMOVED, "15"),
        Piece(Kind.ADDED, "16"),
        Piece(Kind.SAME, " заседаний."),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2.10", "2.11"),
        ("до 30 июня", "до 30 июля"),
        ("В 2023 году проведено заседаний: 5.", "Текст отдела кадров за год, подготовленный в декабре."),
        ("В отдел поступили 2 уведомления комиссии.", "Текст отдела кадров комиссии."),
    ],
)
def test_what_is_short_or_replaced_is_not_shown_in_shreds(old: str, new: str) -> None:
    assert differences(old, new) == [Piece(Kind.REMOVED, old), Piece(Kind.ADDED, new)]


def test_what_is_added_to_a_short_text_or_left_out_of_it_is_shown_within_it() -> None:
    assert differences("Итог.", "Итог.\nЕщё.") == [Piece(Kind.SAME, "Итог."), Piece(Kind.ADDED, "\nЕщё.")]


def test_long_texts_that_have_nothing_in_common_are_shown_as_wholes() -> None:
    old, new = "Слово " * 1500 + "конец", "другое, " * 1500 + "всё"
    assert [piece.kind for piece in differences(old, new)] == [Kind.REMOVED, Kind.ADDED]
    assert len(differences(old, f"{old} и ещё")) == 2


def test_what_stood_there_before_is_no_edit_of_an_exported_document() -> None:
    earlier = {"result": {"Итог."}}
    part = made({"result": "Итог."}, {"result": "Итог года."}, own=True, earlier=earlier)["result"]
    assert (part.state, part.is_ticked, part.overwrites) == ("old", False, True)
    assert made({"result": "Итог!"}, {"result": "Итог года."}, own=True, earlier=earlier)["result"].state == "change"
    assert made({"result": "Итог."}, {"result": "Итог года."}, earlier=earlier)["result"].state == "change"


def test_what_was_exported_tells_an_edit_from_what_was_changed_on_the_portal() -> None:
    def state(word: str, portal: str, exported: str) -> tuple[str, bool, bool] | None:
        base = {**EMPTY, "result": exported}
        part = made({"result": word}, {"result": portal}, own=True, base=base).get("result")
        return (part.state, part.is_crossed, part.is_ticked) if part else None

    assert state("Правка.", "Итог.", "Итог.") == ("change", False, True)
    assert state("", "Итог.", "Итог.") == ("change", False, True)
    assert state("Итог.", "Портал.", "Итог.") == ("old", False, False)
    assert state("Итог.", "", "Итог.") == ("old", False, False)
    assert state("Правка.", "Портал.", "Итог.") == ("change", True, False)
    assert state("", "Портал.", "Итог.") == ("change", True, False)
    assert state("Правка.", "", "Итог.") == ("new", True, False)
    assert state("Правка.", "Правка.", "Итог.") == ("same", False, False)
    assert state("", "Портал.", "") is None
    assert state("Итог.", "Портал.", "\nИтог.\n") == ("old", False, False)


def test_a_difference_that_nobody_would_see_is_said() -> None:
    brought, current = {"result": "Первое.\nВторое."}, {"result": "Первое. Второе."}
    assert made(brought, current)["result"].is_layout
    assert not made({"result": "Первое."}, current)["result"].is_layout
