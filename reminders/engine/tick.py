"""Tick: turn plans that came due into occurrences and deliveries, and say how much there is to send."""

import datetime as dt
import logging
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from care.household.keys import uuid7
from reminders import dialect
from reminders.channels.registry import SLUGS
from reminders.engine import heartbeat
from reminders.engine.limits import BATCH, MOST_HINTS, PLANS_PER_CLAIM, POISON_PAUSE, TICK_BUDGET
from reminders.kinds import KINDS
from reminders.models import Delivery, Occurrence, Plan, Recipient
from reminders.rules import Ring, State, Wish, next_ring, ring_at, slot_name, weekly_turn

log = logging.getLogger(__name__)
# Of one batch: thousands of families wish for half past eight.
Rings = dict[tuple, tuple[Wish, Ring, Ring | None]]


class DuePlan(NamedTuple):
    """What making it due needs of a plan. Rows of the tick are tuples: half its time went into model instances."""

    pk: UUID
    parent_id: UUID | None
    kind: str
    rev: int
    next_due_at: dt.datetime
    time_zone: str
    local_time: dt.time
    more_times: list[str]
    weekdays: list[int]
    every_days: int
    every_from: dt.date | None
    first_on: dt.date | None
    last_on: dt.date | None
    resumes_on: dt.date | None
    escalate_after: int | None
    escalate_to_id: UUID | None


class NewOccurrence(NamedTuple):
    """An occurrence to be written; attributes of the model that differ from row to row."""

    id: UUID
    plan_id: UUID
    local_date: dt.date
    slot: str
    rev: int
    due_at: dt.datetime
    useful_until: dt.datetime
    escalate_at: dt.datetime | None


class NewDelivery(NamedTuple):
    """A delivery to be written; attributes of the model that differ from row to row."""

    id: UUID
    occurrence_id: UUID
    recipient_id: UUID
    channel: str
    state: str
    reason: str
    settled_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Due:
    """What one due plan becomes: an occurrence, and the instant at which to look at the plan again."""

    plan: DuePlan
    occurrence: NewOccurrence | None
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
        rows = dialect.unclaimed(due_plans)[:limit].values_list(*DuePlan._fields)
        plans = [DuePlan._make(row) for row in rows]
        seen: Rings = {}
        due = [_work_out(plan, now, seen) for plan in plans]
        _insert(due, now=now)
        dialect.write_back(Plan, "next_due_at", [(item.plan.pk, item.again_at) for item in due])
    return len(plans)


def make_overdue(pk: UUID, *, now: dt.datetime, wanted: Callable[[Wish, Ring], bool]) -> None:
    """Makes what a plan, as it stands in the database, was due for by ``now`` and no tick has made yet.

    Inside the transaction of somebody who holds the row to change it. ``wanted`` says of each time (and the wish it
    came from) whether it still counts.
    """
    row = DuePlan._make(Plan.objects.values_list(*DuePlan._fields).get(pk=pk))
    seen: Rings = {}
    due = []
    due_at: dt.datetime | None = row.next_due_at
    while due_at is not None and due_at <= now:
        item = _work_out(row._replace(next_due_at=due_at), now, seen)
        if item.occurrence:
            wish, ring, _following = _rings(row, due_at, seen)
            if wanted(wish, ring):
                due.append(item)
        due_at = item.again_at
    if due:
        _insert(due, now=now)


def _work_out(plan: DuePlan, now: dt.datetime, seen: Rings) -> Due:
    due_at = plan.next_due_at
    try:
        kind = KINDS[plan.kind]
        wish, ring, following = _rings(plan, due_at, seen)
        useful_until = due_at + kind.useful_for
        escalate_at = None
        if plan.escalate_after and plan.escalate_to_id and now < useful_until:
            # From when it is told, not from when it was due: after an outage the first person gets the time too.
            escalate_at = max(due_at, now) + dt.timedelta(minutes=plan.escalate_after)
        occurrence = NewOccurrence(
            uuid7(),
            plan.pk,
            ring.date,
            slot_name(wish.times, ring.time, by_time=kind.per_item),
            plan.rev,
            due_at,
            useful_until,
            escalate_at,
        )
        return Due(plan, occurrence, following.at if following else None)
    except Exception:
        # Whatever is wrong with one row must not stop everybody else's.
        log.exception("reminder plan %s cannot be worked out; it waits an hour", plan.pk)
        return Due(plan, None, now + POISON_PAUSE)


