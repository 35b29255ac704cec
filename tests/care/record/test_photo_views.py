"""Pages of photos: who may, what is kept, what is refused with which words, and what a browser is told of a picture."""

import datetime as dt
import io
import re
import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from care.record import actions as record
from care.record.models import Entry
from care.record.photos import actions, reads
from care.record.photos.models import PROBLEM_WORDS, Photo
from care.record.photos.rules import State
from tests.care.record import photo_files as files
from tests.care.record.nasty_photos import REFUSED_AT_ONCE, REFUSED_LATER
from tests.care.record.storage import stored
from tests.people import EVENING

pytestmark = pytest.mark.usefixtures("folder")
YESTERDAY = dt.date(2026, 11, 18)


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(EVENING, tick=False):
        yield


def url(family, *parts, patient=None) -> str:
    return "/".join([f"/p/{(patient or family.mia).pk}/record", *(str(part) for part in parts)]) + "/"


def photo_by(family, who="guardian", data=b"", ready=True, **values) -> Photo:
    values = {"patient": family.mia, "site": "cheek", "side": "left"} | values
    photo = actions.add_alone(
        by=getattr(family, who), at=EVENING, file=io.BytesIO(data or files.jpeg_with_gps()), **values
    )
    if ready:
        actions.prepare(photo_id=photo.pk, at=EVENING)
    return Photo.objects.get(pk=photo.pk)


def note_by(family, who="guardian", **values) -> Entry:
    values = {"patient": family.mia, "kind": "note", "by": getattr(family, who), "at": EVENING, "note": "x"} | values
    return record.add(**values).entry


def sent(data: bytes = b"", name: str = "Mia Musterweg.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data or files.jpeg_with_gps(), content_type="image/jpeg")


def text(response) -> str:
    html = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


ROLES = ["guardian", "second", "helper", "viewer", "revoked", "outsider"]
PAGES = [
    ("photos/", [200, 200, 403, 200, 404, 404]),
    ("photos/compare/", [200, 200, 403, 200, 404, 404]),
    ("photos/add/", [200, 200, 200, 403, 404, 404]),
    ("{entry}/photos/add/", [200, 200, 200, 403, 404, 404]),
    ("photos/{photo}/", [200, 200, 200, 200, 404, 404]),
    ("photos/{photo}/picture/", [200, 200, 200, 200, 404, 404]),
    ("photos/{photo}/thumb/", [200, 200, 200, 200, 404, 404]),
    ("photos/{photo}/change/", [200, 200, 403, 403, 404, 404]),
]


@pytest.mark.parametrize(("page", "statuses"), PAGES, ids=[row[0] for row in PAGES])
def test_roles(family, outsider, client, page, statuses):
    photo = photo_by(family)
    address = f"/p/{family.mia.pk}/record/" + page.format(photo=photo.pk, entry=photo.entry_id)
    found = {}
    for who in ROLES:
        asking = outsider.client("guardian") if who == "outsider" else family.client(who)
        found[who] = asking.get(address).status_code
    assert found == dict(zip(ROLES, statuses, strict=True))
    answer = client.get(address)
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]


@pytest.mark.parametrize(("who", "status"), list(zip(ROLES, [302, 302, 403, 403, 404, 404], strict=True)))
def test_who_may_take_a_photo_back_and_put_it_back(family, outsider, who, status):
    photo = photo_by(family)
    client = outsider.client("guardian") if who == "outsider" else family.client(who)
    assert client.get(url(family, "photos", photo.pk, "remove")).status_code in (405, 403, 404)
    assert client.post(url(family, "photos", photo.pk, "remove")).status_code == status
    assert (Photo.objects.get().state == State.REMOVED) is (status == 302)
    actions.remove_photo(photo=photo, by=family.guardian, at=EVENING)
    assert client.post(url(family, "photos", photo.pk, "restore")).status_code == status
    assert (Photo.objects.get().state == State.KEPT) is (status == 302)


