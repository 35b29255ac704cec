"""Every red-flag rule: its function, and the facts it reads. Levels, sources and review stand in care.reference."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from care.plan.rules import body, breathing, skin, triggers
from care.plan.rules.facts import Facts
from care.plan.rules.levels import Found, PlanValues
from care.reference import red_flags

_HARD = (
    "very_hard_breathing", "grunting", "breathing_pauses", "lips_blue", "cannot_speak_or_feed",
)  # fmt: skip
_HARD_OR_WORSE = (*_HARD, "breathing_worse_than_usual", "breathless")
_TEMPERATURE = ("temperature_tenths", "temperature_unit")
_HOT = ("fever", "unwell", *_TEMPERATURE)


@dataclass(frozen=True, slots=True)
class Rule:
    """``never_below``: the lowest level a plan may set for it (3: it cannot be lowered at all)."""

    id: str
    verdict: Callable[[Facts, PlanValues], Found | None]
    reads: tuple[str, ...]
    never_below: int = 0

    @property
    def papers(self) -> red_flags.RedFlag:
        """Levels, sources, marks and review of this rule."""
        return red_flags.get(self.id)


RULES: tuple[Rule, ...] = (
    Rule("RF-01", breathing.very_hard_breathing, _HARD, never_below=3),
    Rule("RF-02", breathing.breathing_worse, ("spo2_percent", "breathing_worse_than_usual", "breathless")),
    Rule(
        "RF-03",
        breathing.blood_coughed_up,
        ("blood_in_sputum", "blood_in_sputum_more", "sputum_colour", "faint", *_HARD_OR_WORSE),
        never_below=1,
    ),
    Rule("RF-04", breathing.chest_pain, ("chest_pain", "collapse", "sweating", *_HARD_OR_WORSE)),
    Rule(
        "RF-05",
        body.head,
        ("worst_headache", "weakness", "face_droop", "confusion", "stiff_neck", "loss_of_consciousness"),
        never_below=3,
    ),
    Rule(
        "RF-06",
        body.belly,
        ("belly_pain_severe", "belly_rigid", "belly_pain_sudden", "vomit_blood_or_green", "black_stool"),
    ),
    Rule(
        "RF-07",
        body.very_ill,
        ("seizure", "floppy", "very_hard_to_wake", "skin_mottled_blue_pale", "rash_not_fading", "cold_to_touch"),
        never_below=3,
    ),
    Rule("RF-08", body.temperature, (*_TEMPERATURE, "temperature_measured_again", "age_months")),
    Rule("RF-09", triggers.measles, ("measles_contact",)),
    Rule("RF-10", triggers.chickenpox, ("chickenpox_contact",)),
    Rule(
        "RF-11",
        skin.spreading,
        ("redness_spreading", "red_streaks", "hot_and_very_painful", "pain_out_of_proportion", *_HOT),
    ),
    Rule("RF-12", skin.blisters, ("blisters_clustered", "punched_out_sores", "one_sided_band_rash")),
    Rule("RF-13", skin.lump, ("new_lump", "lump_near", "lump_mm", *_HOT)),
    Rule("RF-14", breathing.cough, ("cough", "cough_days", "sputum_colour", "chest_pain")),
    Rule("RF-15", body.drinking, ("no_drink_8h", "no_urine_12h", "vomiting_repeated")),
    Rule("RF-16", body.slow_signs, ("lump_growing", "weight_loss", "night_sweats")),
    Rule("RF-17", skin.injury, ("injury_pain", "limb_not_used", "deformity", "numbness", "new_back_pain")),
    Rule("RF-18", skin.eye, ("red_eye_painful", "vision_change", "swelling_round_eye")),
    Rule("RF-19", body.swallowing, ("food_stuck", "cannot_swallow_saliva")),
    Rule(
        "RF-20",
        triggers.allergic,
        ("swelling_lips_tongue_throat", "wheeze_after_trigger", "collapse_after_trigger"),
        never_below=3,
    ),
    Rule("RF-21", triggers.medicine_rash, ("rash_after_new_medicine", *_HOT)),
    Rule("RF-22", triggers.live_vaccine, ("live_vaccine_given", "days_since_live_vaccine", "rash", *_HOT)),
    Rule(
        "RF-23", triggers.household_vaccine, ("household_opv", "household_acam2000", "household_shedding_contact")
    ),
    Rule("RF-24", skin.wound, ("bite", "wound_deep", "burn", "wound_with_soil", "wound_face_or_hand")),
    Rule("RF-25", triggers.doses, ("doses_missed", "out_of_stock")),
    Rule("RF-26", body.diarrhoea, ("diarrhoea_blood", "diarrhoea_hours", "dehydration")),
    Rule("RF-27", breathing.cough_after_dust, ("cough", "cough_days", "dust_days_ago")),
    Rule("RF-28", skin.line_site, ("line_site_red_or_leaking", "fever_after_infusion")),
    Rule("RF-30", body.worried, ("worried",), never_below=1),
)  # fmt: skip
BY_ID = {rule.id: rule for rule in RULES}
#: Facts about the event, which every rule is judged with.
EVENT = ("hours_since", "still_present")
