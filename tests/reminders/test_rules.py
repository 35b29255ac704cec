"""Due times over real zones, quiet hours, and the states of a delivery."""

import datetime as dt
import itertools
import zoneinfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reminders import rules
from reminders.rules import EVERY_DAY, State, next_slot, slot_date

ZONES = sorted(zoneinfo.available_timezones())
UTC = dt.UTC


def slots(count, **wish):
    """``count`` slots one after the other, as the engine asks for them."""
    found, after = [], wish.pop("after")
    for _ in range(count):
        found.append(next_slot(after=after, **wish))
        after = found[-1].at
    return found


def daily(zone, time, day, *, count=3):
    """Slots from just before a local date on."""
    after = dt.datetime.combine(day, dt.time(), tzinfo=zoneinfo.ZoneInfo(zone)).astimezone(UTC) - dt.timedelta(hours=2)
    return slots(count, zone=zone, time=time, weekdays=EVERY_DAY, after=after)


def test_a_time_in_the_spring_gap_moves_forward_by_the_gap():
    found = daily("Europe/Berlin", dt.time(2, 30), dt.date(2026, 3, 28))
    assert [s.at.astimezone(zoneinfo.ZoneInfo("Europe/Berlin")).strftime("%d %H:%M") for s in found] == [
        "28 02:30",
        "29 03:30",
        "30 02:30",
    ]


def test_a_gap_of_half_an_hour():
    zone = "Australia/Lord_Howe"  # 4 October 2026: 02:00 becomes 02:30
    found = daily(zone, dt.time(2, 15), dt.date(2026, 10, 3))
    assert [s.at.astimezone(zoneinfo.ZoneInfo(zone)).strftime("%d %H:%M") for s in found] == [
        "03 02:15",
        "04 02:45",
        "05 02:15",
    ]


def test_a_time_in_the_autumn_fold_is_the_first_of_the_two_and_comes_once():
    found = daily("Europe/Berlin", dt.time(2, 30), dt.date(2026, 10, 24))
    assert [s.date.day for s in found] == [24, 25, 26]
    assert found[1].at == dt.datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # still summer time
    assert found[2].at == dt.datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


def test_a_fold_over_midnight_keeps_the_days():
    zone = "America/Havana"  # 1 November 2026: 01:00 becomes 00:00
    found = daily(zone, dt.time(0, 30), dt.date(2026, 10, 31))
    assert [s.date.isoformat() for s in found] == ["2026-10-31", "2026-11-01", "2026-11-02"]


def test_a_gap_at_midnight_keeps_its_date():
    zone = "Africa/Cairo"  # 24 April 2026: 00:00 becomes 01:00
    found = daily(zone, dt.time(0, 0), dt.date(2026, 4, 23))
    assert [s.date.day for s in found] == [23, 24, 25]
    assert found[1].at.astimezone(zoneinfo.ZoneInfo(zone)).hour == 1


def test_a_day_that_a_place_skipped_whole_has_no_slot():
    found = daily("Pacific/Apia", dt.time(20, 30), dt.date(2011, 12, 29))
    assert [s.date.isoformat() for s in found] == ["2011-12-29", "2011-12-31", "2012-01-01"]


def test_a_leap_day_is_a_day():
    found = daily("UTC", dt.time(20, 30), dt.date(2028, 2, 28))
    assert [s.date.isoformat() for s in found] == ["2028-02-28", "2028-02-29", "2028-03-01"]


def test_the_due_minute_itself_is_over():
    at = dt.datetime(2026, 11, 19, 19, 30, tzinfo=UTC)
    wish = {"time": dt.time(20, 30), "weekdays": EVERY_DAY, "zone": "Europe/Berlin"}
    assert next_slot(after=at - dt.timedelta(seconds=1), **wish).at == at
    assert next_slot(after=at, **wish).at == at + dt.timedelta(days=1)


def test_no_weekday_means_never_and_nonsense_days_are_not_days():
    at = dt.datetime(2026, 11, 19, tzinfo=UTC)
    assert next_slot(time=dt.time(8), weekdays=[], zone="UTC", after=at) is None
    assert next_slot(time=dt.time(8), weekdays=[7, -1], zone="UTC", after=at) is None
    with pytest.raises(zoneinfo.ZoneInfoNotFoundError):
        next_slot(time=dt.time(8), weekdays=[1], zone="Mars/Olympus", after=at)


def test_a_pause_ends_on_its_day():
    at = dt.datetime(2026, 11, 19, 12, tzinfo=UTC)
    slot = next_slot(time=dt.time(8), weekdays=[3], zone="UTC", after=at, not_before=dt.date(2026, 11, 27))
    assert slot.date == dt.date(2026, 12, 3)  # the first Thursday from the 27th on


