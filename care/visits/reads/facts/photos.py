"""Photos that the family chose for its summaries."""

import datetime as dt

from care.household.access import Access
from care.household.models import Patient
from care.record.photos import reads as photo_reads
from care.visits.fhir import shapes
from care.visits.reads.facts.common import author


def photos(access: Access, patient: Patient, first: dt.date, last: dt.date) -> tuple[shapes.Photo, ...]:
    """The same photos, in the same order, as the summary's own section. One query."""
    return tuple(
        shapes.Photo(
            key=row.pk,
            by=author(row.added_by_id, patient),
            source=row.entry.source,
            entered_at=row.added_at,
            day=row.entry.local_day.isoformat(),
            title=photo_reads.shot(row, access.now).alt,
            place=row.place_words,
            has_scale=row.has_scale,
        )
        for row in photo_reads.in_summary(access, patient, first, last)
    )
