"""What was due before somebody changed its reminder is told all the same: an edit counts from its own moment."""

import datetime as dt

import pytest

from care.household import actions as household_actions
from care.medicines import actions as medicines
from care.visits import actions as visits
from reminders import actions
from reminders.kinds import APPOINTMENT, EVENING_CHECK, MEDICINE, ROUTINE
from reminders.models import Delivery, Occurrence, Plan
from reminders.rules import State
from tests.reminders.conftest import DUE, NOON
from tests.reminders.test_items import EVENING, due_times, medicine, visit

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
# The workers were away, or the tick's second had not come.
LATE = [dt.timedelta(milliseconds=400), 20 * MINUTE]
Reason = Delivery.Reason


@pytest.fixture
def dose(family):
    """Ana hears of Mia's medicine, due at 19:30."""
    actions.set_plan(patient=family.mia, kind=MEDICINE, by=family.guardian, at=NOON, in_quiet_hours=None)
    return medicine(family, times=["19:30"])


def move_house(family, zone, at):
    household_actions.update_household(
        household=family.household, by=family.guardian, at=at, changes={"time_zone": zone}
    )


EDITS = {
    "the other parent's details": lambda f, row, at: actions.set_plan(
        patient=f.mia, kind=MEDICINE, by=f.second, at=at, in_quiet_hours=None, details=True
    ),
    "a refill date": lambda f, row, at: medicines.change_medicine(
        medicine=row, by=f.second, at=at, changes={"refill_on": dt.date(2026, 12, 24)}
    ),
    "another time of day, which is past": lambda f, row, at: medicines.change_medicine(
        medicine=row, by=f.second, at=at, changes={"times": ["07:30"]}
    ),
    "a neighbouring zone": lambda f, row, at: move_house(f, "Europe/Vienna", at),
    "a zone in which it is past": lambda f, row, at: move_house(f, "Europe/Athens", at),
}


@pytest.mark.parametrize("late", LATE)
@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_a_dose_that_was_due_is_told_whatever_was_changed_meanwhile(family, dose, running, edit, late):
    edit(family, dose, EVENING + late)
    running.run(EVENING + late + MINUTE)
    assert due_times() == ["2026-11-19 19:30"]
    assert ["ana@example.org"] in [mail.to for mail in running.mails]
    assert Plan.objects.exclude(key="").get().next_due_at > EVENING + late


@pytest.mark.parametrize("late", LATE)
def test_an_evening_that_was_due_is_told_once(family, plan, running, late):
    actions.set_plan(patient=family.mia, kind=EVENING_CHECK, by=family.second, at=DUE + late, details=True)
    for minutes in (1, 2, 24 * 60):
        running.run(DUE + late + minutes * MINUTE)
    assert [str(row.local_date) for row in Occurrence.objects.order_by("due_at")] == ["2026-11-19", "2026-11-20"]
    assert [mail.to for mail in running.mails][:1] == [["ana@example.org"]]
    assert len(running.mails) == 3, "Ana both evenings, Ben from the second on"


def test_days_that_nobody_ticked_are_shown_as_missed(family, plan, running):
    actions.set_plan(patient=family.mia, kind=EVENING_CHECK, by=family.second, at=DUE + 2 * DAY + MINUTE)
    running.run(DUE + 2 * DAY + 2 * MINUTE)
    rows = Delivery.objects.order_by("occurrence__due_at")
    assert [row.state for row in rows] == [State.MISSED, State.MISSED, State.SENT]


def test_each_time_of_a_day_that_was_due_is_made(family, running):
    at = {"patient": family.mia, "kind": ROUTINE, "by": family.guardian}
    actions.set_plan(**at, at=NOON, local_time=dt.time(14), more_times=[dt.time(16), dt.time(18)])
    actions.set_plan(**at, at=DUE, details=False)
    assert due_times() == ["2026-11-19 14:00", "2026-11-19 16:00", "2026-11-19 18:00"]


