"""What a vaccine decision is, how exact its date is, and what follows when a live vaccine was given."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from care.record.dates import PartialDate
from care.reference import vaccines
from care.reference.vaccines import Flag
from care.vaccines.rules.answers import Badge, answer

#: How long after a live dose Tend asks to tell the team the same day. The window itself is unchecked (red-flag RF-22).
SIX_WEEKS = dt.timedelta(weeks=6)


class Outcome(StrEnum):
    GIVEN = "given"
    PLANNED = "planned"
    ASKED = "asked"
    DEFERRED = "deferred"
    DECLINED = "declined"
    MEDICAL_REASON = "medical_reason"
    HAD_ALREADY = "had_already"
    IMMUNE = "immune"
    UNKNOWN = "unknown"


#: FHIR R4 Immunization.status and statusReason. Outcomes without one are no immunization, given or not.
_FHIR: dict[Outcome, tuple[str, str]] = {
    Outcome.GIVEN: ("completed", ""),
    Outcome.HAD_ALREADY: ("completed", ""),
    Outcome.DEFERRED: ("not-done", ""),
    Outcome.DECLINED: ("not-done", "PATOBJ"),
    Outcome.MEDICAL_REASON: ("not-done", "MEDPREC"),
    Outcome.IMMUNE: ("not-done", "IMMUNE"),
}
#: Who decided, when it was a clinician (values of the model's DecidedBy).
CLINICIANS = frozenset({"immunology", "pediatrician"})


def fhir_immunization(outcome: str, decided_by: str = "") -> tuple[str, str] | None:
    """(status, reason code or "") of the FHIR R4 Immunization for an outcome; None when there is none to write.

    Codes are those of v3-ActReason. A dose that a clinician put off is a medical precaution.
    """
    if Outcome(outcome) is Outcome.DEFERRED and decided_by in CLINICIANS:
        return "not-done", "MEDPREC"
    return _FHIR.get(Outcome(outcome))


def is_open_question(outcome: str) -> bool:
    """Whether the next visit should talk about it."""
    return Outcome(outcome) in {Outcome.ASKED, Outcome.PLANNED, Outcome.UNKNOWN}


def may_lie_ahead(outcome: str) -> bool:
    """Whether a date after today makes sense: a plan may lie ahead, a dose that was given may not."""
    return outcome not in {Outcome.GIVEN, Outcome.HAD_ALREADY, Outcome.IMMUNE}


def ask_before_date(product: str, outcome: str) -> bool:
    """Whether the family is to be reminded to ask the team before the date: a plan for a vaccine that is live, depends
    on its kind, or that nobody knows ("" or a row of unknown kind). Never for one that is listed as not live."""
    if Outcome(outcome) is not Outcome.PLANNED:
        return False
    row = vaccines.by_slug().get(product)
    return row is None or row.flag is Flag.UNKNOWN_ASK or answer(row).treated_as_live


class LiveGiven(StrEnum):
    """What a recorded dose asks of the family."""

    NOTHING = "nothing"
    TELL_TODAY = "tell_today"
    NEXT_VISIT = "next_visit"


def was_given(outcome: str, dated: PartialDate | None) -> bool:
    """Whether a decision tells of a dose. "Had it already" does when it has a date: without one it is an old story."""
    return outcome == Outcome.GIVEN or (outcome == Outcome.HAD_ALREADY and dated is not None)


def lies_in(dated: PartialDate | None, written_on: dt.date, first: dt.date, last: dt.date) -> bool:
    """Whether any day it may have been lies from ``first`` to ``last``; an unknown date by the day it was written."""
    if dated is None:
        return first <= written_on <= last
    return dated.earliest <= last and dated.latest >= first


def live_given(badge: Badge, outcome: str, given: PartialDate | None, today: dt.date) -> LiveGiven:
    """Whether to tell the team today: a dose treated as live, given in the last six weeks or at an unknown time.

    A partial date counts as its latest possible day. An older dose is a note for the next visit; one that a family
    "had already" longer ago than that is history and asks nothing.
    """
    if badge not in {Badge.LIVE, Badge.DEPENDS} or not was_given(Outcome(outcome), given):
        return LiveGiven.NOTHING
    if given is None or today - min(given.latest, today) <= SIX_WEEKS:
        return LiveGiven.TELL_TODAY
    return LiveGiven.NEXT_VISIT if Outcome(outcome) is Outcome.GIVEN else LiveGiven.NOTHING
