"""Times on the wall of the family's home."""

import datetime as dt
from zoneinfo import ZoneInfo


def wall(instant: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """What a clock on the wall shows, without a zone: templates would turn an aware time into the reader's own."""
    return instant.astimezone(zone).replace(tzinfo=None)
