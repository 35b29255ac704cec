"""A small storm in every run: children, workers, beats and broker are killed, mail server and push service misbehave.

On PostgreSQL with a private Redis and pool processes, as production runs it; on SQLite with the embedded broker and a
pool of threads, as a family's own machine does. ``python -m bench.chaos`` is the large one. The seed is printed; give
it back as ``TEND_CHAOS_SEED``.
"""

import os
import random

import pytest
from django.db import connection

from reminders.rules import Doubt
from tests.concurrency.chaos.storm import Storm, run

pytestmark = pytest.mark.services


def test_a_storm_loses_nothing_and_doubles_nothing(database_url, tmp_path):
    seed = int(os.environ.get("TEND_CHAOS_SEED") or random.randrange(10**6))
    storm = Storm(
        deliveries=200,
        faults=8,
        seconds=16,
        # Both policies over time, and in bench.chaos each at length.
        policy=(Doubt.NEVER_AGAIN, Doubt.RESEND)[seed % 2],
        # Long enough that a sink on a busy machine is not taken for one that hangs: that would be a doubt of its own.
        lease=4,
        seed=seed,
        threads=connection.vendor == "sqlite",
        children=2,
        moody=1.5,
    )
    print(f"TEND_CHAOS_SEED={seed}")
    report = run(storm, tmp_path, database_url, say=print)
    print(report)
    assert not report.problems
    assert report.faults.total() >= 8
    assert report.deliveries >= 200
