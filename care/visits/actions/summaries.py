"""Asking for a summary, and making it: claimed by row, written once, never changed."""

import datetime as dt
import logging
from collections.abc import Collection, Iterable
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from care.household.audit import audit
from care.household.events import SummaryReady, SummaryRequested, announce
from care.household.models import User
from care.record.photos.actions import choose_for_summary
from care.visits.actions.content import collect
from care.visits.actions.documents import keep_document
from care.visits.models import Summary, Visit
from care.visits.rules import Slot, content_hash, slot_due
from care.visits.rules.sharing import ALL, kept_sections, with_photos

log = logging.getLogger(__name__)

# Longer than a task may run (60 s): a lease never ends under a worker that still writes.
LEASE = dt.timedelta(seconds=90)
MOST_ATTEMPTS = 3
BATCH = 200


@transaction.atomic
def request_summary(*, visit: Visit, by: User | None, at: dt.datetime, slot: Slot | None = None) -> Summary:
    """A summary that waits to be made; the one already waiting when there is one. ``by`` is None for Tend itself."""
    visit = Visit.objects.select_for_update(of=("self",)).select_related("patient__household").get(pk=visit.pk)
    if visit.removed_at is not None:
        raise PermissionDenied
    waiting = _waiting(visit)
    if waiting is not None:
        return waiting
    highest = Summary.objects.filter(visit=visit).aggregate(highest=Max("version"))["highest"] or 0
    # What the family chose to show of the last one holds for the next.
    chosen = Summary.objects.filter(visit=visit).order_by("-version").values_list("sections", flat=True).first() or []
    summary = Summary(
        visit=visit,
        version=highest + 1,
        slot=slot.key if slot else "",
        requested_by=by,
        requested_at=at,
        sections=chosen,
    )
    try:
        with transaction.atomic():
            summary.save(force_insert=True)
    except IntegrityError:
        # Somebody asked at the same moment: theirs is as good.
        return _waiting(visit) or Summary.objects.filter(visit=visit).latest("version")
    patient = visit.patient
    audit(household=patient.household, by=by, at=at, action="summary.requested", target=summary, patient=patient)
    announce(
        SummaryRequested(
            household_id=patient.household_id,
            at=at,
            by=by.pk if by else None,
            patient_id=patient.pk,
            visit_id=visit.pk,
        )
    )
    return summary


@transaction.atomic
def choose_sections(*, summary: Summary, sections: Iterable[str], by: User, at: dt.datetime) -> None:
    """Keep what the family shows of a version; its content stays as it was made.

    Raises ValidationError without any section, PermissionDenied for one that is not ready.
    """
    if summary.state != Summary.State.READY:
        raise PermissionDenied
    chosen = kept_sections(sections)
    if not chosen:
        raise ValidationError({"sections": _("Choose at least one part.")})
    Summary.objects.filter(pk=summary.pk).choose(chosen)
    patient = summary.visit.patient
    audit(household=patient.household, by=by, at=at, action="summary.chosen", target=summary, patient=patient)


@transaction.atomic
def choose_photos(
    *, summary: Summary, offered: Iterable[UUID], chosen: Collection[UUID], by: User, at: dt.datetime
) -> Summary | None:
    """Choose which of the ``offered`` photos stand in the summaries of a visit, and ask for a version with them.

    ``summary`` is the newest ready one: what was read of it stays. With photos its successors show them; without any
    chosen they show none. Returns the version that is being made, None when nothing changes.
    """
    if summary.state != Summary.State.READY:
        raise PermissionDenied
    visit = summary.visit
    changed = choose_for_summary(patient=visit.patient, offered=offered, chosen=chosen, by=by, at=at)
    before = summary.sections or sorted(ALL)
    sections = with_photos(before, any_chosen=bool(chosen))
    if not changed and set(sections) == set(before):
        return None
    waiting = request_summary(visit=visit, by=by, at=at)
    Summary.objects.filter(pk=waiting.pk).choose(sections)
    return waiting


