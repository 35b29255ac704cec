"""Photos by real processes: sent in one, prepared in another, once; also when the broker was away or a worker died."""

import datetime as dt
import io
from pathlib import Path

import pytest
from django.utils import timezone

from care.record.photos import actions
from care.record.photos.actions import preparing
from care.record.photos.models import Photo
from care.record.photos.rules import State
from tests import people
from tests.care.record.photo_files import SECRETS, jpeg_with_gps
from tests.care.record.storage import stored
from tests.concurrency.processes import eventually

pytestmark = pytest.mark.services

WORKER = [
    *("-m", "celery", "-A", "tracker.celery", "worker", "-P", "prefork", "-c", "1", "-Q", "photos"),
    *("-l", "WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat"),
]
SEND = """
import io, os
from django.utils import timezone
from care.household.models import Patient
from care.record.photos import actions
from tests.care.record.photo_files import jpeg_with_gps
patient = Patient.objects.select_related("household").get(name="Mia")
by = patient.household.memberships.earliest("joined_at").user
actions.add_alone(patient=patient, by=by, at=timezone.now(), file=io.BytesIO(jpeg_with_gps()))
"""
TICK = "from care.record.photos.tasks import prepare_waiting_photos; prepare_waiting_photos.delay()"


@pytest.fixture
def folder(tend, settings) -> Path:
    """Where this Tend's processes keep their files; this process looks there too."""
    default = settings.STORAGES["default"]
    options = default["OPTIONS"] | {"location": tend.folder / "files"}
    settings.STORAGES = {**settings.STORAGES, "default": {**default, "OPTIONS": options}}
    return tend.folder / "files"


@pytest.fixture
def family(database_url):
    return people.make_family(at=timezone.now() - dt.timedelta(days=40))


def kept() -> Photo | None:
    return Photo.objects.filter(state=State.KEPT).first()


def clean(folder: Path) -> bool:
    return len(stored(folder)) == 2 and not any(s in p.read_bytes() for p in stored(folder) for s in SECRETS)


def test_sent_in_one_process_prepared_in_another(tend, family, folder):
    tend.start(WORKER)
    sending = tend.python(SEND)
    assert sending.process.wait(timeout=120) == 0, sending.log.read_text()
    photo = eventually(kept)
    assert (photo.attempts, photo.width, photo.height) == (1, 80, 120)
    # The row changes first, then the sent file goes.
    eventually(lambda: clean(folder))


def test_without_a_broker_the_sending_process_prepares_it(tend, family, folder):
    sending = tend.start(["-c", f"import django; django.setup()\n{SEND}"], REDIS_URL="redis://127.0.0.1:1/0")
    assert sending.process.wait(timeout=120) == 0, sending.log.read_text()
    assert "prepared at once" in sending.log.read_text()
    assert kept()
    assert clean(folder)


def test_what_a_dead_worker_held_is_prepared_by_the_next(tend, family, folder):
    photo = actions.add_alone(
        patient=family.mia, by=family.guardian, at=timezone.now(), file=io.BytesIO(jpeg_with_gps())
    )
    # A worker took it and was killed: its lease has ended since.
    preparing._claim(photo.pk, timezone.now() - 2 * preparing.LEASE)
    tend.start(WORKER)
    tend.python(TICK)
    assert eventually(kept).attempts == 2
    eventually(lambda: clean(folder))


def test_two_workers_and_two_beats_prepare_each_once(tend, family, folder):
    count = 6
    for _ in range(count):
        actions.add_alone(patient=family.mia, by=family.guardian, at=timezone.now(), file=io.BytesIO(jpeg_with_gps()))
    tend.start(WORKER)
    tend.start(WORKER)
    for _ in range(2):
        tend.python(TICK)
    eventually(lambda: Photo.objects.filter(state=State.KEPT).count() == count)
    eventually(lambda: len(stored(folder)) == 2 * count)
    assert set(Photo.objects.values_list("attempts", flat=True)) == {1}
