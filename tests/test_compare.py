from hypothesis import given
from hypothesis import strategies as st

from reports.compare import Kind, Piece, compare, compare_readably, readable


def test_words() -> None:
    assert compare("привлечены 3 человека", "привлечены 5 человек") == [
        Piece(Kind.SAME, "привлечены "),
        Piece(Kind.REMOVED, "3"),
        Piece(Kind.ADDED, "5"),
        Piece(Kind.SAME, " "),
        Piece(Kind.REMOVED, "человека"),
        Piece(Kind.ADDED, "человек"),
    ]


@given(st.text(), st.text())
def test_both_texts_can_be_read_off(old: str, new: str) -> None:
    pieces = compare(old, new)
    assert "".join(p.text for p in pieces if p.kind != Kind.ADDED) == old
    assert "".join(p.text for p in pieces if p.kind != Kind.REMOVED) == new


def test_long_texts_are_compared_by_lines() -> None:
    old = "\n".join(f"строка {n}" for n in range(3000))
    new = old.replace("строка 7\n", "строка семь\n")
    assert compare(old, new)[1:3] == [Piece(Kind.REMOVED, "строка 7\n"), Piece(Kind.ADDED, "строка семь\n")]


def test_a_number_of_an_item_is_not_shown_in_shreds() -> None:
    assert compare_readably("2.10", "2.11") == [Piece(Kind.REMOVED, "2.10"), Piece(Kind.ADDED, "2.11")]


def test_the_comparison_is_kept_where_most_words_stay() -> None:
    pieces = compare("в течение года привлечены 3 человека", "в течение года привлечены 5 человек")
    assert readable(pieces) == pieces


@given(st.text("аб 1.", max_size=40), st.text("аб 1.", max_size=40))
def test_both_texts_can_be_read_off_what_is_made_readable(old: str, new: str) -> None:
    pieces = readable(compare(old, new))
    assert "".join(p.text for p in pieces if p.kind != Kind.ADDED) == old
    assert "".join(p.text for p in pieces if p.kind != Kind.REMOVED) == new
