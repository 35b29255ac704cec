"""Without a line: what is tapped stays on the phone, is said to be nowhere else, and reaches the record once."""

import pytest
from django.utils import timezone
from playwright.sync_api import Error, Route

from care.plan.models import CareContact
from care.record.models import Entry
from tests.browser.looking import wrong_here
from tests.browser.offline import NOBODY_TOLD, OLD, STORED, back, cut, entries, shell, visited, waiting
from tests.people import PASSWORD

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("old", [False, True])
def test_without_a_line_and_back(phone, small, old):
    """Checks 17, 18 and 20 of the acceptance list; also in a browser that lacks what came in the last years."""
    before = entries(small.leo).count()
    with phone(small.guardian, service_workers="allow") as it:
        if old:
            it.context.add_init_script(OLD)
        visited(it, small.leo)
        cut(it)
        page = it.open(f"/p/{small.leo.pk}/")
        page.get_by_role("heading", name="How is Leo?").wait_for()
        it.tap("nothing-new")
        assert NOBODY_TOLD in it.saved("Saved on this phone", "Nothing new", "Leo")
        page.get_by_test_id("outbox").filter(has_text="1 waiting").wait_for()
        page.reload()
        page.get_by_test_id("outbox").filter(has_text="1 waiting").wait_for()
        page.close()
        page = it.page = it.context.new_page()
        it.open("/")
        page.get_by_test_id("outbox").filter(has_text="1 waiting").wait_for()
        assert entries(small.leo).count() == before
        it.context.set_offline(False)
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        page.get_by_test_id("outbox").wait_for(state="hidden", timeout=5000)
        assert entries(small.leo).count() == before + 1


def test_the_same_tap_sent_twice_is_one_row(phone, small):
    """The answer gets lost after the server has it: the phone sends again."""
    with phone(small.guardian, service_workers="allow") as it:
        shell(it, small.leo)
        it.tap("nothing-new")
        waiting(it, 1)
        it.expected = (*it.expected, "Failed to load resource: net::ERR_FAILED")
        lost = []

        def lose(route):
            if lost or route.request.method != "POST":
                return route.fallback()
            lost.append(route.request.post_data_json["key"])
            route.fetch()
            return route.abort()

        it.page.route("**/outbox/", lose)
        before = entries(small.leo).count()
        back(it)
        it.until("tendOutbox.send().then((outcome) => outcome === '')")
        waiting(it, 0)
        assert entries(small.leo).filter(client_id=lost[0]).count() == 1
        assert entries(small.leo).count() == before + 1


def test_a_sign_in_that_ran_out_keeps_the_queue(phone, small):
    """Check 19, first half."""
    with phone(small.guardian, service_workers="allow") as it:
        shell(it, small.leo, "concern")
        it.page.get_by_label("In your own words").fill("Very quiet")
        it.tap("save")
        it.saved("Something feels off")
        it.context.clear_cookies()
        back(it)
        it.open("/offline/#waiting")
        it.page.get_by_text("You were signed out. Sign in, and they are sent.").wait_for()
        waiting(it, 1)
        assert not Entry.objects.filter(kind="concern").exists()
        it.tap("sign-in")
        waiting(it, 1)
        it.page.get_by_label("E-mail").fill(small.guardian.email)
        it.page.get_by_label("Password").fill(PASSWORD)
        it.page.get_by_role("button", name="Sign in", exact=True).first.tap()
        it.page.locator(".nav").wait_for()
        waiting(it, 0)
        assert Entry.objects.get(kind="concern").note == "Very quiet"
        # What the rules say of it is on the screen at once, and stands on Today for every guardian.
        it.page.locator("#alert").filter(has_text="tell your care team").wait_for()


def test_signing_out_warns_and_then_leaves_nothing(phone, small):
    """Check 19, second half."""
    with phone(small.guardian, service_workers="allow") as it:
        visited(it, small.leo)
        it.open("/account/logout/")
        it.page.route("**/outbox/", lambda route: route.abort())
        it.expected = (*it.expected, "Failed to load resource: net::ERR_FAILED")
        it.page.evaluate(f"tendOutbox.tap('/p/{small.leo.pk}/nothing-new/', [], 'Nothing new')")
        waiting(it, 1)
        it.tap("submit")
        it.page.get_by_test_id("unsent").wait_for()
        assert it.page.evaluate("document.activeElement.dataset.testid") == "unsent"
        before = entries(small.leo).count()
        it.tap("sign-out-anyway")
        it.page.get_by_label("E-mail").wait_for()
        waiting(it, 0)
        found = it.page.evaluate("Promise.all([tendOutbox.all(), tendOutbox.kept('me'), tendOutbox.kept('calls')])")
        assert found == [[], None, None]
        it.until("caches.keys().then((names) => names.length === 0)")
        assert entries(small.leo).count() == before


