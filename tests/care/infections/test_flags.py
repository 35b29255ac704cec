"""What this room tells the red-flag rules, and that every save and every correction asks them."""

import datetime as dt
from types import SimpleNamespace

import pytest

from care.infections import actions
from care.infections.rules import flags
from care.plan.models import FlagMessage
from care.plan.rules.facts import Facts
from care.precautions import actions as precautions
from care.record.dates import PartialDate
from tests.people import EVENING, MORNING

TODAY = dt.date(2026, 11, 19)
DAY = dt.timedelta(days=1)


def episode(**values):
    plain = {
        "signs": [],
        "site": "lung",
        "is_lump": False,
        "is_open": True,
        "onset_on": TODAY,
        "onset_precision": "day",
        "resolved_on": None,
        "fever_with_it": "",
        "near": [],
        "body_site": "",
        "size_mm": None,
        "width_mm": None,
        "streaks": "",
        "warm": "",
        "painful": "",
        "pain": None,
    }
    return SimpleNamespace(**plain | values)


def told(facts: Facts) -> dict:
    """What a row tells, without what it does not."""
    return {name: value for name in Facts.__slots__ if (value := getattr(facts, name)) not in (None, "", ())}


@pytest.mark.parametrize(
    ("values", "facts"),
    [
        ({}, {}),
        ({"signs": ["none"]}, {}),
        ({"signs": ["not_sure"]}, {}),
        ({"signs": ["fever"]}, {"fever": "yes"}),
        ({"signs": ["tired"]}, {"unwell": "yes"}),
        ({"signs": ["fast_or_hard_breathing"]}, {"breathing_worse_than_usual": "yes"}),
        ({"signs": ["chest_pain", "blood_in_sputum"]}, {"chest_pain": "yes", "blood_in_sputum": "yes"}),
        ({"signs": ["wet_cough"]}, {"cough": "yes", "cough_days": 1}),
        ({"signs": ["cough"], "onset_on": TODAY - 3 * DAY}, {"cough": "yes", "cough_days": 4, "hours_since": 72}),
        ({"signs": ["cough"], "onset_precision": "month"}, {"cough": "yes"}),
        ({"signs": ["diarrhoea"], "site": "gut"}, {}),
        (
            {"signs": ["diarrhoea"], "site": "gut", "onset_on": TODAY - 2 * DAY},
            {"diarrhoea_hours": 48, "hours_since": 48},
        ),
        ({"signs": ["pain", "swelling"]}, {}),
        ({"signs": ["pain", "swelling"], "site": "eye"}, {"red_eye_painful": "yes", "swelling_round_eye": "yes"}),
        ({"is_lump": True}, {"new_lump": "yes"}),
        (
            {"is_lump": True, "warm": "not_checked", "painful": "not_checked", "size_mm": 30, "width_mm": 60},
            {"new_lump": "yes", "lump_mm": 60},
        ),
        (
            {"is_lump": True, "body_site": "eyelid_upper", "near": ["mouth"]},
            {"new_lump": "yes", "lump_near": ("eye", "mouth")},
        ),
        ({"is_lump": True, "fever_with_it": "yes"}, {"new_lump": "yes", "fever": "yes"}),
        ({"is_lump": True, "streaks": "yes"}, {"new_lump": "yes", "red_streaks": "yes"}),
        (
            {"is_lump": True, "warm": "yes", "painful": "yes", "pain": 7},
            {"new_lump": "yes", "hot_and_very_painful": "yes"},
        ),
        ({"is_lump": True, "warm": "yes", "painful": "yes", "pain": 6}, {"new_lump": "yes"}),
        ({"is_lump": True, "warm": "no", "painful": "yes", "pain": 9}, {"new_lump": "yes"}),
    ],
)
def test_an_infection(values, facts):
    assert told(flags.facts_of_episode(episode(**values), day=TODAY)) == {"still_present": "yes"} | facts


def test_what_is_over_is_not_still_there():
    over = episode(is_open=False, signs=["cough"], onset_on=TODAY - 9 * DAY, resolved_on=TODAY - 4 * DAY)
    assert told(flags.facts_of_episode(over, day=TODAY)) == {"cough": "yes", "hours_since": 96}


