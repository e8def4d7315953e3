"""Numbers with words that agree with them: a phrase for one, bent for any number.

A template has in braces what agrees: once «{1 …}», the number and what is counted, and any verbs, participles and
adjectives that go with it: «{проведено} {1 заседание комиссии}», «в отношении {1 муниципального служащего}».
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from reports.figures import format_number

from .words import Form, analyse, inflect

_BRACES = re.compile(r"\{([^{}]*)\}")
_WORD = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)")
_COUNTED = re.compile(r"1\s+(?=[^\W\d_])")
_ADJECTIVES = ("ADJF", "PRTF")
_PREDICATES = ("VERB", "PRTS", "ADJS")
_CASES = ("nomn", "accs", "gent", "datv", "ablt", "loct")
_GENDERS = ("masc", "femn", "neut")
# The cases that a preposition may govern, where the form alone leaves a choice: «по организации», «из организации».
_GOVERNED = {
    **dict.fromkeys(["в", "во", "на"], ("accs", "loct")),
    **dict.fromkeys(["о", "об", "при"], ("loct",)),
    **dict.fromkeys(["по", "к", "ко"], ("datv",)),
    **dict.fromkeys(["с", "со"], ("ablt", "gent")),
    **dict.fromkeys(["за", "под"], ("accs", "ablt")),
    **dict.fromkeys(["над", "перед", "между"], ("ablt",)),
    **dict.fromkeys(["через", "про"], ("accs",)),
    **dict.fromkeys(["из", "от", "до", "без", "для", "у", "около", "среди", "против"], ("gent",)),
}
# Participles and adjectives that stand for a person, also with a noun after them: «служащего учреждения».
_PERSONS = frozenset(["служащий", "обучаться", "учащийся", "учиться", "заведовать", "заведующий", "управляющий"])
# Forms that words have beside a number and nowhere else.
_BESIDE_NUMBERS = {
    ("человек", "gent"): "человек",
    ("человек", "datv"): "человекам",
    ("человек", "ablt"): "человеками",
    ("человек", "loct"): "человеках",
    ("год", "gent"): "лет",
}


@dataclass(frozen=True, slots=True)
class _Counted:
    """What is counted, as written for one; `bending` are the positions of the words that agree, `head` among them."""

    words: tuple[str, ...]  # and what stands between them, in turn
    bending: tuple[int, ...]
    head: int
    case: str
    gender: str  # "" for an abbreviation
    is_person: bool


@dataclass(frozen=True, slots=True)
class _Agreeing:
    """A verb, participle or adjective that goes with what is counted, perhaps with further words."""

    words: tuple[str, ...]


_Template = tuple[str | _Counted | _Agreeing, ...]


def check_template(text: str) -> None:
    """Raise ValueError, with a Russian message for whoever wrote it, if the template cannot be bent."""
    for number in ("1", "2", "5", "1.5"):
        fill(text, Decimal(number))


def fill(template: str, number: Decimal) -> str:
    """The phrase for this number: «проведено 5 заседаний комиссии», «проведены 2 заседания», «21 заседание».

    Raises ValueError as check_template() does.
    """
    parts = _parsed(template)
    counted = next(part for part in parts if isinstance(part, _Counted))
    return "".join(_bent(part, counted, number) for part in parts)


def _bent(part: str | _Counted | _Agreeing, counted: _Counted, number: Decimal) -> str:
    match part:
        case str():
            return part
        case _Counted():
            words = [_attribute(w, part, number) if n in part.bending else w for n, w in enumerate(part.words)]
            words[part.head] = _head(part, number)
            return f"{format_number(number)} {''.join(words)}"
        case _Agreeing():
            return "".join(_agreed(word, counted, number) for word in part.words)


# Reading a template


@lru_cache(maxsize=1024)
def _parsed(template: str) -> _Template:
    outside = _BRACES.sub("", template)
    if "{" in outside or "}" in outside:
        raise ValueError("Фигурные скобки стоят не парами: каждая «{» закрывается своей «}», одна в другой не стоит.")
    inside = [text.strip() for text in _BRACES.findall(template)]
    if sum(bool(_COUNTED.match(text)) for text in inside) != 1:
        raise ValueError("Укажите один раз число и то, что считается, в фигурных скобках: «{1 заседание комиссии}».")
    parts: list[str | _Counted | _Agreeing] = []
    at = 0
    for match in _BRACES.finditer(template):
        parts.append(template[at : match.start()])
        text = match.group(1).strip()
        preposition = (_WORD.findall(template[: match.start()].lower()) or [""])[-1]
        is_counted = _COUNTED.match(text)
        parts.append(_counted(text[is_counted.end() :], preposition) if is_counted else _Agreeing(_split(text)))
        at = match.end()
    parts.append(template[at:])
    counted = next(part for part in parts if isinstance(part, _Counted))
    for part in parts:
        if isinstance(part, _Agreeing):
            _check_agreement(part, counted)
    return tuple(part for part in parts if part != "")


def _split(text: str) -> tuple[str, ...]:
    return tuple(_WORD.split(text))


def _counted(text: str, preposition: str) -> _Counted:
    words = _split(text)
    attributes: list[int] = []
    for n in range(1, len(words), 2):
        word = words[n].lower()
        if words[n].isupper() and len(word) > 1:
            case, _ = _case(words, attributes, preposition)
            return _Counted(words, tuple(attributes), n, case, gender="", is_person=False)
        positions = [*attributes, n]
        is_adjective = bool(_readings(words, positions, _ADJECTIVES))
        is_person = is_adjective and any(form.lemma in _PERSONS for form in analyse(word))
        if is_person or _readings(words, positions, ("NOUN",)):
            return _with_head(words, attributes, n, preposition)
        if is_adjective:
            attributes.append(n)
        elif not any(form.part in ("ADVB", "CONJ") for form in analyse(word)):
            break
    if attributes:
        return _with_head(words, attributes[:-1], attributes[-1], preposition)
    raise ValueError(f"Не удаётся просклонять «{text}»: после 1 напишите то, что считается, в единственном числе.")


def _with_head(words: tuple[str, ...], attributes: list[int], head: int, preposition: str) -> _Counted:
    case, gender = _case(words, [*attributes, head], preposition)
    forms = [
        form
        for form in _singular(words[head].lower(), ("NOUN", *_ADJECTIVES))
        if (form.case, form.gender) == (case, gender)
    ]
    is_noun = forms[0].part == "NOUN"
    is_person = any("anim" in form.tags for form in forms) if is_noun else gender != "neut"
    later = _later_attributes(words, head, case, gender)
    return _Counted(words, (*attributes, *later), head, case, gender, is_person)


def _later_attributes(words: tuple[str, ...], head: int, case: str, gender: str) -> Iterator[int]:
    """«1 служащий, впервые поступивший на службу и прошедший инструктаж»: the participles after the comma."""
    may_follow = False
    for n in range(head + 2, len(words), 2):
        may_follow = may_follow or "," in words[n - 1]
        word = words[n].lower()
        if not may_follow:
            may_follow = word == "и"
            continue
        if any((form.case, form.gender) == (case, gender) for form in _singular(word, _ADJECTIVES)):
            yield n
        may_follow = any(form.part in ("ADVB", "PRCL", "CONJ") for form in analyse(word))


def _singular(word: str, parts: tuple[str, ...]) -> list[Form]:
    """Its readings as one of these parts of speech; a noun that is only guessed gives way («коррупциогенный»)."""
    forms = [f for f in analyse(word) if f.number == "sing" and f.case in _CASES and f.gender in _GENDERS]
    may_be_noun = any(form.is_known and form.part == "NOUN" for form in forms) or not any(
        form.part in _ADJECTIVES for form in forms
    )
    return [form for form in forms if form.part in parts and (form.part != "NOUN" or may_be_noun)]


def _readings(words: tuple[str, ...], positions: list[int], last: tuple[str, ...]) -> set[tuple[str, str]]:
    """The cases and genders that words at these positions have in common, the last of them as one of `last`."""
    *attributes, head = positions
    common = {(form.case, form.gender) for form in _singular(words[head].lower(), last)}
    for n in attributes:
        common &= {(form.case, form.gender) for form in _singular(words[n].lower(), _ADJECTIVES)}
    return common


def _case(words: tuple[str, ...], positions: list[int], preposition: str) -> tuple[str, str]:
    if not positions:
        return "nomn", ""
    found = _readings(words, positions, ("NOUN",)) or _readings(words, positions, _ADJECTIVES)
    governed = _GOVERNED.get(preposition, ())
    return min(found, key=lambda pair: (pair[0] not in governed, _CASES.index(pair[0]), _GENDERS.index(pair[1])))


def _check_agreement(part: _Agreeing, counted: _Counted) -> None:
    written, thing = "".join(part.words), "".join(counted.words)
    bending = [word.lower() for word in part.words[1::2] if _bending_forms(word.lower())]
    if not bending:
        raise ValueError(
            f"В фигурных скобках стоит «{written}»: там могут стоять число с тем, что считается («1 заседание»), "
            "и согласованные с ним глагол, причастие или прилагательное («проведено»)."
        )
    for word in bending:
        if not any(_agrees(form, counted) for form in _bending_forms(word)):
            raise ValueError(f"«{word}» не согласуется с «1 {thing}»: напишите фразу так, как она звучит для одного.")


def _bending_forms(word: str) -> list[Form]:
    return [form for form in analyse(word) if form.part in (*_PREDICATES, *_ADJECTIVES)]


def _agrees(form: Form, counted: _Counted) -> bool:
    # A verb goes with the nominative only: «{проведено} {1 заседания}» is a slip.
    case = form.case if form.part in _ADJECTIVES else "nomn"
    return (
        form.number == "sing"
        and case == counted.case
        and (not form.gender or not counted.gender or form.gender == counted.gender)
    )


# Bending


def _kind(number: Decimal) -> str:
    """one (1, 21, 101), few (2–4, 22), many (0, 5–20, 111) or part (1,5)."""
    if number != number.to_integral_value():
        return "part"
    units, tens = number % 10, number % 100
    if units == 1 and tens != 11:  # noqa: PLR2004 (the rule of the language)
        return "one"
    return "few" if 2 <= units <= 4 and not 12 <= tens <= 14 else "many"  # noqa: PLR2004


def _grammemes(counted: _Counted, number: Decimal, *, is_adjective: bool) -> tuple[str, str] | None:
    """Number and case beside this number; None: as for one."""
    is_direct = counted.case in ("nomn", "accs")
    match _kind(number):
        case "one":
            return None
        case "part":
            return "sing", "gent"
        case "few" if is_direct and not (counted.case == "accs" and counted.is_person):
            if not is_adjective:
                return "sing", "gent"
            return "plur", "nomn" if counted.gender == "femn" else "gent"
        case _:
            return "plur", "gent" if is_direct else counted.case


def _head(counted: _Counted, number: Decimal) -> str:
    word = counted.words[counted.head]
    if not counted.gender:
        return word
    small = word.lower()
    nouns = [f for f in _singular(small, ("NOUN",)) if (f.case, f.gender) == (counted.case, counted.gender)]
    if not nouns:
        return _attribute(word, counted, number)
    grammemes = _grammemes(counted, number, is_adjective=False)
    if grammemes is None:
        return word
    own = _BESIDE_NUMBERS.get((nouns[0].lemma, grammemes[1])) if grammemes[0] == "plur" else None
    return _like(word, own or inflect(small, nouns[0], *grammemes))


def _attribute(word: str, counted: _Counted, number: Decimal) -> str:
    grammemes = _grammemes(counted, number, is_adjective=True)
    if grammemes is None:
        return word
    small = word.lower()
    forms = [f for f in _singular(small, _ADJECTIVES) if f.case == counted.case]
    form = next((f for f in forms if f.gender == counted.gender), forms[0])
    return _like(word, inflect(small, form, *grammemes))


def _agreed(word: str, counted: _Counted, number: Decimal) -> str:
    small = word.lower()
    form = next((form for form in _bending_forms(small) if _agrees(form, counted)), None) if _WORD.match(word) else None
    if form is None:
        return word
    if form.part in _ADJECTIVES:
        return _attribute(word, counted, number)
    match _kind(number):
        case "one":
            return word
        case "few":
            return _like(word, inflect(small, form, "plur"))
        case "many" if counted.is_person:
            return _like(word, inflect(small, form, "plur"))
        case _:
            # A verb of the present has no gender: «проходит 5 семинаров».
            return _like(word, inflect(small, form, "sing", "neut") if form.gender else small)


def _like(word: str, bent: str | None) -> str:
    """The new form with the capital of the old one."""
    if bent is None:
        raise ValueError(f"У «{word}» нет формы для других чисел: скажите иначе.")
    return bent.capitalize() if word[0].isupper() else bent
