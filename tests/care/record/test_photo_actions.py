"""A photo's life: taken in, prepared, kept, taken back, put back, gone. After each step, what lies in the storage."""

import datetime as dt
import io
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from care.household.models import AuditEvent
from care.record import actions as record
from care.record.models import Entry
from care.record.photos import actions, pictures
from care.record.photos.actions import adding, preparing, tidying
from care.record.photos.models import Photo
from care.record.photos.rules import MOST_PER_ENTRY, Problem, Refused, State
from tests.care.record import photo_files as files
from tests.care.record.nasty_photos import CLEANED, REFUSED_AT_ONCE, REFUSED_LATER
from tests.care.record.storage import stored
from tests.people import EVENING, MORNING

LATER = EVENING + dt.timedelta(days=1)
DAYS = {days: EVENING + dt.timedelta(days=days) for days in range(60)}


pytestmark = pytest.mark.usefixtures("folder")


def alone(family, data: bytes = b"", **values) -> Photo:
    values = {"patient": family.mia, "by": family.guardian, "at": EVENING} | values
    return actions.add_alone(file=io.BytesIO(data or files.jpeg_with_gps()), **values)


def hung(entry, family, data: bytes = b"", **values) -> Photo:
    values = {"by": family.guardian, "at": EVENING} | values
    return actions.add_to_entry(entry=entry, file=io.BytesIO(data or files.jpeg_with_gps()), **values)


def note(family, **values) -> Entry:
    return record.add(
        **({"patient": family.mia, "kind": "note", "by": family.guardian, "at": EVENING, "note": "x"} | values)
    ).entry


def kept(family, **values) -> Photo:
    photo = alone(family, **values)
    assert actions.prepare(photo_id=photo.pk, at=EVENING)
    photo.refresh_from_db()
    return photo


def trail(family) -> list[str]:
    return list(AuditEvent.objects.filter(household=family.household).order_by("pk").values_list("action", flat=True))


# --- Taken in -----------------------------------------------------------------------------------------------------


def test_a_photo_alone_is_an_entry_and_waits(family, folder):
    photo = alone(family, site="cheek", side="left", has_scale=True, note="After the bath")
    assert (photo.state, photo.place_words, photo.in_summary) == (State.PENDING, "Cheek (left)", False)
    entry = photo.entry
    assert (entry.kind, entry.note, entry.local_day) == ("photo", "After the bath", dt.date(2026, 11, 19))
    assert [path.read_bytes() for path in stored(folder)] == [files.jpeg_with_gps()]
    assert trail(family)[-2:] == ["entry.added", "photo.added"]


def test_file_names_say_nothing_and_only_the_owner_reads_them(family, folder):
    kept(family)
    for path in stored(folder):
        name = str(path.relative_to(folder))
        assert name.startswith("photos/")
        assert len(path.stem) >= 38
        assert path.stat().st_mode & 0o077 == 0


def test_a_photo_hangs_on_an_entry_of_any_kind(family):
    entry = note(family)
    photo = hung(entry, family, by=family.second)
    assert (photo.entry, photo.added_by) == (entry, family.second)
    assert Entry.objects.count() == 1


def test_the_same_page_sent_twice_writes_once(family, folder):
    key, entry = uuid.uuid4(), note(family)
    assert alone(family, client_id=key).pk == alone(family, client_id=key).pk
    assert hung(entry, family, client_id=key).pk == hung(entry, family, client_id=key).pk
    assert (Photo.objects.count(), len(stored(folder))) == (2, 2)


def test_two_at_once_leave_one_row_and_one_file(family, folder, monkeypatch):
    """The second looks before the first has written."""
    key, entry = uuid.uuid4(), note(family)
    first = hung(entry, family, client_id=key)
    real = Photo.objects.filter
    blind = iter([Photo.objects.none()])
    monkeypatch.setattr(
        Photo.objects, "filter", lambda *a, **k: rows if (rows := next(blind, None)) is not None else real(*a, **k)
    )
    again = adding.add_to_entry(
        entry=entry, file=io.BytesIO(files.jpeg()), by=family.guardian, at=EVENING, client_id=key
    )
    assert again.pk == first.pk
    assert (Photo.objects.count(), len(stored(folder))) == (1, 1)


