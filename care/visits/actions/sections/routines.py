"""Routines and what was different, exposures, worries, and the messages that red-flag rules showed."""

import datetime as dt
from collections import defaultdict
from typing import Any

from care.household.access import Access
from care.household.models import Patient
from care.household.rules import local_day
from care.infections.models import Site
from care.plan import reads as plan
from care.precautions import reads as precautions
from care.record import reads as record
from care.record.models import Entry
from care.visits import rules
from care.visits.rules import Period

#: How far before the onset of a chest infection a clinic looks for exposures.
LOOK_BACK = dt.timedelta(days=14)


def concerns(access: Access, patient: Patient, period: Period) -> list[dict[str, Any]]:
    """The days on which something felt off. What was written about it is a note, and goes with the notes.

    A day is late when everything that says so came late, and changed when anything of it was changed.
    """
    rows = record.entries_of_kind(access, [patient], [Entry.Kind.CONCERN], period.first, period.last)
    days: dict[dt.date, list[Entry]] = defaultdict(list)
    for row in rows:
        days[row.local_day].append(row)
    return [
        {
            "on": day.isoformat(),
            "late": all(row.is_late for row in told),
            "edited": any(row.edited_at is not None for row in told),
        }
        for day, told in sorted(days.items())
    ]


def flags(access: Access, patient: Patient, period: Period) -> list[dict[str, Any]]:
    """Messages that red-flag rules showed, newest first: which rule, when, and what the family then did."""
    zone = patient.household.time_zone
    return [
        {
            "title": row.title,
            "level": row.level,
            "level_name": row.level_name,
            "on": local_day(row.raised_at, zone).isoformat(),
            "called": local_day(row.called_at, zone).isoformat() if row.called_at else None,
            "put_aside": local_day(row.put_aside_at, zone).isoformat() if row.put_aside_at else None,
        }
        for row in plan.shown_between(access, patient, period.first, period.last)
    ]


def routines(access: Access, patient: Patient, period: Period, observed: int) -> dict[str, Any]:
    """On how many days the usual routines were affirmed, and what was different, by thing. Notes stay out."""
    days = precautions.routine_days(access, patient, period.first, period.last)
    affirmed = sum(1 for day in days if day.affirmed)
    different: dict[tuple[str, str], set[dt.date]] = defaultdict(set)
    for row in precautions.exceptions(access, patient, period.first, period.last):
        different[row.kind, row.label].add(row.date)
    ordered = sorted(different.items(), key=lambda pair: (min(pair[1]), pair[0]))
    return {
        "asked_days": len(days),
        "affirmed_days": affirmed,
        "observed": observed,
        "exceptions": [
            {"kind": kind, "label": label, "days": len(on), "on": [day.isoformat() for day in sorted(on)]}
            for (kind, label), on in ordered
        ],
        "none": None if different else rules.absence(affirmed).value,
    }


def exposures(
    access: Access, patient: Patient, period: Period, episodes: list[dict[str, Any]]
) -> dict[str, list[dict[str, Any]]]:
    """What the patient came close to, with its days; and, beside each chest infection, what of it lay in the 14 days
    up to the onset: facts beside each other, without a word about what led to what. One query.
    """
    rows = precautions.exposures(access, patient, period.first - LOOK_BACK, period.last)
    beside = []
    for episode in (row for row in episodes if row["site"] == Site.LUNG):
        last = dt.date.fromisoformat(episode["onset"])
        near = [_exposure(one) for one in rows if one.first_on <= last and one.last_on >= last - LOOK_BACK]
        beside.append({"title": episode["title"], "onset_words": episode["onset_words"], "exposures": near})
    return {"exposures": [_exposure(one) for one in rows if one.last_on >= period.first], "look_back": beside}


def _exposure(row: precautions.ExposureFact) -> dict[str, Any]:
    first, last = row.first_on.isoformat(), row.last_on.isoformat()
    return {"label": row.label, "first": first, "last": last, "late": row.late, "edited": row.edited}
