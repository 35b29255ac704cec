"""When a plan is due next, written on its row."""

import datetime as dt

from reminders.engine.tick import make_overdue
from reminders.kinds import KINDS
from reminders.models import Occurrence, Plan
from reminders.rules import Ring, Wish, next_ring, put_ahead, slot_name


def next_of(plan: Plan, *, now: dt.datetime) -> Ring | None:
    """The next ring of a plan that is on: not before its pause ends, and never a slot that rang already."""
    kind = KINDS[plan.kind]
    # What people set for medicines or visits waits itself for nothing: each of them has a plan of its own.
    if not plan.is_on or kind.by_event or (kind.per_item and plan.parent_id is None):
        return None
    wish, after = plan.wish, now
    while ring := next_ring(wish, after=after):
        slot = slot_name(wish.times, ring.time, by_time=kind.per_item)
        if not Occurrence.objects.filter(plan=plan, local_date=ring.date, slot=slot).exists():
            return ring
        after = ring.at
    return None


def reschedule(plan: Plan, *, now: dt.datetime) -> None:
    """Sets ``next_due_at`` on a plan that the caller holds, has changed and will save.

    A change counts from its own moment: what was due before it and waits for the next tick is made first, or it would
    be lost without a trace.
    """
    if plan.is_on and plan.next_due_at is not None and plan.next_due_at <= now:
        make_overdue(plan.pk, now=now, wanted=lambda was, ring: _still_wanted(plan, was, ring, now))
    ring = next_of(plan, now=now)
    plan.next_due_at = ring.at if ring else None


def _still_wanted(plan: Plan, was: Wish, ring: Ring, now: dt.datetime) -> bool:
    """Not in a pause, and not when the change puts that day's time ahead: then it comes at its new time."""
    paused = plan.resumes_on is not None and ring.date < plan.resumes_on
    return not paused and not put_ahead(ring, was=was, wish=plan.wish, now=now)
