"""How often something is done: «ежеквартально», «раз в полгода», «два раза в месяц»."""

from collections.abc import Iterator

from reports.russian import Token

# Times a year.
_REGULAR = {
    "ежедневн": 250.0,
    "еженедельн": 52.0,
    "ежемесячн": 12.0,
    "помесячн": 12.0,
    "ежеквартальн": 4.0,
    "поквартальн": 4.0,
    "ежегодн": 1.0,
}
_REGULAR_STEMS = tuple(_REGULAR)
_PERIODS = {"день": 250.0, "неделя": 52.0, "месяц": 12.0, "квартал": 4.0, "полугодие": 2.0, "полгода": 2.0, "год": 1.0}
_TIMES = {"дважды": 2, "трижды": 3, "однажды": 1, "единожды": 1, "однократно": 1, "двукратно": 2}
_NUMBERS = {"один": 1, "два": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6, "двенадцать": 12}
_NUMBER_LEMMAS = frozenset(_NUMBERS)
_EACH = frozenset("каждый каждое каждую каждые каждом каждого".split())
_TIME = ("раз", "раза")


def rhythms(tokens: tuple[Token, ...]) -> Iterator[tuple[int, int, float]]:
    """Where in a sentence a rhythm is named (first token, end) and how many times a year that is."""
    at = 0
    while at < len(tokens):
        high, often = (at + 1, 0.0) if tokens[at].kind == "sign" else _rhythm_at(tokens, at)
        if often:
            yield at, high, often
        at = max(high, at + 1)


def _rhythm_at(tokens: tuple[Token, ...], at: int) -> tuple[int, float]:
    token = tokens[at]
    if token.lower.startswith(_REGULAR_STEMS):
        return at + 1, next(often for stem, often in _REGULAR.items() if token.lower.startswith(stem))
    if token.lower in _EACH:
        return _period(tokens, at + 1, 1)
    if token.lower in _TIMES:
        high, often = _in_period(tokens, at + 1, _TIMES[token.lower])
        return high, often or float(_TIMES[token.lower])
    if token.lower in _TIME:
        return _in_period(tokens, at + 1, 1)
    times = _number(token)
    if times and at + 1 < len(tokens) and tokens[at + 1].lower in _TIME:
        high, often = _in_period(tokens, at + 2, times)
        # «Два раза» in a year's report is twice a year.
        return high, often or float(times)
    return at + 1, 0.0


def _in_period(tokens: tuple[Token, ...], at: int, times: int) -> tuple[int, float]:
    """«… в год», «… за отчётный квартал», «… в три месяца»."""
    if at < len(tokens) and tokens[at].lower in ("в", "за"):
        return _period(tokens, at + 1, times)
    return at, 0.0


def _period(tokens: tuple[Token, ...], at: int, times: int) -> tuple[int, float]:
    length = 1
    while at < len(tokens) and at + 1 < len(tokens) and (_number(tokens[at]) or tokens[at].is_a("ADJF")):
        length = _number(tokens[at]) or length
        at += 1
    if at < len(tokens):
        lemma = next((lemma for lemma in tokens[at].lemmas if lemma in _PERIODS), "")
        if lemma or tokens[at].lower == "лет":
            return at + 1, times * _PERIODS[lemma or "год"] / length
    return at, 0.0


def _number(token: Token) -> int:
    if token.kind == "number":
        return token.whole if token.whole is not None and len(token.text) < 3 else 0  # noqa: PLR2004 (no years)
    return max((_NUMBERS[lemma] for lemma in token.lemmas & _NUMBER_LEMMAS), default=0)
