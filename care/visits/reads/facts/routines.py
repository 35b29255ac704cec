"""How routines went in a period, counted in days, and exposures."""

import datetime as dt
from collections import defaultdict

from care.household.access import Access
from care.household.models import Patient
from care.precautions import reads
from care.precautions.models import Exposure
from care.precautions.reads.words import label_of
from care.record.models import Entry
from care.reference.precautions import Kind
from care.visits.fhir import shapes
from care.visits.reads.facts.common import answers, typed

FIELDS = (
    "minutes",
    "indoors",
    "mask",
    "contact_rash",
    "contact_diaper",
    "contact_test",
    "wound_deep",
    "wound_face_or_hand",
    "wound_soil",
    "immune",
)


def routines(access: Access, patient: Patient, first: dt.date, last: dt.date) -> shapes.Routines:
    """Two queries."""
    days = reads.routine_days(access, patient, first, last)
    different: dict[tuple[str, str], set[dt.date]] = defaultdict(set)
    for row in reads.exceptions(access, patient, first, last):
        different[f"{row.kind}-{row.slug}", row.label].add(row.date)
    return shapes.Routines(
        asked=len(days),
        kept=sum(1 for day in days if day.affirmed),
        days=(last - first).days + 1,
        different=tuple((slug, label, len(on)) for (slug, label), on in sorted(different.items())),
    )


def exposures(access: Access, patient: Patient, first: dt.date, last: dt.date) -> tuple[shapes.Exposure, ...]:
    """Those that touch a day of the period, oldest first. One query."""
    rows = access.of(Exposure).filter(
        entry__patient=patient, entry__kind=Entry.Kind.EXPOSURE, entry__local_day__gte=first, first_on__lte=last
    )
    return tuple(
        shapes.Exposure(
            **typed(row.entry, patient),
            label=label_of(Kind.EXPOSURE, row.kind),
            first=row.first_on.isoformat(),
            last=row.last_on.isoformat(),
            answers=answers(row, FIELDS),
        )
        for row in rows.select_related("entry").order_by("first_on", "last_on", "pk")
    )
