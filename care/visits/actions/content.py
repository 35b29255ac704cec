"""What a summary is made of: plain data collected through the access door and the rooms' reads.

Every figure carries how many days it rests on. The shape is versioned by SCHEMA, because a summary that a
clinician read is never made again: old shapes stay readable.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation

from care.household.access import Access
from care.household.models import Membership, Patient
from care.household.rules import age_in_words, local_day
from care.record import reads as record
from care.record.models import Entry
from care.record.rules import DayState, coverage
from care.reference import hies_types
from care.visits import rules
from care.visits.actions import sections
from care.visits.actions.sections.routines import LOOK_BACK
from care.visits.models import Visit
from care.visits.models.summaries import SCHEMA, made_of
from care.visits.reads.sources import fingerprint_of
from care.visits.rules import Period, Windows

#: The letter of each day in the calendar of what was recorded.
LETTERS = {
    DayState.DETAILED: "d",
    DayState.SAME: "s",
    DayState.NOTHING_NEW: "n",
    DayState.ELSEWHERE: "e",
    DayState.NOT_RECORDED: "-",
}
MOST_NOTES = 40
OBSERVED = (DayState.DETAILED, DayState.SAME, DayState.NOTHING_NEW)


@dataclass(frozen=True)
class Collected:
    """A summary's content, the days it covers, and the fingerprint of what it was made from."""

    period: Period
    content: dict[str, Any]
    fingerprint: str


@dataclass(frozen=True)
class Days:
    """The days of a period by state, as counts that add up to ``days``."""

    days: int
    observed: int
    by_state: dict[DayState, int]
    late: int


def collect(*, visit: Visit, at: dt.datetime) -> Collected:
    """Collect a visit's summary. ``visit.patient.household`` is loaded. A fixed number of queries."""
    patient = visit.patient
    access = Access.for_household(patient.household_id, now=at)
    language = visit.language
    if not language:
        members = patient.household.memberships.order_by("joined_at", "pk")
        language = members.values_list("user__language", flat=True).first() or settings.LANGUAGE_CODE
    with translation.override(language):
        return _collect(access, patient, visit, at)


def _collect(access: Access, patient: Patient, visit: Visit, at: dt.datetime) -> Collected:
    today = access.today(patient)
    last_visit = _last_visit(access, visit, today)
    until = min(visit.on, today)
    today_observed = until == today and access.of(Entry).filter(patient=patient, local_day=today).exists()
    period = rules.period_for(
        visit_on=visit.on,
        today=today,
        last_visit_on=last_visit.on if last_visit else None,
        today_observed=today_observed,
    )
    windows = Windows.of(period)
    before = windows.before
    # Exposures before a chest infection are quoted from further back than a short period and the one before it.
    quoted_from = min(before.first, period.first - LOOK_BACK)
    # Before anything is read: what is written meanwhile then looks newer, and is never missed.
    fingerprint = fingerprint_of(access, patient, first=quoted_from, rare=windows.first, until=until)
    entries = list(
        access.of(Entry)
        .filter(made_of(before.first, windows.first), patient=patient, local_day__lte=until)
        .order_by()
        .values_list("local_day", "author", "kind", "entered_at", "edited_at", "note")
    )
    states = {day.date: day for day in record.days(access, patient, windows.first, period.last)}
    counts = {name: _count([states[day] for day in window.each_day]) for name, window in windows.named}
    now_days, before_days = counts["now"], counts["before"]
    inside = [row for row in entries if period.first <= row[0] <= period.last]
    # Of a long time ago only the day counts, not what stood in it.
    affirmed = frozenset(
        access.of(Entry)
        .filter(patient=patient, kind=Entry.Kind.NOTHING_NEW, local_day__range=(windows.first, period.last))
        .values_list("local_day", flat=True)
    )
    zone = patient.household.time_zone
    questions, more = rules.first_questions(visit.questions)
    content: dict[str, Any] = {
        "schema": SCHEMA,
        "language": translation.get_language(),
        "patient": _patient(patient, today),
        "visit": {
            "on": visit.on.isoformat(),
            "time": visit.time.strftime("%H:%M") if visit.time else None,
            "time_zone": visit.time_zone,
            "specialty": visit.specialty,
            "clinic": visit.clinic,
        },
        "period": {**_span(period), "basis": period.basis.value},
        "previous": {**_span(before), "observed": before_days.observed},
        "year": {**_span(windows.year), "observed": counts["year"].observed},
        "comparable": rules.comparable(now_days.observed, now_days.days, before_days.observed, before_days.days),
        "coverage": {
            "days": now_days.days,
            "observed": now_days.observed,
            **{state.name.lower(): count for state, count in now_days.by_state.items()},
            "late_days": now_days.late,
            "edited_entries": sum(1 for row in inside if _changed_later(row[3], row[4], zone)),
            "entries": len(inside),
        },
        "coverage_days": "".join(LETTERS[states[day].state] for day in period.each_day),
        "made_of": {"first": quoted_from.isoformat(), "rare": windows.first.isoformat()},
        "notes": _notes(inside),
        "reporters": _reporters(access, patient, [row[1] for row in inside]),
        "questions": {"shown": questions, "more": more},
        **sections.collect(
            access,
            patient,
            windows,
            affirmed=affirmed,
            observed=now_days.observed,
        ),
    }
    return Collected(period, content, fingerprint)


