"""Every red-flag rule at its edges: which facts fire it, at which level, and which do not."""

import pytest

from care.plan.rules.facts import FIELDS, Facts
from care.plan.rules.levels import NO_PLAN, PlanValues
from care.plan.rules.registry import BY_ID, EVENT, RULES
from care.reference import red_flags

HOT = {"temperature_tenths": 380, "temperature_unit": "C"}
WARM = {"temperature_tenths": 379, "temperature_unit": "C"}


def c(tenths, **more):
    return {"temperature_tenths": tenths, "temperature_unit": "C"} | more


def f(tenths, **more):
    return {"temperature_tenths": tenths, "temperature_unit": "F"} | more


def yes(*names, **more):
    return dict.fromkeys(names, "yes") | more


# Rule -> [(what was told, level or None)]; the plan, where one is needed, stands third.
CASES = {
    "RF-01": [
        (yes("very_hard_breathing"), 3),
        (yes("grunting"), 3),
        (yes("breathing_pauses"), 3),
        (yes("lips_blue"), 3),
        (yes("cannot_speak_or_feed"), 3),
        (yes("breathless"), None),
    ],
    "RF-02": [
        (yes("breathing_worse_than_usual"), 2),
        (yes("breathless"), 2),
        ({"spo2_percent": 60}, None),
        ({"spo2_percent": 92}, None, PlanValues(spo2_min=92)),
        ({"spo2_percent": 91}, 2, PlanValues(spo2_min=92)),
        ({}, None, PlanValues(spo2_min=92)),
    ],
    "RF-03": [
        (yes("blood_in_sputum"), 2),
        ({"sputum_colour": "blood_streaked"}, 2),
        ({"sputum_colour": "bloody"}, 3),
        ({"sputum_colour": "brown"}, None),
        (yes("blood_in_sputum_more"), 3),
        (yes("blood_in_sputum", "faint"), 3),
        (yes("blood_in_sputum", "breathless"), 3),
        (yes("blood_in_sputum", "breathing_worse_than_usual"), 3),
        (yes("blood_in_sputum", "lips_blue"), 3),
        (yes("faint"), None),
    ],
    "RF-04": [
        (yes("chest_pain"), 2),
        (yes("chest_pain", "collapse"), 3),
        (yes("chest_pain", "sweating"), 3),
        (yes("chest_pain", "breathless"), 3),
        (yes("collapse", "sweating"), None),
    ],
    "RF-05": [
        (yes(sign), 3)
        for sign in ("worst_headache", "weakness", "face_droop", "confusion", "stiff_neck", "loss_of_consciousness")
    ],
    "RF-06": [
        (yes("belly_pain_severe"), 3),
        (yes("belly_rigid"), 3),
        (yes("belly_pain_sudden"), 2),
        (yes("vomit_blood_or_green"), 2),
        (yes("black_stool"), 2),
        (yes("vomiting_repeated"), None),
    ],
    "RF-07": [
        (yes(sign), 3)
        for sign in (
            "seizure",
            "floppy",
            "very_hard_to_wake",
            "skin_mottled_blue_pale",
            "rash_not_fading",
            "cold_to_touch",
        )
    ],
    "RF-08": [
        (c(380), 1),
        (c(379), None),
        (f(1004), 1),
        (f(1003), None),
        ({"temperature_unit": "C"}, None),
        (f(380), 1),  # 38.0 °F is no reading: it was 38.0 °C
        (c(1004), 1),  # and 100.4 °C was 100.4 °F
        ({"temperature_tenths": 1003, "temperature_unit": ""}, None),
        ({"temperature_tenths": 1010, "temperature_unit": "C"}, 1),
        ({"temperature_tenths": 1010, "temperature_unit": ""}, 1),
        ({"temperature_tenths": 500, "temperature_unit": "C"}, 1),  # possible in neither unit
        ({"temperature_tenths": 500, "temperature_unit": ""}, 1),
        (c(380, age_months=2), 2),
        (c(379, age_months=2), None),
        (f(1004, age_months=0), 2),
        (f(1003, age_months=0), None),
        (c(380, age_months=3), 1),
        (c(389, age_months=3), 1),
        (c(390, age_months=3), 2),
        (f(1022, age_months=6), 2),
        (f(1021, age_months=6), 1),
        (c(390, age_months=7), 1),
        (c(359), None),
        # What is low is settled by who asks: the readings of the log (test_low_in_both_units), the page in words.
        (yes("temperature_measured_again"), 2),
        (c(359) | yes("temperature_measured_again"), 2),
        (f(1004) | yes("temperature_measured_again"), 2),
        (c(385), None, PlanValues(threshold_tenths=390)),
        (c(390), 1, PlanValues(threshold_tenths=390)),
        (c(375), 1, PlanValues(threshold_tenths=995, threshold_unit="F")),
        (c(374), None, PlanValues(threshold_tenths=995, threshold_unit="F")),
        (c(380, age_months=1), 2, PlanValues(threshold_tenths=400)),
        (c(390, age_months=4), 2, PlanValues(threshold_tenths=400)),
    ],
    "RF-09": [(yes("measles_contact"), 1), (yes("chickenpox_contact"), None)],
    "RF-10": [(yes("chickenpox_contact"), 1), (yes("measles_contact"), None)],
    "RF-11": [
        (yes("redness_spreading"), 2),
        (yes("red_streaks"), 2),
        (yes("hot_and_very_painful"), 2),
        (yes("pain_out_of_proportion"), 2),
        (yes("red_streaks", "unwell"), 3),
        (yes("red_streaks", "fever"), 3),
        (yes("red_streaks") | HOT, 3),
        (yes("red_streaks") | HOT, 3, PlanValues(threshold_tenths=390)),
        (yes("red_streaks") | WARM, 3, PlanValues(threshold_tenths=375)),
        (yes("red_streaks") | WARM, 2),
        (yes("fever", "unwell"), None),
    ],
    "RF-12": [
        (yes("blisters_clustered"), 2),
        (yes("punched_out_sores"), 2),
        (yes("one_sided_band_rash"), 2),
        (yes("rash"), None),
    ],
    "RF-13": [
        (yes("new_lump"), 1),
        (yes("new_lump", lump_mm=50), 1),
        (yes("new_lump", lump_mm=51), 2),
        (yes("new_lump", "fever"), 2),
        (yes("new_lump", "unwell"), 2),
        (yes("new_lump") | HOT, 2),
        (yes("new_lump") | WARM, 1),
        *((yes("new_lump", lump_near=(place,)), 2) for place in ("eye", "spine", "hand", "genital", "anus")),
        *((yes("new_lump", lump_near=(place,)), 1) for place in ("mouth", "joint", "none")),
        ({"lump_mm": 80, "lump_near": ("eye",)}, None),
    ],
    "RF-14": [
        *(({"sputum_colour": colour}, 1) for colour in ("yellow", "green", "brown", "blood_streaked", "bloody")),
        ({"sputum_colour": "clear"}, None),
        ({"cough_days": 3}, None),
        ({"cough_days": 4}, 1),
        (yes("cough"), None),
        (yes("cough", "chest_pain"), 1),
        (yes("chest_pain", cough_days=1), 1),
        (yes("chest_pain"), None),
    ],
    "RF-15": [(yes("no_drink_8h"), 2), (yes("no_urine_12h"), 2), (yes("vomiting_repeated"), 2)],
    "RF-16": [(yes("lump_growing"), 1), (yes("weight_loss"), 1), (yes("night_sweats"), 1)],
    "RF-17": [
        (yes("injury_pain"), 1),
        (yes("limb_not_used"), 1),
        (yes("new_back_pain"), 1),
        (yes("deformity"), 2),
        (yes("injury_pain", "numbness"), 2),
        (yes("new_back_pain", "numbness"), 2),
        (yes("numbness"), None),
    ],
    "RF-18": [(yes("red_eye_painful"), 2), (yes("vision_change"), 2), (yes("swelling_round_eye"), 2)],
    "RF-19": [
        (yes("food_stuck"), 2),
        (yes("cannot_swallow_saliva"), 3),
        (yes("food_stuck", "cannot_swallow_saliva"), 3),
    ],
    "RF-20": [
        (yes("swelling_lips_tongue_throat"), 3),
        (yes("wheeze_after_trigger"), 3),
        (yes("collapse_after_trigger"), 3),
        (yes("collapse"), None),
    ],
    "RF-21": [
        (yes("rash_after_new_medicine"), 2),
        (yes("rash_after_new_medicine", "unwell"), 3),
        (yes("rash_after_new_medicine") | HOT, 3),
        (yes("rash", "unwell"), None),
    ],
    "RF-22": [
        (yes("live_vaccine_given"), 1),
        (yes("live_vaccine_given", "rash"), 2),
        (yes("live_vaccine_given", "unwell"), 2),
        (HOT | {"days_since_live_vaccine": 42}, 2),
        (HOT | {"days_since_live_vaccine": 43}, None),
        (yes("rash", days_since_live_vaccine=0), 2),
        (HOT | {"days_since_live_vaccine": -1}, None),
        ({"days_since_live_vaccine": 10}, None),
        (yes("rash"), None),
    ],
    "RF-23": [
        (yes("household_opv"), 1),
        (yes("household_acam2000"), 1),
        (yes("household_shedding_contact"), 0),
        (yes("household_shedding_contact", "household_opv"), 1),
    ],
    "RF-24": [
        (yes("bite"), 1),
        (yes("burn"), 1),
        (yes("wound_with_soil"), 1),
        (yes("wound_deep"), 2),
        (yes("bite", "wound_face_or_hand"), 2),
        (yes("wound_face_or_hand"), None),
    ],
    "RF-25": [
        (yes("out_of_stock"), 1),
        ({"doses_missed": 9}, None),
        ({"doses_missed": 2}, 1, PlanValues(missed_doses=2)),
        ({"doses_missed": 1}, None, PlanValues(missed_doses=2)),
        ({}, None, PlanValues(missed_doses=1)),
    ],
    "RF-26": [
        (yes("diarrhoea_blood"), 2),
        (yes("dehydration"), 2),
        ({"diarrhoea_hours": 48}, None),
        ({"diarrhoea_hours": 49}, 1),
    ],
    "RF-27": [
        (yes("cough", dust_days_ago=14), 1),
        (yes("cough", dust_days_ago=15), None),
        ({"cough_days": 1, "dust_days_ago": 0}, 1),
        ({"dust_days_ago": 2}, None),
        (yes("cough", dust_days_ago=-1), None),
        (yes("cough"), None),
    ],
    "RF-28": [(yes("line_site_red_or_leaking"), 2), (yes("fever_after_infusion"), 2)],
    "RF-30": [(yes("worried"), 1)],
}
TABLE = [(rule, *case) for rule, cases in CASES.items() for case in cases]


