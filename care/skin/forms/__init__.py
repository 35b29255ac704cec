"""Forms of the skin room, and the words of its scales."""

from care.skin.forms.check import SkinCheckForm, initial_of, sleep_unit_of
from care.skin.forms.fields import band_choices
from care.skin.forms.score import ScoreForm
from care.skin.forms.setting import SettingForm
from care.skin.forms.signs import SignsForm
from care.skin.forms.sites import ON_THE_BACK, ON_THE_FRONT, ON_THE_MAP

__all__ = [
    "ON_THE_BACK",
    "ON_THE_FRONT",
    "ON_THE_MAP",
    "ScoreForm",
    "SettingForm",
    "SignsForm",
    "SkinCheckForm",
    "band_choices",
    "initial_of",
    "sleep_unit_of",
]
