"""Sweep: what dead or stuck workers left behind goes back to the queue, or becomes a doubt that the family can see."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, Q

from reminders import kinds
from reminders.engine.ledger import move
from reminders.models import Delivery
from reminders.rules import Doubt, State, after_doubt


@dataclass(frozen=True)
class Swept:
    """How many deliveries went back untouched, and how many were in doubt."""

    back: int
    in_doubt: int


def sweep(*, now: dt.datetime) -> Swept:
    """Settles every lease that ended before ``now``. Idempotent, and harmless beside another sweep."""
    expired = Delivery.objects.filter(lease_until__lt=now)
    if not expired.exists():
        return Swept(0, 0)
    back = move(expired, State.CLAIMED, State.PENDING, now=now, next_attempt_at=now)
    in_doubt = 0
    for policy in Doubt:
        mine = Q(carried_by=None, occurrence__plan__kind__in=kinds.slugs(policy))
        # What rode along is as much in doubt as its carrier, and goes its way.
        rows = expired.filter(mine | Q(carried_by__occurrence__plan__kind__in=kinds.slugs(policy)))
        state = after_doubt(policy)
        fields: dict = (
            {"next_attempt_at": now, "carried_by_id": None}
            if state is State.PENDING
            else {"reason": Delivery.Reason.IN_DOUBT.value}
        )
        in_doubt += move(rows, State.SENDING, state, now=now, error="lease expired", doubts=F("doubts") + 1, **fields)
    # A kind that a newer Tend knows and this one does not: the careful policy.
    in_doubt += move(
        expired.exclude(occurrence__plan__kind__in=kinds.KINDS),
        State.SENDING,
        State.UNKNOWN,
        now=now,
        reason=Delivery.Reason.IN_DOUBT.value,
        error="lease expired",
        doubts=F("doubts") + 1,
    )
    return Swept(back, in_doubt)
