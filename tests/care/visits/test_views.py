"""Visits in the browser: who may, what is kept of bad input, and how a summary comes about."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.urls import reverse

from care.record import actions as record
from care.visits import actions
from care.visits.models import Summary, Visit
from tests.people import MORNING

D = dt.date
GOOD = {"on": "2026-11-24", "time": "09:40", "specialty": "pediatrics", "clinic": "City", "questions": "Swim?"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def visit(family) -> Visit:
    return actions.add_visit(
        patient=family.mia, by=family.guardian, at=MORNING, on=D(2026, 11, 24), specialty="pediatrics", clinic="City"
    ).visit


def url(name, patient, visit=None, **more):
    return reverse(f"visits:{name}", kwargs={"patient": patient.pk} | ({"visit": visit.pk} if visit else {}) | more)


def ready(visit) -> Summary:
    actions.request_summary(visit=visit, by=None, at=MORNING)
    return actions.generate_summary(visit_id=visit.pk, at=MORNING)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_visit_from_form_to_list(family):
    client = family.client("guardian")
    done = client.post(url("add", family.mia), GOOD, follow=True)
    assert done.status_code == 200
    made = Visit.objects.get()
    assert (made.on, made.time, made.time_zone, made.created_by) == (
        D(2026, 11, 24),
        dt.time(9, 40),
        "Europe/Berlin",
        family.guardian,
    )
    assert "Swim?" in text(done)
    listed = text(client.get(url("list", family.mia)))
    assert "City" in listed.split('data-testid="upcoming"')[1]
    assert made.clinic not in text(client.get(url("list", family.leo)))


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({"on": "2026-02-31"}, "Enter a valid date"),
        ({"on": ""}, "required"),
        ({"on": "2126-01-01"}, "check the year"),
        ({"on": "1726-01-01"}, "check the year"),
        ({"time": "25:99"}, "Enter a valid time"),
        ({"specialty": "witchcraft"}, "Select a valid choice"),
        ({"clinic": "x" * 400}, "at most 120"),
        ({"time_zone": "Mars/Base"}, "Choose a time zone"),
        ({"questions": "a\x00b"}, "Null characters"),
    ],
)
def test_bad_input_is_explained_and_the_rest_kept(family, bad, words):
    sent = GOOD | {"questions": "Kept 🌙 مرحبا"} | bad
    answer = family.client("guardian").post(url("add", family.mia), sent)
    page = text(answer)
    assert answer.status_code == 422
    assert "<title>Error:" in page
    assert words in page
    if "questions" not in bad:
        assert "Kept 🌙 مرحبا" in page
    assert not Visit.objects.exists()


def test_the_same_page_sent_twice_makes_one_visit(family):
    client = family.client("guardian")
    for _ in range(2):
        client.post(url("add", family.mia), GOOD | {"client_id": str(uuid.uuid4())[:-12] + "0" * 12})
    key = str(uuid.uuid4())
    for _ in range(2):
        client.post(url("add", family.leo), GOOD | {"client_id": key})
    assert family.leo.visits.count() == 1


def test_change_keeps_what_was_not_touched(family, visit):
    client = family.client("second")
    page = text(client.get(url("edit", family.mia, visit)))
    assert 'value="City"' in page
    client.post(url("edit", family.mia, visit), GOOD | {"time_zone": "Asia/Tokyo", "said_afterwards": "All fine"})
    visit.refresh_from_db()
    assert (visit.time_zone, visit.said_afterwards, visit.clinic) == ("Asia/Tokyo", "All fine", "City")
    assert "Asia/Tokyo" in text(client.get(url("detail", family.mia, visit)))


def test_delete_can_be_undone(family, visit):
    client = family.client("guardian")
    assert client.get(url("delete", family.mia, visit)).status_code == 405
    listed = client.post(url("delete", family.mia, visit), follow=True)
    assert url("restore", family.mia, visit) in text(listed)
    assert client.get(url("detail", family.mia, visit)).status_code == 404
    for _ in range(2):
        back = client.post(url("restore", family.mia, visit), follow=True)
        assert back.status_code == 200
    visit.refresh_from_db()
    assert visit.removed_at is None


PAGES = ["list", "add", "detail", "edit", "summary"]
POSTS = ["add", "edit", "delete", "restore", "make"]


@pytest.mark.parametrize(
    ("who", "reads", "writes"),
    [("second", 200, 302), ("viewer", 200, 403), ("helper", 403, 403), ("revoked", 404, 404)],
)
def test_roles(family, visit, who, reads, writes):
    ready(visit)
    client = family.client(who)
    for name in PAGES:
        target = url(name, family.mia, None if name in ("list", "add") else visit)
        expected = writes if name in ("add", "edit") and writes != 302 else reads
        assert client.get(target).status_code == expected, name
    for name in POSTS:
        target = url(name, family.mia, None if name == "add" else visit)
        assert client.post(target, GOOD).status_code == writes, name


def test_another_familys_ids_are_not_found(family, outsider, visit):
    ready(visit)
    client = outsider.client("guardian")
    for name in PAGES[2:]:
        assert client.get(url(name, family.mia, visit)).status_code == 404
        # Their own child's address with our visit's id.
        assert client.get(url(name, outsider.mia, visit)).status_code == 404
    for name in POSTS[1:]:
        assert client.post(url(name, outsider.mia, visit), GOOD).status_code == 404
    # A brother's address with his sister's visit.
    assert family.client("guardian").get(url("detail", family.leo, visit)).status_code == 404
    assert family.client("guardian").post(url("restore", family.leo, visit)).status_code == 404
    visit.refresh_from_db()
    assert (visit.removed_at, Summary.objects.count()) == (None, 1)


def test_making_a_summary_shows_how_far_it_is(family, visit):
    client = family.client("guardian")
    page = text(client.get(url("detail", family.mia, visit)))
    assert "Make the summary now" in page
    assert client.get(url("summary", family.mia, visit)).status_code == 302
    for _ in range(2):
        page = text(client.post(url("make", family.mia, visit), follow=True))
    assert "being made" in page
    assert 'hx-trigger="every 2s"' in page
    assert "Look again" in page
    assert Summary.objects.count() == 1
    actions.generate_summary(visit_id=visit.pk, at=MORNING)
    page = text(client.get(url("detail", family.mia, visit)))
    assert "being made" not in page
    assert url("summary", family.mia, visit) in page
    assert client.get(url("summary", family.mia, visit)).status_code == 200


def test_a_summary_that_could_not_be_made_says_so(family, visit):
    actions.request_summary(visit=visit, by=None, at=MORNING)
    Summary.objects.update(state="failed")
    page = text(family.client("guardian").get(url("detail", family.mia, visit)))
    assert 'data-testid="summary-failed"' in page
    ready(visit)
    assert 'data-testid="summary-failed"' not in text(family.client("guardian").get(url("detail", family.mia, visit)))


def test_the_page_says_when_the_record_went_on(family, visit):
    client = family.client("viewer")
    entry = record.add(patient=family.mia, kind="note", by=family.guardian, at=MORNING, note="x").entry
    ready(visit)

    def newer():
        return 'data-testid="newer"' in text(client.get(url("summary", family.mia, visit)))

    assert not newer()
    record.correct(entry=entry, by=family.guardian, at=MORNING, changes={"note": "y"})
    assert newer()
    ready(visit)
    assert not newer()
    record.remove(entry=entry, by=family.guardian, at=MORNING)
    assert newer()
    record.restore(entry=entry, by=family.guardian, at=MORNING)
    assert not newer()
    record.add(patient=family.leo, kind="note", by=family.guardian, at=MORNING)
    assert not newer()
    actions.change_visit(visit=visit, by=family.guardian, at=MORNING, changes={"questions": "New?"})
    assert "Your questions were changed" in text(client.get(url("summary", family.mia, visit)))


def test_an_older_version_stays_as_it_was_read(family, visit):
    client = family.client("guardian")
    ready(visit)
    first = text(client.get(url("summary-version", family.mia, visit, version=1)))
    record.add(patient=family.mia, kind="nothing_new", by=family.guardian, at=MORNING)
    ready(visit)
    again = text(client.get(url("summary-version", family.mia, visit, version=1)))
    assert 'data-testid="older-version"' in again
    assert (
        again.split("<article")[1]
        == first.split("<article")[1].split("</article>")[0] + "</article>" + (again.split("</article>")[1])
    )
    assert client.get(url("summary-version", family.mia, visit, version=9)).status_code == 404


def test_a_summary_changed_behind_our_back_is_not_shown_as_ours(family, visit):
    from django.db import connection

    ready(visit)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE care_summary SET content_hash = %s", ["0" * 64])
    assert 'data-testid="not-intact"' in text(family.client("guardian").get(url("summary", family.mia, visit)))


def test_the_page_for_the_clinic(family, visit):
    ready(visit)
    page = family.client("guardian").get(url("summary", family.mia, visit))
    html = page.content.decode()
    assert "Mia" not in html.split("<title>")[1].split("</title>")[0]
    assert "CAREGIVER-REPORTED" in html
    assert "Blank means not recorded." in html
    assert page["Cache-Control"] == "no-store"
    assert "Leo" not in html.split("<main")[1]
    assert len(page.content) < 120_000


@pytest.mark.parametrize(("time", "asked"), [("", True), ("06:30", True), ("09:40", False)])
def test_what_was_said_is_asked_for_once_the_visit_has_begun(family, time, asked):
    """On its own day: in Berlin it is two minutes past seven."""
    client = family.client("guardian")
    page = client.post(url("add", family.mia), GOOD | {"on": "2026-11-19", "time": time}, follow=True)
    assert ("What was said" in text(page)) is asked
    assert ("Change, or add what was said" in text(page)) is asked
