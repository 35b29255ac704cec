"""Days, their states and when an affirmation may be offered."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.household.rules import age_in_words, day_end, local_day
from care.record.rules import (
    DayState,
    coverage,
    day_state,
    is_late,
    may_affirm_nothing_new,
    may_affirm_same,
    on_another_day,
)

D, S, N, E, NONE = DayState.DETAILED, DayState.SAME, DayState.NOTHING_NEW, DayState.ELSEWHERE, DayState.NOT_RECORDED
BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ([], NONE),
        (["nothing_new"], N),
        (["same_as_yesterday"], S),
        (["elsewhere"], E),
        (["skin_check"], D),
        (["nothing_new", "same_as_yesterday"], S),
        (["elsewhere", "nothing_new"], N),
        (["elsewhere", "temperature", "nothing_new"], D),
        (["vaccine_decision"], NONE),
        (["vaccine_decision", "nothing_new"], N),
        (["a kind of next year"], D),
    ],
)
def test_state_of_a_day(kinds, state):
    assert day_state(kinds) == state


@pytest.mark.parametrize(
    ("before", "offered"),
    [
        ([], False),
        ([NONE], False),
        ([N], False),
        ([E], False),
        ([D], True),
        ([S, D], True),
        ([S, S, D], True),
        ([S, S, S, D], False),
        ([S, S, N], False),
        ([S, NONE, D], False),
        ([S, S, S, S], False),
    ],
)
def test_same_as_yesterday_is_offered_after_a_detailed_day_and_three_times_at_most(before, offered):
    assert may_affirm_same(before) is offered


NOON = dt.datetime(2026, 11, 19, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("open_infections", "message_hours_ago", "offered"),
    [(0, None, True), (1, None, False), (0, 23.9, False), (0, 24, True), (2, 48, False)],
)
def test_nothing_new_is_not_offered_beside_something_open(open_infections, message_hours_ago, offered):
    shown = None if message_hours_ago is None else NOON - dt.timedelta(hours=message_hours_ago)
    assert may_affirm_nothing_new(open_infections=open_infections, last_urgent_message=shown, now=NOON) is offered


@pytest.mark.parametrize(
    ("wall", "day"),
    [
        ("2026-11-19 04:00", "2026-11-19"),
        ("2026-11-19 03:59", "2026-11-18"),
        ("2026-11-19 23:59", "2026-11-19"),
        ("2026-03-29 03:30", "2026-03-28"),  # clocks went forward at 02:00
        ("2026-10-25 03:59", "2026-10-24"),  # clocks went back at 03:00
        ("2028-02-29 12:00", "2028-02-29"),
    ],
)
def test_the_family_day_begins_at_four(wall, day):
    instant = dt.datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(BERLIN))
    assert local_day(instant, BERLIN) == dt.date.fromisoformat(day)


def test_late_is_more_than_36_hours_after_the_day_ended():
    day = dt.date(2026, 11, 19)
    edge = day_end(day, BERLIN) + dt.timedelta(hours=36)
    assert not is_late(day, edge, BERLIN)
    assert is_late(day, edge + dt.timedelta(seconds=1), BERLIN)


ZONES = st.sampled_from(
    ["Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia", "Australia/Lord_Howe", "America/Sao_Paulo"]
)
INSTANTS = st.datetimes(
    min_value=dt.datetime(2024, 1, 1),
    max_value=dt.datetime(2030, 1, 1),
    timezones=st.just(dt.UTC),
)


@given(INSTANTS, ZONES)
def test_every_instant_lies_in_the_day_it_counts_for(instant, zone):
    day = local_day(instant, zone)
    assert day_end(day - dt.timedelta(days=1), zone) <= instant < day_end(day, zone)


@given(st.lists(st.sampled_from(list(DayState)), max_size=100))
def test_coverage_adds_up(states):
    counts = coverage(states)
    assert set(counts) == set(DayState)
    assert sum(counts.values()) == len(states)


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        ("2020-09-03", "2026-11-22", (6, 2)),
        ("2020-09-03", "2026-09-02", (5, 11)),
        ("2020-02-29", "2021-02-28", (0, 11)),
        ("2026-11-22", "2026-11-21", (0, 0)),
    ],
)
def test_age(born, on, age):
    assert age_in_words(dt.date.fromisoformat(born), dt.date.fromisoformat(on)) == age


@pytest.mark.parametrize(
    ("wall", "moved"),
    [
        (dt.datetime(2026, 11, 19, 9, 30), dt.datetime(2026, 11, 17, 9, 30)),
        # At 01:30 it is still the evening before: the hour stays in the small hours that end the other day.
        (dt.datetime(2026, 11, 20, 1, 30), dt.datetime(2026, 11, 18, 1, 30)),
        (dt.datetime(2026, 11, 20, 4, 0), dt.datetime(2026, 11, 17, 4, 0)),
    ],
)
def test_the_same_hour_on_another_day_of_the_family(wall, moved):
    zone = ZoneInfo(BERLIN)
    other = on_another_day(wall.replace(tzinfo=zone), dt.date(2026, 11, 17), BERLIN)
    assert other == moved.replace(tzinfo=zone)
    assert local_day(other, BERLIN) == dt.date(2026, 11, 17)