@pytest.mark.parametrize(("name", "data", "problem"), REFUSED_AT_ONCE, ids=[row[0] for row in REFUSED_AT_ONCE])
def test_what_is_refused_at_once_leaves_nothing(family, folder, name, data, problem):
    entry = note(family)
    for write in (lambda: alone(family, data), lambda: hung(entry, family, data)):
        with pytest.raises(Refused) as refused:
            write()
        assert refused.value.problem == problem
    assert not Photo.objects.exists()
    assert Entry.objects.get() == entry
    assert stored(folder) == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"site": "nowhere"}, "site"),
        ({"site": "lung"}, "site"),
        ({"site": "skin_unspecified"}, "site"),
        ({"site": "chest", "side": "left"}, "side"),
        ({"side": "left"}, "side"),
        ({"site": "cheek", "side": "up"}, "side"),
        ({"site": "genital"}, "private_ok"),
        ({"site": "perineum"}, "private_ok"),
        ({"site": "around_anus"}, "private_ok"),
    ],
)
def test_a_place_that_is_none_or_private_is_refused_and_leaves_nothing(family, folder, values, field):
    with pytest.raises(ValidationError) as refused:
        alone(family, **values)
    assert set(refused.value.message_dict) == {field}
    assert not Entry.objects.exists()
    assert stored(folder) == []


def test_a_private_photo_is_kept_once_somebody_said_so(family):
    photo = alone(family, site="genital", private_ok=True)
    assert (photo.is_private, photo.in_summary) == (True, False)


def test_a_future_day_leaves_nothing(family, folder):
    with pytest.raises(record.TooFarAhead):
        alone(family, local_day=dt.date(2026, 11, 20))
    assert stored(folder) == []
    assert not Photo.objects.exists()


def test_what_fails_while_writing_leaves_no_file(family, folder, monkeypatch):
    def broken(**values):
        raise RuntimeError

    monkeypatch.setattr(adding, "audit", broken)
    with pytest.raises(RuntimeError):
        alone(family)
    assert stored(folder) == []
    assert not Entry.objects.exists()


def test_an_entry_that_was_taken_back_takes_no_photo(family, folder):
    entry = note(family)
    record.remove(entry=entry, by=family.guardian, at=EVENING)
    with pytest.raises(PermissionDenied):
        hung(entry, family)
    assert stored(folder) == []


def test_an_entry_holds_only_so_many(family, folder):
    entry = note(family)
    for _ in range(MOST_PER_ENTRY):
        hung(entry, family)
    with pytest.raises(actions.TooManyPhotos):
        hung(entry, family)
    assert len(stored(folder)) == MOST_PER_ENTRY


# --- Prepared -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "data", "size"), CLEANED, ids=[row[0] for row in CLEANED])
def test_a_prepared_photo_is_two_clean_jpegs_and_nothing_else(family, folder, name, data, size):
    photo = alone(family, data)
    assert actions.prepare(photo_id=photo.pk, at=EVENING)
    photo.refresh_from_db()
    assert (photo.state, photo.original.name, photo.lease_until) == (State.KEPT, "", None)
    assert (photo.width, photo.height) == size
    assert {str(path.relative_to(folder)) for path in stored(folder)} == {photo.picture.name, photo.thumb.name}
    for path in stored(folder):
        content = path.read_bytes()
        assert content.startswith(b"\xff\xd8\xff\xe0")
        assert [secret for secret in files.SECRETS if secret in content] == []


@pytest.mark.parametrize(("name", "data", "problem"), REFUSED_LATER, ids=[row[0] for row in REFUSED_LATER])
def test_a_photo_that_turns_out_damaged_says_so_and_leaves_nothing(family, folder, name, data, problem):
    photo = alone(family, data, site="chest", note="kept")
    assert not actions.prepare(photo_id=photo.pk, at=EVENING)
    photo.refresh_from_db()
    assert (photo.state, photo.problem, photo.file_names) == (State.REFUSED, problem, [])
    assert stored(folder) == []
    assert Entry.objects.get().note == "kept"


