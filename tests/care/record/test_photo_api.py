"""Photos over the API: the same actions, the same door, and pictures that are stored nowhere."""

import io
import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from care.record import actions as record
from care.record.models import Entry
from care.record.photos import actions
from care.record.photos.models import Photo
from care.record.photos.rules import MAX_BYTES, State
from tests.care.record import photo_files as files
from tests.care.record.nasty_photos import REFUSED_AT_ONCE
from tests.care.record.storage import stored
from tests.people import EVENING

pytestmark = pytest.mark.usefixtures("folder")
URL = "/api/v1/photos/"


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(EVENING, tick=False):
        yield


def api(user) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def sent(data: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile("Mia.jpg", data or files.jpeg_with_gps(), content_type="image/jpeg")


def post(client, **values):
    return client.post(URL, values, format="multipart")


def kept(family, **values) -> Photo:
    values = {"patient": family.mia, "by": family.guardian, "at": EVENING} | values
    photo = actions.add_alone(file=io.BytesIO(files.jpeg_with_gps()), **values)
    actions.prepare(photo_id=photo.pk, at=EVENING)
    return Photo.objects.get(pk=photo.pk)


def test_a_photo_is_sent_prepared_read_changed_and_taken_back(family):
    client, key = api(family.guardian), str(uuid.uuid4())
    values = {"patient": str(family.mia.pk), "client_id": key, "site": "cheek", "side": "left", "note": "Bath"}
    made = post(client, file=sent(), **values)
    assert made.status_code == 202, made.data
    assert (made.data["state"], made.data["picture"], made.data["note"]) == ("pending", None, "Bath")
    again = post(client, file=sent(), **values)
    assert again.data["id"] == made.data["id"], "sent twice, written once"
    assert Photo.objects.count() == Entry.objects.count() == 1

    actions.prepare(photo_id=Photo.objects.get().pk, at=EVENING)
    read = client.get(f"{URL}{made.data['id']}/").data
    assert (read["state"], read["width"], read["height"], read["author"]) == ("kept", 80, 120, "Ana")
    for which in ("picture", "thumb"):
        picture = client.get(read[which], headers={"accept": "image/*"})
        assert (picture.status_code, picture["Content-Type"]) == (200, "image/jpeg")
        assert picture["Cache-Control"] == "private, no-store"
        assert b"Musterweg" not in picture.content

    changed = client.patch(f"{URL}{read['id']}/", {"site": "chest", "side": "", "has_scale": True})
    assert (changed.data["site"], changed.data["side"], changed.data["has_scale"]) == ("chest", "", True)
    assert client.delete(f"{URL}{read['id']}/").status_code == 204
    assert client.get(f"{URL}{read['id']}/").status_code == 404
    assert client.get(read["picture"]).status_code == 404
    assert Photo.objects.get().state == State.REMOVED


def test_a_photo_for_an_entry(family):
    entry = record.add(patient=family.mia, kind="note", by=family.guardian, at=EVENING, note="x").entry
    made = post(api(family.helper), entry=str(entry.pk), file=sent())
    assert (made.status_code, str(made.data["entry"])) == (202, str(entry.pk))
    assert Photo.objects.get().added_by == family.helper


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "file"),
        ({"file": None, "site": "nowhere"}, "site"),
        ({"file": None, "side": "up"}, "side"),
        ({"file": None, "site": "chest", "side": "left"}, "side"),
        ({"file": None, "site": "genital"}, "private_ok"),
        ({"file": None, "local_day": "2026-11-20"}, "local_day"),
        ({"file": None, "client_id": "no key"}, "client_id"),
        ({"file": bytes(MAX_BYTES + 1)}, "file"),
        *[({"file": data}, "file") for _name, data, _problem in REFUSED_AT_ONCE],
    ],
)
def test_what_does_not_fit_is_named_and_leaves_nothing(family, folder, values, field):
    if "file" in values:
        values = values | {"file": sent(values["file"] or b"")}
    answer = post(api(family.guardian), patient=str(family.mia.pk), **values)
    assert answer.status_code == 400
    assert set(answer.data) == {field}
    assert (Photo.objects.count(), Entry.objects.count(), stored(folder)) == (0, 0, [])


def test_either_a_patient_or_an_entry(family):
    entry = record.add(patient=family.mia, kind="note", by=family.guardian, at=EVENING, note="x").entry
    client, both = api(family.guardian), {"patient": str(family.mia.pk), "entry": str(entry.pk)}
    assert post(client, file=sent(), **both).status_code == 400
    assert post(client, file=sent()).status_code == 400
    assert post(client, file=sent(), entry=str(entry.pk), note="its own").status_code == 400
    assert not Photo.objects.exists()


@pytest.mark.parametrize(("who", "code"), [("viewer", 403), ("revoked", 404), ("outsider", 404), ("nobody", 403)])
def test_others_neither_read_nor_write(family, outsider, folder, who, code):
    photo = kept(family)
    user = {"outsider": outsider.guardian, "nobody": None}[who] if who in ("outsider", "nobody") else None
    client = api(user or getattr(family, who, None))
    before = stored(folder)
    assert post(client, patient=str(family.mia.pk), file=sent()).status_code == code
    assert post(client, entry=str(photo.entry_id), file=sent()).status_code == code
    assert client.patch(f"{URL}{photo.pk}/", {"site": "chest"}).status_code == code
    assert client.delete(f"{URL}{photo.pk}/").status_code == code
    reading = 200 if who == "viewer" else code
    assert client.get(f"{URL}{photo.pk}/").status_code == reading
    assert client.get(f"{URL}{photo.pk}/picture/").status_code == reading
    assert client.get(f"{URL}{photo.pk}/thumb/").status_code == reading
    assert stored(folder) == before


def test_what_cannot_be_changed_is_refused(family):
    photo = kept(family)
    client = api(family.guardian)
    for change in ({"note": "x"}, {"patient": str(family.leo.pk)}, {"local_day": "2026-11-18"}):
        assert client.patch(f"{URL}{photo.pk}/", change).status_code == 400
    assert client.patch(f"{URL}{photo.pk}/", {"in_summary": True, "state": "removed"}).status_code == 200
    assert (Photo.objects.get().in_summary, Photo.objects.get().state) == (False, State.KEPT)
    assert client.patch(f"{URL}{photo.pk}/", {"site": "genital"}).status_code == 400
    assert client.patch(f"{URL}{photo.pk}/", {"site": "genital", "private_ok": True}).status_code == 200


def test_the_list_is_narrowed_and_costs_the_same_with_many(family):
    client = api(family.guardian)
    kept(family)
    kept(family, patient=family.leo)

    def listed(**query):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(URL, query)
        assert answer.status_code == 200
        return len(answer.data["results"]), len(asked)

    few = listed()
    assert few[0] == 2
    assert listed(patient=str(family.mia.pk))[0] == 1
    assert listed(**{"from": "2026-11-20"})[0] == 0
    for _ in range(8):
        kept(family)
    many = listed()
    assert many == (10, few[1])
    assert many[1] <= 6
    gone = Photo.objects.filter(entry__patient=family.mia).first()
    record.remove(entry=gone.entry, by=family.guardian, at=EVENING)
    assert listed()[0] == 9
