"""Where files lie: a private folder, or an S3-compatible store, tried against a real HTTP server."""

import datetime as dt
import io

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages

from care.exports import archive
from care.exports.actions import erase_household
from care.record.photos import actions
from care.record.photos.models import Photo
from care.record.photos.rules import State
from tests.care.record.photo_files import SECRETS, jpeg_with_gps
from tests.people import EVENING
from tracker.storage import file_storage

BUCKET = "tend-files"


@pytest.fixture(scope="module")
def server():
    """The address of an S3-compatible server in this process, reached over HTTP."""
    from moto.server import ThreadedMotoServer

    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server, settings, monkeypatch):
    """An empty bucket that Tend's settings name, as the environment names it in production."""
    for name, value in {
        "TEND_S3_BUCKET": BUCKET,
        "TEND_S3_ENDPOINT": server,
        "TEND_S3_REGION": "eu-central-1",
        "TEND_S3_ACCESS_KEY": "key",
        "TEND_S3_SECRET_KEY": "secret",
        "TEND_S3_PREFIX": "house-one",
    }.items():
        monkeypatch.setenv(name, value)
    store = boto3.resource(
        "s3",
        endpoint_url=server,
        region_name="eu-central-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    )
    found = store.Bucket(BUCKET)
    found.create(CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    settings.STORAGES = {**settings.STORAGES, "default": file_storage(settings.DATA_DIR / "files")}
    yield found
    found.objects.all().delete()
    found.delete()


def keys(bucket) -> set[str]:
    return {item.key for item in bucket.objects.all()}


def test_without_a_bucket_files_lie_in_a_private_folder(tmp_path, monkeypatch):
    monkeypatch.delenv("TEND_S3_BUCKET", raising=False)
    storage = storages.create_storage(file_storage(tmp_path / "files"))
    name = storage.save("a/b.bin", ContentFile(b"x"))
    path = tmp_path / "files" / name
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_photos_life_in_a_bucket(bucket, family):
    photo = actions.add_alone(patient=family.mia, by=family.guardian, at=EVENING, file=io.BytesIO(jpeg_with_gps()))
    (key,) = keys(bucket)
    assert key.startswith("house-one/photos/pending/")
    assert actions.prepare(photo_id=photo.pk, at=EVENING)
    photo.refresh_from_db()
    assert keys(bucket) == {f"house-one/{photo.picture.name}", f"house-one/{photo.thumb.name}"}
    content = bucket.Object(f"house-one/{photo.picture.name}").get()["Body"].read()
    assert [secret for secret in SECRETS if secret in content] == []
    assert default_storage.open(photo.picture.name).read() == content

    page = family.client("guardian").get(f"/p/{family.mia.pk}/record/photos/{photo.pk}/picture/")
    assert (page.status_code, page.content) == (200, content)

    bucket.put_object(Key="house-one/photos/pending/aa/orphan", Body=b"lost")
    bucket.put_object(Key="elsewhere", Body=b"not ours")
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)
    assert actions.tidy(at=later).orphans == 1

    actions.remove_photo(photo=photo, by=family.guardian, at=EVENING)
    assert actions.tidy(at=EVENING + dt.timedelta(days=30)).removed == 1
    assert keys(bucket) == {"elsewhere"}


def test_nobody_else_reads_the_bucket(bucket, server, family):
    """Objects carry no public right; this server does not check rights, so what is asked of it is looked at."""
    actions.add_alone(patient=family.mia, by=family.guardian, at=EVENING, file=io.BytesIO(jpeg_with_gps()))
    (key,) = keys(bucket)
    grants = bucket.Object(key).Acl().grants
    assert {grant["Grantee"].get("URI") for grant in grants} == {None}, "no grant to everybody"


def test_a_lost_object_is_a_404_and_a_refusal(bucket, family):
    lost = actions.add_alone(patient=family.mia, by=family.guardian, at=EVENING, file=io.BytesIO(jpeg_with_gps()))
    bucket.objects.all().delete()
    assert not actions.prepare(photo_id=lost.pk, at=EVENING)
    assert Photo.objects.get().state == State.REFUSED
    kept = actions.add_alone(patient=family.mia, by=family.guardian, at=EVENING, file=io.BytesIO(jpeg_with_gps()))
    actions.prepare(photo_id=kept.pk, at=EVENING)
    bucket.objects.all().delete()
    page = family.client("guardian").get(f"/p/{family.mia.pk}/record/photos/{kept.pk}/picture/")
    assert page.status_code == 404


@pytest.mark.django_db(transaction=True)
def test_backup_erasure_and_restore_with_a_bucket(bucket, family):
    photo = actions.add_alone(patient=family.mia, by=family.guardian, at=EVENING, file=io.BytesIO(jpeg_with_gps()))
    actions.prepare(photo_id=photo.pk, at=EVENING)
    before = {item.key: item.get()["Body"].read() for item in bucket.objects.all()}
    file = io.BytesIO()
    assert archive.write(file, households=[family.household.pk], at=EVENING).files == 2
    erase_household(household=family.household, by=family.guardian, at=EVENING)
    assert keys(bucket) == set()
    archive.restore(file, even_erased=True)
    assert {item.key: item.get()["Body"].read() for item in bucket.objects.all()} == before
