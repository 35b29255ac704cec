"""Allergies as pages and summaries show them."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from care.household.access import Access
from care.household.models import Patient
from care.household.rules import Capability
from care.medicines.models import Allergy


@dataclass(frozen=True)
class AllergyLine:
    """One allergy. ``basis`` is an Allergy.Basis value, ``basis_word`` its words."""

    id: UUID
    substance: str
    basis: str
    basis_word: str
    reaction: str
    told_by: str
    noted_on: dt.date | None


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
            told_by=row.told_by,
            noted_on=row.noted_on,
        )
        for row in sorted(rows, key=lambda row: happened_first.get(row.basis, 3))
    ]


def allergy(access: Access, pk: UUID, need: Capability = Capability.SEE_TODAY, *, removed: bool = False) -> Allergy:
    """One allergy. Http404 and PermissionDenied as the door decides."""
    return access.get(Allergy, pk, need, removed=removed)
