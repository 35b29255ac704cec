"""Finding a check again by the key of one of the taps that filled it in."""

import uuid

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.db.models.lookups import Contains

from care.household.models import Patient, User
from care.skin.models import SkinCheck


def own_checks(patient: Patient, by: User) -> QuerySet[SkinCheck]:
    """One's own checks of a patient, removed ones too, the newest first. Flares gather no taps."""
    mine = SkinCheck.objects.select_related("entry").filter(entry__patient=patient, entry__author=by, flare=False)
    return mine.order_by("-entry__occurred_at", "-pk")


def filled_by(key: uuid.UUID) -> Q:
    """Checks a tap of this key filled in, whatever their day: that of a tap moves when the phone's clock is put right.

    The list is searched as text: SQLite cannot ask a JSON list whether it holds something.
    """
    return Q(Contains(Cast("tap_ids", TextField()), str(key)))
