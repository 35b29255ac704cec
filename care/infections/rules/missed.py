"""Days that an infection cost, counted in halves so that nothing is rounded."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

MOST_HALVES = 732


def fits(halves: int, first: dt.date, last: dt.date, *, people: int = 1) -> bool:
    """Whether so many half days lie between two dates, both counted, for so many people."""
    return 0 <= halves <= 2 * people * ((last - first).days + 1)


def halves(days: Fraction) -> int | None:
    """Half days of a number of days; None when it is no multiple of a half, or below nothing."""
    doubled = days * 2
    return int(doubled) if doubled.denominator == 1 and 0 <= doubled <= MOST_HALVES else None


def days_text(count: int) -> str:
    """ "2.5" from five halves, "2" from four."""
    whole, half = divmod(count, 2)
    return f"{whole}.5" if half else str(whole)