def test_a_file_that_is_gone_is_said_too(family, folder):
    photo = alone(family)
    stored(folder)[0].unlink()
    assert not actions.prepare(photo_id=photo.pk, at=EVENING)
    photo.refresh_from_db()
    assert (photo.state, photo.problem) == (State.REFUSED, Problem.COULD_NOT)


def test_a_new_try_makes_room_of_what_could_not_be_used(family):
    entry = note(family)
    photo = hung(entry, family, REFUSED_LATER[0][1])
    actions.prepare(photo_id=photo.pk, at=EVENING)
    again = hung(entry, family)
    assert list(Photo.objects.all()) == [again]


def test_a_worker_that_stumbles_leaves_it_waiting_three_times(family, folder, monkeypatch):
    photo = alone(family)

    def broken(file):
        raise RuntimeError

    monkeypatch.setattr(pictures, "clean", broken)
    for attempt in (1, 2):
        with pytest.raises(RuntimeError):
            actions.prepare(photo_id=photo.pk, at=EVENING)
        photo.refresh_from_db()
        assert (photo.state, photo.attempts, photo.lease_until) == (State.PENDING, attempt, None)
    with pytest.raises(RuntimeError):
        actions.prepare(photo_id=photo.pk, at=EVENING)
    photo.refresh_from_db()
    assert (photo.state, photo.problem) == (State.REFUSED, Problem.COULD_NOT)
    assert stored(folder) == []


def test_three_workers_that_died_are_enough(family, folder):
    photo = alone(family)
    for dead in range(preparing.MOST_ATTEMPTS):
        assert preparing._claim(photo.pk, EVENING + dead * 2 * preparing.LEASE)
    at = EVENING + 6 * preparing.LEASE
    assert actions.waiting(at=at) == [photo.pk]
    assert not actions.prepare(photo_id=photo.pk, at=at)
    photo.refresh_from_db()
    assert (photo.state, photo.problem) == (State.REFUSED, Problem.COULD_NOT)
    assert stored(folder) == []


def test_only_one_worker_has_it(family):
    photo = alone(family)
    assert preparing._claim(photo.pk, EVENING)
    assert actions.waiting(at=EVENING) == []
    assert not actions.prepare(photo_id=photo.pk, at=EVENING)
    assert actions.waiting(at=EVENING + preparing.LEASE) == [photo.pk]


def test_of_two_workers_that_saw_it_one_gets_it(family):
    photo = alone(family)
    seen_by_both = Photo.objects.get(pk=photo.pk)
    assert preparing._claim(photo.pk, EVENING)
    assert not preparing._mine(seen_by_both).update(attempts=1)


def test_a_slow_worker_whose_lease_ended_leaves_no_files(family, folder):
    photo = alone(family)
    slow = preparing._claim(photo.pk, EVENING)
    assert actions.prepare(photo_id=photo.pk, at=EVENING + preparing.LEASE)
    before = stored(folder)
    assert not preparing._keep(slow, pictures.clean(io.BytesIO(files.jpeg())))
    preparing.refuse(slow, Problem.COULD_NOT)
    assert stored(folder) == before
    assert Photo.objects.get().state == State.KEPT


def test_a_family_erased_meanwhile_leaves_no_files(family, folder):
    photo = alone(family)
    claimed = preparing._claim(photo.pk, EVENING)
    Photo.objects.all().delete()
    assert not preparing._keep(claimed, pictures.clean(io.BytesIO(files.jpeg())))
    assert [path.read_bytes() for path in stored(folder)] == [files.jpeg_with_gps()]  # erasing deletes that one


