"""Temperatures compared exactly, whatever their unit.

With f = c * 9/5 + 32, a fiftieth of a degree Fahrenheit is whole for every tenth of either unit: 38.0 °C and 100.4 °F
are both 5020. A reading without a unit, or impossible in its own, is taken in every unit it is possible in.
"""

from __future__ import annotations

# What a living body can have (reference/logs.md section 3), the same range in both units.
POSSIBLE = {"C": (300, 430), "F": (860, 1094)}


def fiftieths(tenths: int, unit: str) -> int:
    """Fiftieths of a degree Fahrenheit."""
    return tenths * 9 + 1600 if unit == "C" else tenths * 5


def readings(tenths: int | None, unit: str) -> tuple[int, ...]:
    """All the temperatures a reading may mean, in fiftieths; more than one only while its unit is in doubt."""
    if tenths is None:
        return ()
    possible = tuple(key for key, (low, high) in POSSIBLE.items() if low <= tenths <= high)
    if unit in possible:
        return (fiftieths(tenths, unit),)
    # Impossible in both: a wrong reading, not an all-clear. It is taken as it was given.
    units = possible or ((unit,) if unit in POSSIBLE else tuple(POSSIBLE))
    return tuple(fiftieths(tenths, key) for key in units)
