"""The one way an audit row is written: inside the transaction of the write it tells about."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Model

from care.household.models import AuditEvent, Household, Patient, User


def audit(
    *,
    household: Household,
    by: User | None,
    at: dt.datetime,
    action: str,
    target: Model,
    patient: Patient | None = None,
    fields: Iterable[str] = (),
) -> AuditEvent:
    """Write who did what. ``action`` is "noun.verb" (``entry.added``); ``fields`` are names, never values."""
    return AuditEvent.objects.create(
        household=household,
        patient_id=patient.pk if patient else None,
        actor=by,
        action=action,
        object_type=target._meta.model_name or "",
        object_id=str(target.pk),
        fields=sorted(fields),
        at=at,
    )
