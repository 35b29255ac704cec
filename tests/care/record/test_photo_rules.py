"""Limits and places of a photo, at their edges."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.record.photos import rules
from care.record.photos.rules import Problem, Refused, Side
from tests.people import MORNING


@pytest.mark.parametrize(("size", "refused"), [(0, False), (20 * 2**20, False), (20 * 2**20 + 1, True)])
def test_size(size, refused):
    if not refused:
        assert rules.check_size(size) is None
        return
    with pytest.raises(Refused) as answer:
        rules.check_size(size)
    assert answer.value.problem == Problem.TOO_LARGE


@pytest.mark.parametrize(
    ("width", "height", "problem"),
    [
        (1, 1, None),
        (8160, 6120, None),  # what the best phones make
        (10_000, 5000, None),
        (10_000, 5001, Problem.TOO_MANY_PIXELS),
        (20_000, 20_000, Problem.TOO_MANY_PIXELS),
        (50_000_001, 1, Problem.TOO_MANY_PIXELS),
        (0, 10, Problem.DAMAGED),
        (10, 0, Problem.DAMAGED),
    ],
)
def test_pixels(width, height, problem):
    if problem is None:
        assert rules.check_pixels(width, height) is None
        return
    with pytest.raises(Refused) as answer:
        rules.check_pixels(width, height)
    assert answer.value.problem == problem
    assert str(answer.value) == problem.value


@pytest.mark.parametrize(
    ("side", "paired", "fits"),
    [
        ("", True, True),
        ("", False, True),
        *[(side.value, True, True) for side in Side],
        *[(side.value, False, False) for side in Side],
        ("up", True, False),
    ],
)
def test_sides(side, paired, fits):
    assert rules.side_fits(side, paired=paired) is fits


@given(site=st.text("abcdefgh_", min_size=0, max_size=20), side=st.sampled_from(["", *Side]))
def test_a_place_is_read_as_it_was_spelled(site, side):
    assert rules.read_place(rules.place_key(site, side)) == (site, side)


def test_slow_after_five_minutes():
    assert not rules.is_slow(MORNING, MORNING + dt.timedelta(minutes=5))
    assert rules.is_slow(MORNING, MORNING + dt.timedelta(minutes=5, seconds=1))
