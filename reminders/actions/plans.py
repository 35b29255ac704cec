"""Writes about reminders themselves: set, turn off, pause, try out, follow the clock. Each with its audit row."""

import datetime as dt
from collections.abc import Collection
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from care.household.models import Household, Patient, User, validate_time_zone
from reminders import family
from reminders.actions import items
from reminders.actions.keeping import audit_plan, withdraw
from reminders.actions.people import deafen, listen, preferred_channel, seen
from reminders.actions.scheduling import reschedule
from reminders.engine.tick import new_delivery
from reminders.kinds import Kind
from reminders.models import Delivery, Occurrence, Plan, QuietHours, Recipient, SecondWish
from reminders.rules import EVERY_DAY, is_quiet_time

SETTINGS = ("local_time", "more_times", "weekdays", "time_zone", "in_quiet_hours", "escalate_after", "recipients")


class Unasked:
    """Nobody was asked whether to ring in the quiet hours."""


UNASKED = Unasked()


class AsItIs:
    """No time was touched, so what was chosen for the quiet hours, or that nobody was asked, stays."""


AS_IT_IS = AsItIs()


@transaction.atomic
def set_plan(
    *,
    patient: Patient,
    kind: Kind,
    by: User,
    at: dt.datetime,
    local_time: dt.time | None = None,
    more_times: Collection[dt.time] | None = None,
    weekdays: Collection[int] = EVERY_DAY,
    in_quiet_hours: bool | Unasked | AsItIs | None = UNASKED,
    tell_me: bool | None = True,
    own_zone: str | None = None,
    escalate_after: int | None = None,
    escalate_to: User | None = None,
    ask_me: bool | None = None,
    wake_me: bool | None = None,
    details: bool | None = None,
    turn_on: bool = True,
    resume: bool = False,
) -> Plan:
    """Set (and turn on) a patient's reminder of a kind; ``tell_me``: whether ``by`` gets it, None: as it
    is; ``in_quiet_hours``: ring or stay silent, and left out only when no time lies in the quiet hours of ``by``; None:
    take times in them at their word; AS_IT_IS: for edits that touch no time. ``more_times`` None: as they were.

    ``own_zone``: the IANA zone of "this phone", "" for the family's, None: as it is. ``escalate_after`` (minutes) and
    ``escalate_to``: whom to ask when nobody marked it, None for nobody; ``ask_me``: whether ``by``, when
    chosen, wants to be. ``wake_me``, ``details``: what ``by`` wants for themselves. Each None: as it is.
    ``turn_on`` False: what is off stays off. ``resume``: also end its pause, which goes on otherwise: whoever changes
    their own details ends it for nobody.

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
    if more_times is not None:
        plan.more_times = sorted({f"{time:%H:%M}" for time in more_times})
    if len(plan.times) > kind.most_times:
        most = {"count": kind.most_times}
        raise ValidationError({"more_times": _("At most %(count)s times a day.") % most})
    plan.weekdays = sorted(frozenset(weekdays) & EVERY_DAY)
    at_night = kind.has_time and _any_at_night(plan.times, by)
    if isinstance(in_quiet_hours, Unasked):
        if at_night:
            raise ValidationError({"in_quiet_hours": _("A time is in your quiet hours. Choose: ring, or stay silent.")})
        plan.in_quiet_hours = None
    elif not isinstance(in_quiet_hours, AsItIs):
        plan.in_quiet_hours = (at_night or None) if in_quiet_hours is None else in_quiet_hours
    if own_zone:
        try:
            validate_time_zone(own_zone)
        except ValidationError as error:
            raise ValidationError({"own_zone": error.messages}) from error
    if own_zone is not None:
        plan.own_zone = bool(own_zone)
    plan.time_zone = own_zone or (plan.time_zone if plan.own_zone else patient.household.time_zone)
    both = escalate_after is not None and escalate_to is not None and family.may_be_told(patient, escalate_to.pk)
    before = plan.escalate_to_id
    plan.escalate_after, plan.escalate_to = (escalate_after, escalate_to) if both else (None, None)
    if plan.escalate_to_id != before:
        plan.escalate_wish = SecondWish.AS_USUAL
    if ask_me is not None and plan.escalate_to_id == by.pk and ask_me == (plan.escalate_wish == SecondWish.STOPPED):
        plan.escalate_wish = SecondWish.AS_USUAL if ask_me else SecondWish.STOPPED
    if resume or (turn_on and not plan.is_on):
        plan.resumes_on = None
    plan.is_on = plan.is_on or turn_on
    reschedule(plan, now=at)
    plan.full_clean(exclude=["patient"], validate_unique=False)
    plan.save()
    if tell_me:
        listen(plan=plan, user=by, at=at, channel=kind.channel)
    elif tell_me is not None:
        deafen([plan], user=by, at=at)
    mine = {name: value for name, value in (("wake_me", wake_me), ("details", details)) if value is not None}
    if mine and tell_me is not False:
        Recipient.objects.filter(plan=plan, user=by).update(**mine)
    # Who sees to it has not left it alone: what had become weekly for them comes as they set it.
    seen(user=by, at=at)
    items.follow_all(plan, at=at)
    action = "reminder.added" if created else "reminder.changed"
    audit_plan(plan, by=by, at=at, action=action, fields=SETTINGS)
    return plan


def _any_at_night(times: Collection[dt.time], by: User) -> bool:
    hours = QuietHours.of(by.pk)
    return any(is_quiet_time(time, hours.starts, hours.ends) for time in times)


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
        items.follow_all(plan, at=at)
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
    items.follow_all(plan, at=at)
    earlier = Delivery.objects.filter(
        Q(occurrence__plan=plan) | Q(occurrence__plan__parent=plan), occurrence__local_date__lt=resumes_on
    )
    withdraw(earlier.exclude(occurrence__origin=Occurrence.Origin.TEST), Delivery.Reason.TURNED_OFF, at=at)
    audit_plan(plan, by=by, at=at, action="reminder.paused", fields=["resumes_on"])
    return plan


@transaction.atomic
def pause_child(*, patient: Patient, resumes_on: dt.date, by: User, at: dt.datetime) -> int:
    """Keep everything about one child quiet until a day (travel, hospital); returns how many reminders that were."""
    plans = list(Plan.objects.filter(patient=patient, is_on=True, parent=None))
    for plan in plans:
        pause(plan=plan, resumes_on=resumes_on, by=by, at=at)
    return len(plans)


@transaction.atomic
def resume_child(*, patient: Patient, by: User, at: dt.datetime) -> int:
    """End every pause of one child's reminders now; returns how many ended. What it kept quiet stays unsent."""
    rows = list(Plan.objects.filter(patient=patient, parent=None, resumes_on__isnull=False))
    for plan in rows:
        resume(plan=plan, by=by, at=at)
    return len(rows)


