"""Dates in a text that no calendar has: «31.13.2025», «30.02.2024»."""

import re
from collections.abc import Iterable
from datetime import date

_DATE = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.((?:19|20)\d{2})(?![\d.]*\d)")
_MOST_NAMED = 10


def impossible_dates(place: str, texts: Iterable[str]) -> list[str]:
    """A warning of such dates in the texts, which stand in this place; none if there are none."""
    matches = (match for text in texts for match in _DATE.finditer(text))
    found = list(dict.fromkeys(match[0] for match in matches if not _is_day(*map(int, match.groups()))))
    if not found:
        return []
    where = f"{place[0].upper()}{place[1:]}"
    if len(found) == 1:
        return [f"{where}: даты {found[0]} не бывает. Проверьте её."]
    more = f" и ещё {len(found) - _MOST_NAMED}" if len(found) > _MOST_NAMED else ""
    return [f"{where}: таких дат не бывает: {', '.join(found[:_MOST_NAMED])}{more}. Проверьте их."]


def _is_day(day: int, month: int, year: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
