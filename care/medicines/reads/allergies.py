"""Allergies as pages and summaries show them."""

from dataclasses import dataclass
from uuid import UUID

from care.household.access import Access
from care.household.models import Patient
from care.household.rules import Capability
from care.medicines.models import Allergy
from care.medicines.reads.words import partial_words


@dataclass(frozen=True)
class AllergyLine:
    """One allergy. ``basis`` is an Allergy.Basis value, ``noted`` a date as far as it is known, "" when it is not."""

    id: UUID
    substance: str
    basis: str
    basis_word: str
    reaction: str
    severity_word: str
    told_by: str
    noted: str


def allergies(access: Access, patient: Patient) -> list[AllergyLine]:
    """A patient's allergies: reactions that happened first. Everybody who sees the patient's today gets them."""
    happened_first = {"reaction_happened": 0, "not_sure": 1, "test_only": 2}
    rows = access.of(Allergy, Capability.SEE_TODAY).filter(patient=patient).order_by("created_at", "pk")
    return [
        AllergyLine(
            id=row.pk,
            substance=row.substance,
            basis=row.basis,
            basis_word=row.get_basis_display(),
            reaction=row.reaction,
            severity_word=row.get_severity_display(),
            told_by=row.told_by,
            noted=partial_words(row.noted),
        )
        for row in sorted(rows, key=lambda row: happened_first.get(row.basis, 3))
    ]


def allergy(access: Access, pk: UUID, need: Capability = Capability.SEE_TODAY, *, removed: bool = False) -> Allergy:
    """One allergy. Http404 and PermissionDenied as the door decides."""
    return access.get(Allergy, pk, need, removed=removed)
