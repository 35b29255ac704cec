"""The paths from "something changed", as plain forms: what a phone without script can do, counted in taps."""

import uuid

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from care.infections.models import Episode, EpisodeCheck, Temperature
from care.record import actions as record
from care.record.models import Correction, Entry
from tests.care.infections.walk import Walk
from tests.people import EVENING, MORNING

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def walk(family) -> Walk:
    return Walk(family.client("guardian"), reverse("today:changed", kwargs={"patient": family.mia.pk}), taps=1)


def test_new_abscess_in_six_taps_and_no_key(walk):
    walk.link("new-lump").button("region-thigh_back:right").button("size-grape")
    walk.tick("warm").button("signs-save")
    assert (walk.taps, walk.keys) == (6, 0)
    lump = Episode.objects.get()
    assert lump.title == "Lump or boil: Thigh, back (right)"
    assert (lump.size_mm, lump.size_basis, lump.warm, lump.red_or_darker, lump.painful) == (
        15,
        "estimate",
        "yes",
        "",
        "",
    )
    assert "Tend does not check how ill someone is" in walk.text
    assert 'data-testid="call-plan"' in walk.text
    assert Temperature.objects.count() == 0


def test_a_quiet_abscess_is_saved_with_none_of_these(walk):
    walk.link("new-lump").button("region-upper_back").button("size-walnut")
    assert "a boil can look quiet" in walk.text
    walk.button("signs-none")
    lump = Episode.objects.get()
    assert lump.signs == ["none"]
    assert (lump.warm, lump.red_or_darker, lump.painful) == ("no", "no", "no")
    assert "GeneReviews" in walk.text
    assert walk.taps == 5


@pytest.mark.parametrize("step", ["place", "size"])
def test_only_a_lump_has_a_place_and_a_size(walk, family, step):
    walk.link("cough-chest").button("first-day")
    here = {"patient": family.mia.pk, "pk": Episode.objects.get().pk}
    walk.client.post(reverse(f"infections:{step}", kwargs=here), {"picture": "egg", "where": "nose"}, follow=True)
    walk.open(reverse(f"infections:{step}", kwargs=here))
    assert "What was recorded" in walk.text
    assert (Episode.objects.get().size_mm, Episode.objects.get().body_site) == (None, "")


def test_walking_away_after_any_tap_loses_nothing(walk):
    walk.link("new-lump").link("as-list").button("area-arm-left")
    lump = Episode.objects.get()
    assert (lump.area, lump.side, lump.body_site) == ("arm", "left", "")
    assert lump.title == "Lump or boil: Arm or hand (left)"
    assert not Episode.objects.exclude(entry__removed_at=None).exists()
    walk.link("skip")
    walk.button("size-not-sure")
    lump.refresh_from_db()
    assert (lump.size_mm, lump.size_basis) == (None, "not_sure")


def test_not_sure_where_is_an_answer(walk):
    walk.link("new-lump").button("where-unknown").link("skip").button("signs-not-sure")
    lump = Episode.objects.get()
    assert (lump.area, lump.body_site, lump.size_basis, lump.signs) == ("", "", "", ["not_sure"])
    assert lump.painful == "not_sure"


def test_chest_infection_in_seven_taps_and_three_digits(walk):
    walk.link("cough-chest").button("first-day").type("value", "38,4")
    walk.tick("cough").button("signs-save").button("care-clinic")
    assert walk.taps <= 7
    assert walk.keys <= 4
    chest = Episode.objects.get()
    assert (chest.site, chest.onset_precision, chest.signs, chest.care_level) == ("lung", "day", ["cough"], "clinic")
    reading = Temperature.objects.get()
    assert (reading.words, reading.episode) == ("38.4 °C", chest)
    assert "Saved" in walk.text
    assert 'data-testid="call-plan"' in walk.text


def test_an_ear_infection_says_which_ear(walk):
    walk.link("ear-nose-sinus").link("left-ear").button("second-day").button("signs-none").link("skip")
    ear = Episode.objects.get()
    assert (ear.site, ear.side, ear.signs, ear.care_level) == ("ear", "left", ["none"], "")
    assert str(ear.onset_on) == "2026-11-18"
    assert walk.taps == 6


@pytest.mark.parametrize(("tile", "site"), [("tummy", "gut"), ("cough-chest", "lung")])
def test_every_tile_leads_somewhere(walk, tile, site):
    walk.link(tile).button("first-day")
    assert Episode.objects.get().site == site


def test_a_fever_is_a_temperature_first_and_an_infection_if_one_says_so(walk, family):
    walk.link("temperature").type("value", "38.9").button("temperature-save")
    assert walk.taps == 4
    assert not Episode.objects.exists()
    assert "Tend does not check how ill someone is" in walk.text
    walk.link("new-infection").button("first-day")
    infection = Episode.objects.get()
    assert infection.site == "unknown"
    assert Temperature.objects.get().episode == infection
    walk.tick("fever").button("signs-save").button("care-home")
    assert walk.taps <= 10


