"""Writes: set a reminder, turn it off, pause it, ask for a test, stop mails. Each with its audit row."""

import datetime as dt
from collections.abc import Collection, Iterable
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from care.household.audit import audit
from care.household.models import Household, Patient, User
from reminders.engine.ledger import move
from reminders.engine.tick import new_delivery
from reminders.kinds import KINDS, Kind
from reminders.links import Stop
from reminders.models import Delivery, Occurrence, Plan, Recipient
from reminders.rules import EVERY_DAY, Slot, State, is_quiet_time, next_slot

EMAIL = "email"
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
    _audit(plan, by=by, at=at, action=action, fields=["local_time", "weekdays", "in_quiet_hours", "recipients"])
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
        _withdraw(Delivery.objects.filter(occurrence__plan=plan), Delivery.Reason.TURNED_OFF, at=at)
        _audit(plan, by=by, at=at, action="reminder.turned_off")
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
    _withdraw(earlier.exclude(occurrence__origin=Occurrence.Origin.TEST), Delivery.Reason.TURNED_OFF, at=at)
    _audit(plan, by=by, at=at, action="reminder.paused", fields=["resumes_on"])
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
    Delivery.objects.bulk_create([new_delivery(occurrence, by.pk, EMAIL, now=at)], ignore_conflicts=True)
    _audit(plan, by=by, at=at, action="reminder.tested")
    return Delivery.objects.get(occurrence=occurrence, recipient=by, channel=EMAIL, nag=0)


@transaction.atomic
def stop_mails(*, user: User, household: Household, at: dt.datetime, kind: str = "") -> int:
    """Stop a person's reminder mails of a kind in a family ("" = of every kind); returns how many plans that were."""
    plans = Plan.objects.filter(patient__household=household).select_related("patient__household")
    return deafen(plans.filter(kind=kind) if kind else plans, user=user, at=at)


@transaction.atomic
def resume_mails(*, user: User, household: Household, kind: str, at: dt.datetime) -> int:
    """Take a stop back: the mails of a kind that this person stopped come again."""
    stopped = Recipient.objects.filter(user=user, plan__patient__household=household, plan__kind=kind)
    plans = [row.plan for row in stopped.exclude(stopped_at=None).select_related("plan__patient__household")]
    for plan in plans:
        listen(plan=plan, user=user, at=at)
    return len(plans)


def follow_stop_link(stop: Stop, *, again: bool, at: dt.datetime) -> int:
    """What a signed link in a mail asks for: stop one kind of mail, or (``again``) take that back.

    A person or family that is gone has nothing left to stop: 0, no error.
    """
    user = User.objects.filter(pk=stop.user_id).first()
    household = Household.objects.filter(pk=stop.household_id).first()
    if user is None or household is None:
        return 0
    do = resume_mails if again else stop_mails
    return do(user=user, household=household, kind=stop.kind, at=at)


def listen(*, plan: Plan, user: User, at: dt.datetime, channel: str = EMAIL) -> None:
    """``user`` gets a plan's messages over a channel."""
    row, created = Recipient.objects.get_or_create(plan=plan, user=user, channel=channel, defaults={"since": at})
    if created or row.stopped_at is not None:
        Recipient.objects.filter(pk=row.pk).update(stopped_at=None, since=at)
        _audit(plan, by=user, at=at, action="reminder.asked_for")


def deafen(plans: Iterable[Plan], *, user: User, at: dt.datetime) -> int:
    """``user`` gets nothing of these plans any more, over any channel; returns for how many that was news."""
    count = 0
    for plan in plans:
        if Recipient.objects.filter(plan=plan, user=user, stopped_at=None).update(stopped_at=at):
            count += 1
            waiting = Delivery.objects.filter(occurrence__plan=plan, recipient=user)
            _withdraw(waiting.exclude(occurrence__origin=Occurrence.Origin.TEST), Delivery.Reason.STOPPED, at=at)
            _audit(plan, by=user, at=at, action="reminder.stopped")
    return count


def happened(*, plans: Iterable[Plan], slot: str, at: dt.datetime) -> int:
    """Make an occurrence now for plans that wait for an event; ``slot`` names it, so that it is told once."""
    made = 0
    for plan in plans:
        occurrence, created = Occurrence.objects.get_or_create(
            plan=plan,
            slot=slot,
            defaults={
                "local_date": at.astimezone(ZoneInfo(plan.time_zone)).date(),
                "origin": Occurrence.Origin.EVENT,
                "rev": plan.rev,
                "due_at": at,
                "useful_until": at + KINDS[plan.kind].useful_for,
                "created_at": at,
            },
        )
        if created:
            listening = Recipient.objects.filter(plan=plan, stopped_at=None)
            Delivery.objects.bulk_create(
                [new_delivery(occurrence, row.user_id, row.channel, now=at) for row in listening]
            )
            made += 1
    return made


def member_left(*, household_id: UUID, user_id: UUID, at: dt.datetime) -> None:
    """Nothing more goes to somebody who left a family."""
    Recipient.objects.filter(plan__patient__household=household_id, user=user_id, stopped_at=None).update(stopped_at=at)
    waiting = Delivery.objects.filter(recipient=user_id, occurrence__plan__patient__household=household_id)
    _withdraw(waiting, Delivery.Reason.LEFT, at=at)


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


def _withdraw(rows, reason: str, *, at: dt.datetime) -> None:
    """Takes back what is not being sent yet; a worker that holds one finds that at its commit."""
    for state in (State.PENDING, State.CLAIMED):
        move(rows, state, State.SUPPRESSED, now=at, reason=reason)


def _audit(plan: Plan, *, by: User, at: dt.datetime, action: str, fields: Iterable[str] = ()) -> None:
    patient = plan.patient
    audit(household=patient.household, by=by, at=at, action=action, target=plan, patient=patient, fields=fields)
