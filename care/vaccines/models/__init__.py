"""Tables of this room: what a family decided about vaccines, what the care team said, and what changes an answer."""

from care.vaccines.models.decisions import DatedDose, VaccineDecision, validate_product
from care.vaccines.models.directives import VaccineDirective
from care.vaccines.models.household import HouseholdVaccine
from care.vaccines.models.profile import VaccineFact

# ``validate_product`` is named by the first migration under this address.
__all__ = ["DatedDose", "HouseholdVaccine", "VaccineDecision", "VaccineDirective", "VaccineFact", "validate_product"]
