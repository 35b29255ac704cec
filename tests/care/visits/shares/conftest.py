"""A summary and a share of it, at 07:00 on a Thursday."""

import datetime as dt

import pytest
import time_machine

from care.visits import actions
from tests.care.visits.shares.doors import make
from tests.people import MORNING


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MORNING, tick=False) as frozen:
        yield frozen


@pytest.fixture
def summary(family):
    visit = actions.add_visit(
        patient=family.mia,
        by=family.guardian,
        at=MORNING,
        on=dt.date(2026, 11, 24),
        specialty="pediatrics",
        clinic="City",
        questions="May she swim?",
    ).visit
    actions.request_summary(visit=visit, by=family.guardian, at=MORNING)
    return actions.generate_summary(visit_id=visit.pk, at=MORNING)


@pytest.fixture
def shared(family, summary):
    return make(family, summary)
