"""What Tend can remind of: one entry per kind, with its words, how long it helps and what to do in doubt.

Words here are read on lock screens: no name, diagnosis, drug or body part, but in ``detail``, which a person must have
asked for. A kind is added by one entry below.
"""

from reminders.kinds.care import APPOINTMENT, LIVE_VACCINE, MEDICINE, REFILL, SUMMARY_READY
from reminders.kinds.checks import EVENING_CHECK, INFECTION_CHECK, MORNING_CHECK, RESTART, ROUTINE
from reminders.kinds.kind import Kind, Words
from reminders.rules import Doubt

__all__ = [
    "APPOINTMENT",
    "EVENING_CHECK",
    "INFECTION_CHECK",
    "KINDS",
    "LIVE_VACCINE",
    "MEDICINE",
    "MORNING_CHECK",
    "REFILL",
    "RESTART",
    "ROUTINE",
    "SUMMARY_READY",
    "Kind",
    "Words",
    "slugs",
]

# In the order of a list: the day, then what the record sets, then what few want.
KINDS: dict[str, Kind] = {
    kind.slug: kind
    for kind in (
        MORNING_CHECK,
        EVENING_CHECK,
        MEDICINE,
        INFECTION_CHECK,
        APPOINTMENT,
        SUMMARY_READY,
        LIVE_VACCINE,
        REFILL,
        ROUTINE,
        RESTART,
    )
}


def slugs(policy: Doubt) -> list[str]:
    """The kinds with a doubt policy."""
    return [kind.slug for kind in KINDS.values() if kind.doubt is policy]
