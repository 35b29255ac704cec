"""What a vaccine decision is, how exact its date is, and what follows when a live vaccine was given."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from care.vaccines.rules.answers import Badge

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


def fhir_immunization(outcome: str) -> tuple[str, str] | None:
    """(status, reason code or "") of the FHIR R4 Immunization for an outcome; None when there is none to write."""
    return _FHIR.get(Outcome(outcome))


def is_open_question(outcome: str) -> bool:
    """Whether the next visit should talk about it."""
    return Outcome(outcome) in {Outcome.ASKED, Outcome.PLANNED, Outcome.UNKNOWN}


def may_lie_ahead(outcome: str) -> bool:
    """Whether a date after today makes sense: a plan may lie ahead, a dose that was given may not."""
    return outcome not in {Outcome.GIVEN, Outcome.HAD_ALREADY, Outcome.IMMUNE}


class PartialDateError(ValueError):
    """Text that is no year, month or day. The message is the text."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a year. ``text`` is ISO 8601 as far as it is known: "2026", "2026-11" or "2026-11-22"."""

    text: str
    first: dt.date
    last: dt.date

    @property
    def precision(self) -> str:
        """day, month or year."""
        return {4: "year", 7: "month"}.get(len(self.text), "day")


_ISO = re.compile(r"^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$", re.ASCII)


def partial_date(text: str) -> PartialDate:
    """Reads "2026", "2026-11" or "2026-11-22". Raises PartialDateError for anything else, or a day that is not."""
    match = _ISO.match(text.strip())
    if not match:
        raise PartialDateError(text)
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        if year is None or month is None:
            year = year or 0
            return PartialDate(f"{year:04d}", dt.date(year, 1, 1), dt.date(year, 12, 31))
        if day is None:
            last = calendar.monthrange(year, month)[1]
            return PartialDate(f"{year:04d}-{month:02d}", dt.date(year, month, 1), dt.date(year, month, last))
        exact = dt.date(year, month, day)
    except (ValueError, calendar.IllegalMonthError) as error:
        raise PartialDateError(text) from error
    return PartialDate(exact.isoformat(), exact, exact)


class LiveGiven(StrEnum):
    """What a recorded dose asks of the family."""

    NOTHING = "nothing"
    TELL_TODAY = "tell_today"
    NEXT_VISIT = "next_visit"


def live_given(badge: Badge, outcome: str, given: PartialDate | None, today: dt.date) -> LiveGiven:
    """Whether to tell the team today: a dose treated as live, given in the last six weeks or at an unknown time.

    A partial date counts as its latest possible day. An older dose is a note for the next visit.
    """
    if badge not in {Badge.LIVE, Badge.DEPENDS} or Outcome(outcome) is not Outcome.GIVEN:
        return LiveGiven.NOTHING
    if given is None or today - min(given.last, today) <= SIX_WEEKS:
        return LiveGiven.TELL_TODAY
    return LiveGiven.NEXT_VISIT
