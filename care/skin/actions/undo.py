"""Undoing one tap of a check that gathered several."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from care.household.models import Patient, User
from care.record import actions as record
from care.record.models import Correction, Entry
from care.skin.actions.checks import edit
from care.skin.actions.taps import filled_by, own_checks
from care.skin.models import SkinCheck


@transaction.atomic
def take_back(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    values: Mapping[str, Any],
    client_id: uuid.UUID,
) -> Entry | None:
    """Undo of one tap by its key: its ``values`` go, what stood there before comes back, other answers stay.

    A check with nothing left in it is removed. What was answered otherwise since stays. Gives the check's entry, None
    when there was nothing to undo. The day the phone believes in decides nothing: its clock may have been put right
    since the tap was sent.
    """
    Patient.objects.select_for_update().get(pk=patient.pk)
    its = Q(entry__client_id=client_id) | filled_by(client_id)
    check = own_checks(patient, by).filter(its, entry__removed_at=None).first()
    if check is None:
        return None
    before = {name: _before(check, name) for name, value in values.items() if getattr(check, name) == value}
    if not before:
        return None
    try:
        return edit(check=check, by=by, at=at, values=before)
    except ValidationError:
        return record.remove(entry=check.entry, by=by, at=at)


def _before(check: SkinCheck, name: str) -> Any:
    """What an answer was before it became what it is; None for one that was blank."""
    last = Correction.objects.filter(entry=check.entry, field=name).order_by("-at", "-pk").first()
    return last.old if last is not None and last.new == getattr(check, name) else None
