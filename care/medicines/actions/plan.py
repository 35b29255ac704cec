"""Writing the list of medicines: add, change, stop, start again, take off and put back."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from care.household.audit import audit
from care.household.events import MedicinePlanChanged, announce
from care.household.models import Patient, User
from care.household.rules import local_day as day_of
from care.medicines.models import LABEL_FIELDS, Medicine, MedicineVersion
from care.medicines.rules.schedule import counts_from, day_begins


@transaction.atomic
def add_medicine(
    *, patient: Patient, by: User, at: dt.datetime, values: dict[str, Any], key: UUID | None = None
) -> Medicine:
    """Put a medicine on the list. ``values``: names of ``LABEL_FIELDS``. The same page sent twice (``key``) adds one.

    Raises ValidationError (nothing written).
    """
    Patient.objects.select_for_update().get(pk=patient.pk)
    if key is not None:
        known = Medicine.objects.filter(pk=key).first()
        if known is not None and known.patient_id == patient.pk:
            return known
        key = None if known is not None else key
    medicine = Medicine(patient=patient, entered_by=by, created_at=at, **values, **({"pk": key} if key else {}))
    medicine.begins_at = _begins(medicine, patient, at)
    medicine.full_clean()
    medicine.save(force_insert=True)
    _tell(medicine, by=by, at=at, action="medicine.added")
    return medicine


@transaction.atomic
def change_medicine(*, medicine: Medicine, by: User, at: dt.datetime, changes: dict[str, Any]) -> Medicine:
    """Change what the plan says from now on; what it said before is kept, and so are the doses due until now.

    On the day it was added, and before it begins, a change is a correction and counts from the start. Raises
    ValidationError (nothing written).
    """
    medicine = _locked(medicine)
    touched = [name for name, value in changes.items() if getattr(medicine, name) != value]
    if not touched:
        return medicine
    zone = medicine.patient.household.time_zone
    corrects = day_of(at, zone) == day_of(medicine.created_at, zone) or medicine.begins_at >= at
    version = _version(medicine, ends_at=medicine.begins_at if corrects else _until(medicine, at), by=by, at=at)
    for name in touched:
        setattr(medicine, name, changes[name])
    if not corrects:
        medicine.begins_at = at
    elif "started_on" in touched or "started_precision" in touched:
        medicine.begins_at = _begins(medicine, medicine.patient, medicine.created_at)
    if medicine.stopped_at is not None and medicine.stopped_at < medicine.begins_at:
        # What is stopped stays stopped: the new words count for no dose.
        medicine.begins_at = medicine.stopped_at
    medicine.full_clean()
    version.save(force_insert=True)
    medicine.save()
    _tell(medicine, by=by, at=at, action="medicine.changed", fields=touched)
    return medicine


@transaction.atomic
def stop_medicine(*, medicine: Medicine, by: User, at: dt.datetime, reason: str = "") -> Medicine:
    """Nothing is due any more. Everything recorded stays."""
    medicine = _locked(medicine)
    if medicine.stopped_at is None:
        # Stopped before it began: nothing was ever due.
        medicine.stopped_at, medicine.stop_reason = max(at, medicine.begins_at), reason
        medicine.full_clean()
        medicine.save(update_fields=["stopped_at", "stop_reason"])
        _tell(medicine, by=by, at=at, action="medicine.stopped")
    return medicine


@transaction.atomic
def restart_medicine(*, medicine: Medicine, by: User, at: dt.datetime) -> Medicine:
    """Due again from now on; the days without it stay without doses."""
    medicine = _locked(medicine)
    if medicine.stopped_at is not None:
        _version(medicine, ends_at=medicine.stopped_at, by=by, at=at).save(force_insert=True)
        medicine.begins_at, medicine.stopped_at, medicine.stop_reason = max(at, medicine.begins_at), None, ""
        medicine.save(update_fields=["begins_at", "stopped_at", "stop_reason"])
        _tell(medicine, by=by, at=at, action="medicine.restarted")
    return medicine


@transaction.atomic
def remove_medicine(*, medicine: Medicine, by: User, at: dt.datetime) -> Medicine:
    """Take off the list what should never have been on it; it can be put back. To end a medicine, stop it."""
    return _set_removed(medicine, at, by=by, at=at, action="medicine.removed")


@transaction.atomic
def restore_medicine(*, medicine: Medicine, by: User, at: dt.datetime) -> Medicine:
    """Put a medicine back on the list."""
    return _set_removed(medicine, None, by=by, at=at, action="medicine.restored")


def _begins(medicine: Medicine, patient: Patient, at: dt.datetime) -> dt.datetime:
    zone = patient.household.time_zone
    start = medicine.started
    return day_begins(counts_from((start.earliest, start.latest) if start else None, day_of(at, zone)), zone)


def _until(medicine: Medicine, at: dt.datetime) -> dt.datetime:
    return at if medicine.stopped_at is None else min(at, medicine.stopped_at)


def _version(medicine: Medicine, *, ends_at: dt.datetime, by: User, at: dt.datetime) -> MedicineVersion:
    """The plan as it stands, unsaved, ending at ``ends_at``."""
    words = {name: getattr(medicine, name) for name in LABEL_FIELDS}
    return MedicineVersion(
        medicine=medicine, begins_at=medicine.begins_at, ends_at=ends_at, changed_by=by, changed_at=at, **words
    )


def _locked(medicine: Medicine) -> Medicine:
    rows = Medicine.objects.select_for_update(of=("self",)).select_related("patient__household")
    return rows.get(pk=medicine.pk)


def _set_removed(medicine: Medicine, value: dt.datetime | None, *, by: User, at: dt.datetime, action: str) -> Medicine:
    medicine = _locked(medicine)
    if (medicine.removed_at is None) != (value is None):
        medicine.removed_at = value
        medicine.save(update_fields=["removed_at"])
        _tell(medicine, by=by, at=at, action=action)
    return medicine


def _tell(medicine: Medicine, *, by: User, at: dt.datetime, action: str, fields: list[str] | None = None) -> None:
    patient = medicine.patient
    household = patient.household
    audit(household=household, by=by, at=at, action=action, target=medicine, patient=patient, fields=fields or ())
    announce(
        MedicinePlanChanged(household_id=household.pk, at=at, by=by.pk, patient_id=patient.pk, medicine_id=medicine.pk)
    )