def test_a_reading_can_join_an_open_infection(walk, family):
    walk.link("cough-chest").button("first-day")
    chest = Episode.objects.get()
    walk.open(reverse("infections:temperature", kwargs={"patient": family.mia.pk}))
    walk.type("value", "38").button("temperature-save").button("belongs-to")
    assert Temperature.objects.get().episode == chest
    assert "38.0 °C" in walk.text


def test_what_the_other_parent_already_wrote_down_is_shown_first(walk, family):
    walk.link("cough-chest").button("first-day")
    again = Walk(family.client("second"), reverse("today:changed", kwargs={"patient": family.mia.pk}))
    again.link("cough-chest")
    assert "Already open: Chest infection" in again.text
    again.link("go-to-open").button("infection-worse")
    assert Episode.objects.count() == 1
    assert EpisodeCheck.objects.get().course == "worse"
    # A second one can still be started.
    again.open(reverse("infections:new", kwargs={"patient": family.mia.pk}) + "?site=chest").button("first-day")
    assert Episode.objects.count() == 2


def test_a_reading_of_an_infection_that_was_taken_back_stands_alone(walk, family):
    walk.link("cough-chest").button("first-day").type("value", "38.4").button("signs-save")
    record.remove(entry=Episode.objects.get().entry, by=family.guardian, at=MORNING)
    pk = Temperature.objects.get().pk
    walk.open(reverse("infections:temperature-detail", kwargs={"patient": family.mia.pk, "pk": pk}))
    assert "Is it part of an infection?" in walk.text
    assert "Chest infection" not in walk.text


def test_going_back_and_tapping_another_day_changes_it_and_adds_nothing(walk):
    walk.link("cough-chest")
    seen = walk.remember()
    walk.button("first-day")
    walk.back(seen).button("second-day")
    episode = Episode.objects.get()
    assert str(episode.onset_on) == "2026-11-18"
    assert Correction.objects.filter(field="onset_on").count() == 1


def test_the_same_page_sent_twice_adds_nothing(walk):
    walk.link("new-lump")
    seen = walk.remember()
    walk.button("region-chest")
    walk.back(seen).button("region-chest")
    assert Entry.objects.count() == 1
    assert not Correction.objects.exists()


def test_another_date_may_be_only_a_month(walk):
    walk.link("cough-chest").type("earlier_day", "").type("earlier_month", "9").type("earlier_year", "2026")
    walk.button("use-date")
    episode = Episode.objects.get()
    assert (str(episode.onset_on), episode.onset_precision) == ("2026-09-01", "month")


@pytest.mark.parametrize(
    ("day", "month", "year", "words"),
    [
        ("31", "2", "2026", "This date does not exist"),
        ("20", "11", "2026", "cannot be in the future"),
        ("", "12", "2026", "cannot be in the future"),
        ("5", "", "2026", "Choose the month as well"),
        ("x", "1", "2026", "in numbers"),
        ("", "", "", "Tap a day, or enter a date"),
    ],
)
def test_an_impossible_date_is_said_and_kept(walk, day, month, year, words):
    walk.link("cough-chest").type("earlier_day", day).type("earlier_month", month).type("earlier_year", year)
    walk.button("use-date")
    assert walk.status == 422
    assert "<title>Error: " in walk.text
    assert "There is a problem" in walk.text
    assert words in walk.text
    assert walk.values().get("earlier_year", "") == year
    assert not Episode.objects.exists()


def test_a_back_filled_day_counts_for_that_day(walk, family):
    walk.open(reverse("infections:new", kwargs={"patient": family.mia.pk}) + "?site=chest&day=2026-11-15")
    walk.button("first-day")
    episode = Episode.objects.get()
    assert (str(episode.onset_on), str(episode.entry.local_day)) == ("2026-11-15", "2026-11-15")
    assert episode.entry.is_late


@pytest.mark.parametrize("day", ["2026-13-45", "tomorrow", "", "2026-02-30"])
def test_a_nonsense_day_in_the_address_is_today(walk, family, day):
    walk.open(reverse("infections:new", kwargs={"patient": family.mia.pk}) + f"?site=chest&day={day}")
    walk.button("first-day")
    assert str(Episode.objects.get().entry.local_day) == "2026-11-19"


def test_measured_size_and_wrong_sizes(walk):
    walk.link("new-lump").link("as-list").button("area-head").link("skip")
    for wrong in ("0", "301", "abc", "-3", "12.5"):
        walk.type("millimetres", wrong).button("use-millimetres")
        assert walk.status == 422
        assert "between 1 and 300" in walk.text
        assert walk.values()["millimetres"] == wrong
    walk.type("millimetres", "12 mm").button("use-millimetres")
    assert (Episode.objects.get().size_mm, Episode.objects.get().size_basis) == (12, "measured")


def test_ticks_together_with_none_of_these_are_asked_about(walk):
    walk.link("cough-chest").button("first-day").tick("cough").button("signs-none")
    assert walk.status == 422
    assert "Take the tick away" in walk.text
    assert "cough" in walk.checked("signs")
    assert Episode.objects.get().signs == []


