"""Done and later: once for all, always ending, by page and by signed link."""

import datetime as dt

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from care.household.models import AuditEvent, Membership
from care.record.models import Entry
from reminders import actions, engine, links
from reminders.models import Delivery, Occurrence
from reminders.rules import Snooze, State, snooze_until
from tests.reminders.conftest import DUE

MINUTE = dt.timedelta(minutes=1)
Reason = Delivery.Reason


@pytest.fixture
def both(family, plan):
    """The evening reminder, for both parents."""
    actions.listen(plan=plan, user=family.second, at=DUE - MINUTE)
    return plan


def of(user) -> list[Delivery]:
    return list(Delivery.objects.filter(recipient=user).order_by("nag"))


def states(user) -> list[tuple[str, str]]:
    return [(row.state, row.reason) for row in of(user)]


# --- Done ---------------------------------------------------------------------------------------------------------


def test_done_before_the_mail_leaves_stops_it_for_everybody(family, both, running):
    engine.tick(now=DUE)
    actions.acknowledge(occurrence=Occurrence.objects.get(), by=family.second, at=DUE)
    engine.send_batch("email", clock=lambda: DUE)
    assert running.mails == []
    assert running.states() == [(State.SUPPRESSED, Reason.ACKNOWLEDGED)] * 2
    assert AuditEvent.objects.filter(action="reminder.done", actor=family.second).count() == 1
    assert not Entry.objects.exists(), "done writes nothing into the record"


def test_done_while_a_worker_holds_the_mail_stops_it_at_its_commit(family, both, running, monkeypatch):
    engine.tick(now=DUE)
    from reminders.engine import send

    def claimed(where):
        if where == "claimed":
            actions.acknowledge(occurrence=Occurrence.objects.get(), by=family.second, at=DUE)

    monkeypatch.setattr(send, "reach", claimed)
    engine.send_batch("email", clock=lambda: DUE)
    assert running.mails == []
    assert running.states() == [(State.SUPPRESSED, Reason.ACKNOWLEDGED)] * 2


def test_done_ends_the_other_parents_snooze(family, both, running):
    running.run(DUE)
    occurrence = Occurrence.objects.get()
    actions.snooze(occurrence=occurrence, by=family.guardian, at=DUE, choice="30")
    actions.acknowledge(occurrence=occurrence, by=family.second, at=DUE + 5 * MINUTE)
    running.run(DUE + 31 * MINUTE)
    assert len(running.mails) == 2
    assert states(family.guardian) == [(State.SENT, ""), (State.SUPPRESSED, Reason.ACKNOWLEDGED)]


def test_done_twice_keeps_the_first_and_taking_it_back_is_kept_too(family, both, running):
    running.run(DUE)
    occurrence = Occurrence.objects.get()
    actions.acknowledge(occurrence=occurrence, by=family.guardian, at=DUE)
    again = actions.acknowledge(occurrence=occurrence, by=family.second, at=DUE + MINUTE)
    assert (again.acknowledged_by, again.acknowledged_at) == (family.guardian, DUE)
    back = actions.reopen(occurrence=occurrence, by=family.second, at=DUE + 2 * MINUTE)
    assert (back.acknowledged_by, back.acknowledged_at) == (None, None)
    trail = AuditEvent.objects.filter(action__startswith="reminder.done").order_by("at", "pk")
    assert [(row.action, row.actor) for row in trail] == [
        ("reminder.done", family.guardian),
        ("reminder.done_taken_back", family.second),
    ]


# --- Later --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "now", "zone", "end"),
    [
        ("15", "2026-11-19T19:30", "Europe/Berlin", "2026-11-19T19:45"),
        ("60", "2026-11-19T23:30", "Europe/Berlin", "2026-11-20T00:30"),
        ("morning", "2026-11-19T19:30", "Europe/Berlin", "2026-11-20T05:30"),  # 06:30 in Berlin
        ("morning", "2026-11-20T02:00", "Europe/Berlin", "2026-11-20T05:30"),  # after midnight: this morning
        ("morning", "2026-11-20T05:30", "Europe/Berlin", "2026-11-21T05:30"),  # exactly then: the next one
        ("morning", "2026-03-28T22:00", "Europe/Berlin", "2026-03-29T04:30"),  # the spring night is shorter
        ("morning", "2026-10-24T22:00", "Europe/Berlin", "2026-10-25T05:30"),  # the autumn night longer
    ],
)
def test_a_snooze_ends_at(choice, now, zone, end):
    at = dt.datetime.fromisoformat(now).replace(tzinfo=dt.UTC)
    assert snooze_until(choice, now=at, zone=zone) == dt.datetime.fromisoformat(end).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize("choice", ["", "0", "45", "forever", "-15"])
def test_there_is_no_snooze_without_an_end(choice):
    with pytest.raises(ValueError, match="not a valid Snooze"):
        snooze_until(choice, now=DUE, zone="UTC")


