"""Signs, places and sizes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.infections.models import SIGN_WORDS, Site
from care.infections.rules import places, signs, sizes
from care.infections.rules.places import Area
from care.reference import body_sites

NOTHING = dict.fromkeys(signs.LUMP_ANSWERS, "")


def test_every_sign_has_words_and_every_site_asks_known_ones():
    assert set(SIGN_WORDS) == {*signs.SIGNS, *signs.ALONE}
    for site in Site.values:
        assert set(signs.asked(site)) <= set(signs.SIGNS)
        every = signs.asked(site, all_signs=True)
        assert sorted(every) == sorted(signs.SIGNS)
        assert every[: len(signs.asked(site))] == signs.asked(site)


@pytest.mark.parametrize(
    ("given_signs", "found"),
    [
        ([], []),
        (["none"], []),
        (["not_sure"], []),
        (["fever", "cough"], []),
        (["none", "cough"], ["not_alone"]),
        (["none", "not_sure"], ["not_alone"]),
        (["fever", "fever"], ["twice"]),
        (["fevre"], ["unknown"]),
    ],
)
def test_which_signs_can_be_stored(given_signs, found):
    assert signs.problems(given_signs) == found


@pytest.mark.parametrize(
    ("ticked", "alone", "before", "was_alone", "expected"),
    [
        # None of these answers all three; nothing at all answers none of them.
        ([], "none", {}, False, ("no", "no", "no")),
        ([], "not_sure", {}, False, ("not_sure", "not_sure", "not_sure")),
        ([], "", {}, False, ("", "", "")),
        (["warm"], "", {}, False, ("yes", "", "")),
        # A tick taken away is blank again, not "no".
        ([], "", {"warm": "yes"}, False, ("", "", "")),
        # An answer given elsewhere stays ...
        (["warm"], "", {"painful": "no", "red_or_darker": "not_checked"}, False, ("yes", "not_checked", "no")),
        # ... but one that only came from "None of these" goes with it.
        (["warm"], "", {"warm": "no", "red_or_darker": "no", "painful": "no"}, True, ("yes", "", "")),
    ],
)
def test_the_three_answers_of_a_lump(ticked, alone, before, was_alone, expected):
    found = signs.lump_answers(ticked, alone, before=NOTHING | before, was_alone=was_alone)
    assert tuple(found[name] for name in ("warm", "red_or_darker", "painful")) == expected


@given(st.lists(st.sampled_from(["", "yes", "no", "not_sure", "not_checked"]), min_size=3, max_size=3))
def test_quiet_means_looked_at_and_three_times_no(answers):
    assert signs.looks_quiet(*answers) == (answers == ["no", "no", "no"])


def test_adding_a_sign_is_no_correction():
    assert signs.signs_grew(["fever"], ["fever", "cough"])
    assert not signs.signs_grew(["fever"], ["cough"])


def test_every_place_on_the_skin_stands_in_exactly_one_area():
    listed = [slug for area in Area for slug in places.AREAS[area]]
    wanted = {site.slug for site in body_sites.all_sites() if site.region not in ("internal", "general")}
    assert len(listed) == len(set(listed))
    assert set(listed) == wanted
    assert all(places.area_of(slug) is area for area in Area for slug in places.AREAS[area])
    assert places.area_of("lung") is None


def test_arms_and_legs_have_sides_throughout():
    assert all(place.paired for area in places.SIDED for place in places.places(area))


@pytest.mark.parametrize(
    ("slug", "side", "fits"),
    [
        ("cheek", "left", True),
        ("cheek", "both", True),
        ("cheek", "midline", False),
        ("cheek", "", True),
        ("nose", "", True),
        ("nose", "midline", True),
        ("nose", "left", False),
    ],
)
def test_sides_fit_their_place(slug, side, fits):
    assert places.side_fits(slug, side) is fits


def test_picture_sizes_are_possible():
    assert sizes.PICTURES == {"pea": 5, "grape": 15, "walnut": 30, "egg": 50}
    assert all(sizes.possible(size) for size in sizes.PICTURES.values())
    assert [sizes.possible(n) for n in (0, 1, 300, 301)] == [False, True, True, False]
