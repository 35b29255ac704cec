"""``/healthz``, as a monitor sees it."""

from types import SimpleNamespace

import pytest
from django.db import OperationalError

from tracker import health


@pytest.fixture
def heartbeats(monkeypatch):
    sources: list = []
    monkeypatch.setattr(health, "_heartbeats", sources)
    monkeypatch.setattr(health, "_works", {})
    return sources


def test_needs_no_sign_in_and_is_never_cached(client, db, settings, monkeypatch, heartbeats):
    settings.REDIS_URL = "redis://broker.example"
    monkeypatch.setattr(health, "answers", lambda url, patience: True)
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "broker": "ok", "heartbeats": {}, "backlog": {}}
    assert "no-store" in answer["Cache-Control"]
    assert "sessionid" not in answer.cookies


def test_a_dead_broker_is_degraded_because_pages_still_work(client, db, settings, heartbeats):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"
    assert answer.json()["broker"] == "no answer"


def test_a_dead_database_is_503(client, db, settings, monkeypatch, heartbeats):
    settings.REDIS_URL = ""

    class Dead:
        def cursor(self):
            raise OperationalError("password=open-sesame")

    monkeypatch.setattr(health, "connection", Dead())
    heartbeats.append(lambda: pytest.fail("asked the database again"))
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["status"] == "unavailable"
    assert "open-sesame" not in answer.content.decode()


def test_shows_how_long_ago_each_part_last_worked(client, db, heartbeats):
    health.report_heartbeats(lambda: {"tick": 1.23, "send": None})
    assert client.get("/healthz").json()["heartbeats"] == {"tick": 1.2, "send": None}


@pytest.mark.parametrize(("runs", "status"), [(True, "ok"), (False, "degraded")])
def test_work_that_stands_still_is_degraded_because_pages_still_work(
    client, db, settings, monkeypatch, heartbeats, runs, status
):
    settings.REDIS_URL = "redis://broker.example"
    monkeypatch.setattr(health, "answers", lambda url, patience: True)
    health.report_work("reminders", lambda: SimpleNamespace(runs=runs, waiting=3, oldest=61.26))
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, status)
    assert answer.json()["backlog"] == {"reminders": {"runs": runs, "waiting": 3, "oldest_seconds": 61.3}}


def test_only_looks(client, db):
    assert client.post("/healthz").status_code == 405
