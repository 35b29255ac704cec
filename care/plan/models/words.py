"""The rules' facts in words: the questions of the warning-signs page, and what a message says was recorded."""

from django.utils.translation import gettext_lazy as _

# The page's groups in order; the first are open. Most signs are asked here because no log asks them. The others make
# one of those serious, or are made serious by it: the rules look at one entry at a time, so both must fit into one.
GROUPS = (
    (
        _("Breathing"),
        {
            "very_hard_breathing": _("Very hard breathing"),
            "grunting": _("Grunting with each breath"),
            "breathing_pauses": _("Pauses in breathing"),
            "lips_blue": _("Blue or grey lips"),
            "cannot_speak_or_feed": _("Too breathless to speak or feed"),
            "breathing_worse_than_usual": _("Faster or harder breathing than usual"),
            "chest_pain": _("Chest pain"),
            "blood_in_sputum": _("Blood coughed up"),
            "blood_in_sputum_more": _("More than streaks of blood coughed up"),
        },
    ),
    (
        _("Awake and clear"),
        {
            "very_hard_to_wake": _("Very hard to wake"),
            "confusion": _("Confused"),
            "seizure": _("A seizure or fit"),
            "floppy": _("Floppy"),
            "loss_of_consciousness": _("Passed out"),
            "faint": _("Feels faint"),
            "collapse": _("Collapsed"),
        },
    ),
    (
        _("Swallowing and allergy"),
        {
            "swelling_lips_tongue_throat": _("Swelling of lips, tongue or throat"),
            "cannot_swallow_saliva": _("Cannot swallow saliva"),
            "food_stuck": _("Food is stuck"),
            "wheeze_after_trigger": _("Wheeze after food, a medicine, a sting or an infusion"),
            "collapse_after_trigger": _("Collapse after food, a medicine, a sting or an infusion"),
            "rash_after_new_medicine": _("Wide rash, blisters, peeling or sores after a new medicine"),
        },
    ),
    (
        _("Head and nerves"),
        {
            "worst_headache": _("Sudden, worst headache"),
            "stiff_neck": _("Stiff neck"),
            "weakness": _("Sudden weakness"),
            "face_droop": _("One side of the face droops"),
            "vision_change": _("Change in vision"),
            "numbness": _("Numbness"),
        },
    ),
    (
        _("Skin colour and touch"),
        {
            "skin_mottled_blue_pale": _("Mottled, bluish or very pale skin"),
            "rash_not_fading": _("A rash that does not fade when pressed"),
            "cold_to_touch": _("Abnormally cold to touch"),
            "sweating": _("Sweating for no reason"),
        },
    ),
    (
        _("Skin, wounds and eyes"),
        {
            "redness_spreading": _("Redness or swelling is spreading"),
            "red_streaks": _("Red streaks"),
            "hot_and_very_painful": _("Hot and very painful skin"),
            "pain_out_of_proportion": _("Pain much worse than it looks"),
            "punched_out_sores": _("Small sores that look punched out"),
            "one_sided_band_rash": _("A band of rash on one side"),
            "rash": _("Any new rash"),
            "red_eye_painful": _("New painful red eye"),
            "swelling_round_eye": _("Swelling round an eye"),
            "bite": _("A bite by an animal or a person"),
            "wound_deep": _("A deep wound"),
            "burn": _("A burn"),
            "wound_with_soil": _("Soil in a wound"),
            "wound_face_or_hand": _("The wound is on the face or a hand"),
            "line_site_red_or_leaking": _("The line or port site is red or leaks"),
            "fever_after_infusion": _("Fever after an infusion"),
        },
    ),
    (
        _("Belly, drinking and nappies"),
        {
            "belly_pain_severe": _("Severe belly pain"),
            "belly_pain_sudden": _("Sudden belly pain"),
            "belly_rigid": _("A rigid belly"),
            "vomit_blood_or_green": _("Vomiting blood, or green vomit"),
            "vomiting_repeated": _("Vomiting again and again"),
            "black_stool": _("Black stool"),
            "diarrhoea_blood": _("Blood in diarrhoea"),
            "dehydration": _("Signs of drying out, like a dry mouth or no tears"),
            "no_drink_8h": _("A baby or toddler has drunk nothing for more than 8 hours"),
            "no_urine_12h": _("No urine or wet nappy for 12 hours"),
        },
    ),
    (
        _("Slow signs and injuries"),
        {
            "lump_growing": _("A painless lump in neck, armpit or groin, growing for over 2 weeks"),
            "weight_loss": _("Weight loss nobody can explain"),
            "night_sweats": _("Drenching night sweats"),
            "injury_pain": _("Pain after a small injury"),
            "limb_not_used": _("Does not use an arm or a leg after a small injury"),
            "deformity": _("Something looks bent after a small injury"),
            "new_back_pain": _("New back pain"),
        },
    ),
    (
        _("As a whole"),
        {
            "unwell": _("Unwell, not themself"),
            "fever": _("Fever"),
            "temperature_measured_again": _("Temperature under 36 °C (96.8 °F), measured two times"),
            "still_present": _("It began days ago and is still there"),
        },
    ),
)
ASKED = {sign: words for _group, signs in GROUPS for sign, words in signs.items()}

