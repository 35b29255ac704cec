"""What a patient takes, what became of each dose, and what they must not have."""

from care.medicines.models.allergy import Allergy
from care.medicines.models.dose import OUTCOME_WORDS, Dose
from care.medicines.models.infusion import MOST_MINUTES, Infusion, InfusionRoute
from care.medicines.models.label_photo import LabelPhoto
from care.medicines.models.plan import (
    LABEL_FIELDS,
    PATTERN_WORDS,
    Label,
    Medicine,
    MedicineRoute,
    MedicineVersion,
    Purpose,
)

__all__ = [
    "LABEL_FIELDS",
    "MOST_MINUTES",
    "OUTCOME_WORDS",
    "PATTERN_WORDS",
    "Allergy",
    "Dose",
    "Infusion",
    "InfusionRoute",
    "Label",
    "LabelPhoto",
    "Medicine",
    "MedicineRoute",
    "MedicineVersion",
    "Purpose",
]
