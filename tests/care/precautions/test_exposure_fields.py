"""Every field of an exposure: stored, shown, corrected, refused; and items switched off with who, when and why."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from care.precautions import actions
from care.precautions.models import Exposure, HiddenItem
from care.record.models import Entry
from tests.care.precautions.test_views import EVENING, TODAY, expose, text, url

FULL = {
    "kind": "vaccinated_contact",
    "first_on": "2026-11-18",
    "first_time": "15:00",
    "last_on": "2026-11-19",
    "last_time": "09:30",
    "place": "aunt's home",
    "distance": "same room",
    "minutes": "over_60",
    "indoors": "yes",
    "mask": "respirator",
    "contact_rash": "not_sure",
    "contact_diaper": "yes",
    "contact_test": "waiting",
    "contact_test_text": "swab on Monday",
    "vaccine": "rotavirus-unspecified",
    "vaccine_text": "drops",
    "wound_deep": "no",
    "wound_face_or_hand": "no",
    "wound_soil": "not_sure",
    "immune": "unknown",
    "told_on": "2026-11-19",
    "told_time": "10:15",
    "advice": "Wash hands after each diaper.",
}


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(EVENING, tick=False):
        yield


def test_everything_is_stored_and_shown(family):
    client = family.client("guardian")
    assert client.post(url(family, "exposures", "add"), FULL).status_code == 302
    row = Exposure.objects.get()
    for name, value in FULL.items():
        stored = getattr(row, name)
        plain = stored.strftime("%H:%M") if isinstance(stored, dt.time) else str(stored)
        assert plain == value, name
    words = text(client.get(url(family, "exposures", row.pk)))
    for said in (
        "Wed 18 Nov 2026 15:00 to Thu 19 Nov 2026 09:30",
        "aunt&#x27;s home",
        "FFP2, N95 or similar",
        "Result not there yet",
        "swab on Monday",
        "Rotavirus",
        "drops",
        "Thu 19 Nov 2026 10:15",
        "Wash hands after each diaper.",
        "Not known",
    ):
        assert said in words, said
    page = client.get(url(family, "exposures", row.pk, "edit")).content.decode()
    assert page.count("<details open>") == 4, "what is filled in is in sight"


def test_what_nobody_answered_is_not_no(family):
    entry = expose(family)
    row = Exposure.objects.get(pk=entry.pk)
    assert [getattr(row, name) for name in Exposure.ANSWERS] == [""] * 6
    words = text(family.client("guardian").get(url(family, "exposures", entry.pk)))
    assert "Indoors" not in words
    assert "Where not recorded" in words


def test_an_answer_can_be_taken_out_again(family):
    entry = expose(family, indoors="yes", vaccine="ipv")
    client = family.client("guardian")
    page = client.get(url(family, "exposures", entry.pk, "edit")).content.decode()
    assert '<option value="ipv" selected>' in page, "a vaccine that is not on the short list stays"
    client.post(url(family, "exposures", entry.pk, "edit"), {"kind": "crowd", "first_on": "2026-11-19"})
    row = Exposure.objects.get()
    assert (row.indoors, row.vaccine) == ("", "")
    words = text(client.get(url(family, "exposures", entry.pk)))
    assert "was indoors: Yes, changed by Ana" in words
    assert "was their vaccine: Polio" in words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"told_on": "2026-11-20"}, "The day cannot be after today."),
        ({"told_on": "", "told_time": "10:00"}, "Add the day you told them."),
        ({"mask": "paper"}, "Select a valid choice"),
        ({"indoors": "maybe"}, "Select a valid choice"),
        ({"vaccine": "none"}, "Select a valid choice"),
        ({"advice": "x" * 1001}, "at most 1000 characters"),
    ],
)
def test_bad_values_are_refused_and_the_rest_is_kept(family, change, words):
    response = family.client("guardian").post(url(family, "exposures", "add"), FULL | change)
    assert response.status_code == 422
    assert words in text(response)
    assert "swab on Monday" in response.content.decode()
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"indoors": "maybe"},
        {"mask": "paper"},
        {"vaccine": "nothing"},
        {"told_time": dt.time(9)},
        {"told_on": TODAY + dt.timedelta(days=1)},
        {"contact_test": "yes"},
        {"immune": "not_sure"},
    ],
)
def test_actions_refuse_the_same(family, values):
    with pytest.raises(ValidationError):
        expose(family, **values)
    assert not Entry.objects.exists()
    with pytest.raises(TypeError):
        expose(family, colour="blue")


@pytest.mark.parametrize(
    "values", [{"indoors": "maybe"}, {"mask": "paper"}, {"immune": "perhaps"}, {"told_time": "09:00"}]
)
def test_the_database_refuses_what_slips_past(family, values):
    row = Exposure.objects.get(pk=expose(family).pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Exposure.objects.filter(pk=row.pk).update(**values)


def test_the_api_carries_every_field(family):
    from rest_framework.test import APIClient

    client = APIClient()
    client.force_authenticate(family.guardian)
    answer = client.post("/api/v1/exposures/", FULL | {"patient": str(family.mia.pk)}, format="json")
    assert answer.status_code == 201, answer.json()
    back = answer.json()
    assert {name: back[name] for name in FULL} == FULL | {
        "first_time": "15:00:00",
        "last_time": "09:30:00",
        "told_time": "10:15:00",
    }
    changed = client.patch(f"/api/v1/exposures/{back['id']}/", {"immune": "yes"}, format="json")
    assert changed.json()["immune"] == "yes"
    assert client.patch(f"/api/v1/exposures/{back['id']}/", {"mask": "paper"}, format="json").status_code == 400


def test_an_item_switched_off_says_who_when_and_why(family):
    client = family.client("guardian")
    page = client.get(url(family, "settings")).content.decode()
    import re

    shown = re.findall(r'name="shown" value="([^"]+)" checked', page)
    data = {
        "moments": ["before_eating"],
        "shown": [key for key in shown if key != "water_contact:pool"],
        "told_by": "Dr Okafor",
        "reason": "the pool helps her skin",
    }
    client.post(url(family, "settings"), data)
    row = HiddenItem.objects.get()
    assert (row.slug, row.hidden_by, row.hidden_at) == ("pool", family.guardian, EVENING)
    words = text(client.get(url(family, "settings")))
    assert "Switched off by Ana, Thu 19 Nov 2026. Dr Okafor: the pool helps her skin" in words
    # Another one later: what was said about the first stays with the first.
    data = data | {"shown": [key for key in data["shown"] if key != "food:raw_honey"], "told_by": "", "reason": ""}
    client.post(url(family, "settings"), data)
    assert HiddenItem.objects.get(slug="pool").told_by == "Dr Okafor"
    assert HiddenItem.objects.get(slug="raw_honey").told_by == ""
    assert "raw_honey" not in client.get(url(family, "different")).content.decode()


def test_rows_from_before_say_what_they_know(family):
    HiddenItem.objects.create(patient=family.mia, kind="food", slug="raw_egg")
    assert "Switched off." in text(family.client("guardian").get(url(family, "settings")))


def test_hygiene_can_be_switched_off_too(family):
    actions.hide_items(patient=family.mia, by=family.guardian, at=EVENING, keys=["hygiene:thrush_rinse"])
    for page in ("different", "add"):
        assert "thrush_rinse" not in family.client("guardian").get(url(family, page)).content.decode()
