"""Parts of addresses that are more than text or a number."""

from plans.numbers import canonical


class ItemNumberConverter:
    """The number of a plan item, in its one spelling: «2.10»."""

    regex = r"[0-9]+(?:\.[0-9]+)*"

    def to_python(self, value: str) -> str:
        """Django takes a ValueError for an address that is not there."""
        return canonical(value)

    def to_url(self, value: str) -> str:
        return value
