"""Rules about skin, lumps, eyes, injuries and lines: RF-11 to RF-13, RF-17, RF-18, RF-24, RF-28."""

from __future__ import annotations

from care.plan.rules.body import is_hot
from care.plan.rules.facts import YES, Facts
from care.plan.rules.levels import Found, Level, PlanValues

#: Places where a lump is more serious.
NEAR = frozenset({"eye", "spine", "hand", "genital", "anus"})
LARGE_MM = 50


def spreading(facts: Facts, plan: PlanValues) -> Found | None:
    """RF-11."""
    signs = (facts.redness_spreading, facts.red_streaks, facts.hot_and_very_painful, facts.pain_out_of_proportion)
    if YES not in signs:
        return None
    return Found(Level.EMERGENCY if is_hot(facts, plan) else Level.NOW)


def blisters(facts: Facts, plan: PlanValues) -> Found | None:
    """RF-12."""
    signs = (facts.blisters_clustered, facts.punched_out_sores, facts.one_sided_band_rash)
    return Found(Level.NOW) if YES in signs else None


def lump(facts: Facts, plan: PlanValues) -> Found | None:
    """RF-13. Neither heat nor redness nor pain is needed."""
    if facts.new_lump != YES:
        return None
    serious = bool(NEAR & set(facts.lump_near)) or (facts.lump_mm or 0) > LARGE_MM or is_hot(facts, plan)
    return Found(Level.NOW if serious else Level.TODAY)


def injury(facts: Facts, plan: PlanValues) -> Found | None:
    """RF-17."""
    if facts.deformity == YES:
        return Found(Level.NOW)
    if YES in (facts.injury_pain, facts.limb_not_used, facts.new_back_pain):
        return Found(Level.NOW if facts.numbness == YES else Level.TODAY)
    return None


def eye(facts: Facts, plan: PlanValues) -> Found | None:
    """RF-18."""
    signs = (facts.red_eye_painful, facts.vision_change, facts.swelling_round_eye)
    return Found(Level.NOW) if YES in signs else None


def wound(facts: Facts, plan: PlanValues) -> Found | None:
    """RF-24."""
    if facts.wound_deep == YES:
        return Found(Level.NOW)
    if YES in (facts.bite, facts.burn, facts.wound_with_soil):
        return Found(Level.NOW if facts.wound_face_or_hand == YES else Level.TODAY)
    return None


def line_site(facts: Facts, plan: PlanValues) -> Found | None:
    """RF-28."""
    return Found(Level.NOW) if YES in (facts.line_site_red_or_leaking, facts.fever_after_infusion) else None
