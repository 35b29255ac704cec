"""How long an infection lasts, in days."""

from __future__ import annotations

import datetime as dt


def day_number(onset: dt.date, on: dt.date) -> int:
    """Which day of the illness a date is; the first day is 1. 0 before it began."""
    return max((on - onset).days + 1, 0)


def lasted(onset: dt.date, resolved: dt.date) -> int:
    """Days from the first to the last, both counted."""
    return day_number(onset, resolved)
