"""How many doses of each medicine were due in a stretch of days, and what became of them: counts, no judgement."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from uuid import UUID

from care.household.access import Access
from care.household.models import Patient
from care.medicines.models import Purpose
from care.medicines.reads.doses import DueDose, due_between
from care.medicines.rules.doses import NOT_TAKEN, TAKEN


@dataclass(frozen=True)
class Tally:
    """Doses of one medicine. ``due`` = given + not_given + other + unrecorded; two records of one dose are one.

    ``other``: held back by a clinician, or vomited. ``gap``: the longest row of days with due doses of which none is
    recorded as given, as its first and last day; None when each such day had one.
    """

    medicine_id: UUID
    name: str
    purpose: str
    due: int
    given: int
    not_given: int
    other: int
    unrecorded: int
    gap: tuple[dt.date, dt.date] | None


@dataclass(frozen=True)
class Tallies:
    """``by_medicine`` by name. ``days``: of each day with due doses to prevent infections, what its doses came to."""

    by_medicine: list[Tally]
    days: dict[dt.date, str]


def tally(access: Access, patient: Patient, first: dt.date, last: dt.date) -> Tallies:
    """Doses due from ``first`` to ``last``; of today only those already due. Three queries."""
    by_medicine: dict[UUID, list[DueDose]] = defaultdict(list)
    preventing: dict[dt.date, list[str]] = defaultdict(list)
    for dose in due_between(access, patient, first, last):
        by_medicine[dose.medicine_id].append(dose)
        if dose.purpose == Purpose.PROPHYLAXIS:
            preventing[dose.slot.day].append(outcome(dose.outcomes))
    rows = [_tally(doses) for doses in by_medicine.values()]
    return Tallies(
        sorted(rows, key=lambda row: (row.name.casefold(), row.medicine_id)),
        {day: together(found) for day, found in preventing.items()},
    )


def outcome(records: list[str]) -> str:
    """What one dose came to: given, not_given, other, or unrecorded. Given by anybody is given."""
    if not records:
        return "unrecorded"
    if set(records) & TAKEN:
        return "given"
    return "not_given" if set(records) & NOT_TAKEN else "other"


def together(found: list[str]) -> str:
    """A day of several doses: what was not given is shown before what is not known, and that before the rest."""
    return next(word for word in ("not_given", "unrecorded", "other", "given") if word in found)


def _tally(doses: list[DueDose]) -> Tally:
    counts = Counter(outcome(dose.outcomes) for dose in doses)
    days: dict[dt.date, bool] = defaultdict(bool)
    for dose in doses:
        days[dose.slot.day] |= outcome(dose.outcomes) == "given"
    newest = doses[-1]
    return Tally(
        medicine_id=newest.medicine_id,
        name=newest.name,
        purpose=newest.purpose,
        due=len(doses),
        given=counts["given"],
        not_given=counts["not_given"],
        other=counts["other"],
        unrecorded=counts["unrecorded"],
        gap=longest_gap(days),
    )


def longest_gap(days: dict[dt.date, bool]) -> tuple[dt.date, dt.date] | None:
    """The longest row of due days without a given dose, the earlier of equals; a day without a due dose is no break."""
    best: list[dt.date] = []
    row: list[dt.date] = []
    for day in sorted(days):
        row = [] if days[day] else [*row, day]
        if len(row) > len(best):
            best = row
    return (best[0], best[-1]) if best else None
