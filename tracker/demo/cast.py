"""The people and profiles of the demo family."""

import datetime as dt
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model

from care.household import actions as household
from care.medicines import actions as medicines
from care.plan import actions as plan

PASSWORD = "demo-family-1"  # noqa: S105 - printed by the server, and never created in production
ZONE = "Europe/Berlin"
GUARDIAN, SECOND, HELPER = "ana@demo.example", "ben@demo.example", "gran@demo.example"


@dataclass(frozen=True)
class Cast:
    """Everybody the record is about."""

    household: object
    ana: object
    ben: object
    gran: object
    mia: object
    leo: object


def person(email: str, name: str, zone: str):
    """A user whose address counts as verified: nobody can read mail sent to ``.example``."""
    user = get_user_model().objects.create_user(email, PASSWORD, display_name=name, time_zone=zone)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def make_cast(*, at: dt.datetime, zone: str = ZONE) -> Cast:
    """The household as it stood on its first day: two children, two parents, a grandmother who helps."""
    ana = person(GUARDIAN, "Ana", zone)
    family = household.create_household(name="The Winter family", time_zone=zone, by=ana, at=at)
    mia = household.add_patient(
        household=family,
        name="Mia",
        by=ana,
        at=at,
        birth_date=dt.date(at.year - 6, 3, 9),
        hies_type="stat3_dn",
        hies_type_told_by="Dr Lindqvist, immunology",
        hies_type_told_on=dt.date(at.year - 2, 5, 14),
        history_before_tend="Newborn rash. Two chest infections and about six boils before Tend. "
        "Genetic report in the blue folder.",
    )
    leo = household.add_patient(
        household=family,
        name="Leo",
        by=ana,
        at=at + dt.timedelta(seconds=1),
        birth_date=dt.date(at.year - 3, 2, 11),
        hies_type="not_known",
    )
    ben = person(SECOND, "Ben", zone)
    gran = person(HELPER, "Gran", zone)
    for user, role in ((ben, "caregiver"), (gran, "helper")):
        invitation = household.invite(household=family, role=role, patients=None, by=ana, at=at, email=user.email)
        household.accept(invitation=invitation, by=user, at=at + dt.timedelta(minutes=5))
    _call_plan(mia, leo, by=ana, at=at)
    medicines.add_allergy(
        patient=mia,
        by=ana,
        at=at,
        values={
            "substance": "Peanut",
            "basis": "test_only",
        },
    )
    medicines.add_allergy(
        patient=mia,
        by=ana,
        at=at,
        values={"substance": "Penicillin V", "basis": "reaction_happened", "reaction": "Hives on the trunk"},
    )
    return Cast(family, ana, ben, gran, mia, leo)


def _call_plan(mia, leo, *, by, at: dt.datetime) -> None:
    contacts = (
        {"name": "Dr Lindqvist", "role": "Immunology", "phone": "+49 30 5550 0111", "is_immunology": True},
        {"name": "Ward 7, day and night", "role": "Urgent line", "phone": "+49 30 5550 0199", "is_urgent_line": True},
        {"name": "Dr Adeyemi", "role": "Pediatrician", "phone": "+49 30 5550 0122", "hours": "Mon to Fri, 8 to 16"},
    )
    for values in contacts:
        plan.add_contact(patient=mia, by=by, at=at, values=values, also=(leo,))
    changes = {
        "ring_when": "New boil, any cough that lasts, or when she seems not herself. Ring even without fever.",
        "emergency_number": "112",
        "hospital": "Children's hospital, Ward 7",
    }
    plan.save_call_plan(patient=mia, by=by, at=at, changes=changes)
    plan.save_call_plan(patient=leo, by=by, at=at, changes=changes)
    signed = {
        "signed_by": "Dr Lindqvist",
        "signed_on": at.date(),
        "missed_doses": 3,
        "texts": {"RF-13": "Take a photo, then ring Ward 7. Do not press on it."},
        "carry_letter": "Mia has hyper IgE syndrome. Her infections can be severe without fever or pain. "
        "Please ring Ward 7 before you send her home.",
        "hospital_of_choice": "Children's hospital, Ward 7",
    }
    plan.save_care_plan(patient=mia, by=by, at=at, values=signed)
