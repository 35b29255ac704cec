"""Writing IgG infusions."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from care.household.models import Patient, User
from care.household.rules import noon
from care.medicines.models import Infusion
from care.medicines.rules.schedule import instant
from care.record import actions as record
from care.record.actions import Saved
from care.record.models import Entry

#: What a caller may say about an infusion.
INFUSION_FIELDS = (
    "medicine",
    "product",
    "grams",
    "route",
    "site",
    "batch",
    "minutes",
    "reaction",
    "reaction_text",
)


@transaction.atomic
def record_infusion(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    values: dict[str, Any],
    on: dt.date | None = None,
    time: dt.time | None = None,
    client_id: UUID | None = None,
    note: str = "",
) -> Saved:
    """Note an infusion. ``values``: names of ``INFUSION_FIELDS``; ``on`` and ``time`` are its calendar date (today)
    and clock time when it began, ``time`` None when nobody said. Raises ValidationError, TooFarAhead."""
    return record.add(
        patient=patient,
        kind=Entry.Kind.INFUSION,
        by=by,
        at=at,
        detail=Infusion(has_time=on is not None and time is not None, **values),
        client_id=client_id,
        note=note,
        occurred_at=None if on is None else _begun(on, time, patient.household.time_zone, at),
    )


@transaction.atomic
def edit_infusion(
    *,
    infusion: Infusion,
    by: User,
    at: dt.datetime,
    changes: dict[str, Any],
    on: dt.date | None = None,
    time: dt.time | None = None,
    note: str | None = None,
) -> Entry:
    """Correct an infusion; old values are kept. With ``on``, its day and time are set anew."""
    unknown = set(changes) - {*INFUSION_FIELDS}
    if unknown:
        raise TypeError(f"an infusion has no field {sorted(unknown)}")
    entry = Entry.objects.select_related("patient__household").get(pk=infusion.pk)
    if on is not None:
        begun = _begun(on, time, entry.patient.household.time_zone, at)
        if begun > at + dt.timedelta(minutes=5):
            raise record.TooFarAhead(on)
        changes = changes | {"occurred_at": begun, "has_time": time is not None}
    if "medicine" in changes:
        medicine = changes["medicine"]
        rest = {name: value for name, value in changes.items() if name != "medicine"}
        changes = rest | {"medicine_id": medicine.pk if medicine else None}
    if note is not None:
        changes = changes | {"note": note}
    return record.correct(entry=entry, by=by, at=at, changes=changes, detail=infusion)


def _begun(on: dt.date, time: dt.time | None, zone: str, at: dt.datetime) -> dt.datetime:
    """When it began; without a time, noon of its day, or now when noon is still to come."""
    if time is not None:
        return instant(on, time, zone)
    begun = noon(on, zone)
    return at if begun > at and begun - at < dt.timedelta(hours=12) else begun
