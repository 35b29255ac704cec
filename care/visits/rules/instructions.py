"""What a clinician may write into a family's plan through their own account, once a guardian has confirmed it."""

import datetime as dt
from enum import StrEnum

LONGEST_NAME = 120


class Instruction(StrEnum):
    """Kinds of instructions."""

    CALL_PLAN = "call_plan"
    THRESHOLD = "threshold"
    DIRECTIVE = "directive"


#: What each holds; nothing else is kept.
FIELDS: dict[Instruction, frozenset[str]] = {
    Instruction.CALL_PLAN: frozenset({"ring_when"}),
    Instruction.THRESHOLD: frozenset({"tenths", "unit"}),
    Instruction.DIRECTIVE: frozenset({"product", "says", "words", "expires_on"}),
}


def fits(kind: str, values: dict) -> bool:
    """Whether ``values`` are exactly what an instruction of this kind holds."""
    return kind in FIELDS and FIELDS[Instruction(kind)] == values.keys()


def signed_by(clinician: str, before: str) -> str:
    """Who stands under a care plan of which one clinician wrote the temperature alone.

    ``before``: who stood under it, "" for a new plan. The rest stays somebody else's word, and says so.
    """
    if not before or before == clinician:
        return clinician[:LONGEST_NAME]
    earlier = before.split("; ", 1)[-1] if before.startswith(f"{clinician}; ") else before
    return f"{clinician}; {earlier}"[:LONGEST_NAME]


def review_on(signed_on: dt.date, before: dt.date | None) -> dt.date | None:
    """The review day of that plan: one number alone does not put off the review of the rest. None: a year after."""
    return max(before, signed_on) if before else None
