"""Visits, summaries and shares as pages show them."""

from care.visits.reads.consents import (
    CasePage,
    CaseRow,
    case,
    case_page,
    case_summary,
    caseload,
    consent_by_token,
    consents,
    grant_for,
    reviews_of_visit,
    unseen_messages,
)
from care.visits.reads.documents import fhir_bundle, has_fhir
from care.visits.reads.instructions import (
    KIND_WORDS,
    InstructionPage,
    instruction,
    instruction_page,
    instruction_words,
)
from care.visits.reads.photos import PhotoChoice, photo_choice, pictures, summary_photo
from care.visits.reads.shares import NotOpened, Over, ShareRow, open_shares, opened, share_page, shared_summary, shares
from care.visits.reads.summary import SummaryPage, newest_ready, page_of, shown_of, summary_page
from care.visits.reads.visits import SummaryRow, VisitList, VisitPage, VisitRow, visit_page, visits

__all__ = [
    "KIND_WORDS",
    "CasePage",
    "CaseRow",
    "InstructionPage",
    "NotOpened",
    "Over",
    "PhotoChoice",
    "ShareRow",
    "SummaryPage",
    "SummaryRow",
    "VisitList",
    "VisitPage",
    "VisitRow",
    "case",
    "case_page",
    "case_summary",
    "caseload",
    "consent_by_token",
    "consents",
    "fhir_bundle",
    "grant_for",
    "has_fhir",
    "instruction",
    "instruction_page",
    "instruction_words",
    "newest_ready",
    "open_shares",
    "opened",
    "page_of",
    "photo_choice",
    "pictures",
    "reviews_of_visit",
    "share_page",
    "shared_summary",
    "shares",
    "shown_of",
    "summary_page",
    "summary_photo",
    "unseen_messages",
    "visit_page",
    "visits",
]
