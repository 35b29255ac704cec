"""When a reminder is due, when it rings, and how a delivery may change state. Pure functions, no clock of their own."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from care.household.rules import DAY_STARTS

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
        if at > after and (at.astimezone(place).date() == date or _was_there(date, place)):
            return Slot(date, at)
    raise AssertionError(f"no slot within {LOOK_AHEAD_DAYS} days")  # pragma: no cover - see LOOK_AHEAD_DAYS


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a plan wishes: times of day on some days of a wall clock.

    ``weekdays``: 0 is Monday. ``every_days`` > 1 counts from ``every_from``, forwards and backwards, on top of them.
    ``first_on``, ``last_on``: family days (04:00 to 04:00) it is bounded by; ``resumes_on``: the end of a pause.
    """

    times: Collection[dt.time]
    zone: str
    weekdays: Collection[int] = EVERY_DAY
    every_days: int = 1
    every_from: dt.date | None = None
    first_on: dt.date | None = None
    last_on: dt.date | None = None
    resumes_on: dt.date | None = None


@dataclass(frozen=True, order=True)
class Ring:
    """One time a wish is due: the instant (UTC), and its place on the wall clock."""

    at: dt.datetime
    date: dt.date
    time: dt.time


def next_ring(wish: Wish, *, after: dt.datetime) -> Ring | None:
    """The first ring strictly after an aware instant; None when there is none.

    Raises ZoneInfoNotFoundError for an unknown zone.
    """
    return min((ring for time in set(wish.times) if (ring := _next_at(wish, time, after))), default=None)


def _next_at(wish: Wish, time: dt.time, after: dt.datetime) -> Ring | None:
    """The first ring at one of the times. A small hour belongs to the family's day before."""
    shift = dt.timedelta(days=1 if time < DAY_STARTS else 0)
    bounds = [day for day in (wish.first_on + shift if wish.first_on else None, wish.resumes_on) if day]
    not_before = max(bounds, default=None)
    step = max(wish.every_days, 1)
    for _ in range(LOOK_AHEAD_DAYS):
        slot = next_slot(time=time, weekdays=wish.weekdays, zone=wish.zone, after=after, not_before=not_before)
        if slot is None or (wish.last_on is not None and slot.date - shift > wish.last_on):
            return None
        ahead = (wish.every_from - slot.date).days % step if wish.every_from else 0
        if not ahead:
            return Ring(slot.at, slot.date, time)
        not_before = slot.date + dt.timedelta(days=ahead)
    return None


def ring_at(wish: Wish, at: dt.datetime) -> Ring:
    """The ring of a wish that is due at the instant ``at``; the earliest time where a gap carries two to one instant.

    A plan may have been changed since the instant was worked out: then its first time stands for it.
    """
    times = sorted(set(wish.times))
    for time in times:
        date = slot_date(at, time, wish.zone)
        if at_wall_clock(date, time, wish.zone) == at:
            return Ring(at, date, time)
    return Ring(at, slot_date(at, times[0], wish.zone), times[0])


def put_ahead(ring: Ring, *, was: Wish, wish: Wish, now: dt.datetime) -> bool:
    """Whether a change from ``was`` to ``wish`` put a ring that is past ahead again, on its own local date.

    Its time may lie ahead in another zone; or its time is gone, and one that was not there before comes later that day.
    """
    gone = ring.time not in wish.times
    ahead = next_ring(wish, after=now)
    while ahead is not None and ahead.date <= ring.date:
        if ahead.date == ring.date and (ahead.time == ring.time or (gone and ahead.time not in was.times)):
            return True
        ahead = next_ring(wish, after=ahead.at)
    return False


def weekly_turn(wish: Wish, ring: Ring, *, since: dt.datetime) -> bool:
    """Whether a ring is told to whom a wish comes weekly ``since`` an instant: its first ring from then on, and the
    same one every seventh day. Counted from a ring, because the weekday of ``since`` may be none it rings on.
    """
    first = next_ring(wish, after=since - dt.timedelta(microseconds=1))
    return first is None or (ring.time == first.time and (ring.date - first.date).days % 7 == 0)


