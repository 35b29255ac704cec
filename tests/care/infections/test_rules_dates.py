"""Dates of which only a part is known."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.infections.rules.dates import day_number, lasted
from care.record.dates import DateProblem, NotADate, PartialDate, Precision, read

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31))


@pytest.mark.parametrize(
    ("year", "month", "day", "earliest", "latest", "precision"),
    [
        ("2026", "11", "19", "2026-11-19", "2026-11-19", Precision.DAY),
        (" 2026 ", "2", "", "2026-02-01", "2026-02-28", Precision.MONTH),
        ("2024", "02", "", "2024-02-01", "2024-02-29", Precision.MONTH),
        ("2019", "", "", "2019-01-01", "2019-12-31", Precision.YEAR),
        ("26", "1", "5", "2026-01-05", "2026-01-05", Precision.DAY),
        ("٢٠٢٦", "١١", "١٩", "2026-11-19", "2026-11-19", Precision.DAY),
    ],
)
def test_reads_what_is_known(year, month, day, earliest, latest, precision):
    found = read(year=year, month=month, day=day)
    assert (str(found.earliest), str(found.latest), found.precision) == (earliest, latest, precision)


@pytest.mark.parametrize(
    ("year", "month", "day", "problem"),
    [
        ("2026", "2", "30", DateProblem.IMPOSSIBLE),
        ("2025", "2", "29", DateProblem.IMPOSSIBLE),
        ("2026", "13", "", DateProblem.IMPOSSIBLE),
        ("2026", "0", "", DateProblem.IMPOSSIBLE),
        ("2026", "4", "0", DateProblem.IMPOSSIBLE),
        ("20266", "4", "", DateProblem.IMPOSSIBLE),
        ("", "4", "5", DateProblem.NO_YEAR),
        ("2026", "", "5", DateProblem.DAY_WITHOUT_MONTH),
        ("abc", "4", "5", DateProblem.NOT_A_NUMBER),
        ("-2026", "4", "5", DateProblem.NOT_A_NUMBER),
        ("1202", "4", "5", DateProblem.TOO_OLD),
        ("0000", "4", "5", DateProblem.TOO_OLD),
    ],
)
def test_says_why_it_is_no_date(year, month, day, problem):
    with pytest.raises(NotADate) as refused:
        read(year=year, month=month, day=day)
    assert refused.value.problem is problem


def test_nothing_typed_is_no_date_and_no_error():
    assert read(year="", month=" ", day="") is None


@given(DAYS, st.sampled_from(Precision))
def test_a_stored_day_with_its_precision_is_the_same_stretch_from_either_end(day, precision):
    stretch = PartialDate.around(day, precision)
    assert stretch.earliest <= day <= stretch.latest
    assert PartialDate.around(stretch.earliest, precision) == stretch
    assert PartialDate.around(stretch.latest, precision) == stretch


@given(DAYS, DAYS, st.sampled_from(Precision))
def test_before_and_after_are_never_both_true(day, other, precision):
    stretch = PartialDate.around(day, precision)
    assert not (stretch.begins_after(other) and stretch.ends_before(other))
    inside = stretch.earliest <= other <= stretch.latest
    assert inside == (not stretch.begins_after(other) and not stretch.ends_before(other))


def test_the_first_day_is_day_one():
    start = dt.date(2026, 11, 19)
    assert [day_number(start, start + dt.timedelta(days=n)) for n in (-1, 0, 1, 13)] == [0, 1, 2, 14]
    assert lasted(start, start) == 1
