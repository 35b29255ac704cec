"""Reminders that nobody opens become weekly, and say so once. Never those of medicines or visits."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce

from reminders.engine.limits import BACK_OFF_AFTER, BACK_OFF_LOOKS_BACK, IGNORED_AFTER
from reminders.engine.tick import new_delivery
from reminders.kinds import KINDS, RESTART
from reminders.models import Delivery, Occurrence, Plan, Recipient
from reminders.rules import State

BACKING_OFF = [kind.slug for kind in KINDS.values() if kind.backs_off]


def back_off(*, now: dt.datetime) -> int:
    """Makes weekly what a person left unanswered ``BACK_OFF_AFTER`` times in a row; returns how many reminders.

    Looks only at those whose newest message has just been left for ``IGNORED_AFTER``. Idempotent.
    """
    until = now - IGNORED_AFTER
    lately = _told().filter(settled_at__range=(until - BACK_OFF_LOOKS_BACK, until))
    pairs = set(lately.values_list("occurrence__plan", "recipient"))
    return sum(_look(plan, user, until, now) for plan, user in sorted(pairs, key=str))


def _told():
    """What reached somebody, alone or in another message."""
    told = Q(state=State.SENT) | Q(state=State.SUPPRESSED, reason=Delivery.Reason.TOLD_TOGETHER)
    rows = Delivery.objects.filter(told, occurrence__plan__kind__in=BACKING_OFF)
    return rows.filter(occurrence__origin=Occurrence.Origin.SCHEDULE, purpose__in=["due", "fallback"])


@transaction.atomic
def _look(plan_id, user_id, until: dt.datetime, now: dt.datetime) -> int:
    rows = Recipient.objects.filter(plan=plan_id, user=user_id, stopped_at=None, weekly_since=None)
    listener = rows.annotate(sign=Coalesce("seen_at", "since")).order_by("pk").first()
    if listener is None:
        return 0
    left = _told().filter(
        occurrence__plan=plan_id, recipient=user_id, settled_at__gt=listener.sign, settled_at__lte=until
    )
    if left.values("occurrence").distinct().count() < BACK_OFF_AFTER:
        return 0
    Recipient.objects.filter(plan=plan_id, user=user_id, stopped_at=None).update(weekly_since=now)
    _say_so(Plan.objects.select_related("patient").get(pk=plan_id), listener, now)
    return 1


def _say_so(plan: Plan, listener: Recipient, now: dt.datetime) -> None:
    """The one message about it; who stopped that kind of message gets none."""
    notice, _made = Plan.objects.get_or_create(
        patient=plan.patient,
        kind=RESTART.slug,
        key="",
        defaults={"local_time": RESTART.default_time, "time_zone": plan.time_zone, "created_at": now},
    )
    told, _made = Recipient.objects.get_or_create(
        plan=notice, user_id=listener.user_id, channel=RESTART.channel, defaults={"since": now}
    )
    if told.stopped_at is not None:
        return
    occurrence, made = Occurrence.objects.get_or_create(
        plan=notice,
        local_date=now.astimezone(ZoneInfo(plan.time_zone)).date(),
        # Two daily reminders that become weekly on one day say it once.
        slot=f"weekly-{listener.user_id.hex}",
        defaults={
            "origin": Occurrence.Origin.EVENT,
            "rev": notice.rev,
            "due_at": now,
            "useful_until": now + RESTART.useful_for,
            "created_at": now,
        },
    )
    if made:
        Delivery.objects.bulk_create([new_delivery(occurrence, listener.user_id, told.channel, now=now)])
