"""Undoing one tap of a check that gathered several."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from care.household.models import Patient, User
from care.record import actions as record
from care.record.models import Correction, Entry
from care.skin.actions.checks import edit
from care.skin.models import SkinCheck


@transaction.atomic
def take_back(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    values: Mapping[str, Any],
    local_day: dt.date,
    client_id: uuid.UUID,
) -> Entry | None:
    """Undo of one tap by its key: its ``values`` go, what stood there before comes back, other answers stay.

    A check with nothing left in it is removed. What was answered otherwise since stays. Gives the check's entry, None
    when there was nothing to undo.
    """
    Patient.objects.select_for_update().get(pk=patient.pk)
    own = SkinCheck.objects.select_related("entry").filter(
        entry__patient=patient, entry__author=by, entry__local_day=local_day, entry__removed_at=None, flare=False
    )
    key = str(client_id)
    check = next((one for one in own if key in (str(one.entry.client_id), *one.tap_ids)), None)
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
