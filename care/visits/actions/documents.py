"""Keeping a summary's FHIR resources beside it, made of the same record at the same moment."""

import datetime as dt
import logging

from django.db import transaction
from django.utils import translation

from care.household.access import Access
from care.visits.actions.content import Collected
from care.visits.fhir import resources
from care.visits.models import Summary, SummaryDocument
from care.visits.reads.facts import record_of
from care.visits.rules import content_hash

log = logging.getLogger(__name__)


def keep_document(*, summary: Summary, made: Collected, at: dt.datetime) -> SummaryDocument | None:
    """Make and keep the FHIR resources of a version. Called in the transaction in which the version becomes ready.

    A problem here does not cost the family the summary itself: the version then has no FHIR form, and the log says so.
    """
    try:
        with transaction.atomic(), translation.override(made.content["language"]):
            visit = summary.visit
            record = record_of(
                Access.for_household(visit.patient.household_id, now=at),
                visit,
                made.period,
                version=summary.pk,
                number=summary.version,
                language=made.content["language"],
                affirmed=made.content["infections"]["affirmed_days"],
                made_at=at,
            )
            content = resources(record)
            return SummaryDocument.objects.create(summary=summary, content=content, content_hash=content_hash(content))
    except Exception as problem:
        # Its class only: its words may quote an entry.
        log.error("summary %s has no FHIR form: %s", summary.pk, type(problem).__name__)
        return None