def test_a_time_put_ahead_on_the_same_day_is_told_at_its_new_time_only(family, plan, running):
    later = DUE + MINUTE
    actions.set_plan(patient=family.mia, kind=EVENING_CHECK, by=family.guardian, at=later, local_time=dt.time(21))
    running.run(later)
    assert not running.mails
    for minutes in range(0, 60, 10):
        running.run(DUE + minutes * MINUTE)
    assert [row.due_at for row in Occurrence.objects.all()] == [DUE + 30 * MINUTE]
    assert len(running.mails) == 1


def test_a_dose_put_ahead_on_the_same_day_is_told_at_its_new_time_only(family, dose, running):
    medicines.change_medicine(medicine=dose, by=family.second, at=EVENING + MINUTE, changes={"times": ["21:00"]})
    for minutes in range(0, 120, 15):
        running.run(EVENING + minutes * MINUTE)
    assert due_times() == ["2026-11-19 21:00"]


def test_another_dose_later_that_day_does_not_stand_for_the_one_that_was_due(family, running):
    actions.set_plan(patient=family.mia, kind=MEDICINE, by=family.guardian, at=NOON, in_quiet_hours=None)
    row = medicine(family, times=["19:30", "21:00"])
    medicines.change_medicine(medicine=row, by=family.second, at=EVENING + MINUTE, changes={"times": ["21:00"]})
    assert due_times() == ["2026-11-19 19:30"]


def test_off_and_a_pause_leave_nothing_to_be_told(family, plan, running):
    actions.pause(plan=plan, resumes_on=dt.date(2026, 11, 21), by=family.guardian, at=DUE + MINUTE)
    running.run(DUE + 2 * MINUTE)
    assert not Occurrence.objects.exists()
    running.run(DUE + 2 * DAY - MINUTE)
    actions.turn_off(plan=plan, by=family.guardian, at=DUE + 2 * DAY + MINUTE)
    running.run(DUE + 2 * DAY + 2 * MINUTE)
    assert not Occurrence.objects.exists()
    assert not running.mails


def test_a_medicine_that_was_stopped_is_told_no_more(family, dose, running):
    medicines.stop_medicine(medicine=dose, by=family.guardian, at=EVENING + MINUTE)
    running.run(EVENING + 2 * MINUTE)
    assert not Occurrence.objects.exists()


def test_the_end_of_a_pause_that_came_by_itself_is_not_lost_to_ending_it(family, plan, running):
    actions.pause(plan=plan, resumes_on=dt.date(2026, 11, 20), by=family.guardian, at=NOON)
    actions.resume_child(patient=family.mia, by=family.guardian, at=DUE + DAY + MINUTE)
    running.run(DUE + DAY + 2 * MINUTE)
    assert [str(row.local_date) for row in Occurrence.objects.all()] == ["2026-11-20"]


@pytest.mark.parametrize("change", [{"questions": "Itch?"}, {"on": dt.date(2026, 11, 24)}])
def test_a_notice_that_was_due_is_told_while_its_day_holds(family, running, change):
    """Of a visit that is moved, only the day it has now counts: here the day before that."""
    actions.set_plan(patient=family.mia, kind=APPOINTMENT, by=family.guardian, at=NOON)
    row = visit(family, dt.date(2026, 11, 25))
    due = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
    visits.change_visit(visit=row, by=family.guardian, at=due + MINUTE, changes=change)
    running.run(due + 2 * MINUTE)
    # Two days before the old day is one day before the new one.
    assert due_times() == ["2026-11-23 09:00"]
    assert len(running.mails) == 1


def test_a_notice_of_a_visit_that_moved_away_is_not_told(family, running):
    actions.set_plan(patient=family.mia, kind=APPOINTMENT, by=family.guardian, at=NOON)
    row = visit(family, dt.date(2026, 11, 25))
    due = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
    visits.change_visit(visit=row, by=family.guardian, at=due + MINUTE, changes={"on": dt.date(2026, 12, 9)})
    running.run(due + 2 * MINUTE)
    assert not Occurrence.objects.exists()
    running.run(dt.datetime(2026, 12, 7, 8, 0, tzinfo=dt.UTC))
    assert due_times() == ["2026-12-07 09:00"]
