"""Set phrases in which one goes wrong, and «-тся» for «-ться»."""

from collections.abc import Callable, Iterator

from reports.russian.inflection import finite_form
from reports.russian.shapes import DATV, GENT, NOMN, PLUR

from .predicates import subject_before
from .slip import Clause, Slip

_PERIODS = frozenset("время год день квартал месяц неделя период полугодие полгода срок сутки час".split())
_BRINGING = frozenset("привести приводить приводиться приведение приведенный приводимый".split())
_TASKS = frozenset("действие мера мероприятие план работа срок этап".split())
_HAVING = frozenset(["иметь", "иметься"])
# «учебно методический»: the first part and how the second begins
_COMPOUNDS = {
    "административно": ("правов", "хозяйств", "территориальн"),
    "информационно": ("аналитич", "методич", "просветит", "разъяснит", "телекоммуникац"),
    "контрольно": ("надзорн", "ревизион", "счетн"),
    "культурно": ("массов", "просветит"),
    "материально": ("техническ",),
    "научно": ("исследоват", "методич", "практич"),
    "организационно": ("методич", "практич", "правов", "распорядит", "штатн"),
    "социально": ("экономич",),
    "учебно": ("воспитат", "методич", "практич"),
    "финансово": ("бюджетн", "хозяйств", "экономич"),
}
_NEAR = 25
_SHORT = 3  # letters: «об мне», «об руку»
_VOWELS, _CONSONANTS = frozenset("аоиуэ"), frozenset("бвгджзйклмнпрстфхцчшщ")
_AFTER_EITHER = ("вс", "мн", "стен", "рук")  # «об всём», «об стену»
_DASHES = frozenset("-–—")
_MODALS = frozenset(
    "будет будут вправе должен должна должно должны могли могло могут может можно надлежит надо начал начали начинает "
    "начинают необходимо нельзя нужно обязан обязана обязано обязаны планирует планируют продолжает продолжают следует "
    "стал стали требуется".split()
)
_PREDICATES = ("VERB", "INFN", "PRTS", "PRED", "GRND", "ADJS")


def phrases(clause: Clause) -> Iterator[Slip]:
    """«В течении года», «по окончанию», «нормативно правовых», «работа проводиться»."""
    for at, word in enumerate(clause.lower):
        for wrong, right, is_wrong in _SET_PHRASES.get(word.replace("ё", "е"), ()):
            end = at + len(wrong)
            if tuple(lower.replace("ё", "е") for lower in clause.lower[at:end]) == wrong and (
                is_wrong is None or is_wrong(clause, range(at, end))
            ):
                yield _slip(clause, at, end, right)
        if word in _COMPOUNDS:
            yield from _compound(clause, at)
        elif word == "нормативно" and _begins(clause, at + 1, ("правов",)):
            yield _slip(
                clause, at, at + 2, f"нормативн{clause.lower[at + 1].removeprefix('правов')} {clause.lower[at + 1]}"
            )
        elif word in ("о", "об"):
            yield from _about(clause, at)
        elif word.endswith(("тся", "ться")):
            yield from _reflexive(clause, at)


def _about(clause: Clause, at: int) -> Iterator[Slip]:
    """«об проектах», «о антикоррупционной экспертизе»: by the first letter of the word, unless it is a name."""
    following = clause.tokens[at + 1].text if at + 1 < len(clause.tokens) else ""
    if not (following.isalpha() and following.islower() and len(following) > _SHORT):
        return
    right = "об" if following[0] in _VOWELS else "о" if following[0] in _CONSONANTS else clause.lower[at]
    if right != clause.lower[at] and not following.startswith(_AFTER_EITHER):
        yield _slip(clause, at, at + 2, f"{right} {following}")


def _slip(clause: Clause, first: int, end: int, right: str) -> Slip:
    if clause.tokens[first].text[0].isupper():
        right = right[0].upper() + right[1:]
    return Slip(
        clause.tokens[first].start,
        clause.tokens[end - 1].end,
        f"Вместо «{clause.quote(first, end)}» напишите «{right}».",
    )


def _begins(clause: Clause, at: int, stems: tuple[str, ...]) -> bool:
    return at < len(clause.lower) and clause.lower[at].replace("ё", "е").startswith(stems)


def _compound(clause: Clause, at: int) -> Iterator[Slip]:
    """«учебно методический», «учебно – методический»."""
    second = at + 2 if clause.lower[at + 1 : at + 2] and clause.lower[at + 1] in _DASHES else at + 1
    if _begins(clause, second, _COMPOUNDS[clause.lower[at]]) and clause.shapes[second].adjective:
        yield _slip(clause, at, second + 1, f"{clause.lower[at]}-{clause.lower[second]}")


