"""What a wish rings for: several times a day, every few days, bounds and pauses; and who may be rung at night."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reminders.rules import Quiet, Ring, Wish, next_ring, put_ahead, ring_at, rings_now, slot_name, weekly_turn

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


@pytest.mark.parametrize(
    ("was", "wish", "ahead"),
    [
        # It was due at eight and it is nine in the evening less a minute.
        ({}, {}, False),
        ({}, {"times": [NINE]}, True),
        ({}, {"times": [dt.time(7)]}, False),
        # Nine was there before: it does not stand for eight, whether eight stays or goes.
        ({"times": [EIGHT, NINE]}, {"times": [EIGHT, NINE]}, False),
        ({"times": [EIGHT, NINE]}, {"times": [NINE]}, False),
        # Nine is new, and eight stays what it was.
        ({}, {"times": [EIGHT, NINE]}, False),
        # Later that day, but not on that day's weekday or after the last day.
        ({}, {"times": [NINE], "weekdays": [0, 1, 2, 4]}, False),
        ({}, {"times": [NINE], "last_on": day(-1)}, False),
        # Another zone: at eight in Honolulu it is 18:00 here, at eleven 21:00; nine in Tokyo was at noon.
        ({}, {"zone": "Pacific/Honolulu"}, False),
        ({}, {"zone": "Pacific/Honolulu", "times": [dt.time(11)]}, True),
        ({}, {"zone": "Asia/Tokyo"}, False),
        ({"zone": "Asia/Tokyo", "times": [NINE]}, {"zone": "UTC", "times": [NINE]}, True),
    ],
)
def test_a_change_puts_a_past_time_ahead(was, wish, ahead):
    before = Wish(**{"times": [EIGHT], "zone": "UTC", **was})
    now = at(THURSDAY, dt.time(20, 59))
    ring = next_ring(before, after=at(THURSDAY, dt.time(0)))
    assert ring.date == THURSDAY
    assert put_ahead(ring, was=before, wish=Wish(**{"times": [EIGHT], "zone": "UTC", **wish}), now=now) is ahead


def weekly_days(since: dt.datetime, **wish) -> list[tuple[int, dt.time]]:
    """What a weekly listener is told of in the four weeks from midnight on."""
    wanted = Wish(**{"times": [EIGHT], "zone": "UTC", **wish})
    found, ring = [], next_ring(wanted, after=at(THURSDAY, dt.time(0)))
    while ring is not None and ring.date < day(28):
        if weekly_turn(wanted, ring, since=since):
            found.append(((ring.date - THURSDAY).days, ring.time))
        ring = next_ring(wanted, after=ring.at)
    return found


@pytest.mark.parametrize(
    ("since", "wish", "days"),
    [
        (at(THURSDAY, dt.time(7)), {}, [0, 7, 14, 21]),
        (at(THURSDAY, EIGHT), {}, [0, 7, 14, 21]),  # exactly then
        (at(THURSDAY, NINE), {}, [1, 8, 15, 22]),
        # Since a Saturday, on working days only: Mondays. It was never, when the weekday of the Saturday counted.
        (at(day(2), NINE), {"weekdays": [0, 1, 2, 3, 4]}, [4, 11, 18, 25]),
        (at(THURSDAY, NINE), {"weekdays": [3]}, [0, 7, 14, 21]),
        # A pause lies between: from its end on.
        (at(THURSDAY, NINE), {"resumes_on": day(5)}, [5, 12, 19, 26]),
    ],
)
def test_weekly_is_once_every_seven_days_whatever_the_weekdays(since, wish, days):
    assert weekly_days(since, **wish) == [(n, EIGHT) for n in days]


def test_weekly_is_one_of_several_times_a_day():
    assert weekly_days(at(THURSDAY, dt.time(12)), times=[EIGHT, NINE]) == [(n, NINE) for n in (0, 7, 14, 21)]


@given(
    st.sets(st.integers(0, 6), min_size=1),
    st.integers(0, 7 * 24 * 60),
    st.sampled_from(["UTC", "Europe/Berlin", "Pacific/Apia", "America/St_Johns"]),
)
def test_weekly_never_stops_and_never_comes_twice_a_week(weekdays, minutes, zone):
    since = at(THURSDAY, dt.time(0)) + dt.timedelta(minutes=minutes)
    told = [n for n, _time in weekly_days(since, weekdays=weekdays, zone=zone)]
    # On that Thursday, eight is past already on the easternmost of these clocks.
    assert len(told) in (3, 4)
    assert {later - earlier for earlier, later in pairwise(told)} == {7}
