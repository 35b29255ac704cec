"""Antibiotic courses for pages, trends and summaries."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from care.household.access import Access
from care.household.models import Patient
from care.household.rules import Capability
from care.infections.models import AntimicrobialCourse
from care.infections.reads.logs import from_to, title, url
from care.infections.rules.courses import Taken
from care.record.dates import PartialDate
from care.record.models import Entry

#: How many names a page offers as buttons.
NAMES_OFFERED = 8


@dataclass(frozen=True)
class CourseView:
    """One course as it was told; ``is_open`` without a stop. ``taken`` is what ``rules.courses`` counts days of."""

    pk: UUID
    episode_id: UUID | None
    drug: str
    purpose: str
    purpose_words: str
    route: str
    route_words: str
    started: PartialDate | None
    planned_end: PartialDate | None
    stopped: PartialDate | None
    when_words: str
    stop_reason: str
    missed_doses: int | None
    is_open: bool
    late: bool
    edited: bool
    taken: Taken
    note: str
    by: str
    url: str


def course_view(row: AntimicrobialCourse) -> CourseView:
    """A row whose ``entry.author`` and ``entry.patient.household`` are loaded."""
    entry = row.entry
    return CourseView(
        pk=row.pk,
        episode_id=row.episode_id,
        drug=title(Entry.Kind.ANTIMICROBIAL, row),
        purpose=row.purpose,
        purpose_words=str(row.get_purpose_display()),
        route=row.route,
        route_words=str(row.get_route_display()),
        started=row.started,
        planned_end=row.planned_end,
        stopped=row.stopped,
        when_words=from_to(row.started, row.stopped),
        stop_reason=row.stop_reason,
        missed_doses=row.missed_doses,
        is_open=row.stopped_on is None,
        late=entry.is_late,
        edited=entry.edited_at is not None,
        taken=Taken(row.started, row.stopped, row.planned_end),
        note=entry.note,
        by=str(entry.author),
        url=url(entry),
    )


def courses(access: Access, patient: Patient, first: dt.date, last: dt.date) -> list[CourseView]:
    """Courses taken at any time from ``first`` to ``last``, by start, those without a known start first. One query."""
    rows = (
        access.of(AntimicrobialCourse, Capability.SEE_TODAY)
        .filter(entry__patient=patient, entry__kind=Entry.Kind.ANTIMICROBIAL)
        .filter(Q(stopped_on=None) | Q(stopped_on__gte=first), Q(started_on=None) | Q(started_on__lte=last))
        .select_related("entry__author", "entry__patient__household")
        .order_by("started_on", "pk")
    )
    return [course_view(row) for row in rows]


def drugs_used(access: Access, patient: Patient) -> list[str]:
    """Names of earlier courses, the last used first, each once however it was spelled in small or large letters."""
    mine = {"entry__patient": patient, "entry__kind": Entry.Kind.ANTIMICROBIAL}
    rows = access.of(AntimicrobialCourse, Capability.SEE_TODAY).filter(**mine)
    names: dict[str, str] = {}
    for name in rows.order_by("-entry__entered_at", "-pk").values_list("drug", flat=True)[:200]:
        names.setdefault(" ".join(name.split()).casefold(), name)
    return list(names.values())[:NAMES_OFFERED]
