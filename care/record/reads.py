"""Days and entries as pages and summaries need them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from care.household.access import Access
from care.household.models import Patient
from care.record.models import Correction, Entry
from care.record.rules import DayState, day_state


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
    kinds: dict[dt.date, list[str]] = defaultdict(list)
    late: set[dt.date] = set()
    rows = access.of(Entry).filter(patient=patient, local_day__range=(first, last)).order_by()
    for entry in rows.select_related("patient__household"):
        kinds[entry.local_day].append(entry.kind)
        if entry.is_late:
            late.add(entry.local_day)
    span = (last - first).days + 1
    return [
        Day(date, day_state(kinds[date]), date in late, len(kinds[date]))
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
    row = access.of(Entry).filter(patient=patient, local_day__lt=before).order_by("-local_day").first()
    return row.local_day if row else None


def entries_of_kind(access: Access, patient: Patient, kinds: Iterable[str], first: dt.date, last: dt.date):
    """Entries of some kinds within local days, oldest first, with authors."""
    return (
        access.of(Entry)
        .filter(patient=patient, kind__in=list(kinds), local_day__range=(first, last))
        .select_related("author", "patient__household")
        .order_by("occurred_at", "pk")
    )


def changes(access: Access, entry_id: UUID) -> list[Change]:
    """The corrections of an entry, oldest first."""
    rows = access.of(Correction).filter(entry=entry_id).select_related("by")
    return [Change(row.field, row.old, row.new, str(row.by), row.at) for row in rows]
