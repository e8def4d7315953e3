"""What all executors say about one item, put together: groups by answer, totals, a paragraph made of both. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from .figures import Definition, Entry, Figure, Status, figure, format_date
from .vocabulary import ANSWERS_WITHOUT_NUMBERS, Answer
from .wording import plural

# Kinds of group beside the answers: an accepted report without an answer, and no accepted report.
NO_ANSWER = ""
PENDING = "pending"  # given to the supervising body, not accepted (yet)
SILENT = "silent"  # not given at all

# In the order in which groups are named.
GROUP_LABELS: dict[str, str] = {
    **{
        a.value: str(a.label)
        for a in (Answer.DONE, Answer.PARTIAL, Answer.NO_CASES, Answer.NOT_DONE, Answer.NOT_COMPETENT)
    },
    NO_ANSWER: "Нет ответа",
    PENDING: "Отчёт на проверке или доработке",
    SILENT: "Не представили отчёт",
}


# Where an executor's report stands as a whole.
ACCEPTED = "accepted"
# In a list with one line for each.
STANDING_LABELS: dict[str, str] = {
    ACCEPTED: "принят",
    PENDING: "на проверке или доработке",
    SILENT: "не представлен",
}


# So many names are repeated sooner than referred to.
_FEW = 3


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one executor says about one item. `kind` is a key of GROUP_LABELS; without an accepted report no entries."""

    executor: str
    kind: str
    entries: Mapping[str, Entry] = field(default_factory=dict)

    @property
    def is_accepted(self) -> bool:
        return self.kind not in (PENDING, SILENT)

    @property
    def is_asked_for_numbers(self) -> bool:
        """Whether a blank number is missing: where there were no cases there is nothing to count."""
        return self.is_accepted and self.kind not in ANSWERS_WITHOUT_NUMBERS

    @property
    def contradicts_itself(self) -> bool:
        """Whether there are numbers (other than 0) under an answer that says that there is nothing to count."""
        return self.kind in ANSWERS_WITHOUT_NUMBERS and any(entry.value for entry in self.entries.values())


@dataclass(frozen=True, slots=True)
class Group:
    """Executors that say the same about an item; `kind` is a key of GROUP_LABELS."""

    kind: str
    executors: tuple[str, ...]

    @property
    def is_long(self) -> bool:
        """Whether naming them all again would fill a cell."""
        return len(self.executors) > _FEW

    @property
    def count_text(self) -> str:
        """«Не представили отчёт — 17 (названы в начале)»."""
        return f"{GROUP_LABELS[self.kind]} — {len(self.executors)} (названы в начале)"

    @property
    def text(self) -> str:
        """«Выполнено — 2: Кузнецк, Пенза»."""
        return f"{GROUP_LABELS[self.kind]} — {len(self.executors)}: {', '.join(self.executors)}"


@dataclass(frozen=True, slots=True)
class Total:
    """An indicator over all accepted reports.

    A number is summed up; of dates the last one is the total. A share is computed from the sums of its parts, over the
    executors that gave both of them. A number's target is set for each executor, so it is met when all that gave the
    number meet it: `short` names the others. A share's target is compared with the common share. `missing` names those
    that should have given the number (for a share: both parts) and left it blank, or gave a part of nothing («3 из
    0»); «не применимо» is not blank. Numbers under an answer that leaves nothing to count are left out.
    """

    figure: Figure
    met: bool | None  # None: no target, or nothing to compare
    short: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def value_text(self) -> str:
        """«33,3 % (3 из 9)», «последняя дата — 30.04.2024», «нет данных», «случаев не было (0 из 0)»."""
        if self.figure.definition.is_date and self.figure.value is not None:
            return f"последняя дата — {format_date(self.figure.value)}"
        return "нет данных" if self.figure.status == Status.MISSING else self.figure.text

    @property
    def target_text(self) -> str:
        """«цель (не менее 70 %) не достигнута», or "" where there is nothing to say about a target."""
        if self.met is None:
            return ""
        whose = "" if self.figure.definition.is_share else " у каждого исполнителя"
        verdict = "достигнута" if self.met else "не достигнута"
        names = f": {', '.join(self.short)}" if self.short else ""
        return f"цель ({self.figure.target_text}{whose}) {verdict}{names}"

    def text(self, named_above: Sequence[str] = ()) -> str:
        """The indicator's line in the fifth column.

        `named_above` are those that the line above names as missing: many of them are not named twice.
        """
        name, missing = self.figure.definition.name, ", ".join(self.missing)
        if len(self.missing) > _FEW and self.missing == tuple(named_above):
            missing = f"те же {plural(len(self.missing), 'исполнитель', 'исполнителя', 'исполнителей')}"
        if self.figure.status == Status.MISSING and missing:
            return f"{name} — нет данных: {missing}"
        parts = [f"{name}: {self.value_text}", self.target_text, f"нет данных: {missing}" if missing else ""]
        return "; ".join(filter(None, parts))


