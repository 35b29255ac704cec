"""Real processes for tests: worker, beat, broker and a mail server, and ways to freeze and kill them."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.controller import Controller

ROOT = Path(__file__).resolve().parents[2]


def eventually(what, patience: float = 120.0):
    """The first truthy answer of ``what()``; fails after ``patience`` seconds (many: test machines are busy)."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        answer = what()
        if answer:
            return answer
        time.sleep(0.05)
    raise AssertionError(f"still nothing after {patience} s")


class Process:
    """A Python process in a process group of its own."""

    def __init__(self, arguments: list[str], environment: dict[str, str], log: Path):
        self.log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self) -> None:
        """SIGKILL to it and everything it started: nobody gets to clean up."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def is_frozen(self) -> bool:
        """Whether one of the group's processes stopped itself."""
        assert self.process.poll() is None, self.log.read_text()[-2000:]
        return any(state == "T" for state in _states_of_group(self.process.pid))


def _states_of_group(group: int) -> list[str]:
    states = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError):
            # The name in brackets may hold spaces; after it: state, parent, group.
            state, _parent, its_group = stat.read_text().rpartition(")")[2].split()[:3]
            if int(its_group) == group:
                states.append(state)
    return states


class Post:
    """A real SMTP server that keeps every mail it took over."""

    def __init__(self):
        self.taken: list[bytes] = []
        self.delay = 0.0
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.controller = Controller(self, hostname="127.0.0.1", port=port)
        self.controller.start()

    @property
    def port(self) -> int:
        return self.controller.port

    async def handle_DATA(self, server, session, envelope):
        self.taken.append(envelope.content)
        return "250 taken"

    def ids(self) -> Counter:
        """How often each Message-ID was taken over."""
        return Counter(message_from_bytes(content)["Message-ID"] for content in self.taken)

    def stop(self) -> None:
        self.controller.stop()
