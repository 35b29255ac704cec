"""One message for what is due together; quiet hours of a person; three notices a day."""

import datetime as dt

import pytest

from reminders import actions, engine, words
from reminders.channels.base import ChannelError
from reminders.engine import send, together
from reminders.engine.limits import LEASE
from reminders.kinds import APPOINTMENT, EVENING_CHECK, MORNING_CHECK, ROUTINE, SUMMARY_READY
from reminders.models import Delivery, QuietHours, Recipient
from reminders.rules import State
from tests.reminders.conftest import DUE, NOON

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
Reason = Delivery.Reason


@pytest.fixture
def routine(family):
    """Leo's routine at the very time of Mia's evening check."""
    return actions.set_plan(patient=family.leo, kind=ROUTINE, local_time=dt.time(20, 30), by=family.guardian, at=NOON)


def by_kind() -> dict[str, Delivery]:
    rows = Delivery.objects.select_related("occurrence__plan").order_by("pk")
    return {row.occurrence.plan.kind: row for row in rows}


def test_two_kinds_at_one_time_are_one_mail_with_two_lines(plan, routine, running):
    running.run(DUE)
    [mail] = running.mails
    rows = sorted(running.rows(), key=lambda row: row.state)
    assert [(row.state, row.reason) for row in rows] == [
        (State.SENT, ""),
        (State.SUPPRESSED, Reason.TOLD_TOGETHER),
    ]
    assert rows[1].carried_by == rows[0]
    assert rows[1].token is None
    for line in ("Evening check", "A routine"):
        assert f"- {line}" in mail.body
    assert "Mia" not in mail.body
    assert "Leo" not in mail.body


def test_details_come_only_to_who_asked_and_never_in_the_subject(family, plan, routine, running):
    actions.listen(plan=plan, user=family.second, at=NOON)
    Recipient.objects.filter(user=family.guardian, plan=plan).update(details=True)
    running.run(DUE)
    ana, ben = sorted(running.mails, key=lambda mail: mail.to[0])
    assert "- Mia: itch, skin, routines" in ana.body
    assert "- A routine" in ana.body
    assert "Mia" not in ana.subject
    assert "Mia" not in ben.body


def test_a_strict_message_carries_and_never_rides_with_a_loose_one(family, plan, summary_plan, running):
    actions.happened(plans=[summary_plan], slot="s", at=DUE)
    engine.tick(now=DUE)
    loose = by_kind()[EVENING_CHECK.slug]
    assert together.gather(loose, now=DUE) == []
    running.run(DUE)
    rows = by_kind()
    assert rows[SUMMARY_READY.slug].state == State.SENT
    assert rows[EVENING_CHECK.slug].carried_by == rows[SUMMARY_READY.slug]
    assert running.mails[0].subject == "Your summary is ready"


class Refusing:
    """A line that ends each message in one way."""

    def __init__(self, error):
        self.error = error

    def open(self):
        pass

    def close(self):
        pass

    def send(self, message):
        raise self.error


@pytest.mark.parametrize(
    ("error", "carrier", "rider"),
    [
        (ChannelError("450"), (State.PENDING, ""), (State.PENDING, "")),
        (ChannelError("550", permanent=True), (State.FAILED, Reason.REFUSED), (State.PENDING, "")),
        (
            ChannelError("lost", in_doubt=True, closed=True),
            (State.UNKNOWN, Reason.IN_DOUBT),
            (State.UNKNOWN, Reason.IN_DOUBT),
        ),
    ],
)
def test_a_rider_is_lost_with_no_carrier(plan, routine, running, monkeypatch, error, carrier, rider):
    channel = send.registry.channel("email")
    monkeypatch.setattr(channel, "session", lambda: Refusing(error), raising=False)
    engine.tick(now=DUE)
    [first, second] = send.claim("email", now=DUE)
    run = send._Run(channel, lambda: DUE, [first])
    run.run()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.reason) == carrier
    assert (second.state, second.reason) == rider
    assert second.carried_by == (first if rider[0] is State.UNKNOWN else None)


