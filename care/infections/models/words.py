"""The words a family chooses from. The slugs are what is stored and never change."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from care.infections.rules import signs, temperature
from care.record.dates import Precision


class Site(models.TextChoices):
    """Where an infection is (reference/logs.md section 3)."""

    LUNG = "lung", _("Chest or lungs")
    EAR = "ear", pgettext_lazy("inside", "Ear")
    SINUS = "sinus", _("Nose or sinuses")
    THROAT = "throat", _("Throat")
    MOUTH = "mouth", _("Mouth (thrush)")
    SKIN = "skin", _("Skin")
    NAIL = "nail", _("Nail")
    EYE = "eye", _("Eye")
    LYMPH_NODE = "lymph_node", _("Lymph node (gland)")
    BONE_JOINT = "bone_joint", _("Bone or joint")
    GUT = "gut", _("Tummy or gut")
    URINE = "urine", _("Urine")
    BLOOD = "blood", _("Blood")
    BRAIN_SPINE = "brain_spine", _("Brain or spine")
    OTHER = "other", _("Somewhere else")
    UNKNOWN = "unknown", _("Not known")


TITLES = {
    Site.LUNG: _("Chest infection"),
    Site.EAR: _("Ear infection"),
    Site.SINUS: _("Nose or sinus infection"),
    Site.THROAT: _("Throat infection"),
    Site.MOUTH: _("Mouth infection"),
    Site.SKIN: _("Skin infection"),
    Site.NAIL: _("Nail infection"),
    Site.EYE: _("Eye infection"),
    Site.LYMPH_NODE: _("Lymph node infection"),
    Site.BONE_JOINT: _("Bone or joint infection"),
    Site.GUT: _("Tummy infection"),
    Site.URINE: _("Urine infection"),
    Site.BLOOD: _("Blood infection"),
    Site.BRAIN_SPINE: _("Brain or spine infection"),
    Site.OTHER: _("Infection"),
    Site.UNKNOWN: _("Infection, place not known"),
}


class Side(models.TextChoices):
    """The patient's own left and right."""

    LEFT = "left", _("Left")
    RIGHT = "right", _("Right")
    BOTH = "both", _("Both sides")
    MIDLINE = "midline", _("Middle")


SIDE_WORDS: dict[str, Any] = {
    Side.LEFT: _("left"),
    Side.RIGHT: _("right"),
    Side.BOTH: _("both sides"),
    Side.MIDLINE: _("middle"),
}


class Area(models.TextChoices):
    HEAD = "head", _("Head or neck")
    ARM = "arm", _("Arm or hand")
    TRUNK = "trunk", _("Chest, belly or back")
    BOTTOM = "bottom", _("Bottom or groin")
    LEG = "leg", _("Leg or foot")


class Verification(models.TextChoices):
    """FHIR R4 Condition.verificationStatus, in a family's words."""

    UNCONFIRMED = "unconfirmed", _("We think so")
    CONFIRMED = "confirmed", _("A clinician told us")
    REFUTED = "refuted", _("Ruled out")


class CareLevel(models.TextChoices):
    HOME = "home", _("Nobody yet, cared for at home")
    PHONE = "phone_advice", _("Advice by phone")
    CLINIC = "clinic", _("Clinic or doctor")
    URGENT = "urgent_care", _("Urgent care")
    EMERGENCY = "emergency", _("Emergency department")
    HOSPITAL = "hospital", _("Stay in hospital")


class Course(models.TextChoices):
    BETTER = "better", _("Better")
    SAME = "same", _("Same")
    WORSE = "worse", _("Worse")


class Unit(models.TextChoices):
    C = "C", _("°C")
    F = "F", _("°F")


class Route(models.TextChoices):
    EAR = "ear", pgettext_lazy("inside", "Ear")
    FOREHEAD = "forehead", _("Forehead")
    MOUTH = "mouth", _("Mouth")
    ARMPIT = "armpit", _("Armpit")
    RECTAL = "rectal", _("Bottom (rectal)")
    OTHER = "other", _("Other")


class SizeBasis(models.TextChoices):
    MEASURED = "measured", _("Measured")
    ESTIMATE = "estimate", _("Estimate")
    NOT_SURE = "not_sure", _("Not sure")


class DatePrecision(models.TextChoices):
    DAY = Precision.DAY.value, _("Day")
    MONTH = Precision.MONTH.value, _("Month")
    YEAR = Precision.YEAR.value, _("Year")


SIGN_WORDS = {
    "fever": _("Fever"),
    "chills": _("Chills"),
    "cough": _("Cough"),
    "wet_cough": _("Wet cough"),
    "fast_or_hard_breathing": _("Fast or hard breathing"),
    "chest_pain": _("Chest pain"),
    "blood_in_sputum": _("Blood in what is coughed up"),
    "ear_pain": _("Ear pain"),
    "discharge": _("Pus or fluid"),
    "sore_throat": _("Sore throat"),
    "headache": _("Headache"),
    "vomiting": _("Vomiting"),
    "diarrhoea": _("Diarrhoea"),
    "pain": _("Pain"),
    "swelling": _("Swelling"),
    "tired": _("Tired"),
    "off_food": _("Off food"),
    signs.NONE: _("None of these"),
    signs.NOT_SURE: _("Not sure"),
}
ANSWER_WORDS = {"warm": _("Warm"), "red_or_darker": _("Red or darker"), "painful": _("Painful")}


def one_of(field: str, choices: type[models.TextChoices], *, blank: bool = False) -> Q:
    """A database condition: ``field`` holds one of the words, or nothing if ``blank``."""
    return Q(**{f"{field}__in": [*choices.values, *([""] if blank else [])]})


def reading_words(tenths: int, unit: str) -> str:
    """A reading with its unit: "38.4 °C", in Spanish "38,4 °C"."""
    words = _("%(value)s °F") if unit == temperature.Unit.F else _("%(value)s °C")
    return str(words % {"value": number_format(Decimal(tenths) / 10, 1)})
