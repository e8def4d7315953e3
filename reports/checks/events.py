"""What people come together for, as a text names it: «круглый стол», «онлайн-встреча», «состоялся матч»."""

from collections.abc import Iterator, Sequence
from functools import cache

from reports.russian import Token

from .clauses import is_noun, noun_lemma
from .lexicon import EVENTS, GENERAL, MESSAGES, PRINTED, WRONGDOING
from .measure import is_doing
from .statements import Statement

# Nouns that mean an event only beside one of these: «круглый стол», «классный час», «прямая линия».
_ONLY_WITH = {
    "стол": frozenset(["круглый"]),
    "час": frozenset(
        "классный правовой тематический кураторский информационный библиотечный открытый вопрос общение право этика"
        " мужество история знание".split()
    ),
    "линия": frozenset(["прямой", "горячий", "телефонный"]),
    "эфир": frozenset(["прямой", "открытый"]),
    "прием": frozenset(["личный", "гражданин"]),
    "день": frozenset(["открытый", "правовой", "единый"]),
    "показ": frozenset(["фильм", "ролик", "видеоролик", "мультфильм", "видеофильм", "кинофильм"]),
    "чтение": frozenset(["правовой"]),
    "неделя": frozenset(["антикоррупционный", "правовой", "тематический"]),
    "декада": frozenset(["антикоррупционный", "правовой"]),
    "месячник": frozenset(["антикоррупционный", "правовой"]),
    "вечер": frozenset(["тематический", "литературный", "правовой", "творческий", "памятный"]),
    "раздача": PRINTED,
    "полка": frozenset(["книжный"]),
}
_PREFIXES = ("видео", "радио", "теле", "кино", "авто", "вело", "медиа", "фото", "веб", "интернет", "онлайн")
_HELD = frozenset("состояться пройти проходить".split())
_ARRANGED = frozenset("провести проводить организовать организовывать".split())
# Work, stretches of time and papers pass, too, and are no events.
_NO_EVENTS = (
    GENERAL
    | MESSAGES
    | WRONGDOING
    | frozenset(
        "экспертиза проверка сверка опрос аттестация квалификация процедура закупка ревизия инвентаризация отбор"
        " подготовка доработка учеба стажировка курс инструктаж прием месяц год неделя час день срок период этап"
        " кампания служба проект акт нпа документ карта перечень согласование регистрация аудит переподготовка".split()
    )
)


def is_event(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word names an event: «семинар», «онлайн-встреча», but «стол» and «час» only as «круглый стол»."""
    return any(_is_event(tokens, at, lemma) for lemma in tokens[at].lemmas)


def names_event(tokens: Sequence[Token]) -> bool:
    """Whether some event is named more exactly than «мероприятие»."""
    return any("мероприятие" not in token.lemmas and is_event(tokens, at) for at, token in enumerate(tokens))


def is_held(statement: Statement) -> bool:
    """«Состоялся матч», «прошёл автопробег», «проведён челлендж»: what people came together for, whatever its name."""
    thing = statement.thing
    if thing is None or statement.verb not in _HELD | _ARRANGED or not is_noun(thing):
        return False
    lemma = noun_lemma(thing)
    if lemma in _NO_EVENTS or is_doing(lemma) or any("anim" in form.tags for form in thing.forms):
        return False
    return statement.verb not in _HELD or _may_be_its_subject(statement, thing)


def _may_be_its_subject(statement: Statement, thing: Token) -> bool:
    """«Прошёл автопробег», not «служащие прошли обследование»."""
    form = statement.predicate.forms[0]
    return any(
        other.case in ("nomn", "gent") and (form.number == "plur" or other.gender == form.gender or not form.gender)
        for other in thing.forms
    )


def _is_event(tokens: Sequence[Token], at: int, lemma: str) -> bool:
    wanted = _ONLY_WITH.get(lemma)
    if wanted is None:
        return lemma in EVENTS or (is_noun(tokens[at]) and any(rest in EVENTS for rest in _compounded(lemma)))
    return any(token.lemmas & wanted for token in tokens[max(0, at - 2) : at + 3])


@cache
def _compounded(lemma: str) -> tuple[str, ...]:
    """What a compound is one of: of «онлайн-встреча» «встреча», of «радиодиктант» «диктант»."""
    return tuple(_parts(lemma))


def _parts(lemma: str) -> Iterator[str]:
    yield from lemma.split("-")[1:]
    yield from lemma.split("-")[:-1]
    yield from (lemma.removeprefix(prefix) for prefix in _PREFIXES if lemma.startswith(prefix))
