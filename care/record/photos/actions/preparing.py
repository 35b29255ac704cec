"""Making the clean picture of what was sent. Claimed by row, done by one worker, and the sent file is then gone."""

import datetime as dt
import logging
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Case, Q, Value, When

from care.record.photos import pictures
from care.record.photos.models import Photo, picture_name
from care.record.photos.rules import Problem, Refused, State

log = logging.getLogger(__name__)

# Longer than a task may run (60 s): a lease never ends under a worker that still writes.
LEASE = dt.timedelta(seconds=90)
MOST_ATTEMPTS = 3
BATCH = 200


def waiting(*, at: dt.datetime) -> list[UUID]:
    """The photos that wait for a worker, oldest first."""
    return list(_claimable(at).order_by("added_at", "pk").values_list("pk", flat=True)[:BATCH])


def prepare(*, photo_id: UUID, at: dt.datetime) -> bool:
    """Prepare one waiting photo. False when nothing waits, another worker has it, or the file cannot be used.

    A file that cannot be used is deleted and the row says why. Any other problem leaves the row waiting for the next
    beat and is raised for the worker's log; after three of them the photo counts as one that cannot be used.
    """
    photo = _claim(photo_id, at)
    if photo is None:
        return False
    try:
        with photo.original.open("rb") as sent:
            clean = pictures.clean(sent)
        return _keep(photo, clean)
    except Refused as refused:
        refuse(photo, refused.problem)
        return False
    except FileNotFoundError:
        refuse(photo, Problem.COULD_NOT)
        return False
    except Exception:
        if photo.attempts >= MOST_ATTEMPTS:
            refuse(photo, Problem.COULD_NOT)
        else:
            _mine(photo).update(lease_until=None)
        raise


def refuse(photo: Photo, problem: Problem) -> None:
    """Give a waiting photo up: its file goes, the row says why. One that was taken back meanwhile goes whole."""
    own = _mine(photo)
    done = own.filter(removed_at=None).update(
        state=State.REFUSED, problem=problem, original="", lease_until=None, width=None, height=None
    )
    if done or own.exclude(removed_at=None).delete()[0]:
        _drop([str(photo.original)])


def _claimable(at: dt.datetime):
    free = Q(lease_until=None) | Q(lease_until__lte=at)
    # A photo that was taken back is prepared too: what was sent, with all it tells, never lies around for weeks.
    return Photo.objects.filter(free).exclude(original="")


def _claim(photo_id: UUID, at: dt.datetime) -> Photo | None:
    """Lease the waiting row. Of two workers that see it, the one whose update counts has it."""
    photo = _claimable(at).filter(pk=photo_id).first()
    if photo is None:
        return None
    if photo.attempts >= MOST_ATTEMPTS:
        # Three workers died over it.
        refuse(photo, Problem.COULD_NOT)
        return None
    if not _mine(photo).update(attempts=photo.attempts + 1, lease_until=at + LEASE):
        return None
    photo.attempts += 1
    return photo


def _mine(photo: Photo):
    """The row as long as nobody else has claimed it since, and its file still waits."""
    return Photo.objects.filter(pk=photo.pk, attempts=photo.attempts, original=photo.original.name)


def _keep(photo: Photo, clean: pictures.Clean) -> bool:
    names: list[str] = []
    try:
        for drawn in (clean.picture, clean.thumb):
            names.append(default_storage.save(picture_name(photo, ""), ContentFile(drawn.data)))
        done = _mine(photo).update(
            state=Case(When(removed_at=None, then=Value(State.KEPT.value)), default=Value(State.REMOVED.value)),
            problem="",
            original="",
            lease_until=None,
            picture=names[0],
            thumb=names[1],
            width=clean.picture.width,
            height=clean.picture.height,
            thumb_width=clean.thumb.width,
            thumb_height=clean.thumb.height,
        )
    except BaseException:
        _drop(names)
        raise
    # Without the row (the family was erased, another worker took over) these files are nobody's.
    _drop([str(photo.original)] if done else names)
    return bool(done)


def _drop(names: list[str]) -> None:
    for name in names:
        try:
            default_storage.delete(name)
        except Exception as problem:
            # The sweep finds it: no row names it any more.
            log.warning("a photo's file could not be deleted yet: %s", type(problem).__name__)
