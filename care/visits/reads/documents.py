"""A version of a summary as a FHIR document."""

from typing import Any

from care.visits import rules
from care.visits.fhir import bundle
from care.visits.models import SummaryDocument
from care.visits.reads.photos import pictures
from care.visits.reads.summary import SummaryPage


def has_fhir(page: SummaryPage) -> bool:
    """Whether a version has a FHIR form: those made before there was one have none. One query."""
    return SummaryDocument.objects.filter(summary__visit=page.visit, summary__version=page.version).exists()


def fhir_bundle(page: SummaryPage) -> dict[str, Any] | None:
    """The FHIR R4 document Bundle of a page that came through the door, with the sections it shows. One query, and one
    more when it shows photos.

    None for a version that has none, and for one that was changed outside Tend: it does not match its hash.
    """
    row = SummaryDocument.objects.filter(summary__visit=page.visit, summary__version=page.version).first()
    if row is None or rules.content_hash(row.content) != row.content_hash:
        return None
    return bundle(row.content, page.sections, pictures(page))
