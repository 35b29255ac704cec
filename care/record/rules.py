"""Day states, the late mark and when an affirmation may be offered. Pure functions."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from zoneinfo import ZoneInfo

from care.household.rules import day_end, local_day

LATE_AFTER = dt.timedelta(hours=36)
#: A phone's clock may be so far from the server's before its times are put right.
CLOCK_TOLERANCE = dt.timedelta(minutes=2)
SAME_CHAIN_MAX = 3
URGENT_MESSAGE_HOLDS = dt.timedelta(hours=24)


class DayState(StrEnum):
    """What a local day is known by. Order of definition is order of precedence."""

    DETAILED = "detailed"
    SAME = "same"
    NOTHING_NEW = "nothing-new"
    ELSEWHERE = "elsewhere"
    NOT_RECORDED = "not-recorded"


# Kinds not named here are observations with details of their own.
_STATE_OF_KIND: Mapping[str, DayState] = {
    "same_as_yesterday": DayState.SAME,
    "nothing_new": DayState.NOTHING_NEW,
    "elsewhere": DayState.ELSEWHERE,
    # A decision, a paper or a medicine given says nothing about how the child was that day; nor does a visit or a
    # missed school day, which stand for stretches of days.
    **dict.fromkeys(
        (
            "vaccine_decision",
            "household_vaccine",
            "vaccine_directive",
            "clinic_score",
            "infection_test",
            "antimicrobial",
            "care_visit",
            "days_missed",
            "dose",
            "infusion",
            "lab_result",
            "growth",
            "tooth",
            "fracture",
            "scan",
        ),
        DayState.NOT_RECORDED,
    ),
}
_PRECEDENCE = list(DayState)


def day_state(kinds: Iterable[str]) -> DayState:
    """The state of a day from the kinds of its kept entries."""
    states = {_STATE_OF_KIND.get(kind, DayState.DETAILED) for kind in kinds}
    return min(states, key=_PRECEDENCE.index, default=DayState.NOT_RECORDED)


def is_late(day: dt.date, entered_at: dt.datetime, zone: str) -> bool:
    """Entered more than 36 h after the local day's end (04:00)."""
    return entered_at - day_end(day, zone) > LATE_AFTER


def on_another_day(occurred_at: dt.datetime, day: dt.date, zone: str) -> dt.datetime:
    """The same hour of the family's clock on another of their days (04:00 to 04:00)."""
    wall = occurred_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    moved = wall + (day - local_day(occurred_at, zone))
    return moved.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)


def may_affirm_same(before: Sequence[DayState]) -> bool:
    """Whether "same as yesterday" may be offered. ``before``: states of the days before, yesterday first.

    Only after a detailed day or another affirmation, and at most three in a row: then a fresh look is asked for.
    """
    chain = 0
    for state in before:
        if state == DayState.SAME:
            chain += 1
            continue
        return state == DayState.DETAILED and chain < SAME_CHAIN_MAX
    return False


def may_affirm_nothing_new(*, open_infections: int, last_urgent_message: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether "nothing new" may be offered: not with an open infection, nor within 24 h of a level 2 or 3 message."""
    if open_infections:
        return False
    return last_urgent_message is None or now - last_urgent_message >= URGENT_MESSAGE_HOLDS


def coverage(states: Iterable[DayState]) -> dict[DayState, int]:
    """Days per state; every state is present, so the parts always add up to the days given."""
    counts = dict.fromkeys(DayState, 0)
    for state in states:
        counts[state] += 1
    return counts
