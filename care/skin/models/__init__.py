"""Tables of this room. A check or a score hangs beside its ``record.Entry``."""

from care.skin.models.check import HINTS, SkinCheck
from care.skin.models.score import ClinicScore, misfit_words
from care.skin.models.setting import SkinSetting
from care.skin.models.words import (
    BAND_ANCHORS,
    BAND_WORDS,
    CARE_WORDS,
    GRADE_WORDS,
    INSTRUMENT_WORDS,
    RATER_WORDS,
    SIDE_WORDS,
    SIGN_WORDS,
    SLEEP_UNIT_WORDS,
    TRIGGER_WORDS,
)

__all__ = [
    "BAND_ANCHORS",
    "BAND_WORDS",
    "CARE_WORDS",
    "GRADE_WORDS",
    "HINTS",
    "INSTRUMENT_WORDS",
    "RATER_WORDS",
    "SIDE_WORDS",
    "SIGN_WORDS",
    "SLEEP_UNIT_WORDS",
    "TRIGGER_WORDS",
    "ClinicScore",
    "SkinCheck",
    "SkinSetting",
    "misfit_words",
]
