"""Everything that differs between SQLite and PostgreSQL. No other file of this package asks which one it is."""

import datetime as dt
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import Field, Model, QuerySet

# SQLite takes some 32,000 values in one statement, older ones 999.
SQLITE_VALUES = 900

# Types that PostgreSQL's driver takes as Python has them; asking each value's field costs a tenth of a claim.
TAKEN_AS_THEY_ARE = {"UUIDField", "DateTimeField", "DateField", "ForeignKey", "CharField", "PositiveIntegerField"}


def now() -> dt.datetime:
    """The database's clock (aware, UTC): with workers on several hosts it is the only one they share."""
    if connection.vendor != "postgresql":
        # SQLite has no server: its clock is this machine's.
        return dt.datetime.now(dt.UTC)
    with connection.cursor() as cursor:
        # clock_timestamp, because now() stands still within a transaction.
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0].astimezone(dt.UTC)


class RunningClock:
    """The database's clock, asked again every second and carried on by this machine's own in between.

    A worker looks at it several times a message; a second is less than two hosts may differ by.
    """

    def __init__(self) -> None:
        self._asked: tuple[dt.datetime, float] | None = None

    def __call__(self) -> dt.datetime:
        passed = time.monotonic() - self._asked[1] if self._asked else 0.0
        if self._asked is None or passed >= 1:
            self._asked, passed = (now(), time.monotonic()), 0.0
        return self._asked[0] + dt.timedelta(seconds=passed)


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


def insert_new(model: type[Model], rows: Sequence[tuple], names: Sequence[str], **same: Any) -> set:
    """Inserts rows of one table that break no uniqueness; returns the primary keys of those that were new.

    ``rows``: a tuple a row, with a value for each attribute in ``names`` (as Python has them, keys and foreign keys
    ready); ``same``: attributes with one value for all rows. What neither names gets its field's default, one for all.
    One statement with an array a column, or one value where all rows agree: few columns differ in a batch. Tuples,
    because a model instance a row costs more than the database does (measured).
    """
    if not rows:
        return set()
    meta = model._meta
    columns = dict(zip(names, zip(*rows, strict=True), strict=True))
    varying: list[Field] = []
    arrays: list[list] = []
    alike: list[Field] = []
    constants: list = []
    for field in meta.concrete_fields:
        name = field.attname
        values = columns.pop(name) if name in columns else (same.pop(name) if name in same else field.get_default(),)
        if field.primary_key or any(value != values[0] for value in values):
            varying.append(field)
            arrays.append(_stored(field, list(values)))
        else:
            alike.append(field)
            constants.append(_stored(field, [values[0]])[0])
    if columns or same:
        raise TypeError(f"{model.__name__} has no {', '.join([*columns, *same])}")
    columns_said = ", ".join(_quoted(field.column) for field in [*varying, *alike])
    table, key = _quoted(meta.db_table), _quoted(meta.pk.column)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            constant = "".join(f", %s::{field.db_type(connection)}" for field in alike)
            cursor.execute(
                f"INSERT INTO {table} ({columns_said}) "  # noqa: S608
                f"SELECT u.*{constant} FROM unnest({_arrays(varying)}) AS u ON CONFLICT DO NOTHING RETURNING {key}",
                [*constants, *arrays],
            )
            return {row[0] for row in cursor.fetchall()}
        marks = ", ".join(["%s"] * (len(varying) + len(alike)))
        cursor.executemany(
            f"INSERT INTO {table} ({columns_said}) VALUES ({marks}) ON CONFLICT DO NOTHING",  # noqa: S608
            [[*values, *constants] for values in zip(*arrays, strict=True)],
        )
    place = list(names).index(meta.pk.attname)
    keys = [row[place] for row in rows]
    found: set = set()
    for start in range(0, len(keys), SQLITE_VALUES):
        part = model._default_manager.filter(pk__in=keys[start : start + SQLITE_VALUES])
        found.update(part.order_by().values_list("pk", flat=True))
    return found


def write_back(model: type[Model], name: str, rows: Sequence[tuple[Any, Any]]) -> None:
    """Sets one attribute of many rows, each to its own value: pairs of (primary key, value) in one statement."""
    if not rows:
        return
    meta = model._meta
    fields: list[Any] = [meta.pk, meta.get_field(name)]
    columns = [_stored(field, list(values)) for field, values in zip(fields, zip(*rows, strict=True), strict=True)]
    table, key, column = (_quoted(text) for text in (meta.db_table, *(field.column for field in fields)))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"UPDATE {table} SET {column} = u.value "  # noqa: S608
                f"FROM unnest({_arrays(fields)}) AS u(id, value) WHERE {table}.{key} = u.id",
                columns,
            )
        else:
            cursor.executemany(
                f"UPDATE {table} SET {column} = %s WHERE {key} = %s",  # noqa: S608
                list(zip(columns[1], columns[0], strict=True)),
            )


def update_where(model: type[Model], held: Mapping[str, Any], changes: Mapping[str, Any]) -> int:
    """Sets attributes of the rows in which others have given values (none of them null); returns how many.

    What ``QuerySet.update`` does, without working out the statement anew each time.
    """
    meta = model._meta

    def said(values: Mapping[str, Any], between: str) -> tuple[str, list]:
        fields: list[Any] = [meta.pk if name == "pk" else meta.get_field(name) for name in values]
        stored = [_stored(field, [value])[0] for field, value in zip(fields, values.values(), strict=True)]
        return between.join(f"{_quoted(field.column)} = %s" for field in fields), stored

    (sets, new), (where, old) = said(changes, ", "), said(held, " AND ")
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {_quoted(meta.db_table)} SET {sets} WHERE {where}", [*new, *old])  # noqa: S608
        return cursor.rowcount


def _stored(field: Any, values: list) -> list:
    """Values of one column as the database takes them."""
    if connection.vendor == "postgresql" and field.get_internal_type() in TAKEN_AS_THEY_ARE:
        return values
    return [field.get_db_prep_save(value, connection) for value in values]


def _quoted(name: Any) -> str:
    return connection.ops.quote_name(str(name))


def _arrays(fields: Iterable[Any]) -> str:
    return ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