def grouped(contributions: Iterable[Contribution]) -> tuple[Group, ...]:
    """The executors by what they say, in the order of GROUP_LABELS; kinds that nobody is of are left out."""
    names: dict[str, list[str]] = {kind: [] for kind in GROUP_LABELS}
    for contribution in contributions:
        names[contribution.kind].append(contribution.executor)
    return tuple(Group(kind, tuple(executors)) for kind, executors in names.items() if executors)


def totals(definitions: Sequence[Definition], contributions: Iterable[Contribution]) -> tuple[Total, ...]:
    """The total of each indicator over the accepted reports, in the order of the definitions."""
    accepted = [contribution for contribution in contributions if contribution.is_accepted]
    return tuple(_total(definition, accepted, definitions) for definition in definitions)


def _total(definition: Definition, accepted: Sequence[Contribution], among: Sequence[Definition]) -> Total:
    own = [(c, figure(definition, c.entries, among)) for c in accepted if not c.contradicts_itself]
    given = [f for _, f in own if f.status in (Status.VALUE, Status.UNDEFINED) and not f.is_impossible]
    missing = tuple(
        c.executor for c, f in own if c.is_asked_for_numbers and (f.status == Status.MISSING or f.is_impossible)
    )
    short: tuple[str, ...] = ()
    if not given:
        is_inapplicable = not missing and any(f.status == Status.NOT_APPLICABLE for _, f in own)
        status = Status.NOT_APPLICABLE if is_inapplicable else Status.MISSING
        total = Figure(definition, status, None, None, None, None)
        met = None
    elif definition.is_share:
        sums = {
            definition.numerator: _sum(f.numerator for f in given),
            definition.denominator: _sum(f.denominator for f in given),
        }
        total = figure(definition, sums)
        met = total.met
    else:
        values = [f.value for f in given if f.value is not None]
        value = max(values) if definition.is_date else sum(values, Decimal(0))
        total = Figure(definition, Status.VALUE, value, None, None, None)
        short = tuple(c.executor for c, f in own if f.met is False)
        met = None if definition.target is None else not short
    return Total(total, met, short, missing)


def _sum(values: Iterable[Decimal | None]) -> Entry:
    return Entry(sum((value for value in values if value is not None), Decimal(0)))


def accepted_sentence(accepted: int, assigned: int) -> str:
    """«Приняты отчёты 13 исполнителей из 30.»"""
    if not assigned:
        return "Исполнители не назначены."
    if not accepted:
        return f"Не принят ни один отчёт: исполнителей {assigned}."
    whose = plural(accepted, "исполнителя", "исполнителей", "исполнителей")
    if accepted == assigned > 1:
        return f"Приняты отчёты всех {whose}."
    return f"{'Принят отчёт' if accepted == 1 else 'Приняты отчёты'} {whose} из {assigned}."


def offered_paragraph(groups: Iterable[Group], item_totals: Iterable[Total]) -> str:
    """The summarizing paragraph of an item as it follows from the figures; a supervisor may write another instead."""
    counts = {group.kind: len(group.executors) for group in groups}
    assigned = sum(counts.values())
    accepted = assigned - counts.get(PENDING, 0) - counts.get(SILENT, 0)
    sentences = [accepted_sentence(accepted, assigned), *_answers(counts)]
    for total in item_totals:
        if total.figure.status in (Status.VALUE, Status.UNDEFINED):
            target = "" if total.met is None else f", цель {'' if total.met else 'не '}достигнута"
            sentences.append(_sentence(f"{total.figure.definition.name} — {total.value_text}{target}"))
    return " ".join(sentences)


_VERBS = {
    Answer.DONE.value: "выполнено",
    Answer.PARTIAL.value: "выполнено частично",
    Answer.NOT_DONE.value: "не выполнено",
}


def _answers(counts: Mapping[str, int]) -> list[str]:
    """One sentence about who did the measure, one for each other answer that there is."""
    done = [
        f"{verb} {plural(counts[kind], 'исполнителем', 'исполнителями', 'исполнителями')}"
        for kind, verb in _VERBS.items()
        if kind in counts
    ]
    sentences = [f"Мероприятие {', '.join(done)}."] if done else []
    for kind, beginning, ending in (
        (Answer.NO_CASES.value, "У", "случаев не было."),
        (Answer.NOT_COMPETENT.value, "К компетенции", "мероприятие не относится."),
        (NO_ANSWER, "В отчётах", "ответа нет."),
    ):
        if kind in counts:
            whose = plural(counts[kind], "исполнителя", "исполнителей", "исполнителей")
            sentences.append(f"{beginning} {whose} {ending}")
    return sentences


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
