"""Shares of nothing that nobody explains."""

from collections.abc import Collection, Iterator

from reports.figures import Figure, Status

from .finding import CheckedRow, Finding
from .lexicon import CARRIERS, MESSAGES, RECEIVING, key
from .performance import reading
from .statements import Statement, denials
from .subjects import Subject, subject

# «Случаев не было», «нарушений не выявлено», «оснований не возникло»: nothing at all.
_NOTHING = frozenset({*CARRIERS, "нарушение", "коррупция", "никто", "ничто"})
_ANYBODY = frozenset(["служащий", "лицо", "муниципальный"])
_NO_GROUNDS = frozenset("основание необходимость потребность повод".split())
_PUNISHMENT = frozenset("взыскание наказание ответственность привлечение".split())


def shares(row: CheckedRow) -> Iterator[Finding]:
    """0 of 0, where neither the answer nor the text says that there were no cases."""
    if not row.needs_numbers:
        return
    said = [*denials(row.implementation), *denials(row.own_result)]
    for figure in row.figures:
        if figure.status != Status.UNDEFINED or figure.is_impossible:
            continue
        if not any(_explains(row, denial, figure) for denial in said):
            yield row.finding(
                "undefined-share",
                "implementation",
                f"«{figure.definition.name}» — 0 из 0, а в тексте об этом ни слова. Напишите, что случаев не было "
                "(например, «… не выявлено», «… не поступало»), или проверьте числа.",
                evidence="0 из 0",
            )


def _explains(row: CheckedRow, denial: Statement, figure: Figure) -> bool:
    codes = (figure.definition.numerator, figure.definition.denominator)
    own = _subjects(row, codes)
    in_shares = [
        c for f in row.figures if f.definition.is_share for c in (f.definition.numerator, f.definition.denominator)
    ]
    others = _subjects(row, [code for code in in_shares if code not in codes])
    apart = _subjects(row, [f.definition.code for f in row.figures if f.definition.code not in in_shares])
    is_of_others = bool(denial.attributes & _words(others, but=own)) and not denial.keys & _words(own, but=others)
    if denial.abouts & _NO_GROUNDS or any(denial in said for said in reading(row).undone.values()):
        return True
    if is_of_others:
        return False
    if any(denial.abouts & part.counted for part in own):
        return True
    if denial.abouts & _PUNISHMENT:
        return any(part.counted & _PUNISHMENT for part in own)
    # «Никто не уволен» says nothing of a share of the punished
    if any((denial.abouts | {key(denial.verb)}) & part.counted for part in apart):
        return False
    is_nothing = (
        bool(denial.abouts & _NOTHING) or not denial.about or (denial.verb in RECEIVING and denial.about in MESSAGES)
    )
    return is_nothing or bool(denial.keys & _words(own, but=others))


def _subjects(row: CheckedRow, codes: Collection[str]) -> list[Subject]:
    return [subject(row, f.definition) for f in row.figures if f.definition.code in codes and not f.definition.is_share]


def _words(own: list[Subject], but: list[Subject]) -> frozenset[str]:
    """The words that only these indicators' names have."""
    others = frozenset(k for part in but for k in part.keys)
    return frozenset(k for part in own for k in part.keys) - others - _ANYBODY
