"""One reminder, for real: a worker is SIGKILLed at every point of a delivery, and started again.

Issue 2, done-when 3: before anything was said to the mail server nothing is lost and nothing doubled; after
that the row ends as sent or as a doubt the family can see. Never silent, never two mails.
"""

import datetime as dt

import pytest
from django.utils import timezone

from reminders import actions
from reminders.kinds import EVENING_CHECK
from reminders.models import Delivery, Occurrence, Plan
from reminders.rules import OPEN, State
from tests import people
from tests.concurrency.processes import eventually

pytestmark = pytest.mark.services

LEASE = 2.0  # seconds, as in worker_settings


def due_now(family, user=None) -> Plan:
    """Mia's evening check, due this very moment, whatever the time of day is while this test runs."""
    now = timezone.now()
    plan = actions.set_plan(
        patient=family.mia,
        kind=EVENING_CHECK,
        local_time=now.time().replace(second=0, microsecond=0),
        in_quiet_hours=True,
        by=user or family.guardian,
        at=now,
    )
    Plan.objects.filter(pk=plan.pk).update(next_due_at=now)
    return plan


@pytest.fixture
def family(database_url):
    made = people.make_family()
    made.household.time_zone = "UTC"
    made.household.save()
    return made


def row() -> Delivery | None:
    return Delivery.objects.first()


def settled() -> Delivery | None:
    found = row()
    return found if found and found.state not in OPEN else None


@pytest.mark.parametrize(
    ("point", "state_when_killed", "state_in_the_end", "mails"),
    [
        ("before-claim", State.PENDING, State.SENT, 1),
        ("claimed", State.CLAIMED, State.SENT, 1),
        ("sending", State.SENDING, State.UNKNOWN, 0),
        ("during-data", State.SENDING, State.UNKNOWN, 0),
        ("accepted", State.SENDING, State.UNKNOWN, 1),
    ],
)
def test_killed_at(tend, beat, post, family, point, state_when_killed, state_in_the_end, mails):
    doomed = tend.worker(stop_at=point)
    due_now(family)
    eventually(doomed.is_frozen)
    assert row().state == state_when_killed
    doomed.kill()

    tend.worker()
    end = eventually(settled)
    assert end.state == state_in_the_end
    # A doubt says so on the family's page; what was sent says when.
    assert bool(end.reason) is (end.state == State.UNKNOWN)
    assert bool(end.sent_at) is (end.state == State.SENT)

    # Long enough for two more leases, several ticks and sweeps: nothing is told again.
    deadline = timezone.now() + dt.timedelta(seconds=2 * LEASE + 2)
    eventually(lambda: timezone.now() > deadline)
    assert Occurrence.objects.count() == Delivery.objects.count() == 1
    assert row().state == state_in_the_end
    assert len(post.taken) == mails
    assert set(post.ids()) <= {f"<{end.pk}@localhost>"}
