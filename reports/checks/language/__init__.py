"""Spelling, agreement, quotation marks and dashes. Hints only: what is found is sure, what is sure is not all found."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from reports.checks.finding import CheckedRow, Finding
from reports.russian import read

from .agreement import agreement
from .clauses import clauses
from .numerals import numerals
from .phrases import phrases
from .predicates import predicates
from .slip import Clause, Slip
from .spelling import Misspelt, broken_words, foreign_letters, spelling
from .typography import typography

_RULES = (phrases, numerals, agreement, predicates, clauses)
_MOST_WORDS = 5
_LONGEST = 200
_MOST_TOKENS = 300  # what is longer is no sentence, and the rules look at it more than once


def language(row: CheckedRow) -> Iterator[Finding]:
    """Slips in columns 4 and 5; column 5 only where it is the executor's own.

    Words of the plan, and of last year's texts, are right as they are.
    """
    fields = [("implementation", row.implementation), ("result", row.own_result)]
    plan = [row.measure, row.expected_result, *(figure.definition.name for figure in row.figures)]
    last_year = [row.last_year.implementation, row.last_year.result] if row.last_year else []
    for field, text in fields:
        if text:
            misspelt = tuple(spelling(text, _words(*plan), _words(*last_year)))
            foreign = tuple(foreign_letters(text))
            for message, evidence in [*_words_found(text, misspelt, foreign), *_slips(text)]:
                yield row.finding("language", field, message, evidence)


@lru_cache(maxsize=4096)
def _words(*texts: str) -> frozenset[str]:
    return frozenset(token.lower for text in texts for token in read(text).words)


def _words_found(text: str, misspelt: tuple[Misspelt, ...], foreign: tuple[Misspelt, ...]) -> Iterator[tuple[str, str]]:
    if misspelt:
        yield f"Проверьте написание: {_corrections(text, misspelt)}.", _quoted(text, misspelt)
    if foreign:
        yield (
            f"Латинские буквы вместо русских: {_quoted(text, foreign)}. Наберите эти слова русскими буквами.",
            _quoted(text, foreign),
        )


def _corrections(text: str, misspelt: tuple[Misspelt, ...]) -> str:
    pairs = dict.fromkeys((text[word.start : word.end], word.right) for word in misspelt)
    shown = [f"«{wrong}» – вероятно, «{right}»" for wrong, right in list(pairs)[:_MOST_WORDS]]
    more = len(pairs) - len(shown)
    return "; ".join(shown) + (f" (и ещё {more})" if more > 0 else "")


def _quoted(text: str, misspelt: tuple[Misspelt, ...]) -> str:
    words = dict.fromkeys(text[word.start : word.end] for word in misspelt)
    return ", ".join(f"«{word}»" for word in list(words)[:_MOST_WORDS])


@lru_cache(maxsize=4096)
def _slips(text: str) -> tuple[tuple[str, str], ...]:
    """What is said of a text, with the words that it is said of; once for each."""
    found = [
        replace(slip, start=sentence.start + slip.start, end=sentence.start + slip.end)
        for sentence in read(text).sentences
        for slip in _in_sentence(sentence.text)
    ]
    broken = [Slip(word.start, word.end, "") for word in broken_words(text)]  # told as misspelt
    found += typography(text, [*found, *broken])
    return tuple(dict.fromkeys((slip.message, _cut(text[slip.start : slip.end])) for slip in found))


@lru_cache(maxsize=10_000)
def _in_sentence(text: str) -> tuple[Slip, ...]:
    """The slips of grammar in a sentence: while one types, only one sentence is new."""
    found: list[Slip] = []
    for sentence in read(text).sentences:
        if len(sentence.tokens) > _MOST_TOKENS:
            continue
        clause = Clause(text, sentence.tokens)
        for rule in _RULES:
            # Of what two rules find in the same words the first is told
            found += [slip for slip in rule(clause) if not any(_overlap(slip, other) for other in found)]
    return tuple(found)


def _overlap(one: Slip, other: Slip) -> bool:
    return one.start < other.end and other.start < one.end


def _cut(evidence: str) -> str:
    """The words that a finding rests on, without their middle if they are many."""
    if len(evidence) <= _LONGEST:
        return evidence
    half = _LONGEST // 2
    return f"{evidence[:half].rpartition(' ')[0]} … {evidence[-half:].partition(' ')[2]}"
