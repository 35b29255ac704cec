"""The forms of this room. They check and explain; they never save."""

from care.infections.forms.breathing import BloodForm, BreathingForm
from care.infections.forms.course import CourseEditForm, CourseForm, StopForm
from care.infections.forms.episode import EpisodeForm
from care.infections.forms.lab import TestForm
from care.infections.forms.lump import LumpForm
from care.infections.forms.steps import CareForm, CheckForm, SignsForm, SizeForm, SplitForm, WhenForm, WhereForm
from care.infections.forms.temperature import TemperatureForm
from care.infections.forms.visits import MissedForm, VisitForm

__all__ = [
    "BloodForm",
    "BreathingForm",
    "CareForm",
    "CheckForm",
    "CourseEditForm",
    "CourseForm",
    "EpisodeForm",
    "LumpForm",
    "MissedForm",
    "SignsForm",
    "SizeForm",
    "SplitForm",
    "StopForm",
    "TemperatureForm",
    "TestForm",
    "VisitForm",
    "WhenForm",
    "WhereForm",
]
