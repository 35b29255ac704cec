"""Whether a family has already seen to what an occurrence asks for."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from reminders import family
from reminders.kinds import INFECTION_CHECK, KINDS, MEDICINE, Kind
from reminders.models import Delivery, Occurrence

Reason = Delivery.Reason


def nothing_to_do(occurrences: Iterable[Occurrence], *, now: dt.datetime) -> dict[UUID, str]:
    """By the key of the occurrence (its plan, patient and household are loaded) why there is nothing to do any more, ""
    when there is. As many queries for many families as for one, but for medicines: a dose is asked for by itself.
    """
    rows = list(occurrences)
    found: dict[UUID, str] = {row.pk: "" for row in rows}
    by_kind: dict[Kind, list[Occurrence]] = defaultdict(list)
    for row in rows:
        if row.plan.kind in KINDS and row.origin != Occurrence.Origin.TEST:
            by_kind[KINDS[row.plan.kind]].append(row)
    for kind, same in by_kind.items():
        if kind is MEDICINE:
            noted = {row.pk for row in same if row.plan.key and family.dose_noted(row.plan, row, now=now)}
            found |= dict.fromkeys(noted, Reason.ALREADY_DONE)
            continue
        if kind is INFECTION_CHECK:
            ill = family.with_open_infection([row.plan.patient for row in same], now=now)
            found |= {row.pk: Reason.NOTHING_OPEN for row in same if row.plan.patient_id not in ill}
        if kind.done_by:
            asked = [(row.pk, row.plan.patient, row.due_at) for row in same if not found[row.pk]]
            done = family.already_done(asked, kind.done_by, now=now, whole_day=kind.by_day)
            found |= dict.fromkeys(done, Reason.ALREADY_DONE)
    return found