@given(
    st.sampled_from(list(Snooze)),
    st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2030, 1, 1), timezones=st.just(dt.UTC)),
    st.sampled_from(["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu"]),
)
def test_every_snooze_ends_after_now_and_within_26_hours(choice, now, zone):
    assert now < snooze_until(choice, now=now, zone=zone) <= now + dt.timedelta(hours=26)


def test_a_snooze_comes_back_once_and_only_to_who_asked(family, both, running):
    running.run(DUE)
    until = actions.snooze(occurrence=Occurrence.objects.get(), by=family.second, at=DUE + MINUTE, choice="15")
    assert until == DUE + 16 * MINUTE
    running.run(until - dt.timedelta(seconds=1))
    assert len(running.mails) == 2
    running.run(until)
    running.run(until + 10 * MINUTE)
    assert [mail.to for mail in running.mails[2:]] == [["ben@example.org"]]
    assert states(family.second) == [(State.SENT, ""), (State.SENT, "")]
    assert states(family.guardian) == [(State.SENT, "")]


def test_a_second_snooze_replaces_the_first(family, both, running):
    running.run(DUE)
    occurrence = Occurrence.objects.get()
    actions.snooze(occurrence=occurrence, by=family.guardian, at=DUE, choice="15")
    actions.snooze(occurrence=occurrence, by=family.guardian, at=DUE + MINUTE, choice="60")
    for minutes in range(0, 90, 5):
        running.run(DUE + minutes * MINUTE)
    assert states(family.guardian) == [(State.SENT, ""), (State.SUPPRESSED, Reason.SNOOZED), (State.SENT, "")]


def test_a_snooze_comes_in_the_quiet_hours_and_after_the_reminder_would_have_ended(family, both, running):
    running.run(DUE)
    occurrence = Occurrence.objects.get()
    late = occurrence.useful_until - MINUTE  # 23:29 in Berlin
    until = actions.snooze(occurrence=occurrence, by=family.guardian, at=late, choice="60")
    running.run(until)
    assert states(family.guardian)[-1] == (State.SENT, "")


def test_what_is_logged_meanwhile_ends_a_snooze(family, both, running):
    from care.record import actions as record

    running.run(DUE)
    actions.snooze(occurrence=Occurrence.objects.get(), by=family.guardian, at=DUE, choice="30")
    record.add(patient=family.mia, kind="skin_check", by=family.second, at=DUE + 5 * MINUTE)
    running.run(DUE + 31 * MINUTE)
    assert states(family.guardian)[-1] == (State.SUPPRESSED, Reason.ALREADY_DONE)


def test_what_is_done_cannot_be_put_off(family, both, running):
    running.run(DUE)
    occurrence = Occurrence.objects.get()
    actions.acknowledge(occurrence=occurrence, by=family.second, at=DUE)
    with pytest.raises(actions.AlreadyDone):
        actions.snooze(occurrence=occurrence, by=family.guardian, at=DUE, choice="15")


# --- Pages --------------------------------------------------------------------------------------------------------


def post(client, name, row, **data):
    return client.post(reverse(f"reminders:{name}", args=[row.pk]), data, follow=True)


def test_done_and_later_on_the_page_a_message_opens(family, both, running):
    running.run(DUE)
    [row] = of(family.guardian)
    with time_machine.travel(DUE + MINUTE, tick=False):
        client = family.client("guardian")
        page = client.get(reverse("reminders:open", args=[row.pk])).content.decode()
        assert "In 30 minutes (21:01)" in page
        assert "Until the morning (06:30)" in page
        text = post(client, "later", row, **{"for": "30"}).content.decode()
        assert "Put off until 21:01, Thu 19 Nov" in text
        text = post(client, "done", row).content.decode()
        assert "marked it done at 20:31" in text
        assert "In 30 minutes" not in text
        text = post(client, "not-done", row).content.decode()
        assert "In 30 minutes (21:01)" in text


def test_the_other_phone_says_so_on_its_next_load(family, both, running):
    running.run(DUE)
    [mine], [theirs] = of(family.guardian), of(family.second)
    with time_machine.travel(DUE + MINUTE, tick=False):
        post(family.client("second"), "done", theirs)
        page = family.client("guardian").get(reverse("reminders:open", args=[mine.pk])).content.decode()
    assert "<bdi>Ben</bdi> marked it done" in page
    assert 'data-testid="done-button"' not in page


def test_times_are_on_the_familys_clock_wherever_the_reader_is(family, both, running):
    type(family.guardian).objects.filter(pk=family.guardian.pk).update(time_zone="America/New_York")
    running.run(DUE)
    [row] = of(family.guardian)
    with time_machine.travel(DUE + MINUTE, tick=False):
        client = family.client("guardian")
        post(client, "later", row, **{"for": "30"})
        assert "Put off until 21:01, Thu 19 Nov" in post(client, "later", row, **{"for": "30"}).content.decode()
        page = client.get(reverse("reminders:plan", args=[family.mia.pk, "evening-check"])).content.decode()
        assert "Thu 19 Nov, 20:30" in page
        assert "marked it done at 20:31" in post(client, "done", row).content.decode()