def test_a_helper_sees_todays_photos_and_changes_only_their_own(family):
    helper = family.client("helper")
    old = photo_by(family, local_day=YESTERDAY)
    own, anothers = photo_by(family, "helper"), photo_by(family)
    for which in ("", "picture", "thumb"):
        assert helper.get(url(family, "photos", old.pk, *filter(None, [which]))).status_code == 404
        assert helper.get(url(family, "photos", anothers.pk, *filter(None, [which]))).status_code == 200
    assert helper.get(url(family, "photos", own.pk, "change")).status_code == 200
    assert helper.get(url(family, "photos", anothers.pk, "change")).status_code == 403
    assert helper.post(url(family, "photos", old.pk, "remove")).status_code == 404
    assert helper.post(url(family, "photos", own.pk, "remove")).status_code == 302
    assert helper.get(url(family, old.entry_id, "photos", "add")).status_code == 404


def test_a_photo_of_the_sibling_is_not_found_under_this_child(family):
    leo = photo_by(family, patient=family.leo)
    client = family.client("guardian")
    for parts in (("photos", leo.pk), ("photos", leo.pk, "picture"), ("photos", leo.pk, "thumb")):
        assert client.get(url(family, *parts)).status_code == 404
        assert client.get(url(family, *parts, patient=family.leo)).status_code == 200
    assert client.get(url(family, leo.entry_id, "photos", "add")).status_code == 404
    assert client.get(url(family, "photos", leo.pk, "change")).status_code == 404
    assert client.post(url(family, "photos", leo.pk, "remove")).status_code == 404
    actions.remove_photo(photo=leo, by=family.guardian, at=EVENING)
    assert client.post(url(family, "photos", leo.pk, "restore")).status_code == 404
    assert client.post(url(family, "photos", leo.pk, "remove")).status_code == 404


# --- The picture itself -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["picture", "thumb"])
def test_a_picture_is_stored_nowhere_and_read_as_nothing_else(family, which):
    photo = photo_by(family)
    answer = family.client("guardian").get(url(family, "photos", photo.pk, which))
    with getattr(photo, which).open("rb") as file:
        assert answer.content == file.read()
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == 'inline; filename="photo.jpg"'
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_no_address_of_the_storage_answers(family):
    photo = photo_by(family)
    client = family.client("guardian")
    for name in photo.file_names:
        for base in ("/", "/files/", "/media/", "/static/"):
            assert client.get(base + name).status_code == 404


@pytest.mark.parametrize("what", ["pending", "refused", "removed", "entry removed", "file lost"])
def test_only_a_kept_photo_has_a_picture(family, folder, what):
    photo = photo_by(family, data=REFUSED_LATER[0][1] if what == "refused" else b"", ready=what != "pending")
    if what == "removed":
        actions.remove_photo(photo=photo, by=family.guardian, at=EVENING)
    elif what == "entry removed":
        record.remove(entry=photo.entry, by=family.guardian, at=EVENING)
    elif what == "file lost":
        for path in stored(folder):
            path.unlink()
    client = family.client("guardian")
    for which in ("picture", "thumb"):
        assert client.get(url(family, "photos", photo.pk, which)).status_code == 404
    page = client.get(url(family, "photos", photo.pk))
    assert page.status_code == (404 if "removed" in what else 200)


# --- Adding -------------------------------------------------------------------------------------------------------


def test_add_saves_goes_back_and_can_be_undone(family, folder):
    client = family.client("guardian")
    form = client.get(url(family, "photos", "add"))
    assert 'capture="environment"' in form.content.decode()
    assert 'enctype="multipart/form-data"' in form.content.decode()
    data = {"client_id": str(uuid.uuid4()), "file": sent(), "site": "cheek", "side": "left", "has_scale": "on"}
    answer = client.post(url(family, "photos", "add"), data | {"note": "After the bath", "local_day": "2026-11-18"})
    assert answer["Location"] == url(family, "photos")
    photo = Photo.objects.get()
    assert (photo.place_key, photo.has_scale, photo.state) == ("cheek:left", True, State.PENDING)
    assert (photo.entry.note, photo.entry.local_day, photo.added_by) == ("After the bath", YESTERDAY, family.guardian)
    page = client.get(answer["Location"])
    assert "Saved: photo for Mia." in text(page)
    assert "Being prepared" in text(page)
    undo = re.search(r'action="([^"]*photos/[^"]*/remove/[^"]*)"', page.content.decode())[1].replace("&amp;", "&")
    page = client.post(undo, follow=True)
    assert "Taken back: photo for Mia." in text(page)
    assert Entry.objects.get().removed_at is not None
    back = re.search(r'action="([^"]*photos/[^"]*/restore/[^"]*)"', page.content.decode())[1].replace("&amp;", "&")
    page = client.post(back, follow=True)
    assert "Saved: photo for Mia." in text(page)
    assert Photo.objects.get().state == State.PENDING
    # Tapped once more, from a page that was still open: nothing changes, nothing breaks.
    assert client.post(back).status_code == 302
    assert b"Musterweg" not in b"".join(str(path).encode() for path in stored(folder))


