"""Taking a row off a family's list softly, and putting it back."""

import datetime as dt
from typing import Any

from care.household.audit import audit
from care.household.models import User


def set_removed(row: Any, value: dt.datetime | None, *, by: User, at: dt.datetime, action: str) -> Any:
    """The row as it is now, with ``removed_at`` set to ``value`` (None puts it back) and the audit row of ``action``.

    ``row`` has ``patient`` and ``removed_at``. Asked twice it changes and says nothing. Call inside a transaction.
    """
    row = type(row).objects.select_for_update().select_related("patient__household").get(pk=row.pk)
    if (row.removed_at is None) != (value is None):
        row.removed_at = value
        row.save(update_fields=["removed_at"])
        audit(household=row.patient.household, by=by, at=at, action=action, target=row, patient=row.patient)
    return row
