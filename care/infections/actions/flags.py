"""Asking the red-flag rules after a save, in the save's own transaction."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from django.db import models

from care.household.models import Patient, User
from care.household.rules import local_day as day_of
from care.infections.models import AntimicrobialCourse, BreathingDay, Episode, Temperature
from care.infections.rules import flags, temperature
from care.plan import actions as plan
from care.plan import reads as plan_reads
from care.plan.rules.body import is_hot
from care.plan.rules.facts import Facts
from care.plan.rules.levels import NO_PLAN
from care.precautions import reads as precautions
from care.record.models import Entry

#: How far back a reading counts as one of now (the first of two low ones, the fever beside a lump), and how far a run
#: of coughing days is followed.
AGAIN = dt.timedelta(hours=24)
LOOK_BACK = dt.timedelta(days=30)
COUGHING = ("dry", "wet")


def ask_about_episode(row: Episode, *, by: User, at: dt.datetime, fever: bool = False) -> None:
    """After an infection was saved or changed, or a day later when a check comes in: what lasts becomes longer.

    A fever of the last day counts for an open lump, whether or not somebody said that the two belong together.
    """
    patient = row.entry.patient
    fever = fever or (row.is_lump and row.is_open and bool(fevers(patient.pk, _read_since(patient, at - AGAIN))))
    day = day_of(at, patient.household.time_zone)
    dust = precautions.days_since_dust(patient, row.onset_on) if flags.coughs(row.signs) else None
    facts = flags.facts_of_episode(row, day=day, dust_days_ago=dust, fever=fever)
    plan.raise_flags(entry=row.entry, by=by, at=at, facts=facts)


def ask_about_temperature(row: Temperature, *, by: User, at: dt.datetime) -> None:
    """After a reading. What it means for others, a lump or the next low reading, is asked by ``later``."""
    entry = row.entry
    again = False
    if flags.is_low(row.common):
        before = Temperature.objects.filter(
            entry__patient=entry.patient,
            entry__kind=entry.kind,
            entry__removed_at=None,
            entry__occurred_at__range=(entry.occurred_at - AGAIN, entry.occurred_at),
        ).exclude(pk=row.pk)
        again = any(flags.is_low(temperature.common(*pair)) for pair in before.values_list("tenths", "unit"))
    plan.raise_flags(entry=entry, by=by, at=at, facts=flags.facts_of_temperature(row, measured_again=again))


def ask_about_log(row: BreathingDay | AntimicrobialCourse, *, by: User, at: dt.datetime) -> None:
    """After a breathing day or a course; the other kinds tell the rules nothing."""
    plan.raise_flags(entry=row.entry, by=by, at=at, facts=_facts(row))


def ask_again(*, entry: Entry, by: User, at: dt.datetime) -> None:
    """After an entry of this room came to another patient: the same fact may mean something else there."""
    table, ask = _ASKED.get(entry.kind, (None, None))
    if table and ask:
        ask(table._default_manager.select_related("entry__patient__household").get(pk=entry.pk), by=by, at=at)


_ASKED: Mapping[str, tuple[type[models.Model], Callable[..., None]]] = {
    Entry.Kind.INFECTION: (Episode, ask_about_episode),
    Entry.Kind.TEMPERATURE: (Temperature, ask_about_temperature),
    Entry.Kind.BREATHING: (BreathingDay, ask_about_log),
    Entry.Kind.ANTIMICROBIAL: (AntimicrobialCourse, ask_about_log),
}


def fevers(patient: UUID, readings: Iterable[tuple[int, str]]) -> set[tuple[int, str]]:
    """Which of some readings (tenths, unit) are a fever by the rules. One query, for the plan, if any is warm."""
    warm = {pair for pair in readings if temperature.common(*pair) > flags.WARM}
    values = plan_reads.plan_values(patient) if warm else NO_PLAN
    return {pair for pair in warm if is_hot(Facts(temperature_tenths=pair[0], temperature_unit=pair[1]), values)}


def _read_since(patient: Patient, moment: dt.datetime) -> list[tuple[int, str]]:
    rows = Temperature.objects.filter(entry__patient=patient, entry__removed_at=None, entry__occurred_at__gte=moment)
    return list(rows.values_list("tenths", "unit"))


def _facts(row: BreathingDay | AntimicrobialCourse) -> Facts:
    if isinstance(row, AntimicrobialCourse):
        return flags.facts_of_course(row)
    if row.cough not in COUGHING:
        return flags.facts_of_breathing(row)
    patient, day = row.entry.patient, row.entry.local_day
    coughed = BreathingDay.objects.filter(
        entry__patient=patient,
        entry__removed_at=None,
        entry__local_day__range=(day - LOOK_BACK, day),
        cough__in=COUGHING,
    ).values_list("entry__local_day", flat=True)
    return flags.facts_of_breathing(
        row,
        cough_days=flags.days_in_a_row({*coughed, day}, day),
        dust_days_ago=precautions.days_since_dust(patient, day),
    )
