"""Visits in a list and on their own page."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from care.household.access import Access
from care.household.models import Patient
from care.visits import rules
from care.visits.models import Summary, Visit


@dataclass(frozen=True)
class VisitRow:
    """One visit in a list. ``version`` is its newest ready summary, None without one."""

    id: UUID
    on: dt.date
    time: dt.time | None
    title: str
    specialty: str
    questions: int
    version: int | None


@dataclass(frozen=True)
class VisitList:
    """Upcoming visits, the next one first; past ones, the last one first."""

    upcoming: list[VisitRow] = field(default_factory=list)
    past: list[VisitRow] = field(default_factory=list)


@dataclass(frozen=True)
class SummaryRow:
    """One version of a summary."""

    version: int
    state: str
    requested_at: dt.datetime
    generated_at: dt.datetime | None
    by: str


@dataclass(frozen=True)
class VisitPage:
    """A visit with how its summaries stand. ``waiting`` is being made; ``failed`` is newer than every ready one.

    ``has_begun``: something may have been said there, so the page asks for it.
    """

    visit: Visit
    has_begun: bool
    zone_differs: bool
    questions: list[str]
    first_count: int
    ready: SummaryRow | None
    waiting: SummaryRow | None
    failed: SummaryRow | None
    versions: list[SummaryRow]
    made_by_itself: list[dt.datetime]


def visits(access: Access, patient: Patient) -> VisitList:
    """A patient's visits. One query."""
    today = access.today(patient)
    newest = Max("summaries__version", filter=Q(summaries__state=Summary.State.READY))
    rows = access.of(Visit).filter(patient=patient).annotate(newest=newest).order_by("on", "time", "pk")
    found = [(row.on, _row(row)) for row in rows]
    return VisitList(
        upcoming=[row for on, row in found if on >= today], past=[row for on, row in reversed(found) if on < today]
    )


def visit_page(access: Access, visit: Visit) -> VisitPage:
    """Everything about one visit. ``visit`` comes from the access door."""
    rows = access.of(Summary).filter(visit=visit).select_related("requested_by").defer("content").order_by("-version")
    versions = [
        SummaryRow(
            version=row.version,
            state=row.state,
            requested_at=row.requested_at,
            generated_at=row.generated_at,
            by=str(row.requested_by) if row.requested_by else _("Tend"),
        )
        for row in rows
    ]
    ready = next((row for row in versions if row.state == Summary.State.READY), None)
    failed = next((row for row in versions if row.state == Summary.State.FAILED), None)
    questions = [line.strip() for line in visit.questions.splitlines() if line.strip()]
    due = [slot.at for slot in rules.slots(visit.on, visit.time, visit.time_zone)]
    return VisitPage(
        visit=visit,
        has_begun=rules.has_begun(visit.on, visit.time, visit.time_zone, access.now),
        zone_differs=visit.time_zone != visit.patient.household.time_zone,
        questions=questions,
        first_count=rules.QUESTIONS_FIRST,
        ready=ready,
        waiting=next((row for row in versions if row.state == Summary.State.QUEUED), None),
        failed=failed if failed and (ready is None or failed.version > ready.version) else None,
        versions=[row for row in versions if row.state == Summary.State.READY],
        made_by_itself=[at for at in due if at > access.now],
    )


def _row(visit: Any) -> VisitRow:
    return VisitRow(
        id=visit.pk,
        on=visit.on,
        time=visit.time,
        title=visit.clinic or str(visit.get_specialty_display()),
        specialty=str(visit.get_specialty_display()),
        questions=sum(1 for line in visit.questions.splitlines() if line.strip()),
        version=visit.newest,
    )
