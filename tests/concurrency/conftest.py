"""A Tend of real processes: database on disk, broker, mail server, worker and beat. No mocks."""

import os
import sqlite3
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import pytest
import redis
from django.conf import settings
from django.db import connections

from tests.concurrency.processes import ROOT, Post, Process

# One for each test process, away from those that caches use (``tests/settings.py``).
OWN_REDIS_DATABASE = str(5 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 5)
BEAT = [
    *("-m", "celery", "-A", "tracker.celery", "beat", "-l", "WARNING"),
    *("--scheduler", "celery.beat:Scheduler", "--pidfile="),
]


def environment(broker: str, folder: Path) -> dict[str, str]:
    """What every process of a test's Tend is told."""
    return {
        "DJANGO_SETTINGS_MODULE": "tests.concurrency.worker_settings",
        "PYTHONPATH": str(ROOT),
        "SECRET_KEY": "only-for-tests",
        "TEND_DATA_DIR": str(folder),
        "REDIS_URL": broker,
        "TEND_LOG_LEVEL": "WARNING",
    }


@pytest.fixture(scope="session")
def broker(tmp_path_factory):
    """The address of a broker: ``REDIS_URL``'s server with a database of our own, else the embedded one."""
    if settings.REDIS_URL:
        parts = urlsplit(settings.REDIS_URL)
        url = (
            urlunsplit(parts._replace(path=f"/{OWN_REDIS_DATABASE}"))
            if parts.scheme.startswith("redis")
            else urlunsplit(parts._replace(query=f"db={OWN_REDIS_DATABASE}"))
        )
        redis.Redis.from_url(url).flushdb()
        yield url
        return
    from tracker.serving.broker import EmbeddedBroker

    folder = tmp_path_factory.mktemp("broker")
    embedded = EmbeddedBroker(folder, folder / "broker.log")
    embedded.start()
    yield embedded.url
    embedded.child.signal_group(9)
    embedded.child.process.wait()
    embedded.remove()


@pytest.fixture
def database_url(transactional_db, tmp_path):
    """A database that this test and the processes it starts share; what is written here is committed."""
    default = connections["default"]
    if default.vendor == "postgresql":
        found = default.settings_dict
        user, password = quote(found["USER"] or "", safe=""), quote(found["PASSWORD"] or "", safe="")
        host, port = quote(found["HOST"] or "", safe=""), f":{found['PORT']}" if found["PORT"] else ""
        yield f"postgres://{user}{':' + password if password else ''}@{host}{port}/{found['NAME']}"
        default.close()
        return
    # The tests' own database lives in this process's memory: a copy of its empty tables goes to a file.
    file = tmp_path / "tend.sqlite3"
    default.ensure_connection()
    with sqlite3.connect(file) as copy:
        default.connection.backup(copy)
    copy.close()
    shared = type(default)({**default.settings_dict, "NAME": str(file)}, "default")
    connections["default"] = shared
    yield f"sqlite:///{file}"
    shared.close()
    connections["default"] = default


@pytest.fixture(scope="session")
def beat(broker, tmp_path_factory):
    """One beat for all tests that do not kill it: it knows only the broker."""
    folder = tmp_path_factory.mktemp("beat")
    process = Process(BEAT, environment(broker, folder), folder / "beat.log")
    yield process
    process.kill()


@pytest.fixture
def post():
    server = Post()
    yield server
    server.stop()


@pytest.fixture
def tend(broker, database_url, post, tmp_path):
    """Starts processes of this Tend; all are gone when the test ends."""
    running = Tend(broker, database_url, post, tmp_path)
    redis.Redis.from_url(broker).flushdb()
    yield running
    for process in running.started:
        process.kill()


class Tend:
    def __init__(self, broker: str, database_url: str, post: Post, folder: Path):
        self.folder = folder
        self.started: list[Process] = []
        self.broker = redis.Redis.from_url(broker)
        self.environment = environment(broker, folder) | {
            "DATABASE_URL": database_url,
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(post.port),
            "EMAIL_USE_TLS": "0",
        }

    def start(self, arguments: list[str], **environment: str) -> Process:
        log = self.folder / f"{len(self.started)}.log"
        process = Process(arguments, {**self.environment, **environment}, log)
        self.started.append(process)
        return process

    def worker(self, *, stop_at: str = "", children: int = 1) -> Process:
        """A worker as production runs it: a parent and pool processes."""
        command = ["-m", "celery", "-A", "tracker.celery", "worker", "-P", "prefork", "-c", str(children)]
        quick = ["-Q", "tick,email", "-l", "WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat"]
        return self.start([*command, *quick], TEND_STOP_AT=stop_at)

    def beat(self) -> Process:
        return self.start(BEAT)

    def python(self, code: str) -> Process:
        return self.start(["-c", f"import django; django.setup()\n{code}"])
