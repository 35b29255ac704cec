"""Sweeping up: files nobody may want back, uploads nobody could use, and files no row names."""

import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from care.record import actions as record
from care.record.models import Entry
from care.record.photos.actions.preparing import refuse
from care.record.photos.models import FOLDER, Photo
from care.record.photos.rules import ORPHAN_AFTER, REFUSAL_SHOWN, RESTORE_WINDOW, STALE_AFTER, Problem, State

log = logging.getLogger(__name__)
BATCH = 500


@dataclass
class Tidied:
    """How much was swept up."""

    removed: int = 0
    stale: int = 0
    refusals: int = 0
    orphans: int = 0


def tidy(*, at: dt.datetime) -> Tidied:
    """Delete the files of photos taken back too long ago, give up stale uploads, drop old refusals and orphans.

    Any number of beats may run it: each step finds nothing the second time.
    """
    done = Tidied()
    for photo in Photo.objects.filter(removed_at__lte=at - RESTORE_WINDOW)[:BATCH]:
        done.removed += _delete(photo)
    free = Q(lease_until=None) | Q(lease_until__lte=at)
    stale = Photo.objects.filter(free, added_at__lte=at - STALE_AFTER, removed_at=None).exclude(original="")
    for photo in stale[:BATCH]:
        refuse(photo, Problem.COULD_NOT)
        done.stale += 1
    for photo in Photo.objects.filter(state=State.REFUSED, added_at__lte=at - REFUSAL_SHOWN)[:BATCH]:
        done.refusals += _drop_refusal(photo, at)
    for name in _orphans(at):
        default_storage.delete(name)
        done.orphans += 1
    return done


def _delete(photo: Photo) -> bool:
    """The row first: a file without a row is found as an orphan, a row without its file shows a broken picture."""
    if not Photo.objects.filter(pk=photo.pk, removed_at=photo.removed_at).delete()[0]:
        return False
    for name in photo.file_names:
        default_storage.delete(name)
    return True


@transaction.atomic
def _drop_refusal(photo: Photo, at: dt.datetime) -> bool:
    """A refusal that had its time; the entry that was to be this photo holds nothing, unless somebody wrote a note."""
    gone = Photo.objects.filter(pk=photo.pk, state=State.REFUSED).delete()[0]
    entry = photo.entry
    empty = entry.kind == Entry.Kind.PHOTO and not entry.note and not Photo.objects.filter(entry=entry).exists()
    if gone and empty:
        record.remove(entry=entry, by=photo.added_by, at=at)
    return bool(gone)


def _orphans(at: dt.datetime) -> list[str]:
    """Files in the photos' folder that no row names, old enough that no upload can be about to name them."""
    orphans: list[str] = []
    batch: list[str] = []
    for name in _files(FOLDER):
        batch.append(name)
        if len(batch) >= BATCH:
            orphans += _unnamed(batch)
            batch = []
    orphans += _unnamed(batch)
    return [name for name in orphans if _is_old(name, at)]


def _files(folder: str) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in files if name)
    for inner in folders:
        yield from _files(f"{folder}/{inner}")


def _unnamed(names: list[str]) -> list[str]:
    named: set[str] = set()
    for field in ("original", "picture", "thumb"):
        named.update(Photo.objects.filter(**{f"{field}__in": names}).values_list(field, flat=True))
    return [name for name in names if name not in named]


def _is_old(name: str, at: dt.datetime) -> bool:
    try:
        return default_storage.get_modified_time(name) <= at - ORPHAN_AFTER
    except OSError:
        return False
