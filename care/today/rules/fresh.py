"""Whether a screen that is open somewhere still shows what is recorded."""

import datetime as dt


def mark(*, day: dt.date, count: int, versions: int, newest: dt.datetime | None) -> str:
    """What an open Today is compared by: another after an entry was added, changed, taken back or put back, and at 4.

    ``count`` entries of the days the screen reads, the sum of their ``versions`` (each change adds one), and when the
    ``newest`` was written. As a taken-back entry and a new one could add up to the same, the last is part of it.
    """
    written = f"{newest.timestamp():.6f}" if newest else "-"
    return f"{day:%Y%m%d}.{count}.{versions}.{written}"
