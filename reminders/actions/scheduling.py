"""When a plan is due next, written on its row."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from care.household.rules import DAY_STARTS
from reminders.engine.tick import make_overdue
from reminders.kinds import KINDS, MEDICINE
from reminders.models import Delivery, Occurrence, Plan
from reminders.rules import OPEN, Ring, State, Wish, next_ring, put_ahead, slot_name


def next_of(plan: Plan, *, now: dt.datetime) -> Ring | None:
    """The next ring of a plan that is on: not before its pause ends, and never a slot that rang already."""
    kind = KINDS[plan.kind]
    # What people set for medicines or visits waits itself for nothing: each of them has a plan of its own.
    if not plan.is_on or kind.by_event or (kind.per_item and plan.parent_id is None):
        return None
    wish, after = plan.wish, now
    # A dose that was moved is another dose; a notice that was moved is the same one.
    told = told_days(plan) if kind.per_item and kind is not MEDICINE else frozenset()
    while ring := next_ring(wish, after=after):
        slot = slot_name(wish.times, ring.time, by_time=kind.per_item)
        told_that_day = ring.date - small_hour(ring.time) in told
        if not told_that_day and not Occurrence.objects.filter(plan=plan, local_date=ring.date, slot=slot).exists():
            return ring
        after = ring.at
    return None


def family_day(date: dt.date, slot: str) -> dt.date:
    """The family day (04:00 to 04:00) of a slot that is named by its time, as ``first_on`` counts them."""
    return date - small_hour(dt.time.fromisoformat(slot))


def small_hour(time: dt.time) -> dt.timedelta:
    """How far the calendar is ahead of the family day at a time."""
    return dt.timedelta(days=1 if time < DAY_STARTS else 0)


def told_days(plan: Plan) -> frozenset[dt.date]:
    """Family days on which the notice of one visit, vaccine or refill was told, or is about to be.

    One that was taken back, off or paused, before anybody heard of it was not told: a later day still counts.
    """
    rows = Delivery.objects.filter(occurrence=OuterRef("pk")).order_by()
    taken_back = rows.filter(state=State.SUPPRESSED, reason=Delivery.Reason.TURNED_OFF)
    # Neither a phone that could not be reached nor one who left the family has heard of it.
    heard = rows.filter(Q(state__in=[*OPEN, State.SENT, State.UNKNOWN]) | Q(reason=Delivery.Reason.TOLD_TOGETHER))
    told = notices(plan).filter(Q(acknowledged_at__isnull=False) | ~Exists(taken_back) | Exists(heard))
    return frozenset(family_day(*place) for place in told.values_list("local_date", "slot"))


def notices(plan: Plan) -> QuerySet[Occurrence]:
    """What a plan of one visit, vaccine or refill came due for: each is named by its time."""
    return Occurrence.objects.filter(plan=plan, origin=Occurrence.Origin.SCHEDULE).order_by()


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
