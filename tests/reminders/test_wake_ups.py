"""Hints: few, on their channel's queue, soon stale. And what a claim tells PostgreSQL."""

import datetime as dt

import pytest
from django.db import connection

from reminders import dialect, engine, tasks
from reminders.engine.limits import BATCH, MOST_HINTS
from reminders.models import Delivery, Occurrence
from tests.reminders.conftest import DUE

DAY = dt.timedelta(days=1)


@pytest.fixture
def hints(monkeypatch):
    """What ``send`` is asked to look at, instead of a broker."""
    sent = []
    monkeypatch.setattr(tasks.send, "apply_async", lambda args, **options: sent.append((args[0], options)))
    return sent


def waiting(plan, user, count: int) -> None:
    """``count`` mails to one person that are ready at DUE."""
    occurrence = Occurrence.objects.create(plan=plan, local_date=DUE.date(), rev=1, due_at=DUE, useful_until=DUE + DAY)
    Delivery.objects.bulk_create(
        [
            Delivery(occurrence=occurrence, recipient=user, channel="email", nag=nag, next_attempt_at=DUE)
            for nag in range(count)
        ]
    )


@pytest.mark.parametrize(
    ("count", "wanted"),
    [(0, 0), (1, 1), (BATCH, 1), (BATCH + 1, 2), (BATCH * MOST_HINTS, MOST_HINTS), (BATCH * 20, MOST_HINTS)],
)
def test_a_hint_a_batch_and_never_many(family, plan, hints, monkeypatch, count, wanted):
    plan.next_due_at = None
    plan.save()
    waiting(plan, family.guardian, count)
    monkeypatch.setattr(dialect, "now", lambda: DUE)
    tasks.tick()
    assert hints == [("email", {"queue": "email", "expires": tasks.HINT_EXPIRES})] * wanted
    # At most one Celery message for twenty deliveries, once there are that many.
    assert count < BATCH or len(hints) <= 0.05 * count


def test_hints_are_stale_before_they_pile_up():
    from tracker.celery import BEAT_SCHEDULE

    # A tick a second gives fresh ones: an outage of an hour leaves a handful, not thousands.
    assert 5 * BEAT_SCHEDULE["reminders-tick"]["schedule"] >= tasks.HINT_EXPIRES


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has none of these")
def test_a_claim_guards_itself_against_a_sorting_planner_and_old_snapshots(db):
    def shown(name: str) -> str:
        with connection.cursor() as cursor:
            cursor.execute(f"SHOW {name}")
            return cursor.fetchone()[0]

    assert shown("idle_in_transaction_session_timeout") == "5min"
    with dialect.claiming():
        assert shown("enable_sort") == "off"
        assert shown("idle_in_transaction_session_timeout") == "10s"


def test_one_wake_up_goes_on_while_anything_waits(family, plan, monkeypatch):
    monkeypatch.setattr("reminders.engine.send.GO_ON", dt.timedelta(minutes=5))  # however slow the machine is
    waiting(plan, family.guardian, 2 * BATCH + 3)
    engine.send_waiting("email", clock=lambda: DUE)
    assert not Delivery.objects.filter(state="pending").exists()
