"""Which rules an entry fires, at which level: the rule's own verdict, then the plan, then the age of the event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from care.plan.rules.facts import YES, Facts
from care.plan.rules.levels import NO_PLAN, Found, Level, PlanValues
from care.plan.rules.registry import BY_ID, RULES, Rule

LIVE_VACCINE = "RF-22"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One fired rule. ``from_plan``: the family's signed plan decided its level, its number or its words.

    ``aged``: the event lies too far back to act on now, so it is for the next visit.
    """

    rule: str
    level: Level
    from_plan: bool = False
    aged: bool = False


def judge(facts: Facts, plan: PlanValues = NO_PLAN, rules: Iterable[Rule] = RULES) -> tuple[Verdict, ...]:
    """Every rule that fires, the most serious first. Empty says nothing about how the person is."""
    fired = []
    for rule in rules:
        found = rule.verdict(facts, plan)
        if found is None:
            continue
        level = with_plan(rule, found, plan)
        aged = level > Level.NOTE and too_old(rule, facts)
        fired.append(
            Verdict(
                rule=rule.id,
                level=Level.NOTE if aged else level,
                from_plan=_from_plan(rule, facts, plan, found, level),
                aged=aged,
            )
        )
    return tuple(sorted(fired, key=lambda verdict: (-verdict.level, verdict.rule)))


def with_plan(rule: Rule, found: Found, plan: PlanValues) -> Level:
    """The level after the plan: it raises any, lowers L1 and L2, and never goes below what the rule allows."""
    wanted = plan.levels.get(rule.id)
    if wanted is None:
        return found.level
    if found.fixed or found.level is Level.EMERGENCY:
        return Level(max(found.level, wanted))
    return Level(max(wanted, rule.never_below))


def too_old(rule: Rule, facts: Facts) -> bool:
    """Whether the event lies further back than the rule looks, and is not still there."""
    window = rule.papers.hours
    age = facts.hours_since
    if rule.id == LIVE_VACCINE and facts.days_since_live_vaccine is not None:
        age = facts.days_since_live_vaccine * 24
    return window is not None and age is not None and age > window and facts.still_present != YES


def level_refused(rule: str, level: int) -> bool:
    """Whether a plan may not set this level for a rule: some cannot be lowered, and RF-03 is never a mere note."""
    return rule not in BY_ID or level < BY_ID[rule].never_below


def _from_plan(rule: Rule, facts: Facts, plan: PlanValues, found: Found, level: Level) -> bool:
    if rule.id in plan.texts or level != found.level:
        return True
    # The plan's own number decided: without it the rule would have said something else.
    return rule.verdict(facts, NO_PLAN) != found
