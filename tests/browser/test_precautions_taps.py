"""T14: a routine exception and a new water source on a phone, from the evening's Today."""

import pytest
import time_machine

from care.precautions.models import RoutineCheck
from tests.people import EVENING, make_family

pytestmark = pytest.mark.browser


@pytest.fixture
def evening(transactional_db):
    with time_machine.travel(EVENING, tick=True):
        yield make_family()


@pytest.mark.parametrize(
    ("task", "fold", "item"),
    [
        ("T14 routine exception", "", "before_eating"),
        ("T14 water source", "group-water_source", "private_well"),
    ],
)
def test_a_routine_exception(phone, evening, task, fold, item):
    with phone(evening.guardian) as it:
        page = it.open(f"/p/{evening.mia.pk}/")
        page.get_by_role("heading", name="Mia this evening").wait_for()
        with it.budget(task):
            it.tap("routines-different")
            if fold:
                it.tap(page.get_by_test_id(fold).locator("summary"))
            it.tap(f"item-{item}")
            it.saved("Mia")
    check = RoutineCheck.objects.get()
    assert (check.kept, [row["slug"] for row in check.exceptions]) == ("different", [item])
