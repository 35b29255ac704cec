"""Taking a photo in: its file first, then its row; whatever fails leaves neither."""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from care.household.audit import audit
from care.household.events import Event, announce
from care.household.models import Patient, User
from care.record import actions as record
from care.record.models import Entry
from care.record.photos import pictures
from care.record.photos.models import Photo, original_name
from care.record.photos.rules import MOST_PER_ENTRY, State


@dataclass(frozen=True, kw_only=True)
class PhotoWaiting(Event):
    """A photo was taken in and waits to be prepared."""

    photo_id: uuid.UUID


class TooManyPhotos(ValidationError):
    """The entry holds as many photos as it may."""

    def __init__(self):
        super().__init__(_("There are %(most)s photos here already. No more fit.") % {"most": MOST_PER_ENTRY})


def add_alone(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    file: IO[bytes],
    site: str = "",
    side: str = "",
    has_scale: bool = False,
    private_ok: bool = False,
    local_day: dt.date | None = None,
    note: str = "",
    client_id: uuid.UUID | None = None,
) -> Photo:
    """Add a photo as an entry of its own. The same ``client_id`` again writes nothing and gives the first one back.

    Raises Refused for a file that is no picture, ValidationError for a place that does not exist or a private one
    without ``private_ok``, TooFarAhead for a future day; then nothing was written and no file is left.
    """
    key = client_id or uuid.uuid4()
    known = Photo.objects.filter(entry__patient=patient, entry__client_id=key, client_id=key).first()
    if known is not None:
        return known
    photo = _checked(by=by, at=at, key=key, site=site, side=side, has_scale=has_scale, private_ok=private_ok)
    with _kept_file(photo, file), transaction.atomic():
        saved = record.add(
            patient=patient,
            kind=Entry.Kind.PHOTO,
            by=by,
            at=at,
            local_day=local_day,
            note=note,
            client_id=key,
        )
        return _written(photo, saved.entry, by=by, at=at)


def add_to_entry(
    *,
    entry: Entry,
    by: User,
    at: dt.datetime,
    file: IO[bytes],
    site: str = "",
    side: str = "",
    has_scale: bool = False,
    private_ok: bool = False,
    client_id: uuid.UUID | None = None,
) -> Photo:
    """Hang a photo on an entry of any kind.

    Raises as ``add_alone``, and TooManyPhotos; PermissionDenied for an entry that was taken back.
    """
    key = client_id or uuid.uuid4()
    known = Photo.objects.filter(entry=entry, client_id=key).first()
    if known is not None:
        return known
    photo = _checked(by=by, at=at, key=key, site=site, side=side, has_scale=has_scale, private_ok=private_ok)
    with _kept_file(photo, file), transaction.atomic():
        entry = Entry.objects.select_for_update(of=("self",)).select_related("patient__household").get(pk=entry.pk)
        if entry.removed_at is not None:
            raise PermissionDenied
        # What could not be used has been read by now, and makes room.
        Photo.objects.filter(entry=entry, state=State.REFUSED, added_by=by).delete()
        if Photo.objects.filter(entry=entry, removed_at=None).count() >= MOST_PER_ENTRY:
            raise TooManyPhotos
        return _written(photo, entry, by=by, at=at)


def _checked(*, by: User, at: dt.datetime, key: uuid.UUID, site, side, has_scale, private_ok) -> Photo:
    photo = Photo(added_by=by, added_at=at, client_id=key, site=site, side=side, has_scale=has_scale)
    photo.clean_fields(exclude={"entry", "added_by", "original"})
    photo.clean()
    if photo.is_private and not private_ok:
        raise ValidationError({"private_ok": _("Please confirm that this photo of a private place may be kept.")})
    return photo


@contextmanager
def _kept_file(photo: Photo, file: IO[bytes]) -> Iterator[None]:
    """The sent file in the storage, gone again when what is done inside fails or does not take it."""
    pictures.look(file)
    # The sent name may hold the child's; only ours is kept.
    photo.original.name = default_storage.save(original_name(photo, ""), File(file))
    name = photo.original.name
    try:
        yield
    except BaseException:
        default_storage.delete(name)
        raise
    if photo._state.adding:
        default_storage.delete(name)


def _written(photo: Photo, entry: Entry, *, by: User, at: dt.datetime) -> Photo:
    photo.entry = entry
    try:
        with transaction.atomic():
            photo.save(force_insert=True)
    except IntegrityError:
        # The same tap arrived twice at once: the other one won.
        known = Photo.objects.filter(entry=entry, client_id=photo.client_id).first()
        if known is None:
            raise
        return known
    household = entry.patient.household
    audit(household=household, by=by, at=at, action="photo.added", target=photo, patient=entry.patient)
    announce(PhotoWaiting(household_id=household.pk, at=at, by=by.pk, photo_id=photo.pk))
    return photo