@transaction.atomic
def resume(*, plan: Plan, by: User, at: dt.datetime) -> Plan:
    """End the pause of one reminder now. What it kept quiet stays unsent. Without a pause nothing changes."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("patient__household").get(pk=plan.pk)
    if plan.resumes_on is not None:
        plan.resumes_on = None
        plan.rev += 1
        reschedule(plan, now=at)
        plan.save()
        items.follow_all(plan, at=at)
        audit_plan(plan, by=by, at=at, action="reminder.resumed", fields=["resumes_on"])
    return plan


@transaction.atomic
def send_test(*, plan: Plan, by: User, at: dt.datetime) -> Delivery:
    """Send ``by`` this reminder now, through the whole engine. Asked twice in one minute, it comes once."""
    slot = f"test-{by.pk.hex}-{at:%H%M}"
    occurrence, _made = Occurrence.objects.get_or_create(
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
    """A family's clock changed: every plan of theirs is due at its time on the new one.

    Plans below have no clock of their own: they follow the one above, and doses the list of medicines.
    """
    rows = Plan.objects.select_for_update(of=("self",)).filter(patient__household=household, parent=None)
    for plan in rows.select_related("patient__household"):
        if not plan.own_zone:
            plan.time_zone = household.time_zone
            plan.rev += 1
            reschedule(plan, now=at)
            plan.save()
        items.follow_all(plan, at=at)
