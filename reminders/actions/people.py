"""Writes about who is told: ask for messages, stop them, leave a family. Each with its audit row."""

import datetime as dt
from collections.abc import Callable, Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from care.household.models import Household, User
from reminders.actions.keeping import audit_plan, withdraw
from reminders.engine.backoff import BACKING_OFF
from reminders.engine.limits import SEEN_EVERY
from reminders.links import Stop
from reminders.models import Delivery, Occurrence, Plan, PushSubscription, QuietHours, Recipient, SecondWish

EMAIL, PUSH, INAPP = "email", "push", "inapp"


@transaction.atomic
def stop_mails(*, user: User, household: Household, at: dt.datetime, kind: str = "") -> int:
    """Stop a person's reminder mails of a kind in a family ("" = of every kind); returns how many plans that were."""
    plans = Plan.objects.filter(patient__household=household).select_related("patient__household")
    return stop(plans.filter(kind=kind) if kind else plans, user=user, at=at)


@transaction.atomic
def resume_mails(*, user: User, household: Household, kind: str, at: dt.datetime) -> int:
    """Take a stop, or "only inside Tend", back: the messages of a kind come to this person again, where they prefer."""
    rows = Recipient.objects.filter(user=user, plan__patient__household=household, plan__kind=kind)
    plans = {row.plan_id: row.plan for row in rows.select_related("plan__patient__household")}
    for plan in plans.values():
        listen(plan=plan, user=user, at=at, channel=preferred_channel(user))
    rows.filter(channel=INAPP, stopped_at=None).update(stopped_at=at)
    second = _as_second(user, household, kind).exclude(escalate_wish=SecondWish.AS_USUAL)
    again = _wish_as_second(second, user=user, wish=SecondWish.AS_USUAL)
    for plan in again:
        audit_plan(plan, by=user, at=at, action="reminder.asked_for")
    return len({*plans, *(plan.pk for plan in again)})


@transaction.atomic
def only_inside(*, user: User, household: Household, kind: str, at: dt.datetime) -> int:
    """Fewer messages: a kind that this person gets by mail or on a phone only waits in Tend's own list from now on.

    Returns for how many plans that was news. What is on its way already still arrives: nothing is lost by this.
    """
    rows = Recipient.objects.filter(user=user, plan__patient__household=household, plan__kind=kind, stopped_at=None)
    plans = {row.plan_id: row.plan for row in rows.exclude(channel=INAPP).select_related("plan__patient__household")}
    for plan in plans.values():
        listen(plan=plan, user=user, at=at, channel=INAPP)
        rows.filter(plan=plan).exclude(channel=INAPP).update(stopped_at=at)
    second = _as_second(user, household, kind).filter(escalate_wish=SecondWish.AS_USUAL)
    plans |= {plan.pk: plan for plan in _wish_as_second(second, user=user, wish=SecondWish.INSIDE)}
    for plan in plans.values():
        audit_plan(plan, by=user, at=at, action="reminder.fewer")
    return len(plans)


def _as_second(user: User, household: Household, kind: str) -> QuerySet[Plan]:
    """The plans of a kind that people set and in which this person was chosen to be asked second."""
    plans = Plan.objects.filter(patient__household=household, kind=kind, parent=None, escalate_to=user)
    return plans.select_related("patient__household")


def _wish_as_second(plans: Iterable[Plan], *, user: User, wish: SecondWish) -> list[Plan]:
    """What ``user`` wants of being asked second about these plans and those below them; returns the plans given."""
    plans = list(plans)
    theirs = Q(pk__in=[plan.pk for plan in plans]) | Q(parent__in=[plan.pk for plan in plans])
    Plan.objects.filter(theirs, escalate_to=user).update(escalate_wish=wish)
    return plans


# What a signed link in a mail may ask for.
STOP, FEWER, AGAIN = "stopped", "fewer", "again"


def follow_stop_link(stop: Stop, *, want: str, at: dt.datetime) -> int:
    """What a signed link in a mail asks for: stop one kind of mail, show it only inside Tend, or take either back.

    A person or family that is gone has nothing left to stop: 0, no error.
    """
    user = User.objects.filter(pk=stop.user_id).first()
    household = Household.objects.filter(pk=stop.household_id).first()
    if user is None or household is None:
        return 0
    deeds: dict[str, Callable[..., int]] = {STOP: stop_mails, FEWER: only_inside, AGAIN: resume_mails}
    return deeds[want](user=user, household=household, kind=stop.kind, at=at)


def preferred_channel(user: User) -> str:
    """Where a person is told: on their devices while one takes messages, else by mail."""
    return PUSH if PushSubscription.objects.filter(user=user, ended_at=None).exists() else EMAIL


