"""What a dose, a day of doses and a row of days come to."""

import datetime as dt

import pytest

from care.medicines.reads.tally import longest_gap, outcome, together


def day(n: int) -> dt.date:
    return dt.date(2026, 11, n)


@pytest.mark.parametrize(
    ("told", "came_to"),
    [
        ([], "unrecorded"),
        (["given"], "given"),
        (["given_late"], "given"),
        (["missed", "given"], "given"),
        (["vomited", "missed"], "not_given"),
        (["out_of_stock"], "not_given"),
        (["held"], "other"),
        (["held", "vomited"], "other"),
    ],
)
def test_one_dose_whoever_told_of_it(told, came_to):
    assert outcome(told) == came_to


@pytest.mark.parametrize(
    ("doses", "came_to"),
    [
        (["given", "given"], "given"),
        (["given", "not_given"], "not_given"),
        (["given", "unrecorded"], "unrecorded"),
        (["given", "other"], "other"),
        (["unrecorded", "not_given", "other"], "not_given"),
    ],
)
def test_a_day_shows_what_was_not_given_before_what_is_not_known(doses, came_to):
    assert together(doses) == came_to


def test_the_longest_time_without_a_given_dose():
    assert longest_gap({}) is None
    assert longest_gap({day(1): True}) is None
    # A day without a due dose is no break; of two equal ones the earlier stands.
    gone = {day(1): True, day(2): False, day(4): False, day(5): True, day(6): False, day(7): False}
    assert longest_gap(gone) == (day(2), day(4))
    assert longest_gap(gone | {day(9): False}) == (day(6), day(9))
