"""Courses, the fourteen days, half days, lists, lumps, breathing: tables and properties."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.infections.rules import missed
from care.infections.rules.breathing import asks_blood
from care.infections.rules.courses import Taken, antibiotic_days, span
from care.infections.rules.lists import list_problem
from care.infections.rules.lumps import NEAR, lies_near
from care.infections.rules.sameness import FREE_DAYS, free_days, may_be_same, same_place
from care.infections.rules.signs import joined_signs
from care.record.dates import PartialDate
from care.reference import body_sites

D = dt.date
DAY = dt.timedelta(days=1)
ON = PartialDate.on
DAYS = st.dates(D(2026, 1, 1), D(2026, 12, 31))


@pytest.mark.parametrize(
    ("course", "expected"),
    [
        (Taken(ON(D(2026, 11, 2)), ON(D(2026, 11, 8))), (D(2026, 11, 2), D(2026, 11, 8))),
        (Taken(ON(D(2026, 11, 2)), ON(D(2026, 11, 2))), (D(2026, 11, 2), D(2026, 11, 2))),
        # Not stopped: to its planned end, and without that until now.
        (Taken(ON(D(2026, 11, 2)), None, ON(D(2026, 11, 5))), (D(2026, 11, 2), D(2026, 11, 5))),
        (Taken(ON(D(2026, 11, 2)), None, ON(D(2026, 12, 5))), (D(2026, 11, 2), D(2026, 11, 20))),
        (Taken(ON(D(2026, 11, 2))), (D(2026, 11, 2), D(2026, 11, 20))),
        # A stop wins over the plan.
        (Taken(ON(D(2026, 11, 2)), ON(D(2026, 11, 9)), ON(D(2026, 11, 5))), (D(2026, 11, 2), D(2026, 11, 9))),
        # Only days that are sure: from the last day the start can mean to the first day the stop can mean.
        (Taken(PartialDate.of(2026, 9), PartialDate.of(2026, 11)), (D(2026, 9, 30), D(2026, 11, 1))),
        (Taken(PartialDate.of(2026, 10), PartialDate.of(2026, 10)), None),
        (Taken(PartialDate.of(2026), None), None),
        (Taken(None, ON(D(2026, 11, 8))), None),
        (Taken(ON(D(2026, 11, 21))), None),
    ],
)
def test_the_sure_days_of_a_course(course, expected):
    assert span(course, D(2026, 11, 20)) == expected


def test_overlaps_count_once_and_only_inside_the_period():
    first = Taken(ON(D(2026, 11, 1)), ON(D(2026, 11, 10)))
    second = Taken(ON(D(2026, 11, 8)), ON(D(2026, 11, 12)))
    apart = Taken(ON(D(2026, 11, 20)), ON(D(2026, 11, 21)))
    days = antibiotic_days([first, second, apart], D(2026, 11, 5), D(2026, 11, 20))
    assert len(days) == 9
    assert (min(days), max(days)) == (D(2026, 11, 5), D(2026, 11, 20))
    assert antibiotic_days([], D(2026, 11, 5), D(2026, 11, 20)) == frozenset()


@st.composite
def courses(draw):
    first, last, planned = draw(DAYS), draw(st.none() | DAYS), draw(st.none() | DAYS)
    return Taken(ON(first), ON(max(first, last)) if last else None, ON(max(first, planned)) if planned else None)


@given(st.lists(courses(), max_size=6), courses(), DAYS, DAYS)
def test_another_course_never_takes_days_away_and_never_adds_some_outside(given_courses, more, one, other):
    first, last = sorted((one, other))
    before = antibiotic_days(given_courses, first, last)
    after = antibiotic_days([*given_courses, more], first, last)
    assert before <= after
    assert after == before | antibiotic_days([more], first, last)
    assert all(first <= day <= last for day in after)
    assert antibiotic_days([*given_courses, *given_courses], first, last) == before


@pytest.mark.parametrize(
    ("ended", "began", "free", "asked"),
    [
        (D(2026, 11, 1), D(2026, 11, 15), 13, True),
        (D(2026, 11, 1), D(2026, 11, 16), 14, False),
        (D(2026, 11, 1), D(2026, 11, 2), 0, True),
        (D(2026, 11, 5), D(2026, 11, 1), 0, True),
    ],
)
def test_fourteen_free_days(ended, began, free, asked):
    assert FREE_DAYS == 14
    assert (free_days(ended, began), may_be_same(ended, began)) == (free, asked)
    assert may_be_same(None, began)
    assert may_be_same(ended, began, gap=free + 1)
    assert not may_be_same(ended, began, gap=free)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("lung", "", ""), ("lung", "", ""), True),
        (("lung", "", ""), ("ear", "", ""), False),
        (("ear", "", "left"), ("ear", "", "right"), False),
        (("ear", "", "left"), ("ear", "", ""), True),
        (("skin", "palm", "left"), ("skin", "palm", "left"), True),
        (("skin", "palm", "left"), ("skin", "shin", "left"), False),
    ],
)
def test_same_place(one, other, same):
    assert same_place(one, other) is same is same_place(other, one)


@pytest.mark.parametrize(
    ("days", "halves"),
    [("0", 0), ("0.5", 1), ("1", 2), ("2.5", 5), ("366", 732), ("366.5", None), ("0.3", None), ("-1", None)],
)
def test_halves(days, halves):
    assert missed.halves(Fraction(days)) == halves


@pytest.mark.parametrize(("count", "text"), [(0, "0"), (1, "0.5"), (2, "1"), (5, "2.5")])
def test_half_days_in_words(count, text):
    assert missed.days_text(count) == text
    assert missed.halves(Fraction(text)) == count


@pytest.mark.parametrize(
    ("halves", "people", "fits"), [(6, 1, True), (7, 1, False), (0, 1, True), (-1, 1, False), (12, 2, True)]
)
def test_no_more_days_than_there_were(halves, people, fits):
    assert missed.fits(halves, D(2026, 11, 2), D(2026, 11, 4), people=people) is fits


@pytest.mark.parametrize(
    ("given_list", "problem"),
    [
        ([], ""),
        (["a"], ""),
        (["a", "b"], ""),
        (["none"], ""),
        (["none", "a"], "not_alone"),
        (["a", "a"], "twice"),
        (["x"], "unknown"),
        ([1], "unknown"),
        ("a", "no_list"),
        (None, "no_list"),
    ],
)
def test_lists(given_list, problem):
    assert list_problem(given_list, ["a", "b", "none"], alone=["none"]) == problem


@pytest.mark.parametrize(
    ("near", "place", "found"),
    [
        ([], "", set()),
        (["none"], "", set()),
        (["none"], "eyelid_upper", {"eye"}),
        (["joint"], "palm", {"joint", "hand"}),
        ([], "shin", set()),
        ([], "around_anus", {"anus"}),
        ([], "genital", {"genital"}),
    ],
)
def test_what_a_lump_is_close_to(near, place, found):
    assert lies_near(near, place) == found


def test_every_place_that_lies_at_something_is_a_place_and_every_word_is_known():
    places = body_sites.by_slug()
    for slug in places:
        assert lies_near([], slug) <= set(NEAR)
    for slug in ("around_eye", "lips", "fingers", "neck_back", "knee_crease"):
        assert slug in places
        assert lies_near(["none"], slug)


@pytest.mark.parametrize(
    ("cough", "blood", "asked"),
    [
        ("", "", False),
        ("none", "", False),
        ("dry", "", True),
        ("wet", "", True),
        ("not_sure", "", True),
        ("not_checked", "", True),
        ("wet", "no", False),
        ("wet", "not_checked", False),
    ],
)
def test_a_cough_asks_about_blood(cough, blood, asked):
    assert asks_blood(cough, blood) is asked


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (["cough"], ["fever", "cough"], ["cough", "fever"]),
        (["none"], ["fever"], ["fever"]),
        (["none"], [], ["none"]),
        (["none"], ["not_sure"], ["none"]),
        ([], [], []),
    ],
)
def test_the_signs_of_two_that_are_one(one, other, both):
    assert joined_signs(one, other) == both
