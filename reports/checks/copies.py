"""Last year's text in this year's report."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from reports.carry import facts
from reports.vocabulary import Answer

from .finding import CheckedRow, Finding, Level

_ANSWERS = (Answer.DONE, Answer.PARTIAL, Answer.NOT_DONE)
_SHORT = 20  # words; shorter texts are alike by chance
_ALIKE = 90  # per cent
# So many words of a sentence that last year's text does not have, and so large a part of it, make it a new one.
_NEW_WORDS = 3
_NEW_PART = 0.4
_WORD = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SENTENCE_END = re.compile(r"[.!?;\n]\s")
_STEM = 5  # letters: «заседание» and «заседаний» are one word beside another number


def copies(row: CheckedRow) -> Iterator[Finding]:
    """Column 4 as it was in last year's report, but for years and numbers; a hint if a number besides was changed."""
    if row.answer not in _ANSWERS or row.last_year is None or len(_WORD.findall(row.implementation)) < _SHORT:
        return
    old_words, old_numbers = _content(row.last_year.implementation)
    words, numbers = _content(row.implementation)
    same = _likeness(old_words, words)
    if same < _ALIKE or _has_new_sentence(row.implementation, words - old_words):
        return
    last = row.year - 1
    if numbers == old_numbers:
        message = (
            f"{same} % текста совпадает с отчётом за {last} год. Опишите, что сделано именно в {row.year} году, "
            "или поясните, почему описание то же."
        )
        yield row.finding("copied-from-last-year", "implementation", message)
    else:
        message = (
            f"Кроме чисел, {same} % текста совпадает с отчётом за {last} год. "
            f"Проверьте, верно ли остальное и для {row.year} года."
        )
        yield row.finding("copied-from-last-year", "implementation", message, level=Level.HINT)


def _likeness(old: Counter[str], new: Counter[str]) -> int:
    """In per cent of the words of both; their order does not count, so a paragraph that was moved is the same."""
    return 200 * (old & new).total() // (old.total() + new.total())


@lru_cache(maxsize=1024)
def _content(text: str) -> tuple[Counter[str], Counter[str]]:
    """The words, without those of dates and numbers; and the dates and numbers, without their years."""
    kept, numbers, at = [], Counter[str](), 0
    for mark in facts(text):
        kept.append(text[at : mark.start])
        numbers[_YEAR.sub("", text[mark.start : mark.end].lower())] += 1
        at = mark.end
    del numbers[""]  # what was a year and nothing else
    return _words(" ".join([*kept, text[at:]])), numbers


def _words(text: str) -> Counter[str]:
    return Counter(word[:_STEM] for word in _WORD.findall(text.lower()))


def _has_new_sentence(text: str, added: Counter[str]) -> bool:
    """Whether something of substance was added or put in the place of something else."""
    if added.total() < _NEW_WORDS:
        return False
    for sentence in _SENTENCE_END.split(text):
        words = _words(sentence)
        count = (words & added).total()
        if count >= _NEW_WORDS and count >= _NEW_PART * words.total():
            return True
    return False
