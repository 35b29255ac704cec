"""Numbers as they were written, and between which ends a weight, a length or an answer may lie. Pure.

Nothing is converted: a weight in pounds stays one.
"""

import re
from decimal import Decimal

from care.results.rules.words import LengthUnit, WeightUnit

#: Wide enough for anybody from a premature baby to a grown-up; a number outside is a slip of the hand or of the unit.
WEIGHT_RANGES = {
    WeightUnit.GRAM: (Decimal(200), Decimal(300_000)),
    WeightUnit.KILOGRAM: (Decimal("0.2"), Decimal(300)),
    WeightUnit.POUND: (Decimal("0.4"), Decimal(660)),
}
LENGTH_RANGES = {
    LengthUnit.CENTIMETRE: (Decimal(20), Decimal(250)),
    LengthUnit.INCH: (Decimal(8), Decimal(100)),
}
HEAD_RANGES = {
    LengthUnit.CENTIMETRE: (Decimal(15), Decimal(80)),
    LengthUnit.INCH: (Decimal(6), Decimal(32)),
}
PAIN_MIN, PAIN_MAX = 0, 10
BRACE_HOURS_MAX = Decimal(24)

_NUMBER = re.compile(r"^[+-]?\d{1,9}(?:[.,]\d{1,4})?$", re.ASCII)
_THOUSANDS = re.compile(r"^[+-]?[1-9]\d{0,2}[.,]\d{3}$", re.ASCII)


class NotANumber(ValueError):
    """Something that is no plain number."""


class TwoReadings(ValueError):
    """A number like 2,100 that is two thousand in one country and two in another."""


def number(text: str, *, plain: bool = False) -> Decimal:
    """The number somebody wrote, comma or point. Raises NotANumber.

    With ``plain`` a number that may be read in two ways is refused too: TwoReadings.
    """
    text = text.strip().replace("\u2212", "-")
    if not _NUMBER.match(text):
        raise NotANumber(text)
    if plain and _THOUSANDS.match(text):
        raise TwoReadings(text)
    return Decimal(text.replace(",", "."))


def as_written(value: Decimal) -> str:
    """A stored number without the noughts that the column added: "14.2", "101"."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def fits(value: Decimal, unit: str, ranges: dict) -> bool:
    """Whether a number with its unit lies within ``ranges``."""
    low, high = ranges[unit]
    return low <= value <= high
