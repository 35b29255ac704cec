"""Taking a "done" back leaves the reminder as alive as it was: what it marked, whom it asks, what others wait for."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from reminders import actions, engine
from reminders.kinds import EVENING_CHECK, ROUTINE
from reminders.models import Delivery, Occurrence, QuietHours
from reminders.rules import State
from tests.reminders.conftest import DUE, NOON

MINUTE = dt.timedelta(minutes=1)
UNDO = DUE + 6 * MINUTE


def to(running, name) -> int:
    return len([mail for mail in running.mails if mail.to == [f"{name}@example.org"]])


def minutes(running, first, last):
    for minute in range(first, last):
        at = DUE + minute * MINUTE
        engine.escalate(now=at)
        running.run(at)


# --- what rode in the same message ------------------------------------------------------------------------------------


@pytest.fixture
def two(family, plan, running):
    """One message to Ana about Mia's evening check and Leo's routine."""
    actions.set_plan(patient=family.leo, kind=ROUTINE, local_time=dt.time(20, 30), by=family.guardian, at=NOON)
    running.run(DUE)
    return Delivery.objects.get(state=State.SENT)


def tap(family, name, row, at, **data):
    with time_machine.travel(at, tick=False):
        client = family.client("guardian")
        assert client.post(reverse(f"reminders:{name}", args=[row.pk]), data).status_code == 302


def open_ones() -> int:
    return Occurrence.objects.filter(acknowledged_at=None).count()


def test_undo_opens_all_that_done_closed(family, two):
    tap(family, "done", two, DUE + MINUTE)
    assert open_ones() == 0
    tap(family, "not-done", two, UNDO)
    assert open_ones() == 2
    tap(family, "not-done", two, UNDO)
    assert open_ones() == 2


@pytest.mark.parametrize("who", ["guardian", "second"])
def test_what_was_marked_by_another_tap_stays_done(family, two, who):
    rider = two.riders.get().occurrence
    actions.acknowledge(occurrence=rider, by=getattr(family, who), at=DUE + MINUTE)
    tap(family, "done", two, DUE + 2 * MINUTE)
    tap(family, "not-done", two, UNDO)
    assert Occurrence.objects.exclude(acknowledged_at=None).get() == rider


# --- asking a second person -------------------------------------------------------------------------------------------


@pytest.fixture
def escalating(family, plan, running):
    """Ana was told; after 30 minutes Ben is asked."""
    actions.set_plan(
        patient=family.mia, kind=EVENING_CHECK, by=family.guardian, at=NOON, escalate_after=30,
        escalate_to=family.second,
    )  # fmt: skip
    running.run(DUE)
    return Occurrence.objects.get()


def test_the_second_person_is_asked_after_the_full_time_from_then(family, escalating, running):
    actions.acknowledge(occurrence=escalating, by=family.guardian, at=DUE + 5 * MINUTE)
    actions.reopen(occurrence=escalating, by=family.guardian, at=UNDO)
    minutes(running, 7, 36)
    assert to(running, "ben") == 0
    minutes(running, 36, 90)
    assert to(running, "ben") == 1


def test_who_was_asked_already_is_not_asked_again(family, escalating, running):
    minutes(running, 1, 32)
    actions.acknowledge(occurrence=escalating, by=family.second, at=DUE + 32 * MINUTE)
    actions.reopen(occurrence=escalating, by=family.second, at=DUE + 33 * MINUTE)
    minutes(running, 33, 90)
    assert to(running, "ben") == 1


def test_too_late_to_help_nobody_is_asked(family, escalating):
    actions.acknowledge(occurrence=escalating, by=family.guardian, at=UNDO)
    actions.reopen(occurrence=escalating, by=family.guardian, at=escalating.useful_until)
    assert Occurrence.objects.get().escalate_at is None


def test_a_test_asks_nobody(family, escalating):
    row = actions.send_test(plan=escalating.plan, by=family.guardian, at=UNDO)
    actions.acknowledge(occurrence=row.occurrence, by=family.guardian, at=UNDO)
    assert actions.reopen(occurrence=row.occurrence, by=family.guardian, at=UNDO).escalate_at is None


# --- what others wait for ---------------------------------------------------------------------------------------------


@pytest.fixture
def both(family, plan, running):
    """Both parents were told; Ben put it off to 21:01."""
    actions.listen(plan=plan, user=family.second, at=NOON)
    running.run(DUE)
    actions.snooze(occurrence=Occurrence.objects.get(), by=family.second, at=DUE + MINUTE, choice="30")
    return Occurrence.objects.get()


def test_anothers_snooze_comes_back_as_often_as_it_was_taken(family, both, running):
    for minute in (2, 4):
        actions.acknowledge(occurrence=both, by=family.guardian, at=DUE + minute * MINUTE)
        actions.reopen(occurrence=both, by=family.guardian, at=DUE + (minute + 1) * MINUTE)
    minutes(running, 6, 31)
    assert to(running, "ben") == 1
    minutes(running, 31, 120)
    assert (to(running, "ana"), to(running, "ben")) == (1, 2)


def test_who_takes_it_back_has_the_page_before_them(family, both, running):
    actions.acknowledge(occurrence=both, by=family.guardian, at=DUE + 2 * MINUTE)
    actions.reopen(occurrence=both, by=family.second, at=UNDO)
    minutes(running, 6, 120)
    assert to(running, "ben") == 1


def test_what_was_still_on_its_way_to_another_is_sent(family, plan, running):
    """Ben's quiet hours hold it back until a quarter past nine."""
    QuietHours.objects.create(user=family.second, starts=dt.time(20), ends=dt.time(21, 15))
    actions.listen(plan=plan, user=family.second, at=NOON)
    running.run(DUE)
    occurrence = Occurrence.objects.get()
    actions.acknowledge(occurrence=occurrence, by=family.guardian, at=DUE + 5 * MINUTE)
    actions.reopen(occurrence=occurrence, by=family.guardian, at=UNDO)
    minutes(running, 6, 120)
    assert (to(running, "ana"), to(running, "ben")) == (1, 1)


def test_what_helps_nobody_any_more_stays_unsent(family, both, running):
    actions.acknowledge(occurrence=both, by=family.guardian, at=DUE + 2 * MINUTE)
    count = Delivery.objects.count()
    actions.reopen(occurrence=both, by=family.guardian, at=DUE + 24 * 60 * MINUTE)
    assert Delivery.objects.count() == count


def test_with_a_snooze_the_second_person_is_asked_after_it(family, escalating):
    actions.listen(plan=escalating.plan, user=family.second, at=NOON)
    until = actions.snooze(occurrence=escalating, by=family.guardian, at=DUE + MINUTE, choice="60")
    actions.acknowledge(occurrence=escalating, by=family.second, at=DUE + 2 * MINUTE)
    actions.reopen(occurrence=escalating, by=family.second, at=UNDO)
    assert Occurrence.objects.get().escalate_at == until + 30 * MINUTE
