"""Tables of this room: what a family decided about vaccines, what the care team said, and what changes an answer."""

from care.vaccines.models.decisions import OUTCOME_WORDS, VaccineDecision, date_text, validate_product
from care.vaccines.models.directives import SAYS_WORDS, VaccineDirective
from care.vaccines.models.household import HouseholdVaccine
from care.vaccines.models.profile import FACT_WORDS, VaccineFact

__all__ = [
    "FACT_WORDS",
    "OUTCOME_WORDS",
    "SAYS_WORDS",
    "HouseholdVaccine",
    "VaccineDecision",
    "VaccineDirective",
    "VaccineFact",
    "date_text",
    "validate_product",
]
