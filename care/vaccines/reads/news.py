"""Which live doses are news to the clinic in a period: the same for the patient and for somebody at home."""

import datetime as dt

from care.household.rules import local_day
from care.vaccines import rules
from care.vaccines.models import HouseholdVaccine, VaccineDecision
from care.vaccines.reads.decisions import answer_of, follow_up
from care.vaccines.rules import LiveGiven, Outcome


def is_live_news(dose: VaccineDecision | HouseholdVaccine, first: dt.date, last: dt.date, zone: str) -> bool:
    """Whether the summary of a period tells of it as a live dose. It was read ``with_corrections``."""
    if not answer_of(dose).treated_as_live or not rules.was_given(dose.outcome, dose.dated):
        return False
    if lies_in(dose, first, last):
        return True
    written = [dose.entry.local_day]
    if dose.corrected_at is not None:  # type: ignore[union-attr]
        written.append(local_day(dose.corrected_at, zone))  # type: ignore[union-attr]
    days = [day for day in written if first <= day <= last]
    if dose.outcome == Outcome.GIVEN:
        return bool(days)
    return any(follow_up(dose, day) is LiveGiven.TELL_TODAY for day in days)


def lies_in(dose: VaccineDecision | HouseholdVaccine, first: dt.date, last: dt.date) -> bool:
    """Whether its date, as far as it is known, may lie in the period."""
    return rules.lies_in(dose.dated, dose.entry.local_day, first, last)
