"""Which photos may stand in a summary: each only by a yes of its own."""

import datetime as dt
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import transaction

from care.household.audit import audit
from care.household.models import Patient, User
from care.record.photos.models import Photo
from care.record.photos.rules import State


@transaction.atomic
def choose_for_summary(
    *, patient: Patient, offered: Iterable[UUID], chosen: Collection[UUID], by: User, at: dt.datetime
) -> int:
    """Of the ``offered`` photos of a patient, those ``chosen`` may stand in summaries and the others may not.

    Returns how many that changes. A photo of a private place, one that is not ready and one of another patient is
    never chosen, whatever was sent.
    """
    rows = Photo.objects.select_for_update(of=("self",)).filter(pk__in=list(offered), entry__patient=patient)
    changed = 0
    for photo in rows.select_related("entry").order_by("pk"):
        may = photo.state == State.KEPT and photo.entry.removed_at is None and not photo.is_private
        wanted = may and photo.pk in chosen
        if photo.in_summary == wanted:
            continue
        photo.in_summary = wanted
        photo.save(update_fields=["in_summary"])
        action = "photo.put_in_summary" if wanted else "photo.left_out_of_summary"
        audit(household=patient.household, by=by, at=at, action=action, target=photo, patient=patient)
        changed += 1
    return changed
