"""The four levels of a message, and what one rule found."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum


class Level(IntEnum):
    """How soon somebody should be told; a higher one wins."""

    NOTE = 0
    TODAY = 1
    NOW = 2
    EMERGENCY = 3

    @property
    def key(self) -> str:
        """As the data files write it: "L2"."""
        return f"L{self.value}"


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule's function says. ``fixed``: a plan can raise this, never lower it."""

    level: Level
    fixed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanValues:
    """What the rules take from the family's signed care plan. Blank means the plan says nothing about it.

    ``levels`` and ``texts`` are keyed by rule id. The threshold is as it was written: tenths and "C" or "F".
    """

    threshold_tenths: int | None = None
    threshold_unit: str = "C"
    spo2_min: int | None = None
    missed_doses: int | None = None
    levels: dict[str, int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


NO_PLAN = PlanValues()
