"""A pause ends on its day or when somebody ends it: never by an edit of something else."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from rest_framework.test import APIClient

from care.household.models import AuditEvent
from reminders import actions, engine
from reminders.kinds import APPOINTMENT, EVENING_CHECK, REFILL
from reminders.models import Delivery, Occurrence, Plan, Recipient
from tests.reminders.conftest import DUE, NOON
from tests.reminders.test_items import due_times, medicine, visit

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
UNTIL = dt.date(2026, 12, 24)
DAYS = [str(day) for day in range(7)]
FORM = {"local_time": "20:30", "weekdays": DAYS, "tell_me": "on", "details": "on"}


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def paused(family, plan):
    return actions.pause(plan=plan, resumes_on=UNTIL, by=family.guardian, at=NOON)


def page(family, name="plan") -> str:
    return reverse(f"reminders:{name}", args=[family.mia.pk, EVENING_CHECK.slug])


def api(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


def stands(plan) -> tuple[bool, dt.date | None]:
    plan = Plan.objects.get(pk=plan.pk)
    return plan.is_on, plan.resumes_on


def test_the_form_keeps_the_pause_and_says_so(family, paused, running):
    text = family.client("second").post(page(family), FORM, follow=True).content.decode()
    assert stands(paused) == (True, UNTIL)
    assert "Saved: Evening check for Mia. Paused. Starts again Thu 24 Dec at 20:30" in text
    assert Recipient.objects.get(user=family.second).details
    running.run(DUE)
    assert not Occurrence.objects.exists()


def test_an_api_edit_keeps_the_pause_until_it_is_ended_by_name(family, paused):
    address = f"/api/v1/reminders/{paused.pk}/"
    assert api(family.second).patch(address, {"details": True}).status_code == 200
    assert stands(paused) == (True, UNTIL)
    assert api(family.second).patch(address, {"resumes_on": None}, format="json").status_code == 200
    assert stands(paused) == (True, None)


def test_an_api_edit_leaves_off_what_is_off(family, plan):
    actions.turn_off(plan=plan, by=family.guardian, at=NOON)
    answer = api(family.guardian).patch(f"/api/v1/reminders/{plan.pk}/", {"local_time": "19:00"})
    assert (answer.status_code, answer.data["is_on"], answer.data["next_due_at"]) == (200, False, None)
    plan.refresh_from_db()
    assert plan.local_time == dt.time(19)


def test_turning_it_on_turns_it_on(family, plan):
    actions.turn_off(plan=plan, by=family.guardian, at=NOON)
    text = family.client("guardian").post(page(family), FORM, follow=True).content.decode()
    assert "Next: today at 20:30" in text
    assert stands(plan) == (True, None)


def test_posting_it_again_ends_the_pause(family, paused):
    body = {"patient": str(family.mia.pk), "kind": EVENING_CHECK.slug}
    assert api(family.guardian).post("/api/v1/reminders/", body).status_code == 201
    assert stands(paused) == (True, None)


def test_one_reminder_is_resumed_by_its_own_button(family, paused, running):
    client = family.client("second")
    assert 'data-testid="resume"' in client.get(page(family)).content.decode()
    text = client.post(page(family, "resume"), follow=True).content.decode()
    assert "Saved: Evening check for Mia. Next: today at 20:30" in text
    assert 'data-testid="resume"' not in text
    assert AuditEvent.objects.filter(action="reminder.resumed", actor=family.second).count() == 1
    running.run(DUE)
    assert Delivery.objects.count() == 1
    # Nothing to end: nothing is written.
    client.post(page(family, "resume"))
    assert AuditEvent.objects.filter(action="reminder.resumed").count() == 1


# --- What is told once, some days before ---------------------------------------------------------------------------


def nines(running, days: int) -> None:
    """Nine o'clock in Berlin of the next days."""
    for day in range(1, days + 1):
        running.run(NOON - 3 * HOUR + day * DAY)


@pytest.mark.parametrize(
    ("until", "told"),
    [
        # A visit on the 25th, told two days before or else one.
        (dt.date(2026, 11, 22), ["2026-11-23 09:00"]),
        (dt.date(2026, 11, 23), ["2026-11-23 09:00"]),
        (dt.date(2026, 11, 24), ["2026-11-24 09:00"]),
        (dt.date(2026, 11, 25), []),  # the pause takes in all that comes before it
    ],
)
def test_a_pause_puts_the_notice_of_a_visit_off_and_swallows_none(family, running, until, told):
    plan = actions.set_plan(patient=family.mia, kind=APPOINTMENT, by=family.guardian, at=NOON)
    visit(family, dt.date(2026, 11, 25))
    actions.pause(plan=plan, resumes_on=until, by=family.guardian, at=NOON)
    nines(running, 7)
    assert due_times() == told
    assert len(running.mails) == len(told)


@pytest.mark.parametrize(
    ("until", "told"),
    [
        (dt.date(2026, 11, 25), ["2026-11-27 09:00"]),  # three days before the 30th, no longer seven
        (dt.date(2026, 11, 28), ["2026-11-29 09:00"]),
    ],
)
def test_a_pause_puts_the_notice_of_a_refill_off_and_ending_it_brings_it_forward(family, running, until, told):
    actions.set_plan(patient=family.mia, kind=REFILL, by=family.guardian, at=NOON)
    medicine(family, refill_on=dt.date(2026, 11, 30))
    actions.pause_child(patient=family.mia, resumes_on=until, by=family.guardian, at=NOON)
    child = Plan.objects.get(kind=REFILL.slug, parent__isnull=False)
    assert [f"{child.first_on} 09:00"] == told
    actions.resume_child(patient=family.mia, by=family.guardian, at=NOON + DAY)
    nines(running, 12)
    assert due_times() == ["2026-11-23 09:00"]


