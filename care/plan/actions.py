"""Writing the call plan, the care team's numbers, and the worry that has no name yet."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from care.household.audit import audit
from care.household.models import Patient, User
from care.plan.models import CallPlan, CareContact, Concern
from care.plan.rules.facts import Facts
from care.record import actions as record
from care.record.actions import Saved
from care.record.models import Entry


@transaction.atomic
def save_call_plan(*, patient: Patient, by: User, at: dt.datetime, changes: dict[str, Any]) -> CallPlan:
    """Write a patient's call plan, or change it. Raises ValidationError (nothing written)."""
    Patient.objects.select_for_update().get(pk=patient.pk)
    plan = CallPlan.objects.filter(patient=patient).first() or CallPlan(patient=patient)
    touched = [name for name, value in changes.items() if getattr(plan, name) != value]
    if not touched:
        return plan
    for name in touched:
        setattr(plan, name, changes[name])
    plan.changed_at = at
    plan.full_clean()
    plan.save()
    _tell(plan, patient, by=by, at=at, action="plan.changed", fields=touched)
    return plan


@transaction.atomic
def add_contact(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    values: dict[str, Any],
    also: tuple[Patient, ...] = (),
    key: UUID | None = None,
) -> CareContact:
    """Add a number to a patient's care team, and a copy for each patient in ``also``.

    The same page sent twice (``key``) adds nothing twice. Raises ValidationError (nothing written).
    """
    Patient.objects.select_for_update().get(pk=patient.pk)
    if key is not None:
        known = CareContact.objects.filter(pk=key).first()
        if known is not None and known.patient_id == patient.pk:
            return known
        key = None if known is not None else key
    first = None
    for one in (patient, *also):
        contact = CareContact(patient=one, created_at=at, **values, **({"pk": key} if key and first is None else {}))
        contact.full_clean()
        contact.save(force_insert=True)
        _tell(contact, one, by=by, at=at, action="contact.added")
        first = first or contact
    assert first is not None
    return first


@transaction.atomic
def change_contact(*, contact: CareContact, by: User, at: dt.datetime, changes: dict[str, Any]) -> CareContact:
    """Change a contact. Raises ValidationError (nothing written)."""
    contact = CareContact.objects.select_for_update().select_related("patient__household").get(pk=contact.pk)
    touched = [name for name, value in changes.items() if getattr(contact, name) != value]
    if touched:
        for name in touched:
            setattr(contact, name, changes[name])
        contact.full_clean()
        contact.save(update_fields=touched)
        _tell(contact, contact.patient, by=by, at=at, action="contact.changed", fields=touched)
    return contact


@transaction.atomic
def remove_contact(*, contact: CareContact, by: User, at: dt.datetime) -> CareContact:
    """Take a number off the list; it can be put back."""
    return _set_removed(contact, at, by=by, at=at, action="contact.removed")


@transaction.atomic
def restore_contact(*, contact: CareContact, by: User, at: dt.datetime) -> CareContact:
    """Put a number back on the list."""
    return _set_removed(contact, None, by=by, at=at, action="contact.restored")


def record_concern(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    text: str = "",
    client_id: UUID | None = None,
    local_day: dt.date | None = None,
) -> Saved:
    """Log that something feels off, with or without words."""
    return record.add(
        patient=patient,
        kind=Entry.Kind.CONCERN,
        by=by,
        at=at,
        detail=Concern(),
        note=text,
        client_id=client_id,
        local_day=local_day,
    )


def change_concern(*, concern: Concern, by: User, at: dt.datetime, changes: dict[str, Any]) -> Entry:
    """Correct a concern's words or day; what it said before is kept."""
    return record.correct(entry=concern.entry, detail=concern, by=by, at=at, changes=changes)


def raise_flags(*, entry: Entry, by: User, at: dt.datetime, facts: Facts) -> tuple:
    """Ask the red-flag rules about an entry, inside the caller's transaction; what they say is kept and shown.

    Call it after every add and every correction, with all the entry's facts as they are now. Returns the messages
    this call added; what an earlier call added stays.
    """
    return ()


def _set_removed(contact: CareContact, value: dt.datetime | None, *, by: User, at: dt.datetime, action: str):
    contact = CareContact.objects.select_for_update().select_related("patient__household").get(pk=contact.pk)
    if (contact.removed_at is None) != (value is None):
        contact.removed_at = value
        contact.save(update_fields=["removed_at"])
        _tell(contact, contact.patient, by=by, at=at, action=action)
    return contact


def _tell(row, patient: Patient, *, by: User, at: dt.datetime, action: str, fields: list[str] | None = None) -> None:
    audit(household=patient.household, by=by, at=at, action=action, target=row, patient=patient, fields=fields or ())