def test_the_same_page_sent_twice_saves_once(family, folder):
    client, key, entry = family.client("guardian"), str(uuid.uuid4()), note_by(family)
    for _ in range(2):
        assert client.post(url(family, "photos", "add"), {"client_id": key, "file": sent()}).status_code == 302
        client.post(url(family, entry.pk, "photos", "add"), {"client_id": key, "file": sent()})
    assert (Photo.objects.count(), Entry.objects.count(), len(stored(folder))) == (2, 2, 2)


def test_one_from_the_camera_and_one_chosen_are_two_photos_of_one_entry(family):
    client = family.client("guardian")
    answer = client.post(url(family, "photos", "add"), {"camera": sent(), "file": sent(), "site": "chest"})
    assert [p.site for p in Photo.objects.all()] == ["chest", "chest"]
    entry = Entry.objects.get()
    page = client.get(answer["Location"])
    undo = re.search(r'action="([^"]*/remove/[^"]*)"', page.content.decode())[1].replace("&amp;", "&")
    client.post(undo)
    assert set(Photo.objects.values_list("state", flat=True)) == {State.REMOVED}
    entry.refresh_from_db()
    assert entry.removed_at is not None
    back = undo.replace("/remove/", "/restore/")
    client.post(back)
    assert set(Photo.objects.values_list("state", flat=True)) == {State.PENDING}


def test_a_photo_for_an_entry_goes_back_where_it_came_from(family):
    entry, client = note_by(family), family.client("helper")
    here = f"/p/{family.mia.pk}/"
    page = client.get(url(family, entry.pk, "photos", "add") + f"?next={here}&place=cheek:left")
    assert re.search(r'value="cheek" selected', page.content.decode())
    assert re.search(r'value="left"[^>]*checked', page.content.decode())
    assert "local_day" not in page.content.decode()
    answer = client.post(url(family, entry.pk, "photos", "add") + f"?next={here}", {"file": sent()})
    assert answer["Location"] == here
    photo = Photo.objects.get()
    assert (photo.entry, photo.added_by) == (entry, family.helper)
    elsewhere = client.post(url(family, entry.pk, "photos", "add") + "?next=https://evil.example/", {"file": sent()})
    assert "evil" not in elsewhere["Location"]


@pytest.mark.parametrize(
    "query", ["?place=nowhere", "?place=chest:left", "?place=:", "?day=yesterday", "?day=9999-01-01"]
)
def test_a_strange_address_still_opens_the_form(family, query):
    assert family.client("guardian").get(url(family, "photos", "add") + query).status_code == 200


