"""Asking a second carer, and falling silent when nobody looks."""

import datetime as dt

import pytest

from care.record import actions as record_actions
from reminders import actions, engine, words
from reminders.kinds import EVENING_CHECK, RESTART
from reminders.models import Delivery, Occurrence, Plan, QuietHours, Recipient
from reminders.rules import State
from tests.people import client_for
from tests.reminders.conftest import DUE, NOON

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
Reason = Delivery.Reason


@pytest.fixture
def escalating(family, plan):
    """Mia's evening check: Ana is told, and after 30 minutes Ben is asked."""
    return actions.set_plan(
        patient=family.mia,
        kind=EVENING_CHECK,
        by=family.guardian,
        at=NOON,
        escalate_after=30,
        escalate_to=family.second,
    )


def minutes(running, *wanted):
    for minute in wanted:
        at = DUE + minute * MINUTE
        engine.escalate(now=at)
        running.run(at)


def to_ben(running):
    return [mail for mail in running.mails if mail.to == ["ben@example.org"]]


def test_unmarked_asks_the_second_carer_once_and_says_so_to_the_first(family, escalating, running):
    minutes(running, 0, 29)
    assert not to_ben(running)
    minutes(running, 30, 31, 45)
    [mail] = to_ben(running)
    assert mail.subject == "Still open from 20:30"
    assert "Nobody has marked it yet. Can you check?" in mail.body
    occurrence = Occurrence.objects.get()
    assert (occurrence.escalated_to, occurrence.escalated_at) == (family.second, DUE + 30 * MINUTE)
    page = client_for(family.guardian).get(f"/reminders/open/{Delivery.objects.get(nag=0).pk}/").content.decode()
    assert "was asked" in page
    # The morning's line to who was told first, and nothing more.
    running.run(dt.datetime(2026, 11, 20, 5, 30, tzinfo=dt.UTC))
    assert running.mails[-1].to == ["ana@example.org"]
    assert running.mails[-1].subject == "Nobody marked what was due at 20:30."
    assert len(running.mails) == 3


@pytest.mark.parametrize("what", ["done", "logged", "off"])
def test_whoever_saw_to_it_in_time_asks_nobody(family, escalating, running, what):
    minutes(running, 0)
    at = DUE + 5 * MINUTE
    if what == "done":
        actions.acknowledge(occurrence=Occurrence.objects.get(), by=family.guardian, at=at)
    elif what == "logged":
        record_actions.add(patient=family.mia, kind="skin_check", by=family.guardian, at=at)
    else:
        actions.turn_off(plan=escalating, by=family.guardian, at=at)
    minutes(running, 30, 60)
    running.run(dt.datetime(2026, 11, 20, 5, 30, tzinfo=dt.UTC))
    assert len(running.mails) == 1


def test_done_after_the_second_was_asked_silences_the_morning(family, escalating, running):
    minutes(running, 0, 30)
    actions.acknowledge(occurrence=Occurrence.objects.get(), by=family.second, at=DUE + 40 * MINUTE)
    running.run(dt.datetime(2026, 11, 20, 5, 30, tzinfo=dt.UTC))
    assert len(running.mails) == 2
    assert Delivery.objects.get(purpose="unmarked").reason == Reason.ACKNOWLEDGED


def test_who_put_it_off_has_that_time_too(family, escalating, running):
    minutes(running, 0)
    actions.snooze(occurrence=Occurrence.objects.get(), by=family.guardian, at=DUE + 10 * MINUTE, choice="15")
    minutes(running, 30, 54)
    assert not to_ben(running)
    minutes(running, 55)
    assert to_ben(running)


@pytest.mark.parametrize(("wake_me", "asked"), [(False, 0), (True, 1)])
def test_never_in_the_second_carers_quiet_hours_unless_wake_me(family, escalating, running, wake_me, asked):
    QuietHours.objects.create(user=family.second, starts=dt.time(20, 45), ends=dt.time(7))
    actions.listen(plan=escalating, user=family.second, at=NOON)
    Recipient.objects.filter(user=family.second).update(wake_me=wake_me)
    minutes(running, 0, 30)
    assert len([mail for mail in to_ben(running) if "Still open" in mail.subject]) == asked
    assert Delivery.objects.filter(purpose="unmarked").exists()


def test_nobody_outside_the_family_can_be_asked(family, plan, outsider):
    saved = actions.set_plan(
        patient=family.mia, kind=EVENING_CHECK, by=family.guardian, at=NOON, escalate_after=15,
        escalate_to=outsider.guardian,
    )  # fmt: skip
    assert (saved.escalate_after, saved.escalate_to) == (None, None)


def test_off_by_default(plan, running):
    minutes(running, 0, 60)
    assert len(running.mails) == 1


# --- going quiet ------------------------------------------------------------------------------------------------------


def evenings(running, first, last):
    for day in range(first, last):
        running.run(DUE + day * DAY)
        engine.back_off(now=DUE + day * DAY + 13 * 60 * MINUTE)


def test_five_left_alone_make_it_weekly_and_say_so_once(family, plan, running):
    evenings(running, 0, 4)
    assert Recipient.objects.get().weekly_since is None
    evenings(running, 4, 5)
    running.run(DUE + 5 * DAY - 60 * MINUTE)
    assert running.mails[-1].subject == "We’ve gone quiet"
    assert "once a week" in running.mails[-1].body
    evenings(running, 5, 19)
    told = [row for row in running.rows() if row.occurrence.plan.kind == EVENING_CHECK.slug]
    assert [row.state for row in told].count(State.SENT) == 7
    assert {row.reason for row in told if row.state != State.SENT} == {Reason.WEEKLY}
    assert [mail.subject for mail in running.mails].count("We’ve gone quiet") == 1


@pytest.mark.parametrize("sign", ["log", "open", "done", "snooze"])
def test_any_sign_of_life_keeps_or_brings_it_daily(family, plan, running, sign):
    evenings(running, 0, 5)
    assert Recipient.objects.get(plan=plan).weekly_since is not None
    at = DUE + 5 * DAY - 120 * MINUTE
    row = running.rows()[0]
    if sign == "log":
        record_actions.add(patient=family.mia, kind="note", by=family.second, at=at)
    elif sign == "open":
        actions.seen(user=family.guardian, at=at)
    elif sign == "done":
        actions.acknowledge(occurrence=row.occurrence, by=family.guardian, at=at)
    else:
        actions.snooze(occurrence=row.occurrence, by=family.guardian, at=at, choice="15")
    assert Recipient.objects.get(plan=plan).weekly_since is None
    mails = len(running.mails)
    evenings(running, 5, 6)
    assert len(running.mails) > mails


def test_who_stopped_the_notice_gets_none(family, plan, running):
    notice = Plan.objects.create(
        patient=family.mia, kind=RESTART.slug, local_time=dt.time(9), time_zone="Europe/Berlin"
    )
    Recipient.objects.create(plan=notice, user=family.guardian, channel="email", stopped_at=NOON)
    evenings(running, 0, 6)
    assert "We’ve gone quiet" not in [mail.subject for mail in running.mails]


def test_words_of_a_second_time_are_safe(family, escalating, running):
    minutes(running, 0, 30)
    for row in Delivery.objects.all():
        said = words.of(row, now=DUE)
        assert "Mia" not in f"{said.title} {said.body}"
