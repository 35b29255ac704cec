"""Days on an antibiotic: each day counts once, however many courses cover it.

Only days that are sure are counted: a start known by its month counts from the month's last day, a stop known by its
month up to the month's first day. A course without a start counts nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from care.record.dates import PartialDate

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Taken:
    """One course, as far as it is known from when to when."""

    started: PartialDate | None
    stopped: PartialDate | None = None
    planned_end: PartialDate | None = None


def span(course: Taken, until: dt.date) -> tuple[dt.date, dt.date] | None:
    """The first and last sure day up to ``until``, both counted; None without one.

    Without a stop it goes on until its planned end, and without that until ``until``.
    """
    if course.started is None:
        return None
    first = course.started.latest
    ends = course.stopped or course.planned_end
    last = min(ends.earliest, until) if ends else until
    return (first, last) if first <= last else None


def antibiotic_days(courses: Iterable[Taken], first: dt.date, last: dt.date) -> frozenset[dt.date]:
    """The days from ``first`` to ``last``, both counted, on which at least one course was taken."""
    days: set[dt.date] = set()
    for course in courses:
        found = span(course, last)
        if found is None:
            continue
        begin, end = max(found[0], first), found[1]
        days |= {begin + n * DAY for n in range((end - begin).days + 1)}
    return frozenset(days)
