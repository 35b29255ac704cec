"""Child processes that are restarted when they die and that never outlive their launcher."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
LONGEST_PAUSE = 30.0  # seconds between restarts of a child that keeps dying
SETTLED = 60.0  # seconds alive after which a child is taken to be well again
LOG_LIMIT = 10 * 1024 * 1024  # bytes

_libc = ctypes.CDLL(None)


def die_with_parent() -> None:
    """Asks the kernel to kill this process when its parent is gone (Linux; elsewhere it does nothing).

    SIGKILL, not SIGTERM: a polite stop waits for a broker that dies at the same moment. The database is the only
    truth, so a killed worker loses nothing.
    """
    if hasattr(_libc, "prctl"):
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


@dataclass
class Child:
    """One process: its command, its log file, and when it may be started again after it died."""

    name: str
    command: list[str]
    log: Path
    environment: dict[str, str] = field(default_factory=dict)
    keep_open: tuple[int, ...] = ()
    before_start: Callable[[], None] | None = None
    process: subprocess.Popen | None = None
    started_at: float = 0.0
    pause: float = 1.0
    restart_at: float | None = None

    def start(self) -> None:
        """Starts the process in its own session, so that Ctrl-C reaches the launcher alone and the stop is orderly."""
        if self.before_start:
            self.before_start()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        launcher = os.getpid()

        def in_the_child() -> None:
            die_with_parent()
            if os.getppid() != launcher:  # it died between the fork and the line above
                os._exit(1)

        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - preexec_fn is sound here: the launcher has one thread
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, **self.environment},
                pass_fds=self.keep_open,
                preexec_fn=in_the_child,
                start_new_session=True,
            )
        self.started_at = time.monotonic()
        self.restart_at = None

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def signal_group(self, number: int) -> None:
        """Sends a signal to the process and everything it started."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, number)

    def trim_log(self) -> None:
        """Keeps the log bounded: past the limit it moves to ``.1`` and starts anew; children only ever append."""
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.with_suffix(".log.1").write_bytes(self.log.read_bytes())
            os.truncate(self.log, 0)


def watch_once(children: Iterable[Child], say: Callable[[str], None], now: float) -> None:
    """One look at the children: plans a restart for each that died, starts each whose pause is over.

    The pause doubles from 1 s to 30 s while a child keeps dying and is 1 s again once it lived for a minute.
    """
    for child in children:
        if child.running:
            continue
        if child.restart_at is None:
            if now - child.started_at > SETTLED:
                child.pause = 1.0
            child.restart_at = now + child.pause
            child.pause = min(child.pause * 2, LONGEST_PAUSE)
            code = child.process.returncode if child.process else None
            say(f"The {child.name} stopped (code {code}); it starts again. What it said: {child.log}")
            child.signal_group(signal.SIGKILL)  # nothing of the dead one may stay beside the new one
        elif now >= child.restart_at:
            child.start()


def stop_all(children: list[Child], patience: float) -> None:
    """Stops the children: asks politely, waits ``patience`` seconds for all together, then kills what is left."""
    for child in children:
        if child.process is not None and child.running:
            child.process.terminate()  # to it alone: a pool's processes finish what they hold when their parent says so
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and any(child.running for child in children):
        time.sleep(0.05)
    for child in children:
        child.signal_group(signal.SIGKILL)
        if child.process is not None:
            child.process.wait()
