"""What a server says that is no answer to a tap: the tap stays on the phone, and reaches the record once."""

import pytest

from care.infections.models import Temperature
from care.record.models import Entry
from tests.browser.offline import NOBODY_TOLD, STORED, back, entries, waiting
from tests.browser.phone import until

pytestmark = pytest.mark.browser
#: What the browser and htmx report of an answer that was brought about on purpose.
REFUSED = ("Failed to load", "Response Status Error Code")

WATCH = """() => {
  const status = document.getElementById('status');
  window.said = [];
  new MutationObserver(() => said.push(status.textContent)).observe(status, {childList: true});
}"""


def today(it, child) -> None:
    it.open(f"/p/{child.pk}/?part=morning")
    it.settled()
    it.expected = (*it.expected, *REFUSED)


def stays(it) -> None:
    """It is said to be on the phone, as it is; and the page under it is still Today."""
    said = it.page.locator("#alert").filter(has_text="Saved on this phone: Nothing new, Leo")
    said.wait_for()
    assert NOBODY_TOLD in said.inner_text()
    waiting(it, 1)
    assert it.page.evaluate(f"{STORED}.then((found) => found.map(({{state}}) => state ?? 'waits'))") == ["waits"]
    assert it.page.get_by_test_id("nothing-new").inner_text() == "Nothing new today"


@pytest.mark.parametrize("status", [500, 502, 503, 504, 429, 403, 404, 408, 401])
def test_a_refusal_keeps_the_tap(phone, small, status):
    before = entries(small.leo).count()
    with phone(small.guardian) as it:
        today(it, small.leo)
        it.page.route("**/nothing-new/", lambda route: route.fulfill(status=status, body="<!doctype html><p>No"))
        it.tap("nothing-new")
        stays(it)
        assert entries(small.leo).count() == before
        back(it)
        waiting(it, 0)
    assert entries(small.leo).count() == before + 1


def test_a_token_that_ran_out_keeps_the_tap(phone, small):
    """A page left open over a new sign-in elsewhere: Django's own 403."""
    before = entries(small.leo).count()
    with phone(small.guardian) as it:
        today(it, small.leo)
        it.context.clear_cookies(name="csrftoken")
        it.tap("nothing-new")
        stays(it)
        back(it)
        waiting(it, 0)
    assert entries(small.leo).count() == before + 1


def test_a_tap_is_of_the_person_whose_page_it_is(phone, small):
    """One phone, two people: Ana's page is still open when Ben has signed in in another tab."""
    before = set(entries(small.leo))
    with phone(small.guardian) as it:
        today(it, small.leo)
        anas = it.context.cookies()
        value = small.client("second").cookies["sessionid"].value
        it.context.add_cookies([{"name": "sessionid", "value": value, "url": it.site}])
        bens = it.context.new_page()
        bens.goto(f"{it.site}/p/{small.leo.pk}/")
        until(bens, "tendOutbox.kept('me').then(({who}) => who === document.getElementById('outbox').dataset.who)")
        it.context.clear_cookies(name="csrftoken")
        it.tap("nothing-new")
        stays(it)
        assert it.page.evaluate("tendOutbox.send()") == "other"
        assert bens.evaluate("tendOutbox.send()") == "other"
        assert set(entries(small.leo)) == before
        it.context.add_cookies(anas)
        back(it)
        waiting(it, 0)
    [added] = set(entries(small.leo)) - before
    assert added.author == small.guardian


def test_a_refused_answer_keeps_the_time_of_the_tap(phone, small):
    with phone(small.guardian) as it:
        today(it, small.leo)
        held = []
        it.page.route("**/nothing-new/", lambda route: held.append(route))
        before = it.page.evaluate("Date.now()")
        it.tap("nothing-new")
        it.page.wait_for_timeout(1500)
        held.pop().fulfill(status=503, body="-")
        stays(it)
        [tapped] = it.page.evaluate(f"{STORED}.then((found) => found.map(({{tapped}}) => tapped))")
        assert tapped - before < 1500


def test_what_the_form_itself_answers_is_no_loss(phone, small):
    """A wrong temperature is asked about on the page; nothing of it waits."""
    with phone(small.guardian) as it:
        it.open(f"/p/{small.mia.pk}/infections/temperatures/add/")
        it.page.get_by_label("Temperature", exact=True).fill("abc")
        it.tap("temperature-save")
        it.page.locator(".error-summary").wait_for()
        it.until(f"{STORED}.then((found) => !found.length)")
    assert not Temperature.objects.exists()


def test_two_narrow_buttons_say_it_below(phone, small):
    """A tile has no room for words: a line of its form says it, once, and the tile is pressed in at once."""
    with phone(small.guardian) as it:
        page = it.open(f"/p/{small.leo.pk}/?part=evening")
        it.settled()
        held = []
        page.route("**/answer/", lambda route: held.append(route))
        page.evaluate(WATCH)
        tile = page.get_by_test_id("itch").get_by_role("button", name="3", exact=True)
        it.tap(tile)
        line = page.locator("#itch [data-kept-line]")
        line.wait_for()
        assert line.inner_text() == "Saved on this phone"
        assert tile.get_attribute("aria-pressed") == "true"
        assert tile.inner_text() == "3"
        held.pop().continue_()
        it.saved("Saved", "Leo")
        assert page.locator("[data-kept-line]").count() == 0
        page.wait_for_timeout(100)
        assert len(page.evaluate("said")) == 1
    assert Entry.objects.filter(kind="skin_check", patient=small.leo).count() == 1
