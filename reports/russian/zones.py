"""How near words stand to a count: in its own clause, beside it, before it."""

from collections.abc import Iterable, Iterator, Sequence

from .nouns import completing_nouns
from .pieces import denied
from .roots import root
from .words import Token

_COUNTING = ("считая", "включая")
OWN, NEAR, BEFORE, EARLIER = 3.0, 2.0, 1.5, 1.0
Zone = tuple[float, tuple[Token, ...]]


def roots_of(zones: Iterable[Zone], *, only_free: bool) -> dict[str, float]:
    """The roots of the words of these zones, each with the nearest level; `only_free`: without completing nouns."""
    found: dict[str, float] = {}
    for level, tokens in zones:
        negated = set(denied(tokens))
        if negated and level < OWN:
            continue  # what was not does not tell what a count nearby is about
        skipped = {*negated, *_included(tokens), *(completing_nouns(tokens) if only_free else ())}
        for at, token in enumerate(tokens):
            # «запретов, установленных законом»: nobody established a fact
            if token.kind == "word" and at not in skipped and "установленный" not in token.lemmas:
                for lemma in token.lemmas:
                    key = root(lemma)
                    found[key] = max(found.get(key, 0), level)
    return found


def _included(tokens: Sequence[Token]) -> Iterator[int]:
    """Where an aside tells who is counted, too: «…, считая уволенного, …»."""
    for at, token in enumerate(tokens):
        if token.lower in _COUNTING:
            end = next((i for i in range(at, len(tokens)) if tokens[i].kind == "sign"), len(tokens))
            yield from range(at, end)
