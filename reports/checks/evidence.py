"""Texts of general words only."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from reports.russian import Form, Sentence, Token, read

from .clauses import COLLECTIVE, is_noun, noun_lemma
from .events import names_event
from .finding import CheckedRow, Finding
from .lexicon import EXISTING, GENERAL, LIGHT_VERBS
from .measure import is_doing
from .rhythm import rhythms
from .statements import Statement, shorten, statements

# These tell of no finished piece of work: «обеспечено соблюдение», «общественность вовлечена».
_VAGUE = frozenset(
    """
    обеспечить наладить усилить продолжить активизировать уделить повысить усовершенствовать сосредоточить выстроить
    стать достигнуть достичь вовлечь ориентировать нацелить основать обусловить призвать предусмотреть связать посвятить
    возложить закрепить отнести регламентировать начать уделять придавать придать пресекать предотвращать учитывать
    соблюдать решать контролировать отслеживать вовлекать усиливать повышать выстраивать способствовать
    """.split()
)
# These do, of a thing that is named: «организован семинар», not «организована работа».
_PROMISING = frozenset("организовать создать принять определить".split())
_HABITUAL = frozenset(
    """
    регулярно регулярный постоянно постоянный систематически систематический системный своевременно своевременный
    планомерно периодически необходимость порядок установленный активно традиционно должный ежедневно непрерывно
    """.split()
)
# «Итоги отражены в справке», «доложено служебной запиской»: what is written down or handed over is there to be seen.
_RECORDED = frozenset(
    """
    отразить изложить включить внести обобщить доложить проинформировать информировать довести направить представить
    передать оформить зафиксировать описать закрепить подписать утвердить составить подготовить сообщить свести
    опубликовать разместить предоставить вручить рассмотреть согласовать зарегистрировать
    """.split()
)
_HANDED_OVER = frozenset(
    """
    направить представить передать подписать вручить опубликовать разместить предоставить зарегистрировать составить
    подготовить оформить
    """.split()
)
_DOCUMENTS = frozenset(
    """
    справка записка доклад отчет письмо протокол акт реестр журнал таблица сводка обзор заключение приказ распоряжение
    постановление решение уведомление план перечень карта бюллетень рапорт представление ответ паспорт ведомость
    """.split()
)
_BASES = frozenset("соответствие основание исполнение рамка согласно реализация".split())
_WORK = frozenset("анализ мониторинг оценка экспертиза проверка вопрос предложение".split())
_LIST_MARKS = ("-", "–", "—", "•")
_COUNT_OF_TIMES = 2  # tokens: «12 раз»
_LAWS = frozenset("закон кодекс указ статья пункт часть глава конституция ст п ч подпункт абзац".split())


def evidence(row: CheckedRow) -> Iterator[Finding]:
    """Work that is said to be done, without a number, date, document, event, finished piece of work or outcome."""
    if not row.is_done or not row.implementation:
        return
    if _proves(row.implementation) or _proves(row.own_result):
        return
    yield row.finding(
        "no-evidence",
        "implementation",
        "В тексте нет ни числа, ни даты, ни документа, ни итога. Добавьте, что именно сделано: "
        "сколько, когда, каким документом, с каким результатом.",
        evidence=shorten(row.implementation.strip().split("\n")[0]),
    )


def _proves(text: str) -> bool:
    sentences = read(text).sentences
    unsaid = _announcement(sentences)
    if any(_is_done_list(heading, item) for heading, item in pairwise(sentences)):
        return True
    return any(
        _counts(sentence.tokens) or (sentence is not unsaid and _hands_over(sentence.tokens)) for sentence in sentences
    ) or any(_names(statement) for statement in statements(text) if statement.sentence is not unsaid)


def _is_done_list(heading: Sentence, item: Sentence) -> bool:
    """«Приведены в соответствие:» and a list of what was: «– кодекс этики»."""
    if heading.tokens[-1].text != ":" or item.tokens[0].text not in _LIST_MARKS:
        return False
    said = statements(heading.text)
    is_told = bool(said) and said[-1].finished and not said[-1].limited and said[-1].verb not in _VAGUE | LIGHT_VERBS
    named = next((noun_lemma(token) for token in item.tokens if is_noun(token)), "")
    return is_told and bool(named) and named not in GENERAL and not is_doing(named)


def _announcement(sentences: Sequence[Sentence]) -> Sentence | None:
    """«Обучение организовано так:» at the end of a text: what it promises to tell never comes."""
    said = (s for s in reversed(sentences) if any(token.kind != "sign" or token.text == ":" for token in s.tokens))
    last = next(said, None)
    return last if last and last.tokens[-1].text == ":" else None


def _names(statement: Statement) -> bool:
    """Whether a statement names an outcome, an event that was held or a piece of work that is finished."""
    if any(token.lemma == "уровень" for token in statement.tokens):
        return False  # «организовано на должном уровне»
    form = statement.predicate.forms[0]
    is_past = form.part == "PRTS" or "past" in form.tags
    if statement.denied:
        return is_past or statement.verb in EXISTING
    if statement.limited or not is_past:
        return False
    return names_event(statement.tokens) or _is_recorded(statement) or _is_piece(statement)


def _is_recorded(statement: Statement) -> bool:
    """«Итоги отражены в справке», «доложено служебной запиской», but not «направлено согласно приказу»."""
    is_done = statement.finished and statement.verb in _RECORDED
    return is_done and any(_is_document(statement.tokens, at) for at in range(len(statement.tokens)))


def _is_document(tokens: tuple[Token, ...], at: int) -> bool:
    if tokens[at].lemmas.isdisjoint(_DOCUMENTS) or noun_lemma(tokens[at]) not in _DOCUMENTS or not is_noun(tokens[at]):
        return False
    return not any(token.lemmas & _BASES for token in tokens[max(0, at - 3) : at])


def _hands_over(tokens: tuple[Token, ...]) -> bool:
    """«… в справке …, направленной в Управление», «таблица, подписанная главой города»."""
    document = None
    for at, token in enumerate(tokens):
        if token.kind == "word" and _is_document(tokens, at):
            document = token
        elif document and any(_is_done_to(form, document) for form in token.forms):
            return True
    return False


def _is_done_to(form: Form, document: Token) -> bool:
    """Whether a participle says of a document that it was sent or signed."""
    if form.part != "PRTF" or "past" not in form.tags or form.lemma not in _HANDED_OVER:
        return False
    return any(other.case == form.case and other.number == form.number for other in document.forms)


def _is_piece(statement: Statement) -> bool:
    if statement.thing is None or statement.verb in _VAGUE:
        return False
    is_general = statement.about in GENERAL
    if not statement.finished:
        # «Проекты размещались на сайте»; but «информация регулярно обновлялась» is said of any year.
        is_habit = any(token.lemmas & _HABITUAL for token in statement.tokens)
        return not (is_general or is_habit or statement.verb in LIGHT_VERBS)
    return not is_general or (statement.about in _WORK and statement.verb not in _PROMISING)


def _counts(tokens: tuple[Token, ...]) -> bool:
    """Whether a sentence has a count, an exact date or the number of a document: not a year, a law or a rhythm."""
    for at, token in enumerate(tokens):
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if token.kind == "number":
            if not _is_year(token, following) and not _is_law(tokens, at) and not _is_rhythm(tokens, at):
                return True
        elif _is_numeral(tokens, at) and not _is_rhythm(tokens, at):
            return True
    return False


def _is_year(token: Token, following: Token | None) -> bool:
    is_four = len(token.text) == 4 and token.text.startswith(("19", "20"))  # noqa: PLR2004 (digits of a year)
    return is_four and (following is None or following.lemma in ("год", "г", "гг") or following.kind == "sign")


def _is_law(tokens: tuple[Token, ...], at: int) -> bool:
    """«Статьи 13.3», «от 25.12.2008 № 273-ФЗ», «9 декабря» as the day's name."""
    near = tokens[max(0, at - 7) : at]
    if any(token.lemma in _LAWS for token in near) and not any(token.text in ",;" for token in near[-3:]):
        return True
    after = tokens[at + 1 : at + 3]
    if [t.text for t in after[:1]] == ["-"] and after[-1].text.isupper():
        return True
    is_day = any(t.lemma == "декабрь" for t in after) and tokens[at].text == "9"
    return is_day and any(t.lemma == "борьба" for t in tokens)


def _is_rhythm(tokens: tuple[Token, ...], at: int) -> bool:
    """«Два раза в год», «раз в 3 месяца», «не реже одного раза в квартал»; «12 раз» is a count."""
    return any(low <= at < high for low, high, _ in rhythms(tokens) if high - low > _COUNT_OF_TIMES)


def _is_numeral(tokens: tuple[Token, ...], at: int) -> bool:
    """A number in words; «один» but for «один из» and «ни один»."""
    token = tokens[at]
    if token.lemma in COLLECTIVE or (token.forms and token.forms[0].part == "NUMR"):
        return True
    if "один" not in token.lemmas:
        return False
    around = [other.lower for other in (*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2])]
    return not {"ни", "из"} & set(around)
