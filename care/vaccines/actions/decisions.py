"""Writing vaccine decisions of a patient."""

import datetime as dt
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from care.household.models import Patient, User
from care.household.rules import local_day
from care.plan import actions as plan
from care.record import actions as record
from care.record.dates import PartialDate
from care.record.models import Entry
from care.reference import vaccines as catalogue
from care.vaccines.models import VaccineDecision, VaccineDirective
from care.vaccines.rules import Badge, answer, flags, may_lie_ahead, word


@transaction.atomic
def record_decision(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    outcome: str,
    product: str = "",
    product_text: str = "",
    dated: PartialDate | None = None,
    decided_by: str = "",
    advised_by: str = "",
    reason: str = "",
    place: str = "",
    lot: str = "",
    route: str = "",
    site: str = "",
    dose_number: int | None = None,
    reaction: str = "",
    note: str = "",
    source: str = Entry.Source.CAREGIVER,
    client_id: uuid.UUID | None = None,
) -> record.Saved:
    """Write down one decision: ``product`` a catalogue slug, or ``product_text`` for a vaccine that is not in it.

    The entry counts for the day it is written down; ``dated`` says when the dose or decision was. Raises
    ValidationError (nothing written) for an unknown product or outcome, or a dose dated after today.
    """
    check_date(patient, outcome, dated, at)
    detail = VaccineDecision(
        product=product,
        product_text=product_text,
        outcome=outcome,
        decided_by=decided_by,
        advised_by=advised_by,
        reason=reason,
        place=place,
        lot=lot,
        route=route,
        site=site,
        dose_number=dose_number,
        reaction=reaction,
        **date_fields(dated),
    )
    saved = record.add(
        patient=patient,
        kind=Entry.Kind.VACCINE_DECISION,
        by=by,
        at=at,
        detail=detail,
        client_id=client_id,
        source=source,
        note=note,
    )
    if saved.created:
        follow(detail, by=by, at=at)
    return saved


@transaction.atomic
def correct_decision(
    *, decision: VaccineDecision, by: User, at: dt.datetime, changes: dict[str, Any]
) -> VaccineDecision:
    """Change a decision; old values are kept. ``changes`` names fields as ``record_decision`` does.

    Raises ValidationError (nothing written) as ``record_decision`` does.
    """
    changes = dict(changes)
    patient = decision.entry.patient
    if "dated" in changes:
        dated = changes.pop("dated")
        changes |= date_fields(dated)
    else:
        dated = decision.dated
    check_date(patient, changes.get("outcome", decision.outcome), dated, at)
    decision.entry = record.correct(entry=decision.entry, detail=decision, by=by, at=at, changes=changes)
    follow(decision, by=by, at=at)
    return decision


@transaction.atomic
def remove_decision(*, decision: VaccineDecision, by: User, at: dt.datetime) -> Entry:
    """Take a decision back; it can be put back until the family is erased."""
    return record.remove(entry=decision.entry, by=by, at=at)


def follow(decision: VaccineDecision, *, by: User, at: dt.datetime) -> None:
    """Let the red-flag rules look at it."""
    entry = decision.entry
    row = catalogue.by_slug().get(decision.product)
    badge = answer(row).badge if row else Badge.NOT_KNOWN
    today = local_day(at, entry.patient.household.time_zone)
    dated = decision.dated
    kind = Entry.Kind.VACCINE_DIRECTIVE
    said = VaccineDirective.objects.filter(entry__patient=entry.patient_id, entry__kind=kind, entry__removed_at=None)
    day_of_dose = min(dated.latest, today) if dated else today
    standing = [directive.rule for directive in said if directive.given_on <= day_of_dose]
    says = word(standing, decision.product, day_of_dose).says
    facts = flags.of_decision(badge, decision.outcome, dated, today, says)
    plan.raise_flags(entry=entry, by=by, at=at, facts=facts)


def date_fields(dated: PartialDate | None) -> dict[str, Any]:
    """A partial date as a row stores it."""
    if dated is None:
        return {"decided_on": None, "decided_precision": ""}
    return {"decided_on": dated.earliest, "decided_precision": dated.precision}


def check_date(patient: Patient, outcome: str, dated: PartialDate | None, at: dt.datetime) -> None:
    """Raises ValidationError for a dose that was given after today."""
    today = local_day(at, patient.household.time_zone)
    if dated and dated.earliest > today and not may_lie_ahead(outcome):
        raise ValidationError({"on": _("A dose that was given cannot be dated after today.")})
