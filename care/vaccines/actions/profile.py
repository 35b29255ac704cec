"""Writing down facts that stand beside the answers."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from care.household.audit import audit
from care.household.models import Patient, User
from care.household.removal import set_removed
from care.household.rules import local_day
from care.vaccines.models import VaccineFact


@transaction.atomic
def add_fact(
    *, patient: Patient, by: User, at: dt.datetime, values: dict[str, Any], key: UUID | None = None
) -> VaccineFact:
    """Add a fact; ``began`` and ``ended`` are PartialDate or None. The same page sent twice (``key``) adds one.

    Raises ValidationError (nothing written).
    """
    Patient.objects.select_for_update().get(pk=patient.pk)
    if key is not None:
        known = VaccineFact.objects.filter(pk=key).first()
        if known is not None and known.patient_id == patient.pk:
            return known
        key = None if known is not None else key
    fact = VaccineFact(patient=patient, created_at=at, **_columns(values), **({"pk": key} if key else {}))
    _check(fact, at)
    fact.save(force_insert=True)
    _tell(fact, by=by, at=at, action="vaccine_fact.added")
    return fact


@transaction.atomic
def change_fact(*, fact: VaccineFact, by: User, at: dt.datetime, changes: dict[str, Any]) -> VaccineFact:
    """Change a fact. Raises ValidationError (nothing written)."""
    fact = VaccineFact.objects.select_for_update().select_related("patient__household").get(pk=fact.pk)
    columns = _columns(changes)
    touched = [name for name, value in columns.items() if getattr(fact, name) != value]
    if touched:
        for name in touched:
            setattr(fact, name, columns[name])
        _check(fact, at)
        fact.save(update_fields=touched)
        _tell(fact, by=by, at=at, action="vaccine_fact.changed", fields=touched)
    return fact


@transaction.atomic
def remove_fact(*, fact: VaccineFact, by: User, at: dt.datetime) -> VaccineFact:
    """Take a fact off; it can be put back."""
    return set_removed(fact, at, by=by, at=at, action="vaccine_fact.removed")


@transaction.atomic
def restore_fact(*, fact: VaccineFact, by: User, at: dt.datetime) -> VaccineFact:
    """Put a fact back."""
    return set_removed(fact, None, by=by, at=at, action="vaccine_fact.restored")


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    columns = dict(values)
    for end in ("began", "ended"):
        if end in columns:
            date = columns.pop(end)
            columns |= {
                f"{end}_on": date.earliest if date else None,
                f"{end}_precision": date.precision if date else "",
            }
    return columns


def _check(fact: VaccineFact, at: dt.datetime) -> None:
    began, ended = fact.began, fact.ended
    today = local_day(at, fact.patient.household.time_zone)
    if began and began.begins_after(today):
        # What is only planned is no fact yet: a transplant would put its team before every answer.
        raise ValidationError({"began": _("This day has not come yet.")})
    if began and ended and ended.latest < began.earliest:
        raise ValidationError({"ended": _("The end cannot be before the beginning.")})
    fact.full_clean()


def _tell(fact: VaccineFact, *, by: User, at: dt.datetime, action: str, fields: list[str] | None = None) -> None:
    patient = fact.patient
    audit(household=patient.household, by=by, at=at, action=action, target=fact, patient=patient, fields=fields or ())
