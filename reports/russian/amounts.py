"""Which numbers of a sentence say how many there are, and which are dates, laws, shares, sums of money and so on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .numerals import numerals
from .words import Token

_MONTHS = frozenset("январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь".split())
# What has a number of its own and is not counted: «пункт 5», «школа № 3».
_NUMBERED = frozenset(
    "статья ст часть ч пункт п подпункт подп пп абзац абз глава гл раздел разд приложение форма графа строка"
    " таблица табл рисунок рис страница стр том редакция протокол закон приказ постановление распоряжение"
    " решение письмо указ тема телефон тел кабинет каб дом д квартира корпус кв улица ул этап группа категория"
    " класс уровень n no гост".split()
)
# What measures time, money, parts or size: «72 часа», «450 тыс. рублей», «10 дней».
_MEASURES = frozenset(
    "год лет г гг месяц мес неделя сутки день дня час ч минута мин секунда квартал кв полугодие"
    " рубль руб копейка коп тысяча тыс миллион млн миллиард млрд процент балл градус лист страница стр"
    " метр м км километр гектар га кг килограмм т тонна экземпляр экз класс".split()
)
# A demand, an estimate or a comparison, not a count: «не менее 4», «около 50», «против 134».
_HEDGES = frozenset(
    "менее более меньше больше свыше около порядка примерно приблизительно максимум минимум до против чем вместо"
    " норма норматив план цель возраст".split()
)
_CHANGES = frozenset(
    "больше меньше выше ниже вырасти увеличиться увеличить возрасти снизиться снизить сократиться сократить"
    " уменьшиться уменьшить превысить рост снижение прирост увеличение сокращение".split()
)
_MEMBERS = frozenset("человек чел член представитель".split())
_COUNT_ENDINGS = frozenset("ти ю х ми мя ть".split())
_LINKS = frozenset([",", "-", "–", "—", "и", "по", "до", "или", "/"])
_DASHES = ("-", "‑", "–", "—")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_PHONE = 4  # digits and more in brackets
_TIMES = {"однажды": 1, "дважды": 2, "трижды": 3, "четырежды": 4}
_SHORT_PERIODS = frozenset("неделя месяц квартал полгода".split())  # «дважды в месяц» is a rhythm
_LONGEST_LIST = 12
_NEAR_CHANGE = 8  # words: «увеличено с четырёх до шести»


@dataclass(frozen=True, slots=True)
class Amount:
    """How many: tokens[first : last + 1] say it, with «-ти» and a repetition in brackets: «5-ти», «3 (три)»."""

    value: int
    first: int
    last: int
    in_words: bool
    is_collective: bool = False
    is_times: bool = False  # «дважды»


def amounts(tokens: Sequence[Token]) -> list[Amount]:
    """The counts of a sentence, in order.

    Not among them: dates, years, times, numbers of laws, acts, articles and items, percentages, money, measures,
    telephone numbers, ordinals, demands («не менее 4»), estimates and comparisons, and what stands in «quotes».
    """
    numbers = sorted(_numbers(tokens), key=lambda amount: amount.first)
    return [amount for amount in _merged(tokens, numbers) if _counts(tokens, amount)]


def year_of(token: Token) -> int | None:
    """The year that a number stands for, if it is one of our time."""
    is_year = token.whole is not None and len(token.text) == len("2024") and _FIRST_YEAR <= token.whole <= _LAST_YEAR
    return token.whole if is_year else None


def _numbers(tokens: Sequence[Token]) -> Iterator[Amount]:
    depth = 0
    quoted = set()
    for at, token in enumerate(tokens):
        depth += (token.text == "«") - (token.text == "»")
        if depth > 0:
            quoted.add(at)
        elif token.whole is not None:
            yield Amount(token.whole, at, _with_ending(tokens, at), in_words=False)
    for at, token in enumerate(tokens):
        times = _TIMES.get(token.lower)
        if times and not any(following.lemmas & _SHORT_PERIODS for following in tokens[at + 1 : at + 3]):
            yield Amount(times, at, at, in_words=True, is_times=True)
    for number in numerals(tokens):
        if number.first not in quoted:
            yield Amount(number.value, number.first, number.last, in_words=True, is_collective=number.is_collective)


def _with_ending(tokens: Sequence[Token], at: int) -> int:
    """The last token of «5-ти», «2-х»."""
    if at + 2 < len(tokens) and tokens[at + 1].text in _DASHES and tokens[at + 2].lower in _COUNT_ENDINGS:
        return at + 2 if tokens[at + 2].start == tokens[at].end + 1 else at
    return at


def _merged(tokens: Sequence[Token], numbers: Sequence[Amount]) -> Iterator[Amount]:
    """«3 (три)» is one number."""
    skip = -1
    for number, following in zip(numbers, [*numbers[1:], None], strict=False):
        if number.first <= skip:
            continue
        if following and following.value == number.value and following.first == number.last + 2:
            after = _text(tokens, following.last + 1)
            if _text(tokens, number.last + 1) == "(" and after == ")":
                skip = following.last + 1
                yield Amount(number.value, number.first, skip, number.in_words, number.is_collective)
                continue
        yield number


def _counts(tokens: Sequence[Token], amount: Amount) -> bool:
    before, after = _token(tokens, amount.first - 1), _token(tokens, amount.last + 1)
    return not (
        (before and _is_name_before(tokens, amount))
        or (after and _is_name_after(tokens, amount, after))
        or (before and (_is_hedged(tokens, amount, before) or _is_of_then(tokens, amount)))
        or _is_year(tokens, amount, after)
        or _is_linked_to_no_count(tokens, amount)
        or _is_list_mark(tokens, amount, after)
        or _is_make_up(tokens, amount)
    )


def _is_name_before(tokens: Sequence[Token], amount: Amount) -> bool:
    """«№ 5», «пункт 5», «пунктов 3, 4 и 5», «01-22/640», «от 5»."""
    at = amount.first - 1
    before = tokens[at]
    if before.end == tokens[amount.first].start and before.kind == "sign" and before.text in "-–—/№#.:+_":
        return at > 0 or before.text not in _DASHES
    for _ in range(_LONGEST_LIST):
        if at > 0 and tokens[at].text in _LINKS and tokens[at - 1].kind == "number":
            at -= 2
    if tokens[at].text == "." and at > 0:
        at -= 1
    named = tokens[at]
    if named.text in ("№", "#") or named.lower in ("n", "no"):
        return True
    # «пункта 5», but «заявлено в части 3 служащих»: what follows is counted
    return bool(named.lemmas & _NUMBERED) and not _is_counted_next(tokens, amount)


def _is_counted_next(tokens: Sequence[Token], amount: Amount) -> bool:
    following = _token(tokens, amount.last + 1)
    return (
        following is not None
        and not following.is_a("CONJ")
        and any(
            form.case == "gent" and form.part in ("NOUN", "ADJF", "PRTF") and "anim" in form.tags
            for form in following.forms
        )
    )


def _is_name_after(tokens: Sequence[Token], amount: Amount, after: Token) -> bool:
    """«5 %», «5 мая», «72 часа», «10 рабочих дней», «5-й», «273-ФЗ», «3–5», «10:00», «8 (8412) …»."""
    last = tokens[amount.last]
    is_glued = after.start == last.end
    if after.text in ("%", "‰", "°") or (is_glued and (after.kind != "sign" or after.text in "/-–—_")):
        return True
    beyond = _token(tokens, amount.last + 2)
    if after.text == ")" and beyond and beyond.kind == "number":
        return True
    if is_glued and after.text == ":" and beyond and beyond.kind == "number" and beyond.start == after.end:
        return True
    if after.text == "(" and beyond and beyond.text.isdigit() and len(beyond.text) >= _PHONE:
        return True
    if after.lemmas & _MONTHS or (after.lemmas & _MEASURES and not after.text.isupper()):
        return True
    is_qualified = after.is_a("ADJF") and beyond is not None
    return is_qualified and beyond is not None and bool(beyond.lemmas & _MEASURES)


def _is_hedged(tokens: Sequence[Token], amount: Amount, before: Token) -> bool:
    at = amount.first - 1
    if before.text in (*_DASHES, ":") and at:
        # «план – 5», «при норме 10 – 7» counts
        at -= 1
    has_changed = any(token.lemmas & _CHANGES for token in tokens[max(0, amount.first - _NEAR_CHANGE) : amount.first])
    if has_changed and before.lower in ("с", "со"):
        return any(token.lower == "до" for token in tokens[amount.last + 1 : amount.last + 5])
    if has_changed and before.lower == "до":
        return not any(token.lower in ("с", "со") for token in tokens[max(0, at - 5) : at])
    if tokens[at].lemmas & _HEDGES:
        return True
    if before.lower == "от":
        return any(token.lower == "до" for token in tokens[amount.last + 1 : amount.last + 5])
    if before.lower == "на":
        return any(token.lemmas & _CHANGES for token in tokens[max(0, amount.first - 5) : amount.last + 5])
    return False


def _is_of_then(tokens: Sequence[Token], amount: Amount) -> bool:
    """«По сравнению с 2023 годом, когда состоялось 4 мероприятия»."""
    comma = next((at for at in range(amount.first - 1, 0, -1) if tokens[at].text == ","), 0)
    return tokens[comma + 1].lower == "когда" and any(year_of(token) for token in tokens[max(0, comma - 3) : comma])


def _is_year(tokens: Sequence[Token], amount: Amount, after: Token | None) -> bool:
    if amount.first != amount.last or year_of(tokens[amount.first]) is None:
        return False
    return after is None or not any(form.case == "gent" and form.number == "plur" for form in after.forms)


def _is_linked_to_no_count(tokens: Sequence[Token], amount: Amount) -> bool:
    """«С 4 по 9 декабря», «14 и 21 мая», «2021 и 2022 годы», «8 – 11 классы»: what the next number is, this is."""
    at = amount.last
    for _ in range(0 if amount.in_words else _LONGEST_LIST):
        following = _token(tokens, at + 2)
        if following is None or following.kind != "number" or tokens[at + 1].text not in _LINKS:
            return False
        if following.whole is None:
            return tokens[at + 1].text != ","
        at += 2
        chained = Amount(following.whole, at, at, in_words=False)
        after = _token(tokens, at + 1)
        if (after and _is_name_after(tokens, chained, after)) or _is_year(tokens, chained, after):
            return True
    return False


def _is_make_up(tokens: Sequence[Token], amount: Amount) -> bool:
    """«комиссия из 7 человек»: what something consists of."""
    at = amount.first - 2
    if at < 0 or tokens[at + 1].lower != "из":
        return False
    of_people = any(token.lemmas & _MEMBERS for token in tokens[amount.last + 1 : amount.last + 3])
    forms = tokens[at].forms
    return of_people and any(form.part == "NOUN" and "inan" in form.tags for form in forms[:1])


def _is_list_mark(tokens: Sequence[Token], amount: Amount, after: Token | None) -> bool:
    """«1.» or «1)» at the beginning; a number that is all there is."""
    if amount.first or amount.in_words:
        return False
    return after is None or (after.text in (".", ")") and after.start == tokens[amount.last].end)


def _token(tokens: Sequence[Token], at: int) -> Token | None:
    return tokens[at] if 0 <= at < len(tokens) else None


def _text(tokens: Sequence[Token], at: int) -> str:
    token = _token(tokens, at)
    return token.text if token else ""
