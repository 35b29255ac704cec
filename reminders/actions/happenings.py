"""Something happened that plans without a time of day wait for."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from reminders.engine.tick import new_delivery
from reminders.kinds import KINDS
from reminders.models import Delivery, Occurrence, Plan, Recipient


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
