"""Plans, their items and indicators, and what earlier editions had in their place."""

from .edition import FormerItem, PlanEdition
from .indicator import Indicator, Target, TargetRule, Tie
from .plan import TERRITORY_PLACEHOLDER, Plan, PlanItem, Section, for_supervisor, for_territory

__all__ = [
    "TERRITORY_PLACEHOLDER",
    "FormerItem",
    "Indicator",
    "Plan",
    "PlanEdition",
    "PlanItem",
    "Section",
    "Target",
    "TargetRule",
    "Tie",
    "for_supervisor",
    "for_territory",
]
