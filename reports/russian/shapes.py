"""What forms a word may have, as sets of bits: two words agree if some form of one is a form of the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from .spelling import known_end
from .words import Form, Token, analyse

# A bit for each case and column (masculine, feminine, neuter, plural); what is animate has an accusative of its own.
_CASES = ("nomn", "gent", "datv", "inan", "anim", "ablt", "loct")
_BITS = {"masc": 1, "femn": 2, "neut": 4, "plur": 8}
_SIZE = 4


def _case(index: int) -> int:
    return 0b1111 << (_SIZE * index)


NOMN, GENT, DATV, INAN, ANIM, ABLT, LOCT = (_case(index) for index in range(len(_CASES)))
ACCS = INAN | ANIM
ANY = (1 << _SIZE * len(_CASES)) - 1
MASC, FEMN, NEUT, PLUR = (sum(bit << _SIZE * index for index in range(len(_CASES))) for bit in _BITS.values())
SING = MASC | FEMN | NEUT
GENDERS = {"masc": MASC, "femn": FEMN, "neut": NEUT}
COLUMNS = {**GENDERS, "plur": PLUR}
CASES = {"nomn": NOMN, "gent": GENT, "datv": DATV, "accs": ACCS, "ablt": ABLT, "loct": LOCT}

_NAMES = frozenset(["Name", "Surn", "Patr", "Geox", "Orgn", "Trad"])
_SHORTENED = frozenset("чел ед шт экз руб тыс млн млрд гос мун обл им ст стр".split())
_UNLIKELY = 0.1


@dataclass(frozen=True, slots=True)
class Shape:
    """The forms that a word may have as an adjective and as a noun; 0 where it is none.

    Pronouns that stand for nouns count as nouns, participles as adjectives; «служащий», «данные» may be both.
    """

    adjective: int = 0
    noun: int = 0
    is_other: bool = True  # may be something else, a verb or an adverb
    is_participle: bool = False  # the adjective may be a participle
    is_passive: bool = False  # a passive one
    is_pronoun: bool = False  # «этот», «их», «который», «один»: as an adjective; «он», «это»: as a noun
    is_animate: bool = False  # the noun may name persons
    lemmas: frozenset[str] = frozenset()
    compound: int = 0  # the forms of «плана-графика», of which else it says `is_other`

    @property
    def forms(self) -> int:
        """Of the adjective and of the noun."""
        return self.adjective | self.noun


_UNKNOWN = Shape()


def cases(forms: int) -> int:
    """The cases of some forms in any number and gender."""
    return sum(case for case in (NOMN, GENT, DATV, INAN, ANIM, ABLT, LOCT) if forms & case)


def columns(forms: int) -> int:
    """The numbers and genders of some forms in any case."""
    return sum(column for column in (MASC, FEMN, NEUT, PLUR) if forms & column)


def shape(token: Token) -> Shape:
    """The forms of a word; of a name, an abbreviation, an unknown word, a number or sign it says `is_other`."""
    word = token.text
    if token.kind != "word" or len(word) == 1:
        return _UNKNOWN
    if word.islower():
        return word_shape(word)
    return word_shape(word.lower()) if word[1:].islower() else _UNKNOWN


@lru_cache(maxsize=50_000)
def word_shape(word: str) -> Shape:
    """The forms of a word in small letters."""
    end = "" if word in _SHORTENED else known_end(word)
    if not end:
        return _UNKNOWN
    readings = analyse(end)
    # «новых», «близких» are no surnames, «мер» is no verb
    readings = tuple(form for form in readings if not form.tags & _NAMES) or readings
    adjectives = [form for form in readings if form.part in ("ADJF", "PRTF")]
    if "-" in word and end != word and any(form.part not in ("ADJF", "PRTF") for form in readings):
        return Shape(compound=_compound(word))  # «семинара-совещания»
    # «служащий» stands for a noun, too, and then has one accusative only
    nouns = [form for form in readings if form.part in ("NOUN", "NPRO") or _is_person(form)]
    others = [form for form in readings if form.part not in ("ADJF", "PRTF", "NOUN", "NPRO")]
    return Shape(
        adjective=_union(adjectives),
        noun=_union(nouns),
        is_other=sum(form.score for form in others) > _UNLIKELY or not (adjectives or nouns),
        is_participle=bool(adjectives) and any(form.part == "PRTF" for form in adjectives),
        is_passive=any("pssv" in form.tags for form in adjectives),
        is_pronoun=any("Apro" in form.tags for form in adjectives) or any(form.part == "NPRO" for form in nouns),
        is_animate=any(form.part != "NOUN" or "anim" in form.tags for form in nouns),
        lemmas=frozenset(form.lemma for form in readings),
    )


def _compound(word: str) -> int:
    """The forms of two nouns with a hyphen between, in any gender; 0 if that is not what it is."""
    parts = [[form for form in analyse(part) if form.part == "NOUN" and form.is_known] for part in word.split("-")]
    if len(parts) != 2 or not all(parts):  # noqa: PLR2004 (two nouns)
        return 0
    first, second = (_union(forms) for forms in parts)
    if first & NOMN & SING and not second & NOMN:
        return 0  # «план-графику»: the first noun is not bent
    forms = 0
    for case in (NOMN, GENT, DATV, INAN, ANIM, ABLT, LOCT):
        for number in (SING, PLUR):
            if first & case & number and second & case & number:
                forms |= case & number
    return forms


def _is_person(form: Form) -> bool:
    if "Subx" not in form.tags or form.part != "ADJF":
        return False
    return "inan" not in form.tags or not form.lemma.endswith(("щий", "щийся"))


def _union(readings: Sequence[Form]) -> int:
    forms = 0
    for form in readings:
        forms |= _bits(form)
    return forms


def _bits(form: Form) -> int:
    if form.number == "plur":
        column = _BITS["plur"]
    elif form.gender in _BITS:
        column = _BITS[form.gender]
    else:  # «глава», «судья» may be a man or a woman
        column = _BITS["masc"] | _BITS["femn"] | (_BITS["neut"] if form.part == "NPRO" else 0)
    if form.case != "accs":
        return column << _SIZE * _CASES.index(form.case) if form.case in _CASES else 0
    kinds = [kind for kind in ("inan", "anim") if kind in form.tags] or ["inan", "anim"]
    return sum(column << _SIZE * _CASES.index(kind) for kind in kinds)
