"""The form of a reminder: several times, ring or silent, clock, details, a second carer; a person's quiet hours."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from care.medicines import actions as medicines
from reminders import actions
from reminders.kinds import EVENING_CHECK, MEDICINE, ROUTINE
from reminders.models import Plan, QuietHours, Recipient
from tests.reminders.conftest import NOON


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


def post(family, kind, **values):
    return family.client("guardian").post(f"/reminders/{family.mia.pk}/{kind.slug}/", values)


DAYS = [str(day) for day in range(7)]


def test_three_times_a_day(family, running):
    answer = post(
        family, ROUTINE, local_time="14:00", second_time="18:00", third_time="16:00", weekdays=DAYS, tell_me="on"
    )
    assert answer.status_code == 302
    plan = Plan.objects.get()
    assert plan.times == (dt.time(14), dt.time(16), dt.time(18))
    page = family.client("guardian").get(f"/reminders/{family.mia.pk}/routine/").content.decode()
    assert 'value="16:00"' in page
    with pytest.raises(ValidationError):
        actions.set_plan(patient=family.mia, kind=EVENING_CHECK, by=family.guardian, at=NOON, more_times=[dt.time(21)])


def test_everything_about_one_reminder_is_kept(family):
    answer = post(
        family, EVENING_CHECK, local_time="19:45", weekdays=DAYS, tell_me="on", wake_me="on", details="on",
        escalate_after="30", escalate_to=str(family.second.pk),
    )  # fmt: skip
    assert answer.status_code == 302
    plan, row = Plan.objects.get(), Recipient.objects.get()
    assert (plan.escalate_after, plan.escalate_to) == (30, family.second)
    assert (row.wake_me, row.details) == (True, True)
    page = family.client("guardian").get(f"/reminders/{family.mia.pk}/evening-check/").content.decode()
    assert f'value="{family.second.pk}" selected' in page
    # What one person wants for themselves is not the other's.
    assert "checked" not in page.split('name="wake_me"')[0].rsplit("<", 1)[1]
    post(family, EVENING_CHECK, local_time="19:45", weekdays=DAYS, tell_me="on")
    plan, row = Plan.objects.get(), Recipient.objects.get()
    assert (plan.escalate_after, plan.escalate_to, row.wake_me, row.details) == (None, None, False, False)


def test_whom_to_ask_must_be_said_and_be_a_carer(family, outsider):
    wish = {"local_time": "19:45", "weekdays": DAYS, "tell_me": "on", "escalate_after": "30"}
    assert b"Choose whom to ask" in post(family, EVENING_CHECK, **wish).content
    for nobody in (outsider.guardian, family.viewer, family.guardian):
        assert post(family, EVENING_CHECK, **wish, escalate_to=str(nobody.pk)).status_code == 422
    assert not Plan.objects.exists()


@pytest.mark.parametrize(("choice", "kept"), [("ring", True), ("silent", False), ("", None)])
def test_ring_or_silent_is_asked_and_never_assumed(family, choice, kept):
    QuietHours.objects.create(user=family.guardian, starts=dt.time(19), ends=dt.time(7))
    answer = post(family, EVENING_CHECK, local_time="20:00", weekdays=DAYS, tell_me="on", in_quiet_hours=choice)
    assert answer.status_code == (302 if choice else 422)
    if choice:
        assert Plan.objects.get().in_quiet_hours is kept
    else:
        assert "20:00 is in your quiet hours" in answer.content.decode()
        assert 'value="20:00"' in answer.content.decode()
    with pytest.raises(ValidationError):
        actions.set_plan(patient=family.leo, kind=EVENING_CHECK, by=family.guardian, at=NOON, local_time=dt.time(20))


def test_a_medicine_at_night_asks_as_well(family):
    values = {"drug": "Co-trimoxazole", "pattern": "daily", "times": ["22:30"]}
    medicines.add_medicine(patient=family.mia, by=family.guardian, at=NOON, values=values)
    assert b"Choose: ring, or stay silent" in post(family, MEDICINE, tell_me="on").content
    assert post(family, MEDICINE, tell_me="on", in_quiet_hours="silent").status_code == 302
    assert set(Plan.objects.values_list("in_quiet_hours", flat=True)) == {False}


def test_my_own_clock(family):
    family.guardian.time_zone = "America/New_York"
    family.guardian.save()
    wish = {"local_time": "19:45", "weekdays": DAYS, "tell_me": "on"}
    post(family, EVENING_CHECK, **wish, clock="America/New_York")
    plan = Plan.objects.get()
    assert (plan.time_zone, plan.own_zone) == ("America/New_York", True)
    assert plan.next_due_at == dt.datetime(2026, 11, 20, 0, 45, tzinfo=dt.UTC)
    from care.household import actions as household_actions

    household_actions.update_household(
        household=family.household, by=family.guardian, at=NOON, changes={"time_zone": "Asia/Tokyo"}
    )
    plan.refresh_from_db()
    assert plan.time_zone == "America/New_York"
    post(family, EVENING_CHECK, **wish, clock="")
    plan.refresh_from_db()
    assert (plan.time_zone, plan.own_zone) == ("Asia/Tokyo", False)


def test_quiet_hours_page(family):
    client = family.client("guardian")
    assert b'value="21:30"' in client.get("/reminders/quiet-hours/").content
    assert client.post("/reminders/quiet-hours/", {"starts": "22:00", "ends": "25"}).status_code == 422
    assert client.post("/reminders/quiet-hours/", {"starts": "22:00", "ends": "06:00"}).status_code == 302
    row = QuietHours.objects.get()
    assert (row.user, row.starts, row.ends) == (family.guardian, dt.time(22), dt.time(6))


def test_first_use_of_what_is_set_already_changes_its_time_only(family, plan):
    actions.set_plan(
        patient=family.mia, kind=EVENING_CHECK, by=family.guardian, at=NOON, weekdays=range(5), escalate_after=30,
        escalate_to=family.second,
    )  # fmt: skip
    with time_machine.travel(NOON, tick=False):
        path = reverse("reminders:first", args=[family.mia.pk])
        assert family.client("second").post(path, {"local_time": "20:00"}).status_code == 302
    plan.refresh_from_db()
    assert (plan.local_time, plan.weekdays) == (dt.time(20), [0, 1, 2, 3, 4])
    assert (plan.escalate_after, plan.escalate_to) == (30, family.second)
