"""When doses are due: no dose is lost or doubled, whatever the clocks do."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.medicines.rules.schedule import (
    BadSchedule,
    Pattern,
    Period,
    Schedule,
    Slot,
    check,
    counts_from,
    day_begins,
    family_day,
    instant,
    normal_times,
    normal_weekdays,
    slot,
    slots,
)

BERLIN = "Europe/Berlin"
# Clocks that change at 01:00, 02:00, 03:00, at midnight, by half an hour, and never.
ZONES = [BERLIN, "Europe/Helsinki", "America/New_York", "America/Havana", "Asia/Beirut", "Australia/Lord_Howe", "UTC"]
LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def at(text: str) -> dt.time:
    return dt.time.fromisoformat(text)


def on(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def period(*times: str, pattern=Pattern.DAILY, begins=LONG_AGO, ends=None, last_day=None, **more) -> Period:
    return Period(Schedule(pattern, tuple(map(at, times)), **more), begins, ends, last_day)


def places(found: list[Slot]) -> list[str]:
    return [f"{due.on} {due.time:%H:%M}" for due in found]


@pytest.mark.parametrize(
    ("wall", "zone", "utc"),
    [
        ("2026-11-19 08:00", BERLIN, "2026-11-19T07:00"),
        ("2026-03-29 02:30", BERLIN, "2026-03-29T01:30"),  # does not exist: 03:30 of the new clock
        ("2026-10-25 02:30", BERLIN, "2026-10-25T00:30"),  # comes twice: the first
        ("2026-03-29 03:30", "Europe/Helsinki", "2026-03-29T01:30"),
        ("2026-11-19 08:00", "UTC", "2026-11-19T08:00"),
    ],
)
def test_instants(wall, zone, utc):
    date, time = wall.split()
    assert instant(on(date), at(time), zone) == dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)


def test_the_day_runs_from_four_to_four():
    assert family_day(on("2026-11-19"), at("04:00")) == on("2026-11-19")
    assert family_day(on("2026-11-19"), at("03:59")) == on("2026-11-18")
    found = slots([period("03:59", "04:00", "23:00")], on("2026-11-19"), on("2026-11-19"), BERLIN)
    assert places(found) == ["2026-11-19 04:00", "2026-11-19 23:00", "2026-11-20 03:59"]
    assert {due.day for due in found} == {on("2026-11-19")}
    assert found[0].place == (on("2026-11-19"), at("04:00"))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"pattern": Pattern.WEEKDAYS, "weekdays": frozenset({0, 2})}, ["2026-11-16", "2026-11-18"]),
        (
            {"pattern": Pattern.EVERY_N, "every_days": 3, "every_from": on("2026-11-19")},
            ["2026-11-16", "2026-11-19", "2026-11-22"],
        ),
        (
            {"pattern": Pattern.EVERY_N, "every_days": 3, "every_from": on("2027-01-03")},
            ["2026-11-16", "2026-11-19", "2026-11-22"],
        ),
        ({"pattern": Pattern.EVERY_N, "every_days": 3}, []),
        ({"pattern": Pattern.NEEDED}, []),
        ({"pattern": ""}, []),
        ({"last_day": on("2026-11-17")}, ["2026-11-16", "2026-11-17"]),
    ],
)
def test_days_of_a_pattern(given, expected):
    """Monday 16 to Sunday 22 November 2026."""
    found = slots([period("08:00", **given)], on("2026-11-16"), on("2026-11-22"), BERLIN)
    assert [str(due.on) for due in found] == expected


def test_a_night_dose_on_weekdays_follows_the_calendar():
    """01:00 on a Monday is Monday's on the label, and belongs to the family's Sunday."""
    found = slots(
        [period("01:00", pattern=Pattern.WEEKDAYS, weekdays=frozenset({0}))],
        on("2026-11-15"),
        on("2026-11-22"),
        BERLIN,
    )
    assert places(found) == ["2026-11-16 01:00", "2026-11-23 01:00"]
    assert found[0].day == on("2026-11-15")


def test_a_changed_plan_keeps_what_was_due_before():
    changed = instant(on("2026-11-19"), at("12:00"), BERLIN)
    plan = [period("08:00", "20:00", ends=changed), period("09:00", "21:00", begins=changed)]
    found = slots(plan, on("2026-11-18"), on("2026-11-20"), BERLIN)
    assert places(found) == [
        "2026-11-18 08:00",
        "2026-11-18 20:00",
        "2026-11-19 08:00",
        "2026-11-19 21:00",
        "2026-11-20 09:00",
        "2026-11-20 21:00",
    ]


def test_a_change_at_the_very_time_of_a_dose_takes_it_once():
    changed = instant(on("2026-11-19"), at("08:00"), BERLIN)
    found = slots(
        [period("08:00", ends=changed), period("08:00", begins=changed)], on("2026-11-19"), on("2026-11-19"), BERLIN
    )
    assert places(found) == ["2026-11-19 08:00"]


def test_both_doses_of_a_lost_hour_stay():
    """02:30 does not exist that night and is read as 03:30; the dose of 03:30 is another one."""
    found = slots([period("02:30", "03:30")], on("2026-03-28"), on("2026-03-28"), BERLIN)
    assert places(found) == ["2026-03-29 02:30", "2026-03-29 03:30"]
    assert found[0].at == found[1].at


times = st.lists(st.times().map(lambda t: t.replace(second=0, microsecond=0)), min_size=1, max_size=8, unique=True)
dates = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))
schedules = st.one_of(
    st.builds(Schedule, st.just(Pattern.DAILY), times.map(tuple)),
    st.builds(
        Schedule, st.just(Pattern.WEEKDAYS), times.map(tuple), st.frozensets(st.integers(0, 6), min_size=1, max_size=7)
    ),
    st.builds(Schedule, st.just(Pattern.EVERY_N), times.map(tuple), st.just(frozenset()), st.integers(2, 40), dates),
)


@given(schedules, dates, st.integers(1, 40), st.sampled_from(ZONES))
def test_every_wall_clock_dose_is_due_exactly_once(schedule, first, length, zone):
    """The doses of some days are those of the wall clock from 04:00 to 04:00: none lost, none twice."""
    last = first + length * DAY
    found = slots([Period(schedule, LONG_AGO)], first, last, zone)
    wanted = {
        (date, time)
        for number in range((last - first).days + 2)
        for date in [first + number * DAY]
        for time in schedule.times
        if schedule.is_on(date)
        and dt.datetime.combine(first, at("04:00"))
        <= dt.datetime.combine(date, time)
        < dt.datetime.combine(last + DAY, at("04:00"))
    }
    assert len(found) == len(wanted)
    assert {due.place for due in found} == wanted
    assert found == sorted(found)


@given(schedules, dates, st.integers(1, 20), st.sampled_from(ZONES))
def test_a_stretch_is_its_days_put_together(schedule, first, length, zone):
    plan = [Period(schedule, LONG_AGO)]
    days = [first + number * DAY for number in range(length)]
    each = [due for day in days for due in slots(plan, day, day, zone)]
    assert sorted(each) == slots(plan, days[0], days[-1], zone)
    assert all(due.day in days for due in each)


@given(schedules, dates, st.integers(0, 60 * 24 * 20), st.sampled_from(ZONES))
def test_cutting_a_plan_in_two_changes_nothing(schedule, first, minutes, zone):
    """However often a plan is saved without a change, the same doses are due."""
    cut = day_begins(first, zone) + dt.timedelta(minutes=minutes)
    last = first + 20 * DAY
    whole = slots([Period(schedule, LONG_AGO)], first, last, zone)
    halves = slots([Period(schedule, LONG_AGO, cut), Period(schedule, cut)], first, last, zone)
    assert halves == whole


@given(dates, st.times(), st.sampled_from(ZONES))
def test_a_time_that_exists_is_kept(date, time, zone):
    time = time.replace(second=0, microsecond=0)
    wall = instant(date, time, zone).astimezone(ZoneInfo(zone))
    shift = wall.replace(tzinfo=None) - dt.datetime.combine(date, time)
    assert shift in (dt.timedelta(0), dt.timedelta(minutes=30), dt.timedelta(hours=1))
    if shift:
        # Only a time that the clock jumps over is moved.
        there = dt.datetime.combine(date, time, tzinfo=ZoneInfo(zone))
        assert there.utcoffset() != there.replace(fold=1).utcoffset()
    assert slot(date, time, zone).at == instant(date, time, zone)


@pytest.mark.parametrize(
    ("start", "day"),
    [
        (None, "2026-11-19"),
        (("2026-11-19", "2026-11-19"), "2026-11-19"),
        (("2026-11-10", "2026-11-10"), "2026-11-10"),
        (("2026-10-19", "2026-10-19"), "2026-10-19"),
        (("2026-10-18", "2026-10-18"), "2026-11-19"),
        (("2026-11-01", "2026-11-30"), "2026-11-19"),
        (("2019-01-01", "2019-12-31"), "2026-11-19"),
        (("2026-12-01", "2026-12-31"), "2026-12-01"),
        (("2026-11-25", "2026-11-25"), "2026-11-25"),
    ],
)
def test_from_when_doses_are_expected(start, day):
    assert counts_from(start and (on(start[0]), on(start[1])), on("2026-11-19")) == on(day)


def test_times_and_weekdays_are_put_in_order():
    assert normal_times(["20:00", "08:00", "20:00"]) == ["08:00", "20:00"]
    assert normal_weekdays([6, 0, 6]) == [0, 6]


@pytest.mark.parametrize(
    "bad", [["8:00"], ["24:00"], ["08:60"], ["٠٨:٠٠"], [""], [None], [8], [f"0{n}:00" for n in range(9)]]
)
def test_what_is_no_time(bad):
    with pytest.raises(BadSchedule) as problem:
        normal_times(bad)
    assert problem.value.field == "times"


@pytest.mark.parametrize("bad", [[7], [-1], ["1"], [True], [None]])
def test_what_is_no_weekday(bad):
    with pytest.raises(BadSchedule):
        normal_weekdays(bad)


EIGHT = (at("08:00"),)


@pytest.mark.parametrize(
    ("schedule", "field"),
    [
        (Schedule(""), None),
        (Schedule("", EIGHT), "times"),
        (Schedule("needed"), None),
        (Schedule("needed", EIGHT), "times"),
        (Schedule("daily"), "times"),
        (Schedule("daily", EIGHT), None),
        (Schedule("daily", EIGHT, frozenset({1})), "weekdays"),
        (Schedule("weekdays", EIGHT), "weekdays"),
        (Schedule("weekdays", EIGHT, frozenset({1})), None),
        (Schedule("every_n", EIGHT, every_days=1, every_from=on("2026-11-19")), "every_days"),
        (Schedule("every_n", EIGHT, every_days=367, every_from=on("2026-11-19")), "every_days"),
        (Schedule("every_n", EIGHT, every_days=28), "every_from"),
        (Schedule("every_n", EIGHT, every_days=28, every_from=on("2026-11-19")), None),
    ],
)
def test_what_a_pattern_needs(schedule, field):
    if field is None:
        check(schedule)
        return
    with pytest.raises(BadSchedule) as problem:
        check(schedule)
    assert problem.value.field == field
