"""A family with an evening reminder, and an engine whose clock the test holds."""

import datetime as dt

import pytest
from django.core import mail

from reminders import actions, engine
from reminders.kinds import EVENING_CHECK, SUMMARY_READY
from reminders.models import Delivery

# Thursday 19 November 2026: noon and the default time of the evening check, 20:30, in Berlin.
NOON = dt.datetime(2026, 11, 19, 11, 0, tzinfo=dt.UTC)
DUE = dt.datetime(2026, 11, 19, 19, 30, tzinfo=dt.UTC)


@pytest.fixture
def plan(family):
    """Mia's evening check at 20:30, asked for by Ana."""
    return actions.set_plan(patient=family.mia, kind=EVENING_CHECK, by=family.guardian, at=NOON)


@pytest.fixture
def summary_plan(family):
    """Ana wants to hear of Mia's summaries."""
    return actions.set_plan(patient=family.mia, kind=SUMMARY_READY, by=family.guardian, at=NOON)


class Engine:
    """Tick and send at instants of the test's choosing."""

    def run(self, at: dt.datetime) -> list[Delivery]:
        """One tick, and every batch it asks for."""
        for channel, hints in engine.tick(now=at).items():
            for _ in range(hints):
                engine.send_batch(channel, clock=lambda: at)
        return self.rows()

    def rows(self) -> list[Delivery]:
        return list(Delivery.objects.order_by("created_at", "pk"))

    def states(self) -> list[tuple[str, str]]:
        return [(row.state, row.reason) for row in self.rows()]

    @property
    def mails(self):
        return mail.outbox


@pytest.fixture
def running(db) -> Engine:
    return Engine()
