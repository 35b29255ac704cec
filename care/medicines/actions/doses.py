"""Writing what became of doses. Nothing here works out a dose, or what to do about one that was not given."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from care.household.events import DoseRecorded, announce
from care.household.models import User
from care.household.rules import local_day as day_of
from care.medicines.models import Dose, Medicine, Purpose
from care.medicines.rules.doses import NOT_TAKEN, Outcome
from care.medicines.rules.facts import ROW_DAYS, facts_of_dose
from care.medicines.rules.schedule import family_day, instant
from care.plan.actions import raise_flags
from care.record import actions as record
from care.record.actions import Saved
from care.record.models import Entry

#: What may be corrected about a dose.
DOSE_FIELDS = ("outcome", "given_at", "reason")
#: The version of an entry that nobody changed.
UNCHANGED = 1
Place = tuple[dt.date, dt.time]


@transaction.atomic
def record_dose(
    *,
    medicine: Medicine,
    by: User,
    at: dt.datetime,
    outcome: str,
    due: Place | None = None,
    given_at: dt.datetime | None = None,
    reason: str = "",
    local_day: dt.date | None = None,
    client_id: UUID | None = None,
    note: str = "",
) -> Saved:
    """Note what became of a dose: ``due`` is its place in the plan, None for one that was not planned.

    A dose already noted is noted again as one more entry, never instead: two people who gave it without knowing of
    each other must both be found. Raises ValidationError, TooFarAhead for a future day or time.
    """
    zone = medicine.patient.household.time_zone
    today = day_of(at, zone)
    due_at = instant(*due, zone) if due else None
    if due:
        local_day = family_day(*due)
    elif local_day is None:
        local_day = day_of(given_at, zone) if given_at else today
    # The time somebody told; else a dose of today stands at the tap, one of an earlier day at its due time.
    occurred_at = given_at or (at if local_day == today else due_at)
    detail = Dose(
        medicine=medicine,
        as_planned=medicine.as_planned,
        due_on=due[0] if due else None,
        due_time=due[1] if due else None,
        due_at=due_at,
        outcome=outcome,
        given_at=given_at,
        reason=reason,
    )
    saved = record.add(
        patient=medicine.patient,
        kind=Entry.Kind.DOSE,
        by=by,
        at=at,
        detail=detail,
        local_day=local_day,
        occurred_at=occurred_at,
        client_id=client_id,
        note=note,
    )
    if saved.created:
        _follow_up(detail, by=by, at=at)
    return saved


@transaction.atomic
def give_all(*, doses: Sequence[tuple[Medicine, Place]], by: User, at: dt.datetime, client_id: UUID) -> list[Entry]:
    """Note several planned doses as given with one tap; sent again with the same key, nothing is written."""
    return [
        record_dose(
            medicine=medicine,
            by=by,
            at=at,
            outcome=Outcome.GIVEN,
            due=due,
            client_id=uuid5(client_id, f"{medicine.pk} {due[0]} {due[1]}"),
        ).entry
        for medicine, due in doses
    ]


@transaction.atomic
def edit_dose(*, dose: Dose, by: User, at: dt.datetime, changes: dict[str, Any], note: str | None = None) -> Entry:
    """Correct a dose; old values are kept. ``changes``: names of ``DOSE_FIELDS``. Raises as ``record_dose`` does."""
    unknown = set(changes) - {*DOSE_FIELDS}
    if unknown:
        raise TypeError(f"a dose has no field {sorted(unknown)} to correct")
    entry = Entry.objects.select_related("patient__household").get(pk=dose.pk)
    given_at = changes.get("given_at")
    if given_at is not None:
        if given_at > at + dt.timedelta(minutes=5):
            raise record.TooFarAhead(given_at)
        # A dose of the evening may be given after 04:00: it stays with the day it was due.
        if day_of(given_at, entry.patient.household.time_zone) == entry.local_day:
            changes = changes | {"occurred_at": given_at}
    if note is not None:
        changes = changes | {"note": note}
    before = entry.version
    entry = record.correct(entry=entry, by=by, at=at, changes=changes, detail=dose)
    if entry.version != before:
        _follow_up(dose, by=by, at=at)
    return entry


@transaction.atomic
def take_back_dose(*, medicine: Medicine, client_id: UUID, by: User, at: dt.datetime) -> bool:
    """Take back the dose that ``by`` noted with one tap of this key; False when there is none that stands as it was
    noted. What somebody else noted, or anybody changed since, is theirs to take back.
    """
    entries = Entry.objects.select_for_update(of=("self",)).filter(patient=medicine.patient_id, kind=Entry.Kind.DOSE)
    entry = entries.filter(client_id=client_id, author=by, removed_at=None).first()
    if entry is None or entry.version != UNCHANGED:
        return False
    record.remove(entry=entry, by=by, at=at)
    return True


def _follow_up(dose: Dose, *, by: User, at: dt.datetime) -> None:
    """Tell who listens, and ask the plan's rules, in the same transaction."""
    entry, medicine = dose.entry, dose.medicine
    announce(
        DoseRecorded(
            household_id=entry.patient.household_id,
            at=at,
            by=by.pk,
            patient_id=entry.patient_id,
            medicine_id=medicine.pk,
            entry_id=entry.pk,
            due_at=dose.due_at,
            outcome=dose.outcome,
        )
    )
    if dose.outcome not in NOT_TAKEN or medicine.purpose not in (Purpose.PROPHYLAXIS, Purpose.IGG):
        return
    kept = Dose.objects.filter(
        medicine=medicine,
        entry__removed_at=None,
        entry__patient=entry.patient_id,
        entry__kind=Entry.Kind.DOSE,
        entry__local_day__gt=entry.local_day - dt.timedelta(days=ROW_DAYS),
    )
    newest = kept.order_by("-entry__local_day", "-entry__occurred_at", "-pk").values_list("outcome", flat=True)
    raise_flags(entry=entry, by=by, at=at, facts=facts_of_dose(dose.outcome, list(newest)))
