"""Whether a family has already seen to what an occurrence asks for."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from reminders import family
from reminders.kinds import INFECTION_CHECK, KINDS, MEDICINE
from reminders.models import Delivery, Occurrence

Reason = Delivery.Reason


def is_dose(occurrence: Occurrence) -> bool:
    """Whether an occurrence (its plan is loaded) stands for one dose of one medicine."""
    plan = occurrence.plan
    planned = occurrence.origin == Occurrence.Origin.SCHEDULE
    return plan.kind == MEDICINE.slug and bool(plan.key) and planned


class End(NamedTuple):
    """Why there is nothing to do any more, and who saw to it; "" when that was nobody."""

    reason: str
    by: str = ""


def ends(occurrences: Iterable[Occurrence], *, now: dt.datetime) -> dict[UUID, End]:
    """By the key of the occurrence (its plan, patient and household are loaded); what is still to be done is not in it.

    As many queries for many occurrences as for one of each kind.
    """
    rows = [row for row in occurrences if row.plan.kind in KINDS and row.origin != Occurrence.Origin.TEST]
    found: dict[UUID, End] = {}
    checks = [row for row in rows if row.plan.kind == INFECTION_CHECK.slug]
    if checks:
        ill = family.with_open_infection([row.plan.patient for row in checks], now=now)
        found |= {row.pk: End(Reason.NOTHING_OPEN) for row in checks if row.plan.patient_id not in ill}
    asked = [
        family.Asked(row.pk, row.plan.patient, row.due_at, kind.done_by, kind.by_day)
        for row in rows
        if (kind := KINDS[row.plan.kind]).done_by and row.pk not in found
    ]
    doses = [row for row in rows if row.plan.kind == MEDICINE.slug and row.plan.key]
    for who in (family.already_done(asked, now=now), family.doses_noted(doses, now=now)):
        found |= {key: End(Reason.ALREADY_DONE, by) for key, by in who.items()}
    return found


def nothing_to_do(occurrences: Iterable[Occurrence], *, now: dt.datetime) -> dict[UUID, str]:
    """The reasons alone, for every occurrence: "" when there is something to do."""
    rows = list(occurrences)
    found = ends(rows, now=now)
    return {row.pk: found[row.pk].reason if row.pk in found else "" for row in rows}
