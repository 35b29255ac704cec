"""Everything that differs between SQLite and PostgreSQL. No other file of this package asks which one it is."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import QuerySet


def now() -> dt.datetime:
    """The database's clock (aware, UTC): with workers on several hosts it is the only one they share."""
    if connection.vendor != "postgresql":
        # SQLite has no server: its clock is this machine's.
        return dt.datetime.now(dt.UTC)
    with connection.cursor() as cursor:
        # clock_timestamp, because now() stands still within a transaction.
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0].astimezone(dt.UTC)


@contextmanager
def claiming() -> Iterator[None]:
    """A short transaction that takes work nobody else has.

    SQLite: settings make every transaction BEGIN IMMEDIATE, so there is one writer at a time.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # Stale statistics make the planner sort everything that is due instead of walking the index (2 x
                # slower, measured). A claimer that hangs inside its transaction would slow every later claim.
                cursor.execute("SET LOCAL enable_sort = off; SET LOCAL idle_in_transaction_session_timeout = '10s'")
        yield


def unclaimed(rows: QuerySet) -> QuerySet:
    """These rows without those that another claimer holds; ours are locked until the transaction ends."""
    if connection.vendor == "postgresql":
        return rows.select_for_update(skip_locked=True, of=("self",))
    # FOR UPDATE does not exist in SQLite, and behind BEGIN IMMEDIATE nobody else can hold a row.
    return rows
