"""Announcements from the record to whoever listens above (reminders), without importing them.

A listener runs inside the announcing transaction: it only writes rows, and an error in it undoes the
whole write, so the record and what follows from it never disagree.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened in one family. ``by`` is a user id, None for Tend itself."""

    household_id: UUID
    at: dt.datetime
    by: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class EntrySaved(Event):
    patient_id: UUID
    entry_id: UUID
    kind: str
    local_day: dt.date
    created: bool


@dataclass(frozen=True, kw_only=True)
class EntryRemoved(Event):
    patient_id: UUID
    entry_id: UUID
    kind: str
    local_day: dt.date


@dataclass(frozen=True, kw_only=True)
class PatientAdded(Event):
    patient_id: UUID


@dataclass(frozen=True, kw_only=True)
class MemberJoined(Event):
    user_id: UUID
    role: str


@dataclass(frozen=True, kw_only=True)
class MemberChanged(Event):
    """A member has another role, or other children."""

    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class MemberLeft(Event):
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class HouseholdChanged(Event):
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class VisitChanged(Event):
    patient_id: UUID
    visit_id: UUID


@dataclass(frozen=True, kw_only=True)
class MedicinePlanChanged(Event):
    """A medicine was put on the list, changed, stopped, started again, taken off or put back."""

    patient_id: UUID
    medicine_id: UUID


@dataclass(frozen=True, kw_only=True)
class DoseRecorded(Event):
    """What became of a dose was noted or corrected. ``due_at`` is None for one that was not planned."""

    patient_id: UUID
    medicine_id: UUID
    entry_id: UUID
    due_at: dt.datetime | None
    outcome: str


@dataclass(frozen=True, kw_only=True)
class LiveVaccinePlanned(Event):
    """How a plan for a vaccine that is live, or may be, stands now.

    ``planned_on`` is the first day it may be, ``planned_until`` the last: of a plan for a month or a year, its ends.
    None: there is nothing to wait for, because nobody said a date, the plan was taken back or changed into something
    else, or a later decision on the same vaccine took its place. May be announced again with the same dates.
    """

    patient_id: UUID
    decision_id: UUID
    planned_on: dt.date | None
    planned_until: dt.date | None


@dataclass(frozen=True, kw_only=True)
class SummaryRequested(Event):
    patient_id: UUID
    visit_id: UUID


@dataclass(frozen=True, kw_only=True)
class SummaryReady(Event):
    patient_id: UUID
    visit_id: UUID
    summary_id: UUID


_listeners: dict[type[Event], list[Callable]] = {}


def listen(kind: type[Event]) -> Callable[[Callable], Callable]:
    """Decorator: call the function with every event of ``kind``. Registering twice changes nothing."""

    def register(function: Callable) -> Callable:
        known = _listeners.setdefault(kind, [])
        if function not in known:
            known.append(function)
        return function

    return register


def announce(event: Event) -> None:
    """Tell every listener, in the order they registered. Call inside ``transaction.atomic``."""
    for listener in _listeners.get(type(event), []):
        listener(event)
