"""From facts to levels: the plan's overrides, the age of the event, and that more facts never mean less."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.infections.rules import temperature
from care.plan.rules import degrees
from care.plan.rules.facts import FIELDS, Facts
from care.plan.rules.judging import judge, level_refused
from care.plan.rules.levels import NO_PLAN, Level, PlanValues
from care.plan.rules.registry import RULES

HOURS = [rule.papers.hours for rule in RULES]
# Facts that fire each rule at each of its levels.
FIRES = {
    "RF-01": {"lips_blue": "yes"},
    "RF-03": {"blood_in_sputum": "yes"},
    "RF-05": {"confusion": "yes"},
    "RF-07": {"seizure": "yes"},
    "RF-08": {"temperature_tenths": 385, "temperature_unit": "C"},
    "RF-09": {"measles_contact": "yes"},
    "RF-10": {"chickenpox_contact": "yes"},
    "RF-13": {"new_lump": "yes"},
    "RF-20": {"swelling_lips_tongue_throat": "yes"},
    "RF-22": {"live_vaccine_given": "yes"},
    "RF-30": {"worried": "yes"},
}


def level(rule, plan=NO_PLAN, **told):
    return {verdict.rule: verdict for verdict in judge(Facts(**FIRES[rule] | told), plan)}[rule].level


def test_the_most_serious_comes_first_and_all_are_told():
    facts = Facts(worried="yes", lips_blue="yes", redness_spreading="yes", new_lump="yes")
    assert [(v.rule, int(v.level)) for v in judge(facts)] == [("RF-01", 3), ("RF-11", 2), ("RF-13", 1), ("RF-30", 1)]


@pytest.mark.parametrize(
    ("rule", "last"),
    [("RF-01", 72), ("RF-08", 72), ("RF-13", 72), ("RF-09", 144), ("RF-10", 240), ("RF-22", 1008)],
)
def test_an_old_event_is_for_the_next_visit(rule, last):
    fresh = level(rule)
    assert level(rule, hours_since=last) == fresh
    assert level(rule, hours_since=last + 1) == 0
    assert level(rule, hours_since=last + 1, still_present="yes") == fresh
    for answer in ("no", "not_sure", "not_checked"):
        assert level(rule, hours_since=last + 1, still_present=answer) == 0
    [verdict] = judge(Facts(**FIRES[rule], hours_since=last + 1))[:1]
    assert verdict.aged


@pytest.mark.parametrize(("days", "expected"), [(0, 1), (42, 1), (43, 0)])
def test_a_live_vaccine_of_more_than_six_weeks_ago(days, expected):
    """The days since the vaccine count, not when it was typed in."""
    assert level("RF-22", days_since_live_vaccine=days, hours_since=0) == expected
    assert level("RF-22", days_since_live_vaccine=days, hours_since=5000) == expected


def test_a_worry_never_grows_old():
    assert level("RF-30", hours_since=100_000) == 1


@pytest.mark.parametrize("rule", ["RF-01", "RF-05", "RF-07", "RF-20"])
@pytest.mark.parametrize("wanted", [0, 1, 2, 3])
def test_four_rules_cannot_be_lowered(rule, wanted):
    assert level(rule, PlanValues(levels={rule: wanted})) == 3
    assert level_refused(rule, wanted) is (wanted < 3)


@pytest.mark.parametrize(
    ("rule", "told", "wanted", "expected"),
    [
        ("RF-03", {}, 0, 1),  # never a mere note, whatever stands in the table
        ("RF-03", {}, 1, 1),
        ("RF-03", {}, 3, 3),
        ("RF-03", {"blood_in_sputum_more": "yes"}, 1, 3),  # an L3 is not lowered
        ("RF-13", {}, 0, 0),
        ("RF-13", {}, 3, 3),
        ("RF-13", {"lump_mm": 60}, 0, 0),
        ("RF-08", {"age_months": 1}, 0, 2),  # a baby's age is not lifted
        ("RF-08", {"age_months": 1}, 3, 3),
        ("RF-08", {}, 0, 0),
        ("RF-30", {}, 0, 1),
        ("RF-30", {}, 2, 2),
    ],
)
def test_a_plan_raises_and_lowers(rule, told, wanted, expected):
    assert level(rule, PlanValues(levels={rule: wanted}), **told) == expected


@pytest.mark.parametrize(
    ("rule", "wanted", "refused"),
    [("RF-03", 0, True), ("RF-03", 1, False), ("RF-30", 0, True), ("RF-13", 0, False), ("RF-99", 3, True)],
)
def test_what_a_plan_may_not_set(rule, wanted, refused):
    assert level_refused(rule, wanted) is refused


def test_where_a_verdict_comes_from():
    def origin(plan, **told):
        return [verdict.from_plan for verdict in judge(Facts(**told), plan)]

    assert origin(NO_PLAN, new_lump="yes") == [False]
    assert origin(PlanValues(levels={"RF-13": 1}), new_lump="yes") == [False]
    assert origin(PlanValues(levels={"RF-13": 2}), new_lump="yes") == [True]
    assert origin(PlanValues(texts={"RF-13": "Photo first."}), new_lump="yes") == [True]
    assert origin(PlanValues(spo2_min=92), spo2_percent=90) == [True]
    assert origin(PlanValues(threshold_tenths=375), temperature_tenths=376, temperature_unit="C") == [True]
    assert origin(PlanValues(threshold_tenths=375), temperature_tenths=385, temperature_unit="C") == [False]


@given(st.integers(-9999, 99999), st.sampled_from(["C", "F"]), st.integers(-9999, 99999), st.sampled_from(["C", "F"]))
def test_degrees_compare_as_the_temperature_log_does(one, unit, two, other):
    here = degrees.fiftieths(one, unit) >= degrees.fiftieths(two, other)
    assert here == (temperature.common(one, unit) >= temperature.common(two, other))


def test_both_rooms_know_the_same_possible_temperatures():
    assert degrees.POSSIBLE == temperature.ACCEPTED


# --- More facts never mean less -------------------------------------------------------------------------------------
ANSWERS = st.sampled_from(["", "yes", "no", "not_sure", "not_checked", "not_applicable"])
SPECIAL = {
    "sputum_colour": st.sampled_from(["", "none", "clear", "yellow", "green", "brown", "blood_streaked", "bloody"]),
    "lump_near": st.lists(st.sampled_from(["eye", "mouth", "hand", "joint"]), unique=True).map(tuple),
    "temperature_tenths": st.none() | st.integers(300, 430) | st.integers(860, 1094),
    # A unit settles a doubt, and how long ago it was makes it old: these two may lower, and are tested above.
    "temperature_unit": st.sampled_from(["", "C", "F"]),
    "hours_since": st.none() | st.integers(0, 2000),
    "days_since_live_vaccine": st.none() | st.integers(0, 100),
    "age_months": st.none() | st.integers(0, 20),
}
AGEING = ("temperature_unit", "hours_since", "days_since_live_vaccine")
WHOLE = {field.name for field in dataclasses.fields(Facts) if field.type == "int | None"}
TOLD = st.fixed_dictionaries(
    {name: SPECIAL.get(name, st.none() | st.integers(0, 120) if name in WHOLE else ANSWERS) for name in FIELDS}
)
RULE_IDS = st.sampled_from([rule.id for rule in RULES])
PLANS = st.builds(
    PlanValues,
    threshold_tenths=st.none() | st.integers(370, 400),
    spo2_min=st.none() | st.integers(80, 99),
    missed_doses=st.none() | st.integers(1, 9),
    levels=st.dictionaries(RULE_IDS, st.integers(0, 3), max_size=5),
)


@given(TOLD, st.sets(st.sampled_from(FIELDS)), PLANS)
def test_adding_facts_never_lowers_a_level(told, left_out, plan):
    blank = Facts()
    fewer = {
        name: getattr(blank, name) if name in left_out and name not in AGEING else value for name, value in told.items()
    }
    before = {verdict.rule: verdict.level for verdict in judge(Facts(**fewer), plan)}
    after = {verdict.rule: verdict.level for verdict in judge(Facts(**told), plan)}
    for rule, was in before.items():
        assert after.get(rule, -1) >= was


@given(TOLD, PLANS)
def test_saying_no_instead_of_nothing_changes_no_level(told, plan):
    """Neither "no fever" nor "not red" nor "not checked" lowers or hides anything."""
    signs = {name for name in FIELDS if name not in SPECIAL and name not in WHOLE}
    silent = {name: "" if name in signs and value != "yes" else value for name, value in told.items()}
    assert judge(Facts(**told), plan) == judge(Facts(**silent), plan)


@given(TOLD, PLANS)
def test_a_plan_never_removes_what_it_may_not(told, plan):
    fired = {verdict.rule: verdict for verdict in judge(Facts(**told), plan)}
    for rule in ("RF-01", "RF-05", "RF-07", "RF-20", "RF-03", "RF-30"):
        library = rule in {verdict.rule for verdict in judge(Facts(**told))}
        assert library is (rule in fired)
        if library and not fired[rule].aged:
            assert fired[rule].level >= (3 if rule not in ("RF-03", "RF-30") else 1)


def test_levels_rise_in_the_order_of_their_keys():
    assert [level.key for level in sorted(Level)] == ["L0", "L1", "L2", "L3"]
