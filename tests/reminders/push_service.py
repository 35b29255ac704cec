"""A push service on this machine: takes what Tend sends, checks who sent it, and opens it as a browser would."""

import base64
import json
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@dataclass
class Browser:
    """One subscribed browser: its keys, what it was sent, and how its service answers (a status, or "never")."""

    name: str
    answer: int | str = 201
    headers: dict = field(default_factory=dict)
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = b"0123456789abcdef"
    got: list[dict] = field(default_factory=list)
    asked: int = 0

    def keys(self) -> dict[str, str]:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"p256dh": base64url(point), "auth": base64url(self.auth)}

    def open(self, body: bytes) -> dict:
        """What a browser shows its service worker (RFC 8291)."""
        clear = http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth, version="aes128gcm")
        return json.loads(clear)


class PushService:
    """Browsers by name, each at an address of its own."""

    def __init__(self, port: int):
        self.site = f"http://127.0.0.1:{port}"
        self.browsers: dict[str, Browser] = {}
        self.complaints: list[str] = []

    def browser(self, name: str, **options) -> Browser:
        self.browsers[name] = Browser(name, **options)
        return self.browsers[name]

    def endpoint(self, browser: Browser) -> str:
        return f"{self.site}/push/{browser.name}"

    def subscription(self, browser: Browser) -> dict[str, str]:
        return {"endpoint": self.endpoint(browser), **browser.keys()}

    def check(self, headers) -> None:
        """The sender's proof (RFC 8292): signed, for this service, not for ever, by somebody reachable."""
        said = headers["Authorization"]
        if not Vapid02.verify(said):
            self.complaints.append("bad signature")
        token = said.partition("t=")[2].partition(",")[0]
        claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
        if claims["aud"] != self.site:
            self.complaints.append(f"for somebody else: {claims['aud']}")
        if not 0 < claims["exp"] - time.time() <= 24 * 3600:
            self.complaints.append("valid for too long")
        if not claims["sub"].startswith("mailto:"):
            self.complaints.append("nobody to write to")


@contextmanager
def running():
    """A push service that answers until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            browser = service.browsers[self.path.rpartition("/")[2]]
            browser.asked += 1
            service.check(self.headers)
            if browser.answer == "never":
                time.sleep(3)
                return
            if browser.answer in (200, 201, 202):
                wanted = ("TTL", "Topic", "Urgency", "Content-Encoding")
                browser.got.append(browser.open(body) | {name: self.headers[name] for name in wanted})
            self.send_response(browser.answer)
            for name, value in browser.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    service = PushService(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
