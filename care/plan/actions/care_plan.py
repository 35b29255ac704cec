"""Typing in the care plan a clinician signed. Every change is a new version; the old ones stay."""

import datetime as dt
from typing import Any

from django.db import transaction

from care.household.audit import audit
from care.household.models import Patient, User
from care.plan.models import CarePlan

#: What a version holds of its own; the rest says who typed it in and when.
CONTENT = (
    "signed_by", "signed_on", "review_on", "threshold_tenths", "threshold_unit", "spo2_min", "missed_doses",
    "urgent_minutes", "levels", "texts", "carry_letter", "emergency_antibiotic_text", "hospital_of_choice",
)  # fmt: skip


@transaction.atomic
def save_care_plan(*, patient: Patient, by: User, at: dt.datetime, values: dict[str, Any]) -> CarePlan:
    """Keep a new version, with what ``values`` leaves out taken from the one before.

    Without ``review_on`` it is to be reviewed 12 months after it was signed. The same again writes nothing.
    Raises ValidationError, nothing written, for what a plan may not hold.
    """
    Patient.objects.select_for_update().get(pk=patient.pk)
    before = CarePlan.objects.filter(patient=patient).first()
    content = {name: getattr(before, name) for name in CONTENT} if before else {}
    content |= values
    if content.get("signed_on") and not values.get("review_on") and ("signed_on" in values or before is None):
        content["review_on"] = a_year_after(content["signed_on"])
    if before is not None and all(getattr(before, name) == content[name] for name in CONTENT):
        return before
    plan = CarePlan(
        patient=patient, version=before.version + 1 if before else 1, entered_by=by, entered_at=at, **content
    )
    plan.full_clean()
    plan.save(force_insert=True)
    touched = [name for name in CONTENT if before is None or getattr(before, name) != getattr(plan, name)]
    audit(
        household=patient.household,
        by=by,
        at=at,
        action="care_plan.saved",
        target=plan,
        patient=patient,
        fields=touched,
    )
    return plan


def a_year_after(day: dt.date) -> dt.date:
    """The same date a year later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return dt.date(day.year + 1, 3, 1)
