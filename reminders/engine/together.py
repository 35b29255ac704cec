"""One message instead of several: what waits for one person on one channel rides along with the first that is sent.

A rider shares the claim of its carrier and ends with it: told when the carrier was taken, waiting again when it was
not. So a message that fails takes nothing with it.
"""

import datetime as dt

from django.db.models import F

from reminders.engine.facts import read
from reminders.engine.ledger import move
from reminders.engine.limits import LEASE, MOST_RIDERS, TOGETHER
from reminders.engine.verdict import verdict
from reminders.kinds import KINDS
from reminders.models import Delivery, Occurrence
from reminders.rules import Doubt, State

Purpose = Delivery.Purpose


def gather(carrier: Delivery, *, now: dt.datetime) -> list[Delivery]:
    """What rides along with ``carrier``, locked; [] when it goes alone. Inside the transaction of its commit.

    A test and a snooze go alone: somebody asked for exactly them. Two workers that hold two messages of one person
    lock all of them in one order, so one of them takes both and the other finds its own gone.
    """
    if carrier.purpose == Purpose.SNOOZE or carrier.occurrence.origin == Occurrence.Origin.TEST:
        return []
    waiting = (
        Delivery.objects.filter(
            recipient=carrier.recipient_id,
            channel=carrier.channel,
            state__in=[State.PENDING, State.CLAIMED],
            # What waits for the morning may come with a message a few minutes before it.
            next_attempt_at__lte=now + TOGETHER,
            occurrence__plan__patient__household=carrier.occurrence.plan.patient.household_id,
        )
        .exclude(purpose=Purpose.SNOOZE)
        .exclude(occurrence__origin=Occurrence.Origin.TEST)
    )
    keys = list(waiting.order_by("next_attempt_at").values_list("pk", flat=True)[:MOST_RIDERS])
    if not set(keys) - {carrier.pk}:
        return []
    held = (
        Delivery.objects.filter(pk__in={*keys, carrier.pk}, state__in=[State.PENDING, State.CLAIMED])
        .select_for_update(of=("self",))
        .select_related("occurrence__plan__patient__household", "recipient")
        .order_by("pk")
    )
    others = [row for row in held if row.pk != carrier.pk]
    strict = _is_strict(carrier)
    fit = [row for row in others if strict or not _is_strict(row)]
    facts = read(fit, now=now)
    return [row for row in fit if verdict(row, facts[row.pk], now=now, riding=True) is None]


def board(riders: list[Delivery], carrier: Delivery, *, now: dt.datetime) -> None:
    """The riders go under the carrier's claim and count as being sent with it."""
    rows = Delivery.objects.filter(pk__in=[row.pk for row in riders])
    lease = {"token": carrier.token, "lease_until": now + LEASE}
    move(rows, State.PENDING, State.CLAIMED, now=now, **lease)
    move(rows, State.CLAIMED, State.SENDING, now=now, attempts=F("attempts") + 1, carried_by_id=carrier.pk, **lease)


def follow(carrier: Delivery, state: State, *, now: dt.datetime, fields: dict, was: State = State.SENDING) -> None:
    """What becomes of the riders when their carrier ends in ``state``."""
    rows = Delivery.objects.filter(carried_by=carrier.pk, token=carrier.token)
    if state is State.SENT:
        move(rows, was, State.SUPPRESSED, now=now, reason=Delivery.Reason.TOLD_TOGETHER, error="")
    elif state is State.UNKNOWN:
        move(rows, was, State.UNKNOWN, now=now, **fields)
    else:
        # Not told after all: each waits again on its own, at once when the carrier is given up for good.
        again = {"next_attempt_at": fields.get("next_attempt_at", now), "carried_by_id": None}
        move(rows, was, State.PENDING, now=now, **again)


def _is_strict(delivery: Delivery) -> bool:
    """Whether it must not be lost to a doubt: then it rides only with what is sent again, too."""
    return KINDS[delivery.occurrence.plan.kind].doubt is Doubt.RESEND


def strict_first(batch: list[Delivery]) -> list[Delivery]:
    """A batch in the order in which it is told: what carries the most first."""
    return sorted(batch, key=lambda row: row.occurrence.plan.kind not in KINDS or not _is_strict(row))
