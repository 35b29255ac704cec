"""Which of two entries speaks for a day, and what may be written at all."""

import itertools
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.reference import body_sites
from care.skin import rules
from care.skin.rules import BadAnswer, Band, Care, Rating

BANDS = st.sampled_from(["", *(band.value for band in Band)])
NUMBERS = st.none() | st.integers(0, 10)


@pytest.mark.parametrize(
    ("band", "digit"), [("", None), ("clear", 0), ("mild", 1), ("moderate", 2), ("severe", 3), ("very_severe", 4)]
)
def test_band_digits(band, digit):
    assert rules.band_digit(band) == digit
    if digit is not None:
        assert rules.band_at(digit) == band


@pytest.mark.parametrize("bad", ["Clear", "worse", " ", "0"])
def test_unknown_bands_are_refused(bad):
    with pytest.raises(BadAnswer):
        rules.band_digit(bad)


@pytest.mark.parametrize("bad", [-1, 5, 11])
def test_digits_outside_are_refused(bad):
    with pytest.raises(BadAnswer):
        rules.band_at(bad)


@pytest.mark.parametrize(
    ("bands", "worse"),
    [
        ([], ""),
        (["", ""], ""),
        (["clear"], "clear"),
        (["", "clear"], "clear"),
        (["severe", "mild"], "severe"),
        (["mild", "very_severe", "severe"], "very_severe"),
    ],
)
def test_worse_band(bands, worse):
    assert rules.worse_band(bands) == worse


@given(st.lists(BANDS, max_size=5))
def test_worse_band_ignores_order_and_blanks(bands):
    worse = rules.worse_band(bands)
    assert {rules.worse_band(order) for order in itertools.permutations(bands)} == {worse}
    assert rules.worse_band([*bands, ""]) == worse
    assert worse in bands or (worse == "" and not any(bands))
    assert all((rules.band_digit(worse) or 0) >= (rules.band_digit(band) or 0) for band in bands)


@given(st.lists(NUMBERS, max_size=6))
def test_worse_number_never_turns_not_recorded_into_zero(values):
    worst = rules.worse_number(values)
    known = [value for value in values if value is not None]
    assert worst == (max(known) if known else None)
    assert rules.worse_number([*values, None]) == worst


def test_worst_rating_takes_its_rater_along():
    caregiver, child = Rating(4, "caregiver"), Rating(6, "self")
    assert rules.worst_rating([caregiver, child]) == child
    assert rules.worst_rating([child, caregiver]) == child
    # Between equal answers the first given speaks.
    assert rules.worst_rating([Rating(4, "caregiver"), Rating(4, "self")]) == Rating(4, "caregiver")
    assert rules.worst_rating([]) is None


def test_rater_when_nobody_said():
    person = uuid.uuid4()
    assert rules.rater_for(author=person, patient_user=person) == "self"
    assert rules.rater_for(author=person, patient_user=None) == "caregiver"
    assert rules.rater_for(author=None, patient_user=None) == "caregiver"


def site(slug, side=""):
    return {"site": slug, "side": side}


@pytest.mark.parametrize(
    ("given_sites", "stored"),
    [
        ([], []),
        ([site("chest")], [site("chest", "midline")]),
        ([site("chest", "midline")], [site("chest", "midline")]),
        ([site("palm", "left"), site("palm", "right")], [site("palm", "both")]),
        ([site("palm", "left"), site("palm", "left")], [site("palm", "left")]),
        ([site("palm")], [site("palm", "")]),
        # A side somebody named is more than one nobody recorded.
        ([site("palm", ""), site("palm", "right")], [site("palm", "right")]),
        ([site("toes", "both"), site("scalp")], [site("scalp", "midline"), site("toes", "both")]),
    ],
)
def test_sites_as_stored(given_sites, stored):
    assert rules.normal_sites(given_sites) == stored
    assert rules.normal_sites(stored) == stored


@pytest.mark.parametrize(
    "bad",
    [site("nowhere"), site("lung", "left"), site("chest", "left"), site("palm", "midline"), site("palm", "up"), {}],
)
def test_impossible_sites_are_refused(bad):
    with pytest.raises(BadAnswer):
        rules.normal_sites([bad])


PLACES = st.sampled_from([place for place in body_sites.all_sites() if place.is_skin]).flatmap(
    lambda place: st.builds(
        site, st.just(place.slug), st.sampled_from(["", "left", "right", "both"] if place.paired else ["", "midline"])
    )
)


@given(st.lists(PLACES, max_size=8))
def test_storing_sites_twice_changes_nothing(places):
    once = rules.normal_sites(places)
    assert rules.normal_sites(once) == once
    assert {row["site"] for row in once} == {row["site"] for row in places}
    assert len({row["site"] for row in once}) == len(once)


@pytest.mark.parametrize(
    ("done", "stored"),
    [
        ([], []),
        (["none"], ["none"]),
        (["wet_wrap", "bath", "bath"], ["bath", "wet_wrap"]),
        (["none", "emollient"], ["emollient"]),
    ],
)
def test_care_as_stored(done, stored):
    assert rules.normal_care(done) == stored


def test_unknown_care_is_refused():
    with pytest.raises(BadAnswer):
        rules.normal_care(["prayer"])
    assert len(Care) == 9
