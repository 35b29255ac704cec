"""Tests, courses, care, days missed and breathing as lists and pages show them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.urls import reverse
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from care.household.access import Access
from care.household.models import Patient
from care.infections.models import (
    FINDINGS,
    ORGANISMS,
    AntimicrobialCourse,
    BreathingDay,
    CareVisit,
    DaysMissed,
    InfectionTest,
)
from care.infections.reads.words import date
from care.infections.rules.missed import days_text
from care.record.dates import PartialDate
from care.record.listing import listed
from care.record.models import Answer, Entry

Kind = Entry.Kind
# The part of the address of each kind's pages.
NAMES: Mapping[str, str] = {
    Kind.INFECTION_TEST: "test",
    Kind.ANTIMICROBIAL: "course",
    Kind.CARE_VISIT: "visit",
    Kind.DAYS_MISSED: "missed",
    Kind.BREATHING: "breathing",
}
MODELS: Mapping[str, type[Model]] = {
    Kind.INFECTION_TEST: InfectionTest,
    Kind.ANTIMICROBIAL: AntimicrobialCourse,
    Kind.CARE_VISIT: CareVisit,
    Kind.DAYS_MISSED: DaysMissed,
    Kind.BREATHING: BreathingDay,
}
# What a page says about a row, in this order; what nobody answered is left out.
FACTS: Mapping[str, tuple[str, ...]] = {
    Kind.INFECTION_TEST: (
        "test", "method", "taken", "specimen", "organisms", "organism_other", "resistance", "findings", "result",
    ),
    Kind.ANTIMICROBIAL: (
        "drug", "purpose", "route", "started", "planned_end", "stopped", "stop_reason", "missed_doses",
    ),
    Kind.CARE_VISIT: (
        "level", "place", "began", "began_time", "ended", "ended_time", "icu", "iv_days", "surgery", "surgery_text",
    ),
    Kind.DAYS_MISSED: ("first_on", "last_on", "school_day", "school_halves", "work_halves"),
    Kind.BREATHING: (
        "cough", "blood_in_sputum", "sputum_colour", "sputum_amount", "breathless", "chest_pain", "wheeze", "spo2",
        "spo2_device", "spo2_at_rest", "spo2_note", "airway_clearance", "inhaler_doses",
    ),
}  # fmt: skip
_LISTS: Mapping[str, Mapping[str, Any]] = {"organisms": ORGANISMS, "findings": FINDINGS}


@dataclass(frozen=True)
class LogView:
    """One row of one of the five kinds. ``name`` is its part of the address, ``text`` its values in one line."""

    pk: UUID
    kind: str
    name: str
    title: str
    text: str
    episode_id: UUID | None
    local_day: dt.date
    at: dt.datetime
    by: str
    by_id: UUID
    entered_at: dt.datetime
    source: str
    late: bool
    note: str
    url: str


def log_view(row: Any) -> LogView:
    """A row whose ``entry.author`` and ``entry.patient.household`` are loaded."""
    entry: Entry = row.entry
    return LogView(
        pk=row.pk,
        kind=entry.kind,
        name=NAMES[entry.kind],
        title=title(entry.kind, row),
        text=text(entry.kind, row),
        episode_id=getattr(row, "episode_id", None),
        local_day=entry.local_day,
        at=entry.occurred_at,
        by=str(entry.author),
        by_id=entry.author_id,
        entered_at=entry.entered_at,
        source=str(entry.get_source_display()),
        late=entry.is_late,
        note=entry.note,
        url=url(entry),
    )


def url(entry: Entry) -> str:
    name = f"infections:{NAMES[entry.kind]}-detail"
    return reverse(name, kwargs={"patient": entry.patient_id, "pk": entry.pk})


def title(kind: str, row: Any) -> str:
    """What it is: "X-ray", "Amoxicillin", "Stay in hospital", "Days missed", "Breathing"."""
    return str(row) if kind in (Kind.INFECTION_TEST, Kind.ANTIMICROBIAL, Kind.CARE_VISIT) else str(Kind(kind).label)


def text(kind: str, row: Any) -> str:
    """The values of a row in one line."""
    if kind == Kind.INFECTION_TEST:
        return test_words(row)
    if kind == Kind.ANTIMICROBIAL:
        return listed([str(row.get_purpose_display()), from_to(row.started, row.stopped), missed_doses(row)])
    if kind == Kind.CARE_VISIT:
        return care_words(row)
    if kind == Kind.DAYS_MISSED:
        return missed_words(row)
    answered = (name for name in ("cough", "sputum_colour", "breathless") if getattr(row, name))
    parts = [said(row, name) for name in answered]
    parts += [
        str(row._meta.get_field(name).verbose_name)
        for name in ("blood_in_sputum", "chest_pain", "wheeze")
        if getattr(row, name) == Answer.YES
    ]
    return listed([*parts, _("SpO2 %(value)s") % {"value": row.spo2} if row.spo2 else ""])


def test_words(row: InfectionTest) -> str:
    """What a report says; "no result written down yet" as long as it says nothing."""
    if row.is_waited_for:
        return listed([row.specimen, date(row.taken), _("no result written down yet")])
    found = [*(said(row, name) for name in ("organisms", "findings") if getattr(row, name)), row.organism_other]
    # "Another one" says nothing beside its name.
    found = [word for word in found if not (row.organism_other and word == str(ORGANISMS["other"]))]
    return listed([row.specimen, *found, "" if any(found) else row.result or row.resistance, date(row.taken)])


def from_to(first: PartialDate | None, last: PartialDate | None) -> str:
    """ "Thu 19 Nov 2026 to Mon 23 Nov 2026", "since ..." or "until ..."; "" when neither is known."""
    if first and last:
        return date(first) if first == last else _("%(first)s to %(last)s") % {"first": date(first), "last": date(last)}
    if first:
        return _("since %(date)s") % {"date": date(first)}
    return _("until %(date)s") % {"date": date(last)} if last else ""


def missed_doses(row: AntimicrobialCourse) -> str:
    if row.missed_doses is None:
        return ""
    words = ngettext("%(count)s dose not given", "%(count)s doses not given", row.missed_doses)
    return words % {"count": row.missed_doses}


def care_words(row: CareVisit) -> str:
    when = from_to(row.began, row.ended) if row.ended else date(row.began)
    iv = (
        ""
        if row.iv_days is None
        else ngettext("%(count)s day of IV antibiotics", "%(count)s days of IV antibiotics", row.iv_days)
        % {"count": row.iv_days}
    )
    icu = _("intensive care") if row.icu == Answer.YES else ""
    surgery = row.surgery_text or _("surgery") if row.surgery == Answer.YES else ""
    return listed([row.place, when, icu, iv, surgery])


def missed_words(row: DaysMissed) -> str:
    parts = []
    for halves, one, many in (
        (row.school_halves, _("%(days)s school or nursery day missed"), _("%(days)s school or nursery days missed")),
        (row.work_halves, _("%(days)s work day missed"), _("%(days)s work days missed")),
    ):
        if halves is not None:
            parts.append((one if halves == 2 else many) % {"days": days_text(halves)})
    if not parts and row.school_day:
        parts.append(_("School day: %(answer)s") % {"answer": row.get_school_day_display()})
    if row.first_on != row.last_on:
        parts.append(from_to(PartialDate.on(row.first_on), PartialDate.on(row.last_on)))
    return listed(parts)


def said(row: Any, name: str) -> str:
    """One value of a row in words, "" when nobody answered."""
    value = getattr(row, name)
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, PartialDate):
        return date(value)
    if isinstance(value, dt.date):
        return date(PartialDate.on(value))
    if isinstance(value, dt.time):
        return time_format(value, "H:i")
    if name in _LISTS:
        return listed(str(_LISTS[name].get(word, word)) for word in value)
    if name.endswith("_halves"):
        return days_text(value)
    return str(getattr(row, f"get_{name}_display")()) if row._meta.get_field(name).choices else str(value)


def facts(row: Any) -> list[tuple[str, str]]:
    """What was answered about a row, as label and value."""
    kind = row.entry.kind
    found = []
    for name in FACTS[kind]:
        words = said(row, name)
        if words:
            field = row._meta.get_field(_column(row, name))
            label = str(field.verbose_name)
            found.append((label[:1].upper() + label[1:], words))
    return found


def _column(row: Any, name: str) -> str:
    return f"{name}_on" if isinstance(getattr(row, name), PartialDate) else name


@dataclass(frozen=True)
class LogList:
    """One page of everything of one kind, newest first."""

    rows: list[LogView]
    page: int
    has_newer: bool
    has_older: bool


def log_list(access: Access, patient: Patient, kind: str, *, page: int = 1, size: int = 30) -> LogList:
    """One query, however long the record is."""
    start = (page - 1) * size
    rows = (
        access.of(MODELS[kind])
        .filter(entry__patient=patient, entry__kind=kind)
        .select_related("entry__author", "entry__patient__household")
        .order_by("-entry__occurred_at", "-pk")
    )
    found = [log_view(row) for row in rows[start : start + size + 1]]
    return LogList(found[:size], page, page > 1, len(found) > size)
