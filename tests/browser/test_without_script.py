"""The daily walk with script switched off: plain forms and links do all of it."""

import re

import pytest

from tests.people import EVENING
from tracker.demo.cast import GUARDIAN, PASSWORD

pytestmark = pytest.mark.browser


def test_the_whole_walk(phone, demo):
    from care.record.models import Entry
    from care.visits import actions
    from care.visits.models import Visit

    with phone(java_script_enabled=False) as it:
        page = it.open("/")
        page.get_by_label("E-mail").fill(GUARDIAN)
        page.get_by_label("Password").fill(PASSWORD)
        it.tap("submit")
        page.get_by_role("heading", name="How is Mia this morning?").wait_for()
        # T1 and Undo.
        it.open(f"/p/{demo.leo.pk}/")
        it.tap("nothing-new")
        it.saved("Leo")
        it.tap("undo")
        page.get_by_text("Taken back").wait_for()
        page.get_by_test_id("nothing-new").wait_for()
        # T4: every tap is a page that opens where the next question is.
        demo.clock.move_to(EVENING)
        it.open(f"/p/{demo.leo.pk}/")
        it.tap(page.get_by_test_id("itch").get_by_role("button", name="3", exact=True))
        it.saved("Leo")
        it.tap(page.get_by_test_id("skin").get_by_role("button", name="Mild"))
        page.locator("#bands [aria-pressed=true]").wait_for()
        it.tap("routines-kept")
        page.locator("#routines [aria-pressed=true]").wait_for()
        it.tap("evening-nothing-new")
        page.locator("#anything [aria-pressed=true]").wait_for()
        it.tap("done-for-tonight")
        page.get_by_role("heading", name="Stored for today").wait_for()
        stored = Entry.objects.filter(patient=demo.leo, local_day=EVENING.date(), removed_at=None)
        assert sorted(stored.values_list("kind", flat=True)) == ["nothing_new", "routines", "skin_check"]
        # The answer on the row, and by the search.
        page.get_by_role("navigation", name="Main").get_by_role("link", name="Vaccines").tap()
        assert page.get_by_test_id("vaccine-mmr").locator(".badge").inner_text().strip() == "LIVE"
        page.get_by_test_id("search").fill("typhoid")
        it.tap("find")
        page.get_by_text(re.compile(r"\d+ vaccines? found")).wait_for()
        # The clinic's page.
        it.open(f"/p/{demo.mia.pk}/visits/")
        page.get_by_test_id("upcoming").get_by_role("link").first.tap()
        it.tap("make-summary")
        page.get_by_test_id("summary-waiting").wait_for()
        visit = Visit.objects.get(pk=re.search(r"/visits/([0-9a-f-]{36})/", page.url).group(1))
        actions.generate_summary(visit_id=visit.pk, at=EVENING)
        page.get_by_role("link", name="Look again").tap()
        it.tap("open-summary")
        assert "Mia" in page.get_by_test_id("summary").inner_text()
