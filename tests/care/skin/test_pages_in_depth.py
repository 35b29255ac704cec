"""The form folded away, the signs page, and the unit of sleep, as a person meets them."""

import datetime as dt
import re
import uuid

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from care.record.models import Entry
from care.reference import body_sites
from care.skin import actions
from care.skin.forms import SkinCheckForm
from care.skin.models import SkinCheck
from care.skin.rules import SIGNS
from tests.markup import ticked
from tests.people import EVENING

TODAY = dt.date(2026, 11, 19)
PALM = {"site": "palm", "side": "left"}
CHEST = {"site": "chest", "side": "midline"}


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(EVENING, tick=False):
        yield


def url(family, *parts) -> str:
    return "/".join([f"/p/{family.mia.pk}/skin", *(str(part) for part in parts)]) + "/"


def check_by(family, **values) -> Entry:
    return actions.answer(patient=family.mia, by=family.guardian, at=EVENING, values=values).entry


def text(response) -> str:
    html = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def opened(html: str) -> dict[str, bool]:
    """Which parts of the form are unfolded."""
    found = re.findall(r'<details( open)? data-testid="part-([a-z]+)"', html)
    return {slug: bool(is_open) for is_open, slug in found}


def test_only_the_evenings_questions_are_in_sight(family):
    client = family.client("guardian")
    parts = opened(client.get(url(family, "add")).content.decode())
    assert parts == dict.fromkeys(["where", "hints", "triggers", "care"], False)
    flare = opened(client.get(url(family, "add") + "?flare=1").content.decode())
    assert flare == {"where": True, "sleep": False, "hints": False, "triggers": False, "care": False}


def test_what_is_answered_and_what_is_wrong_is_unfolded(family):
    entry = check_by(family, worst_itch=3, triggers=["heat"], emollient_times=2)
    client = family.client("guardian")
    parts = opened(client.get(url(family, entry.pk, "edit")).content.decode())
    assert parts == {"where": False, "hints": False, "triggers": True, "care": True}
    wrong = client.post(url(family, entry.pk, "edit"), {"worst_itch": "3", "extent_palms": "many"})
    assert wrong.status_code == 422
    assert opened(wrong.content.decode())["where"]
    assert "Write a whole number from 0 to 100." in text(wrong)


FULL = {
    "client_id": str(uuid.uuid4()),
    "worst_itch": "6",
    "sleep_loss": "4",
    "sites": ["palm:left", "chest"],
    "extent_palms": "7",
    "blisters_clustered": "no",
    "triggers": ["heat", "wool"],
    "care_done": ["bath"],
    "bleach_bath": "yes",
    "bleach_bath_minutes": "10",
    "antiseptic_wash": "no",
    "emollient_times": "3",
    "steroid_product": "Hydrocortisone 1 %",
    "steroid_same": "on",
    "steroid_sites": ["elbow_crease:right"],
    "other_topical_product": "Zinc paste",
}


def test_every_question_is_saved_shown_and_edited_without_a_loss(family):
    client = family.client("guardian")
    assert client.post(url(family, "add"), FULL).status_code == 302
    check = SkinCheck.objects.get()
    assert check.care_done == ["bath", "bleach_bath", "emollient", "steroid_topical", "other_topical"]
    assert (check.care_not_done, check.bleach_bath_minutes, check.emollient_times) == (["antiseptic_wash"], 10, 3)
    assert check.steroid_sites == [CHEST, {"site": "elbow_crease", "side": "right"}, PALM]
    words = text(client.get(url(family, check.pk)))
    for part in ("about 7 palms of skin (estimate)", "Heat, Wool", "10 minutes", "3 times", "Hydrocortisone 1 %"):
        assert part in words
    assert "Not recorded: skin overall, weeping or yellow crust" in words
    # The page opened and saved again says the same.
    page = client.get(url(family, check.pk, "edit"))
    form = page.context["form"]
    again = {field.html_name: field.value() for field in form if field.value() not in (None, "", [], False)}
    assert client.post(url(family, check.pk, "edit"), again).status_code == 302
    kept = SkinCheck.objects.get()
    assert {f.attname: getattr(kept, f.attname) for f in SkinCheck._meta.concrete_fields} == {
        f.attname: getattr(check, f.attname) for f in SkinCheck._meta.concrete_fields
    }
    assert kept.entry.edited_at is None


