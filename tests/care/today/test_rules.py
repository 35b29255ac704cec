"""Weeks and months as rows of dates."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.today.rules.calendar import month_rows, week_start, weeks
from care.today.rules.fresh import mark

DAYS = st.dates(dt.date(1901, 1, 1), dt.date(2200, 1, 1))
STARTS = st.integers(0, 6)


@pytest.mark.parametrize(
    ("day", "first_weekday", "start"),
    [
        (dt.date(2026, 11, 19), 0, dt.date(2026, 11, 16)),
        (dt.date(2026, 11, 16), 0, dt.date(2026, 11, 16)),
        (dt.date(2026, 11, 19), 6, dt.date(2026, 11, 15)),
        (dt.date(2026, 11, 15), 6, dt.date(2026, 11, 15)),
        (dt.date(2026, 1, 1), 0, dt.date(2025, 12, 29)),
    ],
)
def test_a_week_begins(day, first_weekday, start):
    assert week_start(day, first_weekday) == start


@given(DAYS, st.integers(1, 60), STARTS)
def test_weeks_are_whole_and_without_holes(last, count, first_weekday):
    rows = weeks(last, count, first_weekday)
    flat = [day for row in rows for day in row]
    assert len(rows) == count
    assert all(len(row) == 7 and row[0].weekday() == first_weekday for row in rows)
    assert flat == [flat[0] + dt.timedelta(days=n) for n in range(7 * count)]
    assert last in rows[-1]


@given(st.integers(1900, 2200), st.integers(1, 12), STARTS)
def test_a_month_holds_each_of_its_days_once_under_its_weekday(year, month, first_weekday):
    rows = month_rows(year, month, first_weekday)
    days = [day for row in rows for day in row if day]
    assert days[0] == dt.date(year, month, 1)
    assert days == [days[0] + dt.timedelta(days=n) for n in range(len(days))]
    assert (days[-1] + dt.timedelta(days=1)).day == 1
    for row in rows:
        assert len(row) == 7
        assert all(day is None or (day.weekday() - first_weekday) % 7 == n for n, day in enumerate(row))
        assert any(row)


WRITTEN = dt.datetime(2026, 11, 19, 7, 2, tzinfo=dt.UTC)
SHOWN = {"day": dt.date(2026, 11, 19), "count": 3, "versions": 4, "newest": WRITTEN}


@pytest.mark.parametrize(
    "change",
    [
        {"count": 4, "versions": 5},
        {"count": 2, "versions": 3},
        {"versions": 5},
        # One taken back and one added within the same minute.
        {"newest": WRITTEN + dt.timedelta(microseconds=1)},
        {"day": dt.date(2026, 11, 20)},
    ],
)
def test_a_screen_gets_another_mark_by_any_change(change):
    assert mark(**SHOWN) == mark(**SHOWN)
    assert mark(**(SHOWN | change)) != mark(**SHOWN)


def test_a_screen_without_entries_has_a_mark_too():
    assert mark(day=dt.date(2026, 11, 19), count=0, versions=0, newest=None) == "20261119.0.0.-"
