"""Two years of every zone of the time-zone database, day by day, against an oracle that only reads UTC as wall clock.

Zones that show the same clock all through the two years are walked once, with the times that matter to them: around
midnight, in the evening, and inside each gap and fold they have.
"""

import datetime as dt
import itertools
import zoneinfo
from collections import defaultdict

import pytest

from reminders.rules import EVERY_DAY, at_wall_clock, next_slot

UTC = dt.UTC
DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)
FIRST = dt.date(2026, 1, 1)
DAYS = 731  # to 1 January 2028
ZONES = sorted(zoneinfo.available_timezones())
USUAL = (dt.time(0, 0), dt.time(20, 30))


def offset(zone: str, instant: dt.datetime) -> dt.timedelta:
    found = instant.astimezone(zoneinfo.ZoneInfo(zone)).utcoffset()
    assert found is not None
    return found


def changes(
    zone: str, first: dt.date = FIRST, days: int = DAYS
) -> list[tuple[dt.datetime, dt.timedelta, dt.timedelta]]:
    """When the clock of a zone is changed: (instant, offset before, offset after), to the minute.

    Looks once a week: no zone changes its clock and changes it back within one (Morocco's Ramadan is four and more).
    """
    found = []
    noons = [dt.datetime.combine(first + n * DAY, dt.time(12), tzinfo=UTC) for n in range(-1, days + 7, 7)]
    offsets = [offset(zone, noon) for noon in noons]
    for (low, before), (high, after) in itertools.pairwise(zip(noons, offsets, strict=True)):
        if before == after:
            continue
        while high - low > MINUTE:
            middle = low + ((high - low) // MINUTE // 2) * MINUTE
            low, high = (middle, high) if offset(zone, middle) == before else (low, middle)
        found.append((high, before, after))
    return found


def oracle(zone: str, date: dt.date, time: dt.time, around=None) -> dt.datetime | None:
    """When a clock on the wall first shows this; a time that is skipped, later by what is skipped; None: no such day.

    ``around``: the changes of the zone's clock near that day, for who asks often.
    """
    wall = dt.datetime.combine(date, time, tzinfo=UTC)
    if around is None:
        around = changes(zone, date - 2 * DAY, 5)
    close = [change for change in around if abs(wall - change[0]) < 2 * DAY]
    if not close:
        return wall - offset(zone, wall)
    [(instant, before, after)] = close
    if wall - before < instant:
        return wall - before
    if wall - after >= instant:
        return wall - after
    # Skipped. A day of which no midday was ever shown never was; any other has its reminder, if after its midnight.
    midday = dt.datetime.combine(date, dt.time(12), tzinfo=UTC)
    return wall - before if midday - before < instant or midday - after >= instant else None


def test_the_oracle_knows_a_gap_a_fold_and_a_day_that_never_was():
    berlin = "Europe/Berlin"
    assert oracle(berlin, dt.date(2026, 3, 29), dt.time(2, 30)) == dt.datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert oracle(berlin, dt.date(2026, 10, 25), dt.time(2, 30)) == dt.datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert oracle("Pacific/Apia", dt.date(2011, 12, 30), dt.time(20, 30)) is None


def like_clocks() -> dict[tuple, list[str]]:
    """Zones by the clock they show in these years."""
    start = dt.datetime.combine(FIRST, dt.time(), tzinfo=UTC)
    found = defaultdict(list)
    for zone in ZONES:
        found[(offset(zone, start), *changes(zone))].append(zone)
    return dict(found)


def times_that_matter(clock: tuple) -> set[dt.time]:
    # Where the clock is never changed, the days are alike.
    found = set(USUAL) if clock[1:] else {USUAL[1]}
    for instant, before, after in clock[1:]:
        edges = sorted([instant + before, instant + after])
        found |= {(edges[0] + (edges[1] - edges[0]) / 2).time().replace(second=0, microsecond=0), edges[0].time()}
    return found


def test_every_zone_rings_once_each_day_for_two_years_never_early():
    clocks = like_clocks()
    assert sum(map(len, clocks.values())) == len(ZONES) > 500
    walked = 0
    for clock, zones in clocks.items():
        zone = zones[0]
        around = changes(zone, FIRST - 3 * DAY, DAYS + 6)
        for time in times_that_matter(clock):
            wanted = [oracle(zone, FIRST + n * DAY, time, around) for n in range(DAYS)]
            after = wanted[0] - MINUTE
            for n, at in enumerate(wanted):
                slot = next_slot(time=time, weekdays=EVERY_DAY, zone=zone, after=after)
                assert (slot.date, slot.at) == (FIRST + n * DAY, at), f"{zone} {time}"
                after = slot.at
            walked += DAYS
    assert walked > 100_000


@pytest.mark.parametrize("part", range(4))
def test_every_zone_by_name_around_each_change_of_its_clock(part):
    """Also those that share a clock: by name, on the days before, at and after each change, on chosen weekdays only."""
    for zone in ZONES[part::4]:
        for instant, before, after in changes(zone):
            day = (instant + min(before, after)).date()
            time = (instant + (before + after) / 2).time().replace(second=0, microsecond=0)
            wished = {day.weekday(), (day + 2 * DAY).weekday()}
            start = oracle(zone, day, time) - 3 * DAY
            dates = []
            for _ in range(3):
                slot = next_slot(time=time, weekdays=wished, zone=zone, after=start)
                assert slot.at == oracle(zone, slot.date, time), f"{zone} {slot.date} {time}"
                dates.append(slot.date)
                start = slot.at
            assert dates == [day, day + 2 * DAY, day + 7 * DAY], f"{zone} {day}"


# What happens at a change of the clock, by name: zone, local day, wished time, what the wall then shows.
NAMED = [
    ("Europe/Berlin", "2026-03-29", "02:30", "2026-03-29 03:30 +0200", "gap of an hour"),
    ("Europe/Berlin", "2026-03-29", "02:00", "2026-03-29 03:00 +0200", "first minute of the gap"),
    ("Europe/Berlin", "2026-03-29", "03:00", "2026-03-29 03:00 +0200", "first minute after the gap"),
    ("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25 02:30 +0200", "fold: the first of the two"),
    ("Europe/Berlin", "2026-10-25", "03:00", "2026-10-25 03:00 +0100", "first minute after the fold"),
    ("America/New_York", "2026-11-01", "01:30", "2026-11-01 01:30 -0400", "fold in America: the first"),
    ("America/St_Johns", "2026-03-08", "02:15", "2026-03-08 03:15 -0230", "gap, offset with half an hour"),
    ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-04 02:45 +1100", "gap of half an hour"),
    ("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-05 01:45 +1100", "fold of half an hour: the first"),
    ("Antarctica/Troll", "2026-03-29", "02:00", "2026-03-29 04:00 +0200", "gap of two hours"),
    ("Africa/Cairo", "2026-04-24", "00:00", "2026-04-24 01:00 +0300", "gap at midnight keeps its day"),
    ("America/Havana", "2026-11-01", "00:30", "2026-11-01 00:30 -0400", "fold after midnight"),
    ("America/Santiago", "2026-04-04", "23:30", "2026-04-04 23:30 -0300", "fold over midnight keeps its day"),
    ("Africa/Casablanca", "2026-02-15", "02:30", "2026-02-15 02:30 +0100", "clock set back for Ramadan: the first"),
    ("Africa/Casablanca", "2026-03-22", "02:30", "2026-03-22 03:30 +0100", "and forward after it"),
    ("America/Nuuk", "2026-03-28", "23:30", "2026-03-29 00:30 -0100", "gap up to midnight: the same evening, late"),
    ("America/Nuuk", "2026-03-29", "00:30", "2026-03-29 00:30 -0100", "and the day after it has its own"),
    ("Asia/Kathmandu", "2026-03-29", "02:30", "2026-03-29 02:30 +0545", "no change at all"),
]


@pytest.mark.parametrize(("zone", "day", "time", "shown", "name"), NAMED, ids=[row[-1] for row in NAMED])
def test_named_changes(zone, day, time, shown, name):
    at = at_wall_clock(dt.date.fromisoformat(day), dt.time.fromisoformat(time), zone)
    assert at.astimezone(zoneinfo.ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M %z") == shown
    assert at == oracle(zone, dt.date.fromisoformat(day), dt.time.fromisoformat(time))


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Pacific/Kiritimati", "Pacific/Niue"])
def test_a_leap_day_is_one_day_on_its_own_weekday(zone):
    leap = dt.date(2028, 2, 29)  # a Tuesday
    found, after = [], dt.datetime(2028, 2, 20, tzinfo=UTC)
    for _ in range(3):
        slot = next_slot(time=dt.time(20, 30), weekdays={leap.weekday()}, zone=zone, after=after)
        found.append(slot.date)
        after = slot.at
    assert found == [leap - 7 * DAY, leap, leap + 7 * DAY]
