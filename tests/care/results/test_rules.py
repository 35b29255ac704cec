"""Numbers as written, teeth, dates of injuries, and what the red-flag rules are told."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.plan.rules.facts import Facts
from care.record.dates import PartialDate
from care.results.rules import measures, teeth
from care.results.rules.flags import facts_of_check, facts_of_fracture, hours_ago
from care.results.rules.words import LengthUnit, WeightUnit

TODAY = dt.date(2026, 11, 19)


@pytest.mark.parametrize(
    ("text", "value"),
    [("14.2", "14.2"), (" 14,2 ", "14.2"), ("0.5", "0.5"), ("-2", "-2"), ("−2", "-2"), ("3,250", "3.250"), ("+1", "1")],
)
def test_numbers(text, value):
    assert measures.number(text) == Decimal(value)


@pytest.mark.parametrize("bad", ["", "abc", "1e5", "1.2.3", "1,234,567", ".5", "5.", "< 3", "١٢", "12345678901", "nan"])
def test_what_is_no_number(bad):
    with pytest.raises(measures.NotANumber):
        measures.number(bad)


@pytest.mark.parametrize("text", ["2,100", "2.100", "-1,000", "999.999"])
def test_a_number_that_may_be_read_in_two_ways_is_not_guessed(text):
    with pytest.raises(measures.TwoReadings):
        measures.number(text, plain=True)


@pytest.mark.parametrize("text", ["2100", "0.125", "0,125", "12.5", "2100.5", "1234.567"])
def test_plain_numbers(text):
    assert measures.number(text, plain=True) == Decimal(text.replace(",", "."))


@pytest.mark.parametrize(
    ("value", "text"), [("14.200", "14.2"), ("100.000", "100"), ("100", "100"), ("0.050", "0.05"), ("1000", "1000")]
)
def test_as_written(value, text):
    assert measures.as_written(Decimal(value)) == text


@given(st.decimals(min_value=-999999, max_value=999999, places=3))
def test_writing_a_number_and_reading_it_changes_nothing(value):
    assert measures.number(measures.as_written(value)) == value


@pytest.mark.parametrize(
    ("value", "unit", "ranges", "good"),
    [
        ("0.2", WeightUnit.KILOGRAM, measures.WEIGHT_RANGES, True),
        ("0.199", WeightUnit.KILOGRAM, measures.WEIGHT_RANGES, False),
        ("300", WeightUnit.KILOGRAM, measures.WEIGHT_RANGES, True),
        ("300.001", WeightUnit.KILOGRAM, measures.WEIGHT_RANGES, False),
        ("3250", WeightUnit.GRAM, measures.WEIGHT_RANGES, True),
        ("14.2", WeightUnit.GRAM, measures.WEIGHT_RANGES, False),
        ("31", WeightUnit.POUND, measures.WEIGHT_RANGES, True),
        ("19.9", LengthUnit.CENTIMETRE, measures.LENGTH_RANGES, False),
        ("20", LengthUnit.CENTIMETRE, measures.LENGTH_RANGES, True),
        ("101", LengthUnit.INCH, measures.LENGTH_RANGES, False),
        ("48.5", LengthUnit.CENTIMETRE, measures.HEAD_RANGES, True),
        ("81", LengthUnit.CENTIMETRE, measures.HEAD_RANGES, False),
    ],
)
def test_ranges(value, unit, ranges, good):
    assert measures.fits(Decimal(value), unit, ranges) is good


def test_the_chart_has_the_twenty_baby_teeth():
    assert len(teeth.ALL) == len(set(teeth.ALL)) == 20
    assert {tooth // 10 for tooth in teeth.ALL} == {5, 6, 7, 8}
    assert {tooth % 10 for tooth in teeth.ALL} == {1, 2, 3, 4, 5}


def test_teeth_as_stored():
    assert teeth.normal(["85", 51, "51", 62]) == [51, 62, 85]
    assert teeth.normal([]) == []


@pytest.mark.parametrize("bad", [[11], [56], [90], ["x"], [None], [[]], [0]])
def test_what_is_no_baby_tooth(bad):
    with pytest.raises(teeth.BadTooth):
        teeth.normal(bad)


@given(st.lists(st.sampled_from(teeth.ALL)))
def test_storing_teeth_twice_changes_nothing(chosen):
    once = teeth.normal(chosen)
    assert teeth.normal(once) == once
    assert set(once) == set(chosen)


@pytest.mark.parametrize(
    ("dated", "hours"),
    [
        (None, None),
        (PartialDate.on(TODAY), 0),
        (PartialDate.on(TODAY - dt.timedelta(days=3)), 72),
        (PartialDate.on(TODAY - dt.timedelta(days=4)), 96),
        # Somewhen in this month: it may have been today.
        (PartialDate.of(2026, 11), 0),
        (PartialDate.of(2026, 10), 19 * 24),
    ],
)
def test_hours_since_an_injury(dated, hours):
    assert hours_ago(dated, TODAY) == hours


@pytest.mark.parametrize(
    ("told", "facts"),
    [
        ({}, Facts()),
        ({"pain": "yes"}, Facts(injury_pain="yes")),
        ({"pain": "yes", "mechanism": "minor"}, Facts(injury_pain="yes")),
        ({"pain": "yes", "mechanism": "not_sure", "hours_since": 5}, Facts(injury_pain="yes", hours_since=5)),
        ({"pain": "yes", "not_used": "yes", "deformity": "yes", "mechanism": "major"}, Facts()),
        ({"numb": "yes", "mechanism": "major"}, Facts(numbness="yes")),
        ({"pain": "yes", "bone": "spine"}, Facts(injury_pain="yes", new_back_pain="yes")),
        (
            {"pain": "no", "not_used": "not_sure", "deformity": "not_checked", "numb": "no"},
            Facts(injury_pain="no", limb_not_used="not_sure", deformity="not_checked", numbness="no"),
        ),
    ],
)
def test_facts_of_an_injury(told, facts):
    assert facts_of_fracture(**told) == facts


@pytest.mark.parametrize(
    ("told", "facts"),
    [
        ({}, Facts()),
        ({"new_back_pain": "yes"}, Facts(new_back_pain="yes")),
        ({"lump": "yes"}, Facts(new_lump="yes")),
        ({"lump_growing": "yes"}, Facts()),
        ({"lump_growing": "yes", "lump_place": "other"}, Facts()),
        ({"lump_growing": "yes", "lump_place": "neck"}, Facts(lump_growing="yes")),
        ({"lump_growing": "yes", "lump_place": "armpit"}, Facts(lump_growing="yes")),
        ({"lump_growing": "not_sure", "lump_place": "groin"}, Facts(lump_growing="not_sure")),
        ({"weight_loss": "yes", "night_sweats_soaking": "yes"}, Facts(weight_loss="yes", night_sweats="yes")),
        ({"stool": "black"}, Facts(black_stool="yes")),
        ({"stool": "loose_with_blood"}, Facts(diarrhoea_blood="yes")),
        ({"stool": "loose"}, Facts()),
    ],
)
def test_facts_of_a_general_check(told, facts):
    assert facts_of_check(**told) == facts
