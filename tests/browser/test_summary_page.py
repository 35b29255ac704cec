"""The clinician's page: all six answers on the first screen, one sheet of paper, no script needed."""

import re

import pytest
from django.utils import timezone

from care.visits import actions
from care.visits.models import Visit
from tests.browser.phone import LARGE

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

ANSWERS = ("#s-infections", "#s-now", "#s-skin", "#s-vaccines", "#s-medicines", "#s-questions")
BOTTOM = "e => (e.closest('section') ?? e).getBoundingClientRect().bottom"


@pytest.fixture
def address(demo) -> str:
    visit = Visit.objects.filter(patient=demo.mia, on__gte=timezone.now().date()).get()
    actions.request_summary(visit=visit, by=demo.guardian, at=timezone.now())
    assert actions.generate_summary(visit_id=visit.pk, at=timezone.now())
    return f"/p/{demo.mia.pk}/visits/{visit.pk}/summary/"


def test_the_first_screen_has_all_the_answers(demo, phone, address):
    with phone(demo.guardian, size=LARGE) as it:
        page = it.open(address)
        for answer in ANSWERS:
            assert page.locator(answer).evaluate(BOTTOM) <= LARGE["height"], answer
        assert page.get_by_test_id("observed").is_visible()
        assert "Mia" not in page.title()


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_it_prints_on_one_sheet(demo, phone, address, size):
    with phone(demo.guardian, size=LARGE, color_scheme="dark") as it:
        sheet = it.open(address) and it.page.pdf(format=size)
        assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1


def test_it_needs_no_script(demo, phone, address):
    with phone(demo.guardian, size=LARGE, java_script_enabled=False) as it:
        page = it.open(address)
        assert "CAREGIVER-REPORTED" in page.get_by_test_id("summary").inner_text()
        assert not page.locator("[data-print]").is_visible()
