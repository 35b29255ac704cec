"""Forms of this room: the call plan, the signed care plan, a worry and the warning signs."""

from care.plan.forms.call_plan import CallPlanForm, ContactForm, FirstPlanForm, PhoneField
from care.plan.forms.care_plan import CarePlanForm, read_degrees
from care.plan.forms.concern import ConcernForm, WarningSignsForm

__all__ = [
    "CallPlanForm",
    "CarePlanForm",
    "ConcernForm",
    "ContactForm",
    "FirstPlanForm",
    "PhoneField",
    "WarningSignsForm",
    "read_degrees",
]
