"""Writing down what the care team said about a vaccine."""

import datetime as dt
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from care.household.models import Patient, User
from care.household.rules import local_day
from care.record import actions as record
from care.record.models import Entry
from care.vaccines.models import VaccineDirective


@transaction.atomic
def add_directive(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    says: str,
    told_by: str,
    given_on: dt.date,
    product: str = "",
    expires_on: dt.date | None = None,
    words: str = "",
    note: str = "",
    client_id: uuid.UUID | None = None,
) -> record.Saved:
    """Write down one word of the care team: ``product`` a catalogue slug, "" for all live vaccines.

    Typed by the family; nobody's signature. Raises ValidationError (nothing written).
    """
    _check(patient, given_on, at)
    detail = VaccineDirective(
        says=says, product=product, told_by=told_by, given_on=given_on, expires_on=expires_on, words=words
    )
    return record.add(
        patient=patient,
        kind=Entry.Kind.VACCINE_DIRECTIVE,
        by=by,
        at=at,
        detail=detail,
        client_id=client_id,
        source=Entry.Source.CLINICIAN,
        note=note,
    )


@transaction.atomic
def change_directive(
    *, directive: VaccineDirective, by: User, at: dt.datetime, changes: dict[str, Any]
) -> VaccineDirective:
    """Change a directive; old values are kept. A signature was for the old words, so it goes.

    Raises ValidationError (nothing written).
    """
    if "given_on" in changes:
        _check(directive.entry.patient, changes["given_on"], at)
    if any(getattr(directive, name, None) != value for name, value in changes.items() if name != "note"):
        directive.signed_by, directive.signed_at = None, None
    directive.entry = record.correct(entry=directive.entry, detail=directive, by=by, at=at, changes=changes)
    return directive


@transaction.atomic
def remove_directive(*, directive: VaccineDirective, by: User, at: dt.datetime) -> Entry:
    """Take a directive back; it can be put back until the family is erased."""
    return record.remove(entry=directive.entry, by=by, at=at)


def _check(patient: Patient, given_on: dt.date, at: dt.datetime) -> None:
    if given_on > local_day(at, patient.household.time_zone):
        raise ValidationError({"given_on": _("What was said cannot be dated after today.")})
