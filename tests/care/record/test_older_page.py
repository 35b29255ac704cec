"""Two carers have the same edit page open. The second to save is told, and undoes nothing unaware."""

import re

import pytest
import time_machine
from django.urls import reverse

from care.infections import actions as infections
from care.plan import actions as plan
from care.record.models import Correction, Entry
from care.skin import actions as skin
from tests.care.infections.walk import Walk
from tests.people import EVENING

REFUSED = "changed on another phone"


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(EVENING, tick=False):
        yield


@pytest.fixture
def common(family):
    return {"patient": family.mia, "by": family.guardian, "at": EVENING}


@pytest.fixture
def pages(family):
    """Gives the same edit page as Ana has it open, and as Ben has."""

    def opened(name, **here):
        url = reverse(name, kwargs={"patient": family.mia.pk} | here)
        return Walk(family.client("guardian"), url), Walk(family.client("second"), url)

    return opened


def words_of(walk):
    main = re.search(r"<main.*</main>", walk.text, re.DOTALL)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def test_a_reading_put_right_meanwhile_is_not_put_wrong_again(pages, common):
    entry = infections.record_temperature(tenths=385, unit="C", **common).entry
    ana, ben = pages("infections:temperature-edit", pk=entry.pk)
    ben.type("value", "39.5").button("temperature-save")
    ana.type("note", "after bath").button("temperature-save")
    assert ana.status == 422
    assert REFUSED in ana.text
    assert "Now: 39.5" in words_of(ana)
    assert ana.values()["note"] == "after bath"
    assert ana.values()["value"] == "38.5"
    kept = Entry.objects.select_related("temperature").get()
    assert (kept.temperature.tenths, kept.note) == (395, "")
    ana.type("value", "39.5").button("temperature-save")
    kept = Entry.objects.select_related("temperature").get()
    assert (kept.temperature.tenths, kept.note) == (395, "after bath")


def test_the_same_tap_sent_twice_is_no_clash(pages, common):
    entry = infections.record_temperature(tenths=385, unit="C", **common).entry
    ana, _ben = pages("infections:temperature-edit", pk=entry.pk)
    open_page = ana.remember()
    ana.type("note", "after bath").button("temperature-save")
    ana.back(open_page).button("temperature-save")
    assert REFUSED not in ana.text
    assert Correction.objects.count() == 1


def test_a_page_without_the_field_saves_as_ever(family, common):
    entry = infections.record_temperature(tenths=385, unit="C", **common).entry
    url = reverse("infections:temperature-edit", kwargs={"patient": family.mia.pk, "pk": entry.pk})
    sent = {"value": "39.5", "unit": "C", "local_day": "2026-11-19"}
    assert family.client("second").post(url, sent).status_code == 302
    assert family.client("guardian").post(url, sent | {"note": "after bath"}).status_code == 302
    assert Entry.objects.get().note == "after bath"


def test_a_warning_sign_added_meanwhile_stays_also_when_the_older_page_is_saved_again(pages, common):
    entry = plan.record_warning_signs(answers={"unwell": "no"}, **common).entry
    ana, ben = pages("plan:signs-edit", entry=entry.pk)
    ben.type("sign_lips_blue", "yes").button("save-signs")
    ana.type("note", "after bath").button("save-signs")
    assert ana.status == 422
    assert REFUSED in ana.text
    assert "Blue or grey lips: Yes" in words_of(ana)
    assert ana.values()["note"] == "after bath"
    kept = Entry.objects.select_related("warning_signs").get()
    assert (kept.warning_signs.answers, kept.note) == ({"unwell": "no", "lips_blue": "yes"}, "")
    ana.button("save-signs")
    kept = Entry.objects.select_related("warning_signs").get()
    assert (kept.warning_signs.answers, kept.note) == ({"unwell": "no", "lips_blue": "yes"}, "after bath")


def test_two_answers_to_one_warning_sign_are_shown_both(pages, common):
    entry = plan.record_warning_signs(answers={"unwell": "no"}, **common).entry
    ana, ben = pages("plan:signs-edit", entry=entry.pk)
    ben.type("sign_unwell", "yes").button("save-signs")
    ana.type("sign_unwell", "not_checked").button("save-signs")
    assert REFUSED in ana.text
    assert ana.values()["sign_unwell"] == ["not_checked"]
    assert Entry.objects.get().warning_signs.answers == {"unwell": "yes"}


def test_the_present_places_and_words_are_told_as_the_page_says_them(pages, common):
    entry = skin.answer(values={"worst_itch": 3, "sites": [{"site": "palm", "side": "left"}]}, **common).entry
    ana, ben = pages("skin:edit", entry=entry.pk)
    ben.values()["sites"].clear()
    ben.type("worst_itch", "0").type("skin_band", "3").type("sites", "chest")
    ben.button("submit")
    ana.type("note", "after bath").button("submit")
    told = words_of(ana)
    assert REFUSED in told
    assert "Now: Chest" in told
    assert "Now: 0" in told
    assert "&lt;small" not in ana.text