def _rings(plan: DuePlan, due_at: dt.datetime, seen: Rings) -> tuple[Wish, Ring, Ring | None]:
    """What a plan wishes, the ring that is due and the one after it; worked out once for all who wish the same."""
    days = (tuple(plan.weekdays), plan.every_days, plan.every_from, plan.first_on, plan.last_on, plan.resumes_on)
    key = (due_at, plan.time_zone, plan.local_time, tuple(plan.more_times), *days)
    if key not in seen:
        wish = Plan(**plan._asdict()).wish
        seen[key] = wish, ring_at(wish, due_at), next_ring(wish, after=due_at)
    return seen[key]


def _insert(due: list[Due], *, now: dt.datetime) -> None:
    """Writes occurrences that do not exist yet, and a delivery for each person who asked to be told."""
    made = [(item.plan, item.occurrence) for item in due if item.occurrence]
    rows = [occurrence for _plan, occurrence in made]
    new = dialect.insert_new(Occurrence, rows, NewOccurrence._fields, created_at=now)
    # Of a plan made for one medicine or visit, the people of the plan that was set for all of them.
    made = [(plan, occurrence) for plan, occurrence in made if occurrence.id in new]
    told_by = {plan.parent_id or plan.pk for plan, _occurrence in made}
    told: dict[UUID, list[tuple]] = defaultdict(list)
    asked = Recipient.objects.filter(plan__in=told_by, stopped_at=None).order_by()
    for plan_id, *listener in asked.values_list("plan_id", "user_id", "channel", "weekly_since"):
        told[plan_id].append(tuple(listener))
    dialect.insert_new(
        Delivery,
        [
            _for_listener(occurrence, plan, listener, now=now)
            for plan, occurrence in made
            for listener in told[plan.parent_id or plan.pk]
        ],
        NewDelivery._fields,
        next_attempt_at=now,
        created_at=now,
    )


def _for_listener(occurrence: NewOccurrence, plan: DuePlan, listener: tuple, *, now: dt.datetime) -> NewDelivery:
    """A delivery to a person who asked for it; of a reminder that became weekly, all but one of seven days stay."""
    user_id, channel, weekly_since = listener
    state, reason, settled_at = _begins(occurrence.useful_until, now)
    if weekly_since is not None and KINDS[plan.kind].backs_off and state == State.PENDING:
        wish = Plan(**plan._asdict()).wish
        if not weekly_turn(wish, ring_at(wish, occurrence.due_at), since=weekly_since):
            state, reason, settled_at = State.SUPPRESSED.value, Delivery.Reason.WEEKLY.value, now
    return NewDelivery(uuid7(), occurrence.id, user_id, channel, state, reason, settled_at)


def _begins(useful_until: dt.datetime, now: dt.datetime) -> tuple[str, str, dt.datetime | None]:
    """State, reason and end of a delivery made now: waiting, or already too late to help (shown, and not sent)."""
    if now >= useful_until:
        return State.MISSED.value, Delivery.Reason.TOO_LATE.value, now
    return State.PENDING.value, "", None


def new_delivery(occurrence: Occurrence, user_id: UUID, channel: str, *, now: dt.datetime) -> Delivery:
    """An unsaved delivery of an occurrence that did not come from a tick."""
    state, reason, settled_at = _begins(occurrence.useful_until, now)
    return Delivery(
        occurrence=occurrence,
        recipient_id=user_id,
        channel=channel,
        state=state,
        reason=reason,
        settled_at=settled_at,
        next_attempt_at=now,
        created_at=now,
    )


def _waiting(channel: str, now: dt.datetime) -> tuple[int, dt.datetime | None]:
    """(deliveries ready to be sent, counted up to a limit; since when the first of them is ready)."""
    ready = Delivery.objects.filter(channel=channel, state=State.PENDING, next_attempt_at__lte=now)
    times = list(ready.order_by("next_attempt_at").values_list("next_attempt_at", flat=True)[: BATCH * MOST_HINTS])
    return len(times), times[0] if times else None
