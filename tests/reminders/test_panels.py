"""What a family sees of its reminders' keeping, and what whoever runs Tend sees of everybody's."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from care.household.models import User
from reminders import actions, engine, reads
from reminders.models import Delivery, Occurrence, PushSubscription
from reminders.rules import State
from tests.reminders.conftest import DUE, NOON

MINUTE = dt.timedelta(minutes=1)
PANEL, STANDING = reverse("reminders:devices"), reverse("reminders:standing")


def panel(family, at: dt.datetime, who: str = "guardian") -> str:
    with time_machine.travel(at, tick=False):
        answer = family.client(who).get(PANEL)
    assert answer.status_code == 200
    return answer.content.decode()


def test_with_no_data_at_all(family):
    text = panel(family, NOON)
    assert "Nothing is planned for you in the next 24 hours." in text
    assert "Nothing came due for you in the last 7 days." in text


def test_what_comes_next_and_what_came(family, plan, summary_plan, running):
    assert "Today 20:30" in panel(family, NOON)
    running.run(DUE)
    text = panel(family, DUE + MINUTE)
    assert "Tomorrow 20:30" in text
    assert "Sent at 20:30" in text
    actions.snooze(occurrence=Occurrence.objects.get(), by=family.guardian, at=DUE + MINUTE, choice="30")
    text = panel(family, DUE + 2 * MINUTE)
    assert "Today 21:01" in text
    assert "put off until then" in text
    # Nobody else's.
    assert "Today 20:30" not in panel(family, NOON, "second")


def test_what_did_not_come_says_why(family, plan, running):
    running.run(DUE + dt.timedelta(hours=4))  # nothing ran in the evening
    text = panel(family, DUE + dt.timedelta(hours=4, minutes=1))
    assert "it was too late to help" in text
    for word in ("missed", "failed"):
        assert word not in text.lower().replace('data-state="missed"', "")


def test_all_times_of_a_day_are_named(family, plan):
    type(plan).objects.filter(pk=plan.pk).update(more_times=["21:15"])
    text = panel(family, NOON)
    assert ("Today 20:30" in text, "Today 21:15" in text) == (True, True)


def test_the_mail_row_says_when_one_last_went_and_was_opened(family, plan, running):
    assert "Last mail" not in panel(family, NOON)
    running.run(DUE)
    at = DUE + 5 * MINUTE
    assert "Last mail went there Thu 19 Nov, 20:30" in panel(family, at)
    assert "Last mail opened" not in panel(family, at)
    with time_machine.travel(at, tick=False):
        # Out of Tend's own list, which is no sign that mails arrive.
        family.client("guardian").get(reverse("reminders:open", args=[Delivery.objects.get().pk]))
    assert "Last mail opened" not in panel(family, at)
    link = next(word for word in running.mails[0].body.split() if "/reminders/open/" in word)
    with time_machine.travel(at, tick=False):
        assert (
            family.client("guardian").get("/reminders/open/" + link.partition("/reminders/open/")[2]).status_code == 200
        )
    assert "Last mail opened Thu 19 Nov, 20:35" in panel(family, at + MINUTE)
    # Nobody else's.
    assert "Last mail" not in panel(family, at, "second")


def test_a_mail_answered_without_signing_in_was_opened(family, plan, running, client):
    running.run(DUE)
    link = next(word for word in running.mails[0].body.split() if "/reminders/answer/" in word)
    path = "/reminders/answer/" + link.partition("/reminders/answer/")[2]
    with time_machine.travel(DUE + MINUTE, tick=False):
        client.get(path)  # a mail program's own look at the link opens nothing
        assert Delivery.objects.get().opened_at is None
        client.post(path, {"for": "30"})
    assert Delivery.objects.get(purpose="due").opened_at == DUE + MINUTE


# --- This very device ---------------------------------------------------------------------------------------------


@pytest.fixture
def device(family):
    return PushSubscription.objects.create(
        user=family.guardian, endpoint="https://push.example/1", device="Chrome on Android", created_at=NOON
    )


def holding(family, device, who="guardian"):
    client = family.client(who)
    client.cookies[reads.DEVICE_COOKIE] = str(device.pk)
    return client


def test_a_device_that_stopped_says_so_on_itself_on_every_page(family, device):
    client = holding(family, device)
    today = f"/p/{family.mia.pk}/"
    with time_machine.travel(NOON, tick=False):
        assert b"device-lost" not in client.get(today).content
        PushSubscription.objects.update(ended="gone", ended_at=NOON - dt.timedelta(days=7))
        text = client.get(today).content.decode()
        assert "This device stopped receiving reminders on 12 Nov." in text
        assert "Turn on again" in text
        # Not on another device, not to another person, not when somebody turned it off.
        assert b"device-lost" not in family.client("guardian").get(today).content
        assert b"device-lost" not in holding(family, device, "second").get(today).content
        PushSubscription.objects.update(ended="turned_off")
        assert b"device-lost" not in client.get(today).content
        client.cookies[reads.DEVICE_COOKIE] = "nonsense"
        assert b"device-lost" not in client.get(today).content


def test_a_browser_that_takes_no_more_says_so_itself_and_mails_stand_in(family, plan, device, running, settings):
    client = holding(family, device)
    actions.listen(plan=plan, user=family.guardian, at=NOON, channel="push")
    with time_machine.travel(NOON, tick=False):
        client.post(reverse("reminders:device-lost"))
    device.refresh_from_db()
    assert (device.ended, device.ended_at) == ("gone", NOON)
    with time_machine.travel(NOON, tick=False):
        other = holding(family, device, "second")
        PushSubscription.objects.update(ended="", ended_at=None)
        other.post(reverse("reminders:device-lost"))
    device.refresh_from_db()
    assert device.ended == ""


# --- For whoever runs Tend ----------------------------------------------------------------------------------------


def test_the_staff_page_is_not_there_for_families(family):
    for who in ("guardian", "viewer"):
        assert family.client(who).get(STANDING).status_code == 404


def test_the_staff_page_counts_and_names_nobody(family, plan, running, device):
    User.objects.filter(pk=family.second.pk).update(is_staff=True)
    running.run(DUE)
    PushSubscription.objects.update(ended="gone", ended_at=DUE)
    with time_machine.travel(DUE + MINUTE, tick=False):
        page = family.client("second").get(STANDING).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    for words in ("reminders-tick", "email, sent: 1", "ended: 1", "half within 0", "Nothing waits."):
        assert words in main, words
    for secret in ("Mia", "Ana", "Ben", "example.org", "Evening", str(family.mia.pk)):
        assert secret not in main


def test_the_staff_page_says_how_often_it_was_tried_and_how_often_nobody_knew(family, plan, running):
    User.objects.filter(pk=family.second.pk).update(is_staff=True)
    running.run(DUE)
    Delivery.objects.update(attempts=2, doubts=1)
    running.run(DUE + dt.timedelta(days=1))
    # In doubt and waiting to be sent again: not settled, and not to be overlooked.
    Delivery.objects.filter(attempts=1).update(state=State.PENDING, settled_at=None, doubts=1)
    with time_machine.travel(DUE + dt.timedelta(days=1, minutes=-1), tick=False):
        page = family.client("second").get(STANDING).content.decode()
    assert "email: attempts 2, doubts 2" in page


def test_only_staff_are_led_to_the_staff_page(family):
    User.objects.filter(pk=family.second.pk).update(is_staff=True)
    more = reverse("household:more")
    assert STANDING in family.client("second").get(more).content.decode()
    assert STANDING not in family.client("guardian").get(more).content.decode()


def test_lateness_counts_from_when_it_was_due(family, plan, running):
    engine.tick(now=DUE)
    engine.send_batch("email", clock=lambda: DUE + dt.timedelta(seconds=3))
    assert reads.lateness(DUE + MINUTE, dt.timedelta(hours=1))["email"].p99 == 3.0
    # Nothing ran for half an hour: that is late, however fast it went once it ran.
    late = DUE + dt.timedelta(days=1, minutes=30)
    running.run(late)
    assert Delivery.objects.filter(state=State.SENT).count() == 2
    assert reads.lateness(late + MINUTE, dt.timedelta(hours=1))["email"] == reads.Lateness(1, 1800.0, 1800.0)
    assert reads.lateness(late, dt.timedelta(0))["email"].p50 is None