def test_a_dead_worker_leaves_rider_and_carrier_in_the_same_doubt(family, plan, routine, summary_plan, running):
    def die(message):
        raise KeyboardInterrupt

    for strict in (False, True):
        Delivery.objects.all().delete()
        at = DUE + (DAY if strict else dt.timedelta())
        if strict:
            actions.happened(plans=[summary_plan], slot="s", at=at)
        engine.tick(now=at)
        batch = send.claim("email", now=at)
        run = send._Run(send.registry.channel("email"), lambda at=at: at, batch)
        run.session = Refusing(None)
        run.session.send = die
        with pytest.raises(KeyboardInterrupt):
            run.run()
        assert {row.state for row in running.rows()} == {State.SENDING}
        engine.sweep(now=at + LEASE + MINUTE)
        after = {row.state for row in running.rows()}
        assert after == ({State.PENDING} if strict else {State.UNKNOWN})
    running.run(at + LEASE + 2 * MINUTE)
    assert len(running.mails) == 1


def test_a_late_yes_settles_the_riders_too(plan, routine, running):
    engine.tick(now=DUE)
    [first, _second] = send.claim("email", now=DUE)
    run = send._Run(send.registry.channel("email"), lambda: DUE, [first])
    run.session = Refusing(None)
    assert run._begin(first, [])
    engine.sweep(now=DUE + LEASE + MINUTE)
    assert set(running.states()) == {(State.UNKNOWN, Reason.IN_DOUBT)}
    send.Outcome(first, State.SENT, {"sent_at": DUE, "reason": "", "error": ""}, riders=True).write(now=DUE)
    assert sorted(running.states()) == [(State.SENT, ""), (State.SUPPRESSED, Reason.TOLD_TOGETHER)]


def test_who_marked_it_done_rides_no_longer(family, plan, routine, running):
    engine.tick(now=DUE)
    actions.acknowledge(occurrence=by_kind()[ROUTINE.slug].occurrence, by=family.second, at=DUE)
    running.run(DUE)
    [mail] = running.mails
    assert "A routine" not in mail.body


def test_a_snooze_goes_alone(family, plan, routine, running):
    running.run(DUE)
    occurrence = by_kind()[EVENING_CHECK.slug].occurrence
    until = actions.snooze(occurrence=occurrence, by=family.guardian, at=DUE, choice="15")
    engine.tick(now=until)
    [row] = Delivery.objects.filter(purpose="snooze")
    assert together.gather(row, now=until) == []


def test_two_families_are_two_messages(family, outsider, plan, running):
    from tests.people import join

    join(outsider.household, family.guardian, "caregiver")
    actions.set_plan(patient=outsider.mia, kind=ROUTINE, local_time=dt.time(20, 30), by=family.guardian, at=NOON)
    running.run(DUE)
    assert len(running.mails) == 2


# --- quiet hours ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "ends", "rings"),
    [("21:00", "06:30", True), ("20:00", "06:30", False), ("20:30", "20:30", True), ("20:31", "20:30", True)],
)
def test_quiet_hours_are_a_persons_own(family, plan, running, starts, ends, rings):
    QuietHours.objects.create(
        user=family.guardian, starts=dt.time.fromisoformat(starts), ends=dt.time.fromisoformat(ends)
    )
    actions.listen(plan=plan, user=family.second, at=NOON)
    running.run(DUE)
    told = sorted(mail.to[0] for mail in running.mails)
    assert told == (["ana@example.org", "ben@example.org"] if rings else ["ben@example.org"])


def test_quiet_hours_may_follow_a_persons_own_clock(family, plan, running):
    QuietHours.objects.create(user=family.guardian, time_zone="Asia/Tokyo")  # 04:30 there
    running.run(DUE)
    assert not running.mails


