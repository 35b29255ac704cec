"""The tables of this room."""

from care.visits.models.consents import ClinicConsent, ConsentEvent, Review
from care.visits.models.documents import SummaryDocument
from care.visits.models.shares import Share, ShareEvent, ShareOpening, ShareTries
from care.visits.models.summaries import Summary
from care.visits.models.visits import Visit

__all__ = [
    "ClinicConsent",
    "ConsentEvent",
    "Review",
    "Share",
    "ShareEvent",
    "ShareOpening",
    "ShareTries",
    "Summary",
    "SummaryDocument",
    "Visit",
]
