"""The engine when clocks and zones change under it: each wished local day once, whatever the clock did."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from care.household import actions as household_actions
from reminders import actions, engine
from reminders.kinds import APPOINTMENT, EVENING_CHECK, MEDICINE, REFILL
from reminders.models import Delivery, Occurrence, Plan
from reminders.rules import State
from tests.reminders.conftest import DUE, NOON
from tests.reminders.test_items import medicine, visit

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def told() -> list[tuple[str, str]]:
    """Local date and instant of every occurrence, in the order in which they were due."""
    return [(o.local_date.isoformat(), f"{o.due_at:%dT%H:%M}") for o in Occurrence.objects.order_by("due_at")]


def move_to(family, zone: str, *, at: dt.datetime) -> None:
    household_actions.update_household(
        household=family.household, by=family.guardian, at=at, changes={"time_zone": zone}
    )
    family.mia.refresh_from_db()


def hourly(running, start: dt.datetime, hours: int) -> None:
    for n in range(hours + 1):
        running.run(start + n * HOUR)


def test_moving_at_noon_rings_at_the_evening_of_the_new_place(family, plan, running):
    move_to(family, "America/New_York", at=NOON)
    hourly(running, NOON, 48)
    # 20:30 in New York is 01:30 UTC of the next day.
    assert told() == [("2026-11-19", "20T01:30"), ("2026-11-20", "21T01:30")]


@pytest.mark.parametrize("first", ["tick", "move"])
def test_moving_in_the_due_minute_rings_once_that_day(family, plan, running, first):
    if first == "tick":
        running.run(DUE)
    move_to(family, "America/New_York", at=DUE)
    hourly(running, DUE, 40)
    same_day = "19T19:30" if first == "tick" else "20T01:30"
    assert told() == [("2026-11-19", same_day), ("2026-11-20", "21T01:30")]
    assert Delivery.objects.filter(state=State.SENT).count() == 2


def test_flying_back_over_the_date_line_tells_no_date_twice(family, running):
    move_to(family, "Pacific/Apia", at=NOON)  # +13: here it is the 20th already
    actions.set_plan(patient=family.mia, kind=EVENING_CHECK, by=family.guardian, at=NOON)
    hourly(running, NOON, 24)
    assert told() == [("2026-11-20", "20T07:30")]
    move_to(family, "Pacific/Honolulu", at=NOON + 24 * HOUR)  # -10: the 20th once more
    hourly(running, NOON + 24 * HOUR, 48)
    assert told() == [("2026-11-20", "20T07:30"), ("2026-11-21", "22T06:30")]


def test_flying_out_over_the_date_line_skips_the_date_nobody_had(family, running):
    move_to(family, "Pacific/Honolulu", at=NOON)
    actions.set_plan(patient=family.mia, kind=EVENING_CHECK, by=family.guardian, at=NOON)
    hourly(running, NOON, 24)
    assert told() == [("2026-11-19", "20T06:30")]
    move_to(family, "Pacific/Apia", at=NOON + 24 * HOUR)  # the 21st, one hour after midnight
    hourly(running, NOON + 24 * HOUR, 24)
    assert told() == [("2026-11-19", "20T06:30"), ("2026-11-21", "21T07:30")]


def test_a_clock_set_back_two_hours_tells_nothing_twice(plan, running):
    running.run(DUE)
    for minutes in range(-120, 120, 10):
        running.run(DUE + dt.timedelta(minutes=minutes))
    running.run(DUE + DAY)
    assert told() == [("2026-11-19", "19T19:30"), ("2026-11-20", "20T19:30")]
    assert len(running.mails) == 2


def test_a_clock_set_back_right_before_delays_and_loses_nothing(plan, running):
    running.run(DUE - dt.timedelta(minutes=1))
    running.run(DUE - 2 * HOUR)
    assert told() == []
    hourly(running, DUE - 2 * HOUR, 2)
    assert told() == [("2026-11-19", "19T19:30")]
    assert len(running.mails) == 1


def test_a_clock_set_forward_two_days_shows_what_was_missed_and_tells_the_last(plan, running):
    running.run(DUE - HOUR)
    running.run(DUE + 2 * DAY)
    assert [date for date, _ in told()] == ["2026-11-19", "2026-11-20", "2026-11-21"]
    states = Delivery.objects.order_by("occurrence__due_at").values_list("state", flat=True)
    assert list(states) == [State.MISSED, State.MISSED, State.SENT]
    # Set right again: what was told early is not told again on its day, and the next day comes as ever.
    for back in (0, 1, 2):
        running.run(DUE + back * DAY + HOUR / 2)
    assert len(running.mails) == 1
    running.run(DUE + 3 * DAY)
    assert len(running.mails) == 2


def test_a_leap_day_is_told(family, running):
    start = dt.datetime(2028, 2, 28, 12, tzinfo=dt.UTC)
    actions.set_plan(patient=family.mia, kind=EVENING_CHECK, by=family.guardian, at=start)
    hourly(running, start, 72)
    assert [date for date, _ in told()] == ["2028-02-28", "2028-02-29", "2028-03-01"]


def test_an_evening_that_a_gap_carries_past_midnight_keeps_its_date(family, running):
    """Greenland's spring change skips 23:00 to 24:00: that evening's reminder and the next one are two."""
    start = dt.datetime(2026, 3, 27, 12, tzinfo=dt.UTC)
    move_to(family, "America/Nuuk", at=start)
    actions.set_plan(
        patient=family.mia,
        kind=EVENING_CHECK,
        by=family.guardian,
        at=start,
        local_time=dt.time(23, 30),
        in_quiet_hours=True,
    )
    for half_hour in range(2 * 72 + 1):
        running.run(start + half_hour * HOUR / 2)
    nuuk = ZoneInfo("America/Nuuk")
    shown = [(o.local_date.day, f"{o.due_at.astimezone(nuuk):%d %H:%M}") for o in Occurrence.objects.order_by("due_at")]
    assert shown == [(27, "27 23:30"), (28, "29 00:30"), (29, "29 23:30")]
    assert len(running.mails) == 3


def test_a_tick_at_a_time_before_anything_is_due_does_nothing(plan):
    engine.tick(now=DUE - 400 * DAY)
    assert told() == []


# --- What is told once, and what has a clock of its own -------------------------------------------------------------


def test_a_notice_whose_time_is_past_in_the_new_place_comes_on_the_next_day_that_counts(family, running):
    actions.set_plan(patient=family.mia, kind=APPOINTMENT, by=family.guardian, at=NOON)
    visit(family, dt.date(2026, 11, 25))
    # Nine in Berlin is an hour ahead, nine in Tokyo is long past.
    at = dt.datetime(2026, 11, 23, 7, tzinfo=dt.UTC)
    move_to(family, "Asia/Tokyo", at=at)
    hourly(running, at, 60)
    assert told() == [("2026-11-24", "24T00:00")]
    assert len(running.mails) == 1


def test_a_notice_that_is_withdrawn_is_not_waited_for_at_the_same_place_and_time(family, running):
    """Taken back at nine in Berlin; in New York nine is ahead again, but that notice was made: the next day counts."""
    plan = actions.set_plan(patient=family.mia, kind=APPOINTMENT, by=family.guardian, at=NOON)
    visit(family, dt.date(2026, 11, 25))
    nine = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)
    engine.tick(now=nine)
    actions.turn_off(plan=plan, by=family.guardian, at=nine)
    actions.set_plan(patient=family.mia, kind=APPOINTMENT, by=family.guardian, at=nine)
    move_to(family, "America/New_York", at=nine + HOUR)
    hourly(running, nine + HOUR, 60)
    assert told() == [("2026-11-23", "23T08:00"), ("2026-11-24", "24T14:00")]
    assert len(running.mails) == 1


def test_a_notice_that_was_told_is_not_told_again_in_the_west(family, running):
    actions.set_plan(patient=family.mia, kind=APPOINTMENT, by=family.guardian, at=NOON)
    visit(family, dt.date(2026, 11, 25))
    nine = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)
    running.run(nine)
    move_to(family, "America/New_York", at=nine + HOUR)
    hourly(running, nine + HOUR, 60)
    assert len(running.mails) == 1


def test_an_own_zone_holds_for_all_below_it_but_medicines(family):
    """Places in the list of medicines are on the family's clock, whatever zone its reminder was set in."""
    zone = "America/New_York"
    for kind in (REFILL, MEDICINE):
        actions.set_plan(patient=family.mia, kind=kind, by=family.guardian, at=NOON, own_zone=zone, in_quiet_hours=True)
    medicine(family, refill_on=dt.date(2026, 11, 30))
    refill = Plan.objects.get(kind=REFILL.slug, parent__isnull=False)
    assert refill.time_zone == zone
    move_to(family, "Asia/Tokyo", at=NOON)
    after = Plan.objects.get(pk=refill.pk)
    assert (after.time_zone, after.next_due_at) == (zone, refill.next_due_at)
    assert Plan.objects.get(kind=MEDICINE.slug, parent__isnull=False).time_zone == "Asia/Tokyo"
    assert set(Plan.objects.filter(parent=None).values_list("time_zone", flat=True)) == {zone}
