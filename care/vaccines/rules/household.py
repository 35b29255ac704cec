"""Vaccines of people at home: what the patient's side must know. Never the patient's own immunisations."""

from __future__ import annotations

from enum import StrEnum

from care.reference import vaccines
from care.reference.vaccines import VaccineProduct
from care.vaccines.rules.answers import Badge, answer


class Contact(StrEnum):
    """What a vaccine of somebody at home asks of the family."""

    NOTHING = "nothing"
    #: Oral polio or replicating vaccinia: the team is told.
    TELL = "tell"
    #: Rotavirus, chickenpox or the live shingles vaccine: nappies and rashes.
    SHEDDING = "shedding"
    #: Any other live vaccine: its note is shown.
    NOTE = "note"


POLIO = frozenset({"polio"})
VACCINIA = frozenset(
    {
        *("smallpox-acam2000", "smallpox-first-gen", "smallpox-diluted", "smallpox-orthopoxvac"),
        "smallpox-mpox-unspecified",
    }
)
SHEDDING = frozenset({"rotavirus diarrhoea", "chickenpox", "shingles"})


def contact(product: str) -> Contact:
    """What follows when somebody at home got the catalogue row ``product`` ("" when it is not in the catalogue)."""
    row = vaccines.by_slug().get(product)
    if row is None or answer(row).badge not in {Badge.LIVE, Badge.DEPENDS}:
        return Contact.NOTHING
    diseases = set(row.diseases)
    if diseases & POLIO or product in VACCINIA:
        return Contact.TELL
    return Contact.SHEDDING if diseases & SHEDDING else Contact.NOTE


def is_oral_polio(product: str) -> bool:
    """Live polio vaccine, or one whose form nobody knows."""
    return contact(product) is Contact.TELL and product not in VACCINIA


def is_vaccinia(product: str) -> bool:
    """A smallpox vaccine that multiplies, or one whose kind nobody knows."""
    return contact(product) is Contact.TELL and product in VACCINIA


def contact_note(product: VaccineProduct) -> str:
    """The note on contact with a vaccinated person, "" while nobody read it in a source."""
    return product.household_note if product.household_verified in {"V", "P"} else ""
