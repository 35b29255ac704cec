"""Routines, what was different, and exposures, as pages and summaries need them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from care.household.access import Access
from care.household.models import Patient
from care.precautions.models import KEPT_WORDS, KIND_WORDS, Exposure, RoutineCheck
from care.precautions.reads.words import answers_words, choice_words, exceptions_words, label_of, when_words
from care.precautions.rules import EXPOSING_KINDS, LOOK_BACK_DAYS, Kept, kept_of_day, look_back
from care.record.listing import listed
from care.record.models import Entry
from care.record.reads import Line, entries_of_kind
from care.reference.precautions import Kind

KINDS = (Entry.Kind.ROUTINES, Entry.Kind.EXPOSURE)
LIST_DAYS = 30


@dataclass(frozen=True)
class Different:
    """One thing that was different on a day: a fact, not a fault."""

    entry_id: UUID
    date: dt.date
    at: dt.datetime
    kind: str
    slug: str
    label: str
    note: str
    author: str
    late: bool


@dataclass(frozen=True)
class ExposureFact:
    """Something the patient came close to, ``first_on`` to ``last_on`` inclusive. ``detail`` is what else is known."""

    entry_id: UUID
    patient_id: UUID
    slug: str
    label: str
    first_on: dt.date
    last_on: dt.date
    when: str
    detail: str
    note: str
    author: str
    late: bool
    edited: bool

    @property
    def url(self) -> str:
        return reverse("precautions:exposure", kwargs={"patient": self.patient_id, "entry": self.entry_id})


@dataclass(frozen=True)
class Fact:
    """An exposure, or food or water that was different, in the days before a date. Says nothing about a cause."""

    first_on: dt.date
    last_on: dt.date
    label: str
    detail: str
    note: str
    entry_id: UUID


@dataclass(frozen=True)
class RoutineDay:
    """One day on which somebody said how routines went. ``kept`` is "yes" (affirmed) or "different"."""

    date: dt.date
    kept: str
    exceptions: int
    late: bool

    @property
    def affirmed(self) -> bool:
        return self.kept == Kept.KEPT


@dataclass(frozen=True)
class Todays:
    """What a day already holds. ``kept``: "yes" affirmed by anybody, "different", or "" when nobody said."""

    kept: str = ""
    kept_by: str = ""
    different: tuple[Different, ...] = ()
    exposures: tuple[ExposureFact, ...] = ()


@dataclass(frozen=True)
class Row:
    """One entry of the list."""

    date: dt.date
    author: str
    line: Line
    late: bool
    edited: bool


@dataclass(frozen=True)
class Page:
    """Entries of a stretch of days, newest first. ``older`` is the day to go on from, None at the end."""

    first: dt.date
    last: dt.date
    rows: list[Row] = field(default_factory=list)
    older: dt.date | None = None


def routine_days(access: Access, patient: Patient, first: dt.date, last: dt.date) -> list[RoutineDay]:
    """The days from ``first`` to ``last`` inclusive on which somebody said how routines went, oldest first. One query.

    A day on which only single things were noted (nails cut) is none of them.
    """
    by_day: dict[dt.date, list[RoutineCheck]] = defaultdict(list)
    for check in _checks(access, patient).filter(entry__local_day__range=(first, last)).exclude(kept=Kept.NOTED):
        by_day[check.entry.local_day].append(check)
    return [
        RoutineDay(
            date=date,
            kept=kept_of_day(check.kept for check in checks),
            exceptions=sum(len(check.exceptions) for check in checks),
            late=all(check.entry.is_late for check in checks),
        )
        for date, checks in sorted(by_day.items())
    ]


def exceptions(access: Access, patient: Patient, first: dt.date, last: dt.date) -> list[Different]:
    """What was different from ``first`` to ``last`` inclusive, oldest first; exposures are apart. One query."""
    rows = _checks(access, patient).filter(entry__local_day__range=(first, last))
    return [row for check in rows for row in _different(check)]


def exposures(access: Access, patient: Patient, first: dt.date, last: dt.date) -> list[ExposureFact]:
    """Exposures that touch a day from ``first`` to ``last`` inclusive, oldest first. One query."""
    # An exposure's entry counts for its last day, and entries have the index.
    rows = _exposures(access, patient).filter(entry__local_day__gte=first, first_on__lte=last)
    return [exposure_fact(row) for row in rows]


def exposures_before(access: Access, patient: Patient, date: dt.date, days: int = LOOK_BACK_DAYS) -> list[Fact]:
    """Exposures, and food and water that was different, in the days up to and with ``date``, oldest first.

    Facts beside each other in time; nothing here says that one led to the other. Two queries.
    """
    first, last = look_back(date, days)
    found = [
        Fact(row.first_on, row.last_on, row.label, row.detail, row.note, row.entry_id)
        for row in exposures(access, patient, first, last)
    ]
    found += [
        Fact(row.date, row.date, row.label, str(KIND_WORDS[Kind(row.kind)]), row.note, row.entry_id)
        for row in exceptions(access, patient, first, last)
        if row.kind in EXPOSING_KINDS
    ]
    return sorted(found, key=lambda fact: (fact.first_on, fact.last_on, fact.entry_id))


def todays(access: Access, patient: Patient, day: dt.date) -> Todays:
    """What a day already holds. Two queries."""
    checks = list(_checks(access, patient).filter(entry__local_day=day))
    affirmed = next((check for check in checks if check.kept == Kept.KEPT), None)
    return Todays(
        kept=kept_of_day(check.kept for check in checks),
        kept_by=str(affirmed.entry.author) if affirmed else "",
        different=tuple(row for check in checks for row in _different(check)),
        exposures=tuple(exposure_fact(row) for row in _exposures(access, patient).filter(entry__local_day=day)),
    )


def page(access: Access, patient: Patient, *, until: dt.date) -> Page:
    """Thirty days of routine checks and exposures ending at ``until``. Four queries, whatever the record's length."""
    first = until - dt.timedelta(days=LIST_DAYS - 1)
    entries = list(entries_of_kind(access, [patient], KINDS, first, until))
    words = describe(entries)
    rows = [
        Row(entry.local_day, str(entry.author), words[entry.pk], entry.is_late, entry.edited_at is not None)
        for entry in sorted(entries, key=lambda entry: (entry.local_day, entry.occurred_at, entry.pk), reverse=True)
    ]
    before = access.of(Entry).filter(patient=patient, kind__in=KINDS, local_day__lt=first)
    return Page(first, until, rows, before.order_by("-local_day").values_list("local_day", flat=True).first())


