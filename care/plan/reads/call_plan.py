"""The call plan as every page shows it."""

import datetime as dt
import re
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from care.household.access import Access
from care.household.models import Patient
from care.household.rules import Capability
from care.plan.models import CallPlan, CareContact


@dataclass(frozen=True)
class Contact:
    """A number to ring. ``tel`` is the address of a one-tap call (RFC 3966)."""

    id: UUID
    name: str
    role: str
    phone: str
    tel: str
    hours: str
    is_urgent_line: bool
    is_immunology: bool


@dataclass(frozen=True)
class CallPlanView:
    """The family's own plan. ``is_empty`` when nobody has entered anything to ring or do yet."""

    contacts: tuple[Contact, ...]
    ring_when: str
    emergency_number: str
    emergency_tel: str
    hospital: str
    carry_text: str
    told_by: str
    told_on: dt.date | None
    url: str
    edit_url: str
    may_edit: bool

    @property
    def is_empty(self) -> bool:
        return not (self.contacts or self.ring_when or self.emergency_number or self.hospital)


def call_plan(access: Access, patient: Patient) -> CallPlanView:
    """A patient's call plan. Everybody who may see the patient's today gets it whole, helpers too.

    One query; two while no number is written down.
    """
    numbers = list(_contacts(access, patient).select_related("patient__call_plan"))
    # The numbers bring their patient's plan along; a plan without numbers is asked for.
    stored = getattr(numbers[0].patient, "call_plan", None) if numbers else stored_plan(access, patient)
    plan = stored or CallPlan()
    here = {"patient": patient.pk}
    return CallPlanView(
        contacts=tuple(_contact(row) for row in numbers),
        ring_when=plan.ring_when,
        emergency_number=plan.emergency_number,
        emergency_tel=tel(plan.emergency_number),
        hospital=plan.hospital,
        carry_text=plan.carry_text,
        told_by=plan.told_by,
        told_on=plan.told_on,
        url=reverse("plan:card", kwargs=here),
        edit_url=reverse("plan:edit", kwargs=here),
        may_edit=access.may(Capability.EDIT, patient),
    )


def stored_plan(access: Access, patient: Patient) -> CallPlan | None:
    """The call plan's row, None as long as nobody wrote one."""
    return access.of(CallPlan, Capability.SEE_TODAY).filter(patient=patient).first()


def contact(access: Access, pk: UUID, need: Capability, *, removed: bool = False) -> CareContact:
    """One number's row. Http404 and PermissionDenied as the door decides."""
    return access.get(CareContact, pk, need, removed=removed)


def contacts(access: Access, patient: Patient) -> list[Contact]:
    """The care team's numbers: urgent lines first, then immunology, then in the order they were added."""
    return [_contact(row) for row in _contacts(access, patient)]


def _contacts(access: Access, patient: Patient) -> QuerySet[CareContact]:
    return access.of(CareContact, Capability.SEE_TODAY).filter(patient=patient)


def _contact(row: CareContact) -> Contact:
    return Contact(
        id=row.pk,
        name=row.name,
        role=row.role,
        phone=row.phone,
        tel=tel(row.phone),
        hours=row.hours,
        is_urgent_line=row.is_urgent_line,
        is_immunology=row.is_immunology,
    )


def tel(phone: str) -> str:
    """The ``tel:`` address of a number as typed, "" for none; an extension goes along as ";ext="."""
    number, _sep, extension = re.sub(r"(?i)\s*(?:ext\.?|x|#)\s*", "x", phone).partition("x")
    # "+44 (0)20": the zero in brackets is not dialled after a country code.
    if number.strip().startswith("+"):
        number = number.replace("(0)", "")
    digits = re.sub(r"[^0-9+]", "", number)
    if not digits:
        return ""
    return f"tel:{digits};ext={extension}" if extension else f"tel:{digits}"
