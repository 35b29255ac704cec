"""What Tend may say about a vaccine, how a row is found, and what a decision means. Pure functions."""

from care.vaccines.rules.answers import ASK, WHY_NOT_KNOWN, Answer, Badge, answer, answer_for_code, common_answers
from care.vaccines.rules.decisions import (
    SIX_WEEKS,
    LiveGiven,
    Outcome,
    fhir_immunization,
    is_open_question,
    live_given,
    may_lie_ahead,
)
from care.vaccines.rules.search import Hit, search

__all__ = [
    "ASK",
    "SIX_WEEKS",
    "WHY_NOT_KNOWN",
    "Answer",
    "Badge",
    "Hit",
    "LiveGiven",
    "Outcome",
    "answer",
    "answer_for_code",
    "common_answers",
    "fhir_immunization",
    "is_open_question",
    "live_given",
    "may_lie_ahead",
    "search",
]
