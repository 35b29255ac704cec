"""Heavy dust, mould, compost and standing water, for the red-flag rule that looks back at them."""

import datetime as dt
from uuid import UUID

from care.household.models import Patient
from care.precautions.models import Exposure, RoutineCheck
from care.precautions.rules import DUST_DAYS, DUST_EXPOSURES, DUST_WATER, Kept, days_since
from care.record.models import Entry


def days_since_dust(patient: Patient, day: dt.date) -> int | None:
    """Days from the newest heavy dust, mould, compost or standing water to ``day`` (red-flag rule RF-27).

    None without one in the 14 days before. For actions that already hold the patient. Two queries.
    """
    span = (day - dt.timedelta(days=DUST_DAYS), day)
    rows = Exposure.objects.filter(
        entry__patient=patient,
        entry__kind=Entry.Kind.EXPOSURE,
        entry__removed_at=None,
        entry__local_day__range=span,
        kind__in=DUST_EXPOSURES,
    )
    events = list(rows.values_list("last_on", flat=True))
    checks = RoutineCheck.objects.filter(
        entry__patient=patient,
        entry__kind=Entry.Kind.ROUTINES,
        entry__removed_at=None,
        entry__local_day__range=span,
        kept=Kept.DIFFERENT,
    )
    for on, different in checks.values_list("entry__local_day", "exceptions"):
        if any(row["slug"] in DUST_WATER for row in different):
            events.append(on)
    return days_since(events, day)


def tells_of_dust(entry_id: UUID, kind: str) -> bool:
    """Whether an entry of this room tells of heavy dust, mould, compost or standing water. One query at most."""
    if kind == Entry.Kind.EXPOSURE:
        return Exposure.objects.filter(entry_id=entry_id, kind__in=DUST_EXPOSURES).exists()
    if kind == Entry.Kind.ROUTINES:
        different = RoutineCheck.objects.filter(entry_id=entry_id).values_list("exceptions", flat=True)
        return any(row["slug"] in DUST_WATER for rows in different for row in rows)
    return False