def stop_channel(recipient: Recipient, *, at: dt.datetime) -> None:
    """One channel of one plan stops because another takes over; what waits on it is still told."""
    Recipient.objects.filter(pk=recipient.pk, stopped_at=None).update(stopped_at=at)


def listen(*, plan: Plan, user: User, at: dt.datetime, channel: str = "") -> None:
    """``user`` gets a plan's messages over a channel; with none named, where they get it now or else prefer it.

    Who takes a stop back has not left it alone: what had become weekly comes as it was set.
    """
    if not channel and Recipient.objects.filter(plan=plan, user=user, stopped_at=None).exists():
        return
    channel = channel or preferred_channel(user)
    row, created = Recipient.objects.get_or_create(plan=plan, user=user, channel=channel, defaults={"since": at})
    if created or row.stopped_at is not None:
        Recipient.objects.filter(pk=row.pk).update(stopped_at=None, since=at, seen_at=at, weekly_since=None)
        audit_plan(plan, by=user, at=at, action="reminder.asked_for")


@transaction.atomic
def stop(plans: Iterable[Plan], *, user: User, at: dt.datetime) -> int:
    """``user`` gets nothing of these plans any more: neither when they are due, nor asked second because nobody marked
    them. Returns for how many that was news."""
    plans = list(plans)
    asked = [
        plan
        for plan in plans
        if plan.parent_id is None and plan.escalate_to_id == user.pk and plan.escalate_wish != SecondWish.STOPPED
    ]
    news = {plan.pk: plan for plan in _wish_as_second(asked, user=user, wish=SecondWish.STOPPED)}
    news |= {plan.pk: plan for plan in plans if _stop_listening(plan, user=user, at=at)}
    for plan in news.values():
        _take_back(plan, user=user, at=at)
        audit_plan(plan, by=user, at=at, action="reminder.stopped")
    return len(news)


def deafen(plans: Iterable[Plan], *, user: User, at: dt.datetime) -> int:
    """``user`` is not told of these plans any more when they are due, over any channel; returns for how many that was
    news. Whoever was chosen to be asked second still is."""
    count = 0
    for plan in plans:
        if _stop_listening(plan, user=user, at=at):
            count += 1
            _take_back(plan, user=user, at=at)
            audit_plan(plan, by=user, at=at, action="reminder.stopped")
    return count


def _stop_listening(plan: Plan, *, user: User, at: dt.datetime) -> bool:
    return bool(Recipient.objects.filter(plan=plan, user=user, stopped_at=None).update(stopped_at=at))


def _take_back(plan: Plan, *, user: User, at: dt.datetime) -> None:
    """What waits for ``user`` of a plan, and of those below it, is not sent."""
    theirs = Q(occurrence__plan=plan) | Q(occurrence__plan__parent=plan)
    waiting = Delivery.objects.filter(theirs, recipient=user)
    withdraw(waiting.exclude(occurrence__origin=Occurrence.Origin.TEST), Delivery.Reason.STOPPED, at=at)


def set_quiet_hours(*, user: User, starts: dt.time, ends: dt.time, time_zone: str = "") -> QuietHours:
    """When ``user`` wants no reminder, on the reminder's clock or that of ``time_zone``. The same time twice: never.

    It is nobody's but this person's, so no family's trail tells of it. Raises ValidationError for an unknown zone.
    """
    row = QuietHours.objects.filter(user=user).first() or QuietHours(user=user)
    row.starts, row.ends, row.time_zone = starts, ends, time_zone
    row.full_clean(exclude=["user"])
    row.save()
    return row


def seen(*, at: dt.datetime, patient_id: UUID | None = None, user: User | None = None) -> None:
    """A sign that reminders are not left alone: something was logged about a child, or a person opened a message.

    What had become weekly comes daily again.
    """
    rows = Recipient.objects.filter(plan__patient=patient_id) if patient_id else Recipient.objects.filter(user=user)
    stale = Q(weekly_since__isnull=False) | Q(seen_at=None) | Q(seen_at__lt=at - SEEN_EVERY)
    rows.filter(stale, plan__kind__in=BACKING_OFF).update(seen_at=at, weekly_since=None)


def member_left(*, household_id: UUID, user_id: UUID, at: dt.datetime) -> None:
    """Nothing more goes to somebody who left a family."""
    Recipient.objects.filter(plan__patient__household=household_id, user=user_id, stopped_at=None).update(stopped_at=at)
    waiting = Delivery.objects.filter(recipient=user_id, occurrence__plan__patient__household=household_id)
    withdraw(waiting, Delivery.Reason.LEFT, at=at)
