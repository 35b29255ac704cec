"""What families see and do: pages by role, the stop link, the banner."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.urls import reverse

from care.household.models import AuditEvent
from care.record import actions as record_actions
from reminders import actions, engine, links, reads
from reminders.kinds import EVENING_CHECK, SUMMARY_READY
from reminders.models import Delivery, Heartbeat, Occurrence, Plan, QuietHours, Recipient
from reminders.rules import State
from tests.people import client_for
from tests.reminders.conftest import DUE, NOON


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


def url(name, family, kind=EVENING_CHECK, **kwargs):
    return reverse(f"reminders:{name}", kwargs={"patient": family.mia.pk, "kind": kind.slug, **kwargs})


WISH = {"local_time": "19:45", "weekdays": ["0", "2", "4"], "tell_me": "on"}


def test_first_use_sets_the_evening_check_in_one_tap_and_goes_on(family):
    client = family.client("guardian")
    page = client.get(reverse("reminders:first", args=[family.mia.pk]))
    assert b'value="20:30"' in page.content
    assert "Mia" in page.content.decode()
    answer = client.post(reverse("reminders:first", args=[family.mia.pk]), {"local_time": "20:30"})
    assert answer.url == f"/p/{family.mia.pk}/"
    plan = Plan.objects.get()
    assert (plan.patient, plan.local_time, plan.next_due_at) == (family.mia, dt.time(20, 30), DUE)
    assert Recipient.objects.get().user == family.guardian
    assert AuditEvent.objects.filter(action="reminder.added", actor=family.guardian).exists()


def test_first_use_keeps_a_wrong_answer_and_says_what_is_wrong(family):
    answer = family.client("guardian").post(reverse("reminders:first", args=[family.mia.pk]), {"local_time": "25:99"})
    assert answer.status_code == 422
    assert b'value="25:99"' in answer.content
    assert not Plan.objects.exists()


@pytest.mark.parametrize(("choice", "kept"), [("ring", True), ("silent", False)])
def test_first_use_asks_ring_or_silent_for_a_time_in_the_quiet_hours(family, choice, kept):
    client = family.client("guardian")
    path = reverse("reminders:first", args=[family.mia.pk])
    assert b"in_quiet_hours" not in client.get(path).content
    answer = client.post(path, {"local_time": "22:15"})
    assert answer.status_code == 422
    assert "22:15 is in your quiet hours" in answer.content.decode()
    assert not Plan.objects.exists()
    assert client.post(path, {"local_time": "22:15", "in_quiet_hours": choice}).status_code == 302
    assert Plan.objects.get().in_quiet_hours is kept


def test_first_use_goes_by_my_own_quiet_hours(family):
    QuietHours.objects.create(user=family.guardian, starts=dt.time(20), ends=dt.time(7))
    path = reverse("reminders:first", args=[family.mia.pk])
    assert family.client("guardian").post(path, {"local_time": "20:30"}).status_code == 422
    # Another time instead is an answer too.
    assert family.client("guardian").post(path, {"local_time": "19:30", "in_quiet_hours": ""}).status_code == 302


def test_change_time_and_days(family, plan):
    client = family.client("second")
    answer = client.post(url("plan", family), WISH, follow=True)
    text = answer.content.decode()
    assert "Saved: Evening check for Mia. Next: tomorrow at 19:45" in text
    plan.refresh_from_db()
    assert (plan.local_time, plan.weekdays, plan.rev) == (dt.time(19, 45), [0, 2, 4], 2)
    # Friday the 20th is the next of Monday, Wednesday, Friday.
    assert plan.next_due_at == dt.datetime(2026, 11, 20, 18, 45, tzinfo=dt.UTC)
    assert {row.user for row in Recipient.objects.filter(stopped_at=None)} == {family.guardian, family.second}
    assert "For you and Ana" in text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"weekdays": []}, "Choose at least one day"),
        ({"weekdays": ["9"]}, "Select a valid choice"),
        ({"local_time": "half past"}, "Enter a valid time"),
        ({"local_time": ""}, "required"),
        ({"local_time": "23:15"}, "23:15 is in your quiet hours"),
    ],
)
def test_bad_answers_change_nothing(family, plan, change, words):
    answer = family.client("guardian").post(url("plan", family), WISH | change)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    plan.refresh_from_db()
    assert plan.rev == 1


def test_a_time_at_night_is_asked_about_once(family, plan):
    family.client("guardian").post(url("plan", family), WISH | {"local_time": "23:15", "in_quiet_hours": "ring"})
    plan.refresh_from_db()
    assert (plan.local_time, plan.in_quiet_hours) == (dt.time(23, 15), True)


def test_a_day_that_was_told_is_not_told_again_after_a_change(family, plan, running):
    running.run(DUE)
    with time_machine.travel(DUE + dt.timedelta(minutes=5), tick=False):
        answer = family.client("guardian").post(
            url("plan", family), {"local_time": "21:00", "weekdays": list("0123456"), "tell_me": "on"}, follow=True
        )
    assert "Next: tomorrow at 21:00" in answer.content.decode()
    running.run(DUE + dt.timedelta(minutes=45))
    assert len(running.mails) == 1


def test_not_for_me_leaves_the_others(family, plan):
    actions.listen(plan=plan, user=family.second, at=NOON)
    family.client("guardian").post(url("plan", family), {k: v for k, v in WISH.items() if k != "tell_me"})
    assert [row.user for row in Recipient.objects.filter(stopped_at=None)] == [family.second]


def test_off_withdraws_what_waits(family, plan):
    engine.tick(now=DUE)
    client = family.client("guardian")
    page = client.post(url("off", family), follow=True)
    assert "Turned off: Evening check for Mia." in page.content.decode()
    plan.refresh_from_db()
    assert (plan.is_on, plan.next_due_at) == (False, None)
    assert Delivery.objects.get().reason == Delivery.Reason.TURNED_OFF


def test_pause_names_its_end_and_ends(family, plan, running):
    client = family.client("guardian")
    page = client.post(url("pause", family), {"resumes_on": "2026-11-23"}, follow=True).content.decode()
    assert "Paused. Starts again Mon 23 Nov at 20:30" in page
    for day in range(6):
        running.run(DUE + dt.timedelta(days=day))
    assert [row.local_date.day for row in Occurrence.objects.order_by("due_at")] == [23, 24]
    assert len(running.mails) == 2


@pytest.mark.parametrize("day", ["2026-11-19", "2020-01-01", "2030-01-01", "soon", ""])
def test_a_pause_must_end_within_a_year(family, plan, day):
    answer = family.client("guardian").post(url("pause", family), {"resumes_on": day})
    assert answer.status_code == 422
    plan.refresh_from_db()
    assert plan.resumes_on is None


def test_send_me_a_test_now(family, plan, running):
    client = family.client("guardian")
    for _ in range(2):  # a nervous thumb
        client.post(url("test", family))
    running.run(NOON)
    [mail] = running.mails
    assert mail.subject == "Evening check"
    assert "This is a test you asked for." in mail.body
    page = client.get(url("plan", family)).content.decode()
    assert "Test, Thu 19 Nov, 12:00" in page
    assert "Sent at 12:00" in page
    # A test is no evening check: the real one still comes.
    running.run(DUE)
    assert len(running.mails) == 2


def test_the_page_says_what_was_sent_and_what_was_not_and_why(family, plan, running):
    actions.listen(plan=plan, user=family.second, at=NOON)
    family.second.emailaddress_set.update(verified=False)
    running.run(DUE)
    record_actions.add(patient=family.mia, kind="skin_check", by=family.second, at=DUE + dt.timedelta(hours=23))
    running.run(DUE + dt.timedelta(days=1))
    with time_machine.travel(DUE + dt.timedelta(days=1, hours=1), tick=False):
        page = family.client("viewer").get(url("plan", family)).content.decode()
    assert "Sent at 20:30" in page
    assert "this person has no confirmed e-mail address" in page
    assert "it was already logged" in page
    for word in ("missed", "failed", "!<"):
        assert word not in page.lower()


def test_list_shows_every_child_and_nothing_of_other_families(family, outsider, plan):
    page = family.client("guardian").get(reverse("reminders:list")).content.decode()
    assert "Next: today at 20:30" in page
    assert page.count("For you") == 1
    assert "Leo" in page
    assert "Other" not in page


def test_list_costs_the_same_with_more_history(family, plan, django_assert_max_num_queries):
    for n in range(30):
        engine.tick(now=DUE + dt.timedelta(days=n))
    client = family.client("guardian")
    client.get(reverse("reminders:list"))
    with django_assert_max_num_queries(14):
        client.get(reverse("reminders:list"))


def test_all_off_in_one_tap_from_the_list(family, plan, summary_plan):
    actions.listen(plan=plan, user=family.second, at=NOON)
    client = family.client("guardian")
    page = client.post(reverse("reminders:stop-all"), follow=True).content.decode()
    assert "You get no reminders any more." in page
    assert [row.user for row in Recipient.objects.filter(stopped_at=None)] == [family.second]


@pytest.mark.parametrize("kind", [EVENING_CHECK, SUMMARY_READY])
@pytest.mark.parametrize(
    ("who", "see", "change"),
    [("guardian", 200, 302), ("second", 200, 302), ("viewer", 200, 403), ("helper", 403, 403), ("revoked", 404, 404)],
)
def test_who_may(family, plan, summary_plan, who, see, change, kind):
    client = family.client(who)
    assert client.get(url("plan", family, kind)).status_code == see
    assert client.post(url("plan", family, kind), WISH).status_code == change
    for name in ("off", "test"):
        assert client.post(url(name, family, kind)).status_code == change
        assert client.get(url(name, family, kind)).status_code == 405
    assert client.get(url("pause", family, kind)).status_code == (200 if change == 302 else change)


def test_another_family_and_nonsense_are_not_found(family, outsider, plan):
    engine.tick(now=DUE)
    client = outsider.client("guardian")
    for name in ("plan", "pause"):
        assert client.get(url(name, family)).status_code == 404
    assert client.get(reverse("reminders:first", args=[family.mia.pk])).status_code == 404
    assert client.get(reverse("reminders:open", args=[Delivery.objects.get().pk])).status_code == 404
    client = family.client("guardian")
    assert client.get(reverse("reminders:open", args=[uuid.uuid4()])).status_code == 404
    assert client.get(f"/reminders/{family.mia.pk}/no-such-kind/").status_code == 404
    assert client.get(f"/reminders/{family.leo.pk}/evening-check/pause/").status_code == 404
    assert client.get(f"/reminders/{family.leo.pk}/evening-check/").status_code == 200


def test_open_from_the_mail(family, plan, running):
    actions.set_plan(patient=family.leo, kind=EVENING_CHECK, by=family.guardian, at=NOON)
    running.run(DUE)
    sent = Delivery.objects.get(state=State.SENT)
    other = family.leo if sent.occurrence.plan.patient == family.mia else family.mia
    address = reverse("reminders:open", args=[sent.pk])
    assert address in running.mails[0].body
    with time_machine.travel(DUE + dt.timedelta(minutes=2), tick=False):
        page = family.client("guardian").get(address).content.decode()
        assert f"/p/{sent.occurrence.plan.patient_id}/" in page
        assert f"/p/{other.pk}/" in page
        record_actions.add(
            patient=sent.occurrence.plan.patient, kind="skin_check", by=family.second, at=DUE + dt.timedelta(minutes=1)
        )
        page = family.client("guardian").get(address).content.decode()
        assert "<bdi>Ben</bdi> has logged it already." in page
    assert Client().get(address).status_code == 302  # sign in first
    assert family.client("second").get(address).status_code == 404  # somebody else's mail


# --- the stop link ---------------------------------------------------------------------------------------------------


@pytest.fixture
def stop_address(family, plan, running):
    running.run(DUE)
    return running.mails[0].extra_headers["List-Unsubscribe"].strip("<>").partition("localhost:8000")[2]


def test_looking_at_the_stop_link_stops_nothing(family, stop_address):
    answer = Client().get(stop_address)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Stop these mails?" in text
    for telling in ("Mia", "Ana", "Family", "@"):
        assert telling not in text
    assert Recipient.objects.get().stopped_at is None
    assert Client().head(stop_address).status_code == 200
    assert Recipient.objects.get().stopped_at is None


def test_one_click_stops_without_session_or_token(family, stop_address):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(stop_address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert Recipient.objects.get().stopped_at is not None
    client.post(stop_address)  # twice is once
    assert AuditEvent.objects.filter(action="reminder.stopped").count() == 1
    answer = client.post(stop_address, {"again": "1"})
    assert Recipient.objects.get().stopped_at is None


def test_a_stopped_mail_does_not_come(family, stop_address, running):
    Client().post(stop_address)
    running.run(DUE + dt.timedelta(days=1))
    assert len(running.mails) == 1


def test_the_link_stops_its_kind_only(family, plan, summary_plan, stop_address):
    Client().post(stop_address)
    assert Recipient.objects.get(plan=summary_plan).stopped_at is None


@pytest.mark.parametrize("token", ["x", "a:b:c", "é", "W10:1a2b3c:xyz", "a" * 3000])
def test_a_bad_link_says_so(db, token):
    answer = Client().post(f"/reminders/stop/{token}/")
    assert answer.status_code == 404
    assert "This link does not work" in answer.content.decode()


def test_a_link_of_another_purpose_or_year_is_bad(family, plan):
    stop = links.Stop(family.guardian.pk, family.household.pk, EVENING_CHECK.slug)
    assert links.read_stop_token(links.stop_token(stop)) == stop
    with pytest.raises(links.BadLink):
        links.read_stop_token(signing.dumps([stop.user_id.hex, stop.household_id.hex, stop.kind], salt="other"))
    old = links.stop_token(stop)
    with time_machine.travel(NOON + dt.timedelta(days=366), tick=False), pytest.raises(links.BadLink):
        links.read_stop_token(old)


def test_a_link_of_an_erased_family_is_quiet(family, plan):
    token = links.stop_token(links.Stop(uuid.uuid4(), uuid.uuid4(), EVENING_CHECK.slug))
    assert Client().post(f"/reminders/stop/{token}/").status_code == 200


# --- the banner and the monitor ---------------------------------------------------------------------------------------


def heard(tick=None, waiting=None):
    if tick:
        Heartbeat.objects.create(part="tick", at=tick)
    if waiting:
        Heartbeat.objects.create(part="email", at=waiting, waiting_since=waiting)


def test_no_banner_while_all_is_well_or_nothing_was_ever_planned(family):
    assert reads.silence(NOON) is None
    heard(tick=NOON - dt.timedelta(seconds=30), waiting=NOON - dt.timedelta(seconds=30))
    assert reads.silence(NOON) is None
    assert b"reminders-silence" not in family.client("guardian").get(reverse("reminders:list")).content


def test_banner_since_when_nothing_runs(family):
    heard(tick=dt.datetime(2026, 11, 19, 6, 40, tzinfo=dt.UTC))
    page = family.client("guardian").get(reverse("reminders:list")).content.decode()
    assert "Reminders have not run since 07:40, Thu 19 Nov." in page


def test_banner_when_mails_do_not_get_through(family):
    heard(tick=NOON, waiting=NOON - dt.timedelta(minutes=10))
    page = family.client("guardian").get(reverse("reminders:list")).content.decode()
    assert "Reminder mails have been waiting since 11:50, Thu 19 Nov." in page


def test_banner_when_it_never_ran_although_something_was_due(family, plan):
    assert reads.silence(DUE + dt.timedelta(minutes=1)) is None
    assert reads.silence(DUE + dt.timedelta(minutes=3)) == reads.Silence(None, stopped=True)


def test_healthz_knows_the_heartbeat(family):
    heard(tick=NOON - dt.timedelta(seconds=30))
    assert reads.heartbeat(NOON) == {"reminders-tick": 30.0}
    assert Client().get("/healthz").json()["heartbeats"]["reminders-tick"] == 30.0


@pytest.mark.parametrize(("ago", "status"), [(30, "ok"), (121, "degraded")])
def test_healthz_is_degraded_when_reminders_stand_still(family, plan, running, settings, monkeypatch, ago, status):
    settings.REDIS_URL = "redis://broker.example"
    monkeypatch.setattr("tracker.health.answers", lambda url, patience: True)
    engine.tick(now=DUE)
    with time_machine.travel(DUE + dt.timedelta(seconds=ago), tick=False):
        said = Client().get("/healthz")
    assert (said.status_code, said.json()["status"]) == (200, status)
    assert said.json()["backlog"]["reminders"] == {"runs": status == "ok", "waiting": 1, "oldest_seconds": float(ago)}


# --- announcements ----------------------------------------------------------------------------------------------------


def test_a_new_family_clock_moves_every_plan(family, plan):
    from care.household import actions as household_actions

    household_actions.update_household(
        household=family.household, by=family.guardian, at=NOON, changes={"time_zone": "America/New_York"}
    )
    plan.refresh_from_db()
    assert plan.time_zone == "America/New_York"
    assert plan.next_due_at == dt.datetime(2026, 11, 20, 1, 30, tzinfo=dt.UTC)


def test_a_new_clock_never_tells_a_day_twice(family, plan, running):
    from care.household import actions as household_actions

    running.run(DUE)
    household_actions.update_household(
        household=family.household,
        by=family.guardian,
        at=DUE + dt.timedelta(minutes=1),
        changes={"time_zone": "America/New_York"},
    )
    running.run(dt.datetime(2026, 11, 20, 1, 30, tzinfo=dt.UTC))  # 20:30 in New York, still the 19th
    assert len(running.mails) == 1
    running.run(dt.datetime(2026, 11, 21, 1, 30, tzinfo=dt.UTC))
    assert len(running.mails) == 2


def test_who_comes_back_asks_again(family, plan):
    from care.household import actions as household_actions
    from care.household.models import Membership

    actions.listen(plan=plan, user=family.second, at=NOON)
    row = Membership.objects.get(household=family.household, user=family.second)
    household_actions.remove_member(membership=row, by=family.guardian, at=NOON)
    assert Recipient.objects.get(user=family.second).stopped_at is not None


def test_everything_about_a_child_is_paused_and_comes_again(family, plan, summary_plan):
    client, page = family.client("second"), reverse("reminders:list")
    shown = client.get(page).content.decode()
    assert shown.count('data-testid="pause-child"') == 1, "Leo has nothing to pause"
    assert 'data-testid="resume-child"' not in shown
    pause = reverse("reminders:pause-child", kwargs={"patient": family.mia.pk})
    assert "Pause all reminders for" in client.get(pause).content.decode()
    today = NOON.date()
    assert client.post(pause, {"resumes_on": today.isoformat()}).status_code == 422
    day = today + dt.timedelta(days=9)
    shown = client.post(pause, {"resumes_on": day.isoformat()}, follow=True).content.decode()
    assert f"2 reminders for Mia are quiet until {day:%a} {day.day} {day:%b}." in shown
    assert "Paused. Starts again" in shown
    assert f"Paused until {day:%a} {day.day} {day:%b}" in shown
    assert 'data-testid="pause-child"' not in shown
    assert Plan.objects.get(pk=plan.pk).next_due_at == DUE + dt.timedelta(days=9)

    resume = reverse("reminders:resume-child", kwargs={"patient": family.mia.pk})
    shown = client.post(resume, follow=True).content.decode()
    assert "The reminders for Mia come again." in shown
    assert not Plan.objects.exclude(resumes_on=None).exists()
    assert Plan.objects.get(pk=plan.pk).next_due_at == DUE
    assert AuditEvent.objects.filter(action="reminder.resumed").count() == 2
    assert 'data-testid="pause-child"' not in family.client("viewer").get(page).content.decode()


def test_who_has_no_family_is_not_told_that_reminders_stand_still(family, plan, clinician):
    page = reverse("reminders:list")
    with time_machine.travel(DUE + dt.timedelta(hours=1), tick=False):
        assert 'data-testid="reminders-silence"' in family.client("guardian").get(page).content.decode()
        assert 'data-testid="reminders-silence"' not in client_for(clinician).get(page).content.decode()
