"""A medicine, its doses and an infusion, as tests need them."""

import datetime as dt

from django.urls import reverse

from care.medicines import actions
from care.medicines.models import Medicine
from tests.people import EVENING, Family

TODAY = dt.date(2026, 11, 19)
COTRIM = {
    "drug": "Co-trimoxazole",
    "strength": "200 mg/5 mL",
    "dose": "5 mL",
    "route": "mouth",
    "purpose": "prophylaxis",
    "pattern": "daily",
    "times": ["08:00", "20:00"],
}
EIGHT, TWENTY = dt.time(8), dt.time(20)


def medicine(family: Family, *, at: dt.datetime = EVENING, patient=None, **change) -> Medicine:
    return actions.add_medicine(patient=patient or family.mia, by=family.guardian, at=at, values=COTRIM | change)


def dose(family: Family, row: Medicine, outcome="given", *, due=(TODAY, EIGHT), by=None, at=EVENING, **more):
    return actions.record_dose(medicine=row, by=by or family.guardian, at=at, outcome=outcome, due=due, **more)


def address(name: str, family: Family, **more) -> str:
    return reverse(f"medicines:{name}", kwargs={"patient": family.mia.pk} | more)
