"""The only place that changes a delivery's state: every change names the state it leaves and is legal by the rules."""

import datetime as dt

from django.db.models import QuerySet

from reminders import dialect
from reminders.models import Delivery
from reminders.rules import OPEN, State, may_become


def move(rows: QuerySet, old: State, new: State, *, now: dt.datetime, **fields) -> int:
    """Changes those of ``rows`` that are (still) in state ``old`` to ``new``; returns how many.

    Zero means that somebody else was faster, and is never an error here. Leaving the leased states drops the
    lease; the token stays on a row in doubt, so that a late answer finds it.
    """
    return rows.filter(state=old).update(**_changes(old, new, now, fields))


def move_one(delivery: Delivery, old: State, new: State, *, now: dt.datetime, **fields) -> bool:
    """The same for the row of a delivery, as long as our claim still holds it: twice a message, so it is said to the
    database in its own words.
    """
    if any(hasattr(value, "resolve_expression") for value in fields.values()):
        return bool(move(mine(delivery), old, new, now=now, **fields))
    held = {"pk": delivery.pk, "token": delivery.token, "state": old.value}
    return dialect.update_where(Delivery, held, _changes(old, new, now, fields)) == 1


def _changes(old: State, new: State, now: dt.datetime, fields: dict) -> dict:
    if not may_become(old, new):
        raise ValueError(f"a delivery does not go from {old} to {new}")
    values: dict = {"state": new.value, **fields}
    if new not in (State.CLAIMED, State.SENDING):
        values["lease_until"] = None
        if new is not State.UNKNOWN:
            values["token"] = None
    if new not in OPEN:
        values["settled_at"] = now
    return values


def mine(delivery: Delivery) -> QuerySet:
    """The row of a delivery as long as our claim still holds it."""
    return Delivery.objects.filter(pk=delivery.pk, token=delivery.token)
