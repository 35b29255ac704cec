"""Writing vaccine decisions. Taking one back and putting it back is ``care.record``'s."""

import datetime as dt
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from care.household.models import Patient, User
from care.household.rules import local_day
from care.record import actions as record
from care.record.dates import PartialDate
from care.record.models import Entry
from care.vaccines.models import VaccineDecision
from care.vaccines.rules import may_lie_ahead


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
    lot: str = "",
    site: str = "",
    dose_number: int | None = None,
    note: str = "",
    source: str = Entry.Source.CAREGIVER,
    client_id: uuid.UUID | None = None,
) -> record.Saved:
    """Write down one decision: ``product`` a catalogue slug, or ``product_text`` for a vaccine that is not in it.

    The entry counts for the day it is written down; ``dated`` says when the dose or decision was. Raises
    ValidationError (nothing written) for an unknown product or outcome, or a dose dated after today.
    """
    _check_date(patient, outcome, dated, at)
    detail = VaccineDecision(
        product=product,
        product_text=product_text,
        outcome=outcome,
        decided_by=decided_by,
        advised_by=advised_by,
        reason=reason,
        lot=lot,
        site=site,
        dose_number=dose_number,
        **_date_fields(dated),
    )
    return record.add(
        patient=patient,
        kind=Entry.Kind.VACCINE_DECISION,
        by=by,
        at=at,
        detail=detail,
        client_id=client_id,
        source=source,
        note=note,
    )


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
        changes |= _date_fields(dated)
    else:
        dated = decision.dated
    _check_date(patient, changes.get("outcome", decision.outcome), dated, at)
    record.correct(entry=decision.entry, detail=decision, by=by, at=at, changes=changes)
    return decision


@transaction.atomic
def remove_decision(*, decision: VaccineDecision, by: User, at: dt.datetime) -> Entry:
    """Take a decision back; it can be put back until the family is erased."""
    return record.remove(entry=decision.entry, by=by, at=at)


def _date_fields(dated: PartialDate | None) -> dict[str, Any]:
    if dated is None:
        return {"decided_on": None, "decided_precision": ""}
    return {"decided_on": dated.earliest, "decided_precision": dated.precision}


def _check_date(patient: Patient, outcome: str, dated: PartialDate | None, at: dt.datetime) -> None:
    today = local_day(at, patient.household.time_zone)
    if dated and dated.earliest > today and not may_lie_ahead(outcome):
        raise ValidationError({"on": _("A dose that was given cannot be dated after today.")})
