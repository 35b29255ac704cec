"""Rules of routines, food and water, and exposures. Pure functions.

The words to choose from are ``care.reference.precautions`` (reference/logs.md sections 5 to 7).
"""

from care.precautions.rules.checks import (
    ANSWERED_KINDS,
    Kept,
    Value,
    kept_of_day,
    normal_answers,
    normal_exceptions,
    normal_kept,
    settled,
    split,
)
from care.precautions.rules.exposures import (
    LOOK_BACK_DAYS,
    ContactTest,
    Immune,
    Mask,
    Minutes,
    asks_for_call_plan,
    is_span,
    look_back,
)
from care.precautions.rules.flags import DUST_DAYS, DUST_EXPOSURES, DUST_WATER, days_since, facts_of
from care.precautions.rules.items import (
    DIFFERENT_KINDS,
    EXPOSING_KINDS,
    MAX_MOMENTS,
    BadItem,
    item,
    key,
    normal_moments,
    usual_moments,
)

__all__ = [
    "ANSWERED_KINDS",
    "DIFFERENT_KINDS",
    "DUST_DAYS",
    "DUST_EXPOSURES",
    "DUST_WATER",
    "EXPOSING_KINDS",
    "LOOK_BACK_DAYS",
    "MAX_MOMENTS",
    "BadItem",
    "ContactTest",
    "Immune",
    "Kept",
    "Mask",
    "Minutes",
    "Value",
    "asks_for_call_plan",
    "days_since",
    "facts_of",
    "is_span",
    "item",
    "kept_of_day",
    "key",
    "look_back",
    "normal_answers",
    "normal_exceptions",
    "normal_kept",
    "normal_moments",
    "settled",
    "split",
    "usual_moments",
]
