"""Whoever was chosen to be asked second can stop that, make it quieter, and take it back; the family sees which."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
import time_machine
from django.urls import reverse

from care.household import actions as household_actions
from care.household.models import Membership
from care.medicines import actions as medicines
from reminders import actions, engine
from reminders.kinds import EVENING_CHECK, MEDICINE
from reminders.models import Delivery, Occurrence, Plan, PushSubscription
from reminders.rules import State
from tests.people import client_for, person
from tests.reminders.conftest import DUE, NOON

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
Reason = Delivery.Reason
LIST = reverse("reminders:list")


def choose(family, who, *, by=None):
    return actions.set_plan(
        patient=family.mia, kind=EVENING_CHECK, by=by or family.guardian, at=NOON, escalate_after=30, escalate_to=who
    )


@pytest.fixture
def escalating(family, plan):
    """Mia's evening check: Ana is told, and after 30 minutes Ben is asked."""
    return choose(family, family.second)


def evening(running, day: int = 0) -> None:
    at = DUE + day * DAY
    running.run(at)
    engine.escalate(now=at + 30 * MINUTE)
    running.run(at + 30 * MINUTE)


def to_ben(running) -> int:
    return len([mail for mail in running.mails if mail.to == ["ben@example.org"]])


def stop_path(running) -> str:
    [mail] = [mail for mail in running.mails if mail.to == ["ben@example.org"]]
    return urlsplit(mail.extra_headers["List-Unsubscribe"].strip("<>")).path


def page_of(family, who: str, at: dt.datetime = NOON) -> str:
    with time_machine.travel(at, tick=False):
        return family.client(who).get(f"/reminders/{family.mia.pk}/evening-check/").content.decode()


def stop_all(family, running, client):
    page = family.client("second").get(LIST).content.decode()
    assert 'data-testid="stop-all"' in page
    family.client("second").post(reverse("reminders:stop-all"))
    assert 'data-testid="stop-all"' not in family.client("second").get(LIST).content.decode()


def one_click(family, running, client):
    answer = client.post(stop_path(running), {"List-Unsubscribe": "One-Click"})
    assert "You get no more mails" in answer.content.decode()


def stop_this(family, running, client):
    row = Delivery.objects.get(purpose="escalation")
    family.client("second").post(reverse("reminders:stop-this", args=[row.pk]))


def the_form(family, running, client):
    values = {"local_time": "20:30", "weekdays": list("0123456"), "escalate_after": "30"}
    path = f"/reminders/{family.mia.pk}/evening-check/"
    assert family.client("second").post(path, values | {"escalate_to": str(family.second.pk)}).status_code == 302


@pytest.mark.parametrize("way", [one_click, stop_all, stop_this, the_form])
def test_every_way_to_stop_is_kept(family, escalating, running, client, way):
    evening(running)
    assert to_ben(running) == 1
    with time_machine.travel(DUE + 40 * MINUTE, tick=False):
        way(family, running, client)
    evening(running, 1)
    assert to_ben(running) == 1
    # Others stay as they are, and see that nobody will be asked.
    assert [mail.to for mail in running.mails].count(["ana@example.org"]) == 2
    assert "Ben does not want to be asked when nobody marks it." in page_of(family, "guardian")
    first = Delivery.objects.get(occurrence__local_date=dt.date(2026, 11, 20), nag=0)
    with time_machine.travel(DUE + DAY + 31 * MINUTE, tick=False):
        said = family.client("guardian").get(reverse("reminders:open", args=[first.pk])).content.decode()
    assert "Nobody else could be asked." in said
    assert "was asked" not in said
    # It was said of him, by him: somebody else's change of the time is no wish of his.
    choose(family, family.second)
    evening(running, 2)
    assert to_ben(running) == 1


def test_somebody_else_can_be_chosen_instead(family, escalating, running):
    actions.stop_mails(user=family.second, household=family.household, at=NOON)
    choose(family, family.guardian, by=family.second)
    evening(running)
    assert Occurrence.objects.get().escalated_to == family.guardian


def test_send_them_again_and_fewer_do_what_they_say(family, escalating, running, client):
    evening(running)
    path = stop_path(running)
    client.post(path)
    client.post(path, {"again": "1"})
    evening(running, 1)
    assert to_ben(running) == 2
    client.post(path, {"fewer": "1"})
    evening(running, 2)
    assert to_ben(running) == 2
    row = Delivery.objects.filter(purpose="escalation").latest("created_at")
    assert (row.channel, row.state) == ("inapp", State.SENT)
    client.post(path, {"again": "1"})
    evening(running, 3)
    assert to_ben(running) == 3


