"""The processes of one Tend: a private broker, workers and two beats; each can be killed and comes back."""

import contextlib
import os
import random
import shutil
import signal
import threading
import time
from collections import Counter
from pathlib import Path

import redis

from tests.concurrency.processes import ROOT, Process
from tracker.serving.broker import EmbeddedBroker

CELERY = ("-m", "celery", "-A", "tracker.celery")
QUIET = ("-l", "WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat")


class Broker(EmbeddedBroker):
    """Tend's embedded broker, or (``system``) the Redis of this machine on a socket of its own. Never a shared one."""

    def __init__(self, folder: Path, *, system: bool):
        self.system = system
        super().__init__(folder, folder / "broker.log")

    def command(self) -> list[str]:
        embedded = super().command()
        return [shutil.which("redis-server"), *embedded[1:]] if self.system else embedded

    @property
    def name(self) -> str:
        return Path(self.command()[0]).name


class Machine:
    """Workers as in production (prefork: one for ticks, one that tells), or as on a kitchen table (threads: one)."""

    def __init__(self, folder: Path, *, threads: bool, children: int, environment: dict[str, str]):
        self.folder, self.threads, self.children = folder, threads, children
        self.broker = Broker(folder, system=not threads and bool(shutil.which("redis-server")))
        self.environment = {
            "DJANGO_SETTINGS_MODULE": "tests.concurrency.chaos.settings",
            "PYTHONPATH": str(ROOT),
            "SECRET_KEY": "only-for-tests",
            "TEND_DATA_DIR": str(folder),
            "TEND_LOG_LEVEL": "ERROR",
            "REDIS_URL": self.broker.url,
            **environment,
        }
        pool = ("-P", "threads") if threads else ("-P", "prefork")
        worker = (*CELERY, "worker", *pool, *QUIET)
        beat = (*CELERY, "beat", "-l", "WARNING", "--scheduler", "celery.beat:Scheduler", "--pidfile=")
        self.commands = {"beat 1": beat, "beat 2": beat}
        self.pools: dict[str, int] = {}
        if threads:
            self.pools["worker"] = children
            self.commands["worker"] = (*worker, "-c", str(children), "-Q", "tick,email,push")
        else:
            self.pools |= {"ticker": 1, "teller": children}
            self.commands["ticker"] = (*worker, "-c", "1", "-Q", "tick", "-n", "ticker@%h")
            self.commands["teller"] = (*worker, "-c", str(children), "-Q", "email,push", "-n", "teller@%h")
        self.running: dict[str, Process] = {}
        self.faults: Counter = Counter()
        self.doubtful = 0  # pool processes and threads that were killed: each held at most one message

    @property
    def redis(self) -> redis.Redis:
        return redis.Redis.from_url(self.broker.url, socket_timeout=2)

    def start(self) -> None:
        self.broker.start()
        for name in self.commands:
            self.start_one(name)

    def ready(self) -> bool:
        """Whether every worker has begun to listen."""
        return self.redis.scard("_kombu.binding.celery.pidbox") >= len(self.pools)

    def look_after(self) -> None:
        """Starts again what ended by itself, as the machine's supervisor does."""
        for name, process in list(self.running.items()):
            if process.process.poll() is not None:
                self.faults[f"{name} ended by itself"] += 1
                self.doubtful += self.pools.get(name, 0)
                self.start_one(name)

    def start_one(self, name: str) -> None:
        self.running[name] = Process(list(self.commands[name]), self.environment, self.folder / f"{name}.log")

    # --- Faults ----------------------------------------------------------------------------------------------------
    def kill_child(self, chance: random.Random) -> str:
        """SIGKILL to one process of a pool, whatever it is doing."""
        name = chance.choice(["teller", "teller", "teller", "ticker"])
        parent = self.running[name].process.pid
        pids = sorted(children_of(parent))
        if not pids:
            return self.kill_worker(chance)
        with contextlib.suppress(ProcessLookupError):
            os.kill(chance.choice(pids), signal.SIGKILL)
        self.doubtful += 1
        return f"SIGKILL child of {name}"

    def kill_worker(self, chance: random.Random) -> str:
        """SIGKILL to a worker; its pool dies with it."""
        name = chance.choice(sorted(self.pools))
        self._kill_again(name, chance)
        self.doubtful += self.pools[name]
        return f"SIGKILL {name}"

    def kill_beat(self, chance: random.Random) -> str:
        self._kill_again(chance.choice(["beat 1", "beat 2"]), chance)
        return "SIGKILL beat"

    def _kill_again(self, name: str, chance: random.Random) -> None:
        # The parent alone: what it started has to notice by itself.
        self.running[name].process.kill()
        self.running[name].process.wait()
        time.sleep(chance.random() / 2)
        self.start_one(name)

    def kill_broker(self, chance: random.Random) -> str:
        self.broker.child.signal_group(signal.SIGKILL)
        self.broker.child.process.wait()
        time.sleep(0.2 + chance.random())
        self.broker.start()
        return "SIGKILL broker"

    def flush(self, chance: random.Random) -> str:
        with contextlib.suppress(redis.RedisError):
            self.redis.flushall()
        return "FLUSHALL"

    def stop(self) -> None:
        for process in self.running.values():
            for pid in children_of(process.process.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            process.kill()
        self.broker.child.signal_group(signal.SIGKILL)
        if self.broker.child.process:
            self.broker.child.process.wait()
        self.broker.remove()


def children_of(pid: int) -> set[int]:
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
            if int(parent) == pid and state != "Z":
                found.add(int(stat.parent.name))
    return found


def away_for(server, seconds: float) -> str:
    """The mail server turns everybody off for a while."""
    server.away = True
    timer = threading.Timer(seconds, lambda: setattr(server, "away", False))
    timer.daemon = True
    timer.start()
    return "mail server away"
