"""What nobody opens comes once a week: on which days, and what the pages say of it."""

import datetime as dt

import time_machine

from reminders import actions, engine
from reminders.kinds import EVENING_CHECK
from reminders.models import Delivery, Occurrence, Recipient
from reminders.rules import State
from tests.reminders.conftest import DUE, NOON

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


def evenings(running, days):
    for day in days:
        running.run(DUE + day * DAY)
        engine.back_off(now=DUE + day * DAY + 13 * 60 * MINUTE)


def test_weekly_goes_on_when_it_does_not_ring_on_the_weekday_it_became_so(family, running):
    """Left alone from Monday to Friday, it becomes weekly on a Saturday, on which it never rings."""
    actions.set_plan(patient=family.mia, kind=EVENING_CHECK, by=family.guardian, at=NOON + 2 * DAY, weekdays=range(5))
    evenings(running, range(4, 9))
    assert f"{Recipient.objects.get(plan__kind=EVENING_CHECK.slug).weekly_since:%a}" == "Sat"
    evenings(running, range(9, 26))
    told = Occurrence.objects.filter(
        plan__kind=EVENING_CHECK.slug, deliveries__state=State.SENT, due_at__gt=DUE + 9 * DAY
    )
    assert [f"{row.local_date:%a %d %b}" for row in told.order_by("due_at")] == [
        "Mon 30 Nov",
        "Mon 07 Dec",
        "Mon 14 Dec",
    ]


def test_the_pages_say_that_it_comes_once_a_week_and_when(family, plan, running):
    """Became weekly on the Saturday: told that evening, and then on Saturdays only."""
    actions.listen(plan=plan, user=family.second, at=NOON)
    Recipient.objects.filter(user=family.guardian).update(weekly_since=DUE + 2 * DAY - 60 * MINUTE)
    page = f"/reminders/{family.mia.pk}/{EVENING_CHECK.slug}/"
    running.run(DUE + 2 * DAY)
    with time_machine.travel(DUE + 3 * DAY - 60 * MINUTE, tick=False):
        ana, ben = family.client("guardian"), family.client("second")
        for path in ("/reminders/", page):
            assert "Once a week. Next: Sat 28 Nov at 20:30" in ana.get(path).content.decode(), path
            assert "Once a week" not in ben.get(path).content.decode(), path
        assert "Nothing is planned for you" in ana.get("/reminders/devices/").content.decode()
        assert "Today 20:30" in ben.get("/reminders/devices/").content.decode()
    running.run(DUE + 8 * DAY)
    with time_machine.travel(DUE + 9 * DAY - 60 * MINUTE, tick=False):
        assert "Once a week. Next: today at 20:30" in ana.get(page).content.decode()
        coming = ana.get("/reminders/devices/").content.decode()
        assert "Today 20:30" in coming
        assert "once a week" in coming


def test_saving_it_brings_it_daily_again(family, plan):
    Recipient.objects.update(weekly_since=NOON)
    actions.set_plan(patient=family.mia, kind=EVENING_CHECK, by=family.guardian, at=NOON)
    assert Recipient.objects.get().weekly_since is None


def test_taking_a_stop_back_brings_it_daily_again(family, plan):
    Recipient.objects.update(weekly_since=NOON, seen_at=None)
    whose = {"user": family.guardian, "household": family.household, "kind": EVENING_CHECK.slug}
    actions.stop_mails(at=NOON, **whose)
    actions.resume_mails(at=NOON + DAY, **whose)
    row = Recipient.objects.get()
    assert (row.stopped_at, row.weekly_since, row.seen_at) == (None, None, NOON + DAY)


def test_on_its_silent_days_nobody_is_asked_second_and_no_morning_tells_of_it(family, running):
    """Nobody was told, so nobody left it unmarked: otherwise Ben would get every day what Ana gets once a week."""
    actions.set_plan(
        patient=family.mia, kind=EVENING_CHECK, by=family.guardian, at=NOON, escalate_after=30,
        escalate_to=family.second,
    )  # fmt: skip
    Recipient.objects.update(weekly_since=DUE - 60 * MINUTE)
    for day in range(7):
        at = DUE + day * DAY
        running.run(at)
        engine.escalate(now=at + 30 * MINUTE)
        running.run(at + 30 * MINUTE)
        running.run(at + 600 * MINUTE)
    told = [mail.subject for mail in running.mails if mail.to == ["ana@example.org"]]
    assert told == ["Evening check", "Nobody marked what was due at 20:30."]
    assert [mail.subject for mail in running.mails if mail.to == ["ben@example.org"]] == ["Still open from 20:30"]
    assert Occurrence.objects.exclude(escalated_at=None).count() == 1


def test_who_gets_it_weekly_reads_no_morning_line_of_a_day_on_which_another_was_told(family, running):
    plan = actions.set_plan(
        patient=family.mia, kind=EVENING_CHECK, by=family.guardian, at=NOON, escalate_after=30,
        escalate_to=family.second,
    )  # fmt: skip
    actions.listen(plan=plan, user=family.second, at=NOON)
    Recipient.objects.filter(user=family.guardian).update(weekly_since=DUE - DAY - 60 * MINUTE)
    running.run(DUE)
    assert engine.escalate(now=DUE + 30 * MINUTE) == 1
    assert [row.recipient for row in Delivery.objects.filter(purpose="unmarked")] == [family.second]
