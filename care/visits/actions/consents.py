"""Letting a clinician's account in for a longer time, ending it, and what the clinician gives back."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from care.household.audit import audit
from care.household.models import Household, Membership, Patient, User
from care.household.rules import day_end, local_day
from care.visits import secrets
from care.visits.models import ClinicConsent, Review, Summary
from care.visits.models.consents import no_messages_key
from care.visits.rules.sharing import kept_sections

#: A consent is renewed by a guardian who still wants it, at least every second year.
LONGEST = dt.timedelta(days=2 * 366)
MOST_OFFERED = 10


class ConsentClosed(ValueError):
    """The link was used, taken back or is too old, or was sent to somebody else's address."""


class OwnFamily(ValueError):
    """Somebody of the family cannot be let in as its clinician."""


class TooManyConsents(ValueError):
    """``MOST_OFFERED`` links are waiting already, or as many were made within a day."""


@dataclass(frozen=True)
class Offered:
    """A consent with the token of its link, known only now; None when the same page was sent twice."""

    consent: ClinicConsent
    token: str | None = None


@transaction.atomic
def offer_consent(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    sections: Iterable[str],
    ends_on: dt.date,
    email: str = "",
    key: UUID | None = None,
) -> Offered:
    """A link by which one clinician gets in until ``ends_on`` (the family's day, inclusive).

    Raises ValidationError (nothing written), TooManyConsents.
    """
    household = Household.objects.select_for_update().get(pk=patient.household_id)
    if key is not None:
        known = ClinicConsent.objects.filter(pk=key).first()
        if known is not None and known.patient_id == patient.pk:
            return Offered(known)
        key = None if known is not None else key
    today = local_day(at, household.time_zone)
    if not today <= ends_on <= today + LONGEST:
        raise ValidationError({"ends_on": _("Choose a day from today on, at most two years ahead.")})
    chosen = kept_sections(sections)
    if not chosen:
        raise ValidationError({"sections": _("Choose at least one part.")})
    recent = ClinicConsent.objects.filter(patient__household=household, created_at__gt=at - dt.timedelta(days=1))
    if recent.count() >= MOST_OFFERED:
        # Taking links back must not make Tend a machine for unwanted mail.
        raise TooManyConsents
    token = secrets.new_token()
    consent = ClinicConsent(
        patient=patient,
        email=email.strip().lower(),
        sections=chosen,
        token_hash=secrets.keyed(token, secrets.INVITATION),
        created_by=by,
        created_at=at,
        ends_on=ends_on,
        expires_at=day_end(ends_on, household.time_zone),
        **({"pk": key} if key else {}),
    )
    consent.full_clean(exclude=["sections"], validate_unique=False)
    consent.save(force_insert=True)
    _tell(consent, by=by, at=at, action="consent.offered")
    return Offered(consent, token)


@transaction.atomic
def accept_consent(*, consent: ClinicConsent, by: User, at: dt.datetime) -> ClinicConsent:
    """Let ``by`` in. Somebody who is let in already keeps what the newer word says.

    Raises ConsentClosed, OwnFamily. Who once belonged to the family comes in only by an offer to their own address: a
    link alone may be one they kept.
    """
    consent = _locked(consent)
    if consent.clinician_id == by.pk and consent.is_open(at):
        return consent
    if not consent.is_offered(at) or (consent.email and consent.email != by.email):
        raise ConsentClosed
    places = Membership.objects.filter(household=consent.patient.household_id, user=by)
    if places.filter(ended_at=None).exists() or (not consent.email and places.exists()):
        raise OwnFamily
    for older in ClinicConsent.objects.select_for_update().filter(
        patient=consent.patient_id, clinician=by, ended_at=None
    ):
        older.ended_at, older.ended_by = at, by
        older.save(update_fields=["ended_at", "ended_by"])
    consent.clinician, consent.accepted_at = by, at
    consent.save(update_fields=["clinician", "accepted_at"])
    _tell(consent, by=by, at=at, action="consent.accepted")
    return consent


@transaction.atomic
def end_consent(*, consent: ClinicConsent, by: User, at: dt.datetime) -> ClinicConsent:
    """End a consent or take its link back, at once. Twice changes nothing; it cannot be undone."""
    consent = _locked(consent)
    if consent.ended_at is None:
        consent.ended_at, consent.ended_by = at, by
        consent.save(update_fields=["ended_at", "ended_by"])
        _tell(consent, by=by, at=at, action="consent.ended")
    return consent


@transaction.atomic
def review(*, consent: ClinicConsent, summary: Summary, by: User, at: dt.datetime, message: str = "") -> Review:
    """Write down that the clinician read a version, with a message to the family or none.

    Raises PermissionDenied when the consent is not open or the summary is not the patient's, ValidationError.
    """
    consent = let_in(consent, summary, by=by, at=at)
    row = Review(consent=consent, summary=summary, message=message.strip(), at=at)
    row.full_clean(exclude=["consent", "summary"])
    just_now = Review.objects.filter(consent=consent, summary=summary, at__gt=at - dt.timedelta(minutes=5))
    just_now = just_now.filter(instruction__isnull=True)
    if (known := just_now.filter(message=row.message).first()) is not None:
        # The same page sent twice.
        return known
    put_on_today(row)
    audit(
        household=consent.patient.household, by=by, at=at, action="summary.reviewed", target=summary,
        patient=consent.patient, fields=["message"] if row.message else [],
    )  # fmt: skip
    return row


@transaction.atomic
def mark_seen(*, review: Review, by: User, at: dt.datetime) -> Review:
    """Take a clinician's message off Today. It stays with the visit."""
    if Review.objects.filter(pk=review.pk, seen_at=None).update(seen_at=at, seen_by=by):
        patient = review.consent.patient
        audit(household=patient.household, by=by, at=at, action="review.seen", target=review, patient=patient)
    return Review.objects.get(pk=review.pk)


def let_in(consent: ClinicConsent, summary: Summary, *, by: User, at: dt.datetime) -> ClinicConsent:
    """The consent under which ``by`` may write about a version now, locked.

    Raises PermissionDenied when it is not open, is somebody else's, or the summary is another patient's.
    """
    consent = _locked(consent)
    if not consent.is_open(at) or consent.clinician_id != by.pk or summary.visit.patient_id != consent.patient_id:
        raise PermissionDenied
    return consent


def put_on_today(row: Review) -> None:
    """Save what a clinician wrote; the family's Today forgets that it had found nothing."""
    row.save(force_insert=True)
    transaction.on_commit(lambda: cache.delete(no_messages_key(row.consent.patient_id)))


def _locked(consent: ClinicConsent) -> ClinicConsent:
    rows = ClinicConsent.objects.select_for_update(of=("self",)).select_related("patient__household", "created_by")
    return rows.get(pk=consent.pk)


def _tell(consent: ClinicConsent, *, by: User, at: dt.datetime, action: str) -> None:
    patient = consent.patient
    audit(household=patient.household, by=by, at=at, action=action, target=consent, patient=patient)