# What only logs tell the rules; not asked on the page.
LOGGED = {
    "worried": _("Something feels off"),
    "breathless": _("Short of breath at rest"),
    "cough": _("Cough"),
    "blisters_clustered": _("Blisters in a group"),
    "new_lump": _("New lump or boil"),
    "out_of_stock": _("A medicine ran out"),
    "live_vaccine_given": _("A live vaccine was given"),
    "household_opv": _("Somebody at home had the polio vaccine by mouth"),
    "household_acam2000": _("Somebody at home had the ACAM2000 smallpox vaccine"),
    "household_shedding_contact": _("Contact with a rash or nappy after a live vaccine at home"),
    "measles_contact": _("Contact with measles"),
    "chickenpox_contact": _("Contact with chickenpox or shingles"),
}
SIGNS = ASKED | LOGGED
# Facts with a number or a word of their own; "%s" is it.
VALUES = {
    "temperature_tenths": _("Temperature %s"),
    "spo2_percent": _("Oxygen level %s"),
    "cough_days": _("Cough for %s days"),
    "sputum_colour": _("Coughed up: %s"),
    "dust_days_ago": _("Dust, mould or compost %s days ago"),
    "diarrhoea_hours": _("Diarrhoea for %s hours"),
    "lump_near": _("Near: %s"),
    "lump_mm": _("Size %s mm"),
    "doses_missed": _("Doses not given: %s"),
    "days_since_live_vaccine": _("A live vaccine %s days ago"),
}
COLOURS = {
    "none": _("nothing"),
    "clear": _("clear"),
    "yellow": _("yellow"),
    "green": _("green"),
    "brown": _("brown"),
    "blood_streaked": _("streaks of blood"),
    "bloody": _("bloody"),
}
NEAR = {
    "eye": _("eye"),
    "mouth": _("mouth"),
    "hand": _("hand"),
    "spine": _("spine"),
    "anus": _("anus"),
    "genital": _("genitals"),
    "joint": _("joint"),
    "none": _("none of these"),
}

RULE_TITLES = {
    "RF-01": _("Very hard breathing, or blue lips"),
    "RF-02": _("Breathing worse than usual, or a low oxygen level"),
    "RF-03": _("Blood coughed up"),
    "RF-04": _("New chest pain"),
    "RF-05": _("Sudden signs from head or nerves"),
    "RF-06": _("Bad belly pain, blood or green vomit, black stool"),
    "RF-07": _("Seizure, very hard to wake, or skin of a strange colour"),
    "RF-08": _("High or low temperature"),
    "RF-09": _("Contact with measles"),
    "RF-10": _("Contact with chickenpox or shingles"),
    "RF-11": _("Skin that spreads, streaks or hurts a lot"),
    "RF-12": _("Blisters or sores in a group"),
    "RF-13": _("New lump or boil"),
    "RF-14": _("Cough with colour, for days, or with chest pain"),
    "RF-15": _("Not drinking, no urine, or vomiting again and again"),
    "RF-16": _("Growing lump, weight loss or night sweats"),
    "RF-17": _("Small injury that hurts, or new back pain"),
    "RF-18": _("Painful eye, change in vision, or swelling round an eye"),
    "RF-19": _("Trouble swallowing"),
    "RF-20": _("Signs of an allergic reaction"),
    "RF-21": _("Rash after a new medicine"),
    "RF-22": _("A live vaccine was given"),
    "RF-23": _("A live vaccine of somebody at home"),
    "RF-24": _("Bite, deep wound or burn"),
    "RF-25": _("Doses not given, or out of stock"),
    "RF-26": _("Diarrhoea"),
    "RF-27": _("Cough after dust or mould"),
    "RF-28": _("Line site, or fever after an infusion"),
    "RF-30": _("Something feels off"),
}
