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
    riders = Delivery.objects.filter(carried_by=delivery.pk, reason=Delivery.Reason.TOLD_TOGETHER)
    keys = {delivery.occurrence_id, *riders.values_list("occurrence_id", flat=True)}
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

    What it kept from being sent stays unsent; a snooze brings it again.
    """
    occurrence = _locked(occurrence)
    if occurrence.acknowledged_at is not None:
        if is_dose(occurrence):
            family.take_given_back(occurrence.plan, occurrence, by=by, at=at)
        occurrence.acknowledged_at, occurrence.acknowledged_by = None, None
        occurrence.save(update_fields=["acknowledged_at", "acknowledged_by"])
        audit_plan(occurrence.plan, by=by, at=at, action="reminder.done_taken_back")
    return occurrence


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
