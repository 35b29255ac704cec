"""Infections, their care, tests and courses, temperatures, breathing and days missed."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from care.household.access import Access
from care.household.models import Patient
from care.infections.models import (
    FINDINGS,
    NEAR_WORDS,
    ORGANISMS,
    SIGN_WORDS,
    AntimicrobialCourse,
    BreathingDay,
    CareVisit,
    DaysMissed,
    Episode,
    InfectionTest,
    Temperature,
)
from care.infections.reads import words
from care.infections.reads.logs import FACTS
from care.record.models import Entry
from care.record.reads import entries_of_kind
from care.visits.fhir import shapes
from care.visits.reads.facts.common import answers, clocked, label, moment, place, said, text, typed

Kind = Entry.Kind
#: Places that a summary names only when the family asks for it.
PRIVATE_NEAR = frozenset({"anus", "genital"})


def rows(access: Access, patient: Patient, first: dt.date, last: dt.date) -> dict[str, tuple]:
    """By the name of their field in ``shapes.Record``. Eight queries."""
    span = (first, last)
    inside = Q(entry__local_day__range=span)

    def of(model: Any, kind: str, where: Q) -> QuerySet:
        found = access.of(model).filter(where, entry__patient=patient, entry__kind=kind).select_related("entry")
        return found.order_by("entry__occurred_at", "pk")

    running = Q(onset_on__lte=last) & (Q(resolved_on=None) | Q(resolved_on__gte=first))
    cared = inside | Q(began_on__range=span) | Q(ended_on__range=span)
    taken = (Q(started_on=None) | Q(started_on__lte=last)) & (Q(stopped_on=None) | Q(stopped_on__gte=first))
    missed = Q(first_on__lte=last, last_on__gte=first)
    tested = inside | Q(taken_on__range=span)
    concerns = entries_of_kind(access, [patient], [Kind.CONCERN], first, last)
    return {
        "infections": tuple(_infection(row, patient) for row in of(Episode, Kind.INFECTION, running)),
        "cares": tuple(_care(row, patient) for row in of(CareVisit, Kind.CARE_VISIT, cared)),
        "tests": tuple(_test(row, patient) for row in of(InfectionTest, Kind.INFECTION_TEST, tested)),
        "courses": tuple(_course(row, patient) for row in of(AntimicrobialCourse, Kind.ANTIMICROBIAL, taken)),
        "readings": tuple(_reading(row, patient) for row in of(Temperature, Kind.TEMPERATURE, inside)),
        "breathing": tuple(_breathing(row, patient) for row in of(BreathingDay, Kind.BREATHING, inside)),
        "missed": tuple(_missed(row, patient) for row in of(DaysMissed, Kind.DAYS_MISSED, missed)),
        "concerns": tuple(_concern(entry, patient) for entry in sorted(concerns, key=lambda e: (e.local_day, e.pk))),
    }


def _infection(row: Episode, patient: Patient) -> shapes.Infection:
    where = place(row.body_site, row.side)
    if where is None and row.is_lump and row.area:
        where = shapes.Place(row.place_words, row.place_words, "")
    return shapes.Infection(
        **typed(row.entry, patient),
        title=row.title,
        title_without_place=_("Lump or boil") if row.is_lump else row.title,
        site=row.site,
        is_lump=row.is_lump,
        place=where,
        verification=row.verification,
        onset=row.onset.text,
        ended=text(row.resolved),
        facts=_seen(row),
    )


def _seen(row: Episode) -> tuple[str, ...]:
    """What was seen, in words. That something is near a private place is left out."""
    found = [str(SIGN_WORDS.get(sign, sign)) for sign in row.signs]
    if row.is_lump:
        size = words.size(row)
        found += [f"{_('Size')}: {size}"] if size else []
        found += list(said(row, ("warm", "red_or_darker", "painful", "pain", "soft", "draining", "smell", "streaks")))
        found += list(said(row, ("fever_with_it", "drainage")))
        near = [str(NEAR_WORDS[word]) for word in row.near if word in NEAR_WORDS and word not in PRIVATE_NEAR]
        found += [f"{_('Close to')}: {', '.join(near)}"] if near else []
    return tuple(found)


def _care(row: CareVisit, patient: Patient) -> shapes.Care:
    return shapes.Care(
        **typed(row.entry, patient),
        level=row.level,
        level_words=str(row.get_level_display()),
        place=row.place,
        began=clocked(row.began, row.began_time, patient),
        ended=clocked(row.ended, row.ended_time, patient),
        infection=row.episode_id,
        facts=said(row, ("icu", "iv_days", "surgery", "surgery_text")),
    )


def _test(row: InfectionTest, patient: Patient) -> shapes.Test:
    organisms = [(slug, str(ORGANISMS.get(slug, slug))) for slug in row.organisms]
    if row.organism_other:
        organisms = [pair for pair in organisms if pair[0] != "other"] + [("other", row.organism_other)]
    return shapes.Test(
        **typed(row.entry, patient),
        test=row.test,
        title=str(row),
        taken=text(row.taken),
        specimen=row.specimen,
        organisms=tuple(organisms),
        findings=tuple((slug, str(FINDINGS.get(slug, slug))) for slug in row.findings),
        resistance=row.resistance,
        result=row.result,
        infection=row.episode_id,
    )


def _course(row: AntimicrobialCourse, patient: Patient) -> shapes.Course:
    return shapes.Course(
        **typed(row.entry, patient),
        drug=row.drug,
        purpose=str(row.get_purpose_display()),
        route=str(row.get_route_display()),
        started=text(row.started),
        stopped=text(row.stopped),
        stop_reason=row.stop_reason,
        stop_words=str(row.get_stop_reason_display()),
        infection=row.episode_id,
    )


def _reading(row: Temperature, patient: Patient) -> shapes.Reading:
    before = answers(row, ("antipyretic",))
    return shapes.Reading(
        **typed(row.entry, patient),
        when=moment(row.entry, patient),
        tenths=row.tenths,
        unit=row.unit,
        words=str(row.get_unit_display()),
        route=str(row.get_route_display()),
        device=row.device,
        antipyretic=before[0] if before else None,
    )


def _breathing(row: BreathingDay, patient: Patient) -> shapes.Day:
    return shapes.Day(
        **typed(row.entry, patient),
        title=str(Kind.BREATHING.label),
        day=row.entry.local_day.isoformat(),
        answers=answers(row, [name for name in FACTS[Kind.BREATHING] if name != "spo2"]),
        oxygen=row.spo2,
    )


def _missed(row: DaysMissed, patient: Patient) -> shapes.Day:
    halves = [(name, getattr(row, name)) for name in ("school_halves", "work_halves")]
    days = [
        shapes.Asked(name.replace("halves", "days"), label(row, name), value / 2, "number")
        for name, value in halves
        if value is not None
    ]
    return shapes.Day(
        **typed(row.entry, patient),
        title=str(Kind.DAYS_MISSED.label),
        day=row.first_on.isoformat(),
        until=row.last_on.isoformat(),
        answers=(*days, *answers(row, ("school_day",))),
    )


def _concern(entry: Entry, patient: Patient) -> shapes.Day:
    """The day only: what was written about it stays with the family."""
    day = entry.local_day.isoformat()
    return shapes.Day(**(typed(entry, patient) | {"note": ""}), title=str(Kind.CONCERN.label), day=day)
