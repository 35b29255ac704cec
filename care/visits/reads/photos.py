"""The photos of a summary: those a family may choose, and the files of those that a page shows."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from care.household.access import Access
from care.household.models import Patient
from care.record.photos import reads as photo_reads
from care.record.photos.answers import picture_of
from care.record.photos.models import Photo
from care.record.photos.reads import MOST_IN_SUMMARY, Shot
from care.reference import body_sites
from care.visits.models import Summary
from care.visits.reads.summary import SummaryPage


@dataclass(frozen=True)
class PhotoChoice:
    """Photos of a summary's days, newest first, each with whether it is chosen. At most ``most`` are taken."""

    shots: list[Shot]
    most: int = MOST_IN_SUMMARY


def photo_choice(access: Access, patient: Patient, summary: Summary) -> PhotoChoice:
    """What a family may choose from for the version after a ready one. One query.

    Up to today: a photo of this morning is why somebody chooses, and the next version covers its day.
    """
    assert summary.first_day is not None
    assert summary.last_day is not None
    last = max(summary.last_day, min(summary.visit.on, access.today(patient)))
    return PhotoChoice(photo_reads.for_summary(access, patient, summary.first_day, last))


def summary_photo(page: SummaryPage, key: UUID) -> Photo:
    """A photo that this page shows and that is still kept. Http404 for any other. One query.

    ``page`` came through the door with the sections its reader may see; a photo that was taken back, moved to a sibling
    or turned out to show a private place since is shown to nobody any more.
    """
    if str(key) not in _keys(page):
        raise Http404
    found = _kept(page).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def pictures(page: SummaryPage) -> dict[str, bytes]:
    """The files (JPEG) of a page's photos by their key, without those that are gone. At most one query."""
    keys = _keys(page)
    if not keys:
        return {}
    files = {str(photo.pk): picture_of(photo, "picture") for photo in _kept(page).filter(pk__in=keys)}
    return {key: data for key, data in files.items() if data is not None}


def _keys(page: SummaryPage) -> list[str]:
    return [row["id"] for row in page.content.get("photos", ())]


def _kept(page: SummaryPage) -> QuerySet[Photo]:
    rows = Photo.objects.filter(entry__patient=page.visit.patient_id, entry__removed_at=None, removed_at=None)
    return rows.exclude(site__in=body_sites.private_slugs()).select_related("entry")
