"""Two of everything at once: ticks, beats, workers. Each slot once, each mail once."""

import datetime as dt

import pytest
from django.utils import timezone

from care.household import actions as household_actions
from reminders import actions
from reminders.kinds import EVENING_CHECK
from reminders.models import Delivery, Heartbeat, Occurrence, Plan
from reminders.rules import OPEN, State
from tests import people
from tests.concurrency.processes import eventually

pytestmark = pytest.mark.services

FAMILIES = 40


@pytest.fixture
def plans(database_url):
    """Many families, each with one evening check for one person."""
    now = timezone.now()
    made = []
    for number in range(FAMILIES):
        user = people.person(f"P{number}")
        household = household_actions.create_household(name=f"H{number}", time_zone="UTC", by=user, at=now)
        child = household_actions.add_patient(household=household, name=f"C{number}", by=user, at=now)
        made.append(
            actions.set_plan(
                patient=child,
                kind=EVENING_CHECK,
                local_time=now.time().replace(second=0, microsecond=0),
                in_quiet_hours=True,
                by=user,
                at=now,
            )
        )
    return made


TICKING = """
import os, time
from reminders import dialect
from reminders.engine.tick import make_due
from reminders.models import Heartbeat
Heartbeat.objects.create(part=str(os.getpid()), at=dialect.now())
while Heartbeat.objects.count() < 3:
    time.sleep(0.005)
until = time.monotonic() + 3
while time.monotonic() < until:
    make_due(now=dialect.now(), limit=3)
"""


def test_two_ticks_at_once_make_each_occurrence_once(tend, plans):
    runners = [tend.python(TICKING), tend.python(TICKING)]
    eventually(lambda: Heartbeat.objects.count() == 2)
    Plan.objects.update(next_due_at=timezone.now())
    # The third row is the starting gun for both.
    Heartbeat.objects.create(part="go", at=timezone.now())
    for runner in runners:
        assert runner.process.wait(timeout=120) == 0, runner.log.read_text()
    assert Occurrence.objects.count() == FAMILIES
    assert Delivery.objects.count() == FAMILIES
    assert not Plan.objects.filter(next_due_at__lt=timezone.now()).exists()


def test_two_beats_and_two_pool_processes_tell_everybody_once(tend, post, plans):
    tend.beat()
    tend.beat()
    tend.worker(children=2)
    # Wait until it runs, then let everything come due at once.
    eventually(lambda: Heartbeat.objects.filter(part="tick").exists())
    Plan.objects.update(next_due_at=timezone.now())
    eventually(lambda: Delivery.objects.count() == FAMILIES)
    eventually(lambda: not Delivery.objects.filter(state__in=OPEN).exists())
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}
    assert len(post.taken) == FAMILIES
    assert set(post.ids().values()) == {1}


def test_losing_everything_in_the_broker_loses_nothing(tend, post, plans):
    Plan.objects.update(next_due_at=timezone.now())
    beat = tend.beat()
    eventually(lambda: tend.broker.dbsize() > 0)
    tend.broker.flushdb()
    beat.kill()
    assert not post.taken
    tend.beat()
    tend.worker()
    eventually(lambda: Delivery.objects.filter(state=State.SENT).count() == FAMILIES)
    assert len(post.taken) == FAMILIES
    late = max(d.sent_at for d in Delivery.objects.all()) - min(o.due_at for o in Occurrence.objects.all())
    assert late < dt.timedelta(seconds=60)
