"""The forms of this room. They check and explain; they never save."""

from care.infections.forms.episode import EpisodeForm, LumpForm
from care.infections.forms.steps import CareForm, CheckForm, SignsForm, SizeForm, WhenForm, WhereForm
from care.infections.forms.temperature import TemperatureForm

__all__ = [
    "CareForm",
    "CheckForm",
    "EpisodeForm",
    "LumpForm",
    "SignsForm",
    "SizeForm",
    "TemperatureForm",
    "WhenForm",
    "WhereForm",
]
