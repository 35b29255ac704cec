"""Summaries by real processes: asked for in one, made in another, once, also when the broker was away."""

import datetime as dt

import pytest
from django.utils import timezone

from care.visits import actions
from care.visits.models import Summary, Visit
from care.visits.rules import content_hash
from tests import people
from tests.concurrency.processes import eventually

pytestmark = pytest.mark.services

WORKER = [
    *("-m", "celery", "-A", "tracker.celery", "worker", "-P", "prefork", "-c", "1", "-Q", "summaries"),
    *("-l", "WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat"),
]
ASK = """
import time
from django.utils import timezone
from care.visits import actions
from care.visits.models import Visit
began = time.monotonic()
for visit in Visit.objects.all():
    actions.request_summary(visit=visit, by=visit.created_by, at=timezone.now())
print("asked in", time.monotonic() - began)
"""
TICK = "from care.visits.tasks import generate_due_summaries; generate_due_summaries.delay()"


def visits(count: int) -> list[Visit]:
    """Visits three days ahead: no moment of theirs has come."""
    family = people.make_family(at=timezone.now() - dt.timedelta(days=40))
    now = timezone.now()
    values = {"patient": family.mia, "by": family.guardian, "at": now, "specialty": "pediatrics"}
    return [actions.add_visit(on=now.date() + dt.timedelta(days=4), **values).visit for _ in range(count)]


def ready() -> list[Summary]:
    return list(Summary.objects.filter(state=Summary.State.READY))


def test_asked_in_one_process_made_in_another(tend, database_url):
    visits(2)
    tend.start(WORKER)
    tend.python(ASK)
    found = eventually(lambda: ready() if len(ready()) == 2 else None)
    for summary in found:
        assert summary.content_hash == content_hash(summary.content)
        assert summary.attempts == 1


def test_a_dead_broker_holds_nobody_up_and_loses_nothing(tend, database_url):
    visits(2)
    asking = tend.start(["-c", f"import django; django.setup()\n{ASK}"], REDIS_URL="redis://127.0.0.1:1/0")
    assert asking.process.wait(timeout=120) == 0
    said = asking.log.read_text()
    seconds = float(said.rpartition("asked in")[2])
    # Two requests, each with a hint that nobody took.
    assert seconds < 4, said
    assert said.count("hint not sent") == 2
    assert Summary.objects.filter(state=Summary.State.QUEUED).count() == 2
    tend.start(WORKER)
    tend.python(TICK)
    eventually(lambda: len(ready()) == 2)


MAKING = """
from django.utils import timezone
from care.visits import actions
from care.visits.models import Visit
import os, time
open(os.environ["TEND_DATA_DIR"] + "/" + str(os.getpid()) + ".here", "w")
while len([n for n in os.listdir(os.environ["TEND_DATA_DIR"]) if n.endswith(".here")]) < 2:
    time.sleep(0.005)
now = timezone.now()
actions.queue_due_summaries(at=now)
for visit in Visit.objects.order_by("pk"):
    actions.generate_summary(visit_id=visit.pk, at=now)
"""


def test_two_beats_and_two_workers_make_each_summary_once(tend, database_url):
    made = visits(8)
    Visit.objects.update(on=timezone.now().date() + dt.timedelta(days=1))
    both = [tend.python(MAKING), tend.python(MAKING)]
    for process in both:
        assert process.process.wait(timeout=300) == 0, process.log.read_text()
    assert Summary.objects.count() == len(made)
    assert len(ready()) == len(made)
    assert {summary.attempts for summary in ready()} == {1}
