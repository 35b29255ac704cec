"""Starting a family's record."""

import datetime as dt

from django.db import transaction

from care.household.audit import audit
from care.household.events import MemberJoined, PatientAdded, announce
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
def add_patient(*, household: Household, name: str, by: User, at: dt.datetime, **profile) -> Patient:
    """A new patient in a family. ``profile`` takes the optional fields of ``Patient``."""
    patient = Patient(household=household, name=name, created_at=at, **profile)
    patient.full_clean()
    patient.save()
    audit(household=household, by=by, at=at, action="patient.added", target=patient, patient=patient)
    announce(PatientAdded(household_id=household.pk, at=at, by=by.pk, patient_id=patient.pk))
    return patient
