"""A text as words: where each stands, what its forms may be, and which words make a sentence."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

from pymorphy3 import MorphAnalyzer

from reports.figures import MAX_WHOLE_DIGITS

_TOKEN = re.compile(
    r"""
    (?P<word> [^\W\d_]+(?:[-‑’'][^\W\d_]+)* )
    | (?P<number> \d+(?:[\u00a0\u202f\x20]\d{3}(?!\d))*(?:[.,]\d+)* )
    | (?P<sign> [^\w\s]|_ )
    """,
    re.VERBOSE,
)
_ENDS_SENTENCE = ".!?…;"
# With a full stop that ends no sentence, unless a line does.
_SHORT = frozenset(
    "абз в г гг гл д др е ед им к кв коп млн млрд муниц н о обл п подп пп пр работн рис руб служ см сотр сотрудн спец "
    "специал ст стр т табл тыс ул ч чел".split()
)
_SHORT_AT_END = frozenset("г гг др ед пр работн руб служ сотр сотрудн спец специал чел".split())
# What these are short for: a guess by their ending misses it.
_SHORT_FOR = {
    "муниц": ("муниципальный", "ADJF"),
    "работн": ("работник", "NOUN"),
    "служ": ("служащий", "NOUN"),
    "сотр": ("сотрудник", "NOUN"),
    "сотрудн": ("сотрудник", "NOUN"),
    "спец": ("специалист", "NOUN"),
    "специал": ("специалист", "NOUN"),
}


@dataclass(frozen=True, slots=True)
class Form:
    """One reading of a word. `case`, `number`, `gender` are "" where the part of speech has none.

    The names are OpenCorpora's: part of speech NOUN, ADJF (full adjective), ADJS, VERB, INFN, PRTF (full participle),
    PRTS (short participle), GRND, NUMR, ADVB, NPRO, PREP, CONJ, PRCL …; case nomn, gent, datv, accs, ablt, loct;
    number sing, plur; gender masc, femn, neut. A second genitive or locative counts as the first.
    """

    lemma: str  # «ё» as «е»
    part: str
    case: str
    number: str
    gender: str
    tags: frozenset[str]  # all of OpenCorpora's marks: anim, Abbr, past, perf, Name, Geox …
    score: float  # how likely, the sum over all readings of a word is 1

    @property
    def is_known(self) -> bool:
        """Whether the dictionary gave it; else it was guessed by the word's ending."""
        return "guessed" not in self.tags


@cache
def analyzer() -> MorphAnalyzer:
    """pymorphy3 with its dictionaries, loaded once."""
    return MorphAnalyzer(lang="ru")


@lru_cache(maxsize=50_000)
def analyse(word: str) -> tuple[Form, ...]:
    """The readings of a word (in small letters), likeliest first. Numbers and signs have none."""
    # pymorphy3 asks Unicode for the name of each letter, and some scripts' letters have none.
    if not all(unicodedata.name(letter, "") for letter in word):
        return (Form(word, "", "", "", "", frozenset({"UNKN", "guessed"}), 1.0),)
    if word in _SHORT_FOR:
        lemma, part = _SHORT_FOR[word]
        return (Form(lemma, part, "", "", "", frozenset({part, "Abbr", *(["anim"] if part == "NOUN" else [])}), 1.0),)
    # Nobody gives orders in a report: «нашли» is what they found.
    forms = tuple(sorted(map(_form, analyzer().parse(word)), key=lambda form: "impr" in form.tags))
    return _both_bent(word, forms) if "-" in word else forms


def _both_bent(word: str, forms: tuple[Form, ...]) -> tuple[Form, ...]:
    """Of «плана-графика» only «план-график», no «плана-график», which the analyzer guesses, too."""
    first = {form.lemma for form in analyse(word.partition("-")[0])}
    kept = tuple(form for form in forms if form.is_known or form.lemma.partition("-")[0] in first)
    return kept or forms


def _form(parse: Any) -> Form:
    tag = parse.tag
    case = {"gen2": "gent", "gen1": "gent", "acc2": "accs", "loc2": "loct", "loc1": "loct"}.get(tag.case, tag.case)
    tags = {str(grammeme) for grammeme in tag.grammemes}
    if not parse.is_known:
        tags.add("guessed")
    return Form(
        lemma=parse.normal_form.replace("ё", "е"),
        part=str(tag.POS or ""),
        case=str(case or ""),
        number=str(tag.number or ""),
        gender=str(tag.gender or ""),
        tags=frozenset(tags),
        score=parse.score,
    )


def inflect(word: str, form: Form, *grammemes: str) -> str | None:
    """The word (in small letters), read as this form of it, in another form: inflect("акт", form, "plur", "gent").

    None if there is no such form. «е» stays where the word was written without its «ё».
    """
    parse = analyzer().parse(word)[analyse(word).index(form)]
    inflected = parse.inflect(set(grammemes))
    if inflected is None:
        return None
    return str(inflected.word if parse.word == word else inflected.word.replace("ё", "е"))


@lru_cache(maxsize=50_000)
def known(word: str) -> bool:
    """Whether the dictionary has this word form (in small letters; «е» may stand for «ё»)."""
    return bool(analyzer().word_is_known(word))


@dataclass(frozen=True)
class Token:
    """A word, number or sign at text[start:end]."""

    text: str
    start: int
    end: int
    kind: str  # word, number, sign

    @cached_property
    def lower(self) -> str:
        return self.text.lower()

    @cached_property
    def whole(self) -> int | None:
        """The whole number that it is, blanks between thousands or not; None for all else and for what is no amount."""
        digits = "".join(self.text.split())
        is_whole = self.kind == "number" and digits.isdecimal() and len(digits) <= MAX_WHOLE_DIGITS
        return int(digits) if is_whole else None

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """The readings, likeliest first; none for numbers and signs."""
        return analyse(self.lower) if self.kind == "word" else ()

    @property
    def lemma(self) -> str:
        """Of the likeliest reading; a number or sign stands for itself."""
        return self.forms[0].lemma if self.forms else self.lower

    @cached_property
    def lemmas(self) -> frozenset[str]:
        """Of all readings."""
        return frozenset(form.lemma for form in self.forms)

    def is_a(self, *parts: str) -> bool:
        """Whether some reading is one of these parts of speech."""
        return any(form.part in parts for form in self.forms)


@dataclass(frozen=True)
class Sentence:
    """A sentence, or a line of a list, at text[start:end] of the whole; tokens, too, count from there."""

    text: str
    start: int
    end: int
    tokens: tuple[Token, ...]

    def __hash__(self) -> int:
        # The tokens follow from the text.
        return hash((self.text, self.start))

    @cached_property
    def words(self) -> tuple[Token, ...]:
        return tuple(token for token in self.tokens if token.kind == "word")

    @cached_property
    def lemmas(self) -> frozenset[str]:
        """Of all readings of all words."""
        return frozenset(lemma for word in self.words for lemma in word.lemmas)


@dataclass(frozen=True)
class Prose:
    """A text with its sentences. Equal texts share one."""

    text: str
    sentences: tuple[Sentence, ...]

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        return tuple(token for sentence in self.sentences for token in sentence.tokens)

    @cached_property
    def words(self) -> tuple[Token, ...]:
        return tuple(token for token in self.tokens if token.kind == "word")

    @cached_property
    def lemmas(self) -> frozenset[str]:
        return frozenset(lemma for sentence in self.sentences for lemma in sentence.lemmas)


@lru_cache(maxsize=4096)
def read(text: str) -> Prose:
    """The text's sentences with their words.

    A line's end ends a sentence; so do . ! ? … ; but not the full stop of «ст. 13» and «5 чел. приняты».
    """
    sentences = []
    at = 0
    for line in text.split("\n"):
        sentences += _sentences(line, at)
        at += len(line) + 1
    return Prose(text, tuple(sentences))


def lemmas(text: str) -> frozenset[str]:
    """All lemmas that the words of a text may have."""
    return read(text).lemmas


def _sentences(line: str, offset: int) -> list[Sentence]:
    found: list[Sentence] = []
    begun: list[Token] = []
    tokens = _tokens(line, 0)
    for token, following in zip(tokens, [*tokens[1:], None], strict=False):
        begun.append(token)
        if following is None or _ends(token, begun, following):
            start, end = begun[0].start, begun[-1].end
            found.append(_sentence(line[start:end], offset + start))
            begun = []
    return found


@lru_cache(maxsize=10_000)
def _sentence(text: str, start: int) -> Sentence:
    """One and the same as long as it stays what and where it is: while one types, what is known of it holds."""
    return Sentence(text, start, start + len(text), tuple(_tokens(text, start)))


def _tokens(text: str, start: int) -> list[Token]:
    return [
        Token(match.group(), start + match.start(), start + match.end(), match.lastgroup or "")
        for match in _TOKEN.finditer(text)
    ]


def _ends(token: Token, begun: list[Token], following: Token) -> bool:
    if token.text not in _ENDS_SENTENCE or following.start == token.end:
        return False
    if token.text == ";":
        return True
    # A capital, a quotation mark, a number or a dash may begin a sentence; a small letter does not.
    if following.kind == "word" and not following.text[0].isupper():
        return False
    if token.text != "." or len(begun) < 2:  # noqa: PLR2004 (a sign alone)
        return True
    before = begun[-2]
    is_initial = before.kind == "word" and len(before.text) == 1 and before.text.isupper()
    is_short = before.lower in _SHORT
    # «5 чел. Комиссия …», «в 2024 г. Проведено …»
    return not is_initial and (not is_short or (before.lower in _SHORT_AT_END and following.kind == "word"))
