"""Writing temperatures."""

import datetime as dt
import uuid
from typing import Any

from django.db import transaction

from care.household.models import Patient, User
from care.infections.actions.flags import ask_about_temperature
from care.infections.actions.shared import locked, of_kind, same_patient
from care.infections.models import Episode, Temperature
from care.record import actions as record
from care.record.actions import Saved
from care.record.models import Entry

Kind = Entry.Kind


@transaction.atomic
def record_temperature(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    tenths: int,
    unit: str,
    route: str = "",
    antipyretic: str = "",
    device: str = "",
    episode: Episode | None = None,
    occurred_at: dt.datetime | None = None,
    local_day: dt.date | None = None,
    client_id: uuid.UUID | None = None,
    note: str = "",
) -> Saved:
    """Record a reading as it was made: ``tenths`` of a degree in ``unit``.

    Raises ValidationError for a reading no body has or an infection of somebody else, TooFarAhead for a later time.
    """
    same_patient(episode, patient)
    saved = record.add(
        patient=patient,
        kind=Kind.TEMPERATURE,
        by=by,
        at=at,
        detail=Temperature(
            tenths=tenths, unit=unit, route=route, antipyretic=antipyretic, device=device, episode=episode
        ),
        occurred_at=occurred_at,
        local_day=local_day,
        client_id=client_id,
        note=note,
    )
    if saved.created:
        ask_about_temperature(saved.entry.temperature, by=by, at=at)
    return of_kind(saved, Kind.TEMPERATURE)


@transaction.atomic
def correct_temperature(*, temperature: Temperature, by: User, at: dt.datetime, changes: dict[str, Any]) -> Temperature:
    """Change a reading, or say which infection it belongs to (``episode_id``: a key or None)."""
    row = locked(Temperature, temperature.pk)
    if changes.get("episode_id"):
        same_patient(locked(Episode, changes["episode_id"]), row.entry.patient)
    row.entry = record.correct(entry=row.entry, detail=row, by=by, at=at, changes=changes)
    ask_about_temperature(row, by=by, at=at)
    return row
