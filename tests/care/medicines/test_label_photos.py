"""A photo of a medicine's label: an ordinary photo behind the same door, found on the medicine's page."""

import io
import uuid

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.test import APIClient

from care.exports import archive
from care.household.access import Access
from care.medicines import actions, reads
from care.medicines.models import LabelPhoto, Medicine
from care.record import actions as record
from care.record.photos import actions as photos
from care.record.photos.models import Photo
from care.record.photos.rules import State
from care.today import actions as today
from reminders.engine.heartbeat import TICK
from reminders.models import Heartbeat
from tests.care.record import photo_files as files
from tests.care.record.storage import stored
from tests.people import MORNING

pytestmark = pytest.mark.usefixtures("folder")


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def medicine(family):
    values = {"drug": "Co-trimoxazole", "pattern": "daily", "times": ["08:00"]}
    return actions.add_medicine(patient=family.mia, by=family.guardian, at=MORNING, values=values)


def label(family, medicine, *, key=None, by=None) -> Photo:
    sent = [(io.BytesIO(files.jpeg_with_gps()), key or uuid.uuid4())]
    (photo,) = actions.add_label_photos(medicine=medicine, by=by or family.guardian, at=MORNING, sent=sent)
    return photo


def page(family, medicine, who="guardian", name="medicine"):
    url = reverse(f"medicines:{name}", kwargs={"patient": family.mia.pk, "medicine": medicine.pk})
    return family.client(who), url


def shown(family, medicine) -> list:
    access = Access.for_user(family.guardian, now=MORNING)
    return [shot.pk for shot in reads.label_photos(access, medicine).shots]


def test_by_the_page_it_is_kept_clean_and_shown_with_the_medicine(family, medicine):
    client, url = page(family, medicine)
    assert reverse("medicines:label-photo", kwargs={"patient": family.mia.pk, "medicine": medicine.pk}) in (
        client.get(url).content.decode()
    )
    _client, add = page(family, medicine, name="label-photo")
    form = client.get(add).content.decode()
    assert 'name="camera"' in form
    assert 'name="site"' not in form
    sent = {"client_id": str(uuid.uuid4()), "file": SimpleUploadedFile("Mia Musterweg.jpg", files.jpeg_with_gps())}
    saved = client.post(add, sent, follow=True)
    assert saved.redirect_chain[-1][0] == url
    photo = Photo.objects.get()
    assert (photo.entry.kind, photo.entry.note) == ("photo", "Co-trimoxazole")
    assert photos.prepare(photo_id=photo.pk, at=MORNING)
    photo.refresh_from_db()
    assert not any(secret in photo.picture.read() for secret in files.SECRETS)
    words = client.get(url).content.decode()
    assert reverse("record:photo-thumb", kwargs={"patient": family.mia.pk, "photo": photo.pk}) in words
    assert "Photo: Co-trimoxazole" in words


@pytest.mark.parametrize("sent", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"", None])
def test_what_is_no_picture_is_refused_with_a_word_and_leaves_nothing(family, medicine, folder, sent):
    client, url = page(family, medicine, name="label-photo")
    file = {} if sent is None else {"file": SimpleUploadedFile("label.jpg", sent)}
    answer = client.post(url, {"client_id": str(uuid.uuid4())} | file)
    assert answer.status_code == 422
    assert 'class="error' in answer.content.decode() or "has-error" in answer.content.decode()
    assert (Photo.objects.count(), LabelPhoto.objects.count(), stored(folder)) == (0, 0, [])


def test_the_same_page_sent_twice_adds_one(family, medicine):
    key = uuid.uuid4()
    assert label(family, medicine, key=key) == label(family, medicine, key=key)
    assert LabelPhoto.objects.count() == 1


def test_taken_back_it_leaves_the_medicine_and_comes_back(family, medicine):
    first, second = label(family, medicine), label(family, medicine)
    photos.remove_photo(photo=first, by=family.second, at=MORNING)
    assert shown(family, medicine) == [second.pk]
    photos.restore_photo(photo=first, by=family.second, at=MORNING)
    assert set(shown(family, medicine)) == {first.pk, second.pk}
    record.remove(entry=second.entry, by=family.second, at=MORNING)
    assert shown(family, medicine) == [first.pk]


