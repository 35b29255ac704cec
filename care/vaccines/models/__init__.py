"""Tables of this room: what a family decided about vaccines, what the care team said, and what changes an answer."""

from care.vaccines.models.decisions import VaccineDecision
from care.vaccines.models.directives import VaccineDirective
from care.vaccines.models.household import HouseholdVaccine
from care.vaccines.models.profile import VaccineFact

__all__ = ["HouseholdVaccine", "VaccineDecision", "VaccineDirective", "VaccineFact"]
