"""Queries of this room: the call plan, the signed care plan, what the rules said, worries and warning signs."""

from care.plan.reads.call_plan import CallPlanView, Contact, call_plan, contact, contacts, stored_plan, tel
from care.plan.reads.card import CardAllergy, EmergencyCard, emergency_card, offer_allergies
from care.plan.reads.care_plan import (
    CarePlanView,
    care_plan,
    care_plans,
    degrees_words,
    plan_values,
    spo2_min,
    stored_care_plan,
)
from care.plan.reads.concern import answered, concern, describe, may_change, warning_signs
from care.plan.reads.messages import (
    JUDGED,
    Message,
    active_rules,
    current_messages,
    history,
    last_urgent_message,
    message,
    of_entries,
    rules_note,
    said_now,
    shown_between,
)

__all__ = [
    "JUDGED",
    "CallPlanView",
    "CardAllergy",
    "CarePlanView",
    "Contact",
    "EmergencyCard",
    "Message",
    "active_rules",
    "answered",
    "call_plan",
    "care_plan",
    "care_plans",
    "concern",
    "contact",
    "contacts",
    "current_messages",
    "degrees_words",
    "describe",
    "emergency_card",
    "history",
    "last_urgent_message",
    "may_change",
    "message",
    "of_entries",
    "offer_allergies",
    "plan_values",
    "rules_note",
    "said_now",
    "shown_between",
    "spo2_min",
    "stored_care_plan",
    "stored_plan",
    "tel",
    "warning_signs",
]
