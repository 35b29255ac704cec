"""A picture as an answer of the server."""

import logging

from django.http import Http404, HttpResponse

from care.record.photos.models import Photo
from care.record.photos.rules import State

log = logging.getLogger(__name__)


def picture_of(photo: Photo, which: str) -> bytes | None:
    """The file of a photo's ``picture`` or ``thumb``; None while there is none. The caller asked the access door."""
    if photo.state != State.KEPT or photo.entry.removed_at is not None:
        return None
    try:
        with getattr(photo, which).open("rb") as opened:
            return opened.read()
    except FileNotFoundError:
        log.error("a photo's file is missing from the storage: photo %s", photo.pk)
        return None


def jpeg(photo: Photo, which: str) -> HttpResponse:
    """A photo's ``picture`` or ``thumb``: kept nowhere, read as nothing else, with a name that says nothing.

    The caller has asked the access door. Http404 while there is no picture.
    """
    data = picture_of(photo, which)
    if data is None:
        raise Http404
    answer = HttpResponse(data, content_type="image/jpeg")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Disposition"] = 'inline; filename="photo.jpg"'
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
