"""The Celery app's promises that its options make."""

import pytest

from tracker.celery import QUEUES, app, broker_url


@pytest.mark.parametrize(
    ("redis_url", "celery_url"),
    [
        ("unix:///tmp/tend-x/broker.sock", "redis+socket:///tmp/tend-x/broker.sock"),
        ("redis://:secret@redis.example:6379/3", "redis://:secret@redis.example:6379/3"),
        ("rediss://redis.example:6380/0", "rediss://redis.example:6380/0"),
        ("", "memory://"),
    ],
)
def test_one_address_serves_cache_and_broker(redis_url, celery_url):
    assert broker_url(redis_url) == celery_url


def test_no_beat_entry_piles_up_after_an_outage():
    app.loader.import_default_modules()
    for name, entry in app.conf.beat_schedule.items():
        assert 0 < entry.get("options", {}).get("expires", 0) <= 3600, name
        assert entry["task"] in app.tasks, name


def test_a_worker_outlives_any_broker_outage_and_a_page_never_waits_for_one():
    assert app.conf.broker_connection_max_retries is None
    assert app.conf.broker_connection_retry_on_startup
    assert app.conf.broker_transport_options["socket_timeout"] <= 10
    assert app.conf.task_publish_retry_policy["max_retries"] <= 2
    assert {queue.name for queue in app.conf.task_queues} == set(QUEUES)
