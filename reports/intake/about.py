"""What a document says of itself above its table and in its headings: the year, and whose report it is. Pure."""

import re
from collections.abc import Collection, Iterable, Mapping

from reports.text import folded

# «за 2023 год», «за 9 месяцев 2023 г.», «в 2023 году», or a line «2023 год»; no «на 2021–2024 годы», no act's date.
_YEAR = re.compile(
    r"\b(?:за (?:(?!\d{4})[\w-]+ ){0,3}?|в )(20\d\d) ?(?:год[ау]?\b|г\.)|^\(?(20\d\d) ?(?:год|г\.)\)?$", re.IGNORECASE
)
_OTHER_YEAR = "В файле написано «{}», а отчёт — за {}-й. Проверьте, тот ли это файл."
_OTHER_NAME = "В файле назван другой исполнитель: «{}», а отчёт — «{}». Проверьте, тот ли это файл."


def year_warnings(about: Iterable[str], year: int) -> list[str]:
    """A Russian sentence if the one year that the document names is not this one."""
    named = {
        int(found[1] or found[2]): found[0].strip("()") for text in _lines(about) for found in _YEAR.finditer(text)
    }
    return [_OTHER_YEAR.format(phrase, year) for other, phrase in named.items() if len(named) == 1 and other != year]


def name_warnings(about: Iterable[str], own: str, names: Mapping[str, Collection[str]]) -> list[str]:
    """A Russian sentence for each executor but our `own` that the document names, if it does not name `own`.

    `names` has the spellings of each executor's name under its short one.
    """
    told = [folded(text) for text in _lines(about)]
    named = [short for short, spellings in names.items() if any(_is_named(each, told) for each in spellings if each)]
    return [] if own in named else [_OTHER_NAME.format(each, own) for each in named]


def _is_named(name: str, told: Iterable[str]) -> bool:
    pattern = re.compile(rf"(?<!\w){re.escape(' '.join(folded(name).split()))}(?!\w)")
    return any(pattern.search(text) for text in told)


def _lines(texts: Iterable[str]) -> list[str]:
    return [" ".join(line.split()) for text in texts for line in text.split("\n")]
