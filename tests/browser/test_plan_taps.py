"""The emergency card one tap away and without a network; warning signs, and a call in one tap."""

import pytest
from playwright.sync_api import Error

from tests.people import MORNING

pytestmark = [pytest.mark.browser]


@pytest.fixture
def with_numbers(small):
    from care.plan import actions

    common = {"patient": small.mia, "by": small.guardian, "at": MORNING}
    actions.save_call_plan(changes={"emergency_number": "112", "hospital": "Town hospital"}, **common)
    actions.add_contact(values={"name": "Ward 7", "phone": "030 1", "is_urgent_line": True}, **common)
    return small


@pytest.mark.parametrize("name", ["today:today", "skin:list", "vaccines:list", "visits:list", "plan:signs"])
def test_the_card_is_one_tap_from_any_page(phone, with_numbers, name):
    from django.urls import reverse

    with phone(with_numbers.guardian) as it:
        it.open(reverse(name, kwargs={"patient": with_numbers.mia.pk}))
        with it.budget("T20 emergency card"):
            it.tap("emergency-link")
            it.page.get_by_role("heading", name="Emergency card of Mia").wait_for()


def test_the_open_card_stays_and_the_kept_one_opens_without_a_network(phone, with_numbers, tmp_path):
    with phone(with_numbers.helper) as it:
        page = it.open(f"/p/{with_numbers.mia.pk}/plan/")
        with page.expect_download() as download:
            it.tap("keep-card")
        file = tmp_path / download.value.suggested_filename
        download.value.save_as(file)
        assert file.name == "emergency-card.html"

        it.context.set_offline(True)
        # The page that is open goes on working: it is whole, and a call needs no server.
        assert page.get_by_test_id("ring").first.get_attribute("href") == "tel:0301"
        page.get_by_role("heading", name="Emergency card of Mia").wait_for()
        it.tap("card-concern")
        page.get_by_text("Tend could not be reached.").wait_for()
        assert page.get_by_role("heading", name="Emergency card of Mia").is_visible()
        # An address of Tend cannot be opened now; the kept file can.
        with pytest.raises(Error):
            page.goto(f"{it.site}/p/{with_numbers.mia.pk}/plan/")
        # In a window of its own, as a phone opens a file.
        kept = it.context.new_page()
        kept.goto(file.as_uri())
        kept.get_by_role("heading", name="Emergency card: Mia").wait_for()
        assert kept.get_by_role("link", name="Ward 7").get_attribute("href") == "tel:0301"
        assert "Town hospital" in kept.inner_text("main")
        assert kept.evaluate("document.documentElement.scrollWidth <= innerWidth")
        it.complaints.clear()


def test_from_a_feeling_to_a_call(phone, with_numbers):
    from care.plan.models import FlagMessage

    with phone(with_numbers.helper) as it:
        page = it.open(f"/p/{with_numbers.mia.pk}/plan/feels-off/")
        with it.budget("warning signs"):
            it.tap("warning-signs")
            it.tap(page.get_by_test_id("lips_blue-yes").locator(".."))
            it.tap("save-signs")
            it.saved("Saved: Warning signs for Mia.")
        flags = page.get_by_test_id("flags")
        assert flags.get_attribute("data-level") == "3"
        # The level is said in words, not by colour, and the call is the first thing to tap.
        assert flags.get_by_role("heading").inner_text() == "Emergency"
        assert flags.locator("a, button").first.get_attribute("href") == "tel:112"
        it.tap("we-called")
        page.locator("#main").get_by_text("Written down: you called.").wait_for()
    row = FlagMessage.objects.get()
    assert row.called_by == with_numbers.helper
    assert row.shown_at


def test_without_script_a_sign_is_saved_and_the_call_written_down(phone, with_numbers):
    from care.plan.models import FlagMessage

    with phone(with_numbers.helper, java_script_enabled=False) as it:
        page = it.open(f"/p/{with_numbers.mia.pk}/plan/warning-signs/")
        page.get_by_test_id("seizure-yes").check()
        it.tap("save-signs")
        page.get_by_test_id("flags").wait_for()
        it.tap("we-called")
        page.locator("#main").get_by_text("Written down: you called.").wait_for()
    assert FlagMessage.objects.get().called_by == with_numbers.helper
