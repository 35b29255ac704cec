"""Photos that somebody chose one by one; the pictures stay where they are and are shown only beside this list."""

from typing import Any

from care.household.access import Access
from care.household.models import Patient
from care.record.photos import reads as photo_reads
from care.visits.rules import Period


def photos(access: Access, patient: Patient, period: Period) -> list[dict[str, Any]]:
    """Chosen photos of the period, oldest first, with what was said about each at that moment. Sizes in pixels."""
    return [
        {
            "id": str(row.pk),
            "on": row.entry.local_day.isoformat(),
            "place": row.place_words,
            "scale": row.has_scale,
            "width": row.width,
            "height": row.height,
        }
        for row in photo_reads.in_summary(access, patient, period.first, period.last)
    ]
