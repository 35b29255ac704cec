"""Numbers for whoever runs Tend: closed without the token, true with it, and nobody's data."""

import datetime as dt

import pytest
import time_machine
from prometheus_client.parser import text_string_to_metric_families

from reminders import actions, engine
from reminders.kinds import EVENING_CHECK
from reminders.models import Delivery, PushSubscription
from tests.people import MORNING

DUE = dt.datetime(2026, 11, 19, 19, 30, tzinfo=dt.UTC)
TOKEN = "a-long-random-word"


def read(client) -> dict[tuple, float]:
    answer = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")
    assert "no-store" in answer["Cache-Control"]
    samples = [s for family in text_string_to_metric_families(answer.content.decode()) for s in family.samples]
    return {(s.name, *(s.labels[key] for key in sorted(s.labels))): s.value for s in samples}


@pytest.mark.parametrize("said", ["", "Bearer ", "Bearer wrong", TOKEN, f"Basic {TOKEN}", "Bearer é"])
def test_without_the_token_there_is_nothing(db, client, settings, said):
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics", headers={"authorization": said}).status_code == 404


def test_without_a_token_set_there_is_nothing(db, client, settings):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


def test_the_numbers_are_the_databases(family, client, settings):
    settings.METRICS_TOKEN = TOKEN
    actions.set_plan(patient=family.mia, kind=EVENING_CHECK, by=family.guardian, at=MORNING)
    PushSubscription.objects.create(user=family.second, endpoint="https://push.example/1", ended="gone", ended_at=DUE)
    with time_machine.travel(DUE, tick=False):
        engine.tick(now=DUE)
    with time_machine.travel(DUE + dt.timedelta(seconds=42), tick=False):
        found = read(client)
        assert found["tend_deliveries_open", "email", "pending"] == 1
        assert found["tend_oldest_waiting_seconds", "email"] == 42
        assert found["tend_heartbeat_age_seconds", "reminders-tick"] == 42
        assert found["tend_push_subscriptions", "ended"] == 1
        engine.send_batch("email", clock=lambda: DUE + dt.timedelta(seconds=42))
        Delivery.objects.update(doubts=3)
        after = read(client)
    assert after["tend_deliveries_settled_24h", "email", "", "sent"] == 1
    assert (after["tend_attempts_24h", "email"], after["tend_doubts_24h", "email"]) == (1, 3)
    assert ("tend_oldest_waiting_seconds", "email") not in after


def test_nobodys_name_or_address(family, client, settings):
    settings.METRICS_TOKEN = TOKEN
    actions.set_plan(patient=family.mia, kind=EVENING_CHECK, by=family.guardian, at=MORNING)
    with time_machine.travel(DUE, tick=False):
        engine.tick(now=DUE)
        text = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).content.decode()
    for secret in ("Mia", "Ana", "example.org", str(family.mia.pk), str(family.household.pk)):
        assert secret not in text