def test_a_tick_is_kept_as_it_is_made(walk, family):
    """What the page sends with script: each tick by itself, and the page stays."""
    walk.link("cough-chest").button("first-day")
    url = reverse("infections:signs", kwargs={"patient": family.mia.pk, "pk": Episode.objects.get().pk})
    assert walk.client.post(url, {"signs": ["cough"], "keep": "1"}).status_code == 204
    assert walk.client.post(url, {"signs": ["cough", "fever"], "keep": "1"}).status_code == 204
    assert Episode.objects.get().signs == ["cough", "fever"]


def test_better_same_worse_is_one_tap_and_over_is_three(walk, family):
    walk.link("cough-chest").button("first-day")
    episode = Episode.objects.get()
    walk = Walk(
        family.client("second"), reverse("infections:detail", kwargs={"patient": family.mia.pk, "pk": episode.pk})
    )
    walk.button("infection-better")
    assert (walk.taps, EpisodeCheck.objects.get().course) == (1, "better")
    walk.taps = 1  # the infection's row on Today
    walk.link("close").button("first-day")
    assert walk.taps == 3
    assert str(Episode.objects.get().resolved_on) == "2026-11-19"
    assert "Saved: over" in walk.text
    walk.button("undo")
    assert Episode.objects.get().is_open
    assert Episode.objects.get().entry.removed_at is None


def test_it_cannot_end_before_it_began(walk, family):
    walk.link("cough-chest").button("first-day")
    episode = Episode.objects.get()
    walk.open(reverse("infections:close", kwargs={"patient": family.mia.pk, "pk": episode.pk}))
    assert "Yesterday" not in walk.text
    walk.type("earlier_day", "18").type("earlier_month", "11").type("earlier_year", "2026").button("use-date")
    assert walk.status == 422
    assert "cannot have ended before it began" in walk.text
    assert Episode.objects.get().is_open


def test_delete_and_put_back(walk, family):
    walk.link("new-lump").link("as-list").button("area-head")
    episode = Episode.objects.get()
    walk.open(reverse("infections:detail", kwargs={"patient": family.mia.pk, "pk": episode.pk})).button("delete")
    assert Entry.objects.get().removed_at is not None
    assert "Put back" in walk.text
    walk.button("undo")
    assert Entry.objects.get().removed_at is None


def test_undo_of_a_save_takes_it_back(walk):
    walk.link("new-lump").link("as-list").button("area-head").link("skip").link("skip").button("signs-none")
    assert "Saved: Infection for Mia" in walk.text
    walk.button("undo")
    assert Entry.objects.get().removed_at is not None


def test_a_slow_second_phone_changes_nothing_by_accident(walk, family):
    walk.link("cough-chest").button("first-day")
    episode = Episode.objects.get()
    url = reverse("infections:edit", kwargs={"patient": family.mia.pk, "pk": episode.pk})
    mine = Walk(family.client("guardian"), url)
    theirs = Walk(family.client("second"), url)
    theirs.type("note", "saw the doctor").button("submit")
    mine.type("note", "coughing").button("submit")
    assert mine.status == 422
    assert "changed on another phone" in mine.text
    assert mine.values()["note"] == "coughing"
    assert Entry.objects.get().note == "saw the doctor"
    with time_machine.travel(EVENING, tick=False):
        mine.button("submit")
    assert Entry.objects.get().note == "coughing"
    assert "was saw the doctor, changed by" in mine.text


def test_without_a_token_nothing_is_written(family):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(family.guardian, backend="allauth.account.auth_backends.AuthenticationBackend")
    url = reverse("infections:new-lump", kwargs={"patient": family.mia.pk})
    assert strict.post(url, {"where": "head", "client_id": uuid.uuid4()}).status_code == 403
    assert not Entry.objects.exists()


def test_an_odd_reading_is_asked_about_and_holds_no_sign_back(walk):
    walk.link("cough-chest").button("first-day").type("value", "98.6").tick("cough").button("signs-save")
    assert walk.status == 422
    assert "Did you mean °F?" in walk.text
    assert Episode.objects.get().signs == ["cough"]
    assert "cough" in walk.checked("signs")
    assert not Temperature.objects.exists()
    walk.button("answer").button("care-home")
    assert Temperature.objects.get().words == "98.6 °F"
    assert Episode.objects.get().signs == ["cough"]


def test_the_reading_is_asked_once(walk, family):
    walk.link("cough-chest").button("first-day").type("value", "38.4")
    seen = walk.remember()
    walk.button("signs-save")
    walk.back(seen).button("signs-save")
    assert Temperature.objects.count() == 1
    walk.open(reverse("infections:signs", kwargs={"patient": family.mia.pk, "pk": Episode.objects.get().pk}))
    assert "value" not in walk.values()


def test_the_place_can_be_said_more_exactly(walk):
    walk.link("new-lump").button("region-face").link("more-exactly").button("place-cheek-left")
    lump = Episode.objects.get()
    assert (lump.body_site, lump.side) == ("cheek", "left")
