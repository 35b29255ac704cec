"""The clinician's page: all six answers on the first screen, one sheet of paper, no script needed."""

import re

import pytest
from django.utils import timezone

from care.visits import actions
from care.visits.models import Visit
from care.visits.rules import sharing
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


@pytest.mark.parametrize("specialty", ["pediatrics", "rheumatology_immunology", "dermatology"])
@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_the_first_screen_holds_in_every_language_and_layout(demo, phone, address, specialty, language):
    visit = Visit.objects.filter(patient=demo.mia, on__gte=timezone.now().date()).get()
    visit.specialty, visit.language = specialty, language
    visit.save()
    actions.request_summary(visit=visit, by=demo.guardian, at=timezone.now())
    summary = actions.generate_summary(visit_id=visit.pk, at=timezone.now())
    made = actions.make_share(
        summary=summary, sections=list(sharing.ALL), lasts="1", by=demo.guardian, at=timezone.now()
    )
    with phone(size=LARGE) as it:
        page = it.open(f"/s/{made.code}/")
        page.get_by_label("PIN").fill(made.pin)
        page.get_by_test_id("open").click()
        page.get_by_test_id("summary").wait_for()
        first = page.locator(", ".join((*ANSWERS, "#s-burden"))).locator("visible=true")
        assert first.count() >= len(ANSWERS)
        low = {}
        for one in first.all():
            if not one.evaluate("e => !!e.closest('details')"):
                low[one.get_attribute("id")] = one.evaluate(BOTTOM)
        assert set(low) >= {answer[1:] for answer in ANSWERS}
        assert max(low.values()) <= LARGE["height"], low
        for tool in ("copy", "print"):
            box = page.get_by_test_id(tool).bounding_box()
            assert box["y"] + box["height"] <= LARGE["height"], tool
        for size in ("A4", "Letter"):
            assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=size))) == 1, size


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_it_prints_on_one_sheet(demo, phone, address, size):
    with phone(demo.guardian, size=LARGE, color_scheme="dark") as it:
        sheet = it.open(address) and it.page.pdf(format=size)
        assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1


def test_it_needs_no_script(demo, phone, address):
    with phone(demo.guardian, size=LARGE, java_script_enabled=False) as it:
        page = it.open(address)
        assert "CAREGIVER-REPORTED" in page.get_by_test_id("summary").inner_text()
        # The styles hide what needs a script, once they are there.
        page.locator("[data-print]").wait_for(state="hidden")
