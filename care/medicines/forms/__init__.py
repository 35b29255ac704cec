"""Forms of medicines, doses, infusions and allergies."""

from care.medicines.forms.allergy import AllergyForm
from care.medicines.forms.doses import AT_ONCE, AllGivenForm, DoseForm, PlaceField, TapForm
from care.medicines.forms.infusion import InfusionForm
from care.medicines.forms.label import LabelPhotoForm
from care.medicines.forms.plan import MedicineForm

__all__ = [
    "AT_ONCE",
    "AllGivenForm",
    "AllergyForm",
    "DoseForm",
    "InfusionForm",
    "LabelPhotoForm",
    "MedicineForm",
    "PlaceField",
    "TapForm",
]
