"""Writing down vaccines of people at home."""

import datetime as dt
import uuid
from typing import Any

from django.db import transaction

from care.household.models import Patient, User
from care.household.rules import local_day
from care.plan import actions as plan
from care.record import actions as record
from care.record.dates import PartialDate
from care.record.models import Entry
from care.vaccines.actions.decisions import check_date, date_fields
from care.vaccines.models import HouseholdVaccine
from care.vaccines.rules import flags


@transaction.atomic
def record_household_vaccine(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    member: str,
    outcome: str,
    product: str = "",
    product_text: str = "",
    dated: PartialDate | None = None,
    contact: str = "",
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
    client_id: uuid.UUID | None = None,
) -> record.Saved:
    """Write down a vaccine of ``member``, somebody who lives with the patient. It is never the patient's own.

    Raises ValidationError (nothing written) for an unknown product or outcome, or a dose dated after today.
    """
    check_date(patient, outcome, dated, at)
    detail = HouseholdVaccine(
        member=member,
        product=product,
        product_text=product_text,
        outcome=outcome,
        contact=contact,
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
        kind=Entry.Kind.HOUSEHOLD_VACCINE,
        by=by,
        at=at,
        detail=detail,
        client_id=client_id,
        note=note,
    )
    if saved.created:
        follow(detail, by=by, at=at)
    return saved


@transaction.atomic
def correct_household_vaccine(
    *, vaccine: HouseholdVaccine, by: User, at: dt.datetime, changes: dict[str, Any]
) -> HouseholdVaccine:
    """Change one; old values are kept. Raises ValidationError (nothing written)."""
    changes = dict(changes)
    dated = vaccine.dated
    if "dated" in changes:
        dated = changes.pop("dated")
        changes |= date_fields(dated)
    check_date(vaccine.entry.patient, changes.get("outcome", vaccine.outcome), dated, at)
    vaccine.entry = record.correct(entry=vaccine.entry, detail=vaccine, by=by, at=at, changes=changes)
    follow(vaccine, by=by, at=at)
    return vaccine


@transaction.atomic
def remove_household_vaccine(*, vaccine: HouseholdVaccine, by: User, at: dt.datetime) -> Entry:
    """Take one back; it can be put back until the family is erased."""
    return record.remove(entry=vaccine.entry, by=by, at=at)


def follow(vaccine: HouseholdVaccine, *, by: User, at: dt.datetime) -> None:
    """Let the red-flag rules look at it."""
    entry = vaccine.entry
    today = local_day(at, entry.patient.household.time_zone)
    facts = flags.of_household(vaccine.product, vaccine.outcome, vaccine.contact, vaccine.dated, today)
    plan.raise_flags(entry=entry, by=by, at=at, facts=facts)
