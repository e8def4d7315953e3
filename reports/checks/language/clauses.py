"""Clauses with the noun that they belong to: «служащие, впервые поступивших», «комиссия, который»."""

from collections.abc import Iterator

from reports.russian import Token
from reports.russian.inflection import adjective_form
from reports.russian.shapes import ABLT, CASES, NOMN, PLUR, Shape, cases, columns

from .agreement import GOVERNING, PREPOSITIONS
from .predicates import predicate_of
from .slip import Clause, Slip

_OPENING = frozenset(["впервые", "вновь", "ранее", "также", "не", "уже", "полностью", "своевременно", "добровольно"])
_WHICH = "который"
_TOGETHER = ("двое", "трое", "четверо", "пятеро")  # a nominative: «все трое, не представившие …»
_LIKE_PARTICIPLES = GOVERNING | {"ответственный"}
_CONJUNCTIONS = frozenset(["и", "или", "либо", "а", "но", "что", "как", "если", "чтобы", "когда", "где", "чем"])


def clauses(clause: Clause) -> Iterator[Slip]:
    """A participle or «который» after a comma that agrees with nothing before it, nor with anything after it."""
    for at in range(1, len(clause.tokens)):
        if clause.lower[at - 1] != ",":
            continue
        place = at
        while place + 1 < len(clause.tokens) and clause.lower[place] in _OPENING:
            place += 1
        if clause.lower[place] in PREPOSITIONS and place + 1 < len(clause.tokens):
            is_which = _WHICH in clause.shapes[place + 1].lemmas
            place += is_which
        word = clause.shapes[place]
        if word.is_other or not word.adjective:
            continue
        if _WHICH in word.lemmas:
            forms = columns(word.adjective)
        elif (word.is_participle or _is_like_participle(word)) and not word.noun:
            forms = word.adjective
        else:
            continue
        if not _belongs(clause, at - 1, place, forms):
            yield _slip(clause, at - 1, place)
        elif word.is_participle and _WHICH not in word.lemmas:
            yield from _unclosed(clause, at, place)


def _is_like_participle(word: Shape) -> bool:
    """«Лица, ответственных за …»; but «мероприятия, ответственным за которые …»."""
    return bool(word.lemmas & _LIKE_PARTICIPLES) and not word.adjective & ABLT


def _belongs(clause: Clause, comma: int, at: int, forms: int) -> bool:
    """Whether a participle may belong to something, as far as can be told."""
    if clause.before(comma) in _TOGETHER:
        return bool(forms & NOMN & PLUR)
    before = [clause.shapes[i] for i in range(comma) if clause.lower[i] not in PREPOSITIONS]  # «со» is no «СО»
    if any(shape.forms & forms for shape in before) or not any(shape.noun for shape in before):
        return True
    if any(map(_is_opaque, clause.tokens[:comma])):
        return True
    # «…, выявленных нарушений и …»: an item of a list; but «замещающие должности» is a verb with its object
    is_which = _WHICH in clause.shapes[at].lemmas
    takes_object = all({"actv", "tran"} <= form.tags for form in clause.tokens[at].forms)
    if not is_which and (_is_lacking(clause, at) or (not takes_object and _agrees_after(clause, at, forms))):
        return True
    return _is_of_several(clause, comma, forms)


def _is_lacking(clause: Clause, at: int) -> bool:
    """«…, уволенных в связи с утратой доверия нет»: a participle that stands for its noun."""
    is_genitive = bool(clause.shapes[at].adjective & CASES["gent"] & PLUR)
    return is_genitive and any(lower in ("нет", "не") for lower in clause.lower[at + 1 :])


def _is_opaque(token: Token) -> bool:
    """A number, a name, a quotation, brackets, an unknown word: what a clause belongs to may be hidden in it."""
    if token.kind != "word":
        return token.kind == "number" or token.text in '«»()"'
    return token.text[1:].lower() != token.text[1:] or token.is_a("NUMR") or not token.forms[0].is_known


def _agrees_after(clause: Clause, at: int, forms: int) -> bool:
    """Whether a participle agrees with something after it: «…, проведённых в школах мероприятий»."""
    place = at + 1
    while place < len(clause.tokens) and clause.tokens[place].kind != "sign":
        if clause.tokens[place].kind == "number" or clause.shapes[place].forms & forms:
            return True
        place = max(clause.group(place + 1).end, place + 1) if clause.lower[place] in PREPOSITIONS else place + 1
    return False


def _is_of_several(clause: Clause, comma: int, forms: int) -> bool:
    """«глава и заместитель, привлечённые»"""
    is_listed = any(lower in ("и", ",", "или") for lower in clause.lower[:comma])
    return is_listed and any(cases(shape.forms) & cases(forms & PLUR) for shape in clause.shapes[:comma])


def _unclosed(clause: Clause, first: int, at: int) -> Iterator[Slip]:
    """A participle's clause that runs into the predicate: «требований, установленных законом не выявлено»."""
    group = next((group for group in clause.groups if group.end == first - 1), None)
    forms = clause.shapes[at].adjective
    if group is None or not group.agreed & forms:
        return
    place = at + 1
    while place < len(clause.tokens):
        token = clause.tokens[place]
        if clause.lower[place] in PREPOSITIONS:
            place = max(clause.group(place + 1).end, place + 1)
            continue
        if token.kind != "word" or clause.lower[place] in _CONJUNCTIONS or clause.shapes[place].forms & forms:
            return
        if clause.shapes[place].is_other and predicate_of(clause.lower[place]):
            yield Slip(
                clause.tokens[first].start,
                token.end,
                f"Не закрыт запятой оборот, который начинается со слова «{clause.tokens[at].text}». Поставьте запятую.",
            )
            return
        place += 1


def _slip(clause: Clause, comma: int, at: int) -> Slip:
    first = next((group.first for group in clause.groups if group.end == comma), comma - 1)
    wrong = clause.quote(first, at + 1)
    right = _right(clause, comma, at)
    return Slip(
        clause.tokens[first].start,
        clause.tokens[at].end,
        f"Слово «{clause.tokens[at].text}» ни с чем не согласовано: «{wrong}». "
        + (f"Напишите «{clause.quote(first, at)} {right}»." if right else "Исправьте его форму."),
    )


def _right(clause: Clause, comma: int, at: int) -> str:
    """The participle in the form of the noun before the comma; "" where its form is not sure."""
    group = next((group for group in clause.groups if group.end == comma), None)
    if group is None or group.noun is None or _WHICH in clause.shapes[at].lemmas:
        return ""
    noun = clause.tokens[comma - 1].forms[0]
    case, column = noun.case, "plur" if noun.number == "plur" else noun.gender
    if group.agreed & NOMN & PLUR and not clause.shapes[at].adjective & ~PLUR:
        case, column = "nomn", "plur"  # «мероприятия, направленных»
    if case not in CASES or not column or not group.agreed & CASES[case]:
        return ""
    return adjective_form(clause.lower[at], case, column, animate=group.noun.is_animate)
