"""«{территории}» in a plan's texts, for the territory that a document names in its place."""

import re
from collections.abc import Sequence

PLACEHOLDER = "{территории}"
# What plans say of all territories at once, where an item has the placeholder.
_ALL_TERRITORIES = (
    "муниципальных образований",
    "муниципального образования",
    "муниципальных районов и городских округов",
    "муниципальных и городских округов",
    "муниципальных районов",
)
_LONGEST_TERRITORY = 100


def with_placeholder(text: str, before: str, territories: Sequence[str]) -> str:
    """The text with «{территории}» where the item has it and the document names a territory, or all of them."""
    if PLACEHOLDER not in before or PLACEHOLDER in text:
        return text
    parts = [r"\s+".join(map(re.escape, part.split())) for part in before.split(PLACEHOLDER)]
    gap = rf"\s*(?:[^.;:\n]{{0,{_LONGEST_TERRITORY}}}?)\s*"
    if re.fullmatch(gap.join(parts), text.strip(), re.IGNORECASE):
        return before
    leading = {found[1] for found in re.finditer(rf"(\w+)\s+{re.escape(PLACEHOLDER)}", before)}
    phrases = sorted({*territories, *_ALL_TERRITORIES}, key=len, reverse=True)
    alternatives = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in phrases if phrase)
    return re.sub(
        rf"(\w+)(\s+)(?:{alternatives})(?!\w)",
        lambda found: f"{found[1]}{found[2]}{PLACEHOLDER}" if found[1] in leading else found[0],
        text,
    )
