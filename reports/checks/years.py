"""Another year than the report's where this year's work is described."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from reports.russian import Token
from reports.russian.mentions import Mention, mentions, phrase

from .finding import CheckedRow, Finding

_MOST = 200  # years and dates of one text that are looked at

# What may stand between a preposition and its year: «за первое полугодие 2023 года», «в отчётном 2023 году».
_OF_REPORT = frozenset(["отчетный", "текущий", "истекший", "минувший", "прошедший"])
_EARLIER = frozenset(["прошлый", "прошлогодний", "предыдущий", "предшествовать", "аналогичный"])
_ORDINALS = frozenset(["первый", "второй", "третий", "четвертый", "весь", "календарный", "последний"])
_ROMAN = frozenset(["i", "ii", "iii", "iv"])
_STRETCHES = frozenset(
    ["период", "кампания", "квартал", "полугодие", "месяц", "декада", "неделя", "половина", "начало", "середина",
     "конец", "течение", "протяжение", "ход", "время"]
)  # fmt: skip
_SUMMED_UP = frozenset(["итог", "результат"])

_AGO = frozenset(["ранний", "ранее", "прежде"])  # «раньше» is a form of «ранний»
_COMPARED = _AGO | {"сравнение", "сравнить", "аппг", "еще", "уже"}
_AGAINST = frozenset(["с", "со", "против", "вместо"])
_BUT = frozenset(["а", "как", "чем", "сколько", "хотя", "тогда", "если", "когда", "нежели"])
_BECAUSE = frozenset(["поскольку", "потому", "ибо"])
_PLANS = frozenset(
    ["планировать", "планироваться", "запланировать", "план", "намечать", "наметить", "предстоять", "перенести",
     "отложить", "предусмотреть", "предполагаться", "продлить", "рассчитать", "будущий", "следующий", "намерение",
     "истекать", "заканчиваться", "завершаться", "вступать", "наступать"]
)  # fmt: skip
_HELD = frozenset(["пройти", "проходить", "состояться", "открыться", "начаться"])
_FOUNDED = frozenset(
    ["утвердить", "создать", "образовать", "учредить", "заключить", "избрать", "ввести", "начать", "начаться",
     "сформировать", "вступить", "действовать", "функционировать", "возбудить"]
)  # fmt: skip
_DOCUMENTS = frozenset(
    ["отчет", "отчетность", "доклад", "данные", "показатель", "рейтинг", "статистика", "сводка", "обзор", "декларация"]
)  # fmt: skip
_INCOME = frozenset(["доход", "расход", "имущество", "декларация", "декларационный"])
_HANDED_IN = frozenset(
    ["представить", "представлять", "предоставить", "предоставлять", "подать", "подавать",
     "сдать", "собрать", "сбор", "прием", "заполнить", "направить", "поступить"]
)  # fmt: skip
_VERIFIED = frozenset(["проверка", "проверить", "анализ", "проанализировать", "полнота", "достоверность"])
_NONE = frozenset(["ни", "нет", "не", "без"])
_THIS_YEAR = re.compile(
    r"(?:отч[её]тн|текущ)[а-я]+ (?:году?|периоде?)(?![а-я]|\s\d)|\bв этом (?:году|[–-])", re.IGNORECASE
)
_EARLY_IN_YEAR = re.compile(r"январ|феврал|март|\d\.0?[1-3]\.20", re.IGNORECASE)
_NEAR = 3  # a year in two digits is believed if it is so many years from the report's at most


@dataclass(frozen=True)
class _Dating:
    """A mention with the words that lead to it, and the report's year."""

    mention: Mention
    row: CheckedRow
    names_this_year: bool  # its sentence does
    follows_number: bool  # in an earlier sentence of its line

    @property
    def is_later(self) -> bool:
        return min(self.mention.years) > self.row.year

    @property
    def is_year_before(self) -> bool:
        return max(self.mention.years) == self.row.year - 1

    @cached_property
    def lead(self) -> tuple[Token, ...]:
        """The words that belong to the year, from its preposition on: «за отчётный период» 2023 года."""
        before = self.mention.before
        at = len(before)
        after_noun = False
        while at and _leads(before[at - 1], after_noun=after_noun):
            at -= 1
            after_noun = after_noun or bool(before[at].lemmas & (_STRETCHES | _SUMMED_UP))
        if at and before[at - 1].is_a("PREP"):
            at -= 1
        return before[at:]

    @cached_property
    def preposition(self) -> str:
        return self.lead[0].lower if self.lead and self.lead[0].is_a("PREP") else ""

    @cached_property
    def lead_lemmas(self) -> frozenset[str]:
        return frozenset(lemma for token in self.lead for lemma in token.lemmas)

    @cached_property
    def preceding(self) -> tuple[Token, ...]:
        """What stands before the lead in the sentence."""
        return self.mention.before[: len(self.mention.before) - len(self.lead)]

    @cached_property
    def left(self) -> tuple[Token, ...]:
        """What stands before the lead, back to the last comma or bracket."""
        return phrase(self.preceding[::-1])[::-1]

    @cached_property
    def right(self) -> tuple[Token, ...]:
        """What follows, up to the next comma or bracket."""
        return phrase(self.mention.after)

    @property
    def begins_clause(self) -> bool:
        """Whether a comma stands before it."""
        return bool(self.preceding) and self.preceding[-1].text == ","

    @cached_property
    def counts_before(self) -> bool:
        """Whether a number stands before it in the sentence."""
        return any(_is_number(token) for token in self.preceding)


