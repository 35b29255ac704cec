"""Summaries in the background. Ids in, one action called; the rows say what is to be done."""

import logging
from uuid import UUID

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from care.household.events import SummaryRequested, listen
from care.visits import actions

log = logging.getLogger(__name__)


@shared_task
def generate_summary(visit_id: str) -> None:
    """Make the waiting summary of a visit, if nobody else does."""
    actions.generate_summary(visit_id=UUID(visit_id), at=timezone.now())


@shared_task
def generate_due_summaries() -> None:
    """Queue what is due before visits, and hint at everything that waits. Any number of beats may run it."""
    for visit_id in actions.queue_due_summaries(at=timezone.now()):
        hint(visit_id)


@listen(SummaryRequested)
def hint_when_committed(event: SummaryRequested) -> None:
    """Wake a worker once the row can be seen."""
    transaction.on_commit(lambda: hint(event.visit_id))


def hint(visit_id: UUID) -> None:
    """Ask a worker to look. Only a hint: when the broker cannot be reached, the next beat finds the row."""
    try:
        generate_summary.apply_async((str(visit_id),), retry=False, expires=600)
    except Exception as problem:
        log.warning("summary hint not sent: %s", type(problem).__name__)