def _notes(rows: list) -> list[dict[str, Any]]:
    """What was written by hand, newest first, for a family that chooses to show it."""
    written = sorted(((row[0], row[3], row[2], row[5]) for row in rows if row[5]), reverse=True)[:MOST_NOTES]
    return [
        {"on": day.isoformat(), "kind": str(Entry.Kind(kind).label), "text": text} for day, _at, kind, text in written
    ]


def _changed_later(entered: dt.datetime, edited: dt.datetime | None, zone: str) -> bool:
    """Whether an entry was changed on a later day than it was written: taps of the same evening are one answer."""
    return edited is not None and local_day(edited, zone) > local_day(entered, zone)


def _last_visit(access: Access, visit: Visit, today: dt.date) -> Visit | None:
    """The newest visit of the same clinic before this one that lies not in the future."""
    earlier = access.of(Visit).filter(patient=visit.patient_id, on__lt=visit.on, on__lte=today)
    wanted = rules.clinic_key(visit.clinic, visit.specialty)
    return next(
        (row for row in earlier.order_by("-on", "-pk") if rules.clinic_key(row.clinic, row.specialty) == wanted), None
    )


def _span(period: Period) -> dict[str, Any]:
    return {"first": period.first.isoformat(), "last": period.last.isoformat(), "days": period.days}


def _count(days: list[record.Day]) -> Days:
    states = coverage(day.state for day in days)
    return Days(
        days=len(days),
        observed=sum(states[state] for state in OBSERVED),
        by_state=states,
        late=sum(1 for day in days if day.late),
    )


def _patient(patient: Patient, today: dt.date) -> dict[str, Any]:
    birth = patient.birth_date
    return {
        "name": patient.name,
        "birth_date": birth.isoformat() if birth else None,
        "age": list(age_in_words(birth, today)) if birth else None,
        "hies_type": patient.hies_type,
        "hies_words": hies.label if (hies := hies_types.by_slug().get(patient.hies_type)) else "",
        "told_by": patient.hies_type_told_by,
        "told_on": patient.hies_type_told_on.isoformat() if patient.hies_type_told_on else None,
    }


def _reporters(access: Access, patient: Patient, authors: list) -> list[dict[str, Any]]:
    """How many entries each role wrote. Names stay out: a clinician needs to know how close the writer is."""
    roles = dict(
        access.of(Membership)
        .filter(household=patient.household_id)
        .order_by("joined_at", "pk")
        .values_list("user_id", "role")
    )
    counts = Counter("self" if author == patient.user_id else roles.get(author, "other") for author in authors)
    return [
        {"role": role, "entries": count} for role, count in sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    ]