def test_wake_me_rings_for_one_person(family, plan, running):
    actions.listen(plan=plan, user=family.second, at=NOON)
    QuietHours.objects.create(user=family.guardian, starts=dt.time(20), ends=dt.time(7))
    QuietHours.objects.create(user=family.second, starts=dt.time(20), ends=dt.time(7))
    Recipient.objects.filter(user=family.second).update(wake_me=True)
    running.run(DUE)
    assert [mail.to[0] for mail in running.mails] == ["ben@example.org"]


def test_what_came_in_the_night_joins_the_morning_check(family, summary_plan, running):
    actions.set_plan(patient=family.leo, kind=MORNING_CHECK, by=family.guardian, at=NOON)
    night = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
    actions.happened(plans=[summary_plan], slot="summary-1", at=night)
    running.run(night)
    running.run(night + 210 * MINUTE)  # 06:30, the quiet hours are over
    assert not running.mails
    running.run(dt.datetime(2026, 11, 20, 6, 0, tzinfo=dt.UTC))
    # The morning check may be lost to a doubt, the summary may not: it comes on its own a minute later, or carries.
    running.run(dt.datetime(2026, 11, 20, 6, 1, tzinfo=dt.UTC))
    assert {row.state for row in running.rows()} <= {State.SENT, State.SUPPRESSED}


# --- not more than three a day ----------------------------------------------------------------------------------------


def test_the_fourth_notice_of_a_day_waits_for_the_morning(family, running):
    actions.set_plan(
        patient=family.mia, kind=ROUTINE, local_time=dt.time(14), more_times=[dt.time(16), dt.time(18)],
        by=family.guardian, at=NOON,
    )  # fmt: skip
    summary = actions.set_plan(patient=family.mia, kind=SUMMARY_READY, by=family.guardian, at=NOON)
    for hour in (13, 15, 17):
        running.run(dt.datetime(2026, 11, 19, hour, tzinfo=dt.UTC))
    assert len(running.mails) == 3
    at = dt.datetime(2026, 11, 19, 18, tzinfo=dt.UTC)
    actions.happened(plans=[summary], slot="s", at=at)
    running.run(at)
    assert len(running.mails) == 3
    row = by_kind()[SUMMARY_READY.slug]
    assert (row.state, row.next_attempt_at) == (State.PENDING, dt.datetime(2026, 11, 20, 5, 30, tzinfo=dt.UTC))
    running.run(row.next_attempt_at)
    assert len(running.mails) == 4


def test_what_cannot_wait_for_the_morning_says_why_it_stayed_away(family, plan, running):
    actions.set_plan(
        patient=family.mia, kind=ROUTINE, local_time=dt.time(14), more_times=[dt.time(16), dt.time(18)],
        by=family.guardian, at=NOON,
    )  # fmt: skip
    for hour in (13, 15, 17):
        running.run(dt.datetime(2026, 11, 19, hour, tzinfo=dt.UTC))
    running.run(DUE)
    assert len(running.mails) == 3
    assert by_kind()[EVENING_CHECK.slug].reason == Reason.ENOUGH


def test_after_an_outage_one_message_and_not_a_burst(family, plan, running):
    for child in (family.mia, family.leo):
        actions.set_plan(patient=child, kind=MORNING_CHECK, by=family.guardian, at=NOON)
        actions.set_plan(patient=child, kind=ROUTINE, local_time=dt.time(20), by=family.guardian, at=NOON)
    actions.set_plan(patient=family.leo, kind=EVENING_CHECK, by=family.guardian, at=NOON)
    running.run(DUE + 3 * DAY)
    assert len(running.mails) == 1
    assert State.PENDING not in {row.state for row in running.rows()}


def test_words_of_a_kind_are_its_own(family, plan):
    engine.tick(now=DUE)
    said = words.of(Delivery.objects.get(), now=DUE)
    assert (said.title, said.body, said.lines) == ("Evening check", "About 15 seconds.", ())
    assert APPOINTMENT.title == "Something is coming up"
