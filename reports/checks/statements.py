"""What a text says was done, found or received, and what it says was not: a statement for each of its predicates."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import islice, pairwise

from reports.russian import Sentence, Token, read

from .clauses import (
    boundary,
    is_noun,
    is_preposition,
    noun_lemma,
    nouns,
    predicates,
    relative_apart,
    thing_of,
    without_names,
)
from .lexicon import (
    CARRIERS,
    EVENTS,
    EXISTING,
    FINDING,
    LIGHT_NOUNS,
    MESSAGES,
    NEEDING,
    NEUTRAL,
    OCCASIONS,
    PEOPLE,
    PRONOUNS,
    RECEIVING,
    WRONGDOING,
    key,
    plain,
)
from .limits import is_limited, is_of_undone, reason_at

_UNREAL = frozenset(["нельзя", "невозможно", "неверно", "если", "чтобы", "будто"])
_FUTURE = frozenset("планировать запланировать намечать наметить предстоять предполагать предусмотреть".split())
_TIME = frozenset("год период время течение отчетный истекший текущий настоящий прошедший весь".split())
_SUBSTANCE = ("NOUN", "ADJF", "PRTF", "VERB", "PRTS", "INFN", "GRND")
_OCCURRING = frozenset("совершение наличие возникновение допущение".split())
_DENIABLE = CARRIERS | WRONGDOING | MESSAGES | EVENTS | {"конфликт", "связь"}
_FALSE = "недостоверность"
_AFFILIATED = "аффилированность"  # «аффилированных связей»
_CONJUNCTIONS = frozenset(["и", "или", "либо", "ни", "также", ","])
_SUCCEEDING = frozenset(["удаться", "представиться", "получиться", "смочь", "суметь"])
_AGENDA = frozenset(["заседание", "рассмотрение", "обсуждение", "повестка"])
_WHOLE = frozenset(["год", "период"])


@dataclass(frozen=True)
class Statement:
    """A predicate with its clause. `thing` is the noun it is about; None if the clause names none."""

    sentence: Sentence
    tokens: tuple[Token, ...]
    predicate: Token
    verb: str  # the predicate's lemma, without «-ся»; «ни» for «… – ни одного»
    denied: bool
    limited: bool  # about a part, another time, a condition: says nothing of the whole
    thing: Token | None
    beside: tuple[Token, ...]  # the tokens among which the thing stands: these, or those of an earlier clause

    @cached_property
    def about(self) -> str:
        """The key of the thing meant: of «фактов нарушения запретов» «нарушение»; "" without one."""
        if self.thing is None:
            return ""
        lemma = noun_lemma(self.thing)
        if lemma in CARRIERS or lemma == "повышение":  # «повышение квалификации»
            return self._carried or key(lemma)
        if lemma == "связь" and _AFFILIATED in {key(token.lemma) for token in self.beside}:
            return _AFFILIATED
        return (lemma in PEOPLE and self.is_finding and self._did) or key(lemma)

    @cached_property
    def abouts(self) -> frozenset[str]:
        """The thing meant and, of «сведений о фактах коррупции», what they are about, too."""
        if self.thing is None:
            return frozenset()
        found = {self.about, *self._false}
        after = self.beside[self.beside.index(self.thing) + 1 :]
        if noun_lemma(self.thing) in MESSAGES and after and after[0].lower in ("о", "об"):
            of = (noun_lemma(token) for token in after[1:] if is_noun(token))
            found.update(key(lemma) for lemma in islice((lemma for lemma in of if lemma not in CARRIERS), 1))
        return frozenset(found)

    @property
    def _false(self) -> Iterator[str]:
        """Of «неполных сведений» and of «представления недостоверных сведений» that they were false."""
        if self.thing is not None:
            at = self.beside.index(self.thing)
            near = (*self.beside[max(0, at - 3) : at], *self._after_thing)
            yield from (key(t.lemma) for t in near if t.is_a("ADJF") and key(t.lemma) == _FALSE)

    @property
    def _carried(self) -> str:
        """Of «фактов нарушения» and «коррупционных проявлений» what there were facts of."""
        after = [key(noun_lemma(t)) for t in self._after_thing if is_noun(t) and noun_lemma(t) not in _OCCURRING]
        before = self.beside[: self.beside.index(self.thing)] if self.thing else ()
        adjectives = [
            key(token.lemma) for token in before[-1:] if token.is_a("ADJF") and key(token.lemma) != token.lemma
        ]
        return next(iter(after + adjectives), "")

    @property
    def _did(self) -> str:
        """Of «лиц, нарушивших запреты» and «лиц, допустивших нарушения» the wrong."""
        participle = next((token for token in self._after_thing if token.is_a("PRTF")), None)
        if participle is None:
            return ""
        after = self._after_thing
        if any(token.lower == "не" for token in after):
            return f"не {key(participle.lemma)}"
        owned = next((key(noun_lemma(token)) for token in after if is_noun(token)), "")
        is_of_its_own = key(participle.forms[0].lemma) != plain(participle.forms[0].lemma)
        return key(participle.forms[0].lemma) if is_of_its_own else owned

    @property
    def _after_thing(self) -> list[Token]:
        """The tokens between the thing and the predicate or the next sign but one right after the thing."""
        after = self.beside[self.beside.index(self.thing) + 1 :] if self.thing else ()
        ends = (i for i, token in enumerate(after) if token is self.predicate or (token.kind == "sign" and i))
        return list(after[: next(ends, len(after))])

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of all the clause's words of substance."""
        return frozenset(key(lemma) for token in self.tokens for lemma in _content(token))

    @cached_property
    def nouns(self) -> frozenset[str]:
        """The keys of the nouns that may be the predicate's subject or object."""
        return frozenset(key(noun_lemma(token)) for token in nouns(self.tokens)[0])

    @cached_property
    def narrowing(self) -> frozenset[str]:
        """What narrows the thing down: the words of substance but for the thing, its time, occasion and doer."""
        found: set[str] = set()
        skip = False
        before: Token | None = None
        for token in self.tokens[: reason_at(self.tokens, self.predicate)]:
            if is_preposition(token) or token is self.thing or token.kind == "sign":
                skip = False
            elif before is not None and is_preposition(before):
                skip = token.lemma in OCCASIONS or before.lower == "благодаря"
            if not (skip or token is self.predicate or token is self.thing or self._is_doer(token, before)):
                found.update(key(lemma) for lemma in _content(token) if _is_spelt(token) and lemma not in FINDING)
            before = token
        return frozenset(found) - self.abouts - _TIME

    def _is_doer(self, token: Token, before: Token | None) -> bool:
        """«Комиссией», «проведёнными проверками», «проверяющие не нашли»; no preposition asks for the case."""
        if not token.forms or (before is not None and is_preposition(before)):
            return False
        predicate = self.predicate.forms[0]
        is_active = self.denied and predicate.part == "VERB" and "tran" in predicate.tags
        return token.forms[0].case == "ablt" or (is_active and is_noun(token) and token.forms[0].case == "nomn")

    @cached_property
    def attributes(self) -> frozenset[str]:
        """The narrowing words, but for those that any report of this kind is about."""
        return self.narrowing - NEUTRAL - LIGHT_NOUNS

    @cached_property
    def years(self) -> frozenset[int]:
        """The years that the clause names: «в 2023 году»."""
        return frozenset(
            token.whole for token, after in pairwise(self.tokens) if token.whole is not None and after.lemma == "год"
        )

    @property
    def is_finding(self) -> bool:
        """Something was (not) found, or there was (not) any."""
        return self.verb in FINDING or self.verb in EXISTING

    @property
    def is_doing(self) -> bool:
        """Something was (not) done, rather than found, received or needed."""
        return not (self.is_finding or self.verb in RECEIVING or self.verb in NEEDING or self.verb == "ни")

    @property
    def finished(self) -> bool:
        """Said of something that is over: «проведено», «состоялось», «прошли»."""
        form = self.predicate.forms[0]
        return not self.denied and (form.part == "PRTS" or (form.part == "VERB" and {"past", "perf"} <= form.tags))

    @property
    def start(self) -> int:
        """Where the clause begins in the whole text."""
        return self._words[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self._words[-1].end

    @cached_property
    def _words(self) -> tuple[Token, ...]:
        return tuple(token for token in self.tokens if token.kind != "sign" or token.text in "«»%№") or self.tokens


@lru_cache(maxsize=4096)
def statements(text: str) -> tuple[Statement, ...]:
    """The statements of a text, in its order."""
    return tuple(statement for sentence in read(text).sentences for statement in _of_sentence(sentence))


def denials(text: str) -> list[Statement]:
    """What the text denies."""
    return [statement for statement in statements(text) if statement.denied]


def quote(statement: Statement, limit: int = 200) -> str:
    """The clause as it stands in the text; a long one with «…» in the middle, between words."""
    sentence = statement.sentence
    return shorten(sentence.text[statement.start - sentence.start : statement.end - sentence.start], limit)


def shorten(text: str, limit: int = 200) -> str:
    """The text, or its beginning and end with «…» between: cut between words."""
    if len(text) <= limit:
        return text
    head = text[: limit // 2].rsplit(" ", 1)[0].rstrip(" ,;:–")
    tail = text[-limit // 3 :].split(" ", 1)[-1]
    return f"{head} … {tail}"


@lru_cache(maxsize=10_000)
def _of_sentence(sentence: Sentence) -> tuple[Statement, ...]:
    main, relative = relative_apart(without_names(sentence.tokens))
    found = list(_of_clauses(sentence, main, is_relative=False))
    for tokens in relative:
        found += _of_clauses(sentence, tokens, is_relative=True)
    return tuple(found)


def _of_clauses(sentence: Sentence, tokens: list[Token], *, is_relative: bool) -> Iterator[Statement]:
    found = predicates(tokens)
    starts = [0, *(boundary(tokens, last + 1, first) for (_, last), (first, _) in pairwise(found))]
    ends = [*starts[1:], len(tokens)]
    unreal_from, unreal_to = _unreal(tokens)
    thing: Token | None = None
    beside: tuple[Token, ...] = ()
    for (first, last), start, end in zip(found, starts, ends, strict=False):
        clause = tuple(tokens[start:end])
        group = tokens[first : last + 1]
        predicate = next((t for t in group if "быть" not in t.lemmas), group[-1])
        verb = _verb(predicate, clause)
        # «Нет» and «отсутствуют» deny, «не отсутствуют» does not.
        denied = _is_denied(tokens[start:first], group) != (verb in ("отсутствовать", "нет"))
        named = thing_of(clause, predicate, verb, denied=denied)
        # «Карта не утверждалась и не актуализировалась», «семинар намечался, но он не состоялся»: again the same.
        is_again = named is not None and thing is not None and bool(named.lemmas & PRONOUNS)
        if is_again:
            pass
        elif named or any(is_noun(t) or t.is_a("NPRO", "NUMR") for t in tokens[start:first]):
            thing, beside = named, clause
        # «…, на котором рассмотрен вопрос» tells of what happened, «…, которые не устранены» only describes.
        unreal = (
            (is_relative and not is_preposition(clause[0]))
            or unreal_from <= start < unreal_to
            or start <= unreal_from < end
        )
        is_of_part = denied and (is_limited(clause, predicate, thing) or is_of_undone(clause, verb))
        limited = unreal or verb in _FUTURE or is_of_part
        said = Statement(sentence, clause, predicate, verb, denied, limited, thing, beside)
        yield from _one_by_one(said) if denied and beside is clause else [said]
        yield from _without(said)
    yield from _none_at_all(sentence, tokens, thing, beside)


def _verb(predicate: Token, clause: tuple[Token, ...]) -> str:
    """The predicate's lemma without «-ся»; of «состоялись» with it, of «выносились на заседание» what is meant.

    Of «провести анализ не удалось» what was to be done.
    """
    lemma = predicate.forms[0].lemma
    meant = next((t for t in clause if t.is_a("INFN")), None) if lemma in _SUCCEEDING else None
    if meant is not None:
        return plain(meant.forms[0].lemma)
    if plain(lemma) in ("вынести", "выносить") and any(token.lemmas & _AGENDA for token in clause):
        return "рассматривать"
    return lemma if predicate.lemma == "состояться" else plain(lemma)


def _without(said: Statement) -> Iterator[Statement]:
    """«Год прошёл без нарушений», «проверка завершена без замечаний»: of the year as a whole, or of that check only."""
    if not said.finished or said.limited:
        return
    for at, token in enumerate(said.tokens[:-1]):
        if token.lower != "без" or (at and said.tokens[at - 1].lower == "не"):
            continue
        following = said.tokens[at + 1 : at + 4]
        wrong = next((t for t in following if not t.is_a("ADJF", "PRTF") or is_noun(t)), None)
        if wrong is not None and noun_lemma(wrong) in WRONGDOING | CARRIERS:
            of_all = said.thing is None or noun_lemma(said.thing) in _WHOLE
            tokens = (said.predicate, *said.tokens[at + 1 :])
            limited = not of_all or is_limited(said.tokens, said.predicate, wrong)
            yield replace(said, tokens=tokens, verb="быть", denied=True, limited=limited, thing=wrong, beside=tokens)


def _one_by_one(denial: Statement) -> Iterator[Statement]:
    """«Нарушений и конфликта интересов не выявлено» is two denials."""
    tokens = denial.tokens
    predicate = tokens.index(denial.predicate)
    first = tokens.index(denial.thing) if denial.thing else predicate
    # The things stand before the predicate or, as in «не выявлено ни …, ни …», after it.
    end = predicate if first < predicate else len(tokens)
    cuts = [at for at in range(first + 1, end) if _joins(tokens, at)]
    if not cuts:
        yield denial
        return
    before, after = (tokens[: predicate + 1], ()) if first > predicate else ((), tokens[end:])
    part = tokens[: cuts[0]] + after
    yield replace(denial, tokens=part, beside=part)
    for cut, following in zip(cuts, [*cuts[1:], end], strict=True):
        joined = tokens[cut + 1 : following]
        noun = next(token for token in joined if noun_lemma(token) in _DENIABLE)
        yield replace(denial, tokens=before + joined + after, thing=noun, beside=before + joined + after)


def _joins(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether another thing that may be denied is joined here, in the genitive."""
    if tokens[at].lower not in _CONJUNCTIONS:
        return False
    noun = next((token for token in tokens[at + 1 : at + 4] if not token.is_a("ADJF") or is_noun(token)), None)
    return noun is not None and noun_lemma(noun) in _DENIABLE and any(form.case == "gent" for form in noun.forms)


def _unreal(tokens: list[Token]) -> tuple[int, int]:
    """From where to where a sentence speaks of no fact: «нельзя сказать, что …», «если …», up to a colon or so."""
    at = next((i for i, token in enumerate(tokens) if token.lower in _UNREAL), len(tokens))
    return at, next((i for i in range(at, len(tokens)) if tokens[i].text in ":;–"), len(tokens))


def _none_at_all(
    sentence: Sentence, tokens: list[Token], thing: Token | None, beside: tuple[Token, ...]
) -> Iterator[Statement]:
    """«Поступило 3 обращения, из них по фактам коррупции – ни одного»."""
    if any(token.lower in ("не", "нет") for token in tokens):
        return
    for at, (ni, one) in enumerate(pairwise(tokens)):
        if ni.lower == "ни" and "один" in one.lemmas:
            commas = [i for i in range(at) if tokens[i].text in ",;:"]
            clause = tuple(tokens[commas[-1] + 1 if commas else 0 :])
            yield Statement(sentence, clause, ni, "ни", denied=True, limited=True, thing=thing, beside=beside)


def _is_denied(before: list[Token], group: list[Token]) -> bool:
    if any(token.lower == "не" for token in group):
        return True
    words = [token.lower for token in before[-2:]]
    return words[-1:] == ["не"] or (words[:1] == ["не"] and words[-1] in ("еще", "ещё"))


def _content(token: Token) -> list[str]:
    if token.kind != "word" or "быть" in token.lemmas:
        return []
    form = token.forms[0]
    if form.part in _SUBSTANCE or is_noun(token):
        return [noun_lemma(token) if form.part == "NOUN" else form.lemma]
    return []


def _is_spelt(token: Token) -> bool:
    """Whether the dictionary knows the word: an unknown one is most likely misspelt and narrows nothing."""
    return token.forms[0].is_known or token.text.isupper()
