"""Medicines as listed, doses as recorded, IgG infusions, and allergies."""

import datetime as dt
from typing import Any

from care.household.access import Access
from care.household.models import Patient
from care.medicines import reads
from care.medicines.models import Purpose
from care.visits.rules import Period

#: How a day's doses to prevent infections are written in the strip: one sign a day.
SIGNS = {"given": "g", "not_given": "m", "other": "o", "unrecorded": "n"}
NOT_DUE = "-"


def doses(access: Access, patient: Patient, period: Period) -> dict[str, Any]:
    """What is on the list now, how many doses were due, given, not given and not recorded, and infusions."""
    listed = reads.medicines(access, patient)
    found = reads.tally(access, patient, period.first, period.last)
    by_day = [
        SIGNS[found.days[day]] if (day := period.first + dt.timedelta(days=n)) in found.days else NOT_DUE
        for n in range(period.days)
    ]
    return {
        "current": [_medicine(row) for row in listed.current],
        "stopped": [_medicine(row) for row in listed.stopped][:8],
        "doses": [_tally(row) for row in found.by_medicine],
        "dose_days": "".join(by_day) if found.days else "",
        "infusions": [
            {
                "product": row.product,
                "on": row.day.isoformat(),
                "when": row.when,
                "detail": row.detail,
                "late": row.late,
                "edited": row.edited,
            }
            for row in reads.infusions_between(access, patient, period.first, period.last)
        ],
    }


def _medicine(row: reads.MedicineLine) -> dict[str, Any]:
    return {
        "name": row.as_planned,
        "drug": row.drug,
        "when": row.when,
        "purpose": row.purpose,
        "purpose_words": row.purpose_word if row.purpose else "",
        "ended": row.ended,
        "refill": row.refill_on.isoformat() if row.refill_on else None,
    }


def _tally(row: reads.Tally) -> dict[str, Any]:
    return {
        "name": row.name,
        "prevents": row.purpose == Purpose.PROPHYLAXIS,
        "due": row.due,
        "given": row.given,
        "not_given": row.not_given,
        "other": row.other,
        "unrecorded": row.unrecorded,
        "gap": [day.isoformat() for day in row.gap] if row.gap else None,
    }


def allergies(access: Access, patient: Patient) -> list[dict[str, Any]]:
    return [
        {
            "substance": line.substance,
            "basis": line.basis,
            "basis_words": str(line.basis_word),
            "reaction": line.reaction,
        }
        for line in reads.allergies(access, patient)
    ]