def test_what_is_on_its_way_is_taken_back(family, escalating, running):
    running.run(DUE)
    engine.escalate(now=DUE + 30 * MINUTE)
    actions.stop_mails(user=family.second, household=family.household, at=DUE + 30 * MINUTE)
    assert Delivery.objects.get(purpose="escalation").reason == Reason.STOPPED
    # One that was made at the same moment, too late for the stop to find it.
    Delivery.objects.filter(purpose="escalation").update(state=State.PENDING, reason="", settled_at=None)
    running.run(DUE + 31 * MINUTE)
    assert Delivery.objects.get(purpose="escalation").reason == Reason.STOPPED
    assert not to_ben(running)


def test_a_stop_holds_for_every_medicine_below(family, running):
    actions.set_plan(
        patient=family.mia, kind=MEDICINE, by=family.guardian, at=NOON, escalate_after=30, escalate_to=family.second,
        in_quiet_hours=None,
    )  # fmt: skip
    values = {"pattern": "daily", "times": ["20:30"]}
    for drug in ("Co-trimoxazole", "Itraconazole"):
        medicines.add_medicine(patient=family.mia, by=family.guardian, at=NOON, values=values | {"drug": drug})
    actions.stop_mails(user=family.second, household=family.household, kind="medicine", at=NOON)
    medicines.add_medicine(patient=family.mia, by=family.guardian, at=NOON, values=values | {"drug": "Fluconazole"})
    assert Plan.objects.exclude(key="").count() == 3
    evening(running)
    assert not to_ben(running)
    assert not Occurrence.objects.exclude(escalated_to=None).exists()


def test_who_was_asked_second_may_put_it_off(family, escalating, running):
    evening(running)
    at = DUE + 31 * MINUTE
    until = actions.snooze(occurrence=Occurrence.objects.get(), by=family.second, at=at, choice="15")
    running.run(until)
    assert to_ben(running) == 2


def test_the_mail_says_why_it_came(family, escalating, running):
    evening(running)
    [mail] = [mail for mail in running.mails if mail.to == ["ben@example.org"]]
    html = str(mail.alternatives[0].content)
    for text in (mail.body, html):
        assert "You were chosen to be asked when nobody has marked it." in text
        assert "You asked Tend" not in text


# --- whether anybody can be asked at all ------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["mail", "phone", ""])
def test_asked_is_said_of_somebody_who_can_be_reached_only(family, escalating, running, way):
    if way != "mail":
        family.second.emailaddress_set.update(verified=False)
    if way == "phone":
        PushSubscription.objects.create(user=family.second, endpoint="https://push.example/1", created_at=NOON)
    running.run(DUE)
    assert engine.escalate(now=DUE + 30 * MINUTE) == (1 if way else 0)
    assert Occurrence.objects.get().escalated_to == (family.second if way else None)
    row = Delivery.objects.get(nag=0)
    with time_machine.travel(DUE + 31 * MINUTE, tick=False):
        page = client_for(family.guardian).get(reverse("reminders:open", args=[row.pk])).content.decode()
    assert ("was asked" in page, "Nobody else could be asked." in page) == (bool(way), not way)


# --- the second carer's own page --------------------------------------------------------------------------------------


def saved(family, who: str, **values):
    wish = {"local_time": "20:15", "weekdays": list("0123456"), "tell_me": "on"}
    with time_machine.travel(NOON, tick=False):
        return family.client(who).post(f"/reminders/{family.mia.pk}/evening-check/", wish | values)


def test_the_second_carer_can_change_the_reminder_and_stays_second(family, escalating):
    page = page_of(family, "second")
    assert f'<option value="{family.second.pk}" selected>Me</option>' in page
    assert "If nobody marks it, you are asked after 30 minutes." in page
    assert "If nobody marks it, Ben is asked after 30 minutes." in page_of(family, "guardian")
    answer = saved(family, "second", escalate_after="30", escalate_to=str(family.second.pk), ask_me="on")
    assert answer.status_code == 302
    plan = Plan.objects.get()
    assert (plan.local_time, plan.escalate_to, plan.escalate_wish) == (dt.time(20, 15), family.second, "")


def test_the_second_carer_can_say_yes_again_on_that_page(family, escalating):
    second = {"escalate_after": "30", "escalate_to": str(family.second.pk)}
    saved(family, "second", **second)
    assert Plan.objects.get().escalate_wish == "stopped"
    assert "You do not want to be asked when nobody marks it." in page_of(family, "second")
    saved(family, "second", **second, ask_me="on")
    assert Plan.objects.get().escalate_wish == ""


def test_who_is_not_the_second_is_not_asked_about_it(family, escalating):
    assert 'name="ask_me"' not in page_of(family, "guardian")
    assert 'name="ask_me"' in page_of(family, "second")
    other = person("Cleo")
    assert str(other.pk) not in page_of(family, "second")


def test_who_left_is_no_longer_named_as_the_one_to_ask(family, escalating):
    assert "Ben is asked" in page_of(family, "guardian")
    member = Membership.objects.get(user=family.second, household=family.household)
    household_actions.remove_member(membership=member, by=family.guardian, at=NOON)
    text = page_of(family, "guardian")
    assert "Ben is asked" not in text
    assert "Nobody else is asked." in text
