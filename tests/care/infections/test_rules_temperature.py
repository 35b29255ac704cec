"""Temperatures: exact across units, whatever the thermometer."""

from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.infections.rules.flags import facts_of_temperature, is_low
from care.infections.rules.temperature import (
    NotATemperature,
    Unit,
    Verdict,
    accepted,
    common,
    digits,
    in_unit,
    judge,
    other,
    read,
)

TENTHS_C = st.integers(300, 430)
TENTHS_F = st.integers(860, 1094)


@pytest.mark.parametrize(("celsius", "fahrenheit"), [(380, 1004), (300, 860), (370, 986), (430, 1094), (360, 968)])
def test_the_same_heat_is_the_same_number(celsius, fahrenheit):
    assert common(celsius, "C") == common(fahrenheit, "F")


def test_just_below_the_usual_threshold_is_below_it():
    assert common(1003, "F") < common(380, "C") < common(1005, "F")
    assert common(379, "C") < common(1004, "F")


@given(TENTHS_C, TENTHS_F)
def test_comparison_agrees_with_exact_fractions(celsius, fahrenheit):
    exact_c = Fraction(celsius, 10) * Fraction(9, 5) + 32
    exact_f = Fraction(fahrenheit, 10)
    assert (common(celsius, "C") < common(fahrenheit, "F")) == (exact_c < exact_f)
    assert (common(celsius, "C") == common(fahrenheit, "F")) == (exact_c == exact_f)
    assert common(celsius, "C") == 50 * exact_c
    assert common(fahrenheit, "F") == 50 * exact_f


@given(TENTHS_C)
def test_shown_in_the_other_unit_it_is_never_off_by_more_than_half_a_tenth(celsius):
    fahrenheit = in_unit(celsius, "C", "F")
    assert abs(common(fahrenheit, "F") - common(celsius, "C")) * 2 <= 5
    assert in_unit(celsius, "C", "C") == celsius


@given(TENTHS_F)
def test_and_back(fahrenheit):
    celsius = in_unit(fahrenheit, "F", "C")
    assert abs(common(celsius, "C") - common(fahrenheit, "F")) * 2 <= 9


@pytest.mark.parametrize(
    ("text", "tenths", "unit"),
    [
        ("38.4", 384, None),
        ("38,4", 384, None),
        ("38", 380, None),
        ("38.", 380, None),
        (" 38 , 4 °C ", 384, Unit.C),
        ("38,4 °C", 384, Unit.C),
        ("101F", 1010, Unit.F),
        ("100.4 ° f", 1004, Unit.F),
        ("38.40", 384, None),
        ("38.4 celsius", 384, Unit.C),
        ("٣٨٫٤", 384, None),
        ("３８．４".replace("．", "."), 384, None),
        ("\u200e38.4", 384, None),
    ],
)
def test_reads_what_people_type(text, tenths, unit):
    assert read(text) == (tenths, unit)


@pytest.mark.parametrize(
    "text",
    ["abc", "", "38.45", "-38", "+38", "1e2", "nan", "inf", "38..4", "38.4.1", "38 4 7 K", "°C", "99999", "38²", "🤒"],
)
def test_anything_else_is_refused_not_guessed(text):
    with pytest.raises(NotATemperature):
        read(text)


@given(st.text(max_size=30))
def test_no_text_breaks_it(text):
    try:
        tenths, unit = read(text)
    except NotATemperature:
        return
    assert tenths >= 0
    assert unit in (None, Unit.C, Unit.F)


@given(st.integers(0, 9999))
def test_what_is_shown_can_be_typed_again(tenths):
    assert read(digits(tenths)) == (tenths, None)


@pytest.mark.parametrize(
    ("tenths", "unit", "verdict"),
    [
        (384, "C", Verdict.FINE),
        (1004, "F", Verdict.FINE),
        (350, "C", Verdict.FINE),
        (349, "C", Verdict.ASK_UNUSUAL),
        (410, "C", Verdict.FINE),
        (411, "C", Verdict.ASK_UNUSUAL),
        (950, "F", Verdict.FINE),
        (949, "F", Verdict.ASK_UNUSUAL),
        (1058, "F", Verdict.FINE),
        (1059, "F", Verdict.ASK_UNUSUAL),
        (300, "C", Verdict.ASK_UNUSUAL),
        (299, "C", Verdict.REFUSE),
        (430, "C", Verdict.ASK_UNUSUAL),
        (431, "C", Verdict.REFUSE),
        (986, "C", Verdict.ASK_UNIT),
        (370, "F", Verdict.ASK_UNIT),
        (859, "F", Verdict.REFUSE),
        (1095, "F", Verdict.REFUSE),
        (0, "C", Verdict.REFUSE),
    ],
)
def test_verdicts_at_their_edges(tenths, unit, verdict):
    assert judge(tenths, unit) is verdict


@given(st.integers(0, 2000), st.sampled_from(Unit))
def test_a_number_is_never_possible_in_both_units(tenths, unit):
    assert not (accepted(tenths, unit) and accepted(tenths, other(unit)))


@pytest.mark.parametrize(("again", "told"), [(False, ""), (True, "yes")])
def test_a_reading_tells_the_rules_what_was_typed(again, told):
    facts = facts_of_temperature(SimpleNamespace(tenths=1004, unit="F"), measured_again=again)
    assert (facts.temperature_tenths, facts.temperature_unit) == (1004, "F")
    assert facts.temperature_measured_again == told


@pytest.mark.parametrize(
    ("tenths", "unit", "low"), [(359, "C", True), (360, "C", False), (967, "F", True), (968, "F", False)]
)
def test_low_is_below_36(tenths, unit, low):
    assert is_low(common(tenths, unit)) is low
