"""When a visit begins. Pure functions."""

import datetime as dt
from zoneinfo import ZoneInfo


def has_begun(on: dt.date, time: dt.time | None, zone: str, now: dt.datetime) -> bool:
    """Whether something may have been said there: from its time on by the clinic's clock, or else its whole day."""
    wall = now.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return wall >= dt.datetime.combine(on, time or dt.time.min)