def _reflexive(clause: Clause, at: int) -> Iterator[Slip]:
    """«может проводится»; «работа проводиться постоянно», where nothing asks for an infinitive."""
    forms = clause.tokens[at].forms
    parts = {form.part for form in forms}
    first = at - 2 if clause.before(at) == "не" else at - 1
    if parts == {"VERB"} and first >= 0 and clause.lower[first] in _MODALS:
        yield _slip(clause, first, at + 1, f"{clause.quote(first, at)} {forms[0].lemma}")
    elif parts == {"INFN"} and not any(
        place != at and (token.is_a(*_PREDICATES) and not token.is_a("ADVB", "NOUN", "PREP"))
        for place, token in enumerate(clause.tokens)
    ):
        subject = subject_before(clause, at)
        if subject and subject.agreed & NOMN:
            finite = finite_form(clause.lower[at], plural=bool(subject.agreed & PLUR))
            yield _slip(clause, subject.first, at + 1, f"{clause.quote(subject.first, at)} {finite}")


def _before_period(clause: Clause, place: range) -> bool:
    """«в течении года», «в течении 5 дней»; but «в верхнем течении»."""
    if clause.lower[place.stop : place.stop + 1] and clause.tokens[place.stop].kind == "number":
        return True
    noun = clause.group(place.stop).noun
    return noun is not None and not noun.lemmas.isdisjoint(_PERIODS)


def _before_genitive(clause: Clause, place: range) -> bool:
    group = clause.group(place.stop)
    return bool(group.agreed & GENT) and group.end > group.first


def _because_of(clause: Clause, place: range) -> bool:
    """«в виду отсутствия»; but «имея в виду нарушения»."""
    return _before_genitive(clause, place) and not any(token.lemmas & _HAVING for token in clause.tokens[: place.start])


def _not_brought(clause: Clause, place: range) -> bool:
    """«в соответствие с законом»; but «приведение в соответствие с законом», «в соответствие с законом приведены»."""
    near = clause.tokens[max(place.start - _NEAR, 0) : place.stop + _NEAR]
    return not any(token.lemmas & _BRINGING for token in near)


def _bringing(clause: Clause, place: range) -> bool:
    """«приведение актов в соответствии с законом»; but «приведение в порядок в соответствии с законом»."""
    near = range(max(place.start - _NEAR, 0), place.start)
    at = next((at for at in near if "приведение" in clause.shapes[at].lemmas), None)
    return at is not None and all(clause.shapes[n].forms for n in range(at, place.start))


def _in_time(clause: Clause, place: range) -> bool:
    """«по окончанию проверки»; but «работа по окончанию строительства»."""
    at = place.start
    return not (at and (clause.tokens[at - 1].lemmas & _TASKS or clause.shapes[at - 1].adjective))


def _at_beginning(clause: Clause, place: range) -> bool:
    return place.start == 0 and _before_genitive(clause, place)


def _as_before(clause: Clause, place: range) -> bool:
    """«по прежнему»; but «по прежнему адресу»."""
    group = clause.group(place.stop)
    return not (group.end > group.first and group.agreed & DATV)


def _for_the_first_time(clause: Clause, place: range) -> bool:
    """«в первые поступивших»; but «в первые дни»."""
    return place.stop < len(clause.tokens) and clause.shapes[place.stop].is_participle


def _not_denied(clause: Clause, place: range) -> bool:
    return clause.before(place.start) != "не"


_Condition = Callable[[Clause, range], bool]
_SET_PHRASES: dict[str, list[tuple[tuple[str, ...], str, _Condition | None]]] = {}
for _wrong, _right, _is_wrong in (
    ("в течении", "в течение", _before_period),
    ("в следствии", "вследствие", _before_genitive),
    ("в следствие", "вследствие", _before_genitive),
    ("в виду", "ввиду", _because_of),
    ("в последствии", "впоследствии", None),
    ("за исключение", "за исключением", _before_genitive),
    ("на основание", "на основании", _at_beginning),
    ("по прибытию", "по прибытии", _in_time),
    ("по приезду", "по приезде", _in_time),
    ("не смотря на", "несмотря на", None),
    ("не взирая на", "невзирая на", None),
    ("в отношение", "в отношении", _before_genitive),
    ("в соответствие с", "в соответствии с", _not_brought),
    ("в соответствие со", "в соответствии со", _not_brought),
    ("в соответствии с", "в соответствие с", _bringing),
    ("во избежании", "во избежание", None),
    ("в избежание", "во избежание", None),
    ("во исполнении", "во исполнение", None),
    ("по окончанию", "по окончании", _in_time),
    ("по истечению", "по истечении", _in_time),
    ("по завершению", "по завершении", _at_beginning),
    ("по прежнему", "по-прежнему", _as_before),
    ("в первые", "впервые", _for_the_first_time),
    ("на ряду с", "наряду с", None),
    ("за ранее", "заранее", None),
    ("так-же", "также", None),
    ("то-есть", "то есть", None),
    ("что-бы", "чтобы", None),
    ("в-течение", "в течение", None),
    ("принял участия", "принял участие", _not_denied),
    ("приняли участия", "приняли участие", _not_denied),
    ("принимают участия", "принимают участие", _not_denied),
):
    _words = tuple(_wrong.split())
    _SET_PHRASES.setdefault(_words[0], []).append((_words, _right, _is_wrong))
