"""Writing many rows at once: the same on SQLite and PostgreSQL."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from care.household.keys import uuid7
from reminders import dialect
from reminders.models import DailyCount, Occurrence, Plan
from tests.reminders.conftest import DUE

DAY = dt.timedelta(days=1)


NAMES = ("id", "plan_id", "local_date", "due_at", "useful_until", "slot", "escalate_at")


def occurrences(plan, count: int, *, first: int = 0) -> list[tuple]:
    return [
        (uuid7(), plan.pk, DUE.date() + n * DAY, DUE + n * DAY, DUE + n * DAY + DAY, "1", None)
        for n in range(first, first + count)
    ]


def insert(rows, **more) -> set:
    return dialect.insert_new(Occurrence, rows, NAMES, **{"rev": 1, "created_at": DUE, **more})


def test_only_what_is_new_is_written_and_named(plan):
    assert insert([]) == set()
    first = occurrences(plan, 3)
    assert insert(first) == {row[0] for row in first}
    again = occurrences(plan, 4, first=1)
    assert insert(again) == {row[0] for row in again[2:]}
    kept = Occurrence.objects.order_by("local_date")
    assert [row.pk for row in kept] == [row[0] for row in [*first, *again[2:]]]
    assert [row.due_at for row in kept] == [DUE + n * DAY for n in range(5)]


def test_every_column_arrives(plan):
    """What is named, what is the same for all, and the defaults of what nobody named."""
    odd = (uuid7(), plan.pk, DUE.date(), DUE, DUE + DAY, "it's 100 % \u05d0\U0001f319", DUE + DAY)
    insert([odd, *occurrences(plan, 1, first=5)], rev=7)
    kept = Occurrence.objects.get(pk=odd[0])
    wanted = dict(zip(NAMES, odd, strict=True)) | {"rev": 7, "created_at": DUE}
    expected = Occurrence(**wanted)
    for field in Occurrence._meta.concrete_fields:
        assert getattr(kept, field.attname) == getattr(expected, field.attname), field.name


def test_a_name_that_no_column_has_is_an_error(plan):
    with pytest.raises(TypeError, match="revision"):
        insert(occurrences(plan, 1), revision=2)


def test_a_row_that_breaks_more_than_uniqueness_is_an_error(plan):
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([(uuid7(), plan.pk, DUE.date(), DUE, DUE, "1", None)])


def test_more_rows_than_one_statement_of_sqlite_takes(plan):
    rows = occurrences(plan, dialect.SQLITE_VALUES + 50)
    assert len(insert(rows)) == len(rows) == Occurrence.objects.count()


def test_each_row_gets_its_own_value_in_one_statement(family, plan, summary_plan):
    with CaptureQueriesContext(connection) as seen:
        dialect.write_back(Plan, "next_due_at", [(plan.pk, DUE + 3 * DAY), (summary_plan.pk, None)])
    assert len(seen) == 1
    dialect.write_back(Plan, "next_due_at", [])
    plan.refresh_from_db()
    summary_plan.refresh_from_db()
    assert (plan.next_due_at, summary_plan.next_due_at) == (DUE + 3 * DAY, None)


def test_a_number_as_key(db):
    rows = [DailyCount.objects.create(day=DUE, kind="k", channel="c", state=str(n), count=n) for n in range(3)]
    dialect.write_back(DailyCount, "count", [(row.pk, row.count + 7) for row in rows])
    assert list(DailyCount.objects.order_by("state").values_list("count", flat=True)) == [7, 8, 9]


def test_one_row_is_changed_while_it_is_as_expected(plan):
    held = {"pk": plan.pk, "kind": plan.kind}
    assert dialect.update_where(Plan, held, {"next_due_at": DUE + DAY, "rev": 9, "key": "it's 100 %"}) == 1
    plan.refresh_from_db()
    assert (plan.next_due_at, plan.rev, plan.key) == (DUE + DAY, 9, "it's 100 %")
    assert dialect.update_where(Plan, held | {"kind": "another"}, {"next_due_at": None}) == 0
    assert dialect.update_where(Plan, held, {"next_due_at": None}) == 1
    plan.refresh_from_db()
    assert plan.next_due_at is None


def test_the_running_clock_asks_the_database_once_a_second(monkeypatch):
    asked, passed = [], [0.0]
    monkeypatch.setattr(dialect, "now", lambda: asked.append(1) or DUE + dt.timedelta(seconds=10 * len(asked)))
    monkeypatch.setattr(dialect.time, "monotonic", lambda: passed[0])
    clock = dialect.RunningClock()
    assert clock() == DUE + dt.timedelta(seconds=10)
    passed[0] = 0.5
    assert clock() == DUE + dt.timedelta(seconds=10.5)
    passed[0] = 1.5
    assert clock() == DUE + dt.timedelta(seconds=20), "its own clock, not ours, whatever ours did"
