"""Retention: deliveries of long ago become daily counts, so the tables stay small and name nobody for ever."""

import datetime as dt
from collections import Counter

from django.db.models import Exists, F, OuterRef

from reminders import dialect
from reminders.engine.limits import FOLD_BATCH, FOLD_ROUNDS, KEEP_DELIVERIES
from reminders.models import DailyCount, Delivery, Occurrence


def fold(*, now: dt.datetime, size: int = FOLD_BATCH, rounds: int = FOLD_ROUNDS) -> int:
    """Folds deliveries settled more than ``KEEP_DELIVERIES`` ago into ``DailyCount``; returns how many.

    Each row is counted and deleted in one transaction, so it is counted once however often this is killed or
    runs beside itself. What is still open is never touched, however old. Occurrences of that age which nothing
    hangs on any more go too; their day is long over, so no slot can fire again.
    """
    cutoff = now - KEEP_DELIVERIES
    folded = 0
    for _ in range(rounds):
        taken = _fold_some(cutoff, size)
        folded += taken
        if taken < size:
            break
    for _ in range(rounds):
        if _drop_empty(cutoff, size) < size:
            break
    return folded


def _fold_some(cutoff: dt.datetime, size: int) -> int:
    old = Delivery.objects.filter(settled_at__lt=cutoff).order_by("settled_at")
    with dialect.claiming():
        rows = list(
            dialect.unclaimed(old)[:size].values_list(
                "pk", "settled_at", "occurrence__plan__kind", "channel", "state", "reason"
            )
        )
        counts = Counter((settled.astimezone(dt.UTC).date(), *rest) for _pk, settled, *rest in rows)
        # In one order everywhere, so that two folds beside each other cannot wait for one another in a ring.
        for (day, kind, channel, state, reason), count in sorted(counts.items()):
            row, created = DailyCount.objects.get_or_create(
                day=day, kind=kind, channel=channel, state=state, reason=reason, defaults={"count": count}
            )
            if not created:
                DailyCount.objects.filter(pk=row.pk).update(count=F("count") + count)
        Delivery.objects.filter(pk__in=[row[0] for row in rows]).delete()
    return len(rows)


def _drop_empty(cutoff: dt.datetime, size: int) -> int:
    told = Delivery.objects.filter(occurrence=OuterRef("pk"))
    empty = Occurrence.objects.filter(~Exists(told), useful_until__lt=cutoff).order_by("due_at")
    keys = list(empty.values_list("pk", flat=True)[:size])
    Occurrence.objects.filter(~Exists(told), pk__in=keys).delete()
    return len(keys)
