"""When doses are due: times of day on some days, on the family's own clock. No Django, no clock, no database.

A dose is known by its place in the plan (date and time on the wall clock), not by its instant: so the night a clock
changes, or a family that moves to another zone, neither loses a dose nor doubles one.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from care.household.rules import DAY_STARTS

MOST_TIMES = 8
MOST_DAYS_APART = 366


class Pattern(StrEnum):
    """On which days a medicine is due. NEEDED has no due time."""

    DAILY = "daily"
    WEEKDAYS = "weekdays"
    EVERY_N = "every_n"
    NEEDED = "needed"


class BadSchedule(ValueError):
    """Times or weekdays that make no schedule. ``field`` names which."""

    def __init__(self, field: str):
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class Schedule:
    """``times`` of the wall clock on the dates of a pattern. ``weekdays``: 0 is Monday. ``every_days`` counts from
    ``every_from``, forwards and backwards."""

    pattern: str
    times: tuple[dt.time, ...] = ()
    weekdays: frozenset[int] = frozenset()
    every_days: int = 1
    every_from: dt.date | None = None

    def is_on(self, date: dt.date) -> bool:
        """Whether the calendar date is one of the pattern's."""
        if self.pattern == Pattern.WEEKDAYS:
            return date.weekday() in self.weekdays
        if self.pattern == Pattern.EVERY_N:
            return self.every_from is not None and (date - self.every_from).days % self.every_days == 0
        return self.pattern == Pattern.DAILY


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """One dose of a plan. ``at`` is its instant in UTC, ``on`` and ``time`` its place on the wall clock, ``day`` the
    family's day (04:00 to 04:00) it belongs to."""

    at: dt.datetime
    on: dt.date
    time: dt.time
    day: dt.date

    @property
    def place(self) -> tuple[dt.date, dt.time]:
        """What it is known by within its medicine."""
        return self.on, self.time


@dataclass(frozen=True, slots=True)
class Period:
    """A schedule while it was in force: ``begins`` <= instant < ``ends`` (None: still), up to the day ``last_day``."""

    schedule: Schedule
    begins: dt.datetime
    ends: dt.datetime | None = None
    last_day: dt.date | None = None


def instant(on: dt.date, time: dt.time, zone: str) -> dt.datetime:
    """The UTC instant of a wall-clock time.

    A time that does not exist is read with the clock of before the change (02:30 becomes 03:30), one that comes
    twice is the first. Source: RFC 5545 section 3.3.5.
    """
    return dt.datetime.combine(on, time, tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)


def family_day(on: dt.date, time: dt.time) -> dt.date:
    """The family's day of a place in the plan: small hours belong to the day before."""
    return on if time >= DAY_STARTS else on - dt.timedelta(days=1)


def slot(on: dt.date, time: dt.time, zone: str) -> Slot:
    """The dose at a place of the plan."""
    return Slot(instant(on, time, zone), on, time, family_day(on, time))


def slots(periods: Iterable[Period], first: dt.date, last: dt.date, zone: str) -> list[Slot]:
    """Every dose due on the family's days ``first`` to ``last`` inclusive, in the order of their instants."""
    found = []
    for period in periods:
        for time in period.schedule.times:
            early = time < DAY_STARTS
            for number in range((last - first).days + 1):
                day = first + dt.timedelta(days=number)
                on = day + dt.timedelta(days=1) if early else day
                if (period.last_day is not None and day > period.last_day) or not period.schedule.is_on(on):
                    continue
                due = slot(on, time, zone)
                if due.at >= period.begins and (period.ends is None or due.at < period.ends):
                    found.append(due)
    return sorted(found)


def day_begins(day: dt.date, zone: str) -> dt.datetime:
    """The instant a family's day starts."""
    return instant(day, DAY_STARTS, zone)


LOOK_BACK = dt.timedelta(days=31)


def counts_from(start: tuple[dt.date, dt.date] | None, today: dt.date) -> dt.date:
    """The day from which a medicine's doses are expected here. ``start``: first and last day its start can mean.

    A start some days ago counts from then, so that those days can be filled in; one long ago, or known only to the
    month, does not: what was taken before Tend is not "without a record".
    """
    if start is None:
        return today
    earliest, latest = start
    if earliest > today:
        return earliest
    return earliest if earliest == latest and today - earliest <= LOOK_BACK else today


_TIME = re.compile(r"^([01]\d|2[0-3]):([0-5]\d)$", re.ASCII)


def normal_times(values: Iterable[str]) -> list[str]:
    """Times as "HH:MM", sorted, each once. Raises BadSchedule for what is none, or too many."""
    times = set(values)
    if len(times) > MOST_TIMES or not all(isinstance(time, str) and _TIME.match(time) for time in times):
        raise BadSchedule("times")
    return sorted(times)


def normal_weekdays(values: Iterable[int]) -> list[int]:
    """Weekdays 0 (Monday) to 6, sorted, each once. Raises BadSchedule for what is none."""
    days = set(values)
    if not all(type(day) is int and 0 <= day <= 6 for day in days):
        raise BadSchedule("weekdays")
    return sorted(days)


def check(schedule: Schedule) -> None:
    """Raises BadSchedule when a pattern lacks what it needs, or carries what it has no use for."""
    if schedule.pattern in ("", Pattern.NEEDED):
        if schedule.times:
            raise BadSchedule("times")
    elif not schedule.times:
        raise BadSchedule("times")
    if bool(schedule.weekdays) != (schedule.pattern == Pattern.WEEKDAYS):
        raise BadSchedule("weekdays")
    if schedule.pattern == Pattern.EVERY_N:
        if not 2 <= schedule.every_days <= MOST_DAYS_APART:
            raise BadSchedule("every_days")
        if schedule.every_from is None:
            raise BadSchedule("every_from")
