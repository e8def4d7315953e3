"""A word in another of its forms, where only the word is known and not which of its readings is meant."""

from functools import lru_cache

from .spelling import known_end
from .words import analyse, inflect

_NOUNS = ("NOUN", "ADJF")
_ADJECTIVES = ("ADJF", "PRTF")


@lru_cache(maxsize=20_000)
def noun_form(word: str, case: str, number: str) -> str:
    """A noun (in small letters) in another case and number; "" if it has no such form."""
    return _form(word, _NOUNS, case, number)


@lru_cache(maxsize=5_000)
def compound_form(word: str, case: str) -> str:
    """«плану-графику» of «плана-графика»: both nouns (in small letters) in another case; "" if one has no such form."""
    parts = [[form for form in analyse(part) if form.part == "NOUN"] for part in word.split("-")]
    shared = frozenset.intersection(*(frozenset((form.case, form.number) for form in forms) for forms in parts))
    bent = []
    for part, forms in zip(word.split("-"), parts, strict=True):
        form = next((form for form in forms if (form.case, form.number) in shared), None)
        bent.append((form and inflect(part, form, case, form.number)) or "")
    return "-".join(bent) if all(bent) else ""


@lru_cache(maxsize=20_000)
def adjective_form(word: str, case: str, column: str, *, animate: bool = False) -> str:
    """An adjective or participle (in small letters) in another form; `column` is masc, femn, neut or plur.

    "" if it has no such form. `animate` tells the two accusatives of masculine and plural apart.
    """
    if case == "accs" and column in ("masc", "plur"):
        return _form(word, _ADJECTIVES, case, column, "anim" if animate else "inan")
    return _form(word, _ADJECTIVES, case, column)


@lru_cache(maxsize=20_000)
def predicate_form(word: str, column: str) -> str:
    """A short participle or a verb (in small letters) for a subject of this column: masc, femn, neut or plur."""
    for form in analyse(word):
        if form.part in ("PRTS", "VERB"):
            has_gender = form.part == "PRTS" or "past" in form.tags
            gender = [column] if has_gender and column != "plur" else []
            return inflect(word, form, "plur" if column == "plur" else "sing", *gender) or ""
    return ""


@lru_cache(maxsize=5_000)
def finite_form(infinitive: str, *, plural: bool) -> str:
    """«проводится» or «проводятся» of «проводиться» (in small letters); "" if there is no such form."""
    for form in analyse(infinitive):
        if form.part == "INFN":
            return inflect(infinitive, form, "3per", "plur" if plural else "sing") or ""
    return ""


def _form(word: str, parts: tuple[str, ...], *grammemes: str) -> str:
    end = known_end(word)
    for form in analyse(end) if end else ():
        bent = inflect(end, form, *grammemes) if form.part in parts else None
        if bent:
            return word.removesuffix(end) + bent
    return ""
