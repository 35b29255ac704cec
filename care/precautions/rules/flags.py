"""What an exposure tells the red-flag rules (RF-09, RF-10, RF-23, RF-24), and what RF-27 looks back at. Pure."""

import datetime as dt
from collections.abc import Iterable

from care.plan.rules.facts import YES, Facts

#: Heavy dust, mould, compost or standing water (RF-27): exposures, and water on the skin.
DUST_EXPOSURES = frozenset({"building_dust", "soil_compost", "hay_leaves", "mould_damp"})
DUST_WATER = frozenset({"standing_water"})
DUST_DAYS = 14
#: Vaccines whose virus can reach others by stool or a rash: first words of catalogue slugs (RF-23).
SHEDDING = ("rotavirus-", "varicella", "mmrv")


def facts_of(
    *,
    kind: str,
    vaccine: str = "",
    contact_rash: str = "",
    contact_diaper: str = "",
    wound_deep: str = "",
    wound_face_or_hand: str = "",
    wound_soil: str = "",
) -> Facts:
    """One exposure as the rules read it. ``kind`` is a slug of the exposures, ``vaccine`` one of the catalogue."""
    if kind == "measles":
        return Facts(measles_contact=YES)
    if kind == "chickenpox_shingles":
        return Facts(chickenpox_contact=YES)
    if kind == "bite_scratch":
        return Facts(
            bite=YES,
            wound_deep=wound_deep,
            wound_face_or_hand=wound_face_or_hand,
            wound_with_soil=wound_soil,
        )
    if kind == "vaccinated_contact":
        touched = YES in (contact_rash, contact_diaper)
        return Facts(
            household_opv=YES if vaccine.startswith("opv-") else "",
            household_acam2000=YES if vaccine == "smallpox-acam2000" else "",
            household_shedding_contact=YES if touched and vaccine.startswith(SHEDDING) else "",
        )
    return Facts()


def days_since(events: Iterable[dt.date], day: dt.date) -> int | None:
    """Days from the newest of ``events`` to ``day``; None without one in the 14 days before."""
    ago = [(day - event).days for event in events if 0 <= (day - event).days <= DUST_DAYS]
    return min(ago, default=None)
