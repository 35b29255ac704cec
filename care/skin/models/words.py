"""The words a family chooses from. The slugs are what is stored and never change."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from care.record.dates import Precision
from care.skin.rules import CANT_TELL, Band, Care, Rater, Side, SleepUnit, Trigger
from care.skin.rules.scores import Instrument

BAND_WORDS = {
    Band.CLEAR: pgettext_lazy("skin", "Clear"),
    Band.MILD: _("Mild"),
    Band.MODERATE: _("Moderate"),
    Band.SEVERE: _("Severe"),
    Band.VERY_SEVERE: _("Very severe"),
}
# Redness is no anchor: it is hard to judge on brown and black skin.
BAND_ANCHORS = {
    Band.CLEAR: _("No itchy or rough patches."),
    Band.MILD: _("A few small dry or rough patches."),
    Band.MODERATE: _("Several patches, itchy on and off."),
    Band.SEVERE: _("Many patches; itch gets in the way of the day or night."),
    Band.VERY_SEVERE: _("Most of the body, or raw, wet or bleeding skin."),
}
RATER_WORDS = {
    Rater.SELF: _("The person with the itch"),
    Rater.CAREGIVER: _("Someone caring for them"),
}
SLEEP_UNIT_WORDS = {
    SleepUnit.SCALE: _("A number from 0 to 10"),
    SleepUnit.MINUTES: _("Minutes awake"),
}
SIDE_WORDS = {
    Side.LEFT: _("left"),
    Side.RIGHT: _("right"),
    Side.BOTH: _("both sides"),
    Side.MIDLINE: _("middle"),
}
SIGN_WORDS = {
    "redness": _("Redder, darker or greyer than usual"),
    "swelling": _("Swollen"),
    "oozing_or_crust": _("Wet or crusty"),
    "scratch_marks": _("Scratch marks"),
    "thickening": _("Thicker skin"),
    "dryness": _("Dry"),
}
GRADE_WORDS = {
    0: _("None"),
    1: _("Mild"),
    2: _("Moderate"),
    3: _("Severe"),
    CANT_TELL: _("Can't tell"),
}
CARE_WORDS = {
    Care.BATH: _("Bath or shower"),
    Care.BLEACH_BATH: _("Bleach bath"),
    Care.ANTISEPTIC_WASH: _("Antiseptic wash"),
    Care.EMOLLIENT: _("Moisturiser"),
    Care.STEROID_TOPICAL: _("Steroid cream"),
    Care.OTHER_TOPICAL: _("Another cream"),
    Care.WET_WRAP: _("Wet wraps"),
    Care.ANTIHISTAMINE: _("Antihistamine"),
    Care.NONE: _("None of these"),
}
TRIGGER_WORDS = {
    Trigger.HEAT: _("Heat"),
    Trigger.SWEAT: _("Sweat"),
    Trigger.WOOL: _("Wool"),
    Trigger.SOAP: _("Soap"),
    Trigger.INFECTION: _("An infection"),
    Trigger.FOOD: _("Food"),
    Trigger.STRESS: _("Stress"),
    Trigger.PETS: _("Pets"),
    Trigger.POLLEN: _("Pollen"),
    Trigger.NEW_PRODUCT: _("A new product"),
    Trigger.OTHER: _("Other"),
    Trigger.UNKNOWN: _("Not known"),
}
# The names as clinics write them; only "other" is a word of ours.
INSTRUMENT_WORDS = {
    Instrument.POEM: "POEM",
    Instrument.PO_SCORAD: "PO-SCORAD",
    Instrument.SCORAD: "SCORAD",
    Instrument.EASI: "EASI",
    Instrument.VIGA_AD: "vIGA-AD",
    Instrument.CDLQI: "CDLQI",
    Instrument.DLQI: "DLQI",
    Instrument.FDLQI: "FDLQI",
    Instrument.OTHER: _("Another score"),
}


class DatePrecision(models.TextChoices):
    DAY = Precision.DAY.value, _("Day")
    MONTH = Precision.MONTH.value, _("Month")
    YEAR = Precision.YEAR.value, _("Year")


def choices(words: dict) -> list[tuple[str, str]]:
    """Words as the choices of a field."""
    return [(key.value, text) for key, text in words.items()]
