"""Writes about reminders themselves: set, turn off, pause, try out, follow the clock. Each with its audit row."""

import datetime as dt
from collections.abc import Collection
from zoneinfo import ZoneInfo

from django.db import transaction

from care.household.models import Household, Patient, User
from reminders.actions.keeping import audit_plan, withdraw
from reminders.actions.people import deafen, listen, preferred_channel
from reminders.engine.tick import new_delivery
from reminders.kinds import KINDS, Kind
from reminders.models import Delivery, Occurrence, Plan
from reminders.rules import EVERY_DAY, Slot, is_quiet_time, next_slot

MAIN_SLOT = "1"


@transaction.atomic
def set_plan(
    *,
    patient: Patient,
    kind: Kind,
    by: User,
    at: dt.datetime,
    local_time: dt.time | None = None,
    weekdays: Collection[int] = EVERY_DAY,
    in_quiet_hours: bool | None = False,
    tell_me: bool = True,
) -> Plan:
    """Set (and turn on) a patient's reminder of a kind; ``tell_me``: whether ``by`` gets it;
    ``in_quiet_hours`` None: yes if the chosen time itself lies in them.

    Others who get it stay as they are: nobody signs up somebody else. A day on which it rang already is
    not told again. Raises ValidationError for values that do not fit.
    """
    plan = Plan.objects.select_for_update().filter(patient=patient, kind=kind.slug, key="").first()
    created = plan is None
    if plan is None:
        plan = Plan(patient=patient, kind=kind.slug, created_at=at)
    else:
        plan.rev += 1
    plan.local_time = local_time or (kind.default_time if created else plan.local_time)
    plan.weekdays = sorted(frozenset(weekdays) & EVERY_DAY)
    plan.in_quiet_hours = is_quiet_time(plan.local_time) if in_quiet_hours is None else in_quiet_hours
    plan.time_zone = patient.household.time_zone
    plan.is_on, plan.resumes_on = True, None
    reschedule(plan, now=at)
    plan.full_clean(exclude=["patient"], validate_unique=False)
    plan.save()
    listen(plan=plan, user=by, at=at) if tell_me else deafen([plan], user=by, at=at)
    action = "reminder.added" if created else "reminder.changed"
    audit_plan(plan, by=by, at=at, action=action, fields=["local_time", "weekdays", "in_quiet_hours", "recipients"])
    return plan


@transaction.atomic
def turn_off(*, plan: Plan, by: User, at: dt.datetime) -> Plan:
    """Turn a reminder off for everybody. What is waiting to go out is not sent."""
    plan = Plan.objects.select_for_update().select_related("patient__household").get(pk=plan.pk)
    if plan.is_on:
        plan.is_on, plan.resumes_on = False, None
        plan.rev += 1
        reschedule(plan, now=at)
        plan.save()
        withdraw(Delivery.objects.filter(occurrence__plan=plan), Delivery.Reason.TURNED_OFF, at=at)
        audit_plan(plan, by=by, at=at, action="reminder.turned_off")
    return plan


@transaction.atomic
def pause(*, plan: Plan, resumes_on: dt.date, by: User, at: dt.datetime) -> Plan:
    """Keep a reminder quiet until the local date ``resumes_on``, on which it rings again. A pause always ends."""
    plan = Plan.objects.select_for_update().select_related("patient__household").get(pk=plan.pk)
    plan.is_on, plan.resumes_on = True, resumes_on
    plan.rev += 1
    reschedule(plan, now=at)
    plan.save()
    earlier = Delivery.objects.filter(occurrence__plan=plan, occurrence__local_date__lt=resumes_on)
    withdraw(earlier.exclude(occurrence__origin=Occurrence.Origin.TEST), Delivery.Reason.TURNED_OFF, at=at)
    audit_plan(plan, by=by, at=at, action="reminder.paused", fields=["resumes_on"])
    return plan


@transaction.atomic
def send_test(*, plan: Plan, by: User, at: dt.datetime) -> Delivery:
    """Send ``by`` this reminder now, through the whole engine. Asked twice in one minute, it comes once."""
    slot = f"test-{by.pk.hex}-{at:%H%M}"
    occurrence, _ = Occurrence.objects.get_or_create(
        plan=plan,
        local_date=at.astimezone(ZoneInfo(plan.time_zone)).date(),
        slot=slot,
        defaults={
            "origin": Occurrence.Origin.TEST,
            "rev": plan.rev,
            "due_at": at,
            # Whoever asked is looking at the phone now.
            "useful_until": at + dt.timedelta(minutes=30),
            "created_at": at,
        },
    )
    channel = preferred_channel(by)
    Delivery.objects.bulk_create([new_delivery(occurrence, by.pk, channel, now=at)], ignore_conflicts=True)
    audit_plan(plan, by=by, at=at, action="reminder.tested")
    return Delivery.objects.get(occurrence=occurrence, recipient=by, channel=channel, nag=0)


def zone_changed(*, household: Household, at: dt.datetime) -> None:
    """A family's clock changed: every plan of theirs is due at its time on the new one."""
    for plan in Plan.objects.select_for_update().filter(patient__household=household):
        plan.time_zone = household.time_zone
        plan.rev += 1
        reschedule(plan, now=at)
        plan.save()


def next_of(plan: Plan, *, now: dt.datetime) -> Slot | None:
    """The next slot of a plan that is on: not before its pause ends, and never a day on which it rang already."""
    if not plan.is_on or KINDS[plan.kind].by_event:
        return None
    after = now
    while True:
        slot = next_slot(
            time=plan.local_time,
            weekdays=plan.weekdays,
            zone=plan.time_zone,
            after=after,
            not_before=plan.resumes_on,
        )
        rang = slot and Occurrence.objects.filter(plan=plan, local_date=slot.date, slot=MAIN_SLOT).exists()
        if slot is None or not rang:
            return slot
        after = slot.at


def reschedule(plan: Plan, *, now: dt.datetime) -> None:
    """Sets ``next_due_at`` on a plan that the caller saves."""
    slot = next_of(plan, now=now)
    plan.next_due_at = slot.at if slot else None
