"""What people answer to a reminder: done, and later. Each with its audit row."""

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Greatest

from care.household.models import User
from reminders.actions.keeping import audit_plan, withdraw
from reminders.engine.limits import SNOOZE_USEFUL
from reminders.models import Delivery, Occurrence, Recipient
from reminders.rules import snooze_until


class AlreadyDone(ValueError):
    """Somebody marked it done meanwhile: there is nothing left to put off."""


@transaction.atomic
def acknowledge(*, occurrence: Occurrence, by: User, at: dt.datetime) -> Occurrence:
    """Mark a reminder done, for everybody: nobody is told of it any more. Twice changes nothing.

    It says that somebody saw to it, and writes nothing into the child's record.
    """
    occurrence = _locked(occurrence)
    if occurrence.acknowledged_at is None:
        occurrence.acknowledged_at, occurrence.acknowledged_by = at, by
        occurrence.save(update_fields=["acknowledged_at", "acknowledged_by"])
        withdraw(Delivery.objects.filter(occurrence=occurrence), Delivery.Reason.ACKNOWLEDGED, at=at)
        audit_plan(occurrence.plan, by=by, at=at, action="reminder.done")
    return occurrence


@transaction.atomic
def reopen(*, occurrence: Occurrence, by: User, at: dt.datetime) -> Occurrence:
    """Take a "done" back. What it kept from being sent stays unsent; a snooze brings it again."""
    occurrence = _locked(occurrence)
    if occurrence.acknowledged_at is not None:
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
    until = snooze_until(choice, now=at, zone=occurrence.plan.time_zone)
    mine = Delivery.objects.filter(occurrence=occurrence, recipient=by)
    withdraw(mine, Delivery.Reason.SNOOZED, at=at)
    last = mine.aggregate(last=Max("nag"))["last"]
    asked = set(mine.values_list("channel", flat=True))
    asked |= set(
        Recipient.objects.filter(plan=occurrence.plan, user=by, stopped_at=None).values_list("channel", flat=True)
    )
    Delivery.objects.bulk_create(
        Delivery(
            occurrence=occurrence,
            recipient=by,
            channel=channel,
            nag=0 if last is None else last + 1,
            purpose=Delivery.Purpose.SNOOZE,
            next_attempt_at=until,
            created_at=at,
        )
        for channel in sorted(asked)
    )
    Occurrence.objects.filter(pk=occurrence.pk).update(useful_until=Greatest("useful_until", until + SNOOZE_USEFUL))
    audit_plan(occurrence.plan, by=by, at=at, action="reminder.snoozed")
    return until


def _locked(occurrence: Occurrence) -> Occurrence:
    """The row as it is now, held: two people answering at once see each other."""
    rows = Occurrence.objects.select_for_update(of=("self",)).select_related("plan__patient__household")
    return rows.get(pk=occurrence.pk)
