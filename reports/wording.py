"""Russian words that bend to their number. Pure functions."""

from collections.abc import Sequence


def plural(count: int, one: str, few: str, many: str) -> str:
    """The number with the form that agrees with it: plural(21, "год", "года", "лет") -> «21 год».

    In cases other than the nominative `few` and `many` are often the same: «1 исполнителя, 2 исполнителей».
    """
    if count % 10 == 1 and count % 100 != 11:  # noqa: PLR2004 (the rule of the language)
        form = one
    elif 2 <= count % 10 <= 4 and not 12 <= count % 100 <= 14:  # noqa: PLR2004
        form = few
    else:
        form = many
    return f"{count} {form}"


def listed(names: Sequence[str]) -> str:
    """The names as a sentence has them: «1.6», «1.6 и 1.7», «1.6, 1.7 и 2.1»."""
    *first, last = names
    return f"{', '.join(first)} и {last}" if first else last
