"""Nouns in a clause: which word is one, what it counts or completes, which of them a clause is about."""

from collections.abc import Iterator, Sequence
from functools import cache

from .amounts import Amount
from .roots import root
from .words import Token, analyse

# Of people, though an adjective or (лицо) of things by its form.
PEOPLE = frozenset("служащий учащийся обучающийся лицо человек чел".split())
_AMOUNT = frozenset("количество число".split())
# They say how many there are, or that there are; what of, the noun that completes them says.
EMPTY = _AMOUNT | {"факт", "случай"}
_PRONOUNS = frozenset("них нем ней ним ними которых которым".split())
_TIMES = frozenset("год время период квартал полугодие месяц день".split())
_BEFORE_NOUN = ("ADJF", "PRTF", "NUMR", "ADVB", "PRCL", "CONJ")
_DASHES = ("-", "–", "—")
_REACH = 7  # a number's noun stands at most so many words after it
_LIKELY = 0.3  # from this score on a reading counts
_ABBREVIATION = 3  # letters at least


def is_person(noun: Token) -> bool:
    """Whether a noun names people."""
    return bool(noun.lemmas & PEOPLE) or any("anim" in form.tags and form.part == "NOUN" for form in noun.forms[:3])


def is_noun(token: Token) -> bool:
    """Whether a word is a noun here, as far as it can be told from itself; an abbreviation and «служащий» are."""
    if token.kind != "word":
        return False
    return is_abbreviation(token) or bool(token.lemmas & PEOPLE) or _is_noun_form(token.lower)


def is_abbreviation(token: Token) -> bool:
    """«НПА», «МБОУ»: in capitals, with no forms of its own."""
    return token.kind == "word" and token.text.isupper() and len(token.text) >= _ABBREVIATION


@cache
def _is_noun_form(word: str) -> bool:
    forms = analyse(word)
    if any(form.part in ("PREP", "CONJ") for form in forms):
        return word == "раз"
    return sum(form.score for form in forms if form.part == "NOUN") > _LIKELY


def complement_of(tokens: Sequence[Token], at: int) -> frozenset[str]:
    """Roots of the genitive that follows a noun, past its adjectives: «фактов грубого нарушения»."""
    for token in tokens[at + 1 : at + 4]:
        if is_noun(token) and any(form.case in ("gent", "") for form in token.forms):
            return frozenset(root(form.lemma) for form in token.forms if form.part in ("NOUN", ""))
        if not token.is_a("ADJF", "PRTF"):
            break
    return frozenset()


def first_noun(tokens: Sequence[Token]) -> Token | None:
    """The first noun that no preposition governs; of «количество заседаний» the second."""
    is_governed = False
    for at, token in enumerate(tokens):
        if token.is_a("PREP"):
            is_governed = True
        elif is_noun(token):
            is_empty = bool(token.lemmas & _AMOUNT) or bool(token.lemmas & EMPTY and complement_of(tokens, at))
            if not is_governed and not is_empty:
                return token
            is_governed = is_governed and not token.lemmas & _TIMES  # «в 2024 году заседаний не было»
        elif token.kind == "sign" or token.is_a("VERB", "PRTS", "PRED") or token.lower in _PRONOUNS:
            is_governed = False
        elif not is_governed and _stands_for_noun(tokens, at):
            return token
    return None


def last_noun(tokens: Sequence[Token]) -> Token | None:
    """The last noun that neither a preposition nor another noun governs: what brackets after it are about."""
    completing = set(completing_nouns(tokens))
    found = None
    is_governed = False
    for at, token in enumerate(tokens):
        if token.is_a("PREP"):
            is_governed = True
        elif is_noun(token):
            found = token if not is_governed and at not in completing else found
        elif token.kind == "sign" or token.is_a("VERB", "PRTS", "PRED"):
            is_governed = False
    return found


def _stands_for_noun(tokens: Sequence[Token], at: int) -> bool:
    """«уволенных в связи с … нет»: a participle without a noun."""
    if not any(form.part == "PRTF" and form.case == "gent" and form.number == "plur" for form in tokens[at].forms):
        return False
    return at + 1 == len(tokens) or tokens[at + 1].is_a("PREP", "PRCL", "PRED", "VERB", "PRTS")


def completing_nouns(tokens: Sequence[Token]) -> Iterator[int]:
    """Where genitives stand that complete the noun before them."""
    after_noun = False
    for at, token in enumerate(tokens):
        names = is_noun(token)
        if after_noun and names and any(form.case in ("gent", "") for form in token.forms):
            yield at
        # «проектов актов», but «числа актов» are acts
        after_noun = (names and not token.lemmas & EMPTY) or (after_noun and token.is_a("ADJF", "PRTF"))


def noun_after(tokens: Sequence[Token], amount: Amount) -> int | None:
    """Where the noun stands that follows a number; of «5 поступивших на службу» the participle."""
    if amount.is_times:
        return None
    start = amount.last + 1
    if start + 1 < len(tokens) and tokens[start].lower == "из":
        if tokens[start + 1].kind == "number" or tokens[start + 1].is_a("NUMR"):
            start += 2  # «16 из 18 организаций»
    elif start + 1 < len(tokens) and tokens[start].text in _DASHES:
        # «48 – НПА», but «двое – выговор», «2 – в первом полугодии»
        following = tokens[start + 1]
        is_genitive = is_abbreviation(following) or any(form.case == "gent" for form in following.forms)
        return start + 1 if is_noun(following) and is_genitive else None
    return _noun_from(tokens, start, amount)


def _noun_from(tokens: Sequence[Token], start: int, amount: Amount) -> int | None:
    last = None
    for at in range(start, min(len(tokens), start + _REACH)):
        token = tokens[at]
        if token.text == "." and _is_shortened(tokens[at - 1]):
            continue  # «2 муниц. служ.»
        is_apart = amount.is_collective and token.start - tokens[at - 1].end > 1  # «привлечены трое (замечания)»
        if is_apart or token.kind != "word" or token.is_a("PREP") or token.lower == "из":
            break
        if is_noun(token):
            return at if _is_counted(token, amount) else last
        if token.is_a("ADJF", "PRTF") and not token.lower.startswith("котор"):
            last = at
        elif not token.is_a(*_BEFORE_NOUN):
            break
    return last if last is not None and any(form.number == "plur" for form in tokens[last].forms) else None


def _is_shortened(adjective: Token) -> bool:
    return any(form.part == "ADJF" and "Abbr" in form.tags for form in adjective.forms)


def _is_counted(noun: Token, amount: Amount) -> bool:
    """Whether the noun's form can follow the number: in the genitive, or with the number in another oblique case."""
    if is_abbreviation(noun):
        return True
    forms = [form for form in noun.forms if form.part in ("NOUN", "ADJF", "PRTF", "")]
    ends_with_one = amount.value % 10 == 1
    return any(form.case != "nomn" or ends_with_one for form in forms)
