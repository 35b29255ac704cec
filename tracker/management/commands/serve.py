"""``manage.py serve``: the whole of Tend on one machine. What ``script/server`` runs."""

import http.client
import os
import signal
import socket
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import OperationalError, connection, connections

from tracker.serving import CannotServe, addresses, backups, datafolder, demo, staticfiles
from tracker.serving.broker import EmbeddedBroker, answers
from tracker.serving.children import Child, stop_all, watch_once

FIRST_ANSWER = 60.0  # seconds the web server may take until its first answer
STOP_PATIENCE = 6.0  # seconds a task or a request in hand gets to finish


class Stopped(Exception):
    """Somebody asked the launcher to stop."""


class Command(BaseCommand):
    help = "Runs web server, worker, beat and (without REDIS_URL) a broker until Ctrl-C. HOST and PORT say where."
    # migrate runs those that matter here, and a start should take seconds.
    requires_system_checks = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="start with an empty database, no demo family")

    def handle(self, *args, no_demo: bool, **options) -> None:
        self.stop_wanted, self.preparing = False, True
        os.umask(0o077)  # a family's health data is readable by its owner only
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.stop_asked)
        self.children: list[Child] = []
        self.broker: EmbeddedBroker | None = None
        try:
            self.serve(no_demo)
        except CannotServe as reason:
            raise CommandError(str(reason)) from reason
        except Stopped:
            self.say("Stopping Tend ...")
        finally:
            # From here on a second Ctrl-C must not leave a process behind.
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            stop_all(self.children, STOP_PATIENCE)
            if self.broker:
                stop_all([self.broker.child], 2.0)
                self.broker.remove()
        self.say("Tend has stopped. What you logged is kept.")

    def serve(self, no_demo: bool) -> None:
        host, port_text = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
        self.data_dir: Path = settings.DATA_DIR
        datafolder.open_folder(self.data_dir)
        address = addresses.spoken(host, int(port_text)) if port_text.isdigit() else ""
        with datafolder.claim(self.data_dir, address), addresses.listen(host, port_text) as listener:
            if not settings.PRODUCTION:
                os.environ.setdefault("TEND_SITE_URL", self.link_address(host, int(port_text)))
            redis_url = os.environ.get("REDIS_URL", "")
            if redis_url and not answers(redis_url):
                raise CannotServe(f"The Redis server at {addresses.without_secrets(redis_url)} does not answer.")
            first = self.prepare_database(no_demo)
            if staticfiles.collect_if_changed(self.data_dir / "run" / "static-files"):
                self.say("Collected the pages' styles and pictures.")
            self.preparing = False
            # The children open connections of their own.
            connections.close_all()
            if not redis_url:
                self.broker = EmbeddedBroker(self.data_dir, self.log("broker"))
                self.broker.start()
            web, worker, beat = self.make_children(listener)
            self.start(web)
            self.wait_for_first_answer(web, listener)
            self.tell(host, address, first)
            # Only now: on two cores these would keep the first page waiting.
            self.go_on()
            self.start(worker, beat)
            watched = [*self.children, *([self.broker.child] if self.broker else [])]
            while True:
                self.go_on()
                watch_once(watched, self.say, time.monotonic())
                for child in watched:
                    child.trim_log()
                time.sleep(0.25)

    def prepare_database(self, no_demo: bool) -> bool:
        """Brings the tables up to date, after a backup where one is due. Returns whether the demo family is new."""
        try:
            pending, used = backups.pending_migrations()
        except OperationalError as error:
            where = (
                addresses.without_secrets(os.environ.get("DATABASE_URL", "")) or settings.DATABASES["default"]["NAME"]
            )
            raise CannotServe(f"The database at {where} does not answer: {str(error).splitlines()[0]}") from error
        if pending:
            if used and connection.vendor == "sqlite":
                database = Path(settings.DATABASES["default"]["NAME"])
                copy = backups.back_up_before_update(database, self.data_dir / "backups")
                self.say(f"Kept a copy of the data before the update: {copy}")
            self.say("Preparing the database ...")
            call_command("migrate", interactive=False, verbosity=0)
        if no_demo or settings.PRODUCTION:
            return False
        return demo.load_on_first_run(self.say)

    def make_children(self, listener: socket.socket) -> tuple[Child, Child, Child]:
        def python(name: str, *arguments: str, **options) -> Child:
            return Child(name, [sys.executable, "-m", *arguments], self.log(name), **options)

        # A line for every task, each second, would bury what matters.
        quiet = {"TEND_LOG_LEVEL": os.environ.get("TEND_LOG_LEVEL", "WARNING")}
        celery = ("celery", "-A", "tracker.celery", "--workdir", str(settings.BASE_DIR))
        # Threads cost a small machine one process instead of three; a Redis of one's own is a bigger machine.
        pool = ("-P", "prefork") if os.environ.get("REDIS_URL") else ("-P", "threads")
        web = python(
            "web server",
            *("gunicorn", "tracker.wsgi:application", "--chdir", str(settings.BASE_DIR), "--preload"),
            *("--worker-class", "gthread", "--workers", "2", "--threads", "4"),
            *("--bind", f"fd://{listener.fileno()}", "--no-control-socket", "--graceful-timeout", "4"),
            # The default is a file on disk touched each second; memory does not wear out a small machine's card.
            *(("--worker-tmp-dir", "/dev/shm") if os.access("/dev/shm", os.W_OK) else ()),  # noqa: S108
            *("--log-level", "warning"),
            keep_open=(listener.fileno(),),
        )
        worker = python(
            "worker",
            *(*celery, "worker", *pool, "-c", "2", "-l", "WARNING"),
            # These talk to other workers, and here is only one: without them it is ready a second sooner.
            *("--without-gossip", "--without-mingle", "--without-heartbeat"),
            environment=quiet,
        )
        # Beat is a process of its own: one inside the worker could die alone, and nobody would start it again.
        # It keeps its schedule in memory, because every entry comes round again soon.
        beat = python(
            "beat",
            *(*celery, "beat", "-l", "WARNING", "--scheduler", "celery.beat:Scheduler", "--pidfile="),
            environment=quiet,
        )
        return web, worker, beat

    def start(self, *children: Child) -> None:
        for child in children:
            self.children.append(child)
            child.start()

    def wait_for_first_answer(self, web: Child, listener: socket.socket) -> None:
        """Returns once the web server answered anything at all; sees it die or take too long."""
        host, port = listener.getsockname()[:2]
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
        named = urlsplit(os.environ.get("TEND_SITE_URL", settings.SITE_URL)).netloc
        deadline = time.monotonic() + FIRST_ANSWER
        while time.monotonic() < deadline and web.running:
            self.go_on()
            call = http.client.HTTPConnection(host, port, timeout=2)
            try:
                call.request("GET", "/healthz", headers={"Host": named})
                call.getresponse()
                return
            except OSError:
                time.sleep(0.05)
            finally:
                call.close()
        raise CannotServe(f"The web server did not start. What it said: {web.log}")

    def tell(self, host: str, address: str, first: bool) -> None:
        lines = ["", f"Tend is running: {address}"]
        lan = addresses.lan_address()
        port = address.rsplit(":", 1)[-1]
        if addresses.everywhere(host) and lan:
            lines.append(f"On a phone in the same network: http://{lan}:{port}")
        elif not addresses.everywhere(host) and not settings.PRODUCTION:
            lines.append("To open it on a phone in the same network, start it with HOST=0.0.0.0 ./script/server")
        if not settings.PRODUCTION:
            lines += demo.sign_in_lines(first)
        if os.environ.get("EMAIL_HOST"):
            lines.append(f"Mails go out through {os.environ['EMAIL_HOST']}")
        else:
            lines.append(f"Mails are written to {settings.EMAIL_FILE_PATH}")
        lines += [f"Your data is in {self.data_dir}", "Ctrl-C stops it.", ""]
        self.say("\n".join(lines))

    @staticmethod
    def link_address(host: str, port: int) -> str:
        """What links in mails begin with: an address the phone can open, where there is one."""
        lan = addresses.lan_address() if addresses.everywhere(host) else None
        return f"http://{lan}:{port}" if lan else addresses.spoken(host, port)

    def log(self, name: str) -> Path:
        return self.data_dir / "logs" / f"{name.replace(' ', '-')}.log"

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def stop_asked(self, number: int, frame) -> None:
        """Breaks off what is being prepared. Later it only leaves word: Python drops an exception raised at a fork."""
        self.stop_wanted = True
        if self.preparing:
            raise Stopped

    def go_on(self) -> None:
        if self.stop_wanted:
            raise Stopped
