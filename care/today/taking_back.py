"""Undo, on a phone, of a tap that may have reached the record already: its answer was lost on the way back."""

import datetime as dt
from typing import Any

from django.db import transaction

from care.household.access import Access
from care.household.models import User
from care.record import actions as record
from care.record.models import Entry
from care.skin import actions as skin
from care.today.outbox import Tap, opened


@transaction.atomic
def take_back(*, access: Access, by: User, at: dt.datetime, tap: Tap) -> list[Entry]:
    """Take out of the record what ``by`` saved with this tap, and give what was changed by that; often it is nothing.

    One's own tap is found by its key, on whatever day it was made: nobody else knows that key. Raises Http404 and
    PermissionDenied as ``outbox.keep`` does.
    """
    _saves, sent = opened(access=access, by=by, at=at, tap=tap)
    try:
        tiles = sent.tiles
    except ValueError:
        return []  # the record takes no such answer, so it has none
    taken = []
    for patient in sent.patients:
        own: dict[str, Any] = {"patient": patient, "by": by, "at": at, "client_id": tap.key}
        # One check gathers the answers of an evening: the others stay.
        if tiles:
            taken.append(skin.take_back(values=tiles, local_day=sent.day, **own))
        else:
            taken.append(record.take_back(**own))
    return [entry for entry in taken if entry is not None]
