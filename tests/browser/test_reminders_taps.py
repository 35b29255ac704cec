"""Reminders on phones: all of them off in three taps; done on one phone, quiet on the other."""

import datetime as dt

import pytest
from django.urls import reverse

from reminders import actions, engine
from reminders.kinds import EVENING_CHECK, ROUTINE
from reminders.models import Delivery, Recipient
from tests.people import MORNING
from tests.reminders.conftest import DUE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_all_reminders_off_in_three_taps(demo, phone):
    for patient in (demo.mia, demo.leo):
        for kind in (EVENING_CHECK, ROUTINE):
            actions.set_plan(patient=patient, kind=kind, local_time=dt.time(20, 30), by=demo.guardian, at=MORNING)
    mine = Recipient.objects.filter(user=demo.guardian, stopped_at=None)
    others = Recipient.objects.exclude(user=demo.guardian).filter(stopped_at=None).count()
    assert mine.count() >= 4
    with phone(demo.guardian) as it:
        page = it.open(f"/p/{demo.mia.pk}/")
        with it.budget("T21 all reminders off"):
            it.tap(page.locator(".nav a").last)
            it.tap(page.locator("#main").get_by_role("link", name="Reminders", exact=False).first)
            it.tap("stop-all")
            it.page.get_by_test_id("saved").get_by_text("You get no reminders any more").wait_for()
    assert not mine.exists()
    assert Recipient.objects.exclude(user=demo.guardian).filter(stopped_at=None).count() == others


def test_done_on_one_phone_leaves_the_other_within_a_minute_by_itself(demo, phone):
    """The other phone lies open on the table: nobody touches it."""
    plan = actions.set_plan(patient=demo.mia, kind=ROUTINE, local_time=dt.time(20, 30), by=demo.guardian, at=MORNING)
    actions.listen(plan=plan, user=demo.second, at=MORNING)
    demo.clock.move_to(DUE)
    engine.tick(now=DUE)
    with phone(demo.guardian) as one, phone(demo.second) as two:
        two.page.clock.install()
        for it in (one, two):
            it.open(reverse("reminders:waiting"))
        mine, theirs = (it.page.get_by_test_id("waiting-line").filter(has_text="Routine for Mia") for it in (one, two))
        theirs.wait_for()
        one.tap(mine.get_by_test_id("line-done"))
        mine.wait_for(state="detached")
        two.page.clock.fast_forward(30_000)
        assert theirs.is_visible()
        two.page.clock.fast_forward(30_000)
        theirs.wait_for(state="detached")


def test_done_on_one_phone_silences_the_other(demo, phone):
    """On its next load at the latest; the message on its way to it is not sent."""
    plan = actions.set_plan(patient=demo.mia, kind=ROUTINE, local_time=dt.time(20, 30), by=demo.guardian, at=MORNING)
    actions.listen(plan=plan, user=demo.second, at=MORNING)
    demo.clock.move_to(DUE)
    engine.tick(now=DUE)
    with phone(demo.guardian) as one, phone(demo.second) as two:
        for it in (one, two):
            it.open(reverse("reminders:waiting"))
            it.find("waiting-line").wait_for()
        lines = two.page.get_by_test_id("waiting-line").filter(has_text="Routine for Mia")
        lines.wait_for()
        one.tap(one.page.get_by_test_id("waiting-line").filter(has_text="Routine for Mia").get_by_test_id("line-done"))
        one.page.get_by_test_id("waiting-line").filter(has_text="Routine for Mia").wait_for(state="detached")
        two.page.reload()
        two.page.get_by_role("heading", name="Waiting now").wait_for()
        assert lines.count() == 0
    row = Delivery.objects.get(occurrence__plan=plan, recipient=demo.second)
    assert (row.state, row.reason) == ("suppressed", "acknowledged")


def test_the_page_a_message_opens_leads_with_done_and_later(demo, phone):
    """An iPhone's notifications have no buttons: the first two of the page are large, and a put-off names its end."""
    plan = actions.set_plan(patient=demo.mia, kind=ROUTINE, local_time=dt.time(20, 30), by=demo.guardian, at=MORNING)
    demo.clock.move_to(DUE)
    engine.tick(now=DUE)
    row = Delivery.objects.get(occurrence__plan=plan, recipient=demo.guardian)
    with phone(demo.guardian) as it:
        page = it.open(reverse("reminders:open", args=[row.pk]))
        first, second = page.locator("#main button").all()[:2]
        assert [first.get_attribute("name"), second.get_attribute("name")] == ["done", "for"]
        for button in (first, second):
            box = button.bounding_box()
            assert box["height"] >= 72
            assert box["y"] + box["height"] <= 576, "above the bar, without a scroll"
        for choice in page.locator("#main button[name=for]").all():
            assert any(sign.isdigit() for sign in choice.inner_text()), "when it comes back"
        it.tap(second)
        page.get_by_test_id("put-off").get_by_text("Put off until").wait_for()
