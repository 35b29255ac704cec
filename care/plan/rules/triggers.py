"""Rules about what a person met or was given: RF-09, RF-10, RF-20 to RF-23, RF-25."""

from __future__ import annotations

from care.plan.rules.body import is_hot
from care.plan.rules.facts import YES, Facts
from care.plan.rules.levels import Found, Level, PlanValues

LIVE_VACCINE_DAYS = 42


def measles(facts: Facts, plan: PlanValues) -> Found | None:
    """RF-09."""
    return Found(Level.TODAY) if facts.measles_contact == YES else None


def chickenpox(facts: Facts, plan: PlanValues) -> Found | None:
    """RF-10."""
    return Found(Level.TODAY) if facts.chickenpox_contact == YES else None


def allergic(facts: Facts, plan: PlanValues) -> Found | None:
    """RF-20."""
    signs = (facts.swelling_lips_tongue_throat, facts.wheeze_after_trigger, facts.collapse_after_trigger)
    return Found(Level.EMERGENCY) if YES in signs else None


def medicine_rash(facts: Facts, plan: PlanValues) -> Found | None:
    """RF-21."""
    if facts.rash_after_new_medicine != YES:
        return None
    return Found(Level.EMERGENCY if is_hot(facts, plan) else Level.NOW)


def live_vaccine(facts: Facts, plan: PlanValues) -> Found | None:
    """RF-22: the vaccine itself, and fever, rash or being unwell in the six weeks after it."""
    days = facts.days_since_live_vaccine
    recent = days is not None and 0 <= days <= LIVE_VACCINE_DAYS
    if facts.live_vaccine_given != YES and not recent:
        return None
    if facts.rash == YES or is_hot(facts, plan):
        return Found(Level.NOW)
    return Found(Level.TODAY) if facts.live_vaccine_given == YES else None


def household_vaccine(facts: Facts, plan: PlanValues) -> Found | None:
    """RF-23."""
    if YES in (facts.household_opv, facts.household_acam2000):
        return Found(Level.TODAY)
    return Found(Level.NOTE) if facts.household_shedding_contact == YES else None


def doses(facts: Facts, plan: PlanValues) -> Found | None:
    """RF-25. How many doses count stands in the plan only."""
    enough = plan.missed_doses is not None and (facts.doses_missed or 0) >= plan.missed_doses
    return Found(Level.TODAY) if enough or facts.out_of_stock == YES else None
