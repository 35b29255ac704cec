"""The rooms' parts of a summary, each asked through that room's own reads."""

import datetime as dt
from typing import Any

from care.household.access import Access
from care.household.models import Patient
from care.plan import reads as plan
from care.visits.actions.sections.infections import infections, temperatures
from care.visits.actions.sections.medicines import allergies, doses
from care.visits.actions.sections.photos import photos
from care.visits.actions.sections.results import results
from care.visits.actions.sections.routines import concerns, exposures, flags, routines
from care.visits.actions.sections.skin import skin
from care.visits.actions.sections.vaccines import vaccines
from care.visits.rules import Windows


def collect(
    access: Access,
    patient: Patient,
    windows: Windows,
    *,
    affirmed: frozenset[dt.date],
    observed: int,
) -> dict[str, Any]:
    """Every room's section, by name.

    ``affirmed`` are the days on which somebody said that nothing was new, ``observed`` is how many days of the period
    are known at all.
    """
    period = windows.now
    ill = infections(access, patient, windows, affirmed)
    return {
        "infections": ill,
        "temperatures": temperatures(access, patient, period),
        "concerns": concerns(access, patient, period),
        "flags": flags(access, patient, period),
        "skin": skin(access, patient, period, windows.before),
        "medicines": doses(access, patient, period),
        "results": results(access, patient, windows),
        "routines": routines(access, patient, period, observed),
        **exposures(access, patient, period, ill["started"]),
        "vaccines": vaccines(access, patient, period),
        "photos": photos(access, patient, period),
        "allergies": allergies(access, patient),
        "care_team": _care_team(access, patient),
    }


def _care_team(access: Access, patient: Patient) -> list[dict[str, Any]]:
    return [
        {
            "name": contact.name,
            "role": contact.role,
            "phone": contact.phone,
            "hours": contact.hours,
            "urgent": contact.is_urgent_line,
            "immunology": contact.is_immunology,
        }
        for contact in plan.contacts(access, patient)
    ]