def years(row: CheckedRow) -> Iterator[Finding]:
    """One finding for each text that dates this year's work with another year."""
    for field, text in (("implementation", row.implementation), ("result", row.own_result)):
        stale = _stale(text, row)
        if stale:
            quoted = _quote(stale[0])
            more = f" Таких мест в тексте — {len(stale)}." if len(stale) > 1 else ""
            yield row.finding(
                "stale-year",
                field,
                f"Отчёт — за {row.year} год, а в тексте — «{quoted}».{more} "
                "Исправьте год или поясните, почему речь о другом времени.",
                evidence=quoted,
            )


def _stale(text: str, row: CheckedRow) -> list[_Dating]:
    found = list(mentions(text)[:_MOST])
    sentences = {each.sentence.start: each.sentence for each in found}
    this_year = {start for start, sentence in sentences.items() if _THIS_YEAR.search(sentence.text)}
    this_year |= {
        each.sentence.start for each in found if each.kind == "year" and not each.is_range and row.year in each.years
    }
    datings = [
        _Dating(each, row, each.sentence.start in this_year, _number_before(text, each.sentence.start))
        for each in found
        if row.year not in each.years and each.text not in row.measure
    ]
    return [dating for dating in datings if _is_stale(dating)]


def _number_before(text: str, at: int) -> bool:
    return any(character.isdigit() for character in text[text.rfind("\n", 0, at) + 1 : at])


def _is_stale(dating: _Dating) -> bool:
    if dating.mention.is_short and abs(max(dating.mention.years) - dating.row.year) > _NEAR:
        return False
    if not _says_when(dating):
        return False
    is_called_reports = bool(dating.lead_lemmas & _OF_REPORT) or "отч" in dating.mention.text.lower()
    if is_called_reports and not dating.lead_lemmas & _EARLIER:
        return not _is_declared(dating)
    return not any(excuse(dating) for excuse in _EXCUSES)


def _leads(token: Token, *, after_noun: bool) -> bool:
    """Whether the word may stand between the preposition and the year."""
    if token.is_a("PREP") and token.lower != "течение":
        return False
    return (
        _is_number(token)
        or token.text in "-–—"
        or token.lower in _ROMAN
        or bool(token.lemmas & (_OF_REPORT | _EARLIER | _ORDINALS | _STRETCHES | _SUMMED_UP))
        or (after_noun and token.is_a("ADJF"))
    )


def _says_when(dating: _Dating) -> bool:
    """Whether it says when something was done: not since when, nor until when, nor which («по делу 2023 года»)."""
    mention = dating.mention
    names_act = bool(mention.after) and mention.after[0].text in ("№", "N")
    if names_act or (mention.before and mention.before[-1].lower == "от"):
        return False
    is_year = mention.kind == "year"
    lemmas = dating.lead_lemmas
    match dating.preposition:
        case "в" | "во" | "за":
            says = True
        case "":
            says = not is_year or (bool(lemmas & (_STRETCHES | _OF_REPORT)) and not lemmas & _SUMMED_UP)
        case "по":
            says = not is_year or bool(lemmas & _SUMMED_UP)
        case "на":
            is_state = bool(dating.left) and "состояние" in dating.left[-1].lemmas and not dating.is_later
            says = is_state or bool(lemmas & _STRETCHES)
        case "до":
            says = (mention.kind == "day" or "конец" in lemmas) and not dating.is_later
        case _:
            says = False
    return says


