"""What reminders ask the record: who may be told, where they read mail, and whether it is done already.

The only file of this package that looks into a family's people and days.
"""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Q

from care.household.access import Access
from care.household.models import Membership, Patient, User
from care.household.rules import CAPABILITIES, Capability, local_day, noon
from care.record.reads import entries_of_kind

# A reminder asks somebody to open the record and log something, so it goes to those who may do both.
TOLD_ROLES = [role.value for role, can in CAPABILITIES.items() if {Capability.SEE_RECORD, Capability.LOG} <= can]


def may_be_told(patient: Patient, user_id) -> bool:
    """Whether a person is, right now, an active member who looks after this patient."""
    return (
        Membership.objects.filter(household=patient.household_id, user=user_id, ended_at=None, user__is_active=True)
        .filter(Q(all_patients=True) | Q(patients=patient), role__in=TOLD_ROLES)
        .exists()
    )


def verified_address(user: User | UUID) -> str:
    """The confirmed e-mail address a person reads, the main one if it is confirmed; "" when none is."""
    row = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary", "pk").first()
    return row.email if row else ""


def already_done(patient: Patient, entry_kinds: Iterable[str], *, due_at: dt.datetime, now: dt.datetime) -> str:
    """Who logged one of these kinds of entry since midday of the family's day of ``due_at``; "" when nobody did.

    Since midday: what was logged in the morning does not answer an evening's question.
    """
    zone = patient.household.time_zone
    day = local_day(due_at, zone)
    access = Access.for_household(patient.household_id, now=now)
    rows = entries_of_kind(access, patient, entry_kinds, day, day).filter(occurred_at__gte=noon(day, zone))
    last = rows.last()
    return str(last.author) if last else ""
