"""Photos of a medicine's label."""

import datetime as dt
from collections.abc import Sequence
from typing import IO
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from care.household.models import User
from care.medicines.models import LabelPhoto, Medicine
from care.record.photos import actions as photos
from care.record.photos.models import Photo


def add_label_photos(
    *, medicine: Medicine, by: User, at: dt.datetime, sent: Sequence[tuple[IO[bytes], UUID]]
) -> list[Photo]:
    """Add photos of a label: one entry of kind ``photo`` each. ``sent``: file and key; a known key adds nothing.

    Taking one back and putting it back is ``care.record.photos``'. Raises Refused for a file that is no picture,
    PermissionDenied for a medicine that was taken off.
    """
    return [_add(medicine, by, at, file, key) for file, key in sent]


@transaction.atomic
def _add(medicine: Medicine, by: User, at: dt.datetime, file: IO[bytes], key: UUID) -> Photo:
    row = Medicine.objects.select_for_update(of=("self",)).select_related("patient__household").get(pk=medicine.pk)
    if row.removed_at is not None:
        raise PermissionDenied
    photo = photos.add_alone(patient=row.patient, by=by, at=at, file=file, note=row.drug, client_id=key)
    LabelPhoto.objects.get_or_create(entry=photo.entry, defaults={"medicine": row})
    return photo