def test_signing_out_with_a_line_sends_first(phone, small):
    before = entries(small.leo).count()
    with phone(small.guardian, service_workers="allow") as it:
        shell(it, small.leo)
        it.tap("nothing-new")
        waiting(it, 1)
        it.context.set_offline(False)
        it.open("/account/logout/")
        it.tap("submit")
        it.page.get_by_label("E-mail").wait_for()
        assert entries(small.leo).count() == before + 1


def test_nobody_sends_what_another_one_tapped(phone, small):
    """One phone, two people: the second sees a number and no word of it, and does not send it as their own."""
    with phone(small.guardian, service_workers="allow") as it:
        shell(it, small.leo)
        it.tap("nothing-new")
        waiting(it, 1)
        it.context.clear_cookies()
        value = small.client("second").cookies["sessionid"].value
        it.context.add_cookies([{"name": "sessionid", "value": value, "url": it.site}])
        it.context.set_offline(False)
        before = entries(small.leo).count()
        it.open(f"/p/{small.leo.pk}/")
        waiting(it, 1)
        it.open("/offline/#waiting")
        it.page.get_by_text("Some belong to another person").wait_for()
        assert "Nothing new" not in it.page.locator("[data-items]").inner_text()
        assert entries(small.leo).count() == before


def test_the_line_dies_between_the_page_and_the_tap(phone, small):
    """The commonest case: Today is open and live, and the request of the tap finds no line."""
    before = entries(small.leo).count()
    with phone(small.guardian) as it:
        page = it.open(f"/p/{small.leo.pk}/?part=morning")
        it.settled()
        cut(it)
        it.expected = (*it.expected, "Failed to load", "htmx:")
        it.tap("nothing-new")
        said = page.locator("#alert").filter(has_text="Saved on this phone: Nothing new, Leo")
        said.wait_for()
        assert NOBODY_TOLD in said.inner_text()
        waiting(it, 1)
        back(it)
        waiting(it, 0)
        page.locator("#alert").filter(has_text="See it").wait_for()
    assert entries(small.leo).count() == before + 1


def test_the_answer_of_a_live_tap_gets_lost(phone, small):
    """The server had it already: what the phone keeps and sends again is the same tap."""
    before = entries(small.leo).count()
    with phone(small.guardian) as it:
        page = it.open(f"/p/{small.leo.pk}/?part=morning")
        it.settled()

        def lose(route):
            route.fetch(max_redirects=0)
            route.abort()

        page.route("**/nothing-new/", lose)
        it.expected = (*it.expected, "Failed to load", "htmx:")
        it.tap("nothing-new")
        page.locator("#alert").filter(has_text="Saved on this phone").wait_for()
        assert entries(small.leo).count() == before + 1
        back(it)
        waiting(it, 0)
    assert entries(small.leo).count() == before + 1


def test_a_wrong_answer_that_comes_late_is_mended(phone, small):
    with phone(small.guardian, service_workers="allow") as it:
        shell(it, small.mia, "temperature")
        it.page.get_by_label("Temperature", exact=True).fill("abc")
        it.page.get_by_label("Ear").check()
        it.tap("save")
        it.saved("Temperature")
        back(it)
        it.open("/offline/#waiting")
        it.tap(it.page.locator("[data-mend]:visible"))
        field = it.page.get_by_label("Temperature", exact=True)
        assert field.input_value() == "abc"
        assert it.page.get_by_label("Ear").is_checked()
        assert "like 38.4" in it.page.locator("form .note").inner_text()
        field.fill("98.6")
        it.tap("save")
        # Asked once more, and answered with one tap.
        it.tap(it.page.get_by_role("button", name="Yes, save 98.6 °F"))
        waiting(it, 0)
        row = Entry.objects.get(kind="temperature").temperature
        assert (row.tenths, row.unit, row.route) == (986, "F", "ear")


