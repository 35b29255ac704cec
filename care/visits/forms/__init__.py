"""The forms of this room."""

from care.visits.forms.consents import ConsentForm, ReviewForm
from care.visits.forms.instructions import instruction_form
from care.visits.forms.photos import PhotosForm
from care.visits.forms.shares import CodeForm, ShareForm, ShownForm
from care.visits.forms.visits import PasteForm, VisitForm

__all__ = [
    "CodeForm",
    "ConsentForm",
    "PasteForm",
    "PhotosForm",
    "ReviewForm",
    "ShareForm",
    "ShownForm",
    "VisitForm",
    "instruction_form",
]
