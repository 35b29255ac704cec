"""Reminders by the API: everything a page can set about one's own messages, the zone and a pause."""

import datetime as dt

import pytest
import time_machine
from rest_framework.test import APIClient

from reminders import actions
from reminders.kinds import MEDICINE
from reminders.models import Plan, QuietHours, Recipient
from tests.reminders.conftest import DUE, NOON
from tests.reminders.test_items import medicine

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def ana(family):
    client = APIClient()
    client.force_authenticate(family.guardian)
    return client


def address(plan) -> str:
    return f"/api/v1/reminders/{plan.pk}/"


def test_what_one_wants_for_oneself_and_the_clock_it_keeps(family, ana):
    body = {"patient": str(family.mia.pk), "kind": "evening-check", "local_time": "20:30"}
    made = ana.post("/api/v1/reminders/", body | {"wake_me": True, "details": True, "own_zone": "Asia/Tokyo"})
    assert made.status_code == 201, made.data
    mine = Recipient.objects.get(plan=made.data["id"])
    assert (mine.wake_me, mine.details) == (True, True)
    assert made.data["time_zone"] == "Asia/Tokyo"
    changed = ana.patch(f"/api/v1/reminders/{made.data['id']}/", {"own_zone": "", "details": False})
    assert changed.data["time_zone"] == family.household.time_zone
    mine.refresh_from_db()
    assert (mine.wake_me, mine.details) == (True, False)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", "x" * 65])
def test_an_unknown_zone_is_refused_and_changes_nothing(plan, ana, zone):
    answer = ana.patch(address(plan), {"own_zone": zone})
    assert answer.status_code == 400
    plan.refresh_from_db()
    assert (plan.time_zone, plan.rev) == ("Europe/Berlin", 1)


def test_a_pause_has_an_end_and_can_be_ended(plan, ana):
    until = (NOON + 5 * DAY).date()
    paused = ana.patch(address(plan), {"resumes_on": until.isoformat()})
    assert paused.status_code == 200, paused.data
    assert paused.data["resumes_on"] == until.isoformat()
    plan.refresh_from_db()
    assert plan.next_due_at == DUE + 5 * DAY
    assert ana.patch(address(plan), {"resumes_on": None}, format="json").data["resumes_on"] is None
    plan.refresh_from_db()
    assert plan.next_due_at == DUE


@pytest.mark.parametrize("ago", [0, 1])
def test_a_pause_that_is_over_is_no_pause(plan, ana, ago):
    answer = ana.patch(address(plan), {"resumes_on": (NOON - ago * DAY).date().isoformat()})
    assert (answer.status_code, list(answer.data)) == (400, ["resumes_on"])
    assert Plan.objects.get(pk=plan.pk).rev == plan.rev


@pytest.mark.parametrize(
    ("changes", "told"),
    [({"local_time": "19:00"}, False), ({"details": True}, True), ({"tell_me": True}, True), ({"own_zone": ""}, False)],
)
def test_an_edit_signs_up_only_who_says_something_of_their_own_messages(family, plan, changes, told):
    ben = APIClient()
    ben.force_authenticate(family.second)
    for _ in range(2):
        # As somebody who never got it, and as somebody who stopped it.
        assert ben.patch(address(plan), changes, format="json").status_code == 200
        assert Recipient.objects.filter(plan=plan, user=family.second, stopped_at=None).exists() is told
        ben.patch(address(plan), {"tell_me": True}, format="json")
        ben.patch(address(plan), {"tell_me": False}, format="json")
    assert Recipient.objects.filter(plan=plan, user=family.guardian, stopped_at=None).exists()


def test_who_gets_it_still_gets_it_after_an_edit_of_the_time(family, plan, ana):
    assert ana.patch(address(plan), {"local_time": "19:00"}, format="json").status_code == 200
    assert Recipient.objects.filter(plan=plan, user=family.guardian, stopped_at=None).exists()


def test_only_who_may_change_reminders_does(family, outsider, plan):
    for user, code in ((family.viewer, 403), (family.helper, 404), (outsider.guardian, 404)):
        client = APIClient()
        client.force_authenticate(user)
        assert client.patch(address(plan), {"details": True}).status_code == code


# --- a change of one thing leaves the rest ----------------------------------------------------------------------------


@pytest.fixture
def ben(family):
    """Whose evening begins before the reminder."""
    QuietHours.objects.create(user=family.second, starts=dt.time(20), ends=dt.time(7))
    client = APIClient()
    client.force_authenticate(family.second)
    return client


@pytest.mark.parametrize("changes", [{"tell_me": False}, {"resumes_on": "2026-12-24"}, {"weekdays": [1]}])
def test_an_edit_of_something_else_asks_nothing_about_ones_quiet_hours(plan, ben, changes):
    answer = ben.patch(address(plan), changes, format="json")
    assert answer.status_code == 200, answer.data
    plan.refresh_from_db()
    # Nobody chose: the kind's own rule stays.
    assert plan.in_quiet_hours is None


@pytest.mark.parametrize("changes", [{"local_time": "21:00"}, {"more_times": []}])
def test_an_edit_of_the_times_still_asks(plan, ben, changes):
    answer = ben.patch(address(plan), changes, format="json")
    assert (answer.status_code, list(answer.data)) == (400, ["in_quiet_hours"])
    assert ben.patch(address(plan), changes | {"in_quiet_hours": False}, format="json").status_code == 200
    plan.refresh_from_db()
    assert plan.in_quiet_hours is False


def test_a_pause_turns_nothing_on(family, plan, ana):
    actions.turn_off(plan=plan, by=family.guardian, at=NOON)
    rev = Plan.objects.get(pk=plan.pk).rev
    answer = ana.patch(address(plan), {"resumes_on": "2026-12-24", "local_time": "19:00"}, format="json")
    assert (answer.status_code, list(answer.data)) == (400, ["resumes_on"])
    plan.refresh_from_db()
    assert (plan.is_on, plan.resumes_on, plan.local_time, plan.rev) == (False, None, dt.time(20, 30), rev)


def test_the_plan_of_one_medicine_is_no_reminder_of_its_own(family, ana):
    """Turned off by itself it would fall silent under a page that says On."""
    plan = actions.set_plan(patient=family.mia, kind=MEDICINE, by=family.guardian, at=NOON, in_quiet_hours=None)
    medicine(family, times=["19:30"])
    below = Plan.objects.get(parent=plan)
    assert [row["id"] for row in ana.get("/api/v1/reminders/").data["results"]] == [str(plan.pk)]
    assert ana.get(address(below)).status_code == 404
    assert ana.delete(address(below)).status_code == 404
    assert ana.patch(address(below), {"resumes_on": "2026-12-24"}, format="json").status_code == 404
    plan.refresh_from_db()
    below.refresh_from_db()
    assert (plan.resumes_on, below.is_on) == (None, True)