def describe(entries: Sequence[Entry]) -> dict[UUID, Line]:
    """A line for each entry of kind ``routines`` or ``exposure`` among ``entries``. At most one query a kind."""
    by_kind: dict[str, list[UUID]] = defaultdict(list)
    for entry in entries:
        by_kind[entry.kind].append(entry.pk)
    found: dict[UUID, Line] = {}
    if by_kind[Entry.Kind.ROUTINES]:
        for check in _loaded(RoutineCheck.objects.filter(pk__in=by_kind[Entry.Kind.ROUTINES])):
            found[check.pk] = routine_line(check)
    if by_kind[Entry.Kind.EXPOSURE]:
        for row in _loaded(Exposure.objects.filter(pk__in=by_kind[Entry.Kind.EXPOSURE])):
            fact = exposure_fact(row)
            text = listed(part for part in (fact.label, fact.when, fact.detail) if part)
            found[row.pk] = Line(title=_("Exposure"), text=text, url=fact.url)
    return found


def routine_line(check: RoutineCheck) -> Line:
    """How a routine check reads in a list."""
    url = reverse("precautions:detail", kwargs={"patient": check.entry.patient_id, "entry": check.pk})
    said = (exceptions_words(check.exceptions), answers_words(check.answers))
    return Line(title=str(KEPT_WORDS[Kept(check.kept)]), text=listed(part for part in said if part), url=url)


def exposure_fact(row: Exposure) -> ExposureFact:
    """One row, whose ``entry.author`` and ``entry.patient.household`` are loaded, as a fact."""
    details = [row.place, row.distance, choice_words("minutes", row.minutes).lower() if row.minutes else ""]
    return ExposureFact(
        entry_id=row.pk,
        patient_id=row.entry.patient_id,
        slug=row.kind,
        label=label_of(Kind.EXPOSURE, row.kind),
        first_on=row.first_on,
        last_on=row.last_on,
        when=when_words(row),
        detail=listed(part for part in details if part),
        note=row.entry.note,
        author=str(row.entry.author),
        late=row.entry.is_late,
        edited=row.entry.edited_at is not None,
    )


def _different(check: RoutineCheck) -> list[Different]:
    entry = check.entry
    return [
        Different(
            entry_id=entry.pk,
            date=entry.local_day,
            at=entry.occurred_at,
            kind=row["kind"],
            slug=row["slug"],
            label=label_of(row["kind"], row["slug"]),
            note=row["note"],
            author=str(entry.author),
            late=entry.is_late,
        )
        for row in check.exceptions
    ]


def _checks(access: Access, patient: Patient) -> QuerySet:
    return _loaded(access.of(RoutineCheck).filter(entry__patient=patient, entry__kind=Entry.Kind.ROUTINES)).order_by(
        "entry__occurred_at", "pk"
    )


def _exposures(access: Access, patient: Patient) -> QuerySet:
    return _loaded(access.of(Exposure).filter(entry__patient=patient, entry__kind=Entry.Kind.EXPOSURE)).order_by(
        "first_on", "last_on", "pk"
    )


def _loaded(rows: QuerySet) -> QuerySet:
    return rows.select_related("entry__author", "entry__patient__household")
