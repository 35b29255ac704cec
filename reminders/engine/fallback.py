"""When a channel is dead for somebody, the message goes over the one everybody has."""

import datetime as dt

from reminders.channels import registry
from reminders.models import Delivery
from reminders.rules import State


def fall_back(delivery: Delivery, *, now: dt.datetime) -> bool:
    """Make the mail that stands in for a message nothing could take; False when there is (or was) one already.

    Runs in the transaction that ends the first message, so a message is never lost between the two. One mail an
    occurrence and person, whatever was tried: who also chose mails gets no second one.
    """
    if delivery.channel == registry.FALLBACK:
        return False
    same = Delivery.objects.filter(occurrence=delivery.occurrence_id, recipient=delivery.recipient_id)
    if same.filter(channel=registry.FALLBACK, nag=delivery.nag).exclude(state=State.SUPPRESSED).exists():
        return False
    was_due = delivery.purpose == Delivery.Purpose.DUE
    Delivery.objects.bulk_create(
        [
            Delivery(
                occurrence_id=delivery.occurrence_id,
                recipient_id=delivery.recipient_id,
                channel=registry.FALLBACK,
                nag=delivery.nag,
                # What was put off, or asks a second person, stays that.
                purpose=Delivery.Purpose.FALLBACK if was_due else delivery.purpose,
                useful_until=delivery.useful_until,
                next_attempt_at=now,
                created_at=now,
            )
        ],
        ignore_conflicts=True,
    )
    return True
