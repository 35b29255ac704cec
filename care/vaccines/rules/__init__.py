"""What Tend may say about a vaccine, how a row is found, and what a decision means. Pure functions."""

from care.vaccines.rules import flags
from care.vaccines.rules.answers import (
    ASK,
    LIVE_SAID,
    WHY_NOT_KNOWN,
    Answer,
    Badge,
    answer,
    answer_for_code,
    common_answers,
)
from care.vaccines.rules.decisions import (
    SIX_WEEKS,
    LiveGiven,
    Outcome,
    ask_before_date,
    fhir_immunization,
    is_open_question,
    lies_in,
    live_given,
    may_lie_ahead,
    was_given,
)
from care.vaccines.rules.directives import ALL_LIVE, Directive, Heard, Reach, Says, Word, caution, word
from care.vaccines.rules.household import Contact, contact, contact_note
from care.vaccines.rules.search import Hit, search
from care.vaccines.rules.standing import Said, said_on, standing

__all__ = [
    "ALL_LIVE",
    "ASK",
    "LIVE_SAID",
    "SIX_WEEKS",
    "WHY_NOT_KNOWN",
    "Answer",
    "Badge",
    "Contact",
    "Directive",
    "Heard",
    "Hit",
    "LiveGiven",
    "Outcome",
    "Reach",
    "Said",
    "Says",
    "Word",
    "answer",
    "answer_for_code",
    "ask_before_date",
    "caution",
    "common_answers",
    "contact",
    "contact_note",
    "fhir_immunization",
    "flags",
    "is_open_question",
    "lies_in",
    "live_given",
    "may_lie_ahead",
    "said_on",
    "search",
    "standing",
    "was_given",
    "word",
]
