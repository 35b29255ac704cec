"""Photos in the background. Ids in, one action called; the rows say what is to be done."""

import logging
from uuid import UUID

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from care.household.events import listen
from care.record.photos import actions

log = logging.getLogger(__name__)


@shared_task
def prepare_photo(photo_id: str) -> None:
    """Prepare a waiting photo, if nobody else does."""
    actions.prepare(photo_id=UUID(photo_id), at=timezone.now())


@shared_task
def prepare_waiting_photos() -> None:
    """Hint at every photo that waits: those whose hint was lost, whose worker died, or that must be tried again."""
    for photo_id in actions.waiting(at=timezone.now()):
        prepare_photo.apply_async((str(photo_id),), retry=False, expires=600)


@shared_task
def tidy_photos() -> None:
    """Delete what nobody may want back."""
    actions.tidy(at=timezone.now())


@listen(actions.PhotoWaiting)
def prepare_when_committed(event: actions.PhotoWaiting) -> None:
    """Wake a worker once the row can be seen."""
    transaction.on_commit(lambda: hint(event.photo_id))


def hint(photo_id: UUID) -> None:
    """Ask a worker to prepare the photo; when the broker cannot be reached, prepare it here and now.

    A photo as it was sent may tell where a family lives. It must not lie around until somebody mends a broker, and
    a second of this process is a small price. With a broker, a worker does it: a page must not wait for it.
    """
    try:
        prepare_photo.apply_async((str(photo_id),), retry=False, expires=600)
    except Exception as problem:
        log.warning("photo hint not sent, prepared at once: %s", type(problem).__name__)
        try:
            actions.prepare(photo_id=photo_id, at=timezone.now())
        except Exception as error:
            # The row still waits; the next beat tries again.
            log.warning("photo not prepared: %s", type(error).__name__)
