"""A planned live vaccine reminds the guardians to ask the team, without anybody having set it."""

import datetime as dt
import re

import pytest
import time_machine

from care.household.models import AuditEvent, Membership
from care.record.dates import parse
from care.vaccines import actions as vaccines
from care.vaccines.models import VaccineDecision
from reminders import actions
from reminders.kinds import LIVE_VACCINE
from reminders.models import Occurrence, Plan, Recipient
from tests.reminders.conftest import NOON

DAY = dt.timedelta(days=1)
MONTH_END = dt.datetime(2026, 11, 30, 12, 0, tzinfo=dt.UTC)


def planned(family, dated="2026-11-30", *, by=None, at=NOON, **values):
    values = {"outcome": "planned", "product": "mmr", "dated": parse(dated) if dated else None} | values
    saved = vaccines.record_decision(patient=family.mia, by=by or family.guardian, at=at, **values)
    return VaccineDecision.objects.select_related("entry").get(pk=saved.entry.pk)


def run_days(running, start, days):
    for n in range(48 * days + 1):
        running.run(start + n * dt.timedelta(minutes=30))


def told() -> list[str]:
    return [str(one.local_date) for one in Occurrence.objects.order_by("due_at")]


def parent() -> Plan:
    return Plan.objects.get(kind=LIVE_VACCINE.slug, key="")


def test_the_guardians_are_told_although_nobody_set_a_reminder(family, running):
    planned(family, by=family.second)
    run_days(running, NOON, 5)
    assert told() == ["2026-11-23"]
    assert [mail.to for mail in running.mails] == [[family.guardian.email]]
    assert "vaccine" not in (running.mails[0].subject + running.mails[0].body).lower()
    event = AuditEvent.objects.get(action="reminder.added")
    assert (event.actor, event.patient_id) == (family.second, family.mia.pk)


def test_every_guardian_of_this_child_and_nobody_else(family):
    Membership.objects.filter(user=family.second).update(role="guardian")
    Membership.objects.filter(user=family.revoked).update(role="guardian")
    planned(family)
    rows = Recipient.objects.filter(plan=parent(), stopped_at=None)
    assert {row.user for row in rows} == {family.guardian, family.second}


@pytest.mark.parametrize("values", [{"product": "hpv"}, {"outcome": "declined"}, {"dated": None}])
def test_what_needs_no_asking_or_has_no_date_sets_nothing(family, values):
    planned(family, **values)
    assert not Plan.objects.exists()


def test_one_that_was_turned_off_stays_off(family, running):
    planned(family)
    actions.turn_off(plan=parent(), by=family.guardian, at=NOON)
    planned(family, "2026-12-20", product="varicella")
    assert not parent().is_on
    run_days(running, NOON, 5)
    assert told() == []


def test_who_left_it_is_not_signed_up_again(family):
    planned(family)
    actions.deafen([parent()], user=family.guardian, at=NOON)
    planned(family, "2026-12-20", product="varicella")
    assert not Recipient.objects.filter(plan=parent(), stopped_at=None).exists()


def test_one_that_was_set_by_hand_stays_as_it_was(family):
    actions.set_plan(
        patient=family.mia, kind=LIVE_VACCINE, by=family.second, at=NOON, local_time=dt.time(18, 0), tell_me=True
    )
    planned(family)
    assert parent().local_time == dt.time(18, 0)
    assert [row.user for row in Recipient.objects.all()] == [family.second]


# --- what the page says after saving ----------------------------------------------------------------------------------


def said(family, who="guardian") -> str:
    with time_machine.travel(NOON, tick=False):
        html = family.client(who).get(f"/p/{family.mia.pk}/vaccines/decisions/").content.decode()
    found = re.search(r'data-testid="ask-first">(.*?)</div>', html, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split()) if found else ""


def test_the_page_says_when_and_whom_tend_reminds(family):
    planned(family)
    assert (
        said(family)
        == "Tend sends a reminder to ask the team first. Next: Mon 23 Nov at 09:00. For you. Change the reminder"
    )
    assert "For Ana." in said(family, "second")
    # Who does not see the record is told nothing of its reminders.
    assert said(family, "helper") == ""


def test_the_page_says_that_it_is_off(family):
    planned(family)
    actions.turn_off(plan=parent(), by=family.guardian, at=NOON)
    assert said(family).startswith("The reminder to ask the team first is off.")


def test_the_page_says_that_a_plan_without_a_date_rings_never(family):
    planned(family, None)
    assert "A plan without a date brings no reminder." in said(family)
    planned(family, "2026-12")
    assert "without a date" not in said(family)


@pytest.mark.parametrize("values", [{"product": "hpv"}, {"outcome": "asked"}])
def test_nothing_is_said_where_nobody_has_to_ask(family, values):
    planned(family, **values)
    assert said(family) == ""


# --- a plan of which only the month or the year is known --------------------------------------------------------------


@pytest.mark.parametrize(
    ("dated", "days"),
    [
        ("2026-12", ["2026-11-24"]),  # a week before its first day
        ("2026-11", ["2026-11-20"]),  # it may be any day now: tomorrow
        ("2026", ["2026-11-20"]),
        ("2026-10", []),  # over
        ("2025", []),
        ("2026-11-19", []),  # today, and nine is gone
        ("2026-11-21", ["2026-11-20"]),
        (None, []),
    ],
)
def test_a_month_or_a_year_that_has_begun_rings_on_the_next_day(family, running, dated, days):
    planned(family, dated)
    run_days(running, NOON, 8)
    assert told() == days


def test_the_same_day_when_its_time_is_still_ahead(family, running):
    early = NOON.replace(hour=6)
    planned(family, "2026-11", at=early)
    run_days(running, early, 3)
    assert told() == ["2026-11-19"]


def test_a_pause_within_the_month_puts_it_off_to_its_end(family, running):
    planned(family, "2026-11")
    parent = Plan.objects.get(kind=LIVE_VACCINE.slug, key="")
    actions.pause(plan=parent, resumes_on=dt.date(2026, 11, 23), by=family.guardian, at=NOON)
    run_days(running, NOON, 8)
    assert told() == ["2026-11-23"]


def test_on_the_last_day_it_is_too_late(family, running):
    planned(family, "2026-11", at=MONTH_END)
    run_days(running, MONTH_END, 3)
    assert told() == []


def test_told_once_however_often_the_reminder_is_looked_at_again(family, running):
    row = planned(family, "2026-11")
    run_days(running, NOON, 2)
    later = NOON + 2 * DAY
    actions.set_plan(patient=family.mia, kind=LIVE_VACCINE, by=family.guardian, at=later, local_time=dt.time(10, 0))
    vaccines.correct_decision(decision=row, by=family.guardian, at=later, changes={"reason": "Spring check"})
    run_days(running, later, 3)
    assert told() == ["2026-11-20"]


def test_moved_to_another_month_it_is_told_again(family, running):
    row = planned(family, "2026-11")
    run_days(running, NOON, 2)
    vaccines.correct_decision(decision=row, by=family.guardian, at=NOON + 2 * DAY, changes={"dated": parse("2026-12")})
    run_days(running, NOON + 2 * DAY, 5)
    assert told() == ["2026-11-20", "2026-11-24"]


def test_switched_on_late_it_still_tells_of_a_month_that_runs(family, running):
    planned(family, "2026-11")
    actions.turn_off(plan=parent(), by=family.guardian, at=NOON)
    later = NOON + 4 * DAY
    actions.set_plan(patient=family.mia, kind=LIVE_VACCINE, by=family.guardian, at=later)
    run_days(running, later, 3)
    assert told() == ["2026-11-24"]
