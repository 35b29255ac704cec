"""The closed words of results, growth, teeth, fractures, scans and general checks (reference/logs.md 10, 11). Pure."""

from enum import StrEnum


class Test(StrEnum):
    """What was measured. ``OTHER`` goes with its own name."""

    IGE = "ige"
    EOSINOPHILS = "eosinophils"
    BLOOD_COUNT = "blood_count"
    IGG = "igg"
    IGA = "iga"
    IGM = "igm"
    IGG_TROUGH = "igg_trough"
    CRP = "crp"
    CULTURE = "culture"
    AZOLE_LEVEL = "azole_level"
    TRIMETHOPRIM_LEVEL = "trimethoprim_level"
    LIVER = "liver"
    KIDNEY = "kidney"
    OTHER = "other"


class Scan(StrEnum):
    """A picture or a measurement by a machine. ``OTHER`` goes with its own name."""

    ECHO = "echo"
    CT = "ct"
    MRI = "mri"
    MRA = "mra"
    XRAY = "xray"
    DXA = "dxa"
    ULTRASOUND = "ultrasound"
    LUNG_FUNCTION = "lung_function"
    OTHER = "other"


class WeightUnit(StrEnum):
    GRAM = "g"
    KILOGRAM = "kg"
    POUND = "lb"


class LengthUnit(StrEnum):
    CENTIMETRE = "cm"
    INCH = "in"


class Extraction(StrEnum):
    """What was said or done about taking a tooth out."""

    NOT_PLANNED = "not_planned"
    PLANNED = "planned"
    DONE = "done"
    NOT_SURE = "not_sure"


class Bone(StrEnum):
    """Which bone, in everyday words. ``OTHER`` goes with its own name."""

    SKULL = "skull"
    COLLARBONE = "collarbone"
    UPPER_ARM = "upper_arm"
    ELBOW = "elbow"
    FOREARM = "forearm"
    WRIST = "wrist"
    HAND = "hand"
    RIB = "rib"
    SPINE = "spine"
    PELVIS = "pelvis"
    THIGH = "thigh"
    KNEE = "knee"
    LOWER_LEG = "lower_leg"
    ANKLE = "ankle"
    FOOT = "foot"
    OTHER = "other"


class Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    MIDDLE = "midline"


class Mechanism(StrEnum):
    """How hard the fall or blow was."""

    MINOR = "minor"
    MAJOR = "major"
    NOT_SURE = "not_sure"


class Stool(StrEnum):
    USUAL = "usual"
    HARD = "hard"
    LOOSE = "loose"
    LOOSE_WITH_BLOOD = "loose_with_blood"
    BLACK = "black"
    NOT_SURE = "not_sure"


class Appetite(StrEnum):
    USUAL = "usual"
    LESS = "less"
    MORE = "more"
    NOT_SURE = "not_sure"


class Change(StrEnum):
    """Sleep or mood, next to what is usual for this person."""

    USUAL = "usual"
    BETTER = "better"
    WORSE = "worse"
    NOT_SURE = "not_sure"


class LumpPlace(StrEnum):
    NECK = "neck"
    ARMPIT = "armpit"
    GROIN = "groin"
    OTHER = "other"
