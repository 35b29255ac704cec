"""Heavy dust, mould, compost and standing water, for the red-flag rule that looks back at them."""

import datetime as dt

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
