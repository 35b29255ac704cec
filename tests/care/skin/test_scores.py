"""Scores that a clinic gave: kept as told, quoted, and never worked out."""

import datetime as dt
import re
import uuid

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from care.household.access import Access
from care.household.models import AuditEvent
from care.record import actions as record
from care.record import reads as days
from care.record.dates import PartialDate
from care.record.models import Correction, Entry
from care.skin import actions, reads
from care.skin.models import ClinicScore
from tests.markup import ticked
from tests.people import EVENING

TODAY = dt.date(2026, 11, 19)
WEEK = dt.timedelta(days=7)


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(EVENING, tick=False):
        yield


def give(family, instrument="poem", tenths=170, dated=None, **more) -> Entry:
    values = {"given_by": "Dr Lindqvist", "dated": dated or PartialDate.on(TODAY)} | more
    who = values.pop("who", "guardian")
    return actions.record_score(
        patient=family.mia, by=getattr(family, who), at=EVENING, instrument=instrument, tenths=tenths, **values
    ).entry


@pytest.fixture
def door(family):
    return Access.for_user(family.guardian, now=EVENING)


def url(family, *parts) -> str:
    return "/".join([f"/p/{family.mia.pk}/skin/scores", *(str(part) for part in parts)]) + "/"


def text(response) -> str:
    html = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_score_is_kept_as_it_was_given_and_says_nothing_about_the_day(family, door):
    key = uuid.uuid4()
    entry = give(family, "scorad", 453, PartialDate.of(2026, 10), note="From the letter", client_id=key)
    score = entry.clinic_score
    assert (str(score.value), score.dated.text, score.given_by) == ("45.3", "2026-10", "Dr Lindqvist")
    assert (entry.local_day, entry.note, entry.source) == (TODAY, "From the letter", "clinician")
    assert AuditEvent.objects.get(object_id=str(entry.pk)).action == "entry.added"
    assert days.days(door, family.mia, TODAY, TODAY)[0].state == "not-recorded"
    again = give(family, "scorad", 500, client_id=key)
    assert (again.pk, ClinicScore.objects.get().tenths) == (entry.pk, 453)
    note = record.add(patient=family.mia, kind="note", by=family.guardian, at=EVENING, note="x", client_id=uuid.uuid4())
    with pytest.raises(PermissionDenied):
        give(family, client_id=note.entry.client_id)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"tenths": 290}, "tenths"),
        ({"tenths": 35}, "tenths"),
        ({"instrument": "easi", "tenths": 721}, "tenths"),
        ({"instrument": "moon"}, "instrument"),
        ({"instrument": "other", "tenths": 30}, "other_name"),
        ({"instrument": "other", "tenths": 30, "other_name": "  "}, "other_name"),
        ({"given_by": "  "}, "given_by"),
        ({"given_by": "x" * 121}, "given_by"),
        ({"dated": PartialDate.on(TODAY + dt.timedelta(days=1))}, "dated"),
        ({"dated": PartialDate.of(2027)}, "dated"),
    ],
)
def test_what_is_no_score_writes_nothing_and_names_its_field(family, values, field):
    with pytest.raises(ValidationError) as wrong:
        give(family, **values)
    assert field in wrong.value.message_dict
    assert not Entry.objects.exists()


def test_a_range_from_memory_is_held_but_never_told(family):
    with pytest.raises(ValidationError) as told:
        give(family, "poem", 290)
    assert "0 to 28" in str(told.value)
    with pytest.raises(ValidationError) as held:
        give(family, "easi", 721)
    assert "72" not in str(held.value)


@pytest.mark.parametrize(
    "raw",
    [
        {"instrument": "moon"},
        {"tenths": 281},
        {"given_by": ""},
        {"other_name": "Mine"},
        {"instrument": "other"},
        {"scored_precision": "week"},
    ],
)
def test_the_database_knows_what_a_score_is(family, raw):
    entry = give(family)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClinicScore.objects.filter(pk=entry.pk).update(**raw)


