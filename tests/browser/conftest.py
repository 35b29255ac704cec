"""One server and one browser for every test here, and families to look at."""

import datetime as dt
import sqlite3
import threading
from io import StringIO
from types import SimpleNamespace

import pytest
import time_machine
from django.core.management import call_command
from django.core.servers.basehttp import WSGIRequestHandler
from django.core.signals import request_finished, request_started
from django.db import connection
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from care.infections import actions as infections
from care.record import actions as record
from tests.browser.phone import opened
from tests.people import MORNING, client_for, make_family


class _Asking:
    """How many requests the server is answering. A page that a test has closed may still be asking: what it writes must
    not come into the next test's empty database."""

    def __init__(self):
        self.now = 0
        self.changed = threading.Condition()

    def _count(self, by: int) -> None:
        with self.changed:
            self.now += by
            self.changed.notify_all()

    def began(self, **_) -> None:
        self._count(1)

    def ended(self, **_) -> None:
        self._count(-1)

    def wait_for_silence(self) -> None:
        with self.changed:
            self.changed.wait_for(lambda: self.now <= 0, 10)
            self.now = 0  # whatever was cut off is not waited for again


asking = _Asking()


@pytest.fixture(scope="session")
def site(django_db_setup, django_db_blocker):
    """The address of a server in this process, so that a frozen clock and the mails are the test's own.

    Not pytest-django's ``live_server``: that empties the database after every test, and pages are looked at by many
    tests with the same family.
    """
    with django_db_blocker.unblock():
        # By this name, not by number: passkeys need a host name.
        server = LiveServer("localhost")
    # Head and body of an answer are written apart: without this the body waits 40 ms until the head is confirmed.
    WSGIRequestHandler.disable_nagle_algorithm = True
    server._live_server_modified_settings.enable()
    request_started.connect(asking.began)
    request_finished.connect(asking.ended)
    yield server.url
    server.stop()
    server._live_server_modified_settings.disable()


def cast() -> SimpleNamespace:
    """The people of the demo family, by the names tests know them by."""
    from care.household.models import Patient, User

    mia, leo = (Patient.objects.get(name=name) for name in ("Mia", "Leo"))
    guardian, second, helper = (User.objects.get(display_name=name) for name in ("Ana", "Ben", "Gran"))
    return SimpleNamespace(household=mia.household, guardian=guardian, second=second, helper=helper, mia=mia, leo=leo)


@pytest.fixture(scope="session")
def seeded():
    """Where the demo family is kept once it was made; every test starts from a copy."""
    with sqlite3.connect(":memory:") as kept:
        yield kept
    kept.close()


def seed(kept: sqlite3.Connection) -> None:
    """Writes 120 days of the demo family, the first time; then copies them. No test removes its files."""
    if connection.vendor != "sqlite":
        call_command("seed_demo", stdout=StringIO())
    elif kept.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        connection.ensure_connection()
        kept.backup(connection.connection)
    else:
        call_command("seed_demo", stdout=StringIO())
        connection.connection.backup(kept)


@pytest.fixture
def demo(transactional_db, seeded):
    """The demo family on a Thursday morning, for one test that writes. ``demo.clock.move_to(...)`` moves on."""
    with time_machine.travel(MORNING, tick=True) as clock:
        seed(seeded)
        yield SimpleNamespace(clock=clock, **vars(cast()))
        asking.wait_for_silence()


@pytest.fixture
def small(transactional_db):
    """Two children and a guardian, the same Thursday morning; Mia has had a lump since yesterday."""
    with time_machine.travel(MORNING, tick=True):
        family = make_family()
        yesterday = {"at": MORNING - dt.timedelta(days=1), "by": family.guardian}
        infections.start_episode(patient=family.mia, site="lung", **yesterday)
        record.add(patient=family.leo, kind="nothing_new", **yesterday)
        yield family
        asking.wait_for_silence()


@pytest.fixture
def phone(chromium, site):
    """Opens phones: ``with phone(user) as it:``. With a user, somebody is signed in."""

    def start(user=None, **options):
        return opened(chromium, site, cookies=cookies(user) if user else (), **options)

    def cookies(user):
        client: Client = client_for(user)
        return [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}]

    return start