ONLY_SLOT = "1"


def slot_name(times: Collection[dt.time], time: dt.time, *, by_time: bool) -> str:
    """What a ring is known by on its local date.

    A plan with one time a day has one slot, so moving it tells no day twice. ``by_time``: each time is a matter of
    its own (a dose that was moved is another dose).
    """
    return ONLY_SLOT if len(set(times)) == 1 and not by_time else f"{time:%H:%M}"


def slot_date(at: dt.datetime, time: dt.time, zone: str) -> dt.date:
    """The local date of the slot at ``time`` that is due at the instant ``at``.

    Not always the date on the wall: in Greenland the spring change skips the hour before midnight, so an evening's
    23:30 comes at 00:30 of the next day, which has a slot of its own.
    """
    place = ZoneInfo(zone)
    shown = at.astimezone(place).date()
    before = shown - dt.timedelta(days=1)
    carried = at_wall_clock(before, time, zone) == at and _was_there(before, place)
    return before if carried else shown


def _was_there(date: dt.date, place: ZoneInfo) -> bool:
    """Whether a place had this date at all: Samoa skipped 30 December 2011 whole."""
    midday = dt.datetime.combine(date, dt.time(12), tzinfo=place)
    return midday.astimezone(dt.UTC).astimezone(place).date() == date


def is_quiet_time(time: dt.time, start: dt.time = QUIET_FROM, end: dt.time = QUIET_UNTIL) -> bool:
    """Whether a wall-clock time falls into the quiet hours, which may pass over midnight. Equal: never."""
    if start <= end:
        return start <= time < end
    return time >= start or time < end


def quiet_end(instant: dt.datetime, zone: str, end: dt.time = QUIET_UNTIL) -> dt.datetime:
    """The instant (UTC) after ``instant`` at which the quiet hours end."""
    slot = next_slot(time=end, weekdays=EVERY_DAY, zone=zone, after=instant)
    assert slot is not None
    return slot.at


class Quiet(StrEnum):
    """What the quiet hours mean to a kind of reminder."""

    WAIT = "wait"  # joins the morning
    RING = "ring"  # rings all the same: somebody set that very time


def rings_now(
    local: dt.time, *, starts: dt.time, ends: dt.time, rule: str, chosen: bool | None, wake_me: bool, asked: bool
) -> bool:
    """Whether a reminder may ring at a person's wall-clock time.

    ``starts`` to ``ends``: that person's quiet hours (equal: none). ``rule``: the kind's; ``chosen``: ring or silent as
    somebody chose for this reminder, None when nobody was asked. ``wake_me``: this person wants it at night too.
    ``asked``: this person asked for this very time a moment ago (a snooze).
    """
    if asked or wake_me or not is_quiet_time(local, starts, ends):
        return True
    return Quiet(rule) is Quiet.RING if chosen is None else chosen


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
    # Suppressed: the message that carried this one's words was taken.
    State.SENDING: frozenset({State.SENT, State.FAILED, State.UNKNOWN, State.PENDING, State.SUPPRESSED}),
    # A slow server's late "yes" settles the doubt (also of those it carried); nothing else does.
    State.UNKNOWN: frozenset({State.SENT, State.SUPPRESSED}),
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


def pause_before_retry(attempts: int, chance: float, first: dt.timedelta = FIRST_PAUSE) -> dt.timedelta:
    """How long to wait after the ``attempts``-th try (1 = the first) that the transport put off.

    Doubles each time; ``chance`` in [0, 1) spreads retries over half to one and a half of it, so that
    everybody who was turned away together does not come back together.
    """
    pause = min(first * 2 ** min(max(attempts - 1, 0), 16), LONGEST_PAUSE)
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
