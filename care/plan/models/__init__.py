"""Whom the family rings, what their clinicians signed, what the rules said, and the days something felt off."""

from care.plan.models.call_plan import CallPlan, CareContact, Concern, phone_number
from care.plan.models.care_plan import CarePlan
from care.plan.models.messages import FlagMessage
from care.plan.models.warning import WarningSigns

__all__ = ["CallPlan", "CareContact", "CarePlan", "Concern", "FlagMessage", "WarningSigns", "phone_number"]
