"""Undo, on a phone, of a tap that may have reached the record already: its answer was lost on the way back."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from care.household.access import Access
from care.household.models import User
from care.household.rules import Capability
from care.infections import actions as infections
from care.record import actions as record
from care.record.models import Entry
from care.record.taps import of_tap
from care.skin import actions as skin
from care.today.outbox import Sent, Tap, opened


@transaction.atomic
def take_back(*, access: Access, by: User, at: dt.datetime, tap: Tap) -> list[Entry]:
    """Take out of the record what ``by`` saved with this tap, and give what was changed by that; often it is nothing.

    One's own tap is found by its key, on whatever day it was made: nobody else knows that key. Raises Http404 and
    PermissionDenied as ``outbox.keep`` does, also for what was moved to a patient this person may not log for.
    """
    _saves, sent = opened(access=access, by=by, at=at, tap=tap)
    try:
        tiles = sent.tiles
    except ValueError:
        return []  # the record takes no such answer, so it has none
    taken = []
    for patient in sent.patients:
        own: dict[str, Any] = {"by": by, "at": at, "client_id": tap.key}
        # Where it stands now: somebody may have given it to the child it is about.
        entry = of_tap(patient=patient, by=by, client_id=tap.key)
        if entry is not None and not access.may(Capability.LOG, entry.patient):
            raise PermissionDenied
        # One check gathers the answers of an evening, or of a day: the others stay.
        if tiles:
            taken.append(skin.take_back(patient=entry.patient if entry else patient, values=tiles, **own))
        elif tap.form.view_name == "infections:check" and (entry is None or entry.kind != Entry.Kind.NOTE):
            taken.append(_check(sent, own))
        else:
            taken.append(record.take_back(patient=patient, **own))
    return [entry for entry in taken if entry is not None]


def _check(sent: Sent, own: dict[str, Any]) -> Entry | None:
    """How an infection goes stands with the child whose infection it was when the tap came."""
    household = sent.patient.household_id
    family = [one for one in sent.access.patients(Capability.LOG) if one.household_id == household]
    course = sent.fields.get("course", "")
    return infections.take_back_check(patients=family, course=course, tapped_at=sent.tapped_at, **own)
