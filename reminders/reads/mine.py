"""One person's own messages: what comes in the next day, and what came, or did not and why."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Q

from care.household.access import Access
from care.household.models import Patient
from reminders.kinds import KINDS, Kind
from reminders.models import Delivery, Occurrence, Plan, Recipient
from reminders.reads import weekly
from reminders.reads.clock import wall
from reminders.reads.plans import what_became

AHEAD = dt.timedelta(hours=24)
BACK = dt.timedelta(days=7)
MOST = 30


@dataclass(frozen=True)
class Coming:
    """What comes next. ``at`` is naive, on the reminder's wall clock; ``put_off``: it came once already; ``weekly``: it
    comes to this person once a week."""

    at: dt.datetime
    is_today: bool
    patient: Patient
    kind: Kind
    put_off: bool
    weekly: bool


@dataclass(frozen=True)
class Came:
    """What came due for this person and what became of it, in words. ``due_at`` as above."""

    due_at: dt.datetime
    patient: Patient
    kind: Kind
    is_test: bool
    state: str
    words: str


def coming(access: Access) -> list[Coming]:
    """What comes to this person in the next 24 hours, soonest first. Three queries."""
    if access.user is None:
        return []
    until = access.now + AHEAD
    listens = Q(recipients__user=access.user, recipients__stopped_at=None) | Q(
        parent__recipients__user=access.user, parent__recipients__stopped_at=None
    )
    rows = access.of(Plan).filter(listens, is_on=True, next_due_at__range=(access.now, until)).distinct()
    plans = list(rows.select_related("patient__household"))
    mine = defaultdict(list)
    for row in Recipient.objects.filter(plan__in=[plan.told_by for plan in plans], user=access.user, stopped_at=None):
        mine[row.plan_id].append(row)
    found = []
    for plan in plans:
        since = weekly.since_of(mine[plan.told_by]) if plan.kind in KINDS and KINDS[plan.kind].backs_off else None
        for ring in weekly.rings(plan, weekly_since=since):
            if ring.at > until:
                break
            found.append((ring.at, plan, False, since is not None))
    snoozed = access.of(Delivery).filter(
        recipient=access.user,
        purpose=Delivery.Purpose.SNOOZE,
        state="pending",
        next_attempt_at__range=(access.now, until),
        occurrence__acknowledged_at=None,
    )
    for row in snoozed.select_related("occurrence__plan__patient__household"):
        found.append((row.next_attempt_at, row.occurrence.plan, True, False))
    lines = []
    for at, plan, put_off, once_a_week in sorted(found, key=lambda item: item[0]):
        if plan.kind in KINDS:
            clock, today = _wall_and_today(at, plan, access.now)
            lines.append(Coming(clock, clock.date() == today, plan.patient, KINDS[plan.kind], put_off, once_a_week))
    return lines


def came(access: Access) -> list[Came]:
    """What came due for this person in the last week, newest first, and what became of it. One query."""
    if access.user is None:
        return []
    rows = access.of(Delivery).filter(recipient=access.user, created_at__gt=access.now - BACK)
    rows = rows.filter(next_attempt_at__lte=access.now).select_related("occurrence__plan__patient__household")
    return [
        Came(
            due_at=wall(row.occurrence.due_at, zone),
            patient=row.occurrence.plan.patient,
            kind=KINDS[row.occurrence.plan.kind],
            is_test=row.occurrence.origin == Occurrence.Origin.TEST,
            state=row.state,
            words=what_became(row, zone),
        )
        for row in rows.order_by("-occurrence__due_at", "-nag", "-pk")[:MOST]
        if row.occurrence.plan.kind in KINDS
        for zone in [ZoneInfo(row.occurrence.plan.time_zone)]
    ]


def _wall_and_today(at: dt.datetime, plan: Plan, now: dt.datetime) -> tuple[dt.datetime, dt.date]:
    zone = ZoneInfo(plan.time_zone)
    return wall(at, zone), wall(now, zone).date()
