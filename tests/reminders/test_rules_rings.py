"""What a wish rings for: several times a day, every few days, bounds and pauses; and who may be rung at night."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reminders.rules import Quiet, Ring, Wish, next_ring, ring_at, rings_now, slot_name

UTC = dt.UTC
THURSDAY = dt.date(2026, 11, 19)
EIGHT, NINE, SMALL_HOUR = dt.time(8), dt.time(21), dt.time(2)


def at(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, tzinfo=UTC)


def day(n: int) -> dt.date:
    return THURSDAY + dt.timedelta(days=n)


def rings(count: int, **wish) -> list[tuple[int, dt.time]]:
    """The next rings from midnight on, as (days after the Thursday, time)."""
    found: list[Ring] = []
    wanted = Wish(**{"times": [EIGHT], "zone": "UTC", **wish})
    for _ in range(count):
        ring = next_ring(wanted, after=found[-1].at if found else at(THURSDAY, dt.time(0)))
        if ring is None:
            break
        found.append(ring)
    return [((ring.date - THURSDAY).days, ring.time) for ring in found]


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ({}, [(0, EIGHT), (1, EIGHT), (2, EIGHT)]),
        ({"times": [NINE, EIGHT, NINE]}, [(0, EIGHT), (0, NINE), (1, EIGHT)]),
        ({"weekdays": []}, []),
        ({"weekdays": [0]}, [(4, EIGHT), (11, EIGHT), (18, EIGHT)]),
        # Every second and third day, counted from a day before and one after.
        ({"every_days": 2, "every_from": day(-1)}, [(1, EIGHT), (3, EIGHT), (5, EIGHT)]),
        ({"every_days": 3, "every_from": day(4)}, [(1, EIGHT), (4, EIGHT), (7, EIGHT)]),
        # On top of weekdays: every second day, Mondays only, is every second Monday.
        ({"every_days": 2, "every_from": day(4), "weekdays": [0]}, [(4, EIGHT), (18, EIGHT), (32, EIGHT)]),
        # A weekday that never meets its turn: every seventh day from a Thursday, Mondays only.
        ({"every_days": 7, "every_from": day(0), "weekdays": [0]}, []),
        ({"first_on": day(2)}, [(2, EIGHT), (3, EIGHT), (4, EIGHT)]),
        ({"last_on": day(1)}, [(0, EIGHT), (1, EIGHT)]),
        ({"first_on": day(1), "last_on": day(1)}, [(1, EIGHT)]),
        ({"first_on": day(1), "resumes_on": day(2)}, [(2, EIGHT), (3, EIGHT), (4, EIGHT)]),
        # A small hour belongs to the family's day before: the first and last of its days begin a night later.
        ({"times": [SMALL_HOUR], "first_on": day(1), "last_on": day(1)}, [(2, SMALL_HOUR)]),
    ],
)
def test_the_next_rings(wish, expected):
    assert rings(3, **wish) == expected


@given(
    st.sets(st.times().map(lambda t: t.replace(second=0, microsecond=0)), min_size=1, max_size=4),
    st.integers(1, 9),
    st.integers(-20, 20),
)
def test_each_ring_is_found_again_from_its_instant(times, every, start):
    wish = Wish(times=times, zone="Europe/Berlin", every_days=every, every_from=day(start))
    ring = next_ring(wish, after=at(THURSDAY, EIGHT))
    assert ring
    assert ring_at(wish, ring.at) == ring
    assert (ring.date - day(start)).days % every == 0


def test_of_a_wish_that_changed_since_the_first_time_stands_for_the_ring():
    wish = Wish(times=[NINE, EIGHT], zone="UTC")
    assert ring_at(wish, at(THURSDAY, NINE)) == Ring(at(THURSDAY, NINE), THURSDAY, NINE)
    assert ring_at(wish, at(THURSDAY, dt.time(7))) == Ring(at(THURSDAY, dt.time(7)), THURSDAY, EIGHT)


def test_two_times_that_a_gap_carries_to_one_instant_are_the_earlier_one():
    wish = Wish(times=[dt.time(3, 30), dt.time(2, 30)], zone="Europe/Berlin")
    ring = next_ring(wish, after=dt.datetime(2026, 3, 28, 12, tzinfo=UTC))
    assert ring == Ring(dt.datetime(2026, 3, 29, 1, 30, tzinfo=UTC), dt.date(2026, 3, 29), dt.time(2, 30))


@pytest.mark.parametrize(
    ("times", "by_time", "expected"),
    [([EIGHT], False, "1"), ([EIGHT, EIGHT], False, "1"), ([EIGHT], True, "08:00"), ([EIGHT, NINE], False, "08:00")],
)
def test_one_time_a_day_is_one_slot_wherever_it_is_moved(times, by_time, expected):
    assert slot_name(times, EIGHT, by_time=by_time) == expected


@pytest.mark.parametrize(
    ("local", "more", "rings"),
    [
        ("20:00", {}, True),
        ("23:00", {}, False),
        ("23:00", {"rule": Quiet.RING}, True),
        # What somebody chose for this reminder stands above its kind.
        ("23:00", {"chosen": True}, True),
        ("23:00", {"chosen": False, "rule": Quiet.RING}, False),
        ("20:00", {"chosen": False}, True),
        ("23:00", {"wake_me": True, "chosen": False}, True),
        ("23:00", {"asked": True, "chosen": False}, True),
        # No quiet hours at all.
        ("23:00", {"starts": dt.time(7), "ends": dt.time(7)}, True),
    ],
)
def test_who_may_be_rung_at_night(local, more, rings):
    usual = {"starts": dt.time(21, 30), "ends": dt.time(6, 30), "rule": Quiet.WAIT, "chosen": None}
    values = usual | {"wake_me": False, "asked": False} | more
    assert rings_now(dt.time.fromisoformat(local), **values) is rings
