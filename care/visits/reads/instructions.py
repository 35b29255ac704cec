"""What a clinician wrote for a family's plan, beside what stands there now."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from care.household.access import Access
from care.household.models import Patient
from care.household.rules import Capability
from care.plan import reads as plan
from care.vaccines.models.directives import SAYS_WORDS
from care.vaccines.reads import product_page
from care.vaccines.rules import Says
from care.visits.models import Review
from care.visits.rules.instructions import Instruction

KIND_WORDS: dict[Instruction, str | Promise] = {
    Instruction.CALL_PLAN: gettext_lazy("When to ring"),
    Instruction.THRESHOLD: gettext_lazy("From which temperature on to tell the team"),
    Instruction.DIRECTIVE: gettext_lazy("Vaccines"),
}


@dataclass(frozen=True)
class InstructionPage:
    """``then``: what it would say; ``now``: what stands there, "" for nothing. ``now_is_kept``: it stays beside it."""

    review: Review
    title: str
    then: str
    now: str
    now_is_kept: bool


def instruction(access: Access, patient: Patient, pk: UUID, need: Capability = Capability.SEE_RECORD) -> Review:
    """One instruction to this patient's family. Http404 and PermissionDenied as the door decides."""
    row = access.get(Review, pk, need)
    if row.instruction is None or row.consent.patient_id != patient.pk:
        raise Http404
    return row


def instruction_page(access: Access, patient: Patient, review: Review) -> InstructionPage:
    """An instruction and what it would change. At most two queries."""
    kind = Instruction(review.said["kind"])
    now = ""
    if kind is Instruction.CALL_PLAN:
        stored = plan.stored_plan(access, patient)
        now = stored.ring_when if stored else ""
    elif kind is Instruction.THRESHOLD:
        signed = plan.stored_care_plan(access, patient)
        now = plan.degrees_words(signed.threshold_tenths, signed.threshold_unit) if signed else ""
    return InstructionPage(
        review=review,
        title=str(KIND_WORDS[kind]),
        then=instruction_words(review.said),
        now=now,
        now_is_kept=kind is Instruction.DIRECTIVE,
    )


def instruction_words(said: dict) -> str:
    """What an instruction says, in one text."""
    kind = Instruction(said["kind"])
    if kind is Instruction.CALL_PLAN:
        return said["ring_when"]
    if kind is Instruction.THRESHOLD:
        return plan.degrees_words(said["tenths"], said["unit"])
    about = product_page(said["product"]).row.title if said["product"] else _("All live vaccines")
    words = {"vaccine": about, "says": SAYS_WORDS[Says(said["says"])]}
    found = _("%(vaccine)s: %(says)s") % words
    if said["words"]:
        found += f" “{said['words']}”"
    if said["expires_on"]:
        found += ", " + _("until %(day)s") % {"day": date_format(dt.date.fromisoformat(said["expires_on"]), "D j M Y")}
    return found
