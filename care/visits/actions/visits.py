"""Adding, changing and taking back a visit, each with its audit row and announcement in one transaction."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from care.household.audit import audit
from care.household.events import VisitChanged, announce
from care.household.models import Patient, User
from care.visits.models import Visit

CHANGEABLE = frozenset({"on", "time", "time_zone", "specialty", "clinic", "language", "questions", "said_afterwards"})


@dataclass(frozen=True)
class SavedVisit:
    """A visit after a save. ``created`` is False when this ``client_id`` was already there: nothing was written."""

    visit: Visit
    created: bool


@transaction.atomic
def add_visit(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    on: dt.date,
    specialty: str,
    time: dt.time | None = None,
    time_zone: str = "",
    clinic: str = "",
    language: str = "",
    questions: str = "",
    said_afterwards: str = "",
    client_id: uuid.UUID | None = None,
) -> SavedVisit:
    """A new visit, in the family's zone unless another is named. Raises ValidationError when a value does not fit."""
    key = client_id or uuid.uuid4()
    known = Visit.objects.filter(patient=patient, client_id=key).first()
    if known is not None:
        return SavedVisit(known, created=False)
    visit = Visit(
        patient=patient,
        client_id=key,
        on=on,
        time=time,
        time_zone=time_zone or patient.household.time_zone,
        specialty=specialty,
        clinic=clinic,
        language=language,
        questions=questions,
        said_afterwards=said_afterwards,
        created_by=by,
        created_at=at,
    )
    visit.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            visit.save(force_insert=True)
    except IntegrityError:
        # The same form arrived twice at once: the other one won.
        return SavedVisit(Visit.objects.get(patient=patient, client_id=key), created=False)
    _tell(visit, by=by, at=at, action="visit.added")
    return SavedVisit(visit, created=True)


@transaction.atomic
def change_visit(*, visit: Visit, by: User, at: dt.datetime, changes: dict[str, Any]) -> Visit:
    """Change fields of a kept visit. Raises ValidationError (nothing written) when a value does not fit."""
    visit = _locked(visit)
    if visit.removed_at is not None:
        raise PermissionDenied
    touched = [name for name in changes if name in CHANGEABLE and getattr(visit, name) != changes[name]]
    if not touched:
        return visit
    for name in touched:
        setattr(visit, name, changes[name])
    visit.edited_at = at
    visit.full_clean(validate_unique=False, validate_constraints=False)
    visit.save()
    _tell(visit, by=by, at=at, action="visit.changed", fields=touched)
    return visit


@transaction.atomic
def remove_visit(*, visit: Visit, by: User, at: dt.datetime) -> Visit:
    """Take a visit off the list. It stays restorable until the family is erased. Removing twice changes nothing."""
    visit = _locked(visit)
    if visit.removed_at is None:
        visit.removed_at, visit.removed_by = at, by
        visit.save(update_fields=["removed_at", "removed_by"])
        _tell(visit, by=by, at=at, action="visit.removed")
    return visit


@transaction.atomic
def restore_visit(*, visit: Visit, by: User, at: dt.datetime) -> Visit:
    """Bring a removed visit back as it was."""
    visit = _locked(visit)
    if visit.removed_at is not None:
        visit.removed_at, visit.removed_by = None, None
        visit.save(update_fields=["removed_at", "removed_by"])
        _tell(visit, by=by, at=at, action="visit.restored")
    return visit


def _locked(visit: Visit) -> Visit:
    return Visit.objects.select_for_update(of=("self",)).select_related("patient__household").get(pk=visit.pk)


def _tell(visit: Visit, *, by: User, at: dt.datetime, action: str, fields: list[str] | None = None) -> None:
    patient = visit.patient
    audit(household=patient.household, by=by, at=at, action=action, target=visit, patient=patient, fields=fields or ())
    announce(VisitChanged(household_id=patient.household_id, at=at, by=by.pk, patient_id=patient.pk, visit_id=visit.pk))