def test_a_storage_that_fails_half_way_leaves_the_original_only(family, folder, monkeypatch):
    photo = alone(family)
    real, calls = default_storage.save, []

    class SecondFails:
        delete = staticmethod(default_storage.delete)

        @staticmethod
        def save(name, content):
            calls.append(name)
            if len(calls) == 2:
                raise OSError
            return real(name, content)

    monkeypatch.setattr(preparing, "default_storage", SecondFails)
    with pytest.raises(OSError):  # noqa: PT011
        actions.prepare(photo_id=photo.pk, at=EVENING)
    photo.refresh_from_db()
    assert [str(path.relative_to(folder)) for path in stored(folder)] == [photo.original.name]
    assert actions.waiting(at=EVENING) == [photo.pk]


# --- Taken back and put back --------------------------------------------------------------------------------------


def test_taken_back_and_put_back_with_its_entry(family, folder):
    photo = kept(family)
    actions.remove_photo(photo=photo, by=family.guardian, at=EVENING)
    photo.refresh_from_db()
    assert (photo.state, photo.removed_at, photo.entry.removed_at) == (State.REMOVED, EVENING, EVENING)
    assert len(stored(folder)) == 2
    actions.remove_photo(photo=photo, by=family.guardian, at=LATER)
    actions.restore_photo(photo=photo, by=family.guardian, at=LATER)
    photo = Photo.objects.get()
    assert (photo.state, photo.removed_at, photo.entry.removed_at) == (State.KEPT, None, None)
    actions.restore_photo(photo=photo, by=family.guardian, at=LATER)
    assert [line for line in trail(family) if line.startswith("photo.")] == [
        "photo.added",
        "photo.removed",
        "photo.restored",
    ]


def test_a_photo_on_a_note_leaves_the_note(family):
    entry = note(family)
    photo = hung(entry, family)
    actions.remove_photo(photo=photo, by=family.guardian, at=EVENING)
    entry.refresh_from_db()
    assert entry.removed_at is None
    actions.restore_photo(photo=photo, by=family.guardian, at=EVENING)
    assert Photo.objects.get().state == State.PENDING


def test_one_of_two_photos_leaves_the_other_and_the_entry(family):
    first = kept(family)
    second = hung(first.entry, family)
    actions.remove_photo(photo=first, by=family.guardian, at=EVENING)
    assert Entry.objects.get().removed_at is None
    actions.remove_photo(photo=second, by=family.guardian, at=EVENING)
    assert Entry.objects.get().removed_at == EVENING
    record.restore(entry=first.entry, by=family.guardian, at=LATER)
    # What went with the entry comes back with it; what was taken back before does not.
    assert {p.pk: p.state for p in Photo.objects.all()} == {first.pk: State.REMOVED, second.pk: State.PENDING}


def test_the_entrys_own_undo_takes_its_photos_along(family):
    entry = note(family)
    waits, ready, gone = hung(entry, family), hung(entry, family), hung(entry, family)
    actions.prepare(photo_id=ready.pk, at=EVENING)
    actions.remove_photo(photo=gone, by=family.guardian, at=EVENING)
    record.remove(entry=entry, by=family.guardian, at=LATER)
    assert set(Photo.objects.values_list("state", flat=True)) == {State.REMOVED}
    record.restore(entry=entry, by=family.guardian, at=LATER)
    states = {p.pk: (p.state, p.removed_at) for p in Photo.objects.all()}
    assert states == {
        waits.pk: (State.PENDING, None),
        ready.pk: (State.KEPT, None),
        gone.pk: (State.REMOVED, EVENING),
    }


def test_a_photo_taken_back_while_it_waits_is_prepared_all_the_same(family, folder):
    """What a camera wrote into it must not lie around for the weeks in which it can be put back."""
    photo = alone(family)
    actions.remove_photo(photo=photo, by=family.guardian, at=EVENING)
    assert actions.prepare(photo_id=photo.pk, at=EVENING)
    photo.refresh_from_db()
    assert (photo.state, photo.original.name, len(stored(folder))) == (State.REMOVED, "", 2)
    actions.restore_photo(photo=photo, by=family.guardian, at=LATER)
    assert Photo.objects.get().state == State.KEPT


