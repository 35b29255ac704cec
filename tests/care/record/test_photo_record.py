"""Photos within the whole record: erased with the family, back from a backup, moved along, and in no summary."""

import datetime as dt
import io
import json

import pytest

from care.exports import archive
from care.exports.actions import erase_household
from care.household.access import Access, Grant
from care.record import actions as record
from care.record.photos import actions, reads
from care.record.photos.models import Photo
from care.record.photos.rules import State
from care.visits import actions as visits
from care.visits.models import Summary
from tests.care.record import photo_files as files
from tests.care.record.storage import stored
from tests.people import EVENING

pytestmark = pytest.mark.usefixtures("folder")


def add(family, *, ready=True, **values) -> Photo:
    values = {"patient": family.mia, "by": family.guardian, "at": EVENING, "site": "chest"} | values
    photo = actions.add_alone(file=io.BytesIO(files.jpeg_with_gps()), **values)
    if ready:
        actions.prepare(photo_id=photo.pk, at=EVENING)
    return Photo.objects.get(pk=photo.pk)


def three(family) -> None:
    """One finished, one that waits, one taken back."""
    add(family)
    add(family, ready=False)
    gone = add(family)
    actions.remove_photo(photo=gone, by=family.guardian, at=EVENING)


@pytest.mark.django_db(transaction=True)
def test_erasing_a_family_deletes_every_file_of_theirs_and_no_other(family, outsider, folder):
    three(family)
    theirs = add(outsider)
    assert len(stored(folder)) == 7
    erase_household(household=family.household, by=family.guardian, at=EVENING)
    assert {str(path.relative_to(folder)) for path in stored(folder)} == {theirs.picture.name, theirs.thumb.name}
    assert list(Photo.objects.all()) == [theirs]


@pytest.mark.django_db(transaction=True)
def test_a_backup_holds_the_pictures_and_brings_them_back(family, folder):
    three(family)
    before = {path: path.read_bytes() for path in stored(folder)}
    states = dict(Photo.objects.values_list("pk", "state"))
    file = io.BytesIO()
    written = archive.write(file, households=[family.household.pk], at=EVENING)
    assert (written.files, written.missing) == (5, [])
    erase_household(household=family.household, by=family.guardian, at=EVENING)
    assert stored(folder) == []
    archive.restore(file, even_erased=True)
    assert {path: path.read_bytes() for path in stored(folder)} == before
    assert dict(Photo.objects.values_list("pk", "state")) == states
    # What waited when the backup was made is prepared after it.
    (waiting,) = actions.waiting(at=EVENING)
    assert actions.prepare(photo_id=waiting, at=EVENING)


def test_a_photo_goes_along_when_its_entry_goes_to_the_sibling(family):
    photo = add(family)
    record.move(entry=photo.entry, to=family.leo, by=family.guardian, at=EVENING)
    access = Access.for_user(family.guardian, now=EVENING)
    assert reads.gallery(access, family.mia).shots == []
    (shot,) = reads.gallery(access, family.leo).shots
    client = family.client("guardian")
    assert client.get(shot.picture_url).status_code == 200
    assert client.get(f"/p/{family.mia.pk}/record/photos/{photo.pk}/picture/").status_code == 404


def test_no_photo_is_in_a_summary(family):
    add(family, note="")
    add(family, site="genital", private_ok=True)
    visit = visits.add_visit(
        patient=family.mia, by=family.guardian, at=EVENING, on=dt.date(2026, 11, 21), specialty="pediatrics"
    ).visit
    visits.request_summary(visit=visit, by=family.guardian, at=EVENING)
    visits.generate_summary(visit_id=visit.pk, at=EVENING)
    content = json.dumps(Summary.objects.get().content)
    for photo in Photo.objects.all():
        assert str(photo.pk) not in content
        assert not photo.in_summary
    assert "genital" not in content.lower()


def test_a_share_of_other_rooms_does_not_open_photos(family):
    add(family)
    day = dt.date(2026, 11, 19)

    def seen(*sections) -> int:
        grant = Grant(
            patient_id=family.mia.pk,
            sections=frozenset(sections),
            first_day=day,
            last_day=day,
            expires_at=EVENING + dt.timedelta(days=1),
        )
        return Access.for_grant(grant, now=EVENING).of(Photo).count()

    assert (seen("record", "skin", "infections"), seen("photos")) == (0, 1)


def test_the_entrys_undo_hides_its_photos_from_everybody(family):
    photo = add(family)
    client = family.client("guardian")
    assert client.post(f"/p/{family.mia.pk}/record/{photo.entry_id}/undo/").status_code == 302
    photo.refresh_from_db()
    assert photo.state == State.REMOVED
    assert client.post(f"/p/{family.mia.pk}/record/{photo.entry_id}/restore/").status_code == 302
    photo.refresh_from_db()
    assert photo.state == State.KEPT
