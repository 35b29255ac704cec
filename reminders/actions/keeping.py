"""What every write of this package does besides its own rows: the audit row, and taking back what waits."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet

from care.household.audit import audit
from care.household.models import User
from reminders.engine.ledger import move
from reminders.models import Plan
from reminders.rules import State


def withdraw(rows: QuerySet, reason: str, *, at: dt.datetime) -> None:
    """Takes back what is not being sent yet; a worker that holds one finds that at its commit."""
    for state in (State.PENDING, State.CLAIMED):
        move(rows, state, State.SUPPRESSED, now=at, reason=reason)


def audit_plan(plan: Plan, *, by: User | None, at: dt.datetime, action: str, fields: Iterable[str] = ()) -> None:
    """The audit row of a write on a plan, in its transaction."""
    patient = plan.patient
    audit(household=patient.household, by=by, at=at, action=action, target=plan, patient=patient, fields=fields)
