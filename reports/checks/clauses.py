"""Sentences cut into clauses: where a predicate is, where its clause begins, which noun it is about.

No full parse is made: the forms of words and the signs between them decide.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from reports.russian import Token

from .lexicon import CARRIERS, EVENTS, EXISTING, FINDING, MESSAGES, RECEIVING, WRONGDOING, key

COLLECTIVE = frozenset("двое трое четверо пятеро шестеро семеро восьмеро девятеро десятеро оба".split())
MONTHS = frozenset("январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь".split())
_SUBSTANTIVES = frozenset(["служащий", "обучающийся", "учащийся", "заведующий", "данные"])
_RELATIVE = frozenset(["что", "который", "чей", "это"])
_STARTING = ("приступить", "приступать")  # «к мониторингу не приступали»
_NO_THING = MONTHS | frozenset("год месяц квартал полугодие".split())
_NOMINAL = ("nomn", "gent", "accs")
_BREAKS = frozenset(",;:–—-()")
_STRONG_BREAKS = frozenset(";:–—(")


def is_noun(token: Token) -> bool:
    """A noun, an adjective that serves as one («служащий»), or an abbreviation («НПА»)."""
    if token.kind != "word":
        return False
    if len(token.text) > 1 and token.text.isupper():
        return True
    return token.forms[0].part == "NOUN" or bool(token.lemmas & _SUBSTANTIVES)


def noun_lemma(token: Token) -> str:
    """The lemma of the likeliest reading as a noun, if there is one."""
    named = [form for form in token.forms if form.part == "NOUN"]
    # «викторина» is not of a Викторин
    return next(
        (form.lemma for form in named if not form.tags & {"Name", "Patr"}), named[0].lemma if named else token.lemma
    )


def is_preposition(token: Token) -> bool:
    """Whether that is its likeliest reading."""
    return bool(token.forms) and token.forms[0].part == "PREP"


def without_names(tokens: tuple[Token, ...]) -> list[Token]:
    """The tokens outside of «»."""
    depth = 0
    kept = []
    for token in tokens:
        if token.text == "«":
            depth += 1
        elif token.text == "»":
            depth = max(0, depth - 1)
        elif not depth:
            kept.append(token)
    return kept


def relative_apart(tokens: list[Token]) -> tuple[list[Token], list[list[Token]]]:
    """The main clauses, and apart from them «…, в обязанности которых входит участие в закупках, …»."""
    main: list[Token] = []
    relative = []
    at = 0
    while at < len(tokens):
        if tokens[at].text == "," and any(t.lemmas & {"который", "чей"} for t in tokens[at + 1 : at + 5]):
            end = at + 1
            while end < len(tokens) and not is_predicate(tokens[end]) and tokens[end].text not in ";:":
                end += 1
            while end < len(tokens) and tokens[end].text not in ",;:–—)":
                end += 1
            relative.append(tokens[at + 1 : end])
            at = end + 1 if end < len(tokens) and tokens[end].text == "," else end
        else:
            main.append(tokens[at])
            at += 1
    return main, relative


def is_predicate(token: Token) -> bool:
    """A finite verb, a short participle, or «нет»."""
    if token.kind != "word":
        return False
    form = token.forms[0]
    return (form.part == "VERB" and "impr" not in form.tags) or form.part == "PRTS" or token.lower == "нет"


def predicates(tokens: list[Token]) -> list[tuple[int, int]]:
    """The first and last index of each; «не было выявлено», «проведён не был» are one."""
    found: list[tuple[int, int]] = []
    for at, token in enumerate(tokens):
        if not is_predicate(token):
            continue
        if found:
            first, last = found[-1]
            between = tokens[last + 1 : at]
            is_copula = any("быть" in tokens[i].lemmas for i in (last, at))
            is_close = len(between) <= 1 and all(t.is_a("PRCL", "ADVB") for t in between)
            # «Уволен в связи с утратой доверия никто не был»
            is_nobody = any("никто" in t.lemmas for t in between) and not any(t.text in _BREAKS for t in between)
            if is_copula and (is_close or is_nobody):
                found[-1] = (first, at)
                continue
        found.append((at, at))
    return found


def boundary(tokens: list[Token], low: int, high: int) -> int:
    """Where, between two predicates, the clause of the second begins."""
    breaks = [i for i in range(low, high) if tokens[i].text in _BREAKS]
    if not breaks:
        breaks = [i for i in range(low, high) if tokens[i].lower in ("и", "а", "но", "или")]
    for at in reversed(breaks):
        following = tokens[at + 1 : high]
        if _is_participle(following) and not (len(following) > 1 and is_noun(following[1])):
            continue
        if any(is_noun(t) or t.is_a("NPRO", "NUMR") or t.kind == "number" for t in following):
            # «…, фактов сокрытия доходов, расходов не выявлено»: the clause begins with the facts.
            earlier = (i for i in breaks if i < at and _begins_denial(tokens[i], tokens[i + 1 : high]))
            return next(earlier, at) + 1
    return breaks[-1] + 1 if breaks else high


def _begins_denial(sign: Token, following: list[Token]) -> bool:
    """Whether a genitive that something may be denied of stands at the beginning."""
    if following[-1].lower != "не":
        return False
    noun = next((t for t in following if not t.is_a("ADJF", "PRTF") or is_noun(t)), None)
    if noun is None or not is_noun(noun) or noun.forms[0].case != "gent":
        return False
    return noun_lemma(noun) in CARRIERS | WRONGDOING or sign.text in _STRONG_BREAKS


def thing_of(clause: tuple[Token, ...], predicate: Token, verb: str, *, denied: bool) -> Token | None:
    """The noun that the predicate is about: what was (not) found, done, received."""
    at = clause.index(predicate)
    if verb in _STARTING:
        begun = next((i for i, token in enumerate(clause) if token.lower in ("к", "ко")), len(clause))
        return next((token for token in clause[begun:] if is_noun(token)), None)
    left, right = clause[:at], clause[at + 1 :]
    form = predicate.forms[0]
    active = form.part == "VERB" and "tran" in form.tags
    preferred = _preferred(verb)
    last_resort: Token | None = None
    for part in (right, left) if active else (left, right):
        free, owned, loose = nouns(part)
        if active and denied and part is left:
            # «Комиссия заседаний не проводила»: the object, not who did not.
            objects = {*(t for t in free if _may_be(t, "gent") or _may_be(t, "accs")), *owned, *loose}
            # «Служащие обучение по вопросам коррупции не проходили»
            direct = [t for t in free[1:] if _may_be(t, "accs")]
            free, loose = direct[-1:], [t for t in part if t in objects]
        likely = next((t for t in free if noun_lemma(t) in preferred), None)
        wanted = _last_wanted(loose, preferred) if denied and (verb in FINDING or not free) else None
        if likely or wanted or free:
            return likely or wanted or free[0]
        if denied and loose:
            last_resort = last_resort or loose[-1]
    # «Уволенных нет», «уволенных в связи с утратой доверия нет»
    participles = [t for t in left if t.is_a("PRTF") or key(t.lemma) != t.lemma] if denied else []
    alone = [t for t, after in pairwise(clause) if t in participles and (is_preposition(after) or after is predicate)]
    people = [t for t in alone if any(f.part == "PRTF" and (f.case, f.number) == ("gent", "plur") for f in t.forms)]
    return next(iter([*people, *([last_resort] if last_resort else []), *participles[-1:]]), None) or _one_each(clause)


def _one_each(clause: tuple[Token, ...]) -> Token | None:
    """Of «найдено по одному коррупциогенному фактору» the factor."""
    for at, (token, following) in enumerate(pairwise(clause)):
        if token.lower == "по" and "один" in following.lemmas:
            return next((noun for noun in clause[at + 2 :] if is_noun(noun)), None)
    return None


def _last_wanted(nouns_after: list[Token], preferred: frozenset[str]) -> Token | None:
    """Of «итогам анализа фактов коррупции» the facts."""
    wanted = [i for i, t in enumerate(nouns_after) if noun_lemma(t) in preferred]
    if not wanted:
        return None
    last = wanted[-1]
    is_of = last > 0 and noun_lemma(nouns_after[last - 1]) in CARRIERS
    return nouns_after[last - 1 if is_of else last]


def _preferred(verb: str) -> frozenset[str]:
    if verb in FINDING:
        return WRONGDOING | CARRIERS
    if verb in RECEIVING:
        return MESSAGES | CARRIERS
    if verb in EXISTING:
        return WRONGDOING | CARRIERS | MESSAGES | EVENTS
    return EVENTS | MESSAGES


def nouns(part: Sequence[Token]) -> tuple[list[Token], list[Token], list[Token]]:
    """Nouns that stand free; genitives after those; genitives after a preposition's noun, maybe its, maybe not."""
    free: list[Token] = []
    owned: list[Token] = []
    loose: list[Token] = []
    waiting = in_phrase = after_noun = False
    for token in _outside_participles(part):
        if token.kind == "sign":
            after_noun = in_phrase = waiting = False
        elif is_preposition(token):
            waiting, in_phrase, after_noun = True, False, False
        elif token.lemmas & _RELATIVE:
            waiting = False
        elif not (is_noun(token) or token.is_a("NPRO") or token.lemma in COLLECTIVE):
            continue
        elif waiting:
            waiting, in_phrase = False, True
        elif (in_phrase or after_noun) and _may_be(token, "gent"):
            (loose if in_phrase else owned).append(token)
        elif noun_lemma(token) not in _NO_THING and any(_may_be(token, case) for case in _NOMINAL):
            free.append(token)
            after_noun = True
    return free, owned, loose


def _outside_participles(part: Sequence[Token]) -> Iterator[Token]:
    """Without «…, замещающими должности муниципальной службы, …»."""
    aside = False
    for at, token in enumerate(part):
        if token.text in _BREAKS:
            aside = token.text == "," and _is_participle(part[at + 1 : at + 3])
        if not aside or token.kind == "sign":
            yield token


def _may_be(token: Token, case: str) -> bool:
    return any(form.case == case or not form.case for form in token.forms)


def _is_participle(following: Sequence[Token]) -> bool:
    if following and following[0].lower == "не":
        following = following[1:]
    return bool(following) and bool(following[0].forms) and following[0].forms[0].part == "PRTF"
