"""A clinician's instruction: written through their own account, and part of the plan once a guardian confirms it."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from care.household.audit import audit
from care.household.models import User
from care.household.rules import local_day
from care.plan import actions as plan
from care.plan.models import CarePlan
from care.vaccines import actions as vaccines
from care.vaccines.models import VaccineDirective
from care.visits.actions.consents import let_in, put_on_today
from care.visits.models import ClinicConsent, Review, Summary
from care.visits.rules import instructions as rules
from care.visits.rules.sharing import Section

Instruction = rules.Instruction


class Decided(ValueError):
    """Somebody of the family decided it meanwhile."""


@transaction.atomic
def instruct(
    *, consent: ClinicConsent, summary: Summary, by: User, at: dt.datetime, kind: str, values: dict[str, Any]
) -> Review:
    """Write an instruction to the family; nothing of their plan changes by it.

    ``values``: JSON, as ``rules.instructions.FIELDS``. The same sent twice is one. Raises PermissionDenied when the
    consent is not open, does not share what it is about, or the summary is another patient's; ValidationError.
    """
    consent = let_in(consent, summary, by=by, at=at)
    if kind == Instruction.DIRECTIVE and Section.VACCINES not in consent.sections:
        raise PermissionDenied
    if not rules.fits(kind, values):
        raise ValidationError(_("This instruction cannot be kept."))
    said = {"kind": kind, **values}
    known = Review.objects.filter(consent=consent, summary=summary, instruction=said, decided_at=None).first()
    if known is not None:
        return known
    row = Review(consent=consent, summary=summary, at=at, instruction=said)
    put_on_today(row)
    _tell(row, by=by, at=at, action="instruction.written")
    return row


@transaction.atomic
def confirm(*, review: Review, by: User, at: dt.datetime) -> Review:
    """Take an instruction into the family's own plan, in the clinician's name. Confirmed already, it stays so.

    Raises Decided when it was declined, ValidationError (nothing written) when the plan cannot hold it any more.
    """
    review = _locked(review)
    if review.decided_at is not None:
        if review.is_confirmed:
            return review
        raise Decided
    said = {name: value for name, value in review.said.items() if name != "kind"}
    {
        Instruction.CALL_PLAN: _into_call_plan,
        Instruction.THRESHOLD: _into_care_plan,
        Instruction.DIRECTIVE: _into_directives,
    }[Instruction(review.said["kind"])](review, said, by=by, at=at)
    return _decide(review, True, by=by, at=at)


@transaction.atomic
def decline(*, review: Review, by: User, at: dt.datetime) -> Review:
    """Leave the plan as it is. Declined already, it stays so. Raises Decided when it was confirmed."""
    review = _locked(review)
    if review.decided_at is not None:
        if review.is_confirmed:
            raise Decided
        return review
    return _decide(review, False, by=by, at=at)


def _into_call_plan(review: Review, said: dict, *, by: User, at: dt.datetime) -> None:
    told = {"told_by": str(review.consent.clinician)[: rules.LONGEST_NAME], "told_on": _day(review)}
    plan.save_call_plan(patient=review.consent.patient, by=by, at=at, changes={"ring_when": said["ring_when"], **told})


def _into_care_plan(review: Review, said: dict, *, by: User, at: dt.datetime) -> None:
    patient, day = review.consent.patient, _day(review)
    before = CarePlan.objects.filter(patient=patient).first()
    values = {
        "signed_by": rules.signed_by(str(review.consent.clinician), before.signed_by if before else ""),
        "signed_on": day,
        "threshold_tenths": said["tenths"],
        "threshold_unit": said["unit"],
    }
    if review_on := rules.review_on(day, before.review_on if before else None):
        values["review_on"] = review_on
    plan.save_care_plan(patient=patient, by=by, at=at, values=values)


def _into_directives(review: Review, said: dict, *, by: User, at: dt.datetime) -> None:
    clinician = review.consent.clinician
    assert clinician is not None
    expires = said["expires_on"]
    saved = vaccines.add_directive(
        patient=review.consent.patient,
        by=by,
        at=at,
        says=said["says"],
        product=said["product"],
        words=said["words"],
        told_by=str(clinician)[: rules.LONGEST_NAME],
        given_on=_day(review),
        expires_on=dt.date.fromisoformat(expires) if expires else None,
        client_id=review.pk,
    )
    # Word for word what they wrote through their own account: their name stands under it.
    directive = VaccineDirective.objects.get(pk=saved.entry.pk)
    vaccines.sign_directive(directive=directive, by=clinician, at=at, seen=saved.entry.version)


def _day(review: Review) -> dt.date:
    """The family's day on which it was written."""
    return local_day(review.at, review.consent.patient.household.time_zone)


def _locked(review: Review) -> Review:
    rows = Review.objects.select_for_update(of=("self",))
    return rows.select_related("consent__patient__household", "consent__clinician").get(
        pk=review.pk, instruction__isnull=False
    )


def _decide(review: Review, confirmed: bool, *, by: User, at: dt.datetime) -> Review:
    review.is_confirmed, review.decided_at, review.decided_by = confirmed, at, by
    review.seen_at, review.seen_by = at, by
    review.save(update_fields=["is_confirmed", "decided_at", "decided_by", "seen_at", "seen_by"])
    _tell(review, by=by, at=at, action="instruction.confirmed" if confirmed else "instruction.declined")
    return review


def _tell(review: Review, *, by: User, at: dt.datetime, action: str) -> None:
    patient = review.consent.patient
    fields = [review.said["kind"]]
    audit(household=patient.household, by=by, at=at, action=action, target=review, patient=patient, fields=fields)
