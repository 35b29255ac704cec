"""Rules about the whole person, head, belly and fever: RF-05 to RF-08, RF-15, RF-16, RF-19, RF-26, RF-30."""

from __future__ import annotations

from care.plan.rules.degrees import fiftieths, readings
from care.plan.rules.facts import YES, Facts
from care.plan.rules.levels import Found, Level, PlanValues

DEFAULT_THRESHOLD = fiftieths(380, "C")
BABY = fiftieths(390, "C")
DIARRHOEA_HOURS = 48


def head(facts: Facts, plan: PlanValues) -> Found | None:
    """RF-05."""
    signs = (
        facts.worst_headache,
        facts.weakness,
        facts.face_droop,
        facts.confusion,
        facts.stiff_neck,
        facts.loss_of_consciousness,
    )
    return Found(Level.EMERGENCY) if YES in signs else None


def belly(facts: Facts, plan: PlanValues) -> Found | None:
    """RF-06."""
    if YES in (facts.belly_pain_severe, facts.belly_rigid):
        return Found(Level.EMERGENCY)
    signs = (facts.belly_pain_sudden, facts.vomit_blood_or_green, facts.black_stool)
    return Found(Level.NOW) if YES in signs else None


def very_ill(facts: Facts, plan: PlanValues) -> Found | None:
    """RF-07."""
    signs = (
        facts.seizure,
        facts.floppy,
        facts.very_hard_to_wake,
        facts.skin_mottled_blue_pale,
        facts.rash_not_fading,
        facts.cold_to_touch,
    )
    return Found(Level.EMERGENCY) if YES in signs else None


def threshold(plan: PlanValues) -> int:
    """From which temperature on RF-08 speaks, in fiftieths of a degree Fahrenheit."""
    if plan.threshold_tenths is None:
        return DEFAULT_THRESHOLD
    return fiftieths(plan.threshold_tenths, plan.threshold_unit)


def temperature(facts: Facts, plan: PlanValues) -> Found | None:
    """RF-08. A plan's threshold never lifts the ages of babies: under 3 months, and 3 to 6 months (both counted in).

    "Low, and low again" needs no reading beside it: the readings may stand in other entries, or nowhere.
    """
    again = Found(Level.NOW) if facts.temperature_measured_again == YES else None
    found = readings(facts.temperature_tenths, facts.temperature_unit)
    if not found:
        return again
    hottest, age = max(found), facts.age_months
    if age is not None and ((age < 3 and hottest >= DEFAULT_THRESHOLD) or (3 <= age <= 6 and hottest >= BABY)):
        return Found(Level.NOW, fixed=True)
    return again or (Found(Level.TODAY) if hottest >= threshold(plan) else None)


def drinking(facts: Facts, plan: PlanValues) -> Found | None:
    """RF-15."""
    signs = (facts.no_drink_8h, facts.no_urine_12h, facts.vomiting_repeated)
    return Found(Level.NOW) if YES in signs else None


def slow_signs(facts: Facts, plan: PlanValues) -> Found | None:
    """RF-16."""
    return Found(Level.TODAY) if YES in (facts.lump_growing, facts.weight_loss, facts.night_sweats) else None


def swallowing(facts: Facts, plan: PlanValues) -> Found | None:
    """RF-19."""
    if facts.cannot_swallow_saliva == YES:
        return Found(Level.EMERGENCY)
    return Found(Level.NOW) if facts.food_stuck == YES else None


def diarrhoea(facts: Facts, plan: PlanValues) -> Found | None:
    """RF-26."""
    if YES in (facts.diarrhoea_blood, facts.dehydration):
        return Found(Level.NOW)
    return Found(Level.TODAY) if (facts.diarrhoea_hours or 0) > DIARRHOEA_HOURS else None


def worried(facts: Facts, plan: PlanValues) -> Found | None:
    """RF-30. Never filtered and never lowered."""
    return Found(Level.TODAY, fixed=True) if facts.worried == YES else None


def is_hot(facts: Facts, plan: PlanValues) -> bool:
    """A fever said or measured, or being unwell: what makes other signs more serious.

    A plan's lower threshold counts here; a higher one does not, for it would lower an L3.
    """
    if YES in (facts.fever, facts.unwell):
        return True
    hot = min(DEFAULT_THRESHOLD, threshold(plan))
    return any(reading >= hot for reading in readings(facts.temperature_tenths, facts.temperature_unit))