# Each of these says why a year other than the report's may stand where it stands.


def _is_summing_up(dating: _Dating) -> bool:
    """January and February of the next year, when the report is written."""
    return dating.mention.years == {dating.row.year + 1} and dating.mention.month in (1, 2)


def _is_planned(dating: _Dating) -> bool:
    words = dating.mention.sentence.words
    return dating.is_later and any(word.lemmas & _PLANS or _is_future(word) for word in words)


def _is_future(word: Token) -> bool:
    return bool(word.forms) and "futr" in word.forms[0].tags


def _is_of_a_participle(dating: _Dating) -> bool:
    """«карта, утверждённая в 2022 году», «выявленные в 2022 году нарушения», «которая утверждена в 2022 году»."""
    left = dating.left
    is_day = dating.mention.kind != "year"
    if any("который" in token.lemmas or token.lower == "где" for token in left):
        return not (is_day and any(token.lemmas & _HELD for token in left))
    follows_comma = len(dating.preceding) > len(left) and dating.preceding[-len(left) - 1].text == ","
    for at in range(len(left) - 1, -1, -1):
        token = left[at]
        if _is_finite(token):
            return False
        # «служащий», «обучающийся» are people, not what was done to them.
        if token.is_a("PRTF") and not token.is_a("NOUN") and not any("Subx" in form.tags for form in token.forms):
            if token.lemmas & _HELD and is_day:
                return False  # «семинар, прошедший в апреле 2023 года» is this year's work
            return (follows_comma and at <= 1) or not any(_agree(token, later) for later in left[at + 1 :])
    return False


def _agree(participle: Token, noun: Token) -> bool:
    return any(
        mine.part == "PRTF"
        and other.part == "NOUN"
        and (mine.case, mine.number) == (other.case, other.number)
        and (mine.number == "plur" or mine.gender == other.gender)
        for mine in participle.forms
        for other in noun.forms
    )


def _is_finite(token: Token) -> bool:
    return token.is_a("VERB", "PRTS", "ADJS") and not token.is_a("NOUN", "PREP", "CONJ", "ADVB")


def _is_number(token: Token) -> bool:
    return token.kind == "number" or token.is_a("NUMR")


def _is_compared(dating: _Dating) -> bool:
    """«как и в 2023 году», «чем в 2023 году», «ранее, в 2023 году», «против 134 в 2024 году»."""
    left = dating.left
    if dating.lead_lemmas & _EARLIER or any(token.lemmas & _COMPARED for token in left):
        return True
    if dating.mention.kind == "year" and any(token.lemmas & {"первый", "последний"} for token in left):
        return True
    # «а в 2023 году», «как и в 2023 году», «столько же, сколько и в 2023 году»
    joining = [token.lower for token in left[-2:] if token.lower != "и"]
    if joining and joining[-1] in _BUT:
        return True
    if any(token.lemmas & _AGO for token in dating.preceding[-2:]):
        return True
    if dating.mention.sentence.text.lower().startswith("для сравнения"):
        return True
    # «против 134 в 2024 году», «с 5 заседаний в 2022 году до 7»
    nearest = left[-4:]
    at = next((at for at, token in enumerate(nearest) if token.lower in _AGAINST), len(nearest))
    return dating.preposition in ("в", "во") and any(_is_number(token) for token in nearest[at:])


def _is_counted_beside(dating: _Dating) -> bool:
    """«(2023 г. – 4)», «5 заседаний, в 2023 году – 4», «5 заседаний, в 2023 году их было 4»."""
    if dating.mention.kind == "day":
        return False
    before = dating.mention.before
    bracket = next((at for at in range(len(before) - 1, -1, -1) if before[at].text in "()"), None)
    if bracket is not None and before[bracket].text == "(":
        inside = [*before[bracket + 1 : len(before) - len(dating.lead)], *phrase(dating.mention.after)]
        return any(_is_number(token) for token in inside)
    follows_count = dating.counts_before or (not dating.preceding and dating.follows_number)
    if follows_count and any("быть" in token.lemmas for token in dating.right):
        return True
    after = dating.mention.after
    has_value = len(after) > 1 and after[0].text in "-–—" and (_is_number(after[1]) or after[1].lower in _NONE)
    return has_value and (follows_count or dating.begins_clause)