def test_answers_that_contradict_each_other_are_said_and_nothing_is_written(family):
    client = family.client("guardian")
    response = client.post(url(family, "add"), {"bleach_bath": "no", "bleach_bath_minutes": "10"})
    assert response.status_code == 422
    assert "noted as done and as not done" in text(response)
    response = client.post(url(family, "add"), {"care_done": ["emollient"], "emollient_times": "0"})
    assert "Moisturiser is ticked, and 0 times as well." in text(response)
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"extent_palms": "101"}, "Write a whole number from 0 to 100."),
        ({"extent_palms": "2,5"}, "Write a whole number from 0 to 100."),
        ({"emollient_times": "-1"}, "Write a whole number from 0 to 10."),
        ({"bleach_bath_minutes": "241"}, "Write a whole number from 1 to 240."),
        ({"steroid_product": "x" * 121}, "at most 120 characters"),
        ({"triggers": ["moonlight"]}, "Select a valid choice"),
        ({"steroid_sites": ["moon"]}, "Select a valid choice"),
        ({"bleach_bath": "perhaps"}, "Select a valid choice"),
    ],
)
def test_bad_input_is_named_and_writes_nothing(family, data, words):
    response = family.client("guardian").post(url(family, "add"), {"worst_itch": "3"} | data)
    assert response.status_code == 422
    assert words in text(response)
    assert not Entry.objects.exists()


def test_every_place_of_the_skin_can_be_chosen_with_its_side(family):
    page = family.client("guardian").get(url(family, "add") + "?places=list").content.decode()
    offered = set(re.findall(r'name="sites" value="([^"]+)"', page))
    expected = set()
    for place in body_sites.all_sites():
        if place.is_skin and place.slug != body_sites.NOT_RECORDED:
            expected |= {f"{place.slug}:left", f"{place.slug}:right"} if place.paired else {place.slug}
    assert offered == expected
    assert {"tongue", "mouth_inside", "whole_body", "genital", "fingernails:left"} <= offered


# --- how each place looks -------------------------------------------------------------------------------------------


def test_from_the_form_to_the_places_and_back(family):
    client = family.client("guardian")
    response = client.post(url(family, "add") + "?flare=1", {"sites": ["palm:left", "chest"], "describe": "1"})
    entry = Entry.objects.get()
    assert response["Location"] == f"{url(family, entry.pk, 'signs')}?saved={entry.pk}"
    page = client.get(url(family, entry.pk, "signs"))
    assert not ticked(page.content.decode())
    assert len(re.findall('data-testid="place"', page.content.decode())) == 2
    assert "Redder, darker or greyer than usual" in text(page)
    data = {"palm-left-redness": "2", "palm-left-dryness": "not_sure", "chest-midline-swelling": "0"}
    saved = client.post(url(family, entry.pk, "signs"), data)
    assert saved["Location"] == f"{url(family, entry.pk)}?saved={entry.pk}"
    assert SkinCheck.objects.get().signs == [
        CHEST | {"swelling": 0},
        PALM | {"redness": 2, "dryness": "not_sure"},
    ]
    words = text(client.get(url(family, entry.pk)))
    assert "Palm (left) Redder, darker or greyer than usual: moderate, Dry: can&#x27;t tell" in words
    # Taking one grade out, and leaving the others.
    client.post(url(family, entry.pk, "signs"), {"palm-left-redness": "", "palm-left-dryness": "1"})
    assert SkinCheck.objects.get().signs == [PALM | {"dryness": 1}]


def test_without_a_place_there_is_nothing_to_describe(family):
    entry = check_by(family, worst_itch=3)
    client = family.client("guardian")
    assert "No place is named in this check yet." in text(client.get(url(family, entry.pk, "signs")))
    response = client.post(url(family, entry.pk, "edit"), {"worst_itch": "3", "describe": "1"})
    assert response["Location"] == f"{url(family, entry.pk)}?saved={entry.pk}"


@pytest.mark.parametrize("grade", ["4", "-1", "x", "2.0"])
def test_a_grade_that_does_not_exist_is_refused(family, grade):
    entry = check_by(family, sites=[PALM])
    response = family.client("guardian").post(url(family, entry.pk, "signs"), {"palm-left-redness": grade})
    assert response.status_code == 422
    assert "Select a valid choice" in text(response)
    assert SkinCheck.objects.get().signs == []


@pytest.mark.parametrize(("who", "status"), [("second", 200), ("helper", 403), ("viewer", 403), ("revoked", 404)])
def test_who_may_describe(family, who, status):
    entry = check_by(family, sites=[PALM])
    assert family.client(who).get(url(family, entry.pk, "signs")).status_code == status