@pytest.mark.parametrize("name", ["done", "not-done", "later"])
def test_only_the_person_it_was_for_may_answer(family, both, running, name):
    running.run(DUE)
    [row] = of(family.guardian)
    answer = family.client("second").post(reverse(f"reminders:{name}", args=[row.pk]), {"for": "15"})
    assert answer.status_code == 404
    assert Occurrence.objects.get().acknowledged_at is None
    assert len(of(family.guardian)) == 1


def test_a_snooze_that_does_not_exist_is_refused(family, both, running):
    running.run(DUE)
    [row] = of(family.guardian)
    assert family.client("guardian").post(reverse("reminders:later", args=[row.pk]), {"for": "9"}).status_code == 404


# --- Signed links -------------------------------------------------------------------------------------------------


def signed(row) -> str:
    return reverse("reminders:answer", kwargs={"token": links.answer_token(row.pk)})


def test_a_signed_link_answers_by_post_only_and_shows_no_health_data(family, both, running):
    running.run(DUE)
    [row] = of(family.guardian)
    with time_machine.travel(DUE + MINUTE, tick=False):
        client = Client()
        for _ in range(2):
            page = client.get(signed(row))
            assert page.status_code == 200
        assert Occurrence.objects.get().acknowledged_at is None, "opening a link does nothing"
        text = page.content.decode()
        assert "no-store" in page["Cache-Control"]
        for secret in ("Mia", "Evening check", "skin", "itch"):
            assert secret not in text
        assert "Put off until 20:46" in client.post(signed(row), {"for": "15"}, follow=True).content.decode()
        assert "marked it done" in client.post(signed(row), {"done": "1"}, follow=True).content.decode()
    assert Occurrence.objects.get().acknowledged_by == family.guardian


def test_a_notifications_button_needs_neither_session_nor_token(family, both, running):
    running.run(DUE)
    [row] = of(family.guardian)
    with time_machine.travel(DUE + MINUTE, tick=False):
        answer = Client(enforce_csrf_checks=True).post(signed(row), {"done": "1"}, follow=True)
    assert answer.status_code == 200
    assert Occurrence.objects.get().acknowledged_by == family.guardian


def test_links_end(family, both, running):
    running.run(DUE)
    [row] = of(family.guardian)
    with time_machine.travel(DUE, tick=False):
        address = signed(row)
    with time_machine.travel(DUE + dt.timedelta(days=3, seconds=2), tick=False):
        answer = Client().post(address, {"done": "1"})
    assert answer.status_code == 404
    assert "Links in reminders work for three days" in answer.content.decode()
    assert Occurrence.objects.get().acknowledged_at is None


@pytest.mark.parametrize(
    "token",
    ["nonsense", signing.dumps("x", salt="reminders.answer"), signing.dumps("x", salt="y")],
    ids=["nonsense", "no message", "another salt"],  # signatures carry the time, names of tests must not
)
def test_made_up_links_do_nothing(db, token):
    assert Client().get(reverse("reminders:answer", kwargs={"token": token})).status_code == 404


def test_a_stop_link_is_no_answer_link(family, both, running):
    running.run(DUE)
    stop = links.stop_token(links.Stop(family.guardian.pk, family.household.pk, "evening-check"))
    assert Client().get(reverse("reminders:answer", kwargs={"token": stop})).status_code == 404


def test_the_link_of_somebody_who_left_is_dead(family, both, running):
    from care.household import actions as household
    from care.household.models import Membership

    running.run(DUE)
    [row] = of(family.second)
    address = signed(row)
    member = Membership.objects.get(household=family.household, user=family.second)
    household.remove_member(membership=member, by=family.guardian, at=DUE)
    assert Client().post(address, {"done": "1"}).status_code == 404
    assert Occurrence.objects.get().acknowledged_at is None


def test_the_mail_carries_the_answer_link(family, both, running):
    running.run(DUE)
    [row] = of(family.guardian)
    body = running.mails[0].body
    [address] = [line for line in body.splitlines() if "/answer/" in line]
    with time_machine.travel(DUE, tick=False):
        assert links.read_answer_token(address.rstrip("/").rpartition("/")[2]) == row.pk
    assert "/answer/" in running.mails[0].alternatives[0].content


def test_who_only_looks_on_now_marks_nothing_done(family, both, running):
    """Saying "done" silences it for everybody. Later is their own affair, and the page shows only that."""
    running.run(DUE)
    [row] = of(family.second)
    Membership.objects.filter(user=family.second).update(role="viewer")
    client = family.client("second")
    with time_machine.travel(DUE + MINUTE, tick=False):
        for name in ("done", "not-done"):
            assert client.post(reverse(f"reminders:{name}", args=[row.pk])).status_code == 403
        page = client.get(reverse("reminders:open", args=[row.pk])).content.decode()
    assert Occurrence.objects.get().acknowledged_at is None
    assert 'data-testid="done-button"' not in page
    assert 'data-testid="later-30"' in page
