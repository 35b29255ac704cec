"""What was put off past the end of its reminder: delivered, seen to wait, and ended by the person's own morning."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from care.household.access import Access
from reminders import actions, engine, reads
from reminders.channels.webpush import payload
from reminders.engine.limits import ESCALATION_USEFUL, SNOOZE_USEFUL
from reminders.kinds import EVENING_CHECK, MEDICINE
from reminders.models import Delivery, Occurrence, QuietHours
from reminders.rules import State
from tests.reminders.conftest import DUE, NOON
from tests.reminders.test_items import EVENING, medicine

MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
# 06:30 in Berlin.
MORNING = dt.datetime(2026, 11, 20, 5, 30, tzinfo=dt.UTC)


def waits(user, at) -> tuple[int, int]:
    """(to be done now, put off) in this person's list."""
    found = reads.waiting(Access.for_user(user, now=at))
    return len(found.open), len(found.put_off)


def put_off(family, at, choice="morning") -> dt.datetime:
    return actions.snooze(occurrence=Occurrence.objects.get(), by=family.guardian, at=at, choice=choice)


def test_a_phone_that_is_off_for_a_while_still_gets_what_was_put_off(family, plan, running):
    running.run(DUE)
    until = put_off(family, DUE)
    assert until == MORNING
    push = payload.write(Delivery.objects.get(purpose="snooze"), now=until)
    assert push.ttl == SNOOZE_USEFUL.total_seconds()


def test_what_was_put_off_is_told_as_long_as_its_reminder_helps(family, running):
    """A dose put off by a quarter of an hour, and nothing ran for the next three."""
    actions.set_plan(patient=family.mia, kind=MEDICINE, by=family.guardian, at=NOON, in_quiet_hours=None)
    medicine(family, times=["19:30"])
    running.run(EVENING)
    until = put_off(family, EVENING, "15")
    assert payload.write(Delivery.objects.get(purpose="snooze"), now=until).ttl > 11 * HOUR.total_seconds()
    running.run(until + 3 * HOUR)
    assert Delivery.objects.get(purpose="snooze").state == State.SENT


def test_the_list_shows_it_as_put_off_and_then_as_waiting(family, plan, running):
    actions.listen(plan=plan, user=family.second, at=NOON)
    running.run(DUE)
    put_off(family, DUE)
    end = DUE + EVENING_CHECK.useful_for
    assert (waits(family.guardian, DUE + MINUTE), waits(family.second, DUE + MINUTE)) == ((0, 1), (1, 0))
    # The reminder itself is over; what this person put off is not.
    assert (waits(family.guardian, end + MINUTE), waits(family.second, end + MINUTE)) == ((0, 1), (0, 0))
    running.run(MORNING)
    assert Delivery.objects.get(purpose="snooze").state == State.SENT
    assert waits(family.guardian, MORNING + MINUTE) == (1, 0)
    assert waits(family.guardian, MORNING + SNOOZE_USEFUL) == (0, 0)


def test_a_snooze_that_another_replaced_keeps_nothing_in_the_list(family, plan, running):
    running.run(DUE)
    put_off(family, DUE)
    until = put_off(family, DUE + MINUTE, "15")
    running.run(until)
    end = DUE + EVENING_CHECK.useful_for
    assert waits(family.guardian, until) == (1, 0)
    assert waits(family.guardian, end) == (0, 0)


def test_who_is_asked_second_finds_it_as_long_as_asking_helps(family, plan, running):
    """Asked ten minutes before the reminder's own end."""
    ask = {"escalate_after": 60, "escalate_to": family.second}
    actions.set_plan(patient=family.mia, kind=EVENING_CHECK, by=family.guardian, at=NOON, **ask)
    QuietHours.objects.create(user=family.second, starts=dt.time(5), ends=dt.time(5))
    engine.tick(now=DUE)
    end = DUE + EVENING_CHECK.useful_for
    asked_at = end - 10 * MINUTE
    Occurrence.objects.update(escalate_at=asked_at)
    engine.escalate(now=asked_at)
    running.run(asked_at)
    row = Delivery.objects.get(purpose="escalation")
    assert payload.write(row, now=asked_at).ttl == ESCALATION_USEFUL.total_seconds()
    assert waits(family.second, end + MINUTE) == (1, 0)


@pytest.mark.parametrize(
    ("hours", "at", "end"),
    [
        # (starts, ends, zone) of the person; "" is the reminder's clock, Berlin.
        (("21:00", "09:00", ""), DUE, "2026-11-20T08:00"),
        (("22:00", "05:00", ""), DUE, "2026-11-20T04:00"),
        (("22:00", "07:00", "America/New_York"), DUE, "2026-11-20T12:00"),
        # No quiet hours, and those of somebody who sleeps by day: the usual end of a night.
        (("06:00", "06:00", ""), DUE, "2026-11-20T05:30"),
        (("09:00", "17:00", ""), DUE, "2026-11-20T05:30"),
        # Asked in the night: this morning.
        (("21:00", "09:00", ""), DUE + 6 * HOUR, "2026-11-20T08:00"),
    ],
)
def test_the_morning_is_the_end_of_this_persons_quiet_hours(family, plan, running, hours, at, end):
    starts, ends, zone = hours
    actions.set_quiet_hours(
        user=family.guardian, starts=dt.time.fromisoformat(starts), ends=dt.time.fromisoformat(ends), time_zone=zone
    )
    running.run(DUE)
    until = put_off(family, at)
    assert until == dt.datetime.fromisoformat(end).replace(tzinfo=dt.UTC)
    running.run(until)
    assert Delivery.objects.get(purpose="snooze").state == State.SENT


def test_the_buttons_say_the_same_morning(family, plan, running):
    actions.set_quiet_hours(user=family.guardian, starts=dt.time(21), ends=dt.time(9))
    running.run(DUE)
    row = Delivery.objects.get()
    with time_machine.travel(DUE + MINUTE, tick=False):
        client = family.client("guardian")
        page = reverse("reminders:open", args=[row.pk])
        text = client.get(page).content.decode()
        assert "Until the morning (09:00)" in text
        assert "06:30" not in text
        [line] = reads.waiting(Access.for_user(family.guardian, now=DUE + MINUTE)).open
        assert ("morning", "Until the morning (09:00)") in line.choices
        client.post(reverse("reminders:later", args=[row.pk]), {"for": "morning"})
        assert "Put off until 09:00, Fri 20 Nov" in client.get(page).content.decode()
