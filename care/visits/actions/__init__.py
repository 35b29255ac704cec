"""What changes a visit or makes a summary of it."""

from care.visits.actions.consents import (
    ConsentClosed,
    Offered,
    OwnFamily,
    TooManyConsents,
    accept_consent,
    end_consent,
    mark_seen,
    offer_consent,
    review,
)
from care.visits.actions.instructions import Decided, confirm, decline, instruct
from care.visits.actions.leaving import end_what_they_opened
from care.visits.actions.openings import DoesNotOpen, Opened, ShareOver, TooManyTries, close, open_share, report
from care.visits.actions.readings import note_reading
from care.visits.actions.shares import NewCode, NewerVersion, TooManyShares, end_share, make_share, renew_code
from care.visits.actions.summaries import (
    choose_photos,
    choose_sections,
    generate_summary,
    queue_due_summaries,
    request_summary,
)
from care.visits.actions.visits import add_visit, change_visit, remove_visit, restore_visit

__all__ = [
    "ConsentClosed",
    "Decided",
    "DoesNotOpen",
    "NewCode",
    "NewerVersion",
    "Offered",
    "Opened",
    "OwnFamily",
    "ShareOver",
    "TooManyConsents",
    "TooManyShares",
    "TooManyTries",
    "accept_consent",
    "add_visit",
    "change_visit",
    "choose_photos",
    "choose_sections",
    "close",
    "confirm",
    "decline",
    "end_consent",
    "end_share",
    "end_what_they_opened",
    "generate_summary",
    "instruct",
    "make_share",
    "mark_seen",
    "note_reading",
    "offer_consent",
    "open_share",
    "queue_due_summaries",
    "remove_visit",
    "renew_code",
    "report",
    "request_summary",
    "restore_visit",
    "review",
]
