"""Consents: as the family sees them, and the patients a clinician was let in to."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.http import Http404

from care.household.access import Access, Grant
from care.household.models import Patient, User
from care.household.rules import Capability, age_in_words
from care.vaccines.reads import DirectiveLine, directives
from care.visits import secrets
from care.visits.models import ClinicConsent, ConsentEvent, Review, Summary
from care.visits.models.consents import no_messages_key
from care.visits.reads.shares import DEVICE_WORDS, ENDED_SHOWN, event_words
from care.visits.reads.summary import CHOICES, SummaryPage, newer_than, page_of
from care.visits.rules.sharing import Device, Section

# A consent opens the whole past: it is the sections and the end that a family chooses.
FIRST_DAY = dt.date(1900, 1, 1)
#: Seconds for which "no message" is remembered.
NONE_FOR = 300
#: How many lines the page of a consent shows, the newest; the trail has them all.
EVENTS_SHOWN = 200


@dataclass(frozen=True)
class CaseRow:
    """One patient of a clinician's caseload."""

    consent: ClinicConsent
    name: str
    age: tuple[int, int] | None
    newest: dt.datetime | None
    reviewed: dt.datetime | None
    #: A summary was made after the last review, or nothing was reviewed yet.
    to_review: bool


@dataclass(frozen=True)
class CasePage:
    """One patient as a clinician sees them: versions of summaries, newest first, and what was reviewed.

    ``to_sign``: what the family typed of its care team's words on vaccines and no clinician signed yet.
    """

    consent: ClinicConsent
    patient: Patient
    summaries: list[Summary]
    reviews: list[Review]
    to_sign: list[DirectiveLine]


@dataclass(frozen=True)
class ConsentList:
    """Clinicians let in, or offered to be; and those who were, with what they opened then. The newest first."""

    open: list[ClinicConsent]
    over: list[ClinicConsent]


@dataclass(frozen=True)
class ReadingLine:
    """What a clinician did with which version, with the kind of machine in words ("" when unknown)."""

    at: dt.datetime
    what: str
    device: str
    visit_on: dt.date
    version: int


@dataclass(frozen=True)
class ConsentPage:
    """A clinician with an account as the family sees it: what they may read, and all they opened, the newest first."""

    consent: ClinicConsent
    is_open: bool
    sections: list[str]
    events: list[ReadingLine]
    has_more: bool


def grant_for(user: User, patient: UUID, now: dt.datetime) -> Grant | None:
    """The consent by which a family let this clinician in, for the access door (``offer_consents``). One query."""
    row = _open(now).filter(clinician=user, patient=patient).first()
    return grant_of(row) if row else None


def grant_of(consent: ClinicConsent) -> Grant:
    """What the door opens: summaries, and the directives on vaccines where the family shares vaccines."""
    sections = {"visits"} | ({"vaccines"} if Section.VACCINES in consent.sections else set())
    return Grant(
        patient_id=consent.patient_id,
        sections=frozenset(sections),
        first_day=FIRST_DAY,
        last_day=consent.ends_on,
        expires_at=consent.expires_at,
        clinician_id=consent.clinician_id,
    )


def caseload(user: User, now: dt.datetime) -> list[CaseRow]:
    """Patients this clinician was let in to, those reviewed longest ago first, never reviewed before all. One query."""
    newest = Summary.objects.filter(
        visit__patient=OuterRef("patient"), visit__removed_at=None, state=Summary.State.READY
    ).order_by("-generated_at")
    rows = (
        _open(now)
        .filter(clinician=user)
        .annotate(newest=Subquery(newest.values("generated_at")[:1]), reviewed=Max("reviews__at"))
    )
    found = [
        CaseRow(
            consent=row,
            name=row.patient.name,
            age=age_in_words(row.patient.birth_date, now.date()) if row.patient.birth_date else None,
            newest=row.newest,
            reviewed=row.reviewed,
            to_review=row.newest is not None and (row.reviewed is None or row.newest > row.reviewed),
        )
        for row in rows
    ]
    start = dt.datetime.min.replace(tzinfo=dt.UTC)
    return sorted(found, key=lambda row: (row.reviewed or start, row.consent.pk))


def case(user: User, consent: UUID, now: dt.datetime) -> tuple[ClinicConsent, Access]:
    """An open consent of this clinician and the door it opens. Http404 for any other, and once it has ended."""
    row = _open(now).filter(clinician=user, pk=consent).first()
    if row is None:
        raise Http404
    return row, Access.for_grant(grant_of(row), now=now)


