"""Starting a family's record, and the facts about the family and its patients."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from care.household.audit import audit
from care.household.events import HouseholdChanged, MemberJoined, PatientAdded, announce
from care.household.models import Household, Membership, Patient, User
from care.household.rules import Role


@transaction.atomic
def create_household(*, name: str, time_zone: str, by: User, at: dt.datetime) -> Household:
    """A new family with ``by`` as its first guardian."""
    household = Household.objects.create(name=name, time_zone=time_zone, created_at=at)
    Membership.objects.create(household=household, user=by, role=Role.GUARDIAN, joined_at=at)
    audit(household=household, by=by, at=at, action="household.created", target=household)
    announce(MemberJoined(household_id=household.pk, at=at, by=by.pk, user_id=by.pk, role=Role.GUARDIAN))
    return household


@transaction.atomic
def add_patient(
    *, household: Household, name: str, by: User, at: dt.datetime, key: UUID | None = None, **profile
) -> Patient:
    """A new patient in a family. ``profile`` takes the optional fields of ``Patient``.

    ``key`` is the id the page proposed: the same page sent twice gives the same patient. Somebody who sees
    only some of the children also sees the one they add. Raises ValidationError (nothing written).
    """
    Household.objects.select_for_update().get(pk=household.pk)
    if key is not None:
        known = Patient.objects.filter(pk=key).first()
        if known is not None and known.household_id == household.pk:
            return known
        key = None if known is not None else key
    patient = Patient(household=household, name=name, created_at=at, **({"pk": key} if key else {}), **profile)
    patient.full_clean()
    patient.save(force_insert=True)
    narrowed = Membership.objects.filter(household=household, user=by, ended_at=None, all_patients=False).first()
    if narrowed is not None:
        narrowed.patients.add(patient)
    audit(household=household, by=by, at=at, action="patient.added", target=patient, patient=patient)
    announce(PatientAdded(household_id=household.pk, at=at, by=by.pk, patient_id=patient.pk))
    return patient


@transaction.atomic
def start_family(
    *, by: User, at: dt.datetime, patient_name: str, time_zone: str, key: UUID | None = None, **profile
) -> Patient:
    """A new family and its first patient in one go; the same page sent twice starts one family.

    A person whose account has no time zone yet takes the family's.
    """
    # Two taps at once are told one after the other.
    User.objects.select_for_update().get(pk=by.pk)
    if key is not None:
        mine = Membership.objects.filter(user=by, ended_at=None).values("household")
        known = Patient.objects.filter(pk=key, household__in=mine).first()
        if known is not None:
            return known
    name = _("%(name)s's family") % {"name": str(by)}
    household = create_household(name=name, time_zone=time_zone, by=by, at=at)
    if by.time_zone == "UTC" and time_zone != "UTC":
        by.time_zone = time_zone
        by.save(update_fields=["time_zone"])
    return add_patient(household=household, name=patient_name, by=by, at=at, key=key, **profile)


@transaction.atomic
def update_patient(*, patient: Patient, by: User, at: dt.datetime, changes: dict[str, Any]) -> Patient:
    """Change facts about a patient. Raises ValidationError (nothing written) when a value does not fit."""
    patient = Patient.objects.select_for_update().select_related("household").get(pk=patient.pk)
    touched = _set(patient, changes)
    if touched:
        patient.full_clean()
        patient.save(update_fields=touched)
        audit(
            household=patient.household,
            by=by,
            at=at,
            action="patient.changed",
            target=patient,
            patient=patient,
            fields=touched,
        )
    return patient


@transaction.atomic
def update_household(*, household: Household, by: User, at: dt.datetime, changes: dict[str, Any]) -> Household:
    """Change a family's name or clock, and tell whoever plans by it. Entries keep the days they have."""
    household = Household.objects.select_for_update().get(pk=household.pk)
    touched = _set(household, changes)
    if touched:
        household.full_clean()
        household.save(update_fields=touched)
        audit(household=household, by=by, at=at, action="household.changed", target=household, fields=touched)
        announce(HouseholdChanged(household_id=household.pk, at=at, by=by.pk, fields=tuple(touched)))
    return household


def _set(row, changes: dict[str, Any]) -> list[str]:
    """Set what differs; returns the names of the fields touched."""
    touched = [name for name, value in changes.items() if getattr(row, name) != value]
    for name in touched:
        setattr(row, name, changes[name])
    return touched