def test_the_switch_of_this_phone(phone, small):
    """Off: nothing is kept, and the browser's own page comes instead of ours. Whom to call is kept only if wanted."""
    number = CareContact.objects.create(patient=small.leo, name="Ward 7", phone="+49 30 5550199")
    with phone(small.guardian, service_workers="allow") as it:
        visited(it, small.leo)
        assert it.page.evaluate("tendOutbox.kept('calls')") is None
        it.open("/offline/#phone")
        it.tap(it.page.get_by_label("Keep whom to call"))
        it.until("tendOutbox.kept('calls').then((found) => found !== null && found !== undefined)")
        cut(it)
        it.open(f"/p/{small.leo.pk}/")
        it.tap("nothing-new")
        assert "+49 30 5550199" in it.saved("Saved on this phone")
        it.tap("undo")
        waiting(it, 0)
        it.page.evaluate("location.hash = 'phone'")
        it.tap(it.page.get_by_test_id("switch-offline"))
        it.until("caches.keys().then((names) => names.length === 0)")
        kept = it.page.evaluate("Promise.all([tendOutbox.all(), tendOutbox.kept('me'), tendOutbox.kept('calls')])")
        assert kept == [[], None, None]
        with pytest.raises(Error, match=r"ERR_FAILED|ERR_INTERNET_DISCONNECTED"):
            it.open(f"/p/{small.leo.pk}/")
        it.context.set_offline(False)
        it.open(f"/p/{small.leo.pk}/")
        assert it.page.evaluate("tendOutbox.isOff()")
    number.delete()


def test_nothing_of_the_record_is_on_the_phone(phone, demo):
    """After a walk through the record: what the phone's storages hold, word for word."""
    with phone(demo.guardian, service_workers="allow") as it:
        visited(it, demo.mia)
        for path in ("days/", "vaccines/", "plan/", "medicines/", "infections/temperatures/"):
            it.open(f"/p/{demo.mia.pk}/{path}")
        held = it.page.evaluate(
            """(async () => ({
              pages: (await Promise.all((await caches.keys()).map(async (name) =>
                (await (await caches.open(name)).keys()).map(({url}) => new URL(url).pathname)))).flat().sort(),
              me: await tendOutbox.kept('me'), outbox: await tendOutbox.all(), calls: await tendOutbox.kept('calls'),
              databases: (await indexedDB.databases()).map(({name}) => name), local: {...localStorage},
            }))()"""
        )
    kids = [[str(demo.mia.pk), "Mia", 0], [str(demo.leo.pk), "Leo", 0]]
    assert held["me"].pop("who")
    rest = ["/static/tend.css", "/static/tend.js", "/static/waiting.js"]
    assert held == {
        "pages": ["/offline/", "/static/icon.svg", *(f"/static/{name}.js" for name in ("night", "offline")), *rest],
        "me": {"kids": kids, "unit": "C"},
        "outbox": [],
        "calls": None,
        "databases": ["tend"],
        "local": {},
    }


def test_a_slow_page_comes_after_the_offline_page_and_takes_its_place(phone, small):
    """Today has 400 ms. Who has not begun gets the live page by itself, who has begun is not interrupted."""
    with phone(small.guardian, service_workers="allow") as it:
        visited(it, small.leo)
        asked: list[Route] = []
        it.context.route(f"{it.site}/p/{small.leo.pk}/", lambda route: asked.append(route))
        it.open(f"/p/{small.leo.pk}/")
        it.page.get_by_text("Tend is loading. You can write things down already.").wait_for()
        asked.pop().continue_()
        it.page.get_by_test_id("something-changed").wait_for()
        it.open(f"/p/{small.leo.pk}/")
        it.tap("nothing-new")
        it.page.get_by_test_id("sent").wait_for()
        asked.pop().continue_()
        it.page.get_by_test_id("open-tend").wait_for()
        it.context.unroute_all()
        it.tap("open-tend")
        it.page.get_by_test_id("something-changed").wait_for()
        waiting(it, 0)
        assert entries(small.leo).filter(local_day="2026-11-19").count() == 1


def test_every_view_of_the_offline_page(phone, demo):
    """The promises of every other page: axe, sizes, narrow and enlarged, light and dark."""
    with phone(demo.guardian, service_workers="allow") as it:
        shell(it, demo.mia)
        it.tap("nothing-new")
        it.saved("Saved on this phone")
        wrong = wrong_here(it)
        for view in ("home", "evening", "lump", "temperature", "exposure", "concern", "note", "phone", "waiting"):
            it.page.evaluate(f"location.hash = '{view}'")
            it.page.locator(f"template#view-{view}").wait_for(state="attached")
            it.settled()
            wrong += [f"{view}: {problem}" for problem in wrong_here(it)]
    assert not wrong, "\n".join(wrong)


def test_by_keyboard_alone(phone, small):
    with phone(small.guardian, service_workers="allow") as it:
        shell(it, small.leo)
        for _ in range(30):
            it.page.keyboard.press("Tab")
            if it.page.evaluate("document.activeElement.dataset.testid") == "nothing-new":
                break
        it.page.keyboard.press("Enter")
        it.saved("Saved on this phone")
        it.until("document.activeElement.dataset.testid === 'saved'")
        assert (
            it.page.locator("#status")
            .text_content()
            .startswith("Saved on this phone: Nothing new. Nobody has been told")
        )
        assert it.taps == 0


