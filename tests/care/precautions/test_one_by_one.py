"""Hands and hygiene item by item: stored as said, never as a grade; and what it leaves alone."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError

from care.precautions import actions, reads
from care.precautions.models import RoutineCheck
from care.record.models import Correction, Entry
from tests.care.precautions.test_views import EVENING, TODAY, key_of, text, url
from tests.markup import ticked


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(EVENING, tick=False):
        yield


def note(family, answers, kept="noted", **more):
    return actions.record_routines(
        patient=family.mia, by=family.guardian, at=EVENING, kept=kept, answers=answers, **more
    ).entry


def test_one_tap_on_hygiene_says_nothing_about_the_routines(family):
    client = family.client("guardian")
    page = client.get(url(family, "different"))
    assert "Also done today" in text(page)
    response = client.post(url(family, "different"), {"client_id": key_of(page), "item": "hygiene:nails_cut"})
    assert response.status_code == 302
    check = RoutineCheck.objects.get()
    assert (check.kept, check.exceptions) == ("noted", [])
    assert check.answers == [{"kind": "hygiene", "slug": "nails_cut", "value": "done"}]
    access = client.get(url(family)).wsgi_request.access
    assert reads.routine_days(access, family.mia, TODAY, TODAY) == []
    assert reads.todays(access, family.mia, TODAY).kept == ""
    words = text(client.get(url(family)))
    assert "Hands and hygiene Nails cut" in words


def test_sore_skin_is_one_tap_and_something_different(family):
    client = family.client("helper")
    client.post(url(family, "different"), {"item": "obstacle:skin_sore"})
    check = RoutineCheck.objects.get()
    assert (check.kept, check.exceptions[0]["slug"]) == ("different", "skin_sore")
    assert "Could not wash hands: skin was sore" in text(client.get(url(family, check.pk)))


def test_one_by_one(family):
    client = family.client("guardian")
    page = client.get(url(family, "add"))
    words = text(page)
    assert "Not this time" in words
    assert "Did not come up" in words
    assert not ticked(page.content.decode()), "nothing is chosen before the first tap"
    data = {
        "client_id": key_of(page),
        "answer-moment:before_eating": "missed",
        "answer-moment:after_toilet": "done",
        "answer-moment:home_from_outside": "not_applicable",
        "answer-hygiene:towels_bedding": "missed",
        "note": "a long day",
    }
    client.post(url(family, "add"), data)
    client.post(url(family, "add"), data)
    check = RoutineCheck.objects.get()
    assert check.kept == "different"
    assert [row["slug"] for row in check.exceptions] == ["before_eating"]
    assert [(row["slug"], row["value"]) for row in check.answers] == [
        ("after_toilet", "done"),
        ("home_from_outside", "not_applicable"),
        ("towels_bedding", "missed"),
    ]
    words = text(client.get(url(family, check.pk)))
    assert "Before eating or feeding" in words
    assert "After coming home Did not come up" in words
    assert "Towels or bedding changed Not this time" in words


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Answer at least one of these"),
        ({"answer-moment:before_eating": "no"}, "Select a valid choice"),
        ({"kept": "maybe"}, "Select a valid choice"),
        ({"kept": "yes", "local_day": "2026-11-20"}, "The day cannot be after today"),
        ({"exceptions": ["food:nothing"]}, "Choose something from the list."),
    ],
)
def test_a_bad_form_writes_nothing_and_keeps_the_rest(family, data, words):
    response = family.client("guardian").post(url(family, "add"), {"note": "stays"} | data)
    assert response.status_code == 422
    assert words in text(response)
    assert "stays" in response.content.decode()
    assert not Entry.objects.exists()


def test_all_done_leaves_the_choice_of_words_to_the_family(family):
    client = family.client("guardian")
    client.post(url(family, "add"), {"kept": "yes", "answer-moment:after_toilet": "done"})
    check = RoutineCheck.objects.get()
    assert (check.kept, len(check.answers)) == ("yes", 1)
    # A plain "kept" is another entry: one tap, one undo.
    client.post(url(family, "add"), {"kept": "yes"})
    client.post(url(family, "add"), {"kept": "yes"})
    assert RoutineCheck.objects.count() == 2


def test_correcting_answers_keeps_what_was_said(family):
    entry = note(family, [{"slug": "nails_cut", "value": "done"}, {"slug": "after_toilet", "value": "done"}])
    client = family.client("second")
    page = client.get(url(family, entry.pk, "edit")).content.decode()
    assert 'name="answer-hygiene:nails_cut"' in page
    assert "towels_bedding" not in page, "only what was answered is asked again"
    client.post(url(family, entry.pk, "edit"), {"answer-moment:after_toilet": "missed"})
    check = RoutineCheck.objects.get()
    assert (check.kept, check.answers) == ("different", [])
    assert [row["slug"] for row in check.exceptions] == ["after_toilet"]
    words = text(client.get(url(family, entry.pk)))
    assert "was one by one: Nails cut, After the toilet or a nappy, changed by Ben" in words
    assert Correction.objects.filter(entry=entry, field="answers").exists()


@pytest.mark.parametrize("bad", [[{"slug": "raw_egg", "value": "done"}], [{"slug": "nails_cut"}], ["nails_cut"]])
def test_wrong_answers_write_nothing(family, bad):
    with pytest.raises(ValidationError):
        note(family, bad)
    assert not Entry.objects.exists()


def test_the_api_carries_answers(family):
    from rest_framework.test import APIClient

    client = APIClient()
    client.force_authenticate(family.guardian)
    sent = {
        "patient": str(family.mia.pk),
        "kept": "noted",
        "answers": [{"slug": "toothbrushing", "value": "done"}],
    }
    answer = client.post("/api/v1/routines/", sent, format="json")
    assert answer.status_code == 201
    assert answer.json()["answers"] == [{"kind": "hygiene", "slug": "toothbrushing", "value": "done"}]
    bad = client.post("/api/v1/routines/", sent | {"answers": [{"slug": "pool", "value": "done"}]}, format="json")
    assert bad.status_code == 400
    assert "answers" in bad.json()


def test_words_never_blame(family):
    """Check 15 of the acceptance list, on the pages of this room."""
    import re

    entry = note(family, [{"slug": "before_eating", "value": "missed"}, {"slug": "nails_cut", "value": "missed"}])
    client = family.client("guardian")
    for page in (url(family), url(family, "different"), url(family, "add"), url(family, entry.pk)):
        assert not re.search(r"streak|missed|failed|\d+\s?%|\bsafe\b|unsafe", text(client.get(page)), re.I), page


def test_a_day_late_counts_for_its_day(family):
    client = family.client("guardian")
    client.post(url(family, "add"), {"kept": "yes", "local_day": "2026-11-17"})
    assert Entry.objects.get().local_day == dt.date(2026, 11, 17)
