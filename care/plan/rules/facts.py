"""What one entry tells the red-flag rules. Every field is optional: None, "" or () means "not told".

A sign is one of the words of ``record.Answer``: "yes", "no", "not_sure", "not_checked", "not_applicable", or "" for
not told. Only "yes" ever fires a rule; no other word, and no silence, fires, clears or lowers one.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

YES = "yes"


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """The inputs of rules RF-01 to RF-30 (see ``registry``). A sign is "now, or at the time of this entry"."""

    # The event. ``raise_flags`` fills the first two from the entry and the patient when they are None.
    hours_since: int | None = None  # whole hours from the event until it was saved
    age_months: int | None = None  # completed months of age on the day of the event
    still_present: str = ""  # an event of some days ago that is still there

    # How the person is: makes other signs more serious.
    unwell: str = ""  # ill, not themself
    fever: str = ""  # said to have a fever, without a number
    worried: str = ""  # "something feels off"

    # Temperature as read; no correction for where it was measured.
    temperature_tenths: int | None = None  # 384 for 38.4
    temperature_unit: str = ""  # "C", "F", "" when in doubt: the more serious reading counts
    temperature_measured_again: str = ""  # below 36.0 C, and again below it

    # Breathing.
    very_hard_breathing: str = ""
    grunting: str = ""
    breathing_pauses: str = ""
    lips_blue: str = ""  # blue or grey
    cannot_speak_or_feed: str = ""
    breathing_worse_than_usual: str = ""  # faster or harder than usual for this person
    breathless: str = ""  # at rest
    spo2_percent: int | None = None  # 50 to 100
    cough: str = ""  # a cough now, dry or wet
    cough_days: int | None = None  # days it has lasted, this one counted
    sputum_colour: str = ""  # none, clear, yellow, green, brown, blood_streaked, bloody
    blood_in_sputum: str = ""
    blood_in_sputum_more: str = ""  # more than streaks
    chest_pain: str = ""  # new
    dust_days_ago: int | None = None  # days since a heavy dust, mould, compost or standing-water event

    # Head, chest and nerves.
    faint: str = ""
    collapse: str = ""
    sweating: str = ""
    worst_headache: str = ""  # sudden
    weakness: str = ""
    face_droop: str = ""
    confusion: str = ""
    stiff_neck: str = ""
    loss_of_consciousness: str = ""
    seizure: str = ""
    floppy: str = ""
    very_hard_to_wake: str = ""
    skin_mottled_blue_pale: str = ""  # mottled, bluish or very pale skin
    rash_not_fading: str = ""  # when pressed
    cold_to_touch: str = ""  # abnormally

    # Belly, drinking, swallowing.
    belly_pain_severe: str = ""
    belly_pain_sudden: str = ""
    belly_rigid: str = ""
    vomit_blood_or_green: str = ""
    black_stool: str = ""
    no_drink_8h: str = ""  # a baby or toddler who drank nothing for more than 8 hours
    no_urine_12h: str = ""  # no urine or wet nappy for 12 hours
    vomiting_repeated: str = ""
    diarrhoea_blood: str = ""
    diarrhoea_hours: int | None = None
    dehydration: str = ""  # signs of it
    food_stuck: str = ""
    cannot_swallow_saliva: str = ""

    # Skin, lumps, eyes.
    redness_spreading: str = ""  # redness or swelling whose edge moved
    red_streaks: str = ""
    hot_and_very_painful: str = ""
    pain_out_of_proportion: str = ""
    blisters_clustered: str = ""
    punched_out_sores: str = ""
    one_sided_band_rash: str = ""
    rash: str = ""  # any rash
    new_lump: str = ""  # lump or abscess, a painless or "cold" one too
    lump_near: tuple[str, ...] = ()  # eye, mouth, hand, spine, anus, genital, joint
    lump_mm: int | None = None  # the longer side
    lump_growing: str = ""  # painless, growing for over 2 weeks in neck, armpit or groin
    weight_loss: str = ""  # unexplained
    night_sweats: str = ""  # drenching
    red_eye_painful: str = ""  # new
    vision_change: str = ""
    swelling_round_eye: str = ""

    # Injuries, bites, lines.
    injury_pain: str = ""  # pain after a minor injury
    limb_not_used: str = ""  # after a minor injury
    deformity: str = ""  # after a minor injury
    numbness: str = ""
    new_back_pain: str = ""
    bite: str = ""  # animal or human
    wound_deep: str = ""
    burn: str = ""
    wound_with_soil: str = ""
    wound_face_or_hand: str = ""  # the bite, wound or burn is on the face or a hand
    line_site_red_or_leaking: str = ""
    fever_after_infusion: str = ""

    # Reactions, medicines, vaccines, exposures.
    swelling_lips_tongue_throat: str = ""
    wheeze_after_trigger: str = ""  # after food, a medicine, a sting or an infusion
    collapse_after_trigger: str = ""
    rash_after_new_medicine: str = ""  # widespread rash, blisters, peeling, mouth or eye sores
    doses_missed: int | None = None  # doses of a prophylaxis or IgG not given
    out_of_stock: str = ""  # of a prophylaxis or IgG
    live_vaccine_given: str = ""  # to the patient, by mistake or without the care team's OK
    days_since_live_vaccine: int | None = None  # whatever this entry is about
    household_opv: str = ""  # somebody in the household got it
    household_acam2000: str = ""
    household_shedding_contact: str = ""  # rotavirus or varicella vaccine in the household, and diaper or rash contact
    measles_contact: str = ""
    chickenpox_contact: str = ""  # chickenpox or uncovered shingles


FIELDS = tuple(field.name for field in fields(Facts))
