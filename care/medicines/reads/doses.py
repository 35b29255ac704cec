"""Doses that are due, those somebody noted, and how many of each: with a constant number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.urls import reverse

from care.household.access import Access
from care.household.models import Patient
from care.household.rules import Capability, noon
from care.medicines.models import OUTCOME_WORDS, Dose, Medicine, MedicineVersion, Purpose
from care.medicines.reads.words import lateness_words
from care.medicines.rules.doses import Coverage, Outcome, coverage, minutes_after
from care.medicines.rules.schedule import Slot, family_day, slots
from care.record.models import Entry

#: A dose may be noted as "due now" from this long before its time.
SOON = dt.timedelta(minutes=30)
LIST_DAYS = 30
STOCK_DAYS = 90


@dataclass(frozen=True)
class DoseRecord:
    """What somebody noted about a dose. ``given_at`` is the time they told; ``marked_at`` when they noted it."""

    entry_id: UUID
    patient_id: UUID
    medicine_id: UUID
    name: str
    day: dt.date
    at: dt.datetime
    due_on: dt.date | None
    due_time: dt.time | None
    outcome: str
    outcome_word: str
    given_at: dt.datetime | None
    marked_at: dt.datetime
    after: str
    reason: str
    author: str
    late: bool
    edited: bool

    @property
    def url(self) -> str:
        return reverse("medicines:dose", kwargs={"patient": self.patient_id, "entry": self.entry_id})


@dataclass(frozen=True)
class DueDose:
    """One dose of the plan, with what was noted about it (nothing, once, or by two people)."""

    medicine_id: UUID
    patient_id: UUID
    name: str
    purpose: str
    slot: Slot
    records: tuple[DoseRecord, ...] = ()
    #: The key of the next tap on it.
    tap: UUID = field(default_factory=uuid4, compare=False)

    @property
    def outcomes(self) -> list[str]:
        return [record.outcome for record in self.records]

    @property
    def place(self) -> str:
        """Its place in the plan as a form sends it: date and time."""
        return f"{self.slot.on:%Y-%m-%d}T{self.slot.time:%H:%M}"

    @property
    def is_igg(self) -> bool:
        return self.purpose == Purpose.IGG


@dataclass(frozen=True)
class DayDoses:
    """The doses of one of the family's days: planned ones in the order of their time, and the others."""

    date: dt.date
    planned: list[DueDose] = field(default_factory=list)
    unplanned: list[DoseRecord] = field(default_factory=list)

    @property
    def open(self) -> list[DueDose]:
        """Planned doses without a record."""
        return [dose for dose in self.planned if not dose.records]


@dataclass(frozen=True)
class Due:
    """Today's planned doses by what is to be done. ``now``: without a record and due, or due within half an hour."""

    date: dt.date
    now: list[DueDose]
    later: list[DueDose]
    noted: list[DueDose]
    unplanned: list[DoseRecord]


@dataclass(frozen=True)
class DoseDay:
    """How many doses of one day were due, are recorded, and of these were given. Numbers only."""

    date: dt.date
    due: int
    recorded: int
    given: int

    @property
    def unrecorded(self) -> int:
        return self.due - self.recorded


def due(access: Access, patient: Patient, now: dt.datetime) -> Due:
    """Today's doses. Three queries, however long the list and the record are."""
    day = day_doses(access, patient, access.today(patient))
    soon = [dose for dose in day.open if dose.slot.at <= now + SOON]
    return Due(
        date=day.date,
        now=soon,
        later=[dose for dose in day.open if dose not in soon],
        noted=[dose for dose in day.planned if dose.records],
        unplanned=day.unplanned,
    )


def day_doses(access: Access, patient: Patient, date: dt.date) -> DayDoses:
    """The doses of one day. Three queries."""
    planned, unplanned = _stretch(access, patient, date, date)
    return DayDoses(date, planned, unplanned)


def dose_days(access: Access, patient: Patient, first: dt.date, last: dt.date) -> list[DoseDay]:
    """Every day from ``first`` to ``last`` inclusive, oldest first; of today only doses already due. Three queries."""
    by_day: dict[dt.date, list[DueDose]] = defaultdict(list)
    for dose in due_between(access, patient, first, last):
        by_day[dose.slot.day].append(dose)
    found = []
    for number in range((last - first).days + 1):
        day = first + dt.timedelta(days=number)
        counts = coverage(dose.outcomes for dose in by_day[day])
        found.append(DoseDay(day, counts.due, counts.recorded, counts.given))
    return found


def due_between(access: Access, patient: Patient, first: dt.date, last: dt.date) -> list[DueDose]:
    """Doses due from ``first`` to ``last`` by time; of today only those already due. Three queries."""
    return [dose for dose in _stretch(access, patient, first, last)[0] if dose.records or dose.slot.at <= access.now]


@dataclass(frozen=True)
class DosePage:
    """The noted doses of one medicine in a stretch of days, newest first, and how many were due, recorded and given.

    ``older``: the day to go on from, None at the end.
    """

    first: dt.date
    last: dt.date
    rows: list[DoseRecord]
    counts: Coverage
    older: dt.date | None


