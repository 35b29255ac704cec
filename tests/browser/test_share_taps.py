"""Showing a summary to a clinic: taps of the family, steps of the clinician, what stays in a browser afterwards."""

import pytest
from django.utils import timezone

from care.visits import actions
from care.visits.models import ShareEvent, Visit
from care.visits.rules import sharing
from tests.browser.looking import COLOURS, RULES, axe, picture, wrong_here
from tests.browser.phone import LARGE

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

ANSWERS = ("#s-infections", "#s-now", "#s-skin", "#s-vaccines", "#s-medicines", "#s-questions")
BOTTOM = "e => (e.closest('section') ?? e).getBoundingClientRect().bottom"
CLINIC = 'nav a[href$="/visits/"]'


@pytest.fixture
def summary(demo):
    visit = Visit.objects.filter(patient=demo.mia, on__gte=timezone.now().date()).get()
    actions.request_summary(visit=visit, by=demo.guardian, at=timezone.now())
    return actions.generate_summary(visit_id=visit.pk, at=timezone.now())


@pytest.fixture
def shared(demo, summary):
    return actions.make_share(
        summary=summary, sections=list(sharing.ALL), lasts="1",
        purpose="Clinic 24 Nov", by=demo.guardian, at=timezone.now(),
    )  # fmt: skip


def test_the_code_in_four_taps_and_its_end_in_three(demo, phone, summary):
    with phone(demo.guardian) as it:
        page = it.open(f"/p/{demo.mia.pk}/")
        with it.budget("T18 show the clinic's code"):
            it.tap(page.locator(CLINIC))
            it.tap(page.get_by_test_id("upcoming").locator("a").first)
            it.tap("share")
            it.tap("make-code")
            page.get_by_test_id("qr").wait_for()
        assert len(page.get_by_test_id("pin").inner_text()) == 4
        assert wrong_here(it) == []
        it.open(f"/p/{demo.mia.pk}/")
        with it.budget("T19 stop a share"):
            it.tap(page.locator(CLINIC))
            it.tap("end-share")
            it.tap("confirm")
            page.get_by_test_id("saved").get_by_text("Ended. The clinic may keep a copy").wait_for()
        assert wrong_here(it) == []


def test_a_clinician_is_on_the_first_screen_within_four_steps(demo, phone, shared):
    """Handed the code: go to the address, type the code, type the PIN, press the button."""
    with phone(size=LARGE) as it:
        page = it.page
        steps = []

        def step(done):
            done()
            steps.append(done)

        step(lambda: page.goto(f"{it.site}/s"))
        step(lambda: page.get_by_label("Code").fill(shared.code.lower()))
        step(lambda: page.get_by_label("PIN").fill(shared.pin))
        step(lambda: page.get_by_test_id("open").click())
        page.get_by_test_id("summary").wait_for()
        assert len(steps) <= 4
        for answer in ANSWERS:
            assert page.locator(answer).evaluate(BOTTOM) <= LARGE["height"], answer
        assert page.get_by_test_id("observed").is_visible()
        assert "Mia" not in page.title()
        assert axe(page, RULES) == []
        picture(page, "desk")
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        assert axe(page, COLOURS) == []
        picture(page, "desk-dark")


def test_copy_and_print_are_told_to_the_family(demo, phone, shared):
    with phone(size=LARGE, permissions=["clipboard-read", "clipboard-write"]) as it:
        page = enter(it, shared)
        page.evaluate("window.print = () => dispatchEvent(new Event('beforeprint'))")
        with page.expect_request("**/mark/"):
            page.get_by_test_id("copy").click()
        assert "CAREGIVER-REPORTED" in page.evaluate("navigator.clipboard.readText()")
        with page.expect_request("**/mark/"):
            page.get_by_test_id("print").click()
        it.until("document.readyState === 'complete'")
        for _ in range(100):
            if ShareEvent.objects.count() == 3:
                break
            page.wait_for_timeout(50)
    # Two beacons may overtake each other.
    assert sorted(ShareEvent.objects.values_list("kind", flat=True)) == ["copied", "opened", "printed"]
    with phone(demo.guardian) as it:
        page = it.open(f"/p/{demo.mia.pk}/visits/shares/{shared.share.pk}/")
        said = page.get_by_test_id("share-events").inner_text()
        assert "Text copied on a computer" in said
        assert "Printed on a computer" in said
        assert wrong_here(it) == []


def test_back_after_the_end_shows_nothing(demo, phone, shared):
    with phone(size=LARGE) as it:
        page = enter(it, shared)
        page.goto(f"{it.site}/healthz")
        actions.end_share(share=shared.share, by=demo.guardian, at=timezone.now())
        page.go_back()
        page.get_by_text("The family has ended this link").wait_for()
        assert "Mia" not in page.content()


@pytest.mark.parametrize("cookies", [True, False])
def test_it_needs_no_script_and_no_cookie(demo, phone, shared, cookies):
    with phone(size=LARGE, java_script_enabled=False) as it:
        page = it.page
        page.goto(f"{it.site}/s/{shared.code}/")
        if not cookies:
            it.context.clear_cookies()
        page.get_by_label("PIN").fill(shared.pin)
        page.get_by_test_id("open").click()
        assert "CAREGIVER-REPORTED" in page.get_by_test_id("summary").inner_text()
        # The styles hide what needs a script, once they are there.
        page.get_by_test_id("print").wait_for(state="hidden")
        page.get_by_test_id("close").click()
        page.get_by_role("heading", name="Closed").wait_for()


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_it_prints_on_one_sheet(phone, shared, size):
    import re

    with phone(size=LARGE, color_scheme="dark") as it:
        page = enter(it, shared)
        sheet = page.pdf(format=size)
        assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1


def test_pages_for_readers_are_sound_on_a_phone(demo, phone, shared):
    with phone() as it:
        page = it.open("/s/")
        assert wrong_here(it) == []
        enter(it, shared, pin="12")
        assert wrong_here(it) == []
        enter(it, shared)
        assert wrong_here(it) == []
        actions.end_share(share=shared.share, by=demo.guardian, at=timezone.now())
        page.reload()
        assert wrong_here(it) == []


def enter(it, made, pin=None):
    page = it.open(f"/s/{made.code}/")
    page.get_by_label("PIN").fill(pin or made.pin)
    page.get_by_test_id("open").click()
    page.get_by_test_id("error-summary" if pin else "summary").wait_for()
    page.wait_for_load_state()
    return page
