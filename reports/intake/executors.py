"""Who is meant by the column «Исполнители»: organizations by their names, or all of a kind. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.text import folded

_BRACKETS = re.compile(r"\([^)]*\)")
_BETWEEN = re.compile(r"[,;\n]+")
_AND = re.compile(r"\s+и\s+")
_NOISE = re.compile(r"[^\w]+")
_KINDS_ALL = re.compile(
    "(?:все |ответственные )?исполнители(?: мероприятий)?(?: плана)?"
    "|все (?:органы|организации|ответственные исполнители)"
)
# What may follow says nothing of whom: «муниципальных районов и городских округов Пензенской области».
_ANYWHERE = (
    r"\w*(?:(?: и)? (?:муниципальн|городск|сельск|район|город|округ|поселени|образовани|регион)\w*"
    r"| (?:в )?\w+ (?:области|края)| республики \w+)*"
)
_KINDS_LOCAL = re.compile(
    "(?:все )?(?:(?:органы|органов) местного самоуправления|омсу?"
    "|администрации (?:муниципальн|городов|районов|городских)|муниципальные (?:образования|районы|округа)"
    rf"|городские округа|муниципальные и городские округа){_ANYWHERE}"
)
_ADMINISTRATION = re.compile("администрац")

# A name that is cut short names a body if it has so many words, and only one body's name begins with them.
_LEAST_WORDS = 3

# What a person may choose for a phrase that names nobody, beside the identifier of an organization.
EVERYBODY, NOBODY = "all", "none"


@dataclass(frozen=True, slots=True)
class Body:
    """An organization with its names: full, short and genitive; `supervises`: it collects the reports on the plan."""

    pk: int
    names: tuple[str, ...]
    supervises: bool = False

    @property
    def is_local(self) -> bool:
        """Whether it is an administration of a municipality; the supervising one is not meant by all of them."""
        return not self.supervises and bool(_ADMINISTRATION.match(folded(self.names[0])))


@dataclass(frozen=True, slots=True)
class Meant:
    """The organizations (their identifiers) that a text names, and what of it names none."""

    bodies: frozenset[int]
    unknown: tuple[str, ...]


class Executors:
    """Finds organizations by what a plan calls them. `everybody` are those that the plan is assigned to now."""

    def __init__(self, bodies: Sequence[Body], everybody: frozenset[int], chosen: Mapping[str, str]) -> None:
        self._known = {body.pk for body in bodies}
        self._by_name: dict[str, int] = {}
        self._local = frozenset(body.pk for body in bodies if body.is_local)
        self._everybody = everybody
        self._chosen = {_key(phrase): choice for phrase, choice in chosen.items()}
        for body in bodies:
            for name in body.names:
                self._by_name.setdefault(_key(name), body.pk)

    def meant(self, text: str) -> Meant:
        """Who is meant by the text of a cell: one name, or several between commas, semicolons or lines."""
        text = _BRACKETS.sub(" ", text)
        whole = self._one(text)
        if whole is not None:
            return Meant(whole, ())
        found: frozenset[int] = frozenset()
        unknown: list[str] = []
        for line in text.split("\n"):
            of_line = self._one(line)
            if of_line is not None:
                found |= of_line
                continue
            lead: list[str] = []
            for part in self._parts(line):
                of_part, lead = self._several(part, lead)
                if of_part is None:
                    unknown.append(" ".join(part.split()).strip(" .-–—"))
                else:
                    found |= of_part
        return Meant(found, tuple(dict.fromkeys(unknown)))

    def _several(self, text: str, lead: list[str]) -> tuple[frozenset[int] | None, list[str]]:
        """Who is meant by «администрации города Пензы и города Кузнецка», None if not all of it is known.

        `lead` are the words of the name before, of which the first hold on; given back are those for the next.
        """
        found: frozenset[int] = frozenset()
        words, pieces = lead, _AND.split(text)
        while pieces:
            # The longest name first: «Министерство труда и занятости и администрация города Пензы».
            for count in range(len(pieces), 0, -1):
                name = " и ".join(pieces[:count])
                known = self._one(name)
                if known is not None:
                    words = _key(name).split()
                    break
            else:
                count, known = 1, self._led(_key(pieces[0]).split(), words)
            if known is None:
                return None, lead
            found, pieces = found | known, pieces[count:]
        return found, words

    def _parts(self, line: str) -> list[str]:
        """What stands between commas; a name that has some itself is one."""
        parts, found = _BETWEEN.split(line), []
        while parts:
            names = {count: ", ".join(parts[:count]) for count in range(len(parts), 1, -1)}
            count = next((count for count, name in names.items() if _key(name) in self._by_name), 1)
            found.append(names.get(count, parts[0]))
            parts = parts[count:]
        return found

    def _led(self, words: list[str], lead: list[str]) -> frozenset[int] | None:
        """The body whose name is these words with the first ones of another name before them."""
        led = (self._by_name.get(" ".join([*lead[:count], *words])) for count in range(len(lead) - 1, 0, -1))
        body = next((body for body in led if body is not None), None)
        return None if body is None else frozenset([body])

    def _one(self, text: str) -> frozenset[int] | None:
        """Who is meant by one name; nobody by an empty one; None if it is not known."""
        key = _key(text)
        if not key:
            return frozenset()
        if key in self._by_name:
            return frozenset([self._by_name[key]])
        if key in self._chosen:
            return self._choice(self._chosen[key])
        if _KINDS_ALL.fullmatch(key) and self._everybody:
            return self._everybody
        # Of the plan's executors; of all organizations if the plan has none yet.
        if _KINDS_LOCAL.fullmatch(key) and self._local:
            return (self._local & self._everybody) or self._local
        return self._cut_short(key)

    def _cut_short(self, key: str) -> frozenset[int] | None:
        """The one body whose name begins so."""
        begun = {body for name, body in self._by_name.items() if name.startswith(f"{key} ")}
        return frozenset(begun) if len(begun) == 1 and key.count(" ") + 1 >= _LEAST_WORDS else None

    def _choice(self, choice: str) -> frozenset[int] | None:
        if choice == EVERYBODY:
            return self._everybody
        if choice == NOBODY:
            return frozenset()
        return frozenset([int(choice)]) if choice.isdecimal() and int(choice) in self._known else None


def _key(text: str) -> str:
    """The words alone: capitals, «ё», quotes, dashes and blanks make no difference."""
    return _NOISE.sub(" ", folded(text)).strip()
