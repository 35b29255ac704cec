"""The one reminder that nobody has to ask for: a family that plans a live vaccine is told to ask its team before it."""

import datetime as dt
from uuid import UUID

from care.household.models import Patient, User
from reminders import family
from reminders.actions.keeping import audit_plan
from reminders.actions.people import preferred_channel
from reminders.kinds import LIVE_VACCINE
from reminders.models import Plan, Recipient


def remind_guardians(patient: Patient, *, by: UUID | None, at: dt.datetime) -> None:
    """Set it for the guardians when nobody ever set it. One that somebody turned off, or left, stays as it is.

    ``by`` is who wrote the plan down, None for Tend itself. Call it in their transaction.
    """
    plan, created = Plan.objects.get_or_create(
        patient=patient,
        kind=LIVE_VACCINE.slug,
        key="",
        defaults={
            "local_time": LIVE_VACCINE.default_time,
            "time_zone": patient.household.time_zone,
            # Nobody was asked about their quiet hours.
            "in_quiet_hours": None,
            "created_at": at,
        },
    )
    if not created:
        return
    for user in family.guardians(patient):
        Recipient.objects.create(plan=plan, user=user, channel=preferred_channel(user), since=at)
    author = User.objects.filter(pk=by).first() if by else None
    audit_plan(plan, by=author, at=at, action="reminder.added", fields=["recipients"])
