"""Tick: turn plans that came due into occurrences and deliveries, and say how much there is to send."""

import datetime as dt
import logging
import time
from collections import defaultdict
from dataclasses import dataclass
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from reminders import dialect
from reminders.channels.registry import SLUGS
from reminders.engine import heartbeat
from reminders.engine.limits import BATCH, MOST_HINTS, PLANS_PER_CLAIM, POISON_PAUSE, TICK_BUDGET
from reminders.kinds import KINDS
from reminders.models import Delivery, Occurrence, Plan, Recipient
from reminders.rules import State, next_slot

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Due:
    """What one due plan becomes: an occurrence, and the instant at which to look at the plan again."""

    plan: Plan
    occurrence: Occurrence | None
    again_at: dt.datetime | None


def tick(*, now: dt.datetime) -> dict[str, int]:
    """Makes what is due at ``now``. Returns how many wake-ups each channel with waiting rows should get.

    Idempotent, and harmless beside another tick: a plan is taken by one of them, a slot exists once.
    """
    # How long this takes is this machine's matter; when things are due is the database's.
    deadline = time.monotonic() + TICK_BUDGET.total_seconds()
    while make_due(now=now) and time.monotonic() < deadline:
        pass
    waiting = {slug: _waiting(slug, now) for slug in SLUGS}
    oldest = min((since for _, since in waiting.values() if since), default=None)
    heartbeat.beat(heartbeat.TICK, now=now, waiting_since=oldest)
    return {slug: min(-(-count // BATCH), MOST_HINTS) for slug, (count, _) in waiting.items() if count}


def make_due(*, now: dt.datetime, limit: int = PLANS_PER_CLAIM) -> int:
    """Takes up to ``limit`` due plans in one transaction; returns how many it took."""
    due_plans = Plan.objects.filter(next_due_at__lte=now).order_by("next_due_at")
    if not due_plans.exists():
        # The idle tick ends here, without a write lock on anything.
        return 0
    with dialect.claiming():
        plans = list(dialect.unclaimed(due_plans)[:limit])
        due = [_work_out(plan, now) for plan in plans]
        _insert([item.occurrence for item in due if item.occurrence], now=now)
        again: dict[dt.datetime | None, list[UUID]] = defaultdict(list)
        for item in due:
            again[item.again_at].append(item.plan.pk)
        # Neighbours are due at the same times, so this is a few statements and not one a plan.
        for at, keys in again.items():
            Plan.objects.filter(pk__in=keys).update(next_due_at=at)
    return len(plans)


def _work_out(plan: Plan, now: dt.datetime) -> Due:
    due_at = cast(dt.datetime, plan.next_due_at)  # the claim takes only plans that have one
    try:
        kind = KINDS[plan.kind]
        following = next_slot(
            time=plan.local_time,
            weekdays=plan.weekdays,
            zone=plan.time_zone,
            after=due_at,
            not_before=plan.resumes_on,
        )
        occurrence = Occurrence(
            plan=plan,
            local_date=due_at.astimezone(ZoneInfo(plan.time_zone)).date(),
            rev=plan.rev,
            due_at=due_at,
            useful_until=due_at + kind.useful_for,
            created_at=now,
        )
        return Due(plan, occurrence, following.at if following else None)
    except Exception:
        # Whatever is wrong with one row must not stop everybody else's.
        log.exception("reminder plan %s cannot be worked out; it waits an hour", plan.pk)
        return Due(plan, None, now + POISON_PAUSE)


def _insert(occurrences: list[Occurrence], *, now: dt.datetime) -> None:
    """Writes occurrences that do not exist yet, and a delivery for each person who asked to be told."""
    Occurrence.objects.bulk_create(occurrences, ignore_conflicts=True)
    new = Occurrence.objects.in_bulk([occurrence.pk for occurrence in occurrences])
    told: dict[UUID, list[Recipient]] = defaultdict(list)
    for recipient in Recipient.objects.filter(plan__in=[o.plan_id for o in new.values()], stopped_at=None):
        told[recipient.plan_id].append(recipient)
    Delivery.objects.bulk_create(
        [
            new_delivery(occurrence, recipient.user_id, recipient.channel, now=now)
            for occurrence in new.values()
            for recipient in told[occurrence.plan_id]
        ],
        ignore_conflicts=True,
    )


def new_delivery(occurrence: Occurrence, user_id: UUID, channel: str, *, now: dt.datetime) -> Delivery:
    """An unsaved delivery: waiting, or already too late to help (which is shown, and not sent)."""
    delivery = Delivery(
        occurrence=occurrence, recipient_id=user_id, channel=channel, next_attempt_at=now, created_at=now
    )
    if now >= occurrence.useful_until:
        delivery.state, delivery.reason, delivery.settled_at = State.MISSED, Delivery.Reason.TOO_LATE, now
    return delivery


def _waiting(channel: str, now: dt.datetime) -> tuple[int, dt.datetime | None]:
    """(deliveries ready to be sent, counted up to a limit; since when the first of them is ready)."""
    ready = Delivery.objects.filter(channel=channel, state=State.PENDING, next_attempt_at__lte=now)
    times = list(ready.order_by("next_attempt_at").values_list("next_attempt_at", flat=True)[: BATCH * MOST_HINTS])
    return len(times), times[0] if times else None
