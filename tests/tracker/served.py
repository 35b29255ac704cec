"""A real ``manage.py serve`` in a data folder of its own, and a way to see every process that belongs to it."""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = ("TEND_", "DJANGO_", "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "EMAIL_", "HOST", "PORT", "PYTEST_")


def clean_environment(**added: str) -> dict[str, str]:
    """This process's environment without anything that configures Tend, plus ``added``."""
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)} | added


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def processes_of(data_dir: Path) -> dict[int, str]:
    """Living processes of this data folder, orphans too: id -> command line.

    They are known by their environment or, because Valkey overwrites its own, by the log they write to.
    """
    needle = f"TEND_DATA_DIR={data_dir}".encode()
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            ours = needle in (entry / "environ").read_bytes().split(b"\0")
            ours = ours or os.readlink(entry / "fd" / "1").startswith(f"{data_dir}/")
            if ours and "\nState:\tZ" not in (entry / "status").read_text():
                found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue  # it ended meanwhile
    return found


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether ``condition`` came true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


class Served:
    """One launcher. ``output`` grows while it is read by ``wait_for``."""

    def __init__(self, data_dir: Path, *arguments: str, **environment: str) -> None:
        self.data_dir = data_dir
        self.port = int(environment.pop("PORT", free_port()))
        self.output = ""
        self.launcher = subprocess.Popen(
            [sys.executable, "manage.py", "serve", *arguments],
            cwd=ROOT,
            env=clean_environment(TEND_DATA_DIR=str(data_dir), PORT=str(self.port), **environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def wait_for(self, words: str, seconds: float = 90) -> str:
        """Reads until ``words`` were printed; fails with everything printed when they do not come."""
        deadline = time.monotonic() + seconds
        while words not in self.output and time.monotonic() < deadline:
            ready, _, _ = select.select([self.launcher.stdout], [], [], 0.2)
            if ready:
                piece = os.read(self.launcher.stdout.fileno(), 65536)
                if not piece:
                    break
                self.output += piece.decode()
        assert words in self.output, self.output
        return self.output

    def get(self, path: str) -> tuple[int, bytes]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def health(self) -> dict:
        try:
            return json.loads(self.get("/healthz")[1])
        except OSError:
            return {}

    def process(self, words: str, other_than: int = 0) -> int:
        """The id of the oldest process whose command line holds ``words``; waits until there is one."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            matching = [pid for pid, line in processes_of(self.data_dir).items() if words in line and pid != other_than]
            if matching:
                return min(matching)
            time.sleep(0.05)
        raise AssertionError(f"no process with {words!r}: {processes_of(self.data_dir)}")

    def finish(self) -> int:
        """Asks it to stop and returns its exit code."""
        if self.launcher.poll() is None:
            self.launcher.send_signal(signal.SIGTERM)
        try:
            self.output += self.launcher.communicate(timeout=20)[0].decode()
            return self.launcher.returncode
        finally:
            for pid in processes_of(self.data_dir):
                os.kill(pid, signal.SIGKILL)
