"""Signs of life: when a part of the engine last worked, written so that pages and monitors can say so."""

import datetime as dt

from reminders.engine.limits import HEARTBEAT_EVERY
from reminders.models import Heartbeat

TICK = "tick"


def beat(part: str, *, now: dt.datetime, waiting_since: dt.datetime | None = None) -> None:
    """Notes that a part worked just now, and since when its oldest work waits (None: nothing waits).

    Writes at most every few seconds, but at once when work begins or ceases to wait.
    """
    row = Heartbeat.objects.filter(part=part).first()
    if row is None:
        Heartbeat.objects.update_or_create(part=part, defaults={"at": now, "waiting_since": waiting_since})
        return
    same = (row.waiting_since is None) == (waiting_since is None)
    # abs: a clock that was set back must not silence the heartbeat until it has caught up.
    if same and abs(now - row.at) < HEARTBEAT_EVERY:
        return
    Heartbeat.objects.filter(part=part).update(at=now, waiting_since=waiting_since)


def trouble(part: str, *, now: dt.datetime) -> None:
    """Notes that a part cannot do its work right now; keeps the time at which that began."""
    Heartbeat.objects.get_or_create(part=part, defaults={"at": now, "waiting_since": now})
    Heartbeat.objects.filter(part=part, waiting_since=None).update(waiting_since=now)
