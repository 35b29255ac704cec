"""``manage.py serve`` on a PostgreSQL and a Redis of one's own, as the second test run of ``.ci/run`` has them."""

import os
import signal
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.tracker.served import Served, processes_of, wait_until

DATABASE, REDIS = os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", "")
pytestmark = [
    pytest.mark.services,
    pytest.mark.xdist_group("serve"),
    pytest.mark.skipif(not (DATABASE.startswith("postgres") and REDIS), reason="no PostgreSQL and Redis named"),
]


@pytest.fixture
def database_url():
    """An empty PostgreSQL database that goes away after the test."""
    import psycopg

    name = f"tend_served_{os.getpid()}"
    with psycopg.connect(DATABASE, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        yield urlunsplit(urlsplit(DATABASE)._replace(path=f"/{name}"))
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_the_named_servers_are_used_and_no_pool_process_is_left(database_url, tmp_path):
    redis_url = urlunsplit(urlsplit(REDIS)._replace(path="/9"))
    server = Served(tmp_path / "data", "--no-demo", DATABASE_URL=database_url, REDIS_URL=redis_url)
    try:
        server.wait_for("Ctrl-C stops it.", 240)
        assert server.health()["status"] == "ok"
        assert not any("valkey" in line for line in processes_of(server.data_dir).values())
        assert not (server.data_dir / "tend.sqlite3").exists()

        worker = server.process(" worker ")
        assert wait_until(lambda: len(pool_of(server, worker)) >= 2, 60)
        pool = pool_of(server, worker)
        os.kill(worker, signal.SIGKILL)
        assert wait_until(lambda: not pool & set(processes_of(server.data_dir)), 10)
        server.wait_for("The worker stopped", 30)
        assert server.process(" worker ", other_than=worker)

        server.launcher.kill()
        server.launcher.wait(5)
        assert wait_until(lambda: not processes_of(server.data_dir), 10), processes_of(server.data_dir)
    finally:
        server.finish()


def pool_of(server: Served, worker: int) -> set[int]:
    """The processes in which this worker runs its tasks."""
    return {pid for pid, line in processes_of(server.data_dir).items() if " worker " in line and pid != worker}