# --- A notice that was made and had not left yet when somebody paused it or turned it off ---------------------------

MINUTE = HOUR / 60
# The refill of the 27th is told on the 20th, at nine in Berlin; the appointment of the 22nd too.
NINE = dt.datetime(2026, 11, 20, 8, 0, tzinfo=dt.UTC)


def pause_a_day(family, plan):
    actions.pause(plan=plan, resumes_on=dt.date(2026, 11, 21), by=family.guardian, at=NINE + MINUTE)


def hospital_until_tomorrow(family, plan):
    actions.pause_child(patient=family.mia, resumes_on=dt.date(2026, 11, 21), by=family.guardian, at=NINE + MINUTE)


def off_and_on(family, plan):
    actions.turn_off(plan=plan, by=family.guardian, at=NINE + MINUTE)
    actions.set_plan(patient=family.mia, kind=REFILL, by=family.guardian, at=NINE + 2 * MINUTE)


def paused_and_resumed(family, plan):
    pause_a_day(family, plan)
    actions.resume(plan=plan, by=family.guardian, at=NINE + 2 * MINUTE)


SWALLOWING = [pause_a_day, hospital_until_tomorrow, off_and_on, paused_and_resumed]


@pytest.mark.parametrize("silence", SWALLOWING)
def test_a_notice_taken_back_before_it_left_comes_on_a_later_day(family, running, silence):
    plan = actions.set_plan(patient=family.mia, kind=REFILL, by=family.guardian, at=NOON)
    medicine(family, refill_on=dt.date(2026, 11, 27))
    engine.tick(now=NINE)
    silence(family, plan)
    for day in range(8):
        running.run(NINE + 3 * MINUTE + day * DAY)
    assert due_times() == ["2026-11-20 09:00", "2026-11-24 09:00"]
    assert len(running.mails) == 1


@pytest.mark.parametrize("silence", SWALLOWING)
def test_a_notice_that_had_left_is_not_told_again(family, running, silence):
    plan = actions.set_plan(patient=family.mia, kind=REFILL, by=family.guardian, at=NOON)
    medicine(family, refill_on=dt.date(2026, 11, 27))
    running.run(NINE)
    silence(family, plan)
    for day in range(8):
        running.run(NINE + 3 * MINUTE + day * DAY)
    assert due_times() == ["2026-11-20 09:00"]
    assert len(running.mails) == 1


def test_a_notice_that_waited_for_the_morning_comes_on_a_later_day(family, running):
    plan = actions.set_plan(
        patient=family.mia, kind=REFILL, by=family.guardian, at=NOON, local_time=dt.time(22), in_quiet_hours=False
    )
    medicine(family, refill_on=dt.date(2026, 11, 26))
    ten = NOON + 10 * HOUR
    running.run(ten)
    actions.pause(plan=plan, resumes_on=dt.date(2026, 11, 21), by=family.guardian, at=ten + MINUTE)
    for hour in range(1, 24 * 7):
        running.run(ten + hour * HOUR)
    assert due_times() == ["2026-11-19 22:00", "2026-11-23 22:00"]
    assert len(running.mails) == 1


def test_a_mail_that_stood_in_for_a_phone_and_was_taken_back_told_nobody(family, running):
    plan = actions.set_plan(patient=family.mia, kind=REFILL, by=family.guardian, at=NOON)
    medicine(family, refill_on=dt.date(2026, 11, 27))
    engine.tick(now=NINE)
    row = Delivery.objects.get()
    Delivery.objects.create(occurrence=row.occurrence, recipient=family.guardian, channel="push", state="suppressed",
                            reason=Delivery.Reason.NO_DEVICE, next_attempt_at=NINE)  # fmt: skip
    pause_a_day(family, plan)
    for day in range(8):
        running.run(NINE + 3 * MINUTE + day * DAY)
    assert len(running.mails) == 1


def test_an_off_notice_set_to_a_later_time_comes_that_very_day(family, running):
    plan = actions.set_plan(patient=family.mia, kind=REFILL, by=family.guardian, at=NOON)
    medicine(family, refill_on=dt.date(2026, 11, 27))
    engine.tick(now=NINE)
    actions.turn_off(plan=plan, by=family.guardian, at=NINE + MINUTE)
    late = {"kind": REFILL, "by": family.guardian, "local_time": dt.time(18)}
    actions.set_plan(patient=family.mia, at=NINE + HOUR, **late)
    for hour in range(1, 48):
        running.run(NINE + hour * HOUR)
    assert due_times() == ["2026-11-20 09:00", "2026-11-20 18:00"]
    assert len(running.mails) == 1


def test_nobody_is_asked_second_about_what_was_paused_meanwhile(family, running):
    plan = actions.set_plan(
        patient=family.mia, kind=EVENING_CHECK, by=family.guardian, at=NOON, escalate_after=30,
        escalate_to=family.second,
    )  # fmt: skip
    running.run(DUE)
    actions.pause(plan=plan, resumes_on=UNTIL, by=family.guardian, at=DUE + HOUR / 6)
    assert engine.escalate(now=DUE + HOUR / 2) == 0
    occurrence = Occurrence.objects.get()
    assert (occurrence.escalated_at, occurrence.escalated_to) == (None, None)
    assert Delivery.objects.count() == 1