def test_sixty_places_are_sixty_times_six_questions_and_as_many_queries_as_one(family):
    client = family.client("guardian")
    entry = check_by(family, sites=[PALM])

    def count() -> int:
        client.get(url(family, entry.pk, "signs"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(family, entry.pk, "signs")).status_code == 200
        return len(queries)

    small = count()
    every = [{"site": place.slug, "side": ""} for place in body_sites.all_sites() if place.is_skin]
    check = SkinCheck.objects.get()
    signs = [row | dict.fromkeys(SIGNS, 3) for row in every]
    actions.edit(check=check, by=family.guardian, at=EVENING, values={"sites": every, "signs": signs})
    assert count() == small <= 12
    assert family.client("guardian").get(url(family, entry.pk)).status_code == 200


@pytest.mark.parametrize(
    ("sites", "place"),
    [
        ([PALM], "&amp;place=palm%3Aleft"),
        ([CHEST], "&amp;place=chest"),
        ([{"site": "palm", "side": "both"}], "&amp;place=palm"),
        ([PALM, CHEST], ""),
        ([], ""),
    ],
)
def test_a_photo_of_the_only_place_need_not_be_told_where(family, sites, place):
    entry = check_by(family, worst_itch=3, sites=sites)
    page = family.client("guardian").get(url(family, entry.pk)).content.decode()
    link = re.search(r'href="([^"]+)" data-testid="add-photo"', page)[1]
    assert link.partition(f"skin/{entry.pk}/")[2] == place


# --- lost sleep ------------------------------------------------------------------------------------------------------


def test_the_family_is_asked_in_the_unit_it_chose_and_old_nights_keep_theirs(family):
    entry = check_by(family, sleep_loss=4)
    client = family.client("guardian")
    assert 'name="sleep_loss"' in client.get(url(family, "add") + "?flare=1").content.decode()
    response = client.post(url(family, "settings"), {"sleep_unit": "minutes"})
    assert response["Location"] == url(family, "settings") + "?kept=1"
    assert "Your choice is saved." in text(client.get(response["Location"]))
    page = family.client("helper").get(url(family, "add")).content.decode()
    assert 'name="sleep_minutes"' in page
    assert 'name="sleep_loss"' not in page
    # A night that was noted as a number is corrected as a number.
    old = client.get(url(family, entry.pk, "edit")).content.decode()
    assert 'name="sleep_loss"' in old
    assert 'name="sleep_minutes"' not in old
    family.client("second").post(url(family, "add"), {"sleep_minutes": "90"})
    check = SkinCheck.objects.get(sleep_minutes=90)
    assert "90 minutes" in text(client.get(url(family, check.pk)))
    actions.choose_sleep_unit(patient=family.mia, by=family.guardian, at=EVENING, unit="scale")
    assert 'name="sleep_minutes"' in family.client("second").get(url(family, check.pk, "edit")).content.decode()


@pytest.mark.parametrize(("who", "status"), [("second", 200), ("helper", 403), ("viewer", 403), ("revoked", 404)])
def test_who_may_choose_the_unit(family, who, status):
    assert family.client(who).get(url(family, "settings")).status_code == status


def test_a_unit_that_does_not_exist_is_refused(family):
    response = family.client("guardian").post(url(family, "settings"), {"sleep_unit": "hours"})
    assert response.status_code == 422


# --- the list ---------------------------------------------------------------------------------------------------------


def test_a_day_with_two_entries_says_so_with_the_worse_answers(family):
    check_by(family, worst_itch=3, skin_band="severe")
    actions.answer(patient=family.mia, by=family.second, at=EVENING, values={"worst_itch": 7, "skin_band": "mild"})
    words = text(family.client("viewer").get(url(family)))
    assert "Thu 19 Nov 2026: 2 entries, the worse answers: itch 7 of 10, skin severe" in words
    assert "itch 3 of 10" in words, "both are kept in sight"


def test_entries_without_itch_or_band_are_only_counted(family):
    for _n in range(2):
        actions.record_flare(patient=family.mia, by=family.guardian, at=EVENING, values={"pus": "yes"})
    words = text(family.client("viewer").get(url(family)))
    assert "Thu 19 Nov 2026: 2 entries" in words
    assert "the worse answers" not in words


def test_words_are_calm_and_names_are_isolated(family):
    family.mia.name = "מיה <i>"
    family.mia.save()
    entry = check_by(family, sites=[PALM], pus="yes")
    client = family.client("guardian")
    for parts in ((entry.pk, "signs"), ("settings",), ("scores",), ("scores", "add")):
        page = client.get(url(family, *parts))
        assert "<bdi>מיה &lt;i&gt;</bdi>" in page.content.decode()
        assert not re.search(r"streak|you missed|failed|\d\s?%|redness|unsafe|\bsafe\b", text(page), re.IGNORECASE)


def test_nothing_is_chosen_beforehand():
    form = SkinCheckForm(today=TODAY)
    asked = [field for field in form.visible_fields() if field.name not in ("local_day", "note")]
    assert all(field.value() in (None, "", [], False) for field in asked)
    assert len(asked) == 21
