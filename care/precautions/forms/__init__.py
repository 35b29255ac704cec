"""Forms of routines, exposures and the lists' settings."""

from care.precautions.forms.exposure import ExposureForm
from care.precautions.forms.lists import ListsForm
from care.precautions.forms.routines import DifferentForm, RoutineForm

__all__ = ["DifferentForm", "ExposureForm", "ListsForm", "RoutineForm"]
