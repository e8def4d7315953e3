"""Misspelt words, words in two pieces, letters of another alphabet."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from reports.russian import Sentence, Token, analyse, known, read
from reports.russian.spelling import is_common_slip, is_slip, is_word, suggestions

_LOOK_ALIKE = str.maketrans("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ")
_LATIN = re.compile(r"[A-Za-z]")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_LONE_LATIN = re.compile(r"(?<![\w.(«/-])[coy](?=[^\S\n]+[а-яё])")
# «антикор- рупционной», «антикор-\nрупционной»
_BROKEN = re.compile(r"(?<![\w-])([А-Яа-яЁё]{2,})-\s+([а-яё]{2,})(?![\w-])")
# With these many write a hyphen where the dictionary has none.
_LOOSE_PARTS = frozenset("арт аудио бизнес веб вице видео интернет кино медиа мини онлайн пресс теле фото экс".split())
# What is written apart from the word after it.
_PREPOSITIONS = ("в", "на", "по", "для", "об", "от", "при", "за", "из", "и", "с", "к", "о")
_VERBAL = frozenset(["VERB", "INFN", "PRTS", "GRND"])
_MOST_UNKNOWN = 50
_SHORTEST, _SHORTEST_CAPITAL, _SHORTEST_APART = 5, 7, 6


@dataclass(frozen=True, slots=True)
class Misspelt:
    """A word at text[start:end] and what it should be."""

    start: int
    end: int
    right: str


def spelling(text: str, vocabulary: AbstractSet[str], earlier: AbstractSet[str] = frozenset()) -> Iterator[Misspelt]:
    """Misspelt words with their corrections.

    Words of `vocabulary` (in small letters) are right as they are; so are words of `earlier`, texts that may have slips
    of their own, unless a common slip explains them.
    """
    broken = tuple(broken_words(text))
    yield from broken
    unknown = 0
    for sentence in read(text).sentences:
        for at, token in enumerate(sentence.tokens):
            word = token.text.lower()
            if token.kind != "word" or known(word) or word in vocabulary or _LATIN.search(word):
                continue
            if word in earlier and not is_common_slip(word):
                continue
            if any(piece.start <= token.start < piece.end for piece in broken):
                continue
            unknown += 1
            if unknown > _MOST_UNKNOWN:
                return  # no text of ours
            right, last = _correction(text, sentence, at)
            if right:
                yield Misspelt(token.start, last.end, _capital_of(token.text, right))


def broken_words(text: str) -> Iterator[Misspelt]:
    """Words broken by what once was the end of a line."""
    for match in _BROKEN.finditer(text):
        first, last = match.group(1).lower(), match.group(2)
        if known(first + last) and not (known(first) and known(last)):
            yield Misspelt(match.start(), match.end(), match.group(1) + last)


def foreign_letters(text: str) -> Iterator[Misspelt]:
    """Cyrillic words with Latin letters that look the same."""
    if not _LATIN.search(text):
        return
    for match in _LONE_LATIN.finditer(text):
        yield Misspelt(match.start(), match.end(), match.group().translate(_LOOK_ALIKE))
    for token in read(text).words:
        if _LATIN.search(token.text) and _CYRILLIC.search(token.text):
            parts = token.text.split("-")
            right = "-".join(_all_cyrillic(part) for part in parts)
            if right != token.text:
                yield Misspelt(token.start, token.end, right)


def _all_cyrillic(part: str) -> str:
    """A word in Cyrillic letters if it is one but for some that look alike, else as it stands."""
    latin = len(_LATIN.findall(part))
    right = part.translate(_LOOK_ALIKE)
    is_mixed = 0 < latin < len(part) and not _LATIN.search(right)
    return right if is_mixed and (is_word(right.lower()) or latin * 2 < len(part)) else part


def _capital_of(word: str, right: str) -> str:
    return right[0].upper() + right[1:] if word[0].isupper() else right


def _correction(text: str, sentence: Sentence, at: int) -> tuple[str, Token]:
    """What an unknown word should be, "" if that is not known, and the last token that it replaces."""
    token = sentence.tokens[at]
    word = token.lower
    if _is_part_of_name(text, sentence, at):
        return "", token
    if "-" in word:
        return _of_parts(word), token
    following = sentence.tokens[at + 1] if at + 1 < len(sentence.tokens) else None
    if following and following.kind == "word" and following.text.islower() and not is_word(word):
        together = word + following.lower
        if known(together) and text[token.end : following.start].isspace():
            return together, following  # «меро приятия»
    if len(word) < _SHORTEST:
        return "", token
    return _apart(word) or (suggestions(word)[0] if is_slip(word) else ""), token


def _is_part_of_name(text: str, sentence: Sentence, at: int) -> bool:
    """Whether a word is a name, an abbreviation, or a piece of an address or of a word with digits."""
    token = sentence.tokens[at]
    before, after = text[token.start - 1 : token.start], text[token.end : token.end + 2]
    if before in ("-", "@", "/", "_", ".") or before.isdecimal() or after[:1] in ("@", "/", "_"):
        return True
    if after[:1] == "." and (after[1:].isalnum() or token is not sentence.words[-1]):
        return True
    if token.text[0].islower():
        return not token.text.islower()
    if token is not sentence.words[0] or len(token.text) < _SHORTEST_CAPITAL or not token.text[1:].islower():
        return True
    following = sentence.tokens[at + 1 : at + 2]
    return any(word.text[0].isupper() for word in following)  # «Сидоркина А. А.»


def _of_parts(word: str) -> str:
    """«антикоррупционной» of «антикор-рупционной», «нормативно-правовых» of «нормативно-прововых»."""
    parts = word.split("-")
    together = "".join(parts)
    if known(together) and parts[0] not in _LOOSE_PARTS:
        return together
    if is_word(word):
        return ""
    right = [suggestions(part)[0] if len(part) >= _SHORTEST and is_slip(part) else part for part in parts]
    return "-".join(right) if right != parts else ""


def _apart(word: str) -> str:
    """«не выявлено» of «невыявлено», «в области» of «вобласти»."""
    rest = word.removeprefix("не")
    if rest != word and known(rest) and all(form.part in _VERBAL for form in analyse(rest)):
        return f"не {rest}"
    if is_word(word):
        return ""
    for preposition in _PREPOSITIONS:
        rest = word.removeprefix(preposition)
        if rest != word and len(rest) >= _SHORTEST_APART and known(rest) and suggestions(word)[:1] in ((), (rest,)):
            return f"{preposition} {rest}"
    return ""