def test_only_who_may_change_the_plan_adds_one_and_nobody_to_what_was_taken_off(family, medicine, folder):
    for who, code in (("second", 200), ("helper", 403), ("viewer", 403), ("revoked", 404)):
        client, url = page(family, medicine, who, "label-photo")
        assert client.get(url).status_code == code, who
    actions.remove_medicine(medicine=medicine, by=family.guardian, at=MORNING)
    with pytest.raises(PermissionDenied):
        label(family, medicine)
    assert (Photo.objects.count(), stored(folder)) == (0, [])


def test_it_cannot_go_to_the_sibling_without_its_medicine(family, medicine):
    entry = label(family, medicine).entry
    with pytest.raises(record.Tied):
        today.move(access=Access.for_user(family.guardian), entry=entry, to=family.leo, by=family.guardian, at=MORNING)


def test_it_is_in_the_backup_and_comes_back_with_it(family, medicine, folder):
    photo = label(family, medicine)
    photos.prepare(photo_id=photo.pk, at=MORNING)
    before, target = stored(folder), io.BytesIO()
    archive.write(target, households=[family.household.pk], at=MORNING)
    archive.restore(target, replace=True)
    assert shown(family, Medicine.objects.get(pk=medicine.pk)) == [photo.pk]
    assert stored(folder) == before
    assert Photo.objects.get().state == State.KEPT


def test_the_page_costs_the_same_with_many(family, medicine):
    def cost() -> int:
        client, url = page(family, medicine)
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    # Reminders run, as they do in every running Tend: one look instead of two.
    Heartbeat.objects.create(part=TICK, at=MORNING)
    label(family, medicine)
    few = cost()
    for _ in range(5):
        label(family, medicine)
    assert cost() == few <= 12


def api(user) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def test_by_the_api_it_is_sent_once_and_listed(family, medicine):
    client, url = api(family.guardian), f"/api/v1/medicines/{medicine.pk}/label-photos/"
    key = str(uuid.uuid4())
    for _ in range(2):
        file = SimpleUploadedFile("label.jpg", files.jpeg_with_gps())
        made = client.post(url, {"file": file, "client_id": key}, format="multipart")
        assert made.status_code == 202, made.data
    assert LabelPhoto.objects.count() == 1
    read = client.get(url).data
    assert [row["id"] for row in read] == [made.data["id"]]
    assert (read[0]["state"], read[0]["note"]) == ("pending", "Co-trimoxazole")
    assert client.delete(f"/api/v1/photos/{read[0]['id']}/").status_code == 204
    assert client.get(url).data == []


@pytest.mark.parametrize("sent", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"", None])
def test_by_the_api_no_picture_is_a_clear_no(family, medicine, folder, sent):
    values = {} if sent is None else {"file": SimpleUploadedFile("label.jpg", sent)}
    url = f"/api/v1/medicines/{medicine.pk}/label-photos/"
    answer = api(family.guardian).post(url, values, format="multipart")
    assert answer.status_code == 400
    assert list(answer.data) == ["file"]
    assert (Photo.objects.count(), stored(folder)) == (0, [])


@pytest.mark.parametrize(("who", "read", "sent"), [("second", 200, 202), ("viewer", 200, 403), ("helper", 200, 403)])
def test_by_the_api_only_who_may_change_the_plan_sends_one(family, medicine, who, read, sent):
    client, url = api(getattr(family, who)), f"/api/v1/medicines/{medicine.pk}/label-photos/"
    file = SimpleUploadedFile("label.jpg", files.jpeg_with_gps())
    assert client.post(url, {"file": file}, format="multipart").status_code == sent
    assert client.get(url).status_code == read


def test_by_the_api_another_familys_medicine_does_not_exist(outsider, family, medicine):
    client, url = api(outsider.guardian), f"/api/v1/medicines/{medicine.pk}/label-photos/"
    file = SimpleUploadedFile("label.jpg", files.jpeg_with_gps())
    assert client.post(url, {"file": file}, format="multipart").status_code == 404
    assert client.get(url).status_code == 404