def _stands_beside_this_year(dating: _Dating) -> bool:
    """«Если в 2023 году поступило 4 обращения, то в 2024 году – 6»: the sentence knows both."""
    return dating.mention.kind != "day" and dating.names_this_year


def _is_declared(dating: _Dating) -> bool:
    """Declarations of income are handed in for the year before; those of earlier years may be verified."""
    of_sentence = dating.mention.sentence.lemmas
    names_income = bool(of_sentence & _INCOME) or (
        "доход" in dating.row.measure and bool(of_sentence & {"сведение", "справка"})
    )
    if not names_income or dating.is_later:
        return False
    if dating.mention.kind == "day":
        return dating.is_year_before and dating.mention.text.startswith(("31", "1 ", "01"))
    is_about_it = bool(dating.left) or bool(of_sentence & _HANDED_IN)
    return dating.preposition == "за" and is_about_it and (dating.is_year_before or bool(of_sentence & _VERIFIED))


def _is_of_a_document(dating: _Dating) -> bool:
    """«отчёт за 2023 год размещён», «за 2023 год подведены 25.01.2024», «по итогам 2023 года подготовлен отчёт»."""
    if not dating.is_year_before or dating.preposition not in ("за", "по"):
        return False
    sentence = dating.mention.sentence
    if _EARLY_IN_YEAR.search(sentence.text) and str(dating.row.year) in sentence.text:
        return True
    if dating.preposition == "по":
        return bool(sentence.lemmas & (_DOCUMENTS | {"план"}))
    return _names_document(dating.preceding)


def _names_document(before: tuple[Token, ...]) -> bool:
    """Whether a document, or «итоги», stands there without a verb behind it."""
    for at in range(len(before) - 1, -1, -1):
        if _is_finite(before[at]):
            return False
        if before[at].lemmas & _DOCUMENTS:
            return True
        if "итог" in before[at].lemmas:
            return at == 0 or before[at - 1].lower != "по"
    return False


def _was_founded(dating: _Dating) -> bool:
    """«Совет создан в 2021 году» is said of what lasts; «В 2021 году создан совет» only if this year is named, too."""
    if dating.is_later:
        return False
    if any(token.lemmas & _FOUNDED for token in dating.left):
        return True
    text = dating.row.implementation
    names_this_year = str(dating.row.year) in text or bool(_THIS_YEAR.search(text))
    return names_this_year and any(token.lemmas & _FOUNDED for token in dating.right)


def _is_of_a_cause(dating: _Dating) -> bool:
    """«после проведения в 2022 году аттестации», «за нарушения в 2022 году», «поскольку завершена в 2022 году»."""
    if not dating.is_later and any(token.lower in _BECAUSE for token in dating.left):
        return True
    for token in reversed(dating.left):
        if dating.is_later or _is_finite(token):
            return False
        if token.lower in ("после", "вследствие", "ввиду", "из-за", "связи"):
            return True
        if token.is_a("PREP"):
            return token.lower == "за"
    return False


_EXCUSES: tuple[Callable[[_Dating], bool], ...] = (
    _is_summing_up,
    _is_planned,
    _is_of_a_participle,
    _is_compared,
    _is_counted_beside,
    _stands_beside_this_year,
    _is_declared,
    _is_of_a_document,
    _was_founded,
    _is_of_a_cause,
)


def _quote(dating: _Dating) -> str:
    """The words about the year, as they stand."""
    sentence = dating.mention.sentence
    kept = [*dating.left[-2:], *dating.lead, *dating.right[:5]]
    while kept and kept[0].kind == "sign":
        kept.pop(0)
    while kept and kept[-1].kind == "sign" and kept[-1].start >= dating.mention.end:
        kept.pop()
    start = min([dating.mention.start, *(token.start for token in kept[:1])]) - sentence.start
    end = max([dating.mention.end, *(token.end for token in kept[-1:])]) - sentence.start
    return sentence.text[start:end]