def test_a_correction_keeps_what_it_said(family):
    entry = give(family, "other", 125, other_name="Our clinic's score")
    changes = {"instrument": "scorad", "tenths": 305, "dated": PartialDate.of(2026), "note": "typed wrong"}
    actions.correct_score(score=entry.clinic_score, by=family.second, at=EVENING, changes=changes)
    kept = ClinicScore.objects.get()
    assert (kept.name, kept.other_name, kept.tenths, kept.dated.text) == ("SCORAD", "", 305, "2026")
    told = {(row.field, row.old) for row in Correction.objects.all()}
    assert {("instrument", "other"), ("tenths", 125), ("other_name", "Our clinic's score")} <= told
    for wrong in ({"tenths": 2000}, {"dated": PartialDate.of(2027)}, {"instrument": "poem"}):
        with pytest.raises(ValidationError):
            actions.correct_score(score=kept, by=family.second, at=EVENING, changes=wrong)
    assert ClinicScore.objects.get().tenths == 305


def test_a_second_poem_of_a_week_is_kept_and_is_no_new_point(family, door):
    give(family, dated=PartialDate.on(TODAY - WEEK))
    give(family, tenths=150, dated=PartialDate.on(TODAY - dt.timedelta(days=3)))
    give(family, tenths=120)
    give(family, tenths=90, dated=PartialDate.of(2026, 11))
    every = reads.scores(door, family.mia)
    assert [(score.value, score.mark) for score in every] == [
        ("12", "point"),
        ("15", "same_week"),
        ("17", "point"),
        ("9", "no_day"),
    ]
    points = reads.chart_points(every, TODAY - dt.timedelta(days=90), TODAY)
    assert [score.value for score in points] == ["17", "12"]
    assert reads.chart_points(every, TODAY, TODAY) == points[1:]
    words = text(family.client("guardian").get(url(family)))
    assert words.count("Less than 7 days after another one") == 1
    assert words.count("No exact day") == 1
    # Taken back, the first no longer stands in the way.
    record.remove(entry=Entry.objects.get(clinic_score__tenths=170), by=family.guardian, at=EVENING)
    assert [score.mark for score in reads.scores(door, family.mia)] == ["same_week", "point", "no_day"]


def test_the_newest_of_each_instrument(family, door):
    give(family, dated=PartialDate.on(TODAY - WEEK))
    give(family, tenths=120)
    give(family, "other", 10, other_name="A")
    give(family, "other", 20, other_name="B")
    found = reads.newest_scores(reads.scores(door, family.mia))
    assert sorted((score.name, score.value) for score in found) == [("A", "1"), ("B", "2"), ("POEM", "12")]
    assert "POEM 12 given by Dr Lindqvist , Thu 19 Nov 2026" in text(
        family.client("guardian").get(f"/p/{family.mia.pk}/skin/")
    )


def test_a_line_of_the_timeline(family):
    entry = give(family, dated=PartialDate.of(2026, 10))
    line = reads.describe([entry])[entry.pk]
    assert (line.title, line.text) == ("Score from a clinic: POEM", "17, given by Dr Lindqvist, October 2026")
    assert family.client("guardian").get(line.url).status_code == 200


ROLES = ["guardian", "second", "helper", "viewer", "revoked", "outsider"]


@pytest.mark.parametrize(
    ("page", "statuses"),
    [
        ("list", [200, 200, 403, 200, 404, 404]),
        ("add", [200, 200, 200, 403, 404, 404]),
        ("detail", [200, 200, 200, 200, 404, 404]),
        ("edit", [200, 200, 403, 403, 404, 404]),
        ("delete", [302, 404, 403, 403, 404, 404]),
    ],
)
def test_roles(family, outsider, page, statuses):
    entry = give(family)
    parts = {"list": (), "add": ("add",), "detail": (entry.pk,)}.get(page, (entry.pk, page))
    found = {}
    for who in ["outsider", "revoked", "viewer", "helper", "guardian", "second"]:
        client = outsider.client("guardian") if who == "outsider" else family.client(who)
        response = client.post(url(family, *parts)) if page == "delete" else client.get(url(family, *parts))
        found[who] = response.status_code
    assert found == dict(zip(ROLES, statuses, strict=True))


GOOD = {
    "instrument": "po_scorad",
    "number": "31,5",
    "dated_month": "10",
    "dated_year": "2026",
    "given_by": "Skin clinic",
    "note": "Second visit 🌙",
}


