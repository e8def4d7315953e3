"""Signs and blanks: quotation marks, dashes, doubled words, lists that end in nothing."""

import re
from collections.abc import Callable, Iterator, Sequence

from .slip import Slip

_BLANK = r"[^\S\n]"
_WORD = "[А-Яа-яЁё]"
_STRAIGHT = re.compile(r'(?<!\d)"[^"\n]*"?')
# Between words; not what begins a line of a list, and not «аудио- и видеозаписи».
_HYPHEN = re.compile(
    rf"(?<=\S){_BLANK}+-{_BLANK}+(?=\S)|(?<=[^\W\d_]){_BLANK}-(?=[^\W\d_])"
    rf"|(?<=[^\W\d_])-{_BLANK}(?!и\b|или\b|либо\b)(?=[^\W\d_])"
)
_BLANK_BEFORE = re.compile(rf"(?<=\S){_BLANK}+(?:[,;](?!\d)|[.:!?](?=\s|$)|[)»])|[«(]{_BLANK}+(?=\S)")
_NO_BLANK = re.compile(r"(?i:(?<=[а-яё»)])[,;:](?=[а-яё«]))|(?<=[а-яё]{4})\.(?=[А-ЯЁ][а-яё]{2})")
_ITEM = re.compile(r"^-(?=[^\W\d_])", re.MULTILINE)
_TWO_SIGNS = re.compile(r"(?<!\.)\.\.(?!\.)|,,|;;|::")
_DOUBLED = re.compile(
    rf"(?<![\w-])(?:(?P<one>{_WORD}+){_BLANK}+(?i:(?P=one))|(?P<two>{_WORD}+{_BLANK}{_WORD}{{4,}}){_BLANK}+(?i:(?P=two))"
    rf"|[Вв]{_BLANK}+во|[Вв]о{_BLANK}+в|[Сс]{_BLANK}+со|[Сс]о{_BLANK}+с|[Оо]{_BLANK}+об|[Оо]б{_BLANK}+о|[Кк]{_BLANK}+ко)"
    r"(?![\w-])"
)
_MAY_BE_DOUBLED = frozenset(["его", "ее", "её", "ей", "ему", "им", "их"])
_EMPTY_ITEM = re.compile(r"^[^\S\n]*(?:[-–—•*]|\d{1,2}[.)])[^\S\n]*$", re.MULTILINE)
_ENUMERATOR = re.compile(r"(?:^|\s)(?:\d{1,2}|[^\W\d_])\)")
_LONGEST = 60
_CONTEXT_AFTER = re.compile(r"\S+(?:[^\S\n]+\S+){0,2}")
_CONTEXT_BEFORE = re.compile(r"(?:\S+[^\S\n]+){0,2}\S+$")


def typography(text: str, told: Sequence[Slip]) -> Iterator[Slip]:
    """Slips of signs and blanks, one for each kind with the number of places; not where others are `told` already."""
    covered = {at for slip in told for at in range(slip.start, slip.end)}
    for pattern, is_slip, message, advice in _KINDS:
        found = [
            match
            for match in pattern.finditer(text)
            if match.start() not in covered and match.end() - 1 not in covered and (is_slip is None or is_slip(match))
        ]
        if found:
            start, end = _with_neighbours(text, *found[0].span())
            count = f" (мест: {len(found)})" if len(found) > 1 else ""
            yield Slip(start, end, f"{message}: {_quoted(text[start:end])}{count}.{advice}")
    yield from _pairs(text)
    yield from _loose_ends(text)


def _with_neighbours(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch with the words that it touches, without the sign after the last of them."""
    last = end
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    while end > last and text[end - 1] in ",.:;":
        end -= 1
    return start, end


def _quoted(quote: str) -> str:
    """A stretch in quotation marks that are not its own, cut if it is long."""
    short = quote if len(quote) <= _LONGEST else f"{quote[:_LONGEST].rpartition(' ')[0]} …"
    if '"' in short:
        return short
    return f"„{short}“" if "«" in short or "»" in short else f"«{short}»"


def _pairs(text: str) -> Iterator[Slip]:
    """Quotation marks and brackets without their other half, where there is no doubt."""
    closed = text.count(")")
    numbered = len(_ENUMERATOR.findall(text))  # «1) …, 2) …»
    opened = text.count("(")
    if not closed - numbered <= opened <= closed:
        yield _unpaired(text, _unpaired_bracket(text), "скобки")
    opened_at: list[int] = []
    nested = 0
    for match in re.finditer("[«»]", text):
        if match.group() == "«":
            nested += bool(opened_at)
            opened_at.append(match.start())
        elif opened_at:
            opened_at.pop()
        else:
            yield _unpaired(text, match.start(), "кавычки")
            return
    # Of two quotation marks that close together only one is printed: «Закон «О …»
    if len(opened_at) > nested:
        yield _unpaired(text, opened_at[-1], "кавычки")


def _unpaired_bracket(text: str) -> int:
    """Where the bracket stands that has no other half."""
    opened_at: list[int] = []
    for match in re.finditer("[()]", text):
        if match.group() == "(":
            opened_at.append(match.start())
        elif opened_at:
            opened_at.pop()
        elif not _ENUMERATOR.search(text, max(match.start() - 3, 0), match.end()):
            return match.start()
    return opened_at[-1] if opened_at else text.rindex(")")


def _unpaired(text: str, at: int, name: str) -> Slip:
    is_opening = text[at] in "(«"
    words = (
        _CONTEXT_AFTER.match(text, at) if is_opening else _CONTEXT_BEFORE.search(text, max(at - _LONGEST, 0), at + 1)
    )
    start, end = words.span() if words else (at, at + 1)
    missing = "закрывающей" if is_opening else "открывающей"
    message = f"Нет {missing} {name}: {_quoted(text[start:end])}. Поставьте её или уберите лишнюю."
    return Slip(start, end, message)


def _loose_ends(text: str) -> Iterator[Slip]:
    empty = _EMPTY_ITEM.search(text)
    if empty:
        yield Slip(empty.start(), empty.end(), "В списке есть пустой пункт. Заполните или удалите его.")
    body = text.rstrip()
    if body.endswith((":", ",", " –", " —", " -")):
        start, end = _with_neighbours(text, len(body) - 1, len(body))
        what = "после двоеточия ничего нет" if body.endswith(":") else "он не закончен"
        yield Slip(start, end, f"Текст обрывается на {_quoted(text[start:end])}: {what}. Допишите или удалите лишнее.")


def _is_slip_doubled(match: re.Match[str]) -> bool:
    word = match["one"]
    return not word or (word.lower() not in _MAY_BE_DOUBLED and not (len(word) == 1 and word.isupper()))


# What is looked for, whether it is a slip indeed, what is said before and after the quotation.
_KINDS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], bool] | None, str, str], ...] = (
    (_DOUBLED, _is_slip_doubled, "Слово повторено дважды", " Уберите повтор."),
    (_STRAIGHT, None, "Замените прямые кавычки на «ёлочки»", ""),
    (_HYPHEN, None, "Поставьте между словами тире вместо дефиса", ""),
    (_BLANK_BEFORE, None, "Уберите лишний пробел рядом со знаком", ""),
    (_NO_BLANK, None, "Поставьте пробел после знака", ""),
    (_ITEM, None, "Поставьте пробел после дефиса в начале строки", ""),
    (_TWO_SIGNS, None, "Уберите лишний знак", ""),
)
