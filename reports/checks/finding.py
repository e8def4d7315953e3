"""What a check sees and what it says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum
from hashlib import sha256

from reports.figures import Figure
from reports.vocabulary import ANSWERS_WITHOUT_NUMBERS, Answer


class Level(IntEnum):
    """How heavy a finding weighs. Only errors keep a report from being submitted."""

    ERROR = 1
    WARNING = 2
    HINT = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend or to look at.

    `code` is stable (kinds.KINDS). `field` is the name of the field on the row's page, or "" for the row as a whole.
    `message` is one Russian sentence (or two) that says what is wrong and what to do; `evidence` quotes the words or
    numbers of the row that it rests on, or is "".
    """

    item: str
    code: str
    level: Level
    field: str
    message: str
    evidence: str = ""

    @property
    def key(self) -> str:
        """The same for the same finding about the same words: what an official's answer is kept under."""
        # Not the message if there is evidence: it may be worded better one day.
        parts = (self.code, self.field, self.evidence or self.message)
        return sha256(repr(parts).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Texts:
    """The two texts of a row."""

    implementation: str
    result: str


@dataclass(frozen=True, slots=True)
class Wording:
    """How texts speak of what an indicator counts, as the plan's administrator wrote it.

    `phrase` is the phrase for one, with what agrees in braces: «{проведено} {1 заседание комиссии}»;
    `phrase_for_zero` a phrase for none: «заседаний комиссии не проводилось»; `words` further words for the thing
    counted, separated by commas: «совещание, собрание». Each may be "".
    """

    phrase: str = ""
    phrase_for_zero: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Tied:
    """The same fact in another row of the report: an indicator here and its value there."""

    code: str  # of this row's indicator
    item: str  # the other row's number
    name: str  # the other indicator's name
    value: Decimal


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row as the checks see it, with what they compare it to."""

    item: str
    year: int
    answer: str
    implementation: str
    result: str
    figures: tuple[Figure, ...] = ()
    measure: str = ""  # column 3
    expected_result: str = ""  # the plan's; often taken over into column 5 as it stands
    unconfirmed: int = 0
    unanswered_remarks: int = 0
    last_year: Texts | None = None
    # By indicator code: the executor's own values of earlier years, newest first; this year's of the others.
    past: Mapping[str, tuple[Decimal, ...]] = field(default_factory=dict)
    peers: Mapping[str, tuple[Decimal, ...]] = field(default_factory=dict)
    tied: tuple[Tied, ...] = ()
    wordings: Mapping[str, Wording] = field(default_factory=dict)  # by indicator code

    @property
    def needs_numbers(self) -> bool:
        """Whether the answer leaves something to count."""
        return self.answer not in ANSWERS_WITHOUT_NUMBERS

    @property
    def is_done(self) -> bool:
        """Whether the answer says that something was done."""
        return self.answer in (Answer.DONE, Answer.PARTIAL)

    @property
    def own_result(self) -> str:
        """Column 5 if it is the executor's own words, "" if it repeats what the plan expects."""
        return "" if self.result.split() == self.expected_result.split() else self.result

    def finding(
        self, code: str, field_name: str, message: str, evidence: str = "", level: Level | None = None
    ) -> Finding:
        """A finding about this row, by default at the level of its kind."""
        return Finding(self.item, code, KINDS[code].level if level is None else level, field_name, message, evidence)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding: `level` is the usual one; `answerable` if «так и есть, потому что» may settle it."""

    code: str
    level: Level
    title: str
    answerable: bool = True


KINDS = {
    kind.code: kind
    for kind in (
        Kind("missing-answer", Level.ERROR, "не выбран ответ", answerable=False),
        Kind("missing-text", Level.ERROR, "не описана работа", answerable=False),
        Kind("unanswered-remark", Level.ERROR, "нет ответа на замечание", answerable=False),
        Kind("missing-indicator", Level.WARNING, "не заполнен показатель"),
        Kind("unconfirmed-number", Level.WARNING, "числа прошлого года не подтверждены", answerable=False),
        Kind("missing-result", Level.WARNING, "пустая графа 5"),
        Kind("target-missed", Level.WARNING, "цель не достигнута"),
        Kind("part-exceeds-whole", Level.WARNING, "часть больше целого"),
        Kind("undefined-share", Level.WARNING, "0 из 0 без пояснения"),
        Kind("number-mismatch", Level.WARNING, "число в тексте и в показателе"),
        Kind("cross-item-mismatch", Level.WARNING, "один факт, разные числа"),
        Kind("contradiction", Level.WARNING, "противоречие в строке"),
        Kind("not-performed", Level.WARNING, "не выполнено без причины"),
        Kind("stale-year", Level.WARNING, "другой год в тексте"),
        Kind("copied-from-last-year", Level.WARNING, "текст прошлого года"),
        Kind("no-evidence", Level.HINT, "общие слова"),
        Kind("outlier", Level.HINT, "необычное число"),
        Kind("requirement-mismatch", Level.HINT, "требование Плана"),
        Kind("language", Level.HINT, "язык и оформление"),
    )
}
