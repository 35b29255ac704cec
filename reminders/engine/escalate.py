"""What nobody marked: one more person is asked, once; next morning a line says that it stayed unmarked."""

import datetime as dt
import logging
from uuid import UUID

from reminders import dialect, family
from reminders.channels import registry
from reminders.engine.done import nothing_to_do
from reminders.engine.limits import ESCALATION_USEFUL, ESCALATIONS_PER_SWEEP, MORNING_LASTS
from reminders.engine.night import morning_after, night_of
from reminders.models import Delivery, Occurrence, QuietHours, Recipient, SecondWish
from reminders.rules import Quiet, rings_now

log = logging.getLogger(__name__)
Purpose = Delivery.Purpose


def escalate(*, now: dt.datetime, limit: int = ESCALATIONS_PER_SWEEP) -> int:
    """Asks the second person for each occurrence whose time has come; returns how many were asked.

    Each occurrence is looked at once: whatever comes of it, it does not escalate again.
    """
    due = Occurrence.objects.filter(escalate_at__lte=now)
    if not due.exists():
        return 0
    asked = 0
    with dialect.claiming():
        rows = dialect.unclaimed(due.order_by("escalate_at")).select_related("plan__patient__household")
        for occurrence in list(rows[:limit]):
            Occurrence.objects.filter(pk=occurrence.pk).update(escalate_at=None)
            try:
                asked += _ask(occurrence, now)
            except (KeyError, ValueError):
                # Whatever is wrong with one row must not stop everybody else's.
                log.exception("occurrence %s cannot be escalated", occurrence.pk)
    return asked


def _ask(occurrence: Occurrence, now: dt.datetime) -> bool:
    plan = occurrence.plan
    second = plan.escalate_to_id
    if second is None or occurrence.acknowledged_at is not None or not plan.is_on:
        return False
    if plan.resumes_on is not None and occurrence.local_date < plan.resumes_on:
        # Paused since it was told: the message would not go out, so nobody is named as asked.
        return False
    if nothing_to_do([occurrence], now=now)[occurrence.pk]:
        return False
    told = list(Delivery.objects.filter(occurrence=occurrence).order_by("pk"))
    if told and all(row.reason == Delivery.Reason.WEEKLY for row in told):
        # A silent day of what comes once a week: nobody was told, so nobody left it unmarked.
        return False
    nag = max((row.nag for row in told), default=0) + 1
    wish = SecondWish(plan.escalate_wish)
    may_ask = wish is not SecondWish.STOPPED and family.may_be_told(plan.patient, second)
    may_ask = may_ask and _may_ring(second, occurrence, now)
    asked = False
    if may_ask:
        channel, asked = _way_to(second, wish)
        # Also when it reaches nobody: it says why on the family's page, and waits inside Tend.
        Delivery.objects.create(
            occurrence=occurrence,
            recipient_id=second,
            channel=channel,
            nag=nag,
            purpose=Purpose.ESCALATION,
            next_attempt_at=now,
            useful_until=now + ESCALATION_USEFUL,
            created_at=now,
        )
    # Who was told first relies on this: somebody is named only when a message can reach them.
    Occurrence.objects.filter(pk=occurrence.pk).update(escalated_at=now, escalated_to=second if asked else None)
    _line_for_the_morning(occurrence, told, nag + 1, now)
    return asked


def _way_to(user_id: UUID, wish: SecondWish) -> tuple[str, bool]:
    """Over which channel somebody is asked, and whether they can be reached over it."""
    if wish is SecondWish.INSIDE:
        return "inapp", True
    if registry.channel("push").reachable([user_id]):
        return "push", True
    return registry.FALLBACK, bool(registry.channel(registry.FALLBACK).reachable([user_id]))


def _may_ring(user_id, occurrence: Occurrence, now: dt.datetime) -> bool:
    """Nobody is asked second in their quiet hours, unless they want to be woken for this."""
    plan = occurrence.plan
    night = night_of(QuietHours.of(user_id), plan.time_zone)
    wake_me = Recipient.objects.filter(plan=plan.told_by, user=user_id, wake_me=True, stopped_at=None).exists()
    return rings_now(
        night.local(now),
        starts=night.starts,
        ends=night.ends,
        rule=Quiet.WAIT,
        chosen=False,
        wake_me=wake_me,
        asked=False,
    )


def _line_for_the_morning(occurrence: Occurrence, told: list[Delivery], nag: int, now: dt.datetime) -> None:
    """A quiet end: who was told first reads in the morning that nobody marked it, unless somebody does by then."""
    # Not on the silent days of what comes once a week: this would then come daily in its place.
    people = {
        (row.recipient_id, row.channel)
        for row in told
        if row.purpose in (Purpose.DUE, Purpose.FALLBACK) and row.reason != Delivery.Reason.WEEKLY
    }
    hours = {row.user_id: row for row in QuietHours.objects.filter(user__in={user for user, _channel in people})}
    rows = []
    for user, channel in sorted(people, key=str):
        night = night_of(hours.get(user), occurrence.plan.time_zone)
        morning = morning_after(user, night, now=now)
        rows.append(
            Delivery(
                occurrence=occurrence,
                recipient_id=user,
                channel=channel,
                nag=nag,
                purpose=Purpose.UNMARKED,
                next_attempt_at=morning,
                useful_until=morning + MORNING_LASTS,
                created_at=now,
            )
        )
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
