"""Whether reminders go out at all, for families and monitors."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Min
from django.utils import timezone

from reminders.engine.heartbeat import TICK
from reminders.models import Delivery, Heartbeat, Plan
from reminders.rules import State

# Beat ticks each second and a dead worker is back within half a minute: two minutes of nothing are no hiccup.
PATIENCE = dt.timedelta(minutes=2)


@dataclass(frozen=True)
class Silence:
    """Reminders do not go out. ``since`` is None when they never have; ``stopped``: nothing runs at all."""

    since: dt.datetime | None
    stopped: bool


@dataclass(frozen=True)
class Backlog:
    """How the engine stands, for a monitor. ``runs``: a family reads no word of ``silence``; ``waiting``: messages that
    are due and not sent; ``oldest``: for how many seconds the first of them has been, None when nothing waits."""

    runs: bool
    waiting: int
    oldest: float | None


def heartbeat(now: dt.datetime | None = None) -> dict[str, float | None]:
    """Seconds since each part of the engine last worked, None when it never did.

    ``reminders-tick`` works all the time; a channel (``reminders-email``) only when it has something to tell.
    """
    now = now or timezone.now()
    ages: dict[str, float | None] = {f"reminders-{TICK}": None}
    return ages | {f"reminders-{row.part}": row.age(now) for row in Heartbeat.objects.all()}


def silence(now: dt.datetime) -> Silence | None:
    """Whether reminders have stopped going out, as a family should know; None when all is well. One query then."""
    rows = {row.part: row for row in Heartbeat.objects.all()}
    tick = rows.get(TICK)
    if tick is None:
        overdue = Plan.objects.filter(next_due_at__lt=now - PATIENCE).exists()
        return Silence(None, stopped=True) if overdue else None
    if now - tick.at > PATIENCE:
        return Silence(tick.at, stopped=True)
    waiting = [row.waiting_since for row in rows.values() if row.waiting_since and now - row.waiting_since > PATIENCE]
    return Silence(min(waiting), stopped=False) if waiting else None


def backlog(now: dt.datetime | None = None) -> Backlog:
    """Whether reminders go out, and how much waits. Three queries at most."""
    now = now or timezone.now()
    due = Delivery.objects.filter(state=State.PENDING, next_attempt_at__lte=now)
    found = due.aggregate(waiting=Count("pk"), since=Min("next_attempt_at"))
    oldest = (now - found["since"]).total_seconds() if found["since"] else None
    return Backlog(runs=silence(now) is None, waiting=found["waiting"], oldest=oldest)
