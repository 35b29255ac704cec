"""Uploads that are too large: dropped while they arrive, said in words, and nothing else of the form is lost."""

import io
import re
import tempfile
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from care.record.photos.models import Photo
from care.record.photos.rules import MAX_BYTES
from tests.care.record.photo_files import jpeg
from tests.people import EVENING
from tracker.uploads import MAX_BODY, LimitedUpload


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(EVENING, tick=False):
        yield


@pytest.fixture
def temporary(monkeypatch, settings, tmp_path) -> Path:
    """Where a large upload lies while it is read."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def address(family) -> str:
    return f"/p/{family.mia.pk}/record/photos/add/"


def test_a_file_over_the_limit_is_dropped_and_the_rest_of_the_form_is_kept(family, temporary):
    huge = SimpleUploadedFile("huge.jpg", jpeg() + bytes(MAX_BYTES))
    answer = family.client("guardian").post(address(family), {"file": huge, "note": "kept words", "site": "chest"})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "larger than 20 MB" in html
    assert "kept words" in html
    assert re.search(r'value="chest" selected', html)
    assert not Photo.objects.exists()
    assert list(temporary.rglob("*")) == []


def test_a_file_just_within_the_limit_is_taken_and_its_temporary_copy_goes(family, temporary):
    data = jpeg()
    large = SimpleUploadedFile("large.jpg", data + bytes(MAX_BYTES - len(data)))
    assert family.client("guardian").post(address(family), {"file": large}).status_code == 302
    assert Photo.objects.get().original.size == MAX_BYTES
    assert list(temporary.rglob("*")) == []


def test_of_two_files_only_the_large_one_is_dropped(family):
    request = RequestFactory().post(
        "/", {"camera": SimpleUploadedFile("a.jpg", bytes(MAX_BYTES + 1)), "file": SimpleUploadedFile("b.jpg", b"ok")}
    )
    assert set(request.FILES) == {"file"}
    assert request.FILES["file"].read() == b"ok"
    assert request.too_big == {"camera"}


def test_the_limit_holds_whatever_is_said_about_the_length(family):
    """Counted byte by byte: the head of a request may lie."""
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("a.jpg", bytes(MAX_BYTES + 1))})
    assert set(request.FILES) == set()


def test_a_large_file_has_no_name_that_could_stay_behind(temporary):
    """While it is held: a process that is killed now leaves nothing."""
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("a.jpg", bytes(3 * 2**20))})
    assert request.FILES["file"].size == 3 * 2**20
    assert not hasattr(request.FILES["file"], "temporary_file_path")
    assert list(temporary.rglob("*")) == []


def test_an_upload_that_breaks_off_is_closed():
    handler = LimitedUpload(RequestFactory().get("/"))
    handler.upload_interrupted()
    handler.new_file("file", "a.jpg", "image/jpeg", None)
    handler.upload_interrupted()
    assert handler.file.closed


class Untouched(io.BytesIO):
    def read(self, *args):
        raise AssertionError("not a byte of it should be read")


def test_a_body_beyond_all_reason_is_not_read_at_all(family):
    client = family.client("guardian")
    answer = client.generic(
        "POST",
        address(family),
        **{
            "wsgi.input": Untouched(),
            "CONTENT_TYPE": "multipart/form-data; boundary=x",
            "CONTENT_LENGTH": str(MAX_BODY + 1),
        },
    )
    assert answer.status_code == 413
    assert "up to 20 MB" in answer.content.decode()
    assert "Nothing was saved" in answer.content.decode()


def test_other_bad_requests_keep_their_code(family, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    answer = family.client("guardian").post(address(family), {"a": "1", "b": "2", "c": "3"})
    assert answer.status_code == 400