@pytest.mark.parametrize(
    ("values", "facts"),
    [
        ({"cough": "none"}, {}),
        ({"cough": "not_sure", "sputum_colour": "not_checked"}, {}),
        ({"cough": "wet"}, {"cough": "yes", "cough_days": 2, "dust_days_ago": 3}),
        ({"sputum_colour": "green"}, {"sputum_colour": "green"}),
        (
            {"sputum_colour": "bloody", "blood_in_sputum": "yes"},
            {"sputum_colour": "bloody", "blood_in_sputum": "yes", "blood_in_sputum_more": "yes"},
        ),
        ({"breathless": "on_exercise"}, {}),
        ({"breathless": "at_rest", "chest_pain": "yes"}, {"breathless": "yes", "chest_pain": "yes"}),
        ({"spo2": 91}, {"spo2_percent": 91}),
    ],
)
def test_a_breathing_day(values, facts):
    blank = dict.fromkeys(("cough", "sputum_colour", "blood_in_sputum", "breathless", "chest_pain"), "")
    row = SimpleNamespace(**blank | {"spo2": None} | values)
    assert told(flags.facts_of_breathing(row, cough_days=2, dust_days_ago=3)) == facts


@pytest.mark.parametrize(
    ("purpose", "missed", "reason", "facts"),
    [
        ("treatment", 9, "out_of_stock", {}),
        ("", 9, "", {}),
        ("prophylaxis", None, "", {}),
        ("prophylaxis", 0, "finished", {}),
        ("prophylaxis", 3, "out_of_stock", {"doses_missed": 3, "out_of_stock": "yes"}),
    ],
)
def test_a_course(purpose, missed, reason, facts):
    row = SimpleNamespace(purpose=purpose, missed_doses=missed, stop_reason=reason)
    assert told(flags.facts_of_course(row)) == facts


def test_days_in_a_row():
    days = {TODAY - n * DAY for n in (0, 1, 2, 4)}
    assert [flags.days_in_a_row(days, TODAY - n * DAY) for n in (0, 2, 3, 4)] == [3, 1, 0, 1]


@pytest.mark.parametrize(
    ("tenths", "unit", "low"), [(359, "C", True), (360, "C", False), (967, "F", True), (968, "F", False)]
)
def test_low_in_both_units(tenths, unit, low):
    from care.infections.rules.temperature import common

    assert flags.is_low(common(tenths, unit)) is low


# --- every save asks -----------------------------------------------------------------------------------------------


def rules(entry) -> dict[str, int]:
    return {row.rule: row.level for row in FlagMessage.objects.filter(entry=entry).order_by("raised_at", "pk")}


@pytest.fixture(autouse=True)
def _library(settings):
    """The library rules run, as in the demo."""
    settings.UNREVIEWED_RULES = True


def start(family, **values):
    return actions.start_episode(patient=family.mia, by=family.guardian, at=MORNING, **values).entry.infection


def breathe(family, *, day=TODAY, **values):
    return actions.add_log(
        kind="breathing", patient=family.mia, by=family.guardian, at=MORNING, local_day=day, **values
    ).entry


def test_a_new_lump_speaks_however_quiet_and_a_correction_asks_again(family):
    """RF-13, also when nobody looked; near the eye it is more serious."""
    lump = actions.start_lump(
        patient=family.mia, by=family.guardian, at=MORNING, warm="no", red_or_darker="no", painful="not_checked"
    ).entry.infection
    assert rules(lump.entry) == {"RF-13": 1}
    actions.correct_episode(
        episode=lump, by=family.guardian, at=EVENING, changes={"size_mm": 50, "size_basis": "estimate"}
    )
    assert rules(lump.entry) == {"RF-13": 1}
    actions.correct_episode(episode=lump, by=family.guardian, at=EVENING, changes={"size_mm": 51})
    assert rules(lump.entry) == {"RF-13": 2}
    actions.correct_episode(episode=lump, by=family.guardian, at=EVENING, changes={"streaks": "yes"})
    assert rules(lump.entry)["RF-11"] == 2


def test_a_fever_that_belongs_to_a_lump_counts_there_too(family):
    lump = actions.start_lump(patient=family.mia, by=family.guardian, at=MORNING).entry.infection
    common = {"patient": family.mia, "by": family.guardian, "episode": lump}
    cool = actions.record_temperature(tenths=1003, unit="F", at=MORNING, **common).entry
    assert (rules(cool), rules(lump.entry)) == ({}, {"RF-13": 1})
    hot = actions.record_temperature(tenths=1004, unit="F", at=EVENING, **common).entry
    assert rules(hot) == {"RF-08": 1}
    assert rules(lump.entry) == {"RF-13": 2}


def test_a_low_reading_speaks_when_it_is_low_again(family):
    common = {"patient": family.mia, "by": family.guardian}
    first = actions.record_temperature(tenths=358, unit="C", at=MORNING, **common).entry
    assert rules(first) == {}
    second = actions.record_temperature(tenths=966, unit="F", at=MORNING + DAY / 24, **common).entry
    assert rules(second) == {"RF-08": 2}
    later = actions.record_temperature(tenths=358, unit="C", at=MORNING + 3 * DAY, **common).entry
    assert rules(later) == {}
    corrected = actions.correct_temperature(
        temperature=later.temperature, by=family.guardian, at=MORNING + 3 * DAY, changes={"tenths": 385}
    )
    assert rules(corrected.entry) == {"RF-08": 1}