times = st.times().map(lambda t: t.replace(second=0, microsecond=0, tzinfo=None, fold=0))
starts = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 12, 31), timezones=st.just(UTC))


@settings(max_examples=400, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    time=times,
    start=starts,
    weekdays=st.sets(st.integers(0, 6), min_size=1),
)
def test_every_wished_day_once_never_early_never_on_another_weekday(zone, time, start, weekdays):
    found = slots(8, zone=zone, time=time, weekdays=weekdays, after=start)
    place = zoneinfo.ZoneInfo(zone)
    for before, after in itertools.pairwise(found):
        assert before.at < after.at
        between = [before.date + dt.timedelta(days=n) for n in range(1, (after.date - before.date).days)]
        # No zone skips a whole day in these years, so a wished day in between would be a lost one.
        assert not [day for day in between if day.weekday() in weekdays]
    for slot in found:
        assert slot.date.weekday() in weekdays
        local = slot.at.astimezone(place)
        assert local.date() == slot.date
        assert local.time() >= time or local.fold == 0
        if local.time() != time:
            # Only a time that does not exist is moved, and forward by less than three hours.
            assert dt.datetime.combine(slot.date, time, tzinfo=place).astimezone(UTC).astimezone(place).time() != time
            assert dt.timedelta(0) < local.replace(tzinfo=None) - dt.datetime.combine(slot.date, time)
    assert found[0].at > start


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "America/New_York", "Africa/Casablanca", "Asia/Kolkata", "Pacific/Apia"]
)
@pytest.mark.parametrize("time", [dt.time(0, 0), dt.time(1, 30), dt.time(2, 30), dt.time(20, 30), dt.time(23, 59)])
def test_two_years_of_days_without_a_gap_or_a_double(zone, time):
    first = dt.date(2026, 1, 1)
    found = daily(zone, time, first, count=731)
    begin = found[0].date
    assert [s.date for s in found] == [begin + dt.timedelta(days=n) for n in range(731)]


@pytest.mark.parametrize(
    ("local", "quiet"),
    [("21:29", False), ("21:30", True), ("23:59", True), ("00:00", True), ("06:29", True), ("06:30", False)],
)
def test_quiet_hours_pass_over_midnight(local, quiet):
    hour, minute = map(int, local.split(":"))
    assert rules.is_quiet_time(dt.time(hour, minute)) is quiet


def test_quiet_hours_within_one_day():
    assert rules.is_quiet_time(dt.time(13), dt.time(12), dt.time(14))
    assert not rules.is_quiet_time(dt.time(14), dt.time(12), dt.time(14))


def test_quiet_hours_end_in_the_morning_also_on_the_night_of_a_change():
    night = dt.datetime(2026, 3, 28, 22, 0, tzinfo=UTC)  # 23:00 in Berlin, before the spring change
    assert rules.quiet_end(night, "Europe/Berlin") == dt.datetime(2026, 3, 29, 4, 30, tzinfo=UTC)


def test_settled_states_stay_and_only_proof_ends_a_doubt():
    for old in rules.SETTLED - {State.UNKNOWN}:
        assert not any(rules.may_become(old, new) for new in State)
    assert {new for new in State if rules.may_become(State.UNKNOWN, new)} == {State.SENT, State.SUPPRESSED}
    assert not rules.may_become(State.PENDING, State.SENDING)  # never without a lease
    assert not rules.may_become(State.PENDING, State.SENT)


def test_doubt_policies():
    assert rules.after_doubt("never_again") is State.UNKNOWN
    assert rules.after_doubt("resend") is State.PENDING


def test_retries_back_off_and_spread():
    plain = [rules.pause_before_retry(n, 0.5).total_seconds() for n in range(1, 12)]
    assert plain[:4] == [20, 40, 80, 160]
    assert max(plain) == 900
    assert rules.pause_before_retry(1, 0.0).total_seconds() == 10
    assert rules.pause_before_retry(10_000, 0.999).total_seconds() < 1350


def test_the_date_of_a_slot_is_its_own_also_where_the_clock_carries_it_past_midnight():
    """Greenland, 28 March 2026: the hour before midnight is skipped, so 23:30 comes at 00:30 of the 29th."""
    zone, late = "America/Nuuk", dt.time(23, 30)
    for slot in daily(zone, late, dt.date(2026, 3, 27), count=4):
        assert slot_date(slot.at, late, zone) == slot.date
    carried = next_slot(time=late, weekdays=EVERY_DAY, zone=zone, after=dt.datetime(2026, 3, 28, 12, tzinfo=UTC))
    assert carried.date == dt.date(2026, 3, 28)
    assert carried.at.astimezone(zoneinfo.ZoneInfo(zone)).date() == dt.date(2026, 3, 29)