def case_page(consent: ClinicConsent, access: Access) -> CasePage:
    """Everything a clinician sees of one patient. At most four queries."""
    patient = access.patient(consent.patient_id, Capability.SEE_RECORD)
    said = directives(access, patient) if Section.VACCINES in consent.sections else []
    ready = access.of(Summary).filter(state=Summary.State.READY).select_related("visit").defer("content")
    reviews = Review.objects.filter(consent=consent).select_related("summary__visit").order_by("-pk")
    return CasePage(
        consent=consent,
        patient=patient,
        summaries=list(ready.order_by("-generated_at")[:50]),
        reviews=list(reviews[:50]),
        to_sign=[line for line in said if not line.is_signed],
    )


def has_case(user: User, now: dt.datetime) -> bool:
    """Whether any family lets this person in now. One query."""
    return _open(now).filter(clinician=user).exists()


def case_summary(consent: ClinicConsent, access: Access, summary: UUID) -> tuple[Summary, SummaryPage]:
    """A ready version with the sections the family shares, and whether the record went on since. Http404 for another.

    Four queries.
    """
    ready = access.of(Summary).filter(state=Summary.State.READY)
    row = ready.select_related("visit__patient__household").filter(pk=summary).first()
    if row is None:
        raise Http404
    latest = ready.filter(visit=row.visit_id).aggregate(latest=Max("version"))["latest"]
    # As under a share, one bit leaves the record beside the snapshot.
    newer = newer_than(Access.for_household(row.visit.patient.household_id, now=access.now), row)
    return row, page_of(row, latest=latest, newer=newer, sections=consent.sections)


def case_newest(access: Access, summary: Summary) -> Summary:
    """The newest version made for the same visit. One query."""
    ready = access.of(Summary).filter(visit=summary.visit_id, state=Summary.State.READY).defer("content")
    return ready.order_by("-version").first() or summary


def consent_by_token(token: str) -> ClinicConsent | None:
    """The consent behind a link. The token itself is the right to see what it offers."""
    rows = ClinicConsent.objects.filter(token_hash__in=secrets.keyed_any(token, secrets.INVITATION))
    return rows.select_related("patient__household", "created_by").first()


def consents(access: Access, patient: Patient) -> ConsentList:
    """Who is let in, was offered to be, or was once: for guardians. ``opened`` counts openings. One query."""
    opened = Q(events__kind=ConsentEvent.Kind.OPENED)
    rows = (
        access.of(ClinicConsent, Capability.MANAGE)
        .filter(patient=patient)
        .select_related("clinician", "created_by")
        .annotate(
            reviewed=Max("reviews__at"),
            opened=Count("events", filter=opened, distinct=True),
            last_opened=Max("events__at", filter=opened),
        )
        .order_by("-pk")
    )
    now: list[ClinicConsent] = []
    over: list[ClinicConsent] = []
    for row in rows:
        if row.is_open(access.now) or row.is_offered(access.now):
            now.append(row)
        elif row.accepted_at is not None:
            over.append(row)
    return ConsentList(now, over[:ENDED_SHOWN])


def consent_page(access: Access, consent: ClinicConsent) -> ConsentPage:
    """What a clinician may read and what they did. ``consent`` comes from the access door. One query."""
    rows = access.of(ConsentEvent, Capability.MANAGE).filter(consent=consent).select_related("summary__visit")
    found = list(rows.defer("summary__content").order_by("-pk")[: EVENTS_SHOWN + 1])
    events = [
        ReadingLine(
            at=event.at,
            what=event_words(event),
            device=str(DEVICE_WORDS[Device(event.device)]),
            visit_on=event.summary.visit.on,
            version=event.summary.version,
        )
        for event in found[:EVENTS_SHOWN]
    ]
    return ConsentPage(
        consent=consent,
        is_open=consent.is_open(access.now),
        sections=[str(words) for choice, words in CHOICES if choice in consent.sections],
        events=events,
        has_more=len(found) > EVENTS_SHOWN,
    )


def unseen_messages(access: Access, patient: Patient) -> list[Review]:
    """Messages of clinicians that nobody of the family put away, oldest first. One query.

    Today asks at every look and nearly always finds none, so "none" is remembered for a few minutes, in the cache;
    a new message forgets it.
    """
    key = no_messages_key(patient.pk)
    if cache.get(key):
        return []
    rows = (
        access.of(Review).filter(consent__patient=patient, seen_at=None).exclude(message="", instruction__isnull=True)
    )
    found = list(rows.select_related("consent__clinician", "summary__visit").order_by("pk"))
    if not found and access.may(Capability.SEE_RECORD, patient):
        cache.set(key, 1, NONE_FOR)
    return found


def reviews_of_visit(access: Access, visit) -> list[Review]:
    """What clinicians reviewed of a visit's summaries, newest first. One query."""
    rows = access.of(Review).filter(summary__visit=visit).select_related("consent__clinician", "summary")
    return list(rows.order_by("-pk"))


def _open(now: dt.datetime):
    rows = ClinicConsent.objects.filter(ended_at=None, accepted_at__isnull=False, expires_at__gt=now)
    return rows.select_related("patient__household", "clinician")
