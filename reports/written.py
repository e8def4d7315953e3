"""Numbers and dates as people write them. Pure; what cannot be read is said in a Russian sentence."""

import re
from datetime import date
from decimal import Decimal

from .figures import MAX_WHOLE_DIGITS, date_number

_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_MONTHS = "янв фев мар апр мая июн июл авг сен окт ноя дек".split()
_YEAR_ENDING = re.compile(r"\s*(?:г\.?|год|года)$")
_DAY = (
    re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(
        r"(?P<day>\d{1,2})\s+(?P<word>января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)"
        r"\s+(?P<year>\d{4})"
    ),
)


def read_number(written: str, decimals: int) -> Decimal | None:
    """A number that is not negative: «1 234,5». Blank is None, never zero. Raises ValueError with what to do."""
    written = re.sub(r"\s", "", written)
    if not written:
        return None
    if written.startswith(("-", "−")) and _NUMBER.fullmatch(written[1:]):
        raise ValueError("Число не может быть отрицательным.")
    if not _NUMBER.fullmatch(written):
        example = "5 или 12,5" if decimals else "5"
        raise ValueError(
            f"Введите число цифрами, без единиц и знаков, например {example}. Если числа нет, ничего не вводите."
        )
    number = Decimal(written.replace(",", "."))
    if number >= Decimal(10) ** MAX_WHOLE_DIGITS:
        raise ValueError(f"Слишком большое число: в нём больше {MAX_WHOLE_DIGITS} цифр. Проверьте, что введено.")
    if number != number.quantize(Decimal(1).scaleb(-decimals)):
        raise ValueError(
            f"Цифр после запятой может быть не больше {decimals}." if decimals else "Здесь нужно целое число."
        )
    return number


def read_day(written: str, first: int, last: int) -> Decimal | None:
    """A date as the number that stands for it (figures.date_number): «30.04.2024», «30 апреля 2024 года», «2024-04-30».

    Its year must lie from `first` to `last`. Blank is None. Raises ValueError with what to do.
    """
    written = _YEAR_ENDING.sub("", " ".join(written.lower().split()))
    if not written:
        return None
    found = next(filter(None, (pattern.fullmatch(written) for pattern in _DAY)), None)
    if found is None:
        raise ValueError(f"Введите дату, например 30.04.{last - 1}. Если даты нет, ничего не вводите.")
    parts = found.groupdict()
    month = _MONTHS.index(parts["word"][:3]) + 1 if "word" in parts else int(parts["month"])
    try:
        day = date(int(parts["year"]), month, int(parts["day"]))
    except ValueError as error:
        raise ValueError("Такого дня нет. Проверьте число и месяц.") from error
    if not first <= day.year <= last:
        raise ValueError(f"Проверьте год: он может быть от {first} до {last}.")
    return date_number(day)
