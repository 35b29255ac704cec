"""A picture as an answer of the server."""

import logging

from django.http import Http404, HttpResponse

from care.record.photos.models import Photo
from care.record.photos.rules import State

log = logging.getLogger(__name__)


def jpeg(photo: Photo, which: str) -> HttpResponse:
    """A photo's ``picture`` or ``thumb``: kept nowhere, read as nothing else, with a name that says nothing.

    The caller has asked the access door. Http404 while there is no picture.
    """
    if photo.state != State.KEPT or photo.entry.removed_at is not None:
        raise Http404
    try:
        with getattr(photo, which).open("rb") as opened:
            data = opened.read()
    except FileNotFoundError:
        log.error("a photo's file is missing from the storage: photo %s", photo.pk)
        raise Http404 from None
    answer = HttpResponse(data, content_type="image/jpeg")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Disposition"] = 'inline; filename="photo.jpg"'
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
