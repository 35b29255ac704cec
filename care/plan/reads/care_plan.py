"""The signed care plan as pages show it."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils.formats import number_format

from care.household.access import Access
from care.household.models import Patient
from care.household.rules import Capability
from care.plan.models import CarePlan
from care.plan.models.words import RULE_TITLES
from care.plan.reads.messages import level_name
from care.plan.rules.levels import NO_PLAN, PlanValues


@dataclass(frozen=True)
class RuleLine:
    """What a plan says about one rule: another level (None: unchanged) and words of its own."""

    id: str
    title: str
    level_name: str
    text: str


@dataclass(frozen=True)
class CarePlanView:
    """One version of the signed care plan. ``days_past``: how far past its review day, 0 before it."""

    id: UUID
    version: int
    signed_by: str
    signed_on: dt.date
    review_on: dt.date
    days_past: int
    threshold: str
    spo2_min: int | None
    missed_doses: int | None
    urgent_minutes: int
    rules: tuple[RuleLine, ...]
    carry_letter: str
    emergency_antibiotic_text: str
    hospital_of_choice: str
    entered_by: str
    entered_at: dt.datetime


def care_plan(access: Access, patient: Patient) -> CarePlanView | None:
    """The version that counts, None as long as there is none. One query."""
    row = stored_care_plan(access, patient)
    return care_plan_view(row, access.today(patient)) if row else None


def care_plans(access: Access, patient: Patient) -> list[CarePlanView]:
    """Every version, newest first. One query."""
    today = access.today(patient)
    return [care_plan_view(row, today) for row in _rows(access, patient)]


def stored_care_plan(access: Access, patient: Patient) -> CarePlan | None:
    """The row that counts: the newest version."""
    return _rows(access, patient).first()


def spo2_min(access: Access, patient: Patient) -> int | None:
    """From which oxygen level down the plan speaks; None as long as no plan names one. One query."""
    return access.of(CarePlan, Capability.SEE_TODAY).filter(patient=patient).values_list("spo2_min", flat=True).first()


def plan_values(patient: UUID) -> PlanValues:
    """What the rules take from the plan of a patient (their key), for those who ask them. One query."""
    row = CarePlan.objects.filter(patient=patient).first()
    return row.values if row else NO_PLAN


def care_plan_view(row: CarePlan, today: dt.date) -> CarePlanView:
    """A row as a page shows it."""
    keys = sorted(set(row.levels) | set(row.texts))
    return CarePlanView(
        id=row.pk,
        version=row.version,
        signed_by=row.signed_by,
        signed_on=row.signed_on,
        review_on=row.review_on,
        days_past=row.days_past(today),
        threshold=degrees_words(row.threshold_tenths, row.threshold_unit),
        spo2_min=row.spo2_min,
        missed_doses=row.missed_doses,
        urgent_minutes=row.urgent_minutes,
        rules=tuple(
            RuleLine(
                id=key,
                title=str(RULE_TITLES[key]),
                level_name=level_name(row.levels[key]) if key in row.levels else "",
                text=row.texts.get(key, ""),
            )
            for key in keys
        ),
        carry_letter=row.carry_letter,
        emergency_antibiotic_text=row.emergency_antibiotic_text,
        hospital_of_choice=row.hospital_of_choice,
        entered_by=str(row.entered_by),
        entered_at=row.entered_at,
    )


def degrees_words(tenths: int | None, unit: str) -> str:
    """ "38.5 °C", in Spanish "38,5 °C", "" for none. It goes into a field as it is, and is read back from there."""
    return "" if tenths is None else f"{number_format(Decimal(tenths) / 10, 1)} °{unit}"


def _rows(access: Access, patient: Patient):
    return access.of(CarePlan, Capability.SEE_TODAY).filter(patient=patient).select_related("entered_by")
