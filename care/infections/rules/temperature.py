"""Temperatures: kept as they were read, compared without any rounding.

A reading is a whole number of tenths of a degree in its own unit. To compare, both units are turned into
fiftieths of a degree Fahrenheit, where both are whole numbers: with f = c * 9/5 + 32,
50 f = 9 (10 c) + 1600 and 50 f = 5 (10 f). So 38.0 °C and 100.4 °F are the same number, 5020.

Ranges: reference/logs.md section 3 (accept 30.0-43.0 °C, which is exactly 86.0-109.4 °F; ask outside 35.0-41.0 °C).
Where it was measured changes nothing: no correction is made for ear, armpit or mouth.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

ACCEPTED = {"C": (300, 430), "F": (860, 1094)}
USUAL_C = (350, 410)


class Unit(StrEnum):
    C = "C"
    F = "F"


class Verdict(StrEnum):
    """What to do with a reading."""

    FINE = "fine"
    ASK_UNIT = "ask_unit"  # only possible in the other unit
    ASK_UNUSUAL = "ask_unusual"  # possible, but far from usual
    REFUSE = "refuse"  # no body has it in either unit


class NotATemperature(ValueError):
    """The text is no temperature with at most one decimal."""


def common(tenths: int, unit: str) -> int:
    """Fiftieths of a degree Fahrenheit: exact for every reading, so readings may be compared across units."""
    return tenths * 9 + 1600 if unit == Unit.C else tenths * 5


def in_unit(tenths: int, unit: str, wanted: str) -> int:
    """Tenths in ``wanted``; rounded half up where the other unit has no exact tenth. To be shown, never compared."""
    if unit == wanted:
        return tenths
    if wanted == Unit.C:
        return ((common(tenths, unit) - 1600) * 2 + 9) // 18
    return (common(tenths, unit) * 2 + 5) // 10


def other(unit: str) -> Unit:
    return Unit.F if unit == Unit.C else Unit.C


def accepted(tenths: int, unit: str) -> bool:
    low, high = ACCEPTED[unit]
    return low <= tenths <= high


def judge(tenths: int, unit: str) -> Verdict:
    """Whether a reading can be saved as it is, needs a question first, or cannot be."""
    if not accepted(tenths, unit):
        return Verdict.ASK_UNIT if accepted(tenths, other(unit)) else Verdict.REFUSE
    low, high = (common(edge, Unit.C) for edge in USUAL_C)
    return Verdict.FINE if low <= common(tenths, unit) <= high else Verdict.ASK_UNUSUAL


_NUMBER = re.compile(r"(\d{1,4})(?:\.(\d?)0*)?")
_UNIT = re.compile(r"(?:°|º|DEG(?:REES?)?)?(C|F|CELSIUS|FAHRENHEIT)?")


def read(text: str) -> tuple[int, Unit | None]:
    """(tenths, unit if it was typed too) from what a person typed: "38.4", "38,4", "38,4 °C", "101 F".

    Spaces, degree signs and digits of any script are understood. Raises NotATemperature for anything else,
    also for a second decimal that is not 0: nothing is rounded behind the family's back.
    """
    plain = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    plain = re.sub(r"[\s\u200e\u200f]", "", plain).upper().replace(",", ".").replace("\u066b", ".")
    number = _NUMBER.match(plain)
    unit = _UNIT.fullmatch(plain[number.end() :]) if number else None
    if number is None or unit is None:
        raise NotATemperature(text)
    tenths = int(number[1]) * 10 + int(number[2] or 0)
    return tenths, Unit(unit[1][0]) if unit[1] else None


def digits(tenths: int) -> str:
    """ "38.4" from 384: always one decimal, always a point."""
    whole, tenth = divmod(tenths, 10)
    return f"{whole}.{tenth}"