def dose_page(access: Access, medicine: Medicine, *, until: dt.date) -> DosePage:
    """Thirty days of one medicine's doses ending at ``until``. Three queries."""
    first = until - dt.timedelta(days=LIST_DAYS - 1)
    planned, unplanned = _stretch(access, medicine.patient, first, until, only=medicine)
    rows = [record for dose in planned for record in dose.records] + unplanned
    before = _doses(access, medicine.patient).filter(medicine=medicine, entry__local_day__lt=first)
    return DosePage(
        first,
        until,
        sorted(rows, key=lambda row: (row.day, row.at, row.entry_id), reverse=True),
        coverage(dose.outcomes for dose in planned if dose.records or dose.slot.at <= access.now),
        before.order_by("-entry__local_day").values_list("entry__local_day", flat=True).first(),
    )


def out_of_stock_since(access: Access, medicine: Medicine) -> dt.date | None:
    """The day since which every noted dose says "out of stock", as far as three months back; None when the newest does
    not. One query."""
    first = access.today(medicine.patient) - dt.timedelta(days=STOCK_DAYS)
    rows = _doses(access, medicine.patient).filter(medicine=medicine, entry__local_day__gte=first)
    since = None
    newest_first = rows.order_by("-entry__local_day", "-entry__occurred_at", "-pk")
    for outcome, day in newest_first.values_list("outcome", "entry__local_day"):
        if outcome != Outcome.OUT_OF_STOCK:
            break
        since = day
    return since


def records_of(access: Access, medicine: Medicine, on: dt.date, time: dt.time) -> list[DoseRecord]:
    """What was noted about one planned dose, oldest first. One query."""
    rows = _doses(access, medicine.patient).filter(
        medicine=medicine, due_on=on, due_time=time, entry__local_day=family_day(on, time)
    )
    return [dose_record(row) for row in rows.order_by("entry__entered_at", "pk")]


def dose_record(row: Dose) -> DoseRecord:
    """One row, whose ``entry.author`` and ``entry.patient.household`` are loaded."""
    entry = row.entry
    return DoseRecord(
        entry_id=entry.pk,
        patient_id=entry.patient_id,
        medicine_id=row.medicine_id,
        name=row.as_planned,
        day=entry.local_day,
        at=entry.occurred_at,
        due_on=row.due_on,
        due_time=row.due_time,
        outcome=row.outcome,
        outcome_word=str(OUTCOME_WORDS[Outcome(row.outcome)]),
        given_at=row.given_at,
        marked_at=entry.entered_at,
        after=lateness_words(minutes_after(row.due_at, row.given_at)),
        reason=row.reason,
        author=str(entry.author),
        late=entry.is_late,
        edited=entry.edited_at is not None,
    )


def _doses(access: Access, patient: Patient) -> QuerySet:
    """Doses of medicines that are on the list, or were: not of those taken off as a mistake."""
    return (
        access.of(Dose, Capability.SEE_TODAY)
        .filter(entry__patient=patient, entry__kind=Entry.Kind.DOSE, medicine__removed_at=None)
        .select_related("entry__author", "entry__patient__household")
    )


def _stretch(
    access: Access, patient: Patient, first: dt.date, last: dt.date, *, only: Medicine | None = None
) -> tuple[list[DueDose], list[DoseRecord]]:
    """Planned doses of some days with what was noted, and noted doses without a plan: of one medicine, one query, or
    of all, two; one more when a plan was changed since these days began.

    A dose that was noted was due, also when the plan has lost its time since.
    """
    doses = _doses(access, patient).filter(entry__local_day__range=(first, last))
    if only is not None:
        doses = doses.filter(medicine=only)
    records: dict[tuple[UUID, dt.date, dt.time], list[DoseRecord]] = defaultdict(list)
    unplanned, instants = [], {}
    for row in doses.order_by("entry__entered_at", "pk"):
        record = dose_record(row)
        if row.due_on is None:
            unplanned.append(record)
        else:
            place = (row.medicine_id, row.due_on, row.due_time)
            records[place].append(record)
            instants[place] = row.due_at
    medicines = [only] if only else access.of(Medicine, Capability.SEE_TODAY).filter(patient=patient)
    known = {row.pk: row for row in medicines}
    zone = patient.household.time_zone
    before = _before(access, known.values(), noon(first, zone))
    found = []
    for pk, medicine in known.items():
        for plan in (*before[pk], medicine):
            for slot in slots([plan.period], first, last, zone):
                found.append(_due(medicine, plan.as_planned, slot, records.pop((pk, *slot.place), ())))
    for (pk, on, time), noted in records.items():
        slot = Slot(instants[pk, on, time], on, time, noted[0].day)
        found.append(_due(known[pk], noted[0].name, slot, noted))
    return sorted(found, key=lambda dose: (dose.slot, dose.name, dose.medicine_id)), unplanned


def _before(access: Access, medicines: Iterable[Medicine], day: dt.datetime) -> dict[UUID, list[MedicineVersion]]:
    """What the plans of some medicines said before, where that can reach the days from ``day`` on.

    What a plan said ends where its present words begin: one that has not changed since the day before asks nothing.
    """
    changed = [medicine.pk for medicine in medicines if medicine.begins_at > day - dt.timedelta(days=1)]
    before: dict[UUID, list[MedicineVersion]] = defaultdict(list)
    if changed:
        for version in access.of(MedicineVersion, Capability.SEE_TODAY).filter(medicine__in=changed):
            before[version.medicine_id].append(version)
    return before


def _due(medicine: Medicine, name: str, slot: Slot, noted: Iterable[DoseRecord]) -> DueDose:
    return DueDose(medicine.pk, medicine.patient_id, name, medicine.purpose, slot, tuple(noted))
