"""Which entry a tap began, by its key; also one that somebody gave to another patient of the family since."""

import uuid

from django.db.models import Exists, OuterRef, Q

from care.household.models import AuditEvent, Patient, User
from care.record.models import Correction, Entry

MOVED_AWAY = "entry.moved_away"


def of_tap(*, patient: Patient, by: User, client_id: uuid.UUID) -> Entry | None:
    """The entry of ``patient`` with this key, taken back or not; else the one by ``by`` that was moved away from them.

    A key alone says nothing among the patients of a family: one tap for all of them gives each an entry that
    carries it. What was moved says so in its history, and the trail names from whom.
    """
    came = Exists(Correction.objects.filter(entry=OuterRef("pk"), field="patient"))
    found = Entry.objects.filter(
        Q(patient=patient) | Q(came, author=by),
        patient__household=patient.household_id,
        client_id__in=(client_id, key_elsewhere(client_id, patient)),
    )
    entries = {str(entry.pk): entry for entry in found.select_related("patient__household")}
    own = [entry for entry in entries.values() if entry.patient_id == patient.pk]
    if own or not entries:
        return next(iter(own), None)
    trail = AuditEvent.objects.filter(
        household=patient.household_id, patient_id=patient.pk, action=MOVED_AWAY, object_id__in=list(entries)
    )
    first = trail.order_by("pk").values_list("object_id", flat=True).first()
    return entries[first] if first else None


def key_elsewhere(client_id: uuid.UUID, patient: Patient) -> uuid.UUID:
    """The key an entry of ``patient`` takes on where its own is another entry's: from the old one it is found again."""
    return uuid.uuid5(client_id, str(patient.pk))
