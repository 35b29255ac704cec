"""The Celery app: every option with its reason, and the beat schedule of the whole house."""

import os

from celery import Celery
from celery.signals import worker_process_init
from kombu import Queue

from tracker.serving.children import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

app = Celery("tend")


def broker_url(redis_url: str) -> str:
    """Celery's spelling of a Redis address: a unix socket is ``redis+socket://`` there. "" means in-process memory."""
    if redis_url.startswith("unix://"):
        return "redis+socket://" + redis_url.removeprefix("unix://")
    return redis_url or "memory://"


def configure() -> None:
    from django.conf import settings

    app.conf.update(
        broker_url=broker_url(settings.REDIS_URL),
        # The database is the only truth: a result nobody reads would only fill Redis.
        task_ignore_result=True,
        # Leases in the database recover lost work; late acknowledgement would add redelivery loops of its own.
        task_acks_late=False,
        # A prefetched task waits behind a slow one although another process is idle.
        worker_prefetch_multiplier=1,
        # Bounds whatever a library leaks.
        worker_max_tasks_per_child=500,
        # The default gives a pool process 4 s to say that it lives; on a busy machine it takes longer, and then the
        # whole worker ends ("Could not start worker processes", seen in bench.chaos under load).
        worker_proc_alive_timeout=60,
        # A mail server that answers at the last moment of every wait: nothing may hold a pool process for ever. The
        # soft limit leaves time to write down what is known.
        task_time_limit=60,
        task_soft_time_limit=50,
        # A worker that starts before its broker does, as after a power cut, waits for it instead of ending. Celery
        # wants this said by name: what it once took from broker_connection_retry it takes from there no more.
        broker_connection_retry_on_startup=True,
        # The default gives up for ever after 100 tries: a worker must outlive any broker outage.
        broker_connection_max_retries=None,
        broker_transport_options={
            # Redis gives a message that nobody acknowledged to somebody else after this. Ours are acknowledged when a
            # worker takes them, so only one that died between taking and acknowledging leaves any: twice the longest
            # task is soon enough, for the next tick gives a fresh hint anyway. Kombu's hour would keep them that long.
            "visibility_timeout": 120,
            # The defaults wait for ever on a dead socket, and then the worker is deaf.
            "socket_timeout": 10,
            "socket_connect_timeout": 3,
            "socket_keepalive": True,
            "health_check_interval": 10,
            # Whoever publishes gives up after one more try (measured: 6 s with kombu's defaults, 0.1 s with these);
            # a worker's own connection follows broker_connection_max_retries instead.
            "max_retries": 1,
            "interval_start": 0,
            "interval_step": 0.1,
            "interval_max": 0.1,
        },
        # A web request must never hang on a dead broker: the hint is optional, the next tick finds the row.
        task_publish_retry_policy={"max_retries": 2, "interval_start": 0, "interval_step": 0.1, "interval_max": 0.2},
        # Named ones only: a misspelt queue would be made silently, and nobody would listen to it.
        task_queues=[Queue(name) for name in QUEUES],
        task_create_missing_queues=False,
        # Here and not on the tasks: Celery 6 ignores ``queue`` there. A test checks that each task has its place.
        task_routes=ROUTES,
        timezone="UTC",
        enable_utc=True,
        beat_schedule=BEAT_SCHEDULE,
        worker_hijack_root_logger=False,
    )


QUEUES = ("tick", "email", "push", "summaries", "photos", "celery")

# Work that waits for others (a mail server, a picture) never stands before a tick. The first that fits counts.
ROUTES = [
    [
        # Each wake-up names its channel's own queue; this is for one that does not.
        ("reminders.tasks.send", {"queue": "email"}),
        ("reminders.tasks.*", {"queue": "tick"}),
        ("care.visits.tasks.*", {"queue": "summaries"}),
        ("care.record.photos.tasks.*", {"queue": "photos"}),
    ]
]

# Every entry expires quickly: after an outage one fresh tick is worth more than a pile of stale ones.
BEAT_SCHEDULE: dict[str, dict] = {
    # Summaries before visits, and those whose hint was lost with the broker.
    "due-summaries": {
        "task": "care.visits.tasks.generate_due_summaries",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    # Photos whose hint was lost with the broker, or whose worker died.
    "waiting-photos": {
        "task": "care.record.photos.tasks.prepare_waiting_photos",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    "tidy-photos": {"task": "care.record.photos.tasks.tidy_photos", "schedule": 3600.0, "options": {"expires": 3000}},
    # A reminder is at most this late. An idle tick costs the database one look at an index.
    "reminders-tick": {"task": "reminders.tasks.tick", "schedule": 1.0, "options": {"expires": 5}},
    # What a dead worker held is free again this soon after its lease ended.
    "reminders-sweep": {"task": "reminders.tasks.sweep", "schedule": 2.0, "options": {"expires": 5}},
    # Old deliveries become counts. Often and little: 20,000 rows an hour keep up with half a million messages a day.
    "reminders-fold": {"task": "reminders.tasks.fold", "schedule": 3600.0, "options": {"expires": 600}},
}

# A pool process whose worker was killed would go on for ever, holding its queue's next task.
worker_process_init.connect(lambda **_: die_with_parent(), weak=False)

configure()
app.autodiscover_tasks(["care.record.photos", "care.visits", "reminders"])
