"""Which words there are, and which of them an unknown one may be a slip of."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from .words import analyse, known

# Words of offices that the dictionary lacks, without their endings.
_LACKING = (
    "аффилированност",
    "брендировани",
    "вебинар",
    "взыскател",
    "видеоконференцсвяз",
    "инфографик",
    "квиз",
    "комплаенс",
    "коррупциогенн",
    "профилактирован",
    "самозанят",
    "телеграм",
    "цифровизаци",
)
_LONGEST_ENDING = 4
_ANTI = "анти"
# What may stand before a word and make another; the dictionary has many of these words, but not all.
_PREFIXES = (
    "авиа авто агро анти аудио био веб взаимо видео вице вне внутри гео гипер гос двух евро зам интернет инфо "
    "кибер кино контр макро мало медиа меж микро мини много моно мульти нано нарко нац не нейро ново обще одно онлайн "
    "офлайн пере под поли полу пост пресс проф псевдо радио сверх со соц спец супер теле тех трех физ фото центр "
    "четырех эко экс электро энерго юр"
).split()
_NOMINAL = ("NOUN", "ADJF", "PRTF")
_SHORTEST_REST = 4
_SHORTEST_END = 5
# What the first part of a compound may end in as a word of its own: «коррупци-о-генный», «прав-о-просвещение».
_ENDINGS = ("", "а", "я", "о", "е", "ь", "ый", "ий", "ой", "ный")
_QUALITY = ("ость", "ости", "остью", "остей", "остям", "остями", "остях")
_PAIRS = tuple("оа ое еи ея еэ ия ыи бп вф гк дт жш зс шщ ьъ цс чщ юу йи".split())
# How much a slip weighs.
_DOUBLED, _COMMON, _MISSING, _SUPERFLUOUS, _ANY_SLIP = range(5)
_SHORT, _MIDDLING, _LONG = 5, 7, 9
_LONGEST_WORD = 60  # what is longer is none
_TWINS = {
    letter: "".join(other for pair in _PAIRS if letter in pair for other in pair if other != letter)
    for letter in set("".join(_PAIRS))
}
# Further from the right word than a slip of the pen, but known errors: how they begin, and how they should.
_NOTORIOUS = {
    "будующ": "будущ",
    "вобщем": "в общем",
    "вообщем": "в общем",
    "координальн": "кардинальн",
    "юристконсульт": "юрисконсульт",
}
_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_MARKS_OF_NAMES = frozenset(["Name", "Surn", "Patr", "Geox", "Orgn", "Trad", "Abbr", "Erro", "Init"])


@lru_cache(maxsize=50_000)
def is_word(word: str) -> bool:
    """Whether there is such a word (in small letters): in the dictionary or built after the rules from words in it."""
    return bool(known_end(word)) or _is_lacking(word) or _is_quality(word) or _is_adverb(word)


def _is_lacking(word: str) -> bool:
    return any(word.startswith(stem) and len(word) - len(stem) <= _LONGEST_ENDING for stem in _LACKING)


@lru_cache(maxsize=50_000)
def known_end(word: str) -> str:
    """The part of a word that the dictionary knows and that bends for the whole: «генных» of «коррупциогенных».

    The word itself if it is known, "" if there is no such part.
    """
    if known(word):
        return word
    if len(word) > _LONGEST_WORD:
        return ""
    first, hyphen, last = word.rpartition("-")
    if hyphen:
        # «учебно-практический», «онлайн-урок»
        return known_end(last) if all(is_word(part) or _is_first_part(part) for part in first.split("-")) else ""
    return _after_prefix(word) or _after_vowel(word)


def _after_prefix(word: str) -> str:
    for prefix in _PREFIXES:
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) >= _SHORTEST_REST and known(rest) and analyse(rest)[0].part in _NOMINAL:
            return rest
    return ""


def _after_vowel(word: str) -> str:
    for at in range(3, len(word) - _SHORTEST_END):
        if word[at] in "ое" and known(word[at + 1 :]) and _is_first_part(word[: at + 1]):
            end = word[at + 1 :]
            if analyse(end)[0].part in _NOMINAL:
                return end
    return ""


def _is_first_part(part: str) -> bool:
    """Whether a compound may begin so: «учебно», «коррупцио»."""
    return part[-1:] in ("о", "е") and any(known(part[:-1] + ending) for ending in _ENDINGS)


def _is_quality(word: str) -> bool:
    """«коррупциогенность» of «коррупциогенный»."""
    return any(is_word(word.removesuffix(end) + "ый") for end in _QUALITY if word.endswith(end))


def _is_adverb(word: str) -> bool:
    """«коррупционно» of «коррупционный», but not «проведенно» of «проведенный»."""
    if not word.endswith("о") or len(word) < _SHORTEST_END:
        return False
    adjective = known_end(word[:-1] + "ый")
    return bool(adjective) and all(form.part != "PRTF" for form in analyse(adjective))


@lru_cache(maxsize=5_000)
def suggestions(word: str) -> tuple[str, ...]:
    """Words of the dictionary that a slip of the pen makes into this one (in small letters), likeliest first.

    Nothing for a word that is none in all likelihood, but is too short or too odd to say what was meant.
    """
    if len(word) > _LONGEST_WORD:
        return ()
    for wrong, right in _NOTORIOUS.items():
        if word.startswith(wrong):
            return (right + word.removeprefix(wrong),)
    found = _known_among(_one_slip(word), _limit(word))
    if not found and len(word) >= _LONG:
        found = _known_among(_two_slips(word), _COMMON)
    if not found and len(word.removeprefix(_ANTI)) >= _MIDDLING and word.startswith(_ANTI):
        return tuple(_ANTI + rest for rest in suggestions(word.removeprefix(_ANTI)))
    return tuple(sorted(found, key=lambda candidate: found[candidate]))


@lru_cache(maxsize=5_000)
def is_slip(word: str) -> bool:
    """Whether a word (in small letters) is misspelt: it is none, and one is known that it may be a slip of.

    What looks like a compound («разр-о-ботаны») is one only if no common slip explains it.
    """
    if known(word) or "-" in word or _is_lacking(word):
        return False
    if is_word(word):
        return len(word) >= _LONG and bool(_after_vowel(word)) and bool(_known_among(_one_slip(word), _COMMON))
    return bool(suggestions(word))


def is_common_slip(word: str) -> bool:
    """Whether a word (in small letters) is misspelt in one of the usual ways: «установленно», «корупция»."""
    return not is_word(word) and _SHORT <= len(word) <= _LONGEST_WORD and bool(_known_among(_one_slip(word), _COMMON))


def _limit(word: str) -> int:
    """How uncommon a slip may be: the shorter the word, the likelier another one resembles it by chance."""
    if len(word) >= _LONG:
        return _ANY_SLIP
    if len(word) >= _MIDDLING:
        return _MISSING
    return _COMMON if len(word) >= _SHORT else -1


def _known_among(candidates: Iterable[tuple[str, int]], limit: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for candidate, weight in candidates:
        if weight < found.get(candidate, limit + 1) and _may_be_meant(candidate):
            found[candidate] = weight
    return found


def _may_be_meant(word: str) -> bool:
    return (known(word) and not _is_name(word)) or word.startswith(_LACKING)


def _is_name(word: str) -> bool:
    return all(form.tags & _MARKS_OF_NAMES for form in analyse(word))


def _one_slip(word: str) -> Iterator[tuple[str, int]]:
    """What the word may have been before a slip, with the slip's weight: a common one weighs less."""
    yield from _common_slip(word)
    for at in range(len(word)):
        before, after = word[:at], word[at:]
        yield before + after[1:], _SUPERFLUOUS
        for letter in _LETTERS:
            yield before + letter + after, _MISSING
            yield before + letter + after[1:], _ANY_SLIP
    for letter in _LETTERS:
        yield word + letter, _MISSING


def _common_slip(word: str) -> Iterator[tuple[str, int]]:
    """A letter too many or too few of a pair, two that changed places, one that sounds alike."""
    for at, letter in enumerate(word):
        before, after = word[:at], word[at + 1 :]
        if after[:1] == letter:
            yield before + after, _DOUBLED
        else:
            yield before + letter + letter + after, _DOUBLED
            yield before + after[:1] + letter + after[1:], _COMMON
        for twin in _TWINS.get(letter, ""):
            yield before + twin + after, _COMMON


def _two_slips(word: str) -> Iterator[tuple[str, int]]:
    for once, _ in _common_slip(word):
        yield from _common_slip(once)