@pytest.mark.parametrize(("name", "data", "problem"), REFUSED_AT_ONCE, ids=[row[0] for row in REFUSED_AT_ONCE])
def test_a_bad_file_is_refused_with_words_and_nothing_else_is_lost(family, folder, name, data, problem):
    answer = family.client("guardian").post(
        url(family, "photos", "add"), {"file": sent(data, name), "site": "cheek", "side": "right", "note": "kept words"}
    )
    assert answer.status_code == 422
    assert str(PROBLEM_WORDS[problem]) in text(answer)
    html = answer.content.decode()
    assert re.search(r'value="cheek" selected', html)
    assert re.search(r'value="right"[^>]*checked', html)
    assert "kept words" in html
    assert "<title>Error:" in html
    assert (Photo.objects.count(), Entry.objects.count(), stored(folder)) == (0, 0, [])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose a picture first."),
        ({"file": "text"}, "Choose a picture first."),
        ({"file": (b"", "empty.jpg")}, "The submitted file is empty."),
        ({"file": (b"x", "a.jpg"), "site": "nowhere"}, "Select a valid choice"),
        ({"file": (None, "a.jpg"), "site": "chest", "side": "left"}, "This place has no such side."),
        ({"file": (None, "a.jpg"), "side": "left"}, "Choose the place too."),
        ({"file": (None, "a.jpg"), "site": "genital"}, "Please tick this box, or choose another place."),
        ({"file": (None, "a.jpg"), "site": "genital"}, "Please choose the picture again."),
        ({"file": (None, "a.jpg"), "local_day": "2026-11-20"}, "The day cannot be after today"),
        ({"file": (None, "a.jpg"), "client_id": "no key"}, "UUID"),
    ],
)
def test_bad_input_has_a_clear_message_and_leaves_nothing(family, folder, data, words):
    if isinstance(data.get("file"), tuple):
        content, name = data["file"]
        file = SimpleUploadedFile(name, files.jpeg() if content is None else content)
        data = data | {"file": file}
    answer = family.client("guardian").post(url(family, "photos", "add"), data)
    assert answer.status_code == 422
    assert words in text(answer)
    assert (Photo.objects.count(), stored(folder)) == (0, [])


def test_a_private_place_asks_once_more(family):
    client = family.client("guardian")
    data = {"file": sent(), "site": "genital", "private_ok": "on"}
    assert client.post(url(family, "photos", "add"), data).status_code == 302
    photo = Photo.objects.get()
    actions.prepare(photo_id=photo.pk, at=EVENING)
    listed = client.get(url(family, "photos")).content.decode()
    assert f"{photo.pk}/thumb/" not in listed, "a private place is seen on its own page only"
    own = client.get(url(family, "photos", photo.pk))
    assert "stays out of every summary" in text(own)
    assert f"{photo.pk}/picture/" in own.content.decode()


def test_too_many_on_one_entry_is_said(family, folder):
    entry, client = note_by(family), family.client("guardian")
    for _ in range(12):
        actions.add_to_entry(entry=entry, by=family.guardian, at=EVENING, file=io.BytesIO(files.jpeg()))
    answer = client.post(url(family, entry.pk, "photos", "add"), {"file": sent()})
    assert answer.status_code == 422
    assert "12 photos here already" in text(answer)
    assert len(stored(folder)) == 12


# --- One photo ----------------------------------------------------------------------------------------------------


def test_a_photo_says_what_it_is_and_leads_on(family):
    photo = photo_by(family, has_scale=True, note="Blue towel")
    page = family.client("guardian").get(url(family, "photos", photo.pk))
    words, html = text(page), page.content.decode()
    assert "Cheek (left): Mia" in words
    assert "Thu 19 Nov 2026, added by Ana" in words
    assert "something for size" in words
    assert "Blue towel" in words
    assert 'alt="Photo: Cheek (left), Thu 19 Nov 2026"' in html
    assert 'width="80" height="120"' in html
    assert f"compare/?place=cheek%3Aleft&amp;second={photo.pk}" in html


def test_while_it_is_prepared_the_page_says_so_and_asks_again(family):
    photo = photo_by(family, ready=False)
    client = family.client("guardian")
    page = client.get(url(family, "photos", photo.pk))
    assert "being prepared" in text(page)
    assert "load delay:2s" in page.content.decode()
    with time_machine.travel(EVENING + dt.timedelta(minutes=6), tick=False):
        page = client.get(url(family, "photos", photo.pk))
    assert "need not send it again" in text(page)
    assert "load delay:2s" not in page.content.decode()


def test_what_could_not_be_used_says_why_and_offers_another_try(family):
    photo = photo_by(family, data=REFUSED_LATER[0][1], note="Still here")
    client = family.client("guardian")
    page = client.get(url(family, "photos", photo.pk))
    assert str(PROBLEM_WORDS["damaged"]) in text(page)
    assert "Still here" in text(page)
    again = re.search(r'href="([^"]*)" data-testid="try-again"', page.content.decode())[1].replace("&amp;", "&")
    assert client.post(again, {"file": sent()}).status_code == 302
    assert Photo.objects.get().state == State.PENDING
    assert Entry.objects.count() == 1