def test_a_damaged_one_taken_back_while_it_waits_goes_whole(family, folder):
    photo = alone(family, REFUSED_LATER[0][1])
    actions.remove_photo(photo=photo, by=family.guardian, at=EVENING)
    assert not actions.prepare(photo_id=photo.pk, at=EVENING)
    assert (Photo.objects.count(), stored(folder)) == (0, [])


def test_a_refusal_taken_off_goes_for_good_with_its_empty_entry(family):
    photo = alone(family, REFUSED_LATER[0][1])
    actions.prepare(photo_id=photo.pk, at=EVENING)
    actions.remove_photo(photo=photo, by=family.guardian, at=EVENING)
    assert not Photo.objects.exists()
    assert Entry.objects.get().removed_at == EVENING


# --- Changed ------------------------------------------------------------------------------------------------------


def test_what_it_shows_can_be_corrected(family):
    photo = kept(family, site="chest")
    changes = {"site": "cheek", "side": "right", "has_scale": True}
    actions.change_photo(photo=photo, by=family.guardian, at=EVENING, changes=changes)
    photo = Photo.objects.get()
    assert (photo.place_key, photo.has_scale) == ("cheek:right", True)
    event = AuditEvent.objects.get(action="photo.changed")
    assert event.fields == ["has_scale", "side", "site"]
    actions.change_photo(photo=photo, by=family.guardian, at=EVENING, changes=changes)
    assert AuditEvent.objects.filter(action="photo.changed").count() == 1


def test_moving_it_to_a_private_place_needs_the_yes_and_leaves_the_summaries(family):
    photo = kept(family, site="chest")
    Photo.objects.update(in_summary=True)
    with pytest.raises(ValidationError):
        actions.change_photo(photo=photo, by=family.guardian, at=EVENING, changes={"site": "genital"})
    assert Photo.objects.get().site == "chest"
    actions.change_photo(photo=photo, by=family.guardian, at=EVENING, changes={"site": "genital"}, private_ok=True)
    assert (Photo.objects.get().site, Photo.objects.get().in_summary) == ("genital", False)
    # It is private already: correcting it asks no more.
    actions.change_photo(photo=photo, by=family.guardian, at=EVENING, changes={"site": "perineum"})


@pytest.mark.parametrize("changes", [{"site": "nowhere"}, {"side": "left"}, {"side": "up"}])
def test_a_place_that_is_none_changes_nothing(family, changes):
    photo = kept(family, site="chest")
    with pytest.raises(ValidationError):
        actions.change_photo(photo=photo, by=family.guardian, at=EVENING, changes=changes)
    assert Photo.objects.get().place_key == "chest"


def test_what_was_taken_back_is_not_changed(family):
    photo = kept(family)
    actions.remove_photo(photo=photo, by=family.guardian, at=EVENING)
    with pytest.raises(PermissionDenied):
        actions.change_photo(photo=photo, by=family.guardian, at=EVENING, changes={"site": "chest"})


# --- Swept up -----------------------------------------------------------------------------------------------------


def test_undo_works_until_the_window_ends_then_nothing_is_left(family, folder):
    photo = kept(family)
    actions.remove_photo(photo=photo, by=family.guardian, at=DAYS[0])
    assert actions.tidy(at=DAYS[30] - dt.timedelta(seconds=1)) == actions.Tidied()
    assert len(stored(folder)) == 2
    assert actions.tidy(at=DAYS[30]) == actions.Tidied(removed=1)
    assert (Photo.objects.count(), stored(folder)) == (0, [])
    assert actions.tidy(at=DAYS[30]) == actions.Tidied()


def test_photos_of_an_entry_taken_back_go_too(family, folder):
    entry = note(family)
    hung(entry, family)
    record.remove(entry=entry, by=family.guardian, at=DAYS[0])
    assert actions.tidy(at=DAYS[30]).removed == 1
    assert stored(folder) == []
    record.restore(entry=entry, by=family.guardian, at=DAYS[31])
    assert not Photo.objects.exists()


