"""Indicators of a plan's new edition: made, and given new targets."""

from decimal import Decimal
from itertools import count

from plans.models import Indicator, PlanItem, Target
from reports.intake.plan_indicators import Goal, IndicatorChange


def write_indicator(item: PlanItem, change: IndicatorChange, first_year: int) -> None:
    """Make the indicator if it is new, and its target if there is one, from `first_year` on.

    A target takes over where another held before: earlier years keep theirs, and those that were
    to begin later give way.
    """
    since = first_year if first_year > item.plan.first_year else None
    if change.indicator is None:
        own = item.indicators.all()
        codes = {indicator.code for indicator in own}
        code = next(code for code in (f"n{number}" for number in count(1)) if code not in codes)
        position = max((indicator.position for indicator in own), default=-1) + 1
        indicator = Indicator.objects.create(
            item=item, code=code, position=position, name=change.name, unit=change.unit, first_year=since
        )
    else:
        indicator = Indicator.objects.get(pk=change.indicator)
    if change.after == Goal():
        return
    later = indicator.targets.exclude(first_year=None)
    (later if since is None else later.filter(first_year__gt=since)).delete()
    Target.objects.update_or_create(
        indicator=indicator,
        first_year=since,
        defaults={
            "rule": change.after.rule,
            "value": Decimal(change.after.value) if change.after.value else None,
            "day": None,
            "month": None,
            "next_year": False,
            "phrase": change.after.phrase,
        },
    )
