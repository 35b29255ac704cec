"""What comes of a reminder to one person, to whom it may come only once a week."""

import datetime as dt
from collections.abc import Iterable, Iterator

from reminders.models import Plan, Recipient
from reminders.rules import Ring, next_ring, ring_at, weekly_turn


def since_of(mine: Iterable[Recipient]) -> dt.datetime | None:
    """Since when a reminder comes weekly to the person whose rows (of all channels) these are; None: every time."""
    since = [row.weekly_since for row in mine]
    return min(one for one in since if one) if since and all(since) else None


def rings(plan: Plan, *, weekly_since: dt.datetime | None) -> Iterator[Ring]:
    """The rings of a plan that a person is told of, from the next one on; without end while the plan has none."""
    wish = plan.wish
    ring = ring_at(wish, plan.next_due_at) if plan.next_due_at else None
    while ring is not None:
        if weekly_since is None or weekly_turn(wish, ring, since=weekly_since):
            yield ring
        ring = next_ring(wish, after=ring.at)
