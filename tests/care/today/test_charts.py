"""The geometry of charts: a day without a record is never a point, no line crosses one, no bar lies on another."""

import datetime as dt
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.today.rules import charts
from care.today.rules.charts import Axis

FIRST = dt.date(2026, 8, 22)
AXIS = Axis(FIRST, FIRST + dt.timedelta(days=89), 22, 336)
# Some days before and after the axis, too.
NEAR = st.integers(-20, 120).map(lambda n: FIRST + dt.timedelta(days=n))
VALUES = st.lists(st.tuples(NEAR, st.integers(0, 10), st.sampled_from(["self", "caregiver"]), st.booleans()))


def place(value: float) -> float:
    return charts.height(value, low=0, high=10, top=10, bottom=100)


@given(VALUES)
def test_every_dot_is_a_recorded_day_and_every_recorded_day_a_dot(values):
    dots = charts.dots(AXIS, values, place)
    assert {(dot.key, dot.day) for dot in dots} == {(key, day) for day, _v, key, _l in values if AXIS.holds(day)}
    for dot in dots:
        same = [value for day, value, key, _late in values if (day, key) == (dot.day, dot.key)]
        assert dot.value == max(same), "of two alike the worse counts"
        assert AXIS.start(dot.day) <= dot.x <= AXIS.end(dot.day)
        assert 10 <= dot.y <= 100
        assert dot.late in [
            late for day, value, key, late in values if (day, value, key) == (dot.day, dot.value, dot.key)
        ]


@given(VALUES)
def test_a_line_joins_only_days_in_a_row_of_one_rater(values):
    dots = charts.dots(AXIS, values, place)
    joined = [dot for run in charts.lines(dots) for dot in run]
    assert len(joined) == len(set(joined))
    for run in charts.lines(dots):
        assert len(run) > 1
        for one, two in pairwise(run):
            assert two.day - one.day == charts.DAY
            assert one.key == two.key
        corners = re.findall(r"([\d.]+) ([\d.]+)", charts.path(run))
        assert [(float(x), float(y)) for x, y in corners] == [(dot.x, dot.y) for dot in run]


def test_a_gap_of_one_day_is_a_gap():
    days = [FIRST, FIRST + charts.DAY, FIRST + 3 * charts.DAY, FIRST + 4 * charts.DAY]
    dots = charts.dots(AXIS, [(day, 5, "", False) for day in days], place)
    runs = charts.lines(dots)
    assert [len(run) for run in runs] == [2, 2]
    one, two = runs[0]
    assert charts.path(runs[0]) == f"M{one.x} {one.y}L{two.x} {two.y}"


@given(st.lists(st.tuples(NEAR, st.sampled_from("ab")), unique_by=lambda pair: pair[0]))
def test_spans_hold_exactly_their_days(days):
    days = sorted(days)
    found = charts.spans(days)
    unfolded = [
        (span.first + dt.timedelta(days=n), span.key)
        for span in found
        for n in range((span.last - span.first).days + 1)
    ]
    assert unfolded == days
    assert sum(span.days for span in found) == len(days)
    for one, two in pairwise(found):
        assert two.first - one.last > charts.DAY or one.key != two.key, "no two spans that belong together"


ROWS = st.lists(
    st.tuples(NEAR, st.none() | st.integers(0, 60), st.integers(20, 300)).map(
        lambda row: (row[0], None if row[1] is None else row[0] + dt.timedelta(days=row[1]), float(row[2]), object())
    ),
    max_size=25,
)


@given(ROWS)
def test_bars_and_their_words_never_lie_on_each_other(rows):
    bars = charts.bars(AXIS, rows)
    width = {id(row[3]): row[2] for row in rows}
    assert {id(bar.row) for bar in bars} == {
        id(row) for first, last, _width, row in rows if first <= AXIS.last and (last is None or last >= AXIS.first)
    }
    taken: dict[int, list[tuple[float, float]]] = {}
    for bar in bars:
        label = width[id(bar.row)]
        start = bar.label_x if bar.anchor == "start" else bar.label_x - label
        assert AXIS.left - 0.1 <= bar.x
        assert bar.x + bar.width <= AXIS.right + 0.1
        assert AXIS.left - 0.2 <= start
        assert start + label <= AXIS.right + 0.2
        assert bar.width >= 1.9
        low, high = min(bar.x, start), max(bar.x + bar.width, start + label)
        for other_low, other_high in taken.setdefault(bar.lane, []):
            assert high <= other_low + 0.2 or low >= other_high - 0.2
        taken[bar.lane].append((low, high))


@pytest.mark.parametrize(
    ("first", "last", "before", "after"),
    [
        (-5, 5, True, False),
        (0, 89, False, False),
        (0, None, False, True),
        (80, 100, False, True),
        (-1, None, True, True),
    ],
)
def test_a_bar_says_when_it_goes_on_beyond_the_axis(first, last, before, after):
    def day(n):
        return None if n is None else FIRST + dt.timedelta(days=n)

    (bar,) = charts.bars(AXIS, [(day(first), day(last), 10.0, "row")])
    assert (bar.before, bar.after) == (before, after)


@given(st.integers(7, 400), st.integers(10, 60))
def test_ticks_are_days_of_the_axis_with_room_for_their_words(days, room):
    axis = Axis(FIRST, FIRST + dt.timedelta(days=days - 1), 22, 336)
    ticks = charts.ticks(axis, room=room)
    assert all(axis.holds(tick.day) and tick.x + room <= axis.right for tick in ticks)
    assert all(two.x - one.x >= room for one, two in pairwise(ticks))
    assert all(tick.day.weekday() == 0 if days <= 31 else tick.day.day == 1 for tick in ticks)


def test_height_turns_the_scale_upside_down():
    assert [place(value) for value in (0, 5, 10)] == [100, 55, 10]
