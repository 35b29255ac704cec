"""A mail server and a push service that take messages, and now and then behave badly: by seed, and written down."""

import asyncio
import logging
import random
import socket
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller

# How often in 1,000 messages a transport does each of these.
SMTP_MOODS = {
    "450": 8,  # put off before the content
    "451": 4,  # put off after it
    "550": 6,  # no such mailbox
    "drop, kept": 3,  # takes the content, hangs up without a word, and delivers it
    "drop, lost": 3,  # the same, and does not
    "hang": 1,  # takes the content and says nothing
}
PUSH_MOODS = {"404": 4, "410": 6, "429": 8, "500": 6, "never, kept": 2, "never, lost": 2}
REFUSALS = {"550", "404", "410"}
DOUBTS = {"drop, kept", "drop, lost", "hang", "never, kept", "never, lost"}
FINE = "taken"


@dataclass
class Ledger:
    """What truly arrived, and how each transport behaved. ``moody`` multiplies the rates."""

    seed: int
    moody: float = 1.0
    copies: Counter = field(default_factory=Counter)  # message -> how many arrived
    refused: set = field(default_factory=set)
    injected: Counter = field(default_factory=Counter)
    tries: Counter = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def mood(self, name: str, moods: dict[str, int]) -> str:
        """How to answer this try; the same for one seed, message and number of tries, whatever the order."""
        with self.lock:
            self.tries[name] += 1
            chance = random.Random(f"{self.seed} {name} {self.tries[name]}").random() * 1000
            for mood, rate in moods.items():
                chance -= rate * self.moody
                if chance < 0:
                    self.injected[mood] += 1
                    return mood
        return FINE

    def took(self, message: str) -> None:
        with self.lock:
            self.copies[message] += 1

    @property
    def doubts(self) -> int:
        """How many messages a transport took, or may have taken, without an answer."""
        return sum(count for mood, count in self.injected.items() if mood in DOUBTS)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# Every word of the conversation, otherwise.
logging.getLogger("mail.log").setLevel(logging.WARNING)


class MailServer:
    """SMTP. While ``away`` is set it turns everybody off (421)."""

    def __init__(self, ledger: Ledger, patience: float):
        self.ledger, self.patience, self.away = ledger, patience, False
        self.moods: dict[str, str] = defaultdict(lambda: FINE)
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())
        self.controller.start()

    @property
    def port(self) -> int:
        return self.controller.port

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.away:
            self.ledger.injected["421"] += 1
            return "421 4.3.2 closing"
        envelope.mail_from = address
        return "250 ok"

    async def handle_RCPT(self, server, session, envelope, address, options):
        mood = self.ledger.mood(address, SMTP_MOODS)
        self.moods[address] = mood
        if mood in ("450", "550"):
            if mood == "550":
                self.ledger.refused.add(address)
            return f"{mood} not now"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server, session, envelope):
        mood = self.moods[envelope.rcpt_tos[0]]
        if mood == "451":
            return "451 try later"
        if mood != "drop, lost":
            self.ledger.took(message_from_bytes(envelope.content)["Message-ID"].strip("<>").partition("@")[0])
        if mood == "hang":
            await asyncio.sleep(self.patience)
        if mood != FINE:
            server.transport.abort()
        return "250 taken"

    def stop(self) -> None:
        self.controller.stop()


class PushService:
    """Web push by address: ``/push/<name>`` is one browser. Messages are counted; ``push_service.py`` opens them."""

    def __init__(self, ledger: Ledger, patience: float):
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                name = self.path.rpartition("/")[2]
                mood = ledger.mood(name, PUSH_MOODS)
                if mood in (FINE, "never, kept"):
                    ledger.took(name)
                if mood.startswith("never"):
                    time.sleep(patience)
                    self.close_connection = True
                    return
                if mood in REFUSALS:
                    ledger.refused.add(name)
                self.send_response(201 if mood == FINE else int(mood))
                if mood == "429":
                    self.send_header("Retry-After", "1")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, request, client_address):
                # A worker that was killed hangs up in the middle of a sentence.
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def site(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
