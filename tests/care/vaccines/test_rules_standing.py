"""Which of several words on one vaccine stands, and whether a dose may lie in a period."""

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.record.dates import PartialDate, parse
from care.vaccines import rules
from care.vaccines.rules import Said

D, DAY = dt.date, dt.timedelta(days=1)
FIRST, LAST = D(2026, 8, 20), D(2026, 11, 19)


def said(order: int, outcome: str = "planned", *, vaccine="mmr", has_date=True, dose_number=None) -> Said:
    """The word of the ``order``-th day."""
    on = D(2026, 11, 1) + order * DAY
    at = dt.datetime.combine(on, dt.time(8), dt.UTC)
    return Said(on, at, uuid.UUID(int=order), vaccine, outcome, has_date, dose_number)


@pytest.mark.parametrize(
    ("older", "newer", "left"),
    [
        ({}, {"outcome": "given"}, [2]),
        ({}, {"outcome": "had_already"}, [2]),
        ({}, {"vaccine": "varicella"}, [1, 2]),
        # An old story without a date ends no plan, but closes a question.
        ({}, {"outcome": "had_already", "has_date": False}, [1, 2]),
        ({"outcome": "asked"}, {"outcome": "had_already", "has_date": False}, [2]),
        # Two numbers are two doses; a word without one is about all of them.
        ({"dose_number": 1}, {"dose_number": 2}, [1, 2]),
        ({"dose_number": 2}, {"dose_number": 2}, [2]),
        ({"dose_number": 1}, {"dose_number": None}, [2]),
        ({"dose_number": None}, {"dose_number": 2}, [2]),
        ({"dose_number": 2}, {"outcome": "given", "dose_number": 1}, [1, 2]),
    ],
)
def test_the_newer_word_stands(older, newer, left):
    words = [said(1, **older), said(2, **newer)]
    for row in (words, words[::-1]):
        assert sorted(key.int for key in rules.standing(row)) == left


WORDS = st.builds(
    said,
    st.integers(1, 9),
    st.sampled_from(["planned", "asked", "given", "had_already"]),
    vaccine=st.sampled_from(["mmr", "bcg"]),
    has_date=st.booleans(),
    dose_number=st.sampled_from([None, 1, 2]),
)


@given(st.lists(WORDS, unique_by=lambda word: word.entry_id, max_size=8))
def test_of_every_vaccine_the_newest_word_stands_whatever_their_order(words):
    stands = rules.standing(words)
    assert rules.standing(reversed(words)) == stands
    for vaccine in {word.vaccine for word in words}:
        assert max(word for word in words if word.vaccine == vaccine).entry_id in stands


@pytest.mark.parametrize(
    ("dated", "inside"),
    [
        ("2026-08-20", True),
        ("2026-08-19", False),
        ("2026-11-19", True),
        ("2026-11-20", False),
        ("2026-11", True),
        ("2026-08", True),
        ("2026-07", False),
        ("2026", True),
        ("2025", False),
    ],
)
def test_a_partial_date_lies_in_a_period_when_one_of_its_days_does(dated, inside):
    assert rules.lies_in(parse(dated), LAST, FIRST, LAST) is inside


@pytest.mark.parametrize(
    ("written", "inside"), [(FIRST, True), (FIRST - DAY, False), (LAST, True), (LAST + DAY, False)]
)
def test_without_a_date_the_day_it_was_written_counts(written, inside):
    assert rules.lies_in(None, written, FIRST, LAST) is inside


def test_a_date_that_is_known_counts_and_not_the_day_it_was_written():
    assert rules.lies_in(PartialDate.on(FIRST), LAST + DAY, FIRST, LAST)
