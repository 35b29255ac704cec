"""Days and entries as pages and summaries need them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, QuerySet

from care.household.access import Access
from care.household.models import Patient
from care.record.models import Correction, Entry
from care.record.rules import DayState, day_state, is_late


@dataclass(frozen=True)
class Line:
    """How one entry reads in a list. ``text`` is the values in words; ``url`` its page, "" when it has none."""

    title: str
    text: str = ""
    url: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Day:
    """One local day of one patient."""

    date: dt.date
    state: DayState
    late: bool = False
    entries: int = 0


@dataclass(frozen=True)
class Change:
    """One corrected field of an entry, oldest first."""

    field: str
    old: Any
    new: Any
    by: str
    at: dt.datetime


@dataclass(frozen=True)
class DayEntries:
    """The kept entries of a day, newest first."""

    date: dt.date
    state: DayState
    entries: list[Entry] = field(default_factory=list)


def days(access: Access, patient: Patient, first: dt.date, last: dt.date) -> list[Day]:
    """Every local day from ``first`` to ``last`` inclusive, oldest first. One query, whatever the record's length."""
    kinds: dict[dt.date, dict[str, int]] = defaultdict(dict)
    entered: dict[dt.date, dt.datetime] = {}
    rows = access.of(Entry).filter(patient=patient, local_day__range=(first, last)).order_by()
    # The database adds up: a year of a busy family is thousands of rows, and only a few numbers a day are needed.
    for date, kind, count, at in rows.values_list("local_day", "kind").annotate(Count("pk"), Max("entered_at")):
        kinds[date][kind] = count
        entered[date] = max(at, entered.get(date, at))
    zone = patient.household.time_zone
    late = {date for date, at in entered.items() if is_late(date, at, zone)}
    span = (last - first).days + 1
    return [
        Day(date, day_state(kinds[date]), date in late, sum(kinds[date].values()))
        for date in (first + dt.timedelta(days=n) for n in range(span))
    ]


def day_entries(access: Access, patient: Patient, date: dt.date) -> DayEntries:
    """The entries of one day with authors, newest first."""
    rows = list(
        access.of(Entry)
        .filter(patient=patient, local_day=date)
        .select_related("author", "patient__household")
        .order_by("-occurred_at", "-pk")
    )
    return DayEntries(date, day_state(entry.kind for entry in rows), rows)


def last_entry_day(access: Access, patient: Patient, before: dt.date) -> dt.date | None:
    """The newest day before a date that holds an entry, None when there is none."""
    rows = access.of(Entry).filter(patient=patient, local_day__lt=before).order_by("-local_day")
    return rows.values_list("local_day", flat=True).first()


def entries_of_kind(
    access: Access, patients: Iterable[Patient], kinds: Iterable[str], first: dt.date, last: dt.date
) -> QuerySet[Entry]:
    """Entries of some kinds within local days, oldest first, with authors."""
    keys = [patient.pk for patient in patients]
    return (
        access.of(Entry)
        .filter(patient__in=keys, kind__in=list(kinds), local_day__range=(first, last))
        .select_related("author", "patient__household")
        .order_by("occurred_at", "pk")
    )


def changes(access: Access, entry_id: UUID) -> list[Change]:
    """The corrections of an entry, oldest first.

    Of an entry that was moved here from a patient out of the reader's reach: those since then.
    """
    rows = list(access.of(Correction).filter(entry=entry_id).select_related("by"))
    moves = [n for n, row in enumerate(rows) if row.field == "patient"]
    if moves:
        known = {patient.name for patient in access.patients()}
        hidden = [n for n in moves if not {rows[n].old, rows[n].new} <= known]
        rows = rows[hidden[-1] + 1 :] if hidden else rows
    return [Change(row.field, row.old, row.new, str(row.by), row.at) for row in rows]
