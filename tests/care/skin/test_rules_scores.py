"""Which number can be a score of which instrument, and which scores are chart points."""

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.skin.rules.scores import (
    RANGES,
    Dated,
    Instrument,
    Mark,
    Misfit,
    NotAScore,
    digits,
    marks,
    misfit,
    read_tenths,
)


@pytest.mark.parametrize(
    ("instrument", "tenths", "problem"),
    [
        ("poem", 0, None),
        ("poem", 280, None),
        ("poem", 281, Misfit.RANGE),
        ("poem", 290, Misfit.RANGE),
        ("poem", 35, Misfit.WHOLE),
        ("po_scorad", 1030, None),
        ("po_scorad", 1031, Misfit.RANGE),
        ("scorad", 453, None),
        ("scorad", 1031, Misfit.RANGE),
        ("easi", 720, None),
        ("easi", 721, Misfit.RANGE),
        ("viga_ad", 40, None),
        ("viga_ad", 50, Misfit.RANGE),
        ("viga_ad", 25, Misfit.WHOLE),
        *((name, 300, None) for name in ("cdlqi", "dlqi", "fdlqi")),
        *((name, 310, Misfit.RANGE) for name in ("cdlqi", "dlqi", "fdlqi")),
        ("other", 99999, None),
        ("other", 100000, Misfit.RANGE),
        ("other", -1, Misfit.RANGE),
    ],
)
def test_what_can_be_a_score(instrument, tenths, problem):
    assert misfit(instrument, tenths) == problem


def test_every_instrument_has_a_range_and_no_other_exists():
    assert set(RANGES) == set(Instrument)
    with pytest.raises(ValueError, match="moon"):
        misfit("moon", 10)


@pytest.mark.parametrize(
    ("text", "tenths"),
    [("12", 120), (" 45.3 ", 453), ("45,3", 453), ("0", 0), ("7.0", 70), ("7.", 70), ("٤٥٫٣", 453), ("45.30", 453)],
)
def test_reading_what_was_typed(text, tenths):
    assert read_tenths(text) == tenths


@pytest.mark.parametrize("text", ["", "abc", "-3", "45.35", "1 2", "1e3", "123456", "12/28", ".5", "４５..3"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(NotAScore):
        read_tenths(text)


@given(st.integers(0, 99999))
def test_a_number_survives_being_shown_and_typed_again(tenths):
    assert read_tenths(digits(tenths)) == tenths


def day(n):
    return dt.date(2026, 11, 1) + dt.timedelta(days=n)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], []),
        ([0], ["point"]),
        ([0, 6], ["point", "same_week"]),
        ([0, 7], ["point", "point"]),
        # The first point counts, whatever was entered first.
        ([6, 0], ["same_week", "point"]),
        # A kept total in between does not push the next point away.
        ([0, 4, 8], ["point", "same_week", "point"]),
        ([0, 0], ["point", "same_week"]),
        ([0, None, 3], ["point", "no_day", "same_week"]),
        ([None], ["no_day"]),
    ],
)
def test_two_totals_of_one_week_are_one_point(days, expected):
    given_scores = [Dated(n, "poem", day(d) if d is not None else None) for n, d in enumerate(days)]
    assert list(marks(given_scores).values()) == expected


def test_instruments_do_not_stand_in_each_others_way_and_only_weekly_ones_wait():
    found = marks(
        [Dated(1, "poem", day(0)), Dated(2, "cdlqi", day(1)), Dated(3, "scorad", day(1)), Dated(4, "scorad", day(2))]
    )
    assert set(found.values()) == {Mark.POINT}
    assert marks([Dated(1, "cdlqi", day(0)), Dated(2, "cdlqi", day(6))])[2] == Mark.SAME_WEEK


@given(st.lists(st.tuples(st.sampled_from(["poem", "dlqi", "easi"]), st.none() | st.integers(0, 40)), max_size=8))
def test_every_score_is_kept_and_points_of_a_weekly_one_are_a_week_apart(given_scores):
    scores = [Dated(n, name, day(d) if d is not None else None) for n, (name, d) in enumerate(given_scores)]
    found = marks(scores)
    assert set(found) == {score.key for score in scores}
    for name in ("poem", "dlqi"):
        on = sorted(s.on for s in scores if s.instrument == name and found[s.key] == Mark.POINT)
        assert all(later - earlier >= dt.timedelta(days=7) for earlier, later in itertools.pairwise(on))
        # The earliest day is always shown.
        dated = [s.on for s in scores if s.instrument == name and s.on]
        assert on[:1] == sorted(dated)[:1]
    assert all((found[s.key] == Mark.NO_DAY) == (s.on is None) for s in scores)
    assert all(found[s.key] == Mark.POINT for s in scores if s.instrument == "easi" and s.on)
