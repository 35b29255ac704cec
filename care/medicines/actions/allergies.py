"""Writing allergies."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from care.household.audit import audit
from care.household.models import Patient, User
from care.household.removal import set_removed
from care.medicines.models import Allergy


@transaction.atomic
def add_allergy(
    *, patient: Patient, by: User, at: dt.datetime, values: dict[str, Any], key: UUID | None = None
) -> Allergy:
    """Add an allergy. The same page sent twice (``key``) adds one. Raises ValidationError (nothing written)."""
    Patient.objects.select_for_update().get(pk=patient.pk)
    if key is not None:
        known = Allergy.objects.filter(pk=key).first()
        if known is not None and known.patient_id == patient.pk:
            return known
        key = None if known is not None else key
    allergy = Allergy(patient=patient, created_at=at, **values, **({"pk": key} if key else {}))
    allergy.full_clean()
    allergy.save(force_insert=True)
    _tell(allergy, by=by, at=at, action="allergy.added")
    return allergy


@transaction.atomic
def change_allergy(*, allergy: Allergy, by: User, at: dt.datetime, changes: dict[str, Any]) -> Allergy:
    """Change an allergy. Raises ValidationError (nothing written)."""
    allergy = Allergy.objects.select_for_update().select_related("patient__household").get(pk=allergy.pk)
    touched = [name for name, value in changes.items() if getattr(allergy, name) != value]
    if touched:
        for name in touched:
            setattr(allergy, name, changes[name])
        allergy.full_clean()
        allergy.save(update_fields=touched)
        _tell(allergy, by=by, at=at, action="allergy.changed", fields=touched)
    return allergy


@transaction.atomic
def remove_allergy(*, allergy: Allergy, by: User, at: dt.datetime) -> Allergy:
    """Take an allergy off the list; it can be put back."""
    return set_removed(allergy, at, by=by, at=at, action="allergy.removed")


@transaction.atomic
def restore_allergy(*, allergy: Allergy, by: User, at: dt.datetime) -> Allergy:
    """Put an allergy back on the list."""
    return set_removed(allergy, None, by=by, at=at, action="allergy.restored")


def _tell(allergy: Allergy, *, by: User, at: dt.datetime, action: str, fields: list[str] | None = None) -> None:
    patient = allergy.patient
    audit(
        household=patient.household, by=by, at=at, action=action, target=allergy, patient=patient, fields=fields or ()
    )
