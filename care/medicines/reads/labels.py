"""The photos of a medicine's label."""

from dataclasses import replace

from django.db.models import QuerySet

from care.household.access import Access
from care.medicines.models import LabelPhoto, Medicine
from care.record.photos import reads as photos
from care.record.photos.models import Photo
from care.record.photos.reads import Album


def label_photos(access: Access, medicine: Medicine) -> Album:
    """The photos of a label this reader may see, oldest first. One query."""
    found = photos.album(access, access.of(LabelPhoto).filter(medicine=medicine).values_list("pk", flat=True))
    # What it shows is a label, and no place of a body.
    return Album([replace(shot, place=medicine.drug) for shot in found.shots])


def label_photo_rows(access: Access, medicine: Medicine) -> QuerySet[Photo]:
    """The same photos as rows, with the people who sent them."""
    shown = access.of(LabelPhoto).filter(medicine=medicine).values("pk")
    rows = access.of(Photo).filter(entry__in=shown, entry__removed_at=None)
    return rows.select_related("added_by", "entry").order_by("added_at", "pk")
