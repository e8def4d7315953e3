"""What a row lacks: as a condition for SQL (progress of many reports) and as phrases (one row)."""

from django.db.models import Exists, OuterRef, Q

from plans.models import Indicator
from reports.models import IndicatorValue, Remark
from reports.vocabulary import ANSWERS_WITHOUT_NUMBERS

_ENTERED = IndicatorValue.objects.filter(row=OuterRef(OuterRef("pk")), indicator=OuterRef("pk"))
LACKING_INDICATORS = Indicator.objects.filter(
    ~Exists(_ENTERED),
    Q(first_year=None) | Q(first_year__lte=OuterRef("report__year")),
    item=OuterRef("item"),
    kind__in=Indicator.ENTERED,
)
_COUNTED_OUT = Q(answer__in=ANSWERS_WITHOUT_NUMBERS)
UNANSWERED = Remark.objects.filter(row=OuterRef("pk"), sent_at__isnull=False, answer="")
COMPLETE = (
    ~Q(answer="")
    & ~Q(implementation="")
    & Q(unconfirmed=[])
    & (_COUNTED_OUT | ~Exists(LACKING_INDICATORS))
    & ~Exists(UNANSWERED)
)


def gaps(answer: str, *, has_text: bool, lacking_indicators: int, unconfirmed: int, unanswered: int) -> list[str]:
    """What a row lacks, as short Russian phrases; empty exactly when the row is COMPLETE."""
    found = []
    if unanswered:
        found.append("ответьте на замечание")
    if not answer:
        found.append("выберите ответ")
    if not has_text:
        found.append("опишите проведённую работу")
    if lacking_indicators and answer not in ANSWERS_WITHOUT_NUMBERS:
        found.append(f"заполните показатели: {lacking_indicators}")
    if unconfirmed:
        found.append(f"подтвердите числа и даты: {unconfirmed}")
    return found
