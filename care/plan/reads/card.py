"""The emergency card: who, what, which allergies, whom to ring, where to go, what to say."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext

from care.household.access import Access
from care.household.models import Patient
from care.plan.reads.call_plan import CallPlanView, call_plan
from care.plan.reads.care_plan import CarePlanView, care_plan
from care.reference import hies_types

#: Set by ``care.apps`` when Tend starts: allergies live in a room above this one.
Allergies = Callable[[Access, Patient], list["CardAllergy"]]
_allergies: list[Allergies] = []


@dataclass(frozen=True)
class CardAllergy:
    """One allergy in words: what, and what is known about it ("Reaction happened: hives")."""

    substance: str
    known: str


@dataclass(frozen=True)
class EmergencyCard:
    """Everything on the card. ``condition`` is as the care team told it; letters are word for word."""

    name: str
    birth_date: dt.date | None
    condition: str
    allergies: tuple[CardAllergy, ...]
    call_plan: CallPlanView
    care_plan: CarePlanView | None


def offer_allergies(read: Allergies) -> None:
    """Say how allergies are read. Called once, by whoever wires the house."""
    _allergies[:] = [read]


def emergency_card(access: Access, patient: Patient) -> EmergencyCard:
    """A patient's card. Four queries."""
    kind = hies_types.by_slug().get(patient.hies_type)
    known = kind is not None and kind.slug != hies_types.NOT_KNOWN
    return EmergencyCard(
        name=patient.name,
        birth_date=patient.birth_date,
        condition=gettext(kind.label) if kind is not None and known else "",
        allergies=tuple(allergy for read in _allergies for allergy in read(access, patient)),
        call_plan=call_plan(access, patient),
        care_plan=care_plan(access, patient),
    )
