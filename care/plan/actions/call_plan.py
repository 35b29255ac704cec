"""Writing the call plan and the care team's numbers."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from care.household.audit import audit
from care.household.models import Patient, User
from care.household.removal import set_removed
from care.plan.models import CallPlan, CareContact


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
    return set_removed(contact, at, by=by, at=at, action="contact.removed")


@transaction.atomic
def restore_contact(*, contact: CareContact, by: User, at: dt.datetime) -> CareContact:
    """Put a number back on the list."""
    return set_removed(contact, None, by=by, at=at, action="contact.restored")


def _tell(row, patient: Patient, *, by: User, at: dt.datetime, action: str, fields: list[str] | None = None) -> None:
    audit(household=patient.household, by=by, at=at, action=action, target=row, patient=patient, fields=fields or ())
