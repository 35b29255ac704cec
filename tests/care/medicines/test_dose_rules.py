"""What may be counted about doses."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.medicines.rules.doses import NOT_TAKEN, TAKEN, Coverage, Outcome, coverage, in_a_row, minutes_after
from care.medicines.rules.facts import facts_of_dose

outcomes = st.sampled_from(list(Outcome))


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ([], (0, 0, 0, 0)),
        ([[]], (1, 0, 0, 1)),
        ([["given"], ["given_late"], ["missed"], ["held"], []], (5, 4, 2, 1)),
        ([["given", "given"]], (1, 1, 1, 0)),
        ([["missed", "given"]], (1, 1, 1, 0)),
        ([["vomited"], ["refused"], ["out_of_stock"]], (3, 3, 0, 0)),
    ],
)
def test_coverage(due, expected):
    found = coverage(due)
    assert (found.due, found.recorded, found.given, found.unrecorded) == expected


@given(st.lists(st.lists(outcomes, max_size=3)))
def test_the_parts_fit(due):
    found = coverage(due)
    assert 0 <= found.given <= found.recorded <= found.due == len(due)
    assert found.recorded + found.unrecorded == found.due


@given(st.lists(st.lists(outcomes, max_size=3)))
def test_nothing_recorded_is_never_a_dose_not_given(due):
    found, more = coverage(due), coverage([*due, []])
    assert more == Coverage(found.due + 1, found.recorded, found.given)


@pytest.mark.parametrize(
    ("newest_first", "row"),
    [
        ([], 0),
        (["given"], 0),
        (["given_late", "missed"], 0),
        (["missed"], 1),
        (["missed", "refused", "out_of_stock", "given", "missed"], 3),
        (["held", "missed"], 1),
        (["vomited", "missed", "given"], 1),
        (["held", "vomited"], 0),
    ],
)
def test_in_a_row(newest_first, row):
    assert in_a_row(newest_first) == row


@given(st.lists(outcomes))
def test_one_more_not_given_never_shortens_the_row(newest_first):
    assert in_a_row(["missed", *newest_first]) == in_a_row(newest_first) + 1
    assert in_a_row(["given", *newest_first]) == 0


def test_every_outcome_is_known_to_one_side():
    assert TAKEN | NOT_TAKEN | {Outcome.HELD, Outcome.VOMITED} == set(Outcome)
    assert not TAKEN & NOT_TAKEN


def test_minutes_after_the_due_time():
    due = dt.datetime(2026, 11, 19, 7, 0, tzinfo=dt.UTC)
    assert minutes_after(due, due + dt.timedelta(minutes=100)) == 100
    assert minutes_after(due, due - dt.timedelta(minutes=5)) == -5
    assert minutes_after(None, due) is None
    assert minutes_after(due, None) is None


@pytest.mark.parametrize(
    ("outcome", "newest_first", "missed", "out_of_stock"),
    [
        ("missed", ["missed", "missed", "given"], 2, ""),
        ("out_of_stock", ["out_of_stock"], 1, "yes"),
        ("refused", ["refused", "out_of_stock"], 2, ""),
    ],
)
def test_what_a_dose_not_taken_tells_the_rules(outcome, newest_first, missed, out_of_stock):
    facts = facts_of_dose(outcome, newest_first)
    assert (facts.doses_missed, facts.out_of_stock) == (missed, out_of_stock)