def queue_due_summaries(*, at: dt.datetime) -> list[UUID]:
    """Queue the summaries whose moment before a visit has come. Returns the visits that have one waiting, oldest first.

    Safe to run twice at once: a moment of a visit is one row. Looks only at visits around today.
    """
    near = Q(on__range=(at.date() - dt.timedelta(days=2), at.date() + dt.timedelta(days=4)))
    visits = Visit.objects.filter(near, removed_at=None).select_related("patient__household").order_by("on", "pk")
    made = set(Summary.objects.filter(visit__in=visits).exclude(slot="").values_list("visit_id", "slot"))
    for visit in visits:
        try:
            slot = slot_due(visit.on, visit.time, visit.time_zone, at)
            if slot is not None and (visit.pk, slot.key) not in made:
                request_summary(visit=visit, by=None, at=at, slot=slot)
        except Exception as problem:
            # One row that cannot be worked out must not keep the others waiting.
            log.error("visit %s could not be queued: %s", visit.pk, type(problem).__name__)
    waiting = _claimable(at).order_by("requested_at").values_list("visit_id", flat=True)
    return list(waiting[:BATCH])


def generate_summary(*, visit_id: UUID, at: dt.datetime) -> Summary | None:
    """Make the waiting summary of a visit. None when nothing waits, or another worker has it.

    A problem leaves the row waiting for the next beat; after three it ends as FAILED, so that the page can
    say so. The problem itself is raised for the worker's log.
    """
    summary = _claim(visit_id, at)
    if summary is None:
        return None
    try:
        with transaction.atomic():
            return _write(summary, at=at)
    except Exception as problem:
        over = summary.attempts >= MOST_ATTEMPTS
        Summary.objects.filter(pk=summary.pk, attempts=summary.attempts).update(
            state=Summary.State.FAILED if over else Summary.State.QUEUED,
            lease_until=None,
            problem=type(problem).__name__[:80],
        )
        raise


def _claimable(at: dt.datetime):
    free = Q(lease_until=None) | Q(lease_until__lte=at)
    return Summary.objects.filter(free, state=Summary.State.QUEUED, visit__removed_at=None)


def _waiting(visit: Visit) -> Summary | None:
    return Summary.objects.filter(visit=visit, state=Summary.State.QUEUED).first()


def _claim(visit_id: UUID, at: dt.datetime) -> Summary | None:
    """Lease the waiting row. Of two workers that see it, the one whose update counts has it."""
    row = _claimable(at).filter(visit=visit_id).select_related("visit__patient__household").first()
    if row is None:
        return None
    found = Summary.objects.filter(pk=row.pk, state=Summary.State.QUEUED, attempts=row.attempts)
    if row.attempts >= MOST_ATTEMPTS:
        # Three workers died over it.
        found.update(state=Summary.State.FAILED, lease_until=None, problem=row.problem or "WorkerLost")
        return None
    if not found.update(attempts=row.attempts + 1, lease_until=at + LEASE):
        return None
    row.attempts += 1
    return row


def _write(summary: Summary, *, at: dt.datetime) -> Summary | None:
    visit = summary.visit
    patient = visit.patient
    made = collect(visit=visit, at=at)
    written = Summary.objects.filter(pk=summary.pk, state=Summary.State.QUEUED, attempts=summary.attempts).update(
        state=Summary.State.READY,
        lease_until=None,
        problem="",
        generated_at=at,
        first_day=made.period.first,
        last_day=made.period.last,
        content=made.content,
        fingerprint=made.fingerprint,
        content_hash=content_hash(made.content),
        app_version=settings.TEND_VERSION,
    )
    if not written:
        # The lease ran out and another worker took over: its summary stands.
        return None
    keep_document(summary=summary, made=made, at=at)
    audit(household=patient.household, by=None, at=at, action="summary.created", target=summary, patient=patient)
    announce(
        SummaryReady(
            household_id=patient.household_id,
            at=at,
            patient_id=patient.pk,
            visit_id=visit.pk,
            summary_id=summary.pk,
        )
    )
    return Summary.objects.get(pk=summary.pk)