def test_typing_a_score_in(family):
    client = family.client("guardian")
    assert not ticked(client.get(url(family, "add")).content.decode())
    response = client.post(url(family, "add"), GOOD)
    entry = Entry.objects.get()
    assert response["Location"] == f"{url(family)}?saved={entry.pk}"
    score = entry.clinic_score
    assert (score.instrument, score.tenths, score.dated.text) == ("po_scorad", 315, "2026-10")
    words = text(client.get(url(family, entry.pk)))
    for part in ("PO-SCORAD of Mia", "31.5", "Skin clinic", "October 2026", "Second visit 🌙"):
        assert part in words
    helper = family.client("helper").post(url(family, "add"), GOOD)
    assert helper["Location"].startswith(f"/p/{family.mia.pk}/?saved=")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"instrument": ""}, "Choose the score."),
        ({"instrument": "moon"}, "Select a valid choice"),
        ({"number": ""}, "Write the number the clinic gave."),
        ({"number": "abc"}, "Write the number in digits"),
        ({"number": "104"}, "PO-SCORAD is a number from 0 to 103."),
        ({"instrument": "poem"}, "POEM is a whole number from 0 to 28."),
        ({"instrument": "viga_ad", "number": "7"}, "This number does not fit vIGA-AD."),
        ({"instrument": "other"}, "Write the name of the score."),
        ({"dated_year": ""}, "Add the year"),
        ({"dated_year": "2027"}, "The date cannot be in the future."),
        ({"given_by": ""}, "Write the name of the clinician or the clinic."),
        ({"given_by": "x" * 121}, "at most 120 characters"),
    ],
)
def test_what_does_not_fit_is_said_and_the_rest_is_kept(family, change, words):
    response = family.client("guardian").post(url(family, "add"), GOOD | change)
    assert response.status_code == 422
    assert words in text(response)
    assert "Second visit 🌙" in response.content.decode()
    assert not Entry.objects.exists()


def test_correcting_and_taking_back_on_the_page(family):
    entry = give(family)
    client = family.client("second")
    page = client.get(url(family, entry.pk, "edit")).content.decode()
    assert 'value="17"' in page
    assert 'value="19"' in page
    data = GOOD | {"instrument": "poem", "number": "12"}
    assert client.post(url(family, entry.pk, "edit"), data)["Location"] == f"{url(family, entry.pk)}?saved={entry.pk}"
    words = text(client.get(url(family, entry.pk)))
    assert "was number: 17, changed by Ben" in words
    assert "was date: Thu 19 Nov 2026" in words
    assert client.post(url(family, entry.pk, "edit"), data | {"number": "29"}).status_code == 422
    gone = client.post(url(family, entry.pk, "delete"))
    assert gone["Location"] == f"{url(family)}?undone={entry.pk}"
    assert "No score is written down yet." in text(client.get(url(family)))


def test_a_score_of_the_sibling_or_a_check_is_not_found_here(family):
    leo = actions.record_score(
        patient=family.leo,
        by=family.guardian,
        at=EVENING,
        instrument="poem",
        tenths=30,
        dated=PartialDate.on(TODAY),
        given_by="x",
    ).entry
    check = actions.answer(patient=family.mia, by=family.guardian, at=EVENING, values={"worst_itch": 1}).entry
    client = family.client("guardian")
    for entry in (leo, check):
        for last in ((), ("edit",)):
            assert client.get(url(family, entry.pk, *last)).status_code == 404
        assert client.post(url(family, entry.pk, "delete")).status_code == 404
    assert Entry.objects.kept().count() == 2


def test_long_and_odd_words_are_shown_whole(family):
    name = "‏מרפאת עור‏ <b>" + "x" * 90
    entry = give(family, "other", 99999, other_name="ציון " + "y" * 50, given_by=name)
    page = family.client("viewer").get(url(family, entry.pk)).content.decode()
    assert "&lt;b&gt;" in page
    assert "9999.9" in page


def test_the_number_of_queries_does_not_grow(family):
    entry = give(family)
    client = family.client("guardian")

    def count() -> list[int]:
        counts = []
        for address in (url(family), url(family, entry.pk), url(family, entry.pk, "edit"), url(family, "add")):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))
        return counts

    small = count()
    for n in range(1, 60):
        give(family, ("poem", "easi", "scorad")[n % 3], dated=PartialDate.on(TODAY - n * WEEK))
    assert count() == small
    assert max(small) <= 12