@pytest.mark.parametrize(
    ("signs", "rule"),
    [(["fast_or_hard_breathing"], "RF-02"), (["blood_in_sputum"], "RF-03"), (["chest_pain"], "RF-04")],
)
def test_a_sign_that_is_ticked_speaks(family, signs, rule):
    row = start(family, site="lung")
    assert rules(row.entry) == {}
    actions.correct_episode(episode=row, by=family.guardian, at=MORNING, changes={"signs": signs})
    assert rule in rules(row.entry)


def test_a_painful_eye_speaks(family):
    assert "RF-18" in rules(start(family, site="eye", signs=["pain"]).entry)


def test_a_cough_of_more_than_three_days_speaks_when_the_check_comes_in(family):
    row = start(family, site="lung", signs=["cough"], onset=PartialDate.on(TODAY - DAY))
    for later, expected in ((1, {}), (2, {"RF-14": 1})):
        actions.check_episode(episode=row, course="same", by=family.guardian, at=MORNING + later * DAY)
        assert rules(row.entry) == expected


def test_coughing_days_in_a_row_speak(family):
    for ago in (3, 2, 1):
        assert rules(breathe(family, cough="dry", day=TODAY - ago * DAY)) == {}
    fourth = breathe(family, cough="wet")
    assert rules(fourth) == {"RF-14": 1}
    assert rules(breathe(family, cough="none")) == {}


def test_what_is_coughed_up_speaks_and_a_correction_raises_it(family):
    entry = breathe(family, cough="wet", sputum_colour="green")
    assert rules(entry) == {"RF-14": 1}
    actions.correct_log(row=entry.breathing, by=family.guardian, at=EVENING, changes={"blood_in_sputum": "yes"})
    assert rules(entry)["RF-03"] == 2
    actions.correct_log(row=entry.breathing, by=family.guardian, at=EVENING, changes={"sputum_colour": "bloody"})
    assert rules(entry)["RF-03"] == 3
    actions.correct_log(row=entry.breathing, by=family.guardian, at=EVENING, changes={"blood_in_sputum": "no"})
    assert rules(entry)["RF-03"] == 3, "what was said stays"


def test_dust_before_a_new_cough_speaks(family):
    precautions.record_exposure(patient=family.mia, by=family.guardian, at=MORNING, kind="building_dust")
    assert "RF-27" in rules(breathe(family, cough="dry"))
    assert "RF-27" in rules(start(family, site="lung", signs=["cough"]).entry)
    assert "RF-27" not in rules(start(family, site="gut", signs=["vomiting"]).entry)


def test_dust_noted_after_the_cough_speaks_about_the_cough(family):
    breathing = breathe(family, cough="dry")
    episode = start(family, site="lung", signs=["cough"])
    other = start(family, site="gut", signs=["vomiting"])
    common = {"by": family.guardian, "at": MORNING}
    precautions.record_exposure(patient=family.leo, kind="building_dust", **common)
    precautions.record_exposure(patient=family.mia, kind="crowd", **common)
    precautions.record_exposure(patient=family.mia, kind="building_dust", last_on=TODAY - 15 * DAY, **common)
    precautions.record_routines(patient=family.mia, kept="yes", **common)
    assert "RF-27" not in rules(breathing) | rules(episode.entry)
    precautions.record_exposure(patient=family.mia, kind="building_dust", last_on=TODAY - 14 * DAY, **common)
    assert "RF-27" in rules(breathing)
    assert "RF-27" in rules(episode.entry)
    assert rules(other.entry) == {}


def test_standing_water_noted_after_the_cough_speaks_too(family):
    breathing = breathe(family, cough="wet")
    precautions.record_routines(
        patient=family.mia, by=family.guardian, at=MORNING, kept=False, exceptions=["standing_water"]
    )
    assert "RF-27" in rules(breathing)


def test_diarrhoea_over_two_days_speaks(family):
    row = start(family, site="gut", signs=["diarrhoea"])
    assert rules(row.entry) == {}
    actions.check_episode(episode=row, course="same", by=family.guardian, at=MORNING + 3 * DAY)
    assert "RF-26" in rules(row.entry)


def test_nothing_that_was_seen_is_not_told(family):
    for signs in ([], ["none"], ["not_sure"]):
        assert rules(start(family, site="lung", signs=signs).entry) == {}
