"""When a reminder is due, when it rings, and how a delivery may change state. Pure functions, no clock of their own."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

EVERY_DAY = frozenset(range(7))
# No zone skips two calendar days in a row, so one weekday comes round at least once in two weeks.
LOOK_AHEAD_DAYS = 15

# What comes late after this waits for the day: nobody's phone lights up in the night for a daily check.
QUIET_FROM = dt.time(21, 30)
QUIET_UNTIL = dt.time(6, 30)

# A mail server that is away is asked again soon, then less and less often, never rarer than every 15 minutes.
FIRST_PAUSE = dt.timedelta(seconds=20)
LONGEST_PAUSE = dt.timedelta(minutes=15)


@dataclass(frozen=True, order=True)
class Slot:
    """One wished calendar day of a plan and the instant (UTC) at which it is due."""

    date: dt.date
    at: dt.datetime


def at_wall_clock(date: dt.date, time: dt.time, zone: str) -> dt.datetime:
    """The instant (UTC) at which a clock on the wall in ``zone`` first shows this date and time.

    A time the spring change skips moves forward by what is skipped (02:30 becomes 03:30); a time the autumn
    change shows twice is the first of the two. Both are what ``fold=0`` means (PEP 495).
    """
    return dt.datetime.combine(date, time, tzinfo=ZoneInfo(zone)).replace(fold=0).astimezone(dt.UTC)


def next_slot(
    *,
    time: dt.time,
    weekdays: Collection[int],
    zone: str,
    after: dt.datetime,
    not_before: dt.date | None = None,
) -> Slot | None:
    """The first slot strictly after an aware instant, None when no weekday is wished.

    ``weekdays``: 0 is Monday. ``not_before``: the first local date that counts (the end of a pause).
    Days are counted on the calendar, never by adding 24 hours. Raises ZoneInfoNotFoundError for an unknown zone.
    """
    wished = frozenset(weekdays) & EVERY_DAY
    if not wished:
        return None
    place = ZoneInfo(zone)
    # One day back: 23:59 of yesterday may still lie ahead where the clock was set back over midnight.
    first = after.astimezone(place).date() - dt.timedelta(days=1)
    if not_before is not None and not_before > first:
        first = not_before
    for offset in range(LOOK_AHEAD_DAYS + 1):
        date = first + dt.timedelta(days=offset)
        if date.weekday() not in wished:
            continue
        at = at_wall_clock(date, time, zone)
        # A date that a place skipped whole (Samoa had no 30 December 2011) has no slot.
        if at > after and at.astimezone(place).date() == date:
            return Slot(date, at)
    raise AssertionError(f"no slot within {LOOK_AHEAD_DAYS} days")  # pragma: no cover - see LOOK_AHEAD_DAYS


def is_quiet(instant: dt.datetime, zone: str, start: dt.time = QUIET_FROM, end: dt.time = QUIET_UNTIL) -> bool:
    """Whether an instant falls into the quiet hours on the wall clock of ``zone``. Start counts, end does not."""
    return is_quiet_time(instant.astimezone(ZoneInfo(zone)).time(), start, end)


def is_quiet_time(time: dt.time, start: dt.time = QUIET_FROM, end: dt.time = QUIET_UNTIL) -> bool:
    """Whether a wall-clock time falls into the quiet hours, which may pass over midnight."""
    if start <= end:
        return start <= time < end
    return time >= start or time < end


def quiet_end(instant: dt.datetime, zone: str, end: dt.time = QUIET_UNTIL) -> dt.datetime:
    """The instant (UTC) after ``instant`` at which the quiet hours end."""
    slot = next_slot(time=end, weekdays=EVERY_DAY, zone=zone, after=instant)
    assert slot is not None
    return slot.at


class State(StrEnum):
    """Where a delivery stands. Only ``sent`` says that the transport took it over."""

    PENDING = "pending"
    CLAIMED = "claimed"  # leased by a worker, nothing said to the transport yet
    SENDING = "sending"  # the attempt is committed, its outcome is not known yet
    SENT = "sent"
    FAILED = "failed"  # refused for good
    SUPPRESSED = "suppressed"  # no longer wanted when its turn came
    UNKNOWN = "unknown"  # a worker died, or the line broke, between asking and hearing the answer
    MISSED = "missed"  # too late to help: shown, not sent


OPEN = frozenset({State.PENDING, State.CLAIMED, State.SENDING})
LEASED = frozenset({State.CLAIMED, State.SENDING})
SETTLED = frozenset(State) - OPEN

TRANSITIONS: dict[State, frozenset[State]] = {
    State.PENDING: frozenset({State.CLAIMED, State.SUPPRESSED}),
    State.CLAIMED: frozenset({State.PENDING, State.SENDING, State.SUPPRESSED, State.MISSED, State.FAILED}),
    # Back to pending only with proof that nothing left, or under a policy that accepts a second copy.
    State.SENDING: frozenset({State.SENT, State.FAILED, State.UNKNOWN, State.PENDING}),
    # A slow server's late "yes" settles the doubt; nothing else does.
    State.UNKNOWN: frozenset({State.SENT}),
    State.SENT: frozenset(),
    State.FAILED: frozenset(),
    State.SUPPRESSED: frozenset(),
    State.MISSED: frozenset(),
}


def may_become(old: str, new: str) -> bool:
    """Whether a delivery in state ``old`` may change to ``new``."""
    return State(new) in TRANSITIONS[State(old)]


class Doubt(StrEnum):
    """What happens to a message of which nobody knows whether it left."""

    NEVER_AGAIN = "never_again"  # shown as unknown; a daily check told twice is a nuisance
    RESEND = "resend"  # sent once more under the same id; a medicine not told may harm


def after_doubt(policy: str) -> State:
    """The state a delivery in doubt gets."""
    return State.PENDING if Doubt(policy) is Doubt.RESEND else State.UNKNOWN


def pause_before_retry(attempts: int, chance: float) -> dt.timedelta:
    """How long to wait after the ``attempts``-th try (1 = the first) that the transport put off.

    Doubles each time; ``chance`` in [0, 1) spreads retries over half to one and a half of it, so that
    everybody who was turned away together does not come back together.
    """
    pause = min(FIRST_PAUSE * 2 ** min(max(attempts - 1, 0), 16), LONGEST_PAUSE)
    return pause * (0.5 + chance)


class Snooze(StrEnum):
    """How long somebody wants to be left alone. Every one of them ends."""

    MINUTES_15 = "15"
    MINUTES_30 = "30"
    MINUTES_60 = "60"
    MORNING = "morning"


def snooze_until(choice: str, *, now: dt.datetime, zone: str, morning: dt.time = QUIET_UNTIL) -> dt.datetime:
    """The instant (UTC) a snooze ends: whole minutes, or the next end of the quiet hours on the wall clock of ``zone``.

    Raises ValueError for a choice that does not exist.
    """
    wanted = Snooze(choice)
    if wanted is Snooze.MORNING:
        return quiet_end(now, zone, morning)
    return now + dt.timedelta(minutes=int(wanted.value))