def test_a_refusal_is_taken_off_without_an_undo(family):
    photo = photo_by(family, data=REFUSED_LATER[0][1])
    page = family.client("guardian").post(url(family, "photos", photo.pk, "remove"), follow=True)
    assert "Taken back" in text(page)
    assert 'data-testid="undo"' not in page.content.decode()


def test_what_it_shows_is_corrected(family):
    photo = photo_by(family)
    client = family.client("guardian")
    page = client.get(url(family, "photos", photo.pk, "change"))
    assert re.search(r'value="cheek" selected', page.content.decode())
    answer = client.post(url(family, "photos", photo.pk, "change"), {"site": "chest", "side": "left"})
    assert answer.status_code == 422
    answer = client.post(url(family, "photos", photo.pk, "change"), {"site": "genital"})
    assert "Please tick this box" in text(answer)
    answer = client.post(url(family, "photos", photo.pk, "change"), {"site": "genital", "private_ok": "on"})
    assert answer["Location"] == url(family, "photos", photo.pk)
    # It is private already.
    assert client.post(url(family, "photos", photo.pk, "change"), {"site": "perineum"}).status_code == 302
    assert Photo.objects.get().place_key == "perineum"


# --- Gallery and comparing ----------------------------------------------------------------------------------------


def many(family, count: int, **values) -> list[Photo]:
    """Finished photos over many days, written straight to the table: one file serves them all."""
    first = photo_by(family, **values)
    rows = []
    for n in range(1, count):
        entry = note_by(family, kind="photo", local_day=first.entry.local_day - dt.timedelta(days=n))
        row = Photo.objects.get(pk=first.pk)
        row.pk, row.client_id, row.entry, row._state.adding = uuid.uuid4(), uuid.uuid4(), entry, True
        rows.append(row)
    return [first, *Photo.objects.bulk_create(rows)]


def test_an_empty_gallery_says_so(family):
    page = family.client("guardian").get(url(family, "photos"))
    assert "No photos yet." in text(page)
    assert "Compare" not in text(page)


def test_the_gallery_is_paged_newest_first_and_by_place(family):
    cheek = many(family, 30)
    chest, nowhere = photo_by(family, site="chest", side=""), photo_by(family, site="", side="")
    client = family.client("viewer")

    def tiles(query="") -> list[str]:
        return re.findall(
            r'<a href="[^"]*/photos/([0-9a-f-]{36})/" data-testid="photo"',
            client.get(url(family, "photos") + query).content.decode(),
        )

    assert set(tiles()[:3]) == {str(cheek[0].pk), str(chest.pk), str(nowhere.pk)}
    assert len(tiles()) == reads.PAGE
    assert len(tiles("?page=2")) == 32 - reads.PAGE
    assert tiles()[3:] + tiles("?page=2") == [str(photo.pk) for photo in cheek[1:]]
    assert tiles("?place=cheek:left") == [str(photo.pk) for photo in cheek[: reads.PAGE]]
    assert tiles("?place=chest") == [str(chest.pk)]
    assert tiles("?place=") == [str(nowhere.pk)]
    assert tiles("?place=palm:left") == tiles("?page=99") == []
    for odd in ("?page=0", "?page=-1", "?page=x", "?page=" + "9" * 50, "?place=" + "x" * 3000):
        assert client.get(url(family, "photos") + odd).status_code == 200
    page = client.get(url(family, "photos") + "?place=cheek:left")
    assert "Cheek (left) (30)" in text(page)
    assert 'loading="lazy"' in page.content.decode()


