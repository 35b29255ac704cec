"""Writing medicines, their doses, infusions and allergies."""

from care.medicines.actions.allergies import add_allergy, change_allergy, remove_allergy, restore_allergy
from care.medicines.actions.doses import DOSE_FIELDS, edit_dose, give_all, record_dose, take_back_dose
from care.medicines.actions.infusions import INFUSION_FIELDS, edit_infusion, record_infusion
from care.medicines.actions.labels import add_label_photos
from care.medicines.actions.plan import (
    add_medicine,
    change_medicine,
    remove_medicine,
    restart_medicine,
    restore_medicine,
    stop_medicine,
)

__all__ = [
    "DOSE_FIELDS",
    "INFUSION_FIELDS",
    "add_allergy",
    "add_label_photos",
    "add_medicine",
    "change_allergy",
    "change_medicine",
    "edit_dose",
    "edit_infusion",
    "give_all",
    "record_dose",
    "record_infusion",
    "remove_allergy",
    "remove_medicine",
    "restart_medicine",
    "restore_allergy",
    "restore_medicine",
    "stop_medicine",
    "take_back_dose",
]
