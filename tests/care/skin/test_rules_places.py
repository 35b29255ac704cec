"""What may be said about a place, and what belongs together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.reference import body_sites
from care.skin import rules
from care.skin.rules import SIGNS, BadAnswer

PLACES = [place for place in body_sites.all_sites() if place.is_skin]


def row(slug, side="", **grades):
    return {"site": slug, "side": side, **grades}


@pytest.mark.parametrize(
    ("given_signs", "stored"),
    [
        ([], []),
        ([row("chest")], []),
        ([row("chest", redness="")], []),
        ([row("chest", redness=None, dryness=0)], [row("chest", "midline", dryness=0)]),
        ([row("chest", dryness="3")], [row("chest", "midline", dryness=3)]),
        ([row("palm", "left", redness="not_sure")], [row("palm", "left", redness="not_sure")]),
        ([row("palm", redness=1)], [row("palm", "", redness=1)]),
        (
            [row("toes", "both", swelling=1), row("palm", "right", swelling=2), row("palm", "left", swelling=3)],
            [row("palm", "left", swelling=3), row("palm", "right", swelling=2), row("toes", "both", swelling=1)],
        ),
    ],
)
def test_signs_as_stored(given_signs, stored):
    assert rules.normal_signs(given_signs) == stored
    assert rules.normal_signs(stored) == stored


@pytest.mark.parametrize(
    "bad",
    [
        [row("moon", redness=1)],
        [row("lung", "left", redness=1)],
        [row("chest", "left", redness=1)],
        [row("chest", colour=1)],
        [row("chest", redness=4)],
        [row("chest", redness=-1)],
        [row("chest", redness=True)],
        [row("chest", redness=2.0)],
        [row("chest", redness="04")],
        [row("chest", redness="worse")],
        [row("chest", redness=[1])],
        [row("chest", redness=1), row("chest", "midline", dryness=1)],
    ],
)
def test_impossible_signs_are_refused(bad):
    with pytest.raises(BadAnswer):
        rules.normal_signs(bad)


SIGN_ROWS = st.lists(
    st.sampled_from(PLACES).flatmap(
        lambda place: st.builds(
            lambda side, grades: row(place.slug, side, **grades),
            st.sampled_from(["", "left", "right", "both"] if place.paired else ["midline"]),
            st.dictionaries(st.sampled_from(SIGNS), st.sampled_from([0, 1, 2, 3, "not_sure"]), min_size=1),
        )
    ),
    max_size=6,
    unique_by=lambda given_row: (given_row["site"], given_row["side"]),
)


@given(SIGN_ROWS)
def test_storing_signs_twice_changes_nothing_and_loses_nothing(signs):
    once = rules.normal_signs(signs)
    assert rules.normal_signs(once) == once
    assert sorted(map(repr, once)) == sorted(
        repr(row(given_row["site"], given_row["side"], **{s: given_row[s] for s in SIGNS if s in given_row}))
        for given_row in signs
    )


@given(SIGN_ROWS)
def test_what_is_described_is_affected_and_what_is_taken_out_is_not_described(signs):
    stored = rules.normal_signs(signs)
    sites = rules.sites_with([], stored)
    assert rules.signs_within(stored, sites) == stored
    assert rules.signs_within(stored, []) == []
    assert {given_row["site"] for given_row in sites} == {given_row["site"] for given_row in stored}
    # Naming a place again changes nothing.
    assert rules.sites_with(sites, stored) == sites


def test_places_to_describe():
    palm, chest = row("palm", "both"), row("chest", "midline")
    graded = row("chest", "midline", dryness=2)
    assert rules.places_to_describe([], []) == []
    assert rules.places_to_describe([palm, chest], [graded]) == [
        ("chest", "midline", {"dryness": 2}),
        ("palm", "both", {}),
    ]
    # Described side by side: asked side by side, and never lost.
    left = row("palm", "left", redness=3)
    assert rules.places_to_describe([palm], [left]) == [("palm", "left", {"redness": 3})]
    both = row("palm", "both", redness=1)
    assert rules.places_to_describe([palm], [left, both]) == [
        ("palm", "both", {"redness": 1}),
        ("palm", "left", {"redness": 3}),
    ]
