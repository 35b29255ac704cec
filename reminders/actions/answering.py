"""What people answer to a reminder: done, and later. Each with its audit row."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from care.household.models import User
from reminders import family
from reminders.actions.keeping import audit_plan, withdraw
from reminders.actions.people import seen
from reminders.engine.done import is_dose
from reminders.engine.limits import SNOOZE_USEFUL
from reminders.engine.night import night_of
from reminders.kinds import MEDICINE
from reminders.models import Delivery, Occurrence, QuietHours, Recipient
from reminders.rules import snooze_until


class AlreadyDone(ValueError):
    """Somebody marked it done meanwhile: there is nothing left to put off."""


@dataclass(frozen=True)
class Done:
    """What "done" did: ``recorded`` is the entry of the dose it noted as given, ``given_by`` who had noted it."""

    recorded: UUID | None = None
    given_by: str = ""


@transaction.atomic
def done(*, delivery: Delivery, by: User, at: dt.datetime, signed_in: bool) -> Done:
    """Mark everything one message told of as done, for everybody.

    A dose is noted as given only when the message stands for exactly one, and a signed-in person who may log says so;
    never through a signed link, which whoever finds the mail could follow.
    """
    keys = _told_by(delivery)
    news = False
    # In one order, so that two people who answer two messages at once do not wait for each other in a ring.
    for occurrence in Occurrence.objects.filter(pk__in=keys).order_by("pk"):
        open_before = occurrence.acknowledged_at is None
        acknowledge(occurrence=occurrence, by=by, at=at)
        news = news or open_before
    occurrence = Occurrence.objects.select_related("plan__patient__household").get(pk=delivery.occurrence_id)
    plan = occurrence.plan
    if not (news and signed_in and len(keys) == 1 and is_dose(occurrence)):
        return Done()
    return Done(*family.record_given(plan, occurrence, by=by, at=at))


@transaction.atomic
def undone(*, delivery: Delivery, by: User, at: dt.datetime) -> None:
    """Take a "done" back for everything that it marked: one tap on a message closed all of which it told."""
    rows = Occurrence.objects.select_for_update().filter(pk__in=_told_by(delivery)).order_by("pk")
    told = {row.pk: row for row in rows}
    its_own = told[delivery.occurrence_id]
    for row in told.values():
        # What was marked by another tap stays done: somebody meant that one by itself.
        if (row.acknowledged_by_id, row.acknowledged_at) == (its_own.acknowledged_by_id, its_own.acknowledged_at):
            reopen(occurrence=row, by=by, at=at)


def _told_by(delivery: Delivery) -> set[UUID]:
    """Keys of the occurrences of which one message told: its own, and what rode along."""
    riders = Delivery.objects.filter(carried_by=delivery.pk, reason=Delivery.Reason.TOLD_TOGETHER)
    return {delivery.occurrence_id, *riders.values_list("occurrence_id", flat=True)}


def dose_noted(*, medicine_id: UUID, due_at: dt.datetime, at: dt.datetime) -> None:
    """What became of a planned dose was noted: nobody is told of it, nor asked about it, any more."""
    same = Occurrence.objects.filter(
        plan__kind=MEDICINE.slug, plan__key=medicine_id.hex, due_at=due_at, origin=Occurrence.Origin.SCHEDULE
    )
    for occurrence in same:
        Occurrence.objects.filter(pk=occurrence.pk).update(escalate_at=None)
        withdraw(Delivery.objects.filter(occurrence=occurrence), Delivery.Reason.ALREADY_DONE, at=at)


@transaction.atomic
def acknowledge(*, occurrence: Occurrence, by: User, at: dt.datetime) -> Occurrence:
    """Mark a reminder done, for everybody: nobody is told of it any more. Twice changes nothing.

    It says that somebody saw to it, and writes nothing into the child's record.
    """
    occurrence = _locked(occurrence)
    if occurrence.acknowledged_at is None:
        occurrence.acknowledged_at, occurrence.acknowledged_by = at, by
        occurrence.escalate_at = None
        occurrence.save(update_fields=["acknowledged_at", "acknowledged_by", "escalate_at"])
        withdraw(Delivery.objects.filter(occurrence=occurrence), Delivery.Reason.ACKNOWLEDGED, at=at)
        audit_plan(occurrence.plan, by=by, at=at, action="reminder.done")
        seen(user=by, at=at)
    return occurrence


@transaction.atomic
def reopen(*, occurrence: Occurrence, by: User, at: dt.datetime) -> Occurrence:
    """Take a "done" back, and the dose that it noted as given, when it is ``by`` who noted it.

    What others still waited for comes to them again. What it kept from ``by`` stays unsent: they look at it now, and a
    snooze brings it again.
    """
    occurrence = _locked(occurrence)
    if occurrence.acknowledged_at is not None:
        if is_dose(occurrence):
            family.take_given_back(occurrence.plan, occurrence, by=by, at=at)
        again = _send_again(occurrence, by=by, at=at)
        occurrence.acknowledged_at, occurrence.acknowledged_by = None, None
        occurrence.escalate_at = _asks_second_at(occurrence, again, at=at)
        occurrence.save(update_fields=["acknowledged_at", "acknowledged_by", "escalate_at"])
        audit_plan(occurrence.plan, by=by, at=at, action="reminder.done_taken_back")
    return occurrence


def _send_again(occurrence: Occurrence, *, by: User, at: dt.datetime) -> list[Delivery]:
    """New messages in place of those that the "done" withdrew from others and that still help: an end is final."""
    taken = Delivery.objects.filter(
        occurrence=occurrence, reason=Delivery.Reason.ACKNOWLEDGED, settled_at__gte=occurrence.acknowledged_at
    ).exclude(recipient=by)
    last = Delivery.objects.filter(occurrence=occurrence).aggregate(last=Max("nag"))["last"]
    rows: list[Delivery] = []
    for old in taken.order_by("nag", "pk"):
        if (old.useful_until or occurrence.useful_until) <= at:
            continue
        # One message over two channels keeps one number, by which a mail knows the push in whose place it goes.
        before = sum((row.recipient_id, row.channel) == (old.recipient_id, old.channel) for row in rows)
        rows.append(
            Delivery(
                occurrence=occurrence,
                recipient_id=old.recipient_id,
                channel=old.channel,
                nag=last + 1 + before,
                purpose=old.purpose,
                next_attempt_at=old.next_attempt_at,
                useful_until=old.useful_until,
                created_at=at,
            )
        )
    return Delivery.objects.bulk_create(rows)


def _asks_second_at(occurrence: Occurrence, again: list[Delivery], *, at: dt.datetime) -> dt.datetime | None:
    """When one more person is asked about what is open again: after the full time, and after what was put off."""
    minutes = occurrence.plan.escalate_after
    planned = occurrence.origin == Occurrence.Origin.SCHEDULE and at < occurrence.useful_until
    if not (minutes and planned) or occurrence.escalated_at is not None:
        return None
    put_off = [row.next_attempt_at for row in again if row.purpose == Delivery.Purpose.SNOOZE]
    return max(at, occurrence.due_at, *put_off) + dt.timedelta(minutes=minutes)


@transaction.atomic
def snooze(*, occurrence: Occurrence, by: User, at: dt.datetime, choice: str) -> dt.datetime:
    """Tell ``by`` once more, later; others are not touched. Returns when. A second snooze replaces the first.

    ``choice`` as in ``rules.Snooze``. It comes over every channel on which this person gets the reminder, also in
    the quiet hours: somebody asked for exactly this time. Raises ValueError for a choice that does not exist,
    AlreadyDone when there is nothing left to put off.
    """
    occurrence = _locked(occurrence)
    if occurrence.acknowledged_at is not None:
        raise AlreadyDone
    night = night_of(QuietHours.of(by.pk), occurrence.plan.time_zone)
    until = snooze_until(choice, now=at, zone=night.zone, morning=night.morning)
    mine = Delivery.objects.filter(occurrence=occurrence, recipient=by)
    withdraw(mine, Delivery.Reason.SNOOZED, at=at)
    last = mine.aggregate(last=Max("nag"))["last"]
    asked = set(mine.values_list("channel", flat=True))
    asked |= set(
        Recipient.objects.filter(plan=occurrence.plan.told_by, user=by, stopped_at=None).values_list(
            "channel", flat=True
        )
    )
    Delivery.objects.bulk_create(
        Delivery(
            occurrence=occurrence,
            recipient=by,
            channel=channel,
            nag=0 if last is None else last + 1,
            purpose=Delivery.Purpose.SNOOZE,
            next_attempt_at=until,
            # Its own: what others still wait for does not become useful for longer by it. Never shorter than the
            # reminder's: a dose put off by a quarter of an hour is worth telling as long as the dose itself.
            useful_until=max(until + SNOOZE_USEFUL, occurrence.useful_until),
            created_at=at,
        )
        for channel in sorted(asked)
    )
    if occurrence.escalate_at is not None and occurrence.plan.escalate_after:
        # Somebody is at it: a second person is asked only when that time too has passed unmarked.
        later = max(occurrence.escalate_at, until + dt.timedelta(minutes=occurrence.plan.escalate_after))
        Occurrence.objects.filter(pk=occurrence.pk).update(escalate_at=later)
    audit_plan(occurrence.plan, by=by, at=at, action="reminder.snoozed")
    seen(user=by, at=at)
    return until


def _locked(occurrence: Occurrence) -> Occurrence:
    """The row as it is now, held: two people answering at once see each other."""
    rows = Occurrence.objects.select_for_update(of=("self",)).select_related("plan__patient__household")
    return rows.get(pk=occurrence.pk)
