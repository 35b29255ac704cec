"""Writing tests, courses, care, days missed and breathing: five kinds of entry, one way to add and one to correct."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from care.household.models import Patient, User
from care.household.rules import local_day as day_of
from care.household.rules import noon
from care.infections.actions.flags import ask_about_log
from care.infections.actions.shared import locked, not_ahead, of_kind, same_patient
from care.infections.models import AntimicrobialCourse, BreathingDay, CareVisit, DaysMissed, Episode, InfectionTest
from care.record import actions as record
from care.record.actions import Saved
from care.record.dates import PartialDate, Precision
from care.record.models import Entry

Kind = Entry.Kind


@dataclass(frozen=True)
class Log:
    """One kind: its table, its partial dates (``begins`` are stored as the first day they can mean, ``ends`` as the
    last), which of them may lie ahead, and which date is the entry's own day ("" = the day it is written down)."""

    model: type[models.Model]
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()
    day: str = ""


LOGS: Mapping[str, Log] = {
    # A paper's date is its own; the entry counts for the day somebody wrote it down.
    Kind.INFECTION_TEST: Log(InfectionTest, begins=("taken",)),
    Kind.ANTIMICROBIAL: Log(
        AntimicrobialCourse, begins=("started",), ends=("planned_end", "stopped"), ahead=("planned_end",)
    ),
    Kind.CARE_VISIT: Log(CareVisit, begins=("began",), ends=("ended",), day="began"),
    Kind.DAYS_MISSED: Log(DaysMissed, day="last_on"),
    Kind.BREATHING: Log(BreathingDay),
}
#: The tables whose rows may belong to an infection.
OF_EPISODE = (Kind.INFECTION_TEST, Kind.ANTIMICROBIAL, Kind.CARE_VISIT, Kind.DAYS_MISSED)
# The kinds that tell the red-flag rules something, and the name by which an entry knows each.
ASKED: Mapping[str, str] = {Kind.BREATHING: "breathing", Kind.ANTIMICROBIAL: "antimicrobial"}


@transaction.atomic
def add_log(
    *,
    kind: str,
    patient: Patient,
    by: User,
    at: dt.datetime,
    episode: Episode | None = None,
    local_day: dt.date | None = None,
    client_id: uuid.UUID | None = None,
    note: str = "",
    source: str = Entry.Source.CAREGIVER,
    **values: Any,
) -> Saved:
    """Add one entry of ``kind`` (a key of ``LOGS``), perhaps about ``episode``.

    ``values`` are fields of its table; partial dates (``taken``, ``started``, ``stopped``, ``planned_end``, ``began``,
    ``ended``) are given as PartialDate or None. Sent twice it writes nothing twice. Raises ValidationError (nothing
    written) for a word, number or date that does not fit, PermissionDenied for an infection of somebody else.
    """
    log, today = LOGS[kind], day_of(at, patient.household.time_zone)
    same_patient(episode, patient)
    fields = _columns(log, values, today)
    if kind in OF_EPISODE:
        fields["episode"] = episode
    saved = record.add(
        patient=patient,
        kind=kind,
        by=by,
        at=at,
        detail=log.model(**fields),
        local_day=_own_day(log, values) or local_day,
        client_id=client_id,
        note=note,
        source=source,
    )
    if saved.created and kind in ASKED:
        ask_about_log(getattr(saved.entry, ASKED[kind]), by=by, at=at)
    return of_kind(saved, kind)


@transaction.atomic
def correct_log(*, row: models.Model, by: User, at: dt.datetime, changes: dict[str, Any]) -> models.Model:
    """Change fields of a row of one of the five tables, ``note`` and ``source`` too; every old value is kept.

    ``episode_id`` (a key or None) says which infection it belongs to. Raises as ``add_log``.
    """
    row = locked(type(row), row.pk)
    entry: Entry = row.entry  # type: ignore[attr-defined]
    patient = entry.patient
    log, today = LOGS[entry.kind], day_of(at, patient.household.time_zone)
    if changes.get("episode_id"):
        same_patient(locked(Episode, changes["episode_id"]), patient)
    fields = _columns(log, changes, today)
    day = _own_day(log, changes)
    if day is not None and day != entry.local_day:
        fields |= {"local_day": day, "occurred_at": noon(day, patient.household.time_zone)}
    row.entry = record.correct(entry=entry, detail=row, by=by, at=at, changes=fields)  # type: ignore[attr-defined]
    if entry.kind in ASKED:
        ask_about_log(row, by=by, at=at)  # type: ignore[arg-type]
    return row


def _columns(log: Log, values: Mapping[str, Any], today: dt.date) -> dict[str, Any]:
    """The values with each partial date as its two columns. Raises ValidationError for one that lies ahead."""
    fields = dict(values)
    for name in (*log.begins, *log.ends):
        if name not in fields:
            continue
        date: PartialDate | None = fields.pop(name)
        if date is not None and name not in log.ahead:
            not_ahead(name, date, today)
        stored = (date.earliest if name in log.begins else date.latest) if date else None
        fields |= {f"{name}_on": stored, f"{name}_precision": date.precision.value if date else ""}
    for name in ("first_on", "last_on"):
        if fields.get(name):
            not_ahead(name, PartialDate.on(fields[name]), today)
    return fields


def _own_day(log: Log, values: Mapping[str, Any]) -> dt.date | None:
    """The day the entry counts for by its own date, when that is known to the day."""
    date = values.get(log.day) if log.day else None
    if isinstance(date, PartialDate):
        return date.earliest if date.precision == Precision.DAY else None
    return date
