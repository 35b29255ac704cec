"""Tick, send and sweep over real rows, with mails in memory."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction

from care.household import actions as household_actions
from care.household.models import Membership
from care.record import actions as record_actions
from reminders import actions, engine
from reminders.engine import ledger, send
from reminders.engine.limits import LEASE
from reminders.kinds import EVENING_CHECK
from reminders.models import Delivery, Heartbeat, Occurrence, Plan
from reminders.rules import State
from tests.reminders.conftest import DUE, NOON

MINUTE = dt.timedelta(minutes=1)
Reason = Delivery.Reason


def test_the_evening_mail_goes_out_once_at_its_time(family, plan, running):
    assert running.run(DUE - dt.timedelta(seconds=1)) == []
    [row] = running.run(DUE)
    assert (row.state, row.recipient, row.attempts) == (State.SENT, family.guardian, 1)
    assert row.sent_at == DUE
    assert row.provider_id
    for later in (1, 2, 60, 300):
        running.run(DUE + later * MINUTE)
    assert len(running.mails) == 1
    assert running.mails[0].to == ["ana@example.org"]
    plan.refresh_from_db()
    assert plan.next_due_at == DUE + dt.timedelta(days=1)


def test_every_day_once_over_the_autumn_change(family, running):
    start = dt.datetime(2026, 10, 23, 12, 0, tzinfo=dt.UTC)
    actions.set_plan(patient=family.mia, kind=EVENING_CHECK, by=family.guardian, at=start)
    for hour in range(24 * 5):
        running.run(start + dt.timedelta(hours=hour, minutes=30))
    dates = list(Occurrence.objects.order_by("due_at").values_list("local_date", "due_at"))
    assert [date.day for date, _ in dates] == [23, 24, 25, 26, 27]
    assert [at.hour for _, at in dates] == [18, 18, 19, 19, 19]
    assert len(running.mails) == 5


def test_two_ticks_make_one_occurrence(plan):
    engine.tick(now=DUE)
    Plan.objects.update(next_due_at=DUE)  # as if another tick had read it before ours was committed
    engine.tick(now=DUE)
    assert Occurrence.objects.count() == 1
    assert Delivery.objects.count() == 1


def test_nothing_goes_out_when_somebody_logged_the_evening_check(family, plan, running):
    record_actions.add(patient=family.mia, kind="skin_check", by=family.second, at=DUE - 20 * MINUTE)
    running.run(DUE)
    assert running.states() == [(State.SUPPRESSED, Reason.ALREADY_DONE)]
    assert not running.mails


def test_logged_between_tick_and_send(family, plan, running):
    engine.tick(now=DUE)
    record_actions.add(patient=family.mia, kind="routines", by=family.second, at=DUE)
    engine.send_batch("email", clock=lambda: DUE)
    assert running.states() == [(State.SUPPRESSED, Reason.ALREADY_DONE)]


@pytest.mark.parametrize("what", ["morning", "taken back", "sibling", "yesterday", "other kind"])
def test_what_does_not_count_as_the_evening_check(family, plan, running, what):
    at = {"morning": NOON - 4 * 60 * MINUTE, "yesterday": DUE - dt.timedelta(days=1)}.get(what, DUE - 5 * MINUTE)
    kind = "nothing_new" if what == "other kind" else "skin_check"
    child = family.leo if what == "sibling" else family.mia
    entry = record_actions.add(patient=child, kind=kind, by=family.second, at=at).entry
    if what == "taken back":
        record_actions.remove(entry=entry, by=family.second, at=DUE)
    running.run(DUE)
    assert running.states() == [(State.SENT, "")]


def test_a_check_after_midnight_counts_for_the_evening_before(family, running):
    at = dt.time(1, 0)
    actions.set_plan(
        patient=family.mia, kind=EVENING_CHECK, local_time=at, in_quiet_hours=True, by=family.guardian, at=NOON
    )
    due = dt.datetime(2026, 11, 20, 0, 0, tzinfo=dt.UTC)  # 01:00 in Berlin: still Thursday's evening
    record_actions.add(patient=family.mia, kind="skin_check", by=family.second, at=due - 180 * MINUTE)
    running.run(due)
    assert running.states() == [(State.SUPPRESSED, Reason.ALREADY_DONE)]


def _leaves(family, plan):
    row = Membership.objects.get(household=family.household, user=family.second, ended_at=None)
    household_actions.remove_member(membership=row, by=family.guardian, at=DUE)


def _narrowed(family, plan):
    row = Membership.objects.get(household=family.household, user=family.second, ended_at=None)
    row.all_patients = False
    row.save()
    row.patients.set([family.leo])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_leaves, Reason.LEFT),
        (_narrowed, Reason.LEFT),
        (lambda f, p: f.second.emailaddress_set.update(verified=False), Reason.NO_ADDRESS),
        (lambda f, p: type(f.second).objects.filter(pk=f.second.pk).update(is_active=False), Reason.LEFT),
        (lambda f, p: actions.stop_mails(user=f.second, household=f.household, at=DUE), Reason.STOPPED),
        (lambda f, p: actions.turn_off(plan=p, by=f.guardian, at=DUE), Reason.TURNED_OFF),
        (
            lambda f, p: actions.pause(plan=p, resumes_on=dt.date(2026, 11, 25), by=f.guardian, at=DUE),
            Reason.TURNED_OFF,
        ),
    ],
)
def test_what_changed_before_the_send_is_seen_at_its_commit(family, plan, running, change, reason):
    actions.listen(plan=plan, user=family.second, at=NOON)
    actions.deafen([plan], user=family.guardian, at=NOON)
    engine.tick(now=DUE)
    held = send.claim("email", now=DUE)
    assert [row.recipient for row in held] == [family.second]
    change(family, plan)
    send._Run(send.registry.channel("email"), lambda: DUE, held).run()
    assert running.states() == [(State.SUPPRESSED, reason)]
    assert not running.mails


def test_two_children_at_the_same_time_are_one_mail(family, plan, running):
    actions.set_plan(patient=family.leo, kind=EVENING_CHECK, by=family.guardian, at=NOON)
    running.run(DUE)
    assert sorted(running.states()) == [(State.SENT, ""), (State.SUPPRESSED, Reason.TOLD_TOGETHER)]
    assert len(running.mails) == 1
    running.run(DUE + dt.timedelta(days=1))
    assert len(running.mails) == 2


def test_both_carers_get_their_own_mail(family, plan, running):
    actions.listen(plan=plan, user=family.second, at=NOON)
    running.run(DUE)
    assert sorted(mail.to[0] for mail in running.mails) == ["ana@example.org", "ben@example.org"]


@pytest.mark.parametrize(
    ("late", "reason"), [(59, ""), (61, Reason.QUIET_HOURS), (179, Reason.QUIET_HOURS), (181, Reason.TOO_LATE)]
)
def test_after_an_outage_what_is_too_late_is_shown_and_not_sent(plan, running, late, reason):
    running.run(DUE + late * MINUTE)
    assert running.states() == [(State.MISSED, reason) if reason else (State.SENT, "")]


def test_an_outage_of_days_leaves_one_row_a_day_and_one_mail(plan, running):
    running.run(DUE + dt.timedelta(days=3))
    assert [state for state, _ in running.states()] == [State.MISSED] * 3 + [State.SENT]
    assert len(running.mails) == 1


def test_a_time_chosen_inside_the_quiet_hours_rings(family, running):
    actions.set_plan(
        patient=family.mia,
        kind=EVENING_CHECK,
        local_time=dt.time(22, 15),
        in_quiet_hours=None,
        by=family.guardian,
        at=NOON,
    )
    running.run(DUE + 105 * MINUTE)
    assert running.states() == [(State.SENT, "")]


def test_a_poisoned_plan_stops_nobody_else(family, plan, running, caplog):
    other = actions.set_plan(patient=family.leo, kind=EVENING_CHECK, by=family.second, at=NOON)
    Plan.objects.filter(pk=plan.pk).update(time_zone="Mars/Olympus")
    running.run(DUE)
    assert running.states() == [(State.SENT, "")]
    assert running.rows()[0].occurrence.plan == other
    plan.refresh_from_db()
    assert plan.next_due_at == DUE + dt.timedelta(hours=1)
    assert str(plan.pk) in caplog.text
    assert "Mia" not in caplog.text


def test_a_message_that_cannot_be_written_is_visible(plan, running, monkeypatch):
    monkeypatch.setattr("reminders.channels.email.message.links.open_url", lambda key: 1 / 0)
    running.run(DUE)
    assert running.states() == [(State.FAILED, Reason.BROKEN)]


# --- leases ---------------------------------------------------------------------------------------------------------


def test_a_claim_is_exclusive_and_expires(plan, running):
    engine.tick(now=DUE)
    assert len(send.claim("email", now=DUE)) == 1
    assert send.claim("email", now=DUE) == []
    engine.sweep(now=DUE + LEASE - dt.timedelta(seconds=1))
    assert running.states() == [(State.CLAIMED, "")]
    assert engine.sweep(now=DUE + LEASE + dt.timedelta(seconds=1)).back == 1
    running.run(DUE + LEASE + dt.timedelta(seconds=1))
    assert running.states() == [(State.SENT, "")]


def _sending(plan) -> Delivery:
    engine.tick(now=DUE)
    [row] = send.claim("email", now=DUE)
    assert ledger.move(ledger.mine(row), State.CLAIMED, State.SENDING, now=DUE, lease_until=DUE + LEASE)
    return row


def test_a_worker_that_died_while_sending_leaves_a_visible_doubt_and_no_second_mail(plan, running):
    _sending(plan)
    later = DUE + LEASE + dt.timedelta(seconds=1)
    assert engine.sweep(now=later).in_doubt == 1
    running.run(later)
    assert running.states() == [(State.UNKNOWN, Reason.IN_DOUBT)]
    assert not running.mails


def test_a_late_yes_settles_the_doubt(plan, running):
    row = _sending(plan)
    later = DUE + LEASE + dt.timedelta(seconds=1)
    engine.sweep(now=later)
    send.Outcome(row, State.SENT, {"sent_at": later, "reason": ""}).write(now=later)
    assert running.states() == [(State.SENT, "")]


def test_somebody_elses_token_changes_nothing(plan, running):
    row = _sending(plan)
    row.token = uuid.uuid4()
    send.Outcome(row, State.SENT, {"sent_at": DUE}).write(now=DUE)
    assert running.states() == [(State.SENDING, "")]


def test_a_summary_in_doubt_is_sent_again_under_the_same_id(family, summary_plan, running):
    from care.household.events import SummaryReady, announce

    visit, summary = uuid.uuid4(), uuid.uuid4()
    with transaction.atomic():
        for _ in range(2):  # announced twice, told once
            announce(
                SummaryReady(
                    household_id=family.household.pk,
                    at=NOON,
                    patient_id=family.mia.pk,
                    visit_id=visit,
                    summary_id=summary,
                )
            )
    [row] = send.claim("email", now=NOON)
    ledger.move(ledger.mine(row), State.CLAIMED, State.SENDING, now=NOON, lease_until=NOON + LEASE)
    later = NOON + LEASE + dt.timedelta(seconds=1)
    engine.sweep(now=later)
    running.run(later)
    assert running.states() == [(State.SENT, "")]
    assert running.mails[0].extra_headers["Message-ID"] == f"<{row.pk}@localhost>"


def test_a_summary_made_in_the_night_is_told_in_the_morning(family, summary_plan, running):
    night = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
    actions.happened(plans=[summary_plan], slot="summary-1", at=night)
    running.run(night)
    [row] = running.rows()
    assert (row.state, row.next_attempt_at) == (State.PENDING, dt.datetime(2026, 11, 20, 5, 30, tzinfo=dt.UTC))
    running.run(row.next_attempt_at)
    assert running.states() == [(State.SENT, "")]


# --- what the database itself refuses --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"state": "nonsense"},
        {"state": "claimed"},
        {"state": "sent"},
        {"state": "unknown"},
        {"state": "suppressed"},
    ],
)
def test_a_row_never_lies(plan, change):
    engine.tick(now=DUE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.update(**change)


def test_a_slot_exists_once(plan):
    engine.tick(now=DUE)
    row = Occurrence.objects.get()
    row.pk = uuid.uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_the_ledger_refuses_what_the_rules_do_not_know(plan):
    with pytest.raises(ValueError, match="does not go"):
        ledger.move(Delivery.objects.all(), State.PENDING, State.SENT, now=DUE)


# --- cost ------------------------------------------------------------------------------------------------------------


def test_an_idle_tick_is_a_few_looks(plan, django_assert_max_num_queries):
    engine.tick(now=NOON)
    # Plans that are due, what waits on each of three channels, the heartbeat.
    with django_assert_max_num_queries(5):
        engine.tick(now=NOON + dt.timedelta(seconds=1))


def test_heartbeat_is_written_now_and_then_and_at_once_when_work_waits(plan):
    engine.tick(now=NOON)
    engine.tick(now=NOON + dt.timedelta(seconds=2))
    assert Heartbeat.objects.get(part="tick").at == NOON
    engine.tick(now=NOON + dt.timedelta(seconds=11))
    assert Heartbeat.objects.get(part="tick").at == NOON + dt.timedelta(seconds=11)
    engine.tick(now=DUE)
    assert Heartbeat.objects.get(part="tick").waiting_since == DUE
    # A clock set back by two hours does not silence it.
    engine.tick(now=NOON - 120 * MINUTE)
    assert Heartbeat.objects.get(part="tick").at == NOON - 120 * MINUTE


def test_one_wake_up_for_a_batch(family, plan):
    engine.tick(now=DUE)
    assert engine.tick(now=DUE) == {"email": 1}
    engine.send_batch("email", clock=lambda: DUE)
    assert engine.tick(now=DUE) == {}