def test_two_days_side_by_side(family):
    photos = many(family, 4)
    client = family.client("viewer")

    def compared(query: str) -> list[str]:
        html = client.get(url(family, "photos", "compare") + query).content.decode()
        return re.findall(r'<img class="photo" src="[^"]*/([0-9a-f-]{36})/picture/"', html)

    newest, second, third, oldest = (str(photo.pk) for photo in photos)
    assert compared("?place=cheek:left") == [oldest, newest]
    assert compared(f"?place=cheek:left&first={second}&second={third}") == [third, second], "the older one first"
    assert compared(f"?place=cheek:left&second={third}") == [oldest, third]
    assert compared(f"?place=cheek:left&first={second}&second={second}") == [second]
    assert compared("?place=cheek:left&first=nonsense&second=") == [oldest, newest]
    page = client.get(url(family, "photos", "compare") + "?place=cheek:left")
    assert len(re.findall(r"<option value=", page.content.decode())) == 8
    assert "Light and distance change how skin looks." in text(page)


def test_choosing_the_same_photo_twice_still_offers_a_choice(family):
    photos = many(family, 2)
    same = f"?place=cheek:left&first={photos[0].pk}&second={photos[0].pk}"
    page = family.client("guardian").get(url(family, "photos", "compare") + same)
    assert page.content.decode().count("<select") == 2


def test_photos_of_one_day_are_numbered(family):
    photo_by(family)
    photo_by(family)
    page = family.client("guardian").get(url(family, "photos", "compare") + "?place=cheek:left")
    assert "Thu 19 Nov 2026, photo 1" in text(page)
    assert "Thu 19 Nov 2026, photo 2" in text(page)


def test_comparing_needs_two_and_says_so(family):
    client = family.client("guardian")
    assert "Two photos of the same place are needed" in text(client.get(url(family, "photos", "compare")))
    photo_by(family)
    assert "There is one photo of this place" in text(
        client.get(url(family, "photos", "compare") + "?place=cheek:left")
    )
    photo_by(family)
    page = client.get(url(family, "photos", "compare"))
    assert re.search(r'href="\?place=cheek%3Aleft" data-testid="place"', page.content.decode())
    assert client.get(url(family, "photos", "compare") + "?place=palm").status_code == 200


def test_what_waits_or_was_taken_back_is_not_compared(family):
    photo_by(family, ready=False)
    gone = photo_by(family)
    actions.remove_photo(photo=gone, by=family.guardian, at=EVENING)
    hidden = photo_by(family)
    record.remove(entry=hidden.entry, by=family.guardian, at=EVENING)
    page = family.client("guardian").get(url(family, "photos", "compare") + "?place=cheek:left")
    assert "Two photos of the same place are needed" in text(page)


# --- Cost ---------------------------------------------------------------------------------------------------------


def queries(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_pages_cost_the_same_with_few_and_many_photos(family):
    client = family.client("guardian")
    first = many(family, 2)[0]
    pages = [
        url(family, "photos"),
        url(family, "photos") + "?place=cheek:left",
        url(family, "photos", "compare") + "?place=cheek:left",
        url(family, "photos", first.pk),
        url(family, "photos", first.pk, "picture"),
        url(family, "photos", "add"),
    ]
    client.get(pages[0])
    few = [queries(client, page) for page in pages]
    many(family, 60)
    assert [queries(client, page) for page in pages] == few
    assert max(few) <= 12, few
    assert few[4] <= 5


def test_an_entrys_photos_are_one_query(family, django_assert_num_queries):
    from care.household.access import Access

    entry = note_by(family)
    access = Access.for_user(family.guardian)
    access.patients()
    for _ in range(3):
        actions.add_to_entry(entry=entry, by=family.guardian, at=EVENING, file=io.BytesIO(files.jpeg()))
        with django_assert_num_queries(1):
            album = reads.of_entry(access, entry.pk)
            assert [shot.by for shot in album.shots]
            assert album.waiting
    with django_assert_num_queries(1):
        assert reads.of_entries(access, [entry.pk]) == {}


def test_a_line_for_the_timeline(family):
    photo = photo_by(family, note="Blue towel")
    damaged = photo_by(family, data=REFUSED_LATER[0][1])
    lines = reads.describe([photo.entry, damaged.entry, note_by(family)])
    assert (lines[photo.entry_id].title, lines[photo.entry_id].text) == ("Photo", "Cheek (left), Blue towel")
    assert lines[photo.entry_id].url == url(family, "photos", photo.pk)
    assert lines[damaged.entry_id].text == "Cheek (left), could not be used"
    assert len(lines) == 3
