"""Writes about who is told: ask for messages, stop them, leave a family. Each with its audit row."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from care.household.models import Household, User
from reminders.actions.keeping import audit_plan, withdraw
from reminders.links import Stop
from reminders.models import Delivery, Occurrence, Plan, PushSubscription, Recipient

EMAIL, PUSH = "email", "push"


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


def preferred_channel(user: User) -> str:
    """Where a person is told: on their devices while one takes messages, else by mail."""
    return PUSH if PushSubscription.objects.filter(user=user, ended_at=None).exists() else EMAIL


def stop_channel(recipient: Recipient, *, at: dt.datetime) -> None:
    """One channel of one plan stops because another takes over; what waits on it is still told."""
    Recipient.objects.filter(pk=recipient.pk, stopped_at=None).update(stopped_at=at)


def listen(*, plan: Plan, user: User, at: dt.datetime, channel: str = "") -> None:
    """``user`` gets a plan's messages over a channel, by default the one they prefer."""
    channel = channel or preferred_channel(user)
    row, created = Recipient.objects.get_or_create(plan=plan, user=user, channel=channel, defaults={"since": at})
    if created or row.stopped_at is not None:
        Recipient.objects.filter(pk=row.pk).update(stopped_at=None, since=at)
        audit_plan(plan, by=user, at=at, action="reminder.asked_for")


def deafen(plans: Iterable[Plan], *, user: User, at: dt.datetime) -> int:
    """``user`` gets nothing of these plans any more, over any channel; returns for how many that was news."""
    count = 0
    for plan in plans:
        if Recipient.objects.filter(plan=plan, user=user, stopped_at=None).update(stopped_at=at):
            count += 1
            waiting = Delivery.objects.filter(occurrence__plan=plan, recipient=user)
            withdraw(waiting.exclude(occurrence__origin=Occurrence.Origin.TEST), Delivery.Reason.STOPPED, at=at)
            audit_plan(plan, by=user, at=at, action="reminder.stopped")
    return count


def member_left(*, household_id: UUID, user_id: UUID, at: dt.datetime) -> None:
    """Nothing more goes to somebody who left a family."""
    Recipient.objects.filter(plan__patient__household=household_id, user=user_id, stopped_at=None).update(stopped_at=at)
    waiting = Delivery.objects.filter(recipient=user_id, occurrence__plan__patient__household=household_id)
    withdraw(waiting, Delivery.Reason.LEFT, at=at)