def test_kept_photos_stay_for_ever(family, folder):
    photo = kept(family)
    assert actions.tidy(at=DAYS[0] + dt.timedelta(days=20_000)) == actions.Tidied()
    assert default_storage.exists(photo.picture.name)


def test_an_upload_nobody_could_prepare_is_given_up(family, folder):
    photo = alone(family)
    assert actions.tidy(at=DAYS[2] - dt.timedelta(seconds=1)) == actions.Tidied()
    preparing._claim(photo.pk, DAYS[2])
    assert actions.tidy(at=DAYS[2]) == actions.Tidied()  # a worker has it right now
    assert actions.tidy(at=DAYS[2] + preparing.LEASE).stale == 1
    photo.refresh_from_db()
    assert (photo.state, photo.problem, stored(folder)) == (State.REFUSED, Problem.COULD_NOT, [])


@pytest.mark.parametrize(("text", "entry_stays"), [("", False), ("a note", True)])
def test_old_refusals_go_and_an_entry_with_words_stays(family, text, entry_stays):
    photo = alone(family, REFUSED_LATER[0][1], note=text)
    actions.prepare(photo_id=photo.pk, at=EVENING)
    assert actions.tidy(at=DAYS[7] - dt.timedelta(seconds=1)).refusals == 0
    assert actions.tidy(at=DAYS[7]).refusals == 1
    assert not Photo.objects.exists()
    assert (Entry.objects.get().removed_at is None) is entry_stays


def test_orphans_go_after_a_day_and_nothing_outside_the_folder(family, folder):
    photo = kept(family)
    lost = folder / "photos" / "pending" / "ab" / "lost"
    lost.parent.mkdir(parents=True, exist_ok=True)
    lost.write_bytes(files.jpeg_with_gps())
    (folder / "summaries").mkdir()
    (folder / "summaries" / "other.bin").write_bytes(b"not ours")
    now = dt.datetime.now(dt.UTC)
    assert actions.tidy(at=now).orphans == 0
    assert actions.tidy(at=now + dt.timedelta(days=1, minutes=1)).orphans == 1
    assert not lost.exists()
    left = {str(path.relative_to(folder)) for path in stored(folder)}
    assert left == {photo.picture.name, photo.thumb.name, "summaries/other.bin"}


def test_many_files_are_compared_in_batches(family, folder, monkeypatch):
    monkeypatch.setattr(tidying, "BATCH", 2)
    for _ in range(3):
        kept(family)
    far = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)
    assert actions.tidy(at=far) == actions.Tidied()
    assert len(stored(folder)) == 6


def test_an_empty_storage_is_fine(db):
    assert actions.tidy(at=EVENING) == actions.Tidied()


# --- The table ----------------------------------------------------------------------------------------------------

READY = {"picture": "a", "thumb": "b", "width": 1, "height": 1, "thumb_width": 1, "thumb_height": 1}
IMPOSSIBLE = {
    "pending without a file": {"state": "pending"},
    "pending and ready": {"state": "pending", "original": "x", "picture": "y"},
    "pending and removed": {"state": "pending", "original": "x", "removed_at": MORNING},
    "kept without a picture": {"state": "kept"},
    "kept without a size": {"state": "kept", **READY, "width": None},
    "kept with what was sent": {"state": "kept", **READY, "original": "x"},
    "kept and removed": {"state": "kept", **READY, "removed_at": MORNING},
    "removed at no time": {"state": "removed", **READY},
    "refused for no reason": {"state": "refused"},
    "refused with a file": {"state": "refused", "problem": "damaged", "picture": "x"},
    "another state": {"state": "lost"},
    "another problem": {"state": "refused", "problem": "ugly"},
    "another side": {"state": "pending", "original": "x", "site": "cheek", "side": "up"},
    "a side of nothing": {"state": "pending", "original": "x", "side": "left"},
}


@pytest.mark.parametrize("values", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_the_database_refuses_what_cannot_be(family, values):
    entry = note(family)
    with pytest.raises(IntegrityError), transaction.atomic():
        Photo.objects.create(entry=entry, added_by=family.guardian, **values)
