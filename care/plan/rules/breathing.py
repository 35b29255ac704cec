"""Rules about breathing, chest and what is coughed up: RF-01 to RF-04, RF-14, RF-27."""

from __future__ import annotations

from care.plan.rules.facts import YES, Facts
from care.plan.rules.levels import Found, Level, PlanValues

COLOURED = frozenset({"yellow", "green", "brown", "blood_streaked", "bloody"})
BLOODY = frozenset({"blood_streaked", "bloody"})
LONGEST_COUGH_DAYS = 3
DUST_DAYS = 14


def very_hard_breathing(facts: Facts, plan: PlanValues) -> Found | None:
    """RF-01."""
    signs = (
        facts.very_hard_breathing,
        facts.grunting,
        facts.breathing_pauses,
        facts.lips_blue,
        facts.cannot_speak_or_feed,
    )
    return Found(Level.EMERGENCY) if YES in signs else None


def breathing_worse(facts: Facts, plan: PlanValues) -> Found | None:
    """RF-02. There is no built-in number for the oxygen reading: only the plan has one."""
    low = facts.spo2_percent is not None and plan.spo2_min is not None and facts.spo2_percent < plan.spo2_min
    return Found(Level.NOW) if low or YES in (facts.breathing_worse_than_usual, facts.breathless) else None


def blood_coughed_up(facts: Facts, plan: PlanValues) -> Found | None:
    """RF-03."""
    if facts.blood_in_sputum_more == YES or facts.sputum_colour == "bloody":
        return Found(Level.EMERGENCY)
    if facts.blood_in_sputum == YES or facts.sputum_colour in BLOODY:
        return Found(Level.EMERGENCY if facts.faint == YES or _hard_to_breathe(facts) else Level.NOW)
    return None


def chest_pain(facts: Facts, plan: PlanValues) -> Found | None:
    """RF-04."""
    if facts.chest_pain != YES:
        return None
    worse = YES in (facts.collapse, facts.sweating) or _hard_to_breathe(facts)
    return Found(Level.EMERGENCY if worse else Level.NOW)


def cough(facts: Facts, plan: PlanValues) -> Found | None:
    """RF-14. A fever is not needed."""
    coughs = facts.cough == YES or (facts.cough_days or 0) > 0
    long = (facts.cough_days or 0) > LONGEST_COUGH_DAYS
    if facts.sputum_colour in COLOURED or long or (coughs and facts.chest_pain == YES):
        return Found(Level.TODAY)
    return None


def cough_after_dust(facts: Facts, plan: PlanValues) -> Found | None:
    """RF-27."""
    coughs = facts.cough == YES or (facts.cough_days or 0) > 0
    soon = facts.dust_days_ago is not None and 0 <= facts.dust_days_ago <= DUST_DAYS
    return Found(Level.TODAY) if coughs and soon else None


def _hard_to_breathe(facts: Facts) -> bool:
    signs = (
        facts.very_hard_breathing,
        facts.grunting,
        facts.breathing_pauses,
        facts.lips_blue,
        facts.cannot_speak_or_feed,
        facts.breathing_worse_than_usual,
        facts.breathless,
    )
    return YES in signs
