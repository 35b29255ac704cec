"""What may be chosen, what a day's checks say together, and which days lie before a date."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.precautions import rules
from care.precautions.rules import DIFFERENT_KINDS, BadItem
from care.reference import precautions as reference
from care.reference.precautions import Kind

ITEMS = st.sampled_from([listed for listed in reference.all_precautions() if listed.kind in DIFFERENT_KINDS])


def test_a_slug_alone_names_one_item():
    slugs = [listed.slug for listed in reference.all_precautions()]
    assert len(slugs) == len(set(slugs))


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("raw_egg", Kind.FOOD),
        ("food:raw_egg", Kind.FOOD),
        ("exposure:measles", Kind.EXPOSURE),
        ("pool", "water_contact"),
    ],
)
def test_items_by_name(value, kind):
    listed = rules.item(value)
    assert listed.kind == kind
    assert rules.item(rules.key(listed)) == listed


@pytest.mark.parametrize("bad", ["", ":", "nothing", "moment:raw_egg", "food:", "food:raw_egg:x", "FOOD:raw_egg"])
def test_items_on_no_list(bad):
    with pytest.raises(BadItem):
        rules.item(bad)


@pytest.mark.parametrize(
    ("given_kept", "kept"),
    [(True, "yes"), ("yes", "yes"), (False, "different"), ("", "different"), ("noted", "noted")],
)
def test_kept(given_kept, kept):
    assert rules.normal_kept(given_kept) == kept


@pytest.mark.parametrize("bad", ["no", "missed", "Yes", None, 1])
def test_there_is_no_word_for_not_kept(bad):
    with pytest.raises(BadItem):
        rules.normal_kept(bad)


@pytest.mark.parametrize(
    ("checks", "kept"),
    [
        ([], ""),
        (["different"], "different"),
        (["yes"], "yes"),
        (["different", "yes"], "yes"),
        (["yes", "yes"], "yes"),
        (["noted"], ""),
        (["noted", "different"], "different"),
        (["noted", "yes"], "yes"),
    ],
)
def test_kept_of_a_day(checks, kept):
    assert rules.kept_of_day(checks) == kept
    assert rules.kept_of_day(reversed(checks)) == kept


def test_exceptions_as_stored():
    given_rows = [
        "raw_egg",
        {"slug": "pool", "note": " warm "},
        "food:raw_egg",
        {"kind": "moment", "slug": "before_eating"},
    ]
    stored = rules.normal_exceptions(given_rows)
    assert stored == [
        {"kind": "food", "slug": "raw_egg", "note": ""},
        {"kind": "water_contact", "slug": "pool", "note": "warm"},
        {"kind": "moment", "slug": "before_eating", "note": ""},
    ]


@given(st.lists(ITEMS, max_size=8))
def test_storing_exceptions_twice_changes_nothing(items):
    once = rules.normal_exceptions(rules.key(listed) for listed in items)
    assert rules.normal_exceptions(once) == once
    assert {(row["kind"], row["slug"]) for row in once} == {(listed.kind, listed.slug) for listed in items}


@pytest.mark.parametrize("bad", ["measles", "exposure:measles", {"slug": "x"}, {}, {"slug": "pool", "note": "x" * 201}])
def test_exceptions_that_are_refused(bad):
    with pytest.raises(BadItem):
        rules.normal_exceptions([bad])


def test_answers_as_stored():
    stored = rules.normal_answers(
        [
            {"slug": "nails_cut", "value": "missed"},
            {"kind": "moment", "slug": "before_eating", "value": "not_applicable"},
            {"kind": "hygiene", "slug": "nails_cut", "value": "done"},
        ]
    )
    assert stored == [
        {"kind": "hygiene", "slug": "nails_cut", "value": "done"},
        {"kind": "moment", "slug": "before_eating", "value": "not_applicable"},
    ]


@pytest.mark.parametrize(
    "bad",
    [
        {"slug": "raw_egg", "value": "done"},
        {"kind": "obstacle", "slug": "skin_sore", "value": "done"},
        {"slug": "nails_cut"},
        {"slug": "nails_cut", "value": "no"},
        {},
    ],
)
def test_answers_that_are_refused(bad):
    with pytest.raises(BadItem):
        rules.normal_answers([bad])


def test_a_missed_moment_is_something_different_and_said_once():
    answers = rules.normal_answers(
        [
            {"slug": "before_eating", "value": "missed"},
            {"slug": "after_toilet", "value": "done"},
            {"slug": "toothbrushing", "value": "missed"},
        ]
    )
    different, rest = rules.split(rules.normal_exceptions(["raw_egg"]), answers)
    assert [row["slug"] for row in different] == ["raw_egg", "before_eating"]
    assert [row["slug"] for row in rest] == ["after_toilet", "toothbrushing"]
    # Answered and named as different: different.
    different, rest = rules.split(rules.normal_exceptions(["after_toilet"]), answers[1:2])
    assert ([row["slug"] for row in different], rest) == (["after_toilet"], [])


ANSWERS = st.lists(
    st.builds(
        lambda listed, value: {"kind": listed.kind.value, "slug": listed.slug, "value": value.value},
        st.sampled_from([row for row in reference.all_precautions() if row.kind in rules.ANSWERED_KINDS]),
        st.sampled_from(list(rules.Value)),
    ),
    max_size=8,
)


@given(st.lists(ITEMS, max_size=5), ANSWERS)
def test_splitting_loses_nothing_and_says_nothing_twice(items, given_answers):
    exceptions, answers = (
        rules.normal_exceptions(rules.key(listed) for listed in items),
        rules.normal_answers(given_answers),
    )
    different, rest = rules.split(exceptions, answers)
    said = [(row["kind"], row["slug"]) for row in different + rest]
    assert len(said) == len(set(said))
    assert set(said) == {(row["kind"], row["slug"]) for row in exceptions + answers}
    assert rules.split(different, rest) == (different, rest)


@pytest.mark.parametrize(
    ("kept", "exceptions", "stored"),
    [
        ("noted", [], "noted"),
        ("noted", ["raw_egg"], "different"),
        ("yes", ["raw_egg"], "yes"),
        ("different", [], "different"),
    ],
)
def test_single_things_of_which_one_was_different(kept, exceptions, stored):
    assert rules.settled(rules.Kept(kept), rules.normal_exceptions(exceptions)) == stored


def test_moments_are_one_to_five_of_the_list():
    known = [moment.slug for moment in reference.moments()]
    assert rules.normal_moments(reversed(known[:5])) == known[:5]
    assert rules.normal_moments([known[0], known[0]]) == known[:1]
    for bad in ([], known[:6], ["raw_egg"]):
        with pytest.raises(BadItem):
            rules.normal_moments(bad)
    assert rules.normal_moments(rules.usual_moments()) == rules.usual_moments()


DAY = dt.date(2026, 11, 19)
EIGHT, NINE = dt.time(8), dt.time(9)


@pytest.mark.parametrize(
    ("span", "good"),
    [
        ((DAY, None, DAY, None), True),
        ((DAY, EIGHT, DAY, EIGHT), True),
        ((DAY, EIGHT, DAY, NINE), True),
        ((DAY, NINE, DAY, EIGHT), False),
        ((DAY, NINE, DAY, None), True),
        ((DAY, NINE, DAY + dt.timedelta(days=1), EIGHT), True),
        ((DAY, None, DAY - dt.timedelta(days=1), None), False),
    ],
)
def test_spans(span, good):
    assert rules.is_span(*span) is good


def test_look_back():
    assert rules.look_back(DAY) == (dt.date(2026, 11, 5), DAY)
    assert rules.look_back(DAY, 1) == (dt.date(2026, 11, 18), DAY)


def test_the_call_plan_is_shown_for_what_a_red_flag_names():
    asked = {listed.slug for listed in reference.exposures() if rules.asks_for_call_plan(listed.slug)}
    assert asked == {"measles", "chickenpox_shingles", "bite_scratch"}
