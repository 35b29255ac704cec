"""Saying where a photo was taken, taking it back, and putting it back."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from care.household.audit import audit
from care.household.models import User
from care.record import actions as record
from care.record.models import Entry
from care.record.photos.models import Photo
from care.record.photos.rules import State

CHANGEABLE = ("site", "side", "has_scale")


@transaction.atomic
def change_photo(
    *, photo: Photo, by: User, at: dt.datetime, changes: dict[str, Any], private_ok: bool = False
) -> Photo:
    """Change what is said about a photo. ``changes`` maps names of ``CHANGEABLE`` to values.

    A photo that newly shows a private place needs ``private_ok``, and leaves the summaries. Raises ValidationError
    (nothing written).
    """
    photo = _locked(photo)
    if photo.state == State.REMOVED:
        raise PermissionDenied
    was_private = photo.is_private
    touched = [name for name, value in changes.items() if name in CHANGEABLE and getattr(photo, name) != value]
    if not touched:
        return photo
    for name in touched:
        setattr(photo, name, changes[name])
    photo.clean_fields(exclude={"entry", "added_by"})
    photo.clean()
    if photo.is_private and not was_private:
        if not private_ok:
            raise ValidationError({"private_ok": _("Please confirm that this photo of a private place may be kept.")})
        photo.in_summary = False
    photo.save(update_fields=[*touched, "in_summary"])
    _tell(photo, by=by, at=at, action="photo.changed", fields=touched)
    return photo


@transaction.atomic
def remove_photo(*, photo: Photo, by: User, at: dt.datetime) -> Photo:
    """Take a photo back; its files stay for ``rules.RESTORE_WINDOW``. Removing twice changes nothing.

    An entry that was only this photo goes with it. A photo that could not be used has no file: its row goes for good.
    """
    photo = _locked(photo)
    if photo.state == State.REMOVED:
        return photo
    _tell(photo, by=by, at=at, action="photo.removed")
    others = Photo.objects.filter(entry=photo.entry, removed_at=None).exclude(pk=photo.pk)
    is_all = photo.entry.kind == Entry.Kind.PHOTO and not others.exists()
    if photo.state == State.REFUSED:
        Photo.objects.filter(pk=photo.pk).delete()
    else:
        photo.state, photo.removed_at, photo.removed_with_entry = State.REMOVED, at, is_all
        photo.save(update_fields=["state", "removed_at", "removed_with_entry"])
    if is_all:
        record.remove(entry=photo.entry, by=by, at=at)
    return photo


@transaction.atomic
def restore_photo(*, photo: Photo, by: User, at: dt.datetime) -> Photo:
    """Put a photo back, and the entry that went with it. Raises PermissionDenied once its files are gone."""
    photo = _locked(photo)
    if photo.state != State.REMOVED:
        return photo
    if not photo.file_names:
        raise PermissionDenied
    photo.state = State.KEPT if photo.picture else State.PENDING
    photo.removed_at, photo.removed_with_entry = None, False
    photo.save(update_fields=["state", "removed_at", "removed_with_entry"])
    _tell(photo, by=by, at=at, action="photo.restored")
    if photo.entry.removed_at is not None:
        record.restore(entry=photo.entry, by=by, at=at)
    return photo


def _locked(photo: Photo) -> Photo:
    rows = Photo.objects.select_for_update(of=("self",)).select_related("entry__patient__household")
    return rows.get(pk=photo.pk)


def _tell(photo: Photo, *, by: User, at: dt.datetime, action: str, fields: list[str] | None = None) -> None:
    patient = photo.entry.patient
    audit(household=patient.household, by=by, at=at, action=action, target=photo, patient=patient, fields=fields or ())