def test_a_page_that_dies_on_its_way_has_kept_the_tap(phone, small):
    """The tap is on the phone before it is sent: a page killed between the two loses nothing, and it is sent once."""
    before = entries(small.leo).count()
    with phone(small.guardian) as it:
        it.open(f"/p/{small.leo.pk}/?part=morning")
        it.context.route("**/nothing-new/", lambda route: None)
        it.tap("nothing-new")
        it.page.locator("#main button", has_text="Saved on this phone").wait_for()
        it.page.close()
        it.context.unroute("**/nothing-new/")
        page = it.page = it.context.new_page()
        # On a page without Tend's script: it is there, and was not taken out by an answer.
        it.open("/robots.txt")
        assert page.evaluate(f"{STORED}.then((found) => found.map((one) => one.state))") == ["sending"]
        # Somebody opens Tend again a little later.
        page.clock.install(time=it.later(30))
        it.open(f"/p/{small.mia.pk}/")
        it.until(f"{STORED}.then((found) => !found.length)")
    assert entries(small.leo).count() == before + 1


def test_an_answer_that_came_leaves_nothing_on_the_phone(phone, small):
    with phone(small.guardian) as it:
        it.open(f"/p/{small.leo.pk}/?part=morning")
        it.tap("nothing-new")
        it.saved("Saved: Nothing new for Leo")
        it.until(f"{STORED}.then((found) => !found.length)")
        # Undo in the same breath, and the record holds none: what was kept does not come back.
        it.tap("undo")
        it.saved("Taken back")
        it.open(f"/p/{small.leo.pk}/?part=morning")
        assert it.page.evaluate(f"{STORED}.then((found) => found.length)") == 0


def test_a_tap_after_the_sign_in_ran_out_is_sent_after_the_next_one(phone, small):
    before = entries(small.leo).count()
    with phone(small.guardian) as it:
        it.open(f"/p/{small.leo.pk}/?part=morning")
        kept = it.context.cookies()
        it.context.clear_cookies(name="sessionid")
        it.tap("nothing-new")
        it.page.get_by_label("E-mail").wait_for()
        it.context.add_cookies(kept)
        page = it.page
        page.clock.install(time=it.later(30))
        it.open(f"/p/{small.mia.pk}/")
        it.until(f"{STORED}.then((found) => !found.length)")
    assert entries(small.leo).count() == before + 1


BOXES = """[...document.querySelectorAll('#main form[data-path] button, #main .thumb a')].map((e) => {
  const { x, y } = e.getBoundingClientRect();
  return [e.textContent.trim(), Math.round(x), Math.round(y + scrollY)];
})"""


@pytest.mark.parametrize("view", ["home", "evening"])
def test_nothing_moves_under_a_thumb_when_the_line_is_back(phone, small, view):
    """What is sent takes the room of what was saved, or comes after everything."""
    with phone(small.guardian, service_workers="allow") as it:
        # A phone whose clock is right: of another one more is said, which may need more room.
        it.context.clock.set_fixed_time(timezone.now())
        shell(it, small.leo)
        it.tap("nothing-new")
        it.saved("Saved on this phone")
        if view == "evening":
            # An earlier tap, whose card is not on this view.
            it.page.evaluate("location.hash = 'evening'")
            it.tap(it.page.get_by_test_id("itch").get_by_role("button", name="3", exact=True))
            it.saved("Saved on this phone", "Worst itch")
        it.page.get_by_text("Tend cannot be reached. What you tap stays here").wait_for()
        before = it.page.evaluate(BOXES)
        assert len(before) > 5
        back(it)
        waiting(it, 0)
        it.page.get_by_test_id("sent").first.wait_for()
        it.page.get_by_test_id("open-tend").wait_for()
        assert it.page.get_by_test_id("saved").count() == 0
        assert it.page.evaluate(BOXES) == before
        assert wrong_here(it) == []


def test_what_both_children_share_is_sent_in_the_room_of_one_card(phone, small):
    with phone(small.guardian, service_workers="allow") as it:
        shell(it, small.leo)
        it.tap("both-nothing-new")
        it.saved("Saved on this phone", "Nothing new")
        back(it)
        waiting(it, 0)
        it.page.get_by_test_id("sent").get_by_text("Mia").wait_for()
        assert it.page.get_by_test_id("sent").count() == 1
        assert "Leo" in it.page.get_by_test_id("sent").inner_text()
