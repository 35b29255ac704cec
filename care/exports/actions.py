"""Erasing a family for good, and noting who took the record out."""

import datetime as dt

from django.db import transaction

from care.exports.archive.removing import delete_files, delete_rows
from care.household.audit import audit
from care.household.models import Household, Tombstone, User


@transaction.atomic
def erase_household(*, household: Household, by: User, at: dt.datetime) -> Tombstone:
    """Erase a family: every row, the audit trail and all files. People's accounts stay, they are their own.

    What remains is one Tombstone: a key that means nothing to anybody, the time, and how many rows went.
    ``by`` is taken so that no caller erases on nobody's behalf; it is not kept.
    """
    household = Household.objects.select_for_update().get(pk=household.pk)
    removed = delete_rows([household.pk])
    transaction.on_commit(lambda: delete_files(removed.files))
    return Tombstone.objects.create(household_key=household.pk, erased_at=at, rows=removed.rows)


@transaction.atomic
def note_download(*, household: Household, by: User, at: dt.datetime) -> None:
    """Write into the trail that somebody took the whole record out."""
    audit(household=household, by=by, at=at, action="export.created", target=household)
