"""Vaccine decisions as the summary of a period tells them."""

import datetime as dt
from dataclasses import dataclass

from care.household.access import Access
from care.household.models import Patient
from care.vaccines import rules
from care.vaccines.reads.decisions import DOSES, DecisionLine, rows_of, standing, still_open
from care.vaccines.reads.news import is_live_news, lies_in
from care.vaccines.rules import Outcome


@dataclass(frozen=True)
class VaccineSummary:
    """What a visit summary says about vaccines in a period: decisions dated in it, and what is still open.

    ``given_before`` are all other doses, however old. ``answers`` counts what was written down of any vaccine and is
    no question: only with one of them is "no live dose" an answer.
    """

    live_given: list[DecisionLine]
    given_before: list[DecisionLine]
    answers: int
    live_planned: list[DecisionLine]
    given: list[DecisionLine]
    decided: list[DecisionLine]
    open_questions: list[DecisionLine]


def live_given(access: Access, patient: Patient, first: dt.date, last: dt.date) -> list[DecisionLine]:
    """Doses of live vaccines, or of ones that may be live, given from ``first`` to ``last`` inclusive.

    A partial date counts when any of its days lies in the period; an unknown one by the day it was written down.
    A dose that is older counts too when it was written down in the period, or corrected into what it is: the clinic
    has not heard of it yet. One that the family "had already" does when it was recent on that day.
    """
    return for_summary(access, patient, first, last).live_given


def for_summary(access: Access, patient: Patient, first: dt.date, last: dt.date) -> VaccineSummary:
    """Vaccines of a period, dates as in ``live_given``; plans and open questions whatever their date. One query.

    Only ``live_given`` holds older doses that were written down, or corrected into a dose, in the period; the rest of
    them are in ``given_before``, as a dose of a live vaccine matters however long ago it was.
    """
    pairs = rows_of(access, patient, corrected=True)
    zone = patient.household.time_zone
    live = [line for line, row in pairs if is_live_news(row, first, last, zone)]
    inside = [line for line, row in pairs if lies_in(row, first, last)]
    given = [line for line in inside if line.outcome == Outcome.GIVEN]
    told = [line for line, row in pairs if row.dated is None or row.dated.earliest <= last]
    doses = [line for line in told if line.outcome in DOSES]
    before = [line for line in doses if line not in live and line not in given]
    stands = standing([line for line, _row in pairs])
    return VaccineSummary(
        live_given=live,
        given_before=before,
        answers=sum(not rules.is_open_question(line.outcome) for line in told),
        live_planned=[line for line in stands if line.outcome == Outcome.PLANNED and line.treated_as_live],
        given=given,
        decided=[line for line in inside if line.outcome != Outcome.GIVEN and not _as_live(line, live, before)],
        open_questions=still_open([line for line, _row in pairs]),
    )


def _as_live(line: DecisionLine, live: list[DecisionLine], before: list[DecisionLine]) -> bool:
    """Whether it is told among the live doses already."""
    return line in live or (line.treated_as_live and line in before)
