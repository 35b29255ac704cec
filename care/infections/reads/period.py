"""Tests, care, days missed and breathing of a stretch of days, as a summary counts them. One query a table."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from care.household.access import Access
from care.household.models import Patient
from care.infections.models import BreathingDay, CareVisit, DaysMissed, InfectionTest
from care.infections.reads.logs import care_words, said
from care.infections.reads.logs import title as title_of
from care.infections.reads.words import date
from care.record.dates import PartialDate
from care.record.listing import listed
from care.record.models import Entry

Kind = Entry.Kind
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class TestLine:
    """One test as it was reported. ``on`` is the first day it can be of; without a date, the day it was written."""

    __test__ = False

    pk: UUID
    episode_id: UUID | None
    test: str
    title: str
    on: dt.date
    precision: str
    when: str
    specimen: str
    organisms: str
    resistance: str
    findings: str
    result: str
    waited_for: bool
    late: bool
    edited: bool


@dataclass(frozen=True)
class CareLine:
    """Care by somebody else. ``nights`` are those surely spent in hospital, each named by the day it began on.

    ``on`` is the first day it can have begun; without a date, the day it was written. ``dated`` is False for a stay
    whose two days are not both known: its nights cannot be counted. ``day_case``: in and out on one day.
    """

    pk: UUID
    episode_id: UUID | None
    level: str
    level_words: str
    on: dt.date
    words: str
    nights: frozenset[dt.date]
    dated: bool
    day_case: bool
    late: bool
    edited: bool


@dataclass(frozen=True)
class MissedLine:
    """Days that were missed from ``first`` to ``last``, in half days; None was not answered."""

    pk: UUID
    first: dt.date
    last: dt.date
    school_halves: int | None
    work_halves: int | None
    late: bool


@dataclass(frozen=True)
class Breath:
    """What one entry says about breathing: slugs, "" where nobody answered. ``sputum`` is the colour in words."""

    on: dt.date
    cough: str
    blood: str
    sputum: str
    breathless: str
    spo2: int | None
    clearance: str
    late: bool


def tests(access: Access, patient: Patient, first: dt.date, last: dt.date) -> list[TestLine]:
    """Tests of these days by their own date, oldest first; without a date by the day they were written down."""
    inside = Q(taken_on__range=(first, last)) | Q(taken_on=None, entry__local_day__range=(first, last))
    rows = _rows(access, InfectionTest, patient, Kind.INFECTION_TEST).filter(inside)
    return sorted((_test(row) for row in rows), key=lambda line: (line.on, line.pk))


def care(access: Access, patient: Patient, first: dt.date, last: dt.date) -> list[CareLine]:
    """Care that began or ended in these days, oldest first."""
    inside = (
        Q(began_on__range=(first, last))
        | Q(began_on__lte=last, ended_on__gte=first)
        | Q(began_on=None, entry__local_day__range=(first, last))
    )
    rows = _rows(access, CareVisit, patient, Kind.CARE_VISIT).filter(inside)
    return sorted((_care(row) for row in rows), key=lambda line: (line.on, line.pk))


def missed(access: Access, patient: Patient, first: dt.date, last: dt.date) -> list[MissedLine]:
    """Days missed, by the first of them, oldest first. Told by two people about the same days they count once."""
    rows = _rows(access, DaysMissed, patient, Kind.DAYS_MISSED).filter(first_on__range=(first, last))
    same: dict[tuple[dt.date, dt.date], list[DaysMissed]] = defaultdict(list)
    for row in rows.order_by("entry__entered_at", "pk"):
        same[row.first_on, row.last_on].append(row)
    return [
        MissedLine(
            pk=told[0].pk,
            first=begin,
            last=end,
            school_halves=max((row.school_halves for row in told if row.school_halves is not None), default=None),
            work_halves=max((row.work_halves for row in told if row.work_halves is not None), default=None),
            late=all(row.entry.is_late for row in told),
        )
        for (begin, end), told in sorted(same.items())
    ]


def breathing(access: Access, patient: Patient, first: dt.date, last: dt.date) -> list[Breath]:
    """What was said about breathing, oldest day first."""
    rows = _rows(access, BreathingDay, patient, Kind.BREATHING).filter(entry__local_day__range=(first, last))
    return [
        Breath(
            on=row.entry.local_day,
            cough=row.cough,
            blood=row.blood_in_sputum,
            sputum=said(row, "sputum_colour") if row.sputum_colour else "",
            breathless=row.breathless,
            spo2=row.spo2,
            clearance=row.airway_clearance,
            late=row.entry.is_late,
        )
        for row in rows.order_by("entry__local_day", "pk")
    ]


def _rows(access: Access, model: Any, patient: Patient, kind: str) -> QuerySet:
    # With the kind, the entries' own index leads there, however long the record is.
    rows = access.of(model).filter(entry__patient=patient, entry__kind=kind)
    return rows.select_related("entry__author", "entry__patient__household")


def _test(row: InfectionTest) -> TestLine:
    entry = row.entry
    organisms = [word for word in (said(row, "organisms"), row.organism_other) if word]
    return TestLine(
        pk=row.pk,
        episode_id=row.episode_id,
        test=row.test,
        title=title_of(Kind.INFECTION_TEST, row),
        on=row.taken_on or entry.local_day,
        precision=row.taken_precision,
        when=date(row.taken),
        specimen=row.specimen,
        organisms=listed(organisms),
        resistance=row.resistance,
        findings=said(row, "findings"),
        result=row.result,
        waited_for=row.is_waited_for,
        late=entry.is_late,
        edited=entry.edited_at is not None,
    )


def _care(row: CareVisit) -> CareLine:
    entry, began, ended = row.entry, row.began, row.ended
    return CareLine(
        pk=row.pk,
        episode_id=row.episode_id,
        level=row.level,
        level_words=str(row.get_level_display()),
        on=began.earliest if began else entry.local_day,
        words=care_words(row),
        nights=nights(began, ended),
        dated=began is not None and ended is not None,
        day_case=began is not None and began == ended,
        late=entry.is_late,
        edited=entry.edited_at is not None,
    )


def nights(began: PartialDate | None, ended: PartialDate | None) -> frozenset[dt.date]:
    """The nights between two days; of a month or a year only those that are sure. The day of leaving is none."""
    if began is None or ended is None:
        return frozenset()
    count = max((ended.earliest - began.latest).days, 0)
    return frozenset(began.latest + n * DAY for n in range(count))
