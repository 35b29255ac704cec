"""Photos in the background: a hint after the commit, and what happens when nobody takes it."""

import datetime as dt
import io

import pytest
import time_machine
from django.db import transaction

from care.record.photos import actions, pictures, tasks
from care.record.photos.models import Photo
from care.record.photos.rules import State
from tests.care.record import photo_files as files
from tests.care.record.storage import stored
from tests.people import EVENING

pytestmark = pytest.mark.usefixtures("folder")


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(EVENING, tick=False):
        yield


@pytest.fixture
def hints(monkeypatch) -> list[str]:
    """The photos a worker was asked to prepare."""
    found: list[str] = []
    monkeypatch.setattr(tasks.prepare_photo, "apply_async", lambda arguments, **options: found.append(arguments[0]))
    return found


@pytest.fixture
def no_broker(monkeypatch):
    def refuse(*arguments, **options):
        raise ConnectionError

    monkeypatch.setattr(tasks.prepare_photo, "apply_async", refuse)


def add(family, data: bytes = b"") -> Photo:
    file = io.BytesIO(data or files.jpeg_with_gps())
    return actions.add_alone(patient=family.mia, by=family.guardian, at=EVENING, file=file)


def test_a_worker_is_asked_once_the_row_can_be_seen(family, hints, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        photo = add(family)
        assert hints == []
    assert hints == [str(photo.pk)]
    tasks.prepare_photo(hints[0])
    assert Photo.objects.get().state == State.KEPT
    tasks.prepare_photo(hints[0])  # a hint that comes twice


def test_nobody_is_asked_for_what_was_rolled_back(family, hints, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        add(family)
        transaction.set_rollback(True)
    assert hints == []


def test_without_a_broker_it_is_prepared_at_once(family, no_broker, folder, caplog, django_capture_on_commit_callbacks):
    """What a camera wrote must not lie around until somebody mends the broker."""
    with django_capture_on_commit_callbacks(execute=True):
        add(family)
    photo = Photo.objects.get()
    assert (photo.state, photo.original.name) == (State.KEPT, "")
    assert len(stored(folder)) == 2
    assert "prepared at once" in caplog.text


def test_without_a_broker_a_damaged_one_says_so_at_once(family, no_broker, folder, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        add(family, files.truncated(files.jpeg((800, 600))))
    assert (Photo.objects.get().state, stored(folder)) == (State.REFUSED, [])


def test_when_even_that_fails_the_page_still_answers(
    family, no_broker, caplog, monkeypatch, django_capture_on_commit_callbacks
):
    def broken(file):
        raise RuntimeError("with a name in it")

    monkeypatch.setattr(pictures, "clean", broken)
    with django_capture_on_commit_callbacks(execute=True):
        add(family)
    assert Photo.objects.get().state == State.PENDING
    assert "photo not prepared: RuntimeError" in caplog.text
    assert "name in it" not in caplog.text


def test_the_beat_asks_again_for_whatever_waits(family, hints):
    first, second = add(family), add(family)
    hints.clear()
    tasks.prepare_waiting_photos()
    assert hints == [str(first.pk), str(second.pk)]
    for key in hints:
        tasks.prepare_photo(key)
    hints.clear()
    tasks.prepare_waiting_photos()
    assert hints == []


def test_the_beat_sweeps_up(family, folder):
    photo = add(family)
    actions.remove_photo(photo=photo, by=family.guardian, at=EVENING)
    with time_machine.travel(EVENING + dt.timedelta(days=30), tick=False):
        tasks.tidy_photos()
    assert stored(folder) == []