@pytest.mark.parametrize("case", TABLE, ids=lambda case: f"{case[0]}-{case[1]}")
def test_case(case):
    rule, told, level, *plan = case
    found = BY_ID[rule].verdict(Facts(**told), *(plan or [NO_PLAN]))
    assert (None if found is None else found.level) == level


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_nothing_told_never_fires(rule):
    assert rule.verdict(Facts(), NO_PLAN) is None


SIGNS = [
    name
    for name in FIELDS
    if Facts.__dataclass_fields__[name].type == "str" and name not in ("sputum_colour", "temperature_unit")
]


@pytest.mark.parametrize("answer", ["no", "not_sure", "not_checked", "not_applicable", ""])
def test_only_yes_fires(answer):
    facts = Facts(**dict.fromkeys(SIGNS, answer))
    assert [rule.id for rule in RULES if rule.verdict(facts, NO_PLAN)] == []


@pytest.mark.parametrize("answer", ["no", "not_checked", "not_sure", ""])
def test_a_cold_lump_counts_whatever_was_said_of_fever(answer):
    """HIES abscesses may be neither hot nor red nor painful: none of these may lower or hide the rule."""
    found = BY_ID["RF-13"].verdict(Facts(new_lump="yes", fever=answer, hot_and_very_painful=answer), NO_PLAN)
    assert found.level == 1


class Watched:
    """Facts that remember which of their fields were asked for."""

    def __init__(self, facts):
        self.facts, self.asked = facts, set()

    def __getattr__(self, name):
        self.asked.add(name)
        return getattr(self.facts, name)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_names_exactly_the_fields_it_reads(rule):
    asked = set()
    for told, _level, *plan in CASES[rule.id]:
        watched = Watched(Facts(**told))
        rule.verdict(watched, *(plan or [NO_PLAN]))
        asked |= watched.asked
    assert asked == set(rule.reads)


def test_every_rule_has_papers_and_every_paper_a_rule():
    assert [rule.id for rule in RULES] == [flag.id for flag in red_flags.all_flags()]
    assert set(CASES) == set(BY_ID)
    assert set(FIELDS) == {name for rule in RULES for name in rule.reads} | set(EVENT)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_levels_of_the_papers_are_the_levels_the_rule_gives(rule):
    """Each level the file promises is reached by a case above, and no other."""
    assert {f"L{level}" for _told, level, *_plan in CASES[rule.id] if level is not None} == set(rule.papers.levels)
