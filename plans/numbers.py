"""Numbers of plan items (пункт Плана): levels joined by dots, which look like decimals and are not."""

import re
import unicodedata

_PREFIX = re.compile(r"^(?:п\.?п\.?|пп\.?|пункт[а-я]*|п\.?)(?=[\s\d])", re.IGNORECASE)
# Sixteen levels fill the field (ItemNumberField).
_LEVELS = re.compile(r"[0-9]{1,5}(?:\.[0-9]{1,5}){0,15}")
_WIDTH = 5


def canonical(spelling: str) -> str:
    """The one spelling of an item number: «п. 2.10.» -> "2.10".

    Blanks of any kind, a prefix («п.», «пункт») and a final dot do not matter; leading zeros of a level are dropped.
    Raises ValueError, with a Russian sentence, if this is no item number.
    """
    text = _PREFIX.sub("", unicodedata.normalize("NFKC", spelling).strip())
    text = re.sub(r"\s+", "", text).removesuffix(".")
    if not _LEVELS.fullmatch(text):
        raise ValueError(f"«{spelling}» — не номер пункта. Номер состоит из чисел через точку, например 2.10.")
    return ".".join(str(int(level)) for level in text.split("."))


def sortable(spelling: str) -> str:
    """The number as text that any database sorts naturally: "2.10" -> "00002.00010". Raises like canonical()."""
    return ".".join(level.zfill(_WIDTH) for level in canonical(spelling).split("."))
