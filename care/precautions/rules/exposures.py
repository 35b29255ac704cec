"""Exposures: their closed words, from when to when, and the days to look back over. Pure."""

import datetime as dt
from enum import StrEnum

from care.precautions.rules.items import item
from care.reference.precautions import Kind

LOOK_BACK_DAYS = 14


class Minutes(StrEnum):
    """How long an exposure lasted, roughly."""

    UNDER_5 = "under_5"
    UP_TO_60 = "5_to_60"
    OVER_60 = "over_60"


class Mask(StrEnum):
    """What was worn over mouth and nose by the patient, as far as anybody knows."""

    NONE = "none"
    CLOTH = "cloth"
    SURGICAL = "surgical"
    RESPIRATOR = "respirator"
    OTHER = "other"
    NOT_SURE = "not_sure"


class ContactTest(StrEnum):
    """What a test of the other person said, as the family was told."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    WAITING = "waiting"
    NOT_TESTED = "not_tested"
    NOT_SURE = "not_sure"


class Immune(StrEnum):
    """Whether the patient is known to be immune to it, as the family's own papers say."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def is_span(first_on: dt.date, first_time: dt.time | None, last_on: dt.date, last_time: dt.time | None) -> bool:
    """Whether an exposure ends no earlier than it begins, as far as times are known."""
    if first_on != last_on or first_time is None or last_time is None:
        return first_on <= last_on
    return first_time <= last_time


def look_back(date: dt.date, days: int = LOOK_BACK_DAYS) -> tuple[dt.date, dt.date]:
    """First and last day of the days before a date, the date itself included."""
    return date - dt.timedelta(days=days), date


def asks_for_call_plan(slug: str) -> bool:
    """Whether the family's call plan is shown after this exposure: the ones that a red-flag rule names."""
    return bool(item(slug, (Kind.EXPOSURE,)).raises)
